"""Filings that amend each other: one offering, the newest amount, once."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.importers.kit.papers import Papers, located, locator_of
from tests.importers.filings import filed, take
from tests.tales import Tale

FIRST, SECOND, THIRD = (f"0001544190-23-00000{n}" for n in (1, 2, 3))
ROUND = "halcyon/form-d-2023-01-19"

D = filed(sold="5000000", signed="2023-01-27")
AMENDED = filed(sold="6000000", remaining="0", signed="2023-03-01", amends=FIRST)
AGAIN = filed(sold="7000000", remaining="0", signed="2023-05-01", amends=SECOND)
FILES = (
    (D, f"{FIRST}.xml"),
    (AMENDED, f"{SECOND}.xml"),
    (AGAIN, f"{THIRD}/primary_doc.xml"),
)


def paid(tale: Tale, as_of: str) -> list[str]:
    """Give the sums that a company raised, over all its rounds."""
    return [str(one.amounts["paid"]) for one in tale.totals(as_of=as_of)]


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=range(6))
def test_the_newest_filing_counts_once_in_any_order_of_import(
    tale: Tale, order: Sequence[tuple[bytes, str]]
) -> None:
    for raw, name in order:
        assert take(tale, raw, name).new == 1
    days = ("2023-01-26", "2023-01-27", "2023-02-28", "2023-03-01", "2023-05-01")
    assert [paid(tale, day) for day in days] == [[], ["5M"], ["5M"], ["6M"], ["7M"]]
    assert tale.amounts(ROUND, as_of="2023-05-01") == {
        "paid": "7M",
        "committed": "7M",
        "sought": "8M",
    }
    for raw, name in order:
        assert (take(tale, raw, name).new, take(tale, raw, name).known) == (0, 1)


def test_without_names_of_files_the_day_of_the_first_sale_joins_filings(
    tale: Tale,
) -> None:
    for raw in (AGAIN, D, AMENDED):
        take(tale, raw)
    assert list(tale.lines(as_of="2023-06-01")) == [ROUND]
    assert paid(tale, "2023-06-01") == ["7M"]


REDATED = filed(
    sold="6000000", signed="2023-03-01", amends=FIRST, first_sale="2023-01-09"
)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["D first", "D/A first"])
def test_an_amendment_that_dates_the_first_sale_anew_replaces_too(
    tale: Tale, order: Sequence[int]
) -> None:
    files = ((D, f"{FIRST}.xml"), (REDATED, "primary_doc.xml"))
    for at in order:
        take(tale, *files[at])
    assert len(tale.lines(as_of="2023-06-01")) == 1
    assert paid(tale, "2023-02-01") == ["5M"]
    assert paid(tale, "2023-06-01") == ["6M"]
    for raw, name in files:
        assert take(tale, raw, name).new == 0


def test_an_offer_is_no_money_until_an_amendment_says_what_was_sold(
    tale: Tale,
) -> None:
    offer = filed(sold="0", remaining="8000000", first_sale=None)
    take(tale, offer, f"{FIRST}.xml")
    take(tale, AMENDED, f"{SECOND}.xml")
    name = "halcyon/form-d-signed-2023-01-27"
    assert tale.amounts(name, as_of="2023-02-01") == {"sought": "8M"}
    assert tale.standing(name, as_of="2023-02-01") == "confirmed"
    assert list(tale.lines(as_of="2023-03-01")) == [name]
    assert paid(tale, "2023-03-01") == ["6M"]


def test_two_offerings_are_two_rounds_and_add_up(tale: Tale) -> None:
    other = filed(first_sale="2023-04-01", sold="1000000", remaining="7000000")
    take(tale, D, f"{FIRST}.xml")
    take(tale, other, f"{SECOND}.xml")
    assert paid(tale, "2023-06-01") == ["6M"]


def test_a_filing_that_was_voided_draws_no_amendment_to_its_round(
    tale: Tale,
) -> None:
    take(tale, D, f"{FIRST}.xml")
    (entry,) = tale.round(ROUND).claims
    tale.voided(entry.id)
    take(tale, REDATED, f"{SECOND}.xml")
    assert list(tale.lines()) == ["halcyon/form-d-2023-01-09"]
    assert take(tale, D, f"{FIRST}.xml").new == 0


@pytest.mark.parametrize(
    "locator",
    [
        f"CIK 1544190; accession {FIRST}",
        f"cik 0001544190 / {FIRST}",
        "the first filing of that year",
        "p. 1, table 2",
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["D first", "D/A first"])
def test_a_locator_that_is_worded_in_another_way_parts_no_filings(
    tale: Tale, locator: str, order: Sequence[int]
) -> None:
    files = ((D, f"{FIRST}.xml"), (REDATED, f"{SECOND}.xml"))
    take(tale, *files[order[0]])
    (name,) = tale.lines()
    (entry,) = tale.round(name).claims
    tale.corrected(entry.id, locator=locator)
    take(tale, *files[order[1]])
    assert list(tale.lines()) == [name]
    assert paid(tale, "2023-06-01") == ["6M"]
    for raw, called in files:
        assert take(tale, raw, called).new == 0


def test_a_filing_whose_number_was_mistyped_is_found_by_the_right_one(
    tale: Tale,
) -> None:
    take(tale, D, f"{THIRD}.xml")
    (entry,) = tale.round(ROUND).claims
    tale.corrected(entry.id, locator=f"CIK 0001544190, accession {FIRST}")
    take(tale, REDATED, f"{SECOND}.xml")
    assert list(tale.lines()) == [ROUND]
    assert paid(tale, "2023-06-01") == ["6M"]


NUMBERS = st.from_regex(r"\A[0-9]{10}-[0-9]{2}-[0-9]{6}\Z")


@given(cik=st.from_regex(r"\A[0-9]{10}\Z"), own=st.none() | NUMBERS, amends=NUMBERS)
def test_what_a_locator_was_written_of_is_read_from_it(
    cik: str, own: str | None, amends: str
) -> None:
    for papers in (Papers(own, amends), Papers(own)):
        found = located(locator_of(cik, papers))
        assert found.own == {x for x in (papers.own,) if x is not None}
        assert found.amended == {x for x in (papers.amends,) if x is not None}


def test_locators_are_written_as_they_always_were() -> None:
    filing = locator_of("0001544190", Papers(SECOND, FIRST))
    assert filing == f"CIK 0001544190, accession {SECOND}, amends {FIRST}"
    assert locator_of("0001544190", Papers()) == "CIK 0001544190"


@pytest.mark.parametrize("text", ["", "p. 3, table 1", "amends, accession "])
def test_a_locator_of_another_kind_names_no_document(text: str) -> None:
    assert not located(text)


def test_debt_never_enters_equity(tale: Tale) -> None:
    take(tale, filed(boxes=["isDebtType"]))
    (total,) = tale.totals()
    assert total.debt


def test_co_issuers_share_one_offering_that_is_counted_once(tale: Tale) -> None:
    take(tale, filed(others=[("77", "Kestrel")]))
    assert paid(tale, "2023-02-01") == ["5M"]
    assert tale.lines("kestrel") == {}
    assert tale.standing("kestrel/form-d-2023-01-19") == "confirmed"


def test_securities_of_a_merger_are_no_money_raised(tale: Tale) -> None:
    box = "isBusinessCombinationTransaction"
    outer = "businessCombinationTransaction"
    take(tale, filed(more=f"<{outer}><{box}>true</{box}></{outer}>"))
    assert tale.lines() == {}
