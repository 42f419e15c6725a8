"""The figures of a company, as they are printed."""

from decimal import Decimal

import pytest

from ledger.projections.valued import (
    AGREED,
    FIGURES,
    MARKS,
    SALES,
    TRANSACTIONS,
    Valuation,
    is_outside,
    ranked,
)
from tests.projections.figures import valued
from tests.tales import Tale

ROUND = "halcyon/series-b"


def test_a_company_of_which_nobody_speaks_has_nothing() -> None:
    found = Valuation("halcyon")
    assert (found.rows, found.headline, found.before) == ((), None, ())
    assert (found.newer, found.ended, found.set_aside) == ((), None, ())
    assert (found.confirmed, found.reported) == (None, None)
    assert (found.sought, found.secondary) == (None, None)


def test_a_row_is_found_by_its_name_the_first_of_several() -> None:
    rows = tuple(valued(f"{n}B", name=name) for n, name in enumerate(FIGURES * 2, 1))
    found = Valuation("halcyon", rows)
    assert [found.named(name) for name in FIGURES] == list(rows[: len(FIGURES)])
    assert (found.confirmed, found.reported) == rows[:2]
    assert (found.sought, found.secondary) == rows[2:4]
    assert found.named("another") is None


def test_a_plain_report_is_neither_disputed_nor_derived_nor_marked(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="closed")
    row = tale.valuation(as_of="2024-01-10").reported
    assert row is not None
    assert (row.disputed, row.derived, row.marks) == (False, False, ())
    assert (row.tiers, row.blended, row.deniers) == ((), None, ())
    assert (row.by, row.until, row.number) == ((), None, 1)


def test_a_denied_price_is_disputed_and_names_its_denier(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="closed")
    tale.denied(ROUND, by="founder", on="2024-01-11", scope="valuation")
    row = tale.valuation(as_of="2024-01-11").reported
    assert row is not None
    assert (row.disputed, row.derived) == (True, False)
    assert row.deniers == ("founder",)


def test_labels_set_the_rows_of_a_company_apart() -> None:
    rows = (
        valued("5B", name="confirmed"),
        valued("EUR5B", name="confirmed"),
        valued("EUR5B", name="confirmed", kind="pre_money"),
        valued("EUR6B", name="confirmed", kind="pre_money"),
        valued("EUR7B", name="confirmed", kind="pre_money"),
        valued("5B", name="sought"),
        valued("5B", name="sought", kind="tender"),
        valued("5B", name="sought", marks=(AGREED,)),
        valued("5B", name="secondary", kind="mark"),
        valued("5B", name="reported"),
        valued("5B", name="reported", disputed=True),
        valued("6B", name="reported", disputed=True),
    )
    assert [label for label, _ in Valuation("halcyon", rows).labelled()] == [
        "confirmed",
        "confirmed EUR",
        "confirmed EUR pre_money",
        "confirmed 2",
        "confirmed 3",
        "sought",
        "sought tender",
        "sought agreed",
        "secondary mark",
        "reported",
        "reported disputed",
        "reported disputed USD",
    ]
    assert [row for _, row in Valuation("halcyon", rows).labelled()] == list(rows)


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("5B", "5000000000"),
        ("5B..6B", "6000000000"),
        ("5B+", "5000000000"),
        ("..6B", "0"),
        ("undisclosed", "0"),
    ],
)
def test_a_headline_is_ranked_by_its_upper_end(figure: str, amount: str) -> None:
    assert ranked(valued(figure)) == Decimal(amount)


@pytest.mark.parametrize("kind", sorted(SALES | {"cap", "ipo"}))
def test_a_price_outside_a_primary_round(kind: str) -> None:
    assert is_outside(valued(kind=kind)) is True


@pytest.mark.parametrize("kind", ["post_money", "pre_money", "unspecified", "sought"])
def test_a_price_of_a_primary_round_is_not_outside(kind: str) -> None:
    assert is_outside(valued(kind=kind)) is False


def test_sales_are_outside_and_marks_are_told_once() -> None:
    assert set(TRANSACTIONS) < SALES
    assert len(set(MARKS)) == len(MARKS)
