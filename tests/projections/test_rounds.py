"""What is so of a round and of a company at a cut, and what is not."""

import pytest

from ledger.claims.dates import parse_days, parse_when
from ledger.projections.rounds import DAY, EXPIRY, Round, is_primary
from tests.tales import Tale

ROUND = "halcyon/series-b"
WHEN = "2024-02-01"


def flags(found: Round) -> dict[str, bool]:
    return {
        "happened": found.happened,
        "expires": found.expires,
        "contested": found.contested,
        "denied": bool(found.open_denials),
        "stated": bool(found.firm_statements),
    }


def so(*names: str) -> dict[str, bool]:
    every = ("happened", "expires", "contested", "denied", "stated")
    return {name: name in names for name in every}


@pytest.mark.parametrize(
    ("stage", "by", "expected"),
    [
        ("in_talks", "the-wire", so("expires")),
        ("in_talks", "halcyon-co", so("expires")),
        ("committed", "the-wire", so("happened")),
        ("committed", "halcyon-co", so("happened", "stated")),
        ("closed", "the-wire", so("happened")),
        ("closed", "halcyon-co", so("happened", "stated")),
        ("withdrawn", "the-wire", so()),
        ("failed", "halcyon-co", so()),
    ],
)
def test_one_claim_makes_a_round_this_and_not_that(
    tale: Tale, stage: str, by: str, expected: dict[str, bool]
) -> None:
    tale.reported(ROUND, "5B", by=by, on="2024-01-10", stage=stage)
    assert flags(tale.round(ROUND, as_of=WHEN)) == expected


def test_two_papers_that_agree_are_not_contested(tale: Tale) -> None:
    for paper in ("the-wire", "herald"):
        tale.reported(ROUND, "5B", by=paper, on="2024-01-10")
    assert flags(tale.round(ROUND, as_of=WHEN)) == so("happened")


def test_one_of_two_that_is_denied_makes_a_round_contested(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10")
    denial = tale.denied(claim, by="founder", on="2024-01-11")
    found = tale.round(ROUND, as_of="2024-01-11")
    assert flags(found) == so("happened", "contested", "denied")
    assert [one.source for one in found.counting] == ["herald"]
    tale.retracted(denial, by="founder", on="2024-01-12")
    found = tale.round(ROUND, as_of="2024-01-12")
    assert flags(found) == so("happened")
    assert {one.source for one in found.counting} == {"herald", "the-wire"}


def test_a_round_that_is_denied_whole_is_disputed_and_not_contested(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10")
    tale.denied(ROUND, by="founder", on="2024-01-11")
    found = tale.round(ROUND, as_of=WHEN)
    assert flags(found) == so("expires", "denied")
    assert len(found.counting) == 2


def test_a_denial_of_another_field_takes_no_other_word_away(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", raised="1B")
    tale.denied(ROUND, by="founder", on="2024-01-11", scope="raised")
    found = tale.round(ROUND, as_of=WHEN)
    (claim,) = found.claims
    assert found.denied(claim, "raised", "stage") == found.denials
    assert found.denied(claim, "valuation", "stage") == []
    assert found.disputes(claim, "raised") == found.denials
    assert found.disputes(claim, "stage") == []


@pytest.mark.parametrize(
    ("by", "denier", "taken"),
    [
        ("the-wire", "stranger", True),
        ("halcyon-co", "stranger", False),
        ("halcyon-co", "herald", False),
        ("halcyon-co", "founder", True),
        ("halcyon-co", "sec", True),
        ("sec", "founder", False),
    ],
)
def test_the_less_entitled_take_no_word_away(
    tale: Tale, by: str, denier: str, *, taken: bool
) -> None:
    tale.reported(ROUND, "5B", by=by, on="2024-01-10")
    tale.denied(ROUND, by=denier, on="2024-01-11")
    found = tale.round(ROUND, as_of=WHEN)
    (claim,) = found.claims
    assert len(found.denied(claim, "stage")) == 1
    assert bool(found.disputes(claim, "stage")) is taken


def test_its_deadline_is_365_days_after_the_newest_event(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="in_talks")
    assert EXPIRY == 365 * DAY == 365 * 86_400_000_000
    found = tale.round(ROUND, as_of=WHEN)
    assert found.deadline == parse_when("2024-01-10").hi + EXPIRY


def test_its_origins_are_the_sources_of_live_claims_each_once(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-11")
    copy = tale.reported(ROUND, "5B", by="a-blog", on="2024-01-11")
    tale.copied(claim, copy=copy, on="2024-01-11")
    tale.confirmed(claim, by="herald", on="2024-01-12", scope="valuation")
    assert tale.round(ROUND, as_of="2024-01-11").origins == ("the-wire",)
    assert tale.round(ROUND, as_of="2024-01-12").origins == ("the-wire", "herald")


def test_the_next_deadline_is_that_of_a_round_or_a_price(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="in_talks")
    tale.valued("halcyon", "6B", "sought", by="herald", on="2024-01-15")
    gone = tale.valued("halcyon", "7B", "sought", by="gazette", on="2024-01-12")
    tale.retracted(gone, by="gazette", on="2024-01-20")
    found = tale.company(as_of=WHEN)
    first = parse_when("2024-01-10").hi + EXPIRY
    second = parse_when("2024-01-15").hi + EXPIRY
    assert found.runs_out(first - 1) == first
    assert found.runs_out(first) == second
    assert found.runs_out(second) is None


def test_the_next_day_on_which_something_takes_effect(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", effective="2024-Q2")
    tale.reported("halcyon/a", "3B", by="herald", on="2024-01-11")
    tale.say(
        "company.ended",
        company="halcyon",
        source="herald",
        published="2024-01-12",
        ended="listed",
        effective="2025-01-01",
    )
    found = tale.company(as_of=WHEN)
    quarter, listing = parse_days("2024-Q2"), parse_days("2025-01-01")
    assert found.turns(quarter.first - 1) == quarter.first
    assert found.turns(quarter.first) == quarter.last
    assert found.turns(quarter.last) == listing.first
    assert found.turns(listing.last) is None


@pytest.mark.parametrize(
    ("more", "primary"),
    [
        ({}, True),
        ({"round_type": "series_b"}, True),
        ({"instrument": "equity"}, True),
        ({"instrument": "mixed"}, True),
        ({"instrument": "debt"}, False),
        ({"round_type": "debt"}, False),
        ({"round_type": "secondary"}, False),
        ({"round_type": "acquisition"}, False),
        ({"round_type": "grant"}, False),
        ({"round_type": "vendor_financing"}, False),
    ],
)
def test_a_round_that_brings_new_equity_is_primary(
    tale: Tale, more: dict[str, str], *, primary: bool
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", **more)
    assert is_primary(tale.round(ROUND, as_of=WHEN)) is primary


def test_one_claim_that_says_so_makes_a_round_no_primary_one(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", instrument="equity")
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10", instrument="debt")
    assert is_primary(tale.round(ROUND, as_of=WHEN)) is True
    tale.reported(ROUND, "5B", by="gazette", on="2024-01-10", round_type="grant")
    assert is_primary(tale.round(ROUND, as_of=WHEN)) is False
