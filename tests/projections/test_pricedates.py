"""When a price was said, and when it took effect."""

from datetime import date

import pytest

from ledger.claims.dates import parse_days, parse_when
from ledger.claims.entry import Entry
from ledger.claims.figures import parse_figure
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.hulls import ClaimedPrice
from ledger.projections.pricedates import (
    applies,
    asked_by,
    claims_of,
    effect,
    interval,
    spoke,
)
from tests.projections import entries
from tests.projections.entries import answer, price, report

TOLD = [price("5B")]


def claim(*told: Entry) -> Claim:
    return entries.claims_of(*told)[1]


def revised(seq: int, on: str, **changes: object) -> Entry:
    return answer(seq, "revised", 1, "the-wire", on, set=changes)


def basis(day: str, *, dated: bool = True, possible: bool = False) -> Basis:
    ordinal = date.fromisoformat(day).toordinal()
    return Basis(0, 0, ordinal, "UTC", 0, dated=dated, possible=possible)


def word(said: Claim, figure: str = "5B", kind: str = "post_money") -> ClaimedPrice:
    return ClaimedPrice(said, parse_figure(figure), kind)


@pytest.mark.parametrize(
    ("effective", "day", "dated", "possible", "expected"),
    [
        (None, "2023-01-01", False, False, True),
        (None, "2024-01-09", True, False, False),
        (None, "2024-01-10", True, False, True),
        ("2024-02", "2024-02-28", False, False, False),
        ("2024-02", "2024-02-29", False, False, True),
        ("2024-02", "2024-02-01", False, True, True),
        ("2024-02", "2024-01-31", False, True, False),
        ("2024-02", "2024-02-28", True, False, False),
    ],
)
def test_what_has_taken_effect_by_the_day_asked_about(
    effective: str | None, day: str, *, dated: bool, possible: bool, expected: bool
) -> None:
    more = {} if effective is None else {"effective": effective}
    said = claim(report(1, **more))
    assert applies(said, basis(day, dated=dated, possible=possible)) is expected


def test_a_claim_takes_effect_when_it_first_stood_at_committed() -> None:
    talks = report(1, stage="in_talks")
    assert effect(claim(talks)) is None
    later = (
        revised(2, "2024-02-01", stage="committed"),
        revised(3, "2024-03-01", stage="closed"),
    )
    assert effect(claim(talks, *later)) == parse_when("2024-02-01").day
    assert effect(claim(report(1))) == parse_when("2024-01-10").day
    dated = revised(4, "2024-03-02", effective="2023-12")
    assert effect(claim(talks, *later, dated)) == parse_days("2023-12")


@pytest.mark.parametrize(
    ("day", "dated", "possible", "expected"),
    [
        ("2023-01-01", False, False, True),
        ("2024-01-30", True, False, False),
        ("2024-01-31", True, False, True),
        ("2024-01-01", True, True, True),
        ("2023-12-31", True, True, False),
    ],
)
def test_what_was_asked_by_the_day_asked_about(
    day: str, *, dated: bool, possible: bool, expected: bool
) -> None:
    asked = claim(report(1, on="2024-01", stage="in_talks"))
    assert asked_by(asked, basis(day, dated=dated, possible=possible)) is expected


def test_a_price_was_last_said_in_the_revision_that_names_it() -> None:
    said = claim(
        report(1, valuation=TOLD),
        revised(2, "2024-02-01", valuation=TOLD),
        revised(3, "2024-03-01", stage="filed"),
    )
    when = parse_when("2024-02-01")
    assert interval(said) == (when.hi, when.lo)
    assert spoke(word(said)) == (when.hi, when.lo)


def test_the_claims_behind_words_each_once() -> None:
    one, two = claim(report(1)), claim(report(1))
    two.id = "other"
    assert claims_of([word(one), word(two), word(one, "6B")]) == [one, two]
