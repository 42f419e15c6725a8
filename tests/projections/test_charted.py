"""What a chart shows: steps and marks, as values."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ledger.charts.steps import drawn
from ledger.charts.values import Mark, Probability, Step, amount_unit, ends_of
from ledger.claims.figures import parse_figure
from tests.projections.entries import report, rows_of

CHANCE = Probability(Decimal("0.5"), Decimal("0.1"), Decimal("0.9"))
STEP = Step("halcyon", "confirmed", 10, 20, parse_figure("EUR5B..6B"))


def during(step: Step, since: int, until: int) -> Step:
    """Give the same step in another time."""
    return replace(step, since=since, until=until)


def test_a_step_of_which_nothing_is_said_is_neither_disputed_nor_debt() -> None:
    assert (STEP.disputed, STEP.debt, STEP.round) == (False, False, None)
    assert (STEP.sources, STEP.events) == ((), ())


@pytest.mark.parametrize(
    ("change", "goes_on"),
    [
        ({}, True),
        ({"disputed": True}, False),
        ({"amount": parse_figure("5B")}, False),
        ({"line": "paid"}, False),
    ],
)
def test_a_step_goes_on_with_the_same_answer(
    change: dict[str, object], *, goes_on: bool
) -> None:
    after = replace(STEP, **change)  # type: ignore[arg-type] # any field
    apart = [during(STEP, 10, 20), during(after, 20, 30)]
    found = drawn([(10, [STEP]), (20, [after])], 30)
    assert found == ([during(STEP, 10, 30)] if goes_on else apart)


def test_a_step_that_was_gone_begins_again() -> None:
    found = drawn([(10, [STEP]), (15, []), (20, [STEP])], 30)
    assert found == [during(STEP, 10, 15), during(STEP, 20, 30)]


def test_of_two_equal_steps_each_has_its_own_time() -> None:
    found = drawn([(10, [STEP, STEP]), (20, [STEP])], 30)
    assert sorted(step.until for step in found) == [20, 30]
    assert drawn([], 30) == []


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(parse_figure("EUR5B"), "EUR"), (parse_figure("undisclosed"), ""), (CHANCE, "")],
)
def test_an_amount_has_a_currency_and_a_probability_has_none(
    amount: Probability, unit: str
) -> None:
    assert amount_unit(amount) == unit
    assert replace(STEP, amount=amount).unit == unit
    (row,) = rows_of(report(1))
    assert Mark("halcyon", "report", 10, row, amount).unit == unit
    assert Mark("halcyon", "report", 10, row).unit == ""


def test_the_ends_of_an_amount() -> None:
    assert ends_of(parse_figure("5K..6K")) == (Decimal(5000), Decimal(6000))
    assert ends_of(parse_figure("5K+")) == (Decimal(5000), None)
    assert ends_of(CHANCE) == (Decimal("0.1"), Decimal("0.9"))
