"""Who is entitled to state a fact of a round, from strong to weak."""

from typing import Any

import pytest

from ledger.claims.entry import Entry
from ledger.claims.vocabulary import DENIABLE
from ledger.projections.entitled import (
    ARRANGED,
    ARRANGER,
    NOBODY,
    OWN_PART,
    PRINCIPAL,
    REGULATOR,
    Entitlements,
    entitlements,
)
from tests.projections.entries import ROUND, claims_of, directory, report

WHO = directory(
    ("halcyon-co", "company", ["halcyon"]),
    ("founder", "person", ["halcyon"]),
    ("spokesman", "unknown", ["halcyon"]),
    ("house-blog", "blog", ["halcyon"]),
    ("kestrel-co", "company", ["kestrel"]),
    ("the-wire", "wire", []),
    ("herald", "press", []),
    ("fund", "investor", []),
    ("partner", "person", ["fund-co"]),
    ("bank", "company", []),
    ("stranger", "person", []),
    ("sec", "regulator", []),
)
LEAD: dict[str, Any] = {"investors": [{"name": "Fund", "lead": True}]}
FOLLOWS: dict[str, Any] = {"investors": [{"name": "Fund"}]}


def may(*entries: Entry, buyers: tuple[str, ...] = ()) -> Entitlements:
    return entitlements(WHO, claims_of(*entries).values(), buyers)


def rank(found: Entitlements, source: str, round_: str | None = ROUND) -> int:
    return found.rank(source, "halcyon", round_)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sec", REGULATOR),
        ("halcyon-co", PRINCIPAL),
        ("founder", PRINCIPAL),
        ("spokesman", PRINCIPAL),
        ("house-blog", NOBODY),
        ("kestrel-co", NOBODY),
        ("the-wire", NOBODY),
        ("fund", NOBODY),
        ("stranger", NOBODY),
        ("nobody-known", NOBODY),
    ],
)
@pytest.mark.parametrize("round_", [ROUND, None])
def test_the_company_and_the_regulator_speak_for_it(
    source: str, expected: int, round_: str | None
) -> None:
    assert rank(may(report(1)), source, round_) == expected


@pytest.mark.parametrize(
    ("data", "source", "expected"),
    [
        (LEAD, "fund", PRINCIPAL),
        (FOLLOWS, "fund", OWN_PART),
        ({"arrangers": ["Bank"]}, "bank", ARRANGER),
        ({"arrangers": ["Fund"], **LEAD}, "fund", PRINCIPAL),
        ({"arrangers": ["Fund"], **FOLLOWS}, "fund", ARRANGER),
        ({"arrangers": ["Bank"]}, "fund", NOBODY),
        ({"arrangers": ["Herald"]}, "herald", NOBODY),
        ({"investors": [{"name": "Herald", "lead": True}]}, "herald", NOBODY),
        ({"investors": [{"name": "source:fund", "lead": True}]}, "fund", PRINCIPAL),
        ({"investors": [{"name": "Kestrel", "lead": True}]}, "kestrel-co", PRINCIPAL),
        ({"investors": [{"name": "Kestrel Co"}]}, "kestrel-co", OWN_PART),
        ({"investors": [{"name": "fund-co", "lead": True}]}, "partner", PRINCIPAL),
    ],
)
def test_a_party_is_entitled_as_far_as_the_claims_say(
    data: dict[str, Any], source: str, expected: int
) -> None:
    found = may(report(1, **data))
    assert rank(found, source) == expected
    assert rank(found, source, "halcyon/another") == NOBODY
    assert rank(found, source, None) == NOBODY


def test_the_strongest_part_that_a_party_is_said_to_have_counts() -> None:
    for first, second in ((LEAD, FOLLOWS), (FOLLOWS, LEAD)):
        found = may(report(1, **first), report(2, "herald", **second))
        assert rank(found, "fund") == PRINCIPAL


def test_a_copy_names_no_parties() -> None:
    claims = claims_of(report(1, **LEAD))
    claims[1].copied = claims[1].row
    assert entitlements(WHO, claims.values()).parties == {}


@pytest.mark.parametrize("type_", ["acquisition", "merger_stock"])
def test_in_a_purchase_the_buyer_speaks_too(type_: str) -> None:
    bought = report(1, round_type=type_, investors=[{"name": "Kestrel"}])
    found = may(bought)
    assert rank(found, "kestrel-co") == PRINCIPAL
    assert rank(found, "kestrel-co", "halcyon/another") == NOBODY
    assert rank(found, "halcyon-co") == PRINCIPAL


def test_the_buyer_by_a_merger_on_record_speaks_for_the_purchase_alone() -> None:
    bought = report(1, round_type="acquisition")
    found = may(bought, report(2, round="halcyon/a"), buyers=("kestrel",))
    assert rank(found, "kestrel-co") == PRINCIPAL
    assert rank(found, "kestrel-co", None) == PRINCIPAL
    assert rank(found, "kestrel-co", "halcyon/a") == NOBODY
    assert rank(may(bought), "kestrel-co") == NOBODY


@pytest.mark.parametrize(
    ("via", "expected"),
    [
        ([], REGULATOR),
        (["halcyon-co"], REGULATOR),
        (["the-wire"], REGULATOR),
        (["fund"], OWN_PART),
        (["the-wire", "fund"], OWN_PART),
        (["stranger"], NOBODY),
        (["nobody-known"], REGULATOR),
    ],
)
def test_a_filing_counts_as_whoever_made_it(via: list[str], expected: int) -> None:
    claims = claims_of(report(1, "sec", via=via), report(2, **FOLLOWS))
    found = entitlements(WHO, claims.values())
    assert found.of(claims[1]) == expected


def test_what_no_regulator_says_counts_as_its_own_source() -> None:
    claims = claims_of(report(1, "herald", via=["halcyon-co"]), report(2, "founder"))
    found = entitlements(WHO, claims.values())
    assert [found.of(claim) for claim in claims.values()] == [NOBODY, PRINCIPAL]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (REGULATOR, DENIABLE),
        (PRINCIPAL, DENIABLE),
        (ARRANGER, ARRANGED),
        (OWN_PART, frozenset()),
        (NOBODY, frozenset()),
    ],
)
def test_a_rank_states_its_fields(given: int, fields: frozenset[str]) -> None:
    assert Entitlements.fields(given) == fields


def test_the_ranks_are_in_order() -> None:
    assert REGULATOR > PRINCIPAL > ARRANGER > OWN_PART > NOBODY
