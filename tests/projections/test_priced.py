"""What is said of the price of one primary round: confirmed, reported, from talks."""

import pytest

from ledger.projections.priced import RoundPrices, priced
from ledger.projections.valued import FROM_TALKS
from tests.tales import Tale

ROUND = "halcyon/series-b"


def said(tale: Tale, as_of: str = "2024-06-30") -> RoundPrices:
    basis = tale.book.basis(as_of=as_of)
    return priced(tale.round(ROUND, as_of=as_of), basis)


def figures(found: RoundPrices) -> dict[str, list[str]]:
    """Give every kind of row that there is, with its figures."""
    rows = {
        "confirmed": found.confirmed,
        "reported": found.reported,
        "disputed": found.disputed,
        "asked": found.asked,
    }
    return {name: [str(x.figure) for x in rows[name]] for name in rows if rows[name]}


@pytest.mark.parametrize(
    ("by", "stage", "expected"),
    [
        ("halcyon-co", "closed", {"confirmed": ["5B"]}),
        ("the-wire", "closed", {"reported": ["5B"]}),
        ("the-wire", "in_talks", {"asked": ["5B"]}),
        ("halcyon-co", "seeking", {"asked": ["5B"]}),
    ],
)
def test_who_says_it_and_how_far_the_round_is_decide_what_a_price_is(
    tale: Tale, by: str, stage: str, expected: dict[str, list[str]]
) -> None:
    tale.reported(ROUND, "5B", by=by, on="2024-01-10", stage=stage)
    assert figures(said(tale)) == expected


def test_others_say_nothing_beside_a_confirmed_price_of_the_same_currency(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    tale.reported(ROUND, "6B", by="the-wire", on="2024-01-11", stage="closed")
    assert figures(said(tale)) == {"confirmed": ["5B"]}
    tale.reported(ROUND, "EUR4B", by="herald", on="2024-01-12", stage="closed")
    assert figures(said(tale)) == {"confirmed": ["5B"], "reported": ["EUR4B"]}


def test_the_last_price_of_the_talks_stays_where_nobody_names_one_later(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "4B", by="the-wire", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, "5B", by="herald", on="2024-02-10", stage="in_talks")
    tale.reported(ROUND, by="halcyon-co", on="2024-03-10", stage="closed")
    found = said(tale)
    assert figures(found) == {"reported": ["5B"]}
    assert (found.price is not None, found.reported[0].marks) == (True, (FROM_TALKS,))
    assert found.current
    assert not said(tale, "2024-03-09").reported


def test_a_price_under_a_denial_is_disputed_unless_the_company_states_it(
    tale: Tale,
) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.denied(claim, by="founder", on="2024-01-11", scope="valuation")
    assert figures(said(tale)) == {"disputed": ["5B"]}
    assert figures(said(tale, "2024-01-10")) == {"reported": ["5B"]}


def test_a_signed_price_that_takes_effect_later_is_asked_until_that_day(
    tale: Tale,
) -> None:
    day = {"effective": "2024-09-01"}
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", **day)
    assert figures(said(tale)) == {"asked": ["5B"]}
    assert figures(said(tale, "2024-09-01")) == {"confirmed": ["5B"]}
