"""Which claims of one round count for its price on a day, and as what."""

from datetime import date
from typing import get_args

import pytest

from ledger.projections.basis import Basis
from ledger.projections.hulls import hulls_of
from ledger.projections.pricerows import backed
from ledger.projections.pricesat import LiveClaim, PricePlace, PricesAt
from tests.projections import entries
from tests.projections.entries import price, report
from tests.tales import Tale


def basis(day: str, *, dated: bool = False) -> Basis:
    ordinal = date.fromisoformat(day).toordinal()
    return Basis(0, 0, ordinal, "UTC", 0, dated=dated)


def held(*, denied: bool = False, **said: str) -> LiveClaim:
    told = report(1, valuation=[price("5B")], **{"stage": "closed", **said})
    (claim,) = entries.claims_of(told).values()
    return LiveClaim(claim, 0, denied, denied)


def asked(
    one: LiveClaim, day: str, *, dated: bool = False, signed: bool = False
) -> PricesAt:
    at = PricesAt(basis(day, dated=dated), signed=signed, all_denied=False)
    at.put(one)
    return at


def places(at: PricesAt) -> list[tuple[str, bool]]:
    return [
        (place, denied)
        for place in get_args(PricePlace)
        for denied in (False, True)
        if at.words(place, denied=denied).of_each().words
    ]


@pytest.mark.parametrize(
    ("said", "denied", "expected"),
    [
        ({}, False, [("firm", False)]),
        ({}, True, [("firm", True)]),
        ({"stage": "in_talks"}, False, [("talks", False)]),
        ({"stage": "withdrawn"}, False, []),
        ({"effective": "2024-06-01"}, False, [("agreed", False)]),
        ({"effective": "2024-06-01"}, True, []),
    ],
)
def test_a_claim_counts_in_one_place(
    said: dict[str, str], *, denied: bool, expected: list[tuple[str, bool]]
) -> None:
    one = held(denied=denied, **said)
    assert places(asked(one, "2024-02-01")) == expected


def test_a_signed_price_is_agreed_until_its_day() -> None:
    one = held(stage="terms_agreed", effective="2024-06-01")
    assert places(asked(one, "2024-02-01")) == [("talks", False)]
    assert places(asked(one, "2024-02-01", signed=True)) == [("agreed", False)]
    assert places(asked(one, "2024-06-01", signed=True)) == [("talks", False)]


def test_a_claim_changes_its_place_when_it_takes_effect() -> None:
    one = held(effective="2024-06-01")
    at = asked(one, "2024-02-01")
    assert at.stood.first is None
    at.go_to(date(2024, 6, 1).toordinal())
    assert places(at) == [("firm", False)]
    at.go_to(date(2024, 5, 31).toordinal())
    assert places(at) == [("agreed", False)]
    at.go_to(date(2024, 6, 2).toordinal())
    assert at.stood.first is not None
    assert at.dated
    at.take(one.claim.id)
    assert places(at) == []
    assert at.stood.first is None
    assert not at.dated


def test_where_days_are_asked_for_a_claim_counts_from_when_it_was_told() -> None:
    assert places(asked(held(), "2024-01-09", dated=True)) == []
    assert places(asked(held(), "2024-01-10", dated=True)) == [("firm", False)]
    talks = held(stage="in_talks")
    assert places(asked(talks, "2024-01-09", dated=True)) == []
    assert places(asked(talks, "2024-01-10", dated=True)) == [("talks", False)]


def test_a_kept_figure_is_as_old_as_the_claims_that_are_there() -> None:
    one = held()
    told = report(2, "herald", valuation=[price("5B")], effective="2023-06-01")
    (claim,) = entries.claims_of(told).values()
    before = LiveClaim(claim, 0, denied=False, stage_denied=False)
    at = asked(one, "2024-02-01")
    (hull,) = hulls_of(at.words("firm").of_each().words)
    figure = backed(hull)
    assert str(at.effective(figure)) == "2024-01-10"
    at.put(before)
    assert str(at.effective(figure)) == "2023-06-01"
    at.take(before.claim.id)
    assert str(at.effective(figure)) == "2024-01-10"


def test_a_price_that_went_back_to_talks_counts_from_when_others_said_it_closed(
    tale: Tale,
) -> None:
    name = "halcyon/series-b"
    closed = tale.reported(name, "9B", by="herald", on="2023-01-10", stage="closed")
    tale.revised(closed, by="herald", on="2023-02-10", stage="in_talks")
    tale.reported(name, None, by="the-wire", on="2023-03-10", stage="closed")
    (row,) = tale.valuation(as_of="2023-03-10").rows
    day = date(2023, 3, 10).toordinal()
    assert (row.name, row.effective.last) == ("reported", day)
