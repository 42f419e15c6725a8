"""Money raised by period, and what was known of it when the period ended."""

from typing import Any

import pytest

from ledger.claims.amounts import total
from ledger.claims.dates import parse_days
from ledger.errors import BadInput
from ledger.projections.totals import By, Total, period_end, period_name
from tests.tales import Tale


def totals(
    tale: Tale,
    *companies: str,
    every: str = "quarter",
    by: By | None = None,
    **asked: Any,
) -> list[Total]:
    basis = tale.book.basis(**asked)
    return tale.book.totals(basis, companies, every=every, by=by).value


def sums(found: list[Total]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            one.period,
            str(one.now.amounts["committed"]) if one.now.amounts else None,
            None if one.then is None else str(one.then.amounts.get("committed")),
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("day", "every", "name"),
    [
        ("2024-01-01", "quarter", "2024-Q1"),
        ("2024-03-31", "quarter", "2024-Q1"),
        ("2024-12-31", "quarter", "2024-Q4"),
        ("2024-12-01", "month", "2024-12"),
        ("2024-02-29", "month", "2024-02"),
        ("2024-12-31", "year", "2024"),
    ],
)
def test_a_day_lies_in_its_period(day: str, every: str, name: str) -> None:
    ordinal = parse_days(day).first
    last = period_end(ordinal, every)
    assert period_name(last, every) == name
    assert last >= ordinal
    assert period_end(last, every) == last
    assert period_name(period_end(last + 1, every), every) != name


def test_rounds_of_one_quarter_add_up_and_grow_as_more_is_told(tale: Tale) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    tale.reported(
        "kestrel/a", by="the-wire", on="2025-05-10", raised="3B", effective="2025-02"
    )
    assert sums(totals(tale, as_of="2025-04-30")) == [("2025-Q1", "2B", "2B")]
    assert sums(totals(tale)) == [("2025-Q1", "5B", "2B")]


def test_a_period_that_is_not_over_has_no_vintage(tale: Tale) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    assert sums(totals(tale, as_of="2025-03-30")) == [("2025-Q1", "2B", None)]
    assert sums(totals(tale, as_of="2025-03-31")) == [("2025-Q1", "2B", "2B")]


def test_what_was_taken_back_leaves_its_vintage(tale: Tale) -> None:
    claim = tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    tale.retracted(claim, by="the-wire", on="2025-06-01")
    assert sums(totals(tale)) == [("2025-Q1", None, "2B")]


def test_talks_have_raised_nothing_and_a_denied_round_enters_no_sum(tale: Tale) -> None:
    tale.reported(
        "halcyon/a", by="the-wire", on="2025-01-10", raised="2B", stage="in_talks"
    )
    tale.reported("halcyon/b", by="the-wire", on="2025-01-10", raised="2B")
    tale.denied("halcyon/b", by="halcyon-co", on="2025-01-11")
    assert totals(tale) == []


def test_the_first_day_at_committed_counts_not_the_last_word(tale: Tale) -> None:
    tale.reported(
        "halcyon/a", by="the-wire", on="2025-01-10", raised="2B", stage="in_talks"
    )
    tale.reported("halcyon/a", by="the-wire", on="2025-04-10", raised="2B")
    tale.reported(
        "halcyon/a", by="halcyon-co", on="2025-08-10", raised="2B", stage="closed"
    )
    assert [one.period for one in totals(tale)] == ["2025-Q2"]


def test_currencies_and_kinds_of_money_stand_apart(tale: Tale) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    tale.reported("halcyon/b", by="the-wire", on="2025-01-11", raised="EUR1B")
    tale.reported(
        "halcyon/c", by="the-wire", on="2025-01-12", raised="3B", round_type="debt"
    )
    tale.reported(
        "halcyon/d", by="the-wire", on="2025-01-12", raised="4B", round_type="grant"
    )
    found = [(x.money, x.currency) for x in totals(tale)]
    assert found == [("equity", "EUR"), ("equity", "USD"), ("debt", "USD")]


def test_a_converted_sum_stands_only_next_to_sums_of_other_currencies(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    asked: dict[str, Any] = {"unit": "USD", "rates": ["EUR=1.5"]}
    (only,) = totals(tale, **asked)
    assert (only.currency, only.converted) == ("USD", False)
    tale.reported("halcyon/b", by="the-wire", on="2025-01-11", raised="EUR1B")
    found = {(x.currency, x.converted) for x in totals(tale, **asked)}
    assert found == {("EUR", False), ("USD", False), ("USD", True)}


def test_what_has_no_number_is_counted_beside(tale: Tale) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    tale.reported("kestrel/a", by="the-wire", on="2025-02-10", raised="undisclosed")
    found = totals(tale)
    assert sum(one.now.undisclosed for one in found) == 1
    assert sum(one.now.rounds for one in found) == 2


def test_a_stretch_longer_than_the_period_is_spread(tale: Tale) -> None:
    tale.reported(
        "halcyon/a", by="the-wire", on="2025-01-10", raised="2B", effective="2024"
    )
    (quarter,) = totals(tale)
    assert (quarter.period, quarter.now.spread) == ("2024-Q4", 1)
    (year,) = totals(tale, every="year")
    assert (year.period, year.now.spread) == ("2024", 0)


def test_by_investor_own_amounts_and_who_tells_none(tale: Tale) -> None:
    tale.reported(
        "halcyon/a",
        by="halcyon-co",
        on="2025-01-10",
        raised="5B",
        investors=[{"name": "Big Fund", "amount": "2B"}, {"name": "Small Fund"}],
    )
    big, small = totals(tale, by="investor")
    assert (big.group, str(big.now.amounts["committed"])) == ("big fund", "2B")
    assert (big.name, small.name) == ("Big Fund", "Small Fund")
    assert (small.group, small.now.amounts, small.now.undisclosed) == (
        "small fund",
        {},
        1,
    )


def test_by_type_and_by_currency(tale: Tale) -> None:
    tale.reported(
        "halcyon/x", by="the-wire", on="2025-01-10", raised="2B", round_type="series_a"
    )
    tale.reported("halcyon/y", by="the-wire", on="2025-01-11", raised="EUR1B")
    assert [x.group for x in totals(tale, by="type")] == ["series_a", "unknown"]
    assert [x.currency for x in totals(tale, by="currency")] == ["EUR", "USD"]


def test_some_companies_alone(tale: Tale) -> None:
    tale.reported("halcyon/a", by="the-wire", on="2025-01-10", raised="2B")
    tale.reported("kestrel/a", by="the-wire", on="2025-01-10", raised="3B")
    assert sums(totals(tale, "Kestrel")) == [("2025-Q1", "3B", "3B")]


def test_companies_that_became_one_are_counted_once(tale: Tale) -> None:
    tale.say("company.registered", slug="kes", name="Kes")
    tale.reported("kes/a", by="the-wire", on="2025-01-10", raised="3B")
    tale.reported("kestrel/b", by="the-wire", on="2025-01-10", raised="4B")
    tale.merged("kes", "kestrel", "identical", on="2025-02-01")
    assert sums(totals(tale)) == [("2025-Q1", "7B", "7B")]


def test_no_other_period_and_no_other_grouping(tale: Tale) -> None:
    for asked in ({"every": "week"}, {"by": "colour"}):
        with pytest.raises(BadInput):
            totals(tale, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
def test_all_periods_together_are_what_the_company_raised(
    tale: Tale, every: str
) -> None:
    for number, day in enumerate(
        ("2023-05-01", "2024-02-11", "2024-03-30", "2025-12-31")
    ):
        tale.reported(
            f"halcyon/r{number}", by="the-wire", on=day, raised=f"{number + 1}B"
        )
    parts = [x.now.amounts["committed"] for x in totals(tale, every=every)]
    (whole,) = tale.totals()
    assert total(parts) == whole.amounts["committed"]
