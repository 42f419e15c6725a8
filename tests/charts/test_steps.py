"""The steps of a chart are the answers of `valuations` and `raised`, day by day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.charts.steps import drawn
from ledger.charts.values import Chart, Step
from ledger.claims.figures import parse_figure
from ledger.projections.basis import Basis
from ledger.projections.sums import totals
from tests.tales import Tale, told

SUNDAYS = 7


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that is told a story."""
    with told(tmp_path) as made:
        yield made


def there(chart: Chart, cut: int) -> set[tuple[object, ...]]:
    """The lines that are drawn at a cut, and what they say."""
    return {
        (x.line, x.amount, x.standing, x.disputed, x.events)
        for x in chart.steps
        if x.since <= cut < x.until or cut == x.until == chart.cut
    }


def answered(book: Book, slug: str, basis: Basis) -> set[tuple[object, ...]]:
    """What `valuations` answers."""
    found = book.valuations(basis, [slug]).value
    return {
        (x.name, x.figure, x.standing, x.disputed, x.events)
        for valuation in found
        for x in valuation.rows
        if x.figure.has_amount
    }


@pytest.mark.parametrize("slug", ["xai", "openai", "spacex", "cognition"])
def test_what_is_drawn_on_a_day_is_what_valuations_says_of_it(
    demo: Book, slug: str
) -> None:
    last = date(2026, 11, 22)
    chart = demo.chart("valuation", demo.basis(as_of=str(last)), [slug]).value
    assert {step.subject for step in chart.steps} == {slug}
    days = {date(2023, 11, 1) + timedelta(n) for n in range(0, 1117, SUNDAYS)}
    changes = {
        datetime.fromtimestamp(step.since / 1e6, UTC).date() for step in chart.steps
    }
    days |= {x + timedelta(n) for x in changes for n in (-1, 0, 1)}
    for day in sorted(x for x in days if x <= last):
        basis = demo.basis(as_of=str(day))
        assert there(chart, basis.cut) == answered(demo, slug, basis), day


@pytest.mark.parametrize("possible", [False, True])
def test_the_same_holds_for_what_was_possible_and_for_one_day_of_the_world(
    demo: Book, *, possible: bool
) -> None:
    asked: dict[str, Any] = {"effective": "2024-06-01", "possible": possible}
    chart = demo.chart("valuation", demo.basis(as_of="2025-03-01", **asked), ["xai"])
    for step in chart.value.steps:
        for cut in (step.since, step.until - 1):
            basis = demo.basis(as_of="2025-03-01", **asked).at(cut)
            assert there(chart.value, cut) == answered(demo, "xai", basis)


def test_what_was_raised_is_drawn_as_summed(demo: Book) -> None:
    chart = demo.chart("raised", demo.basis(as_of="2026-11-22"), ["xai"]).value
    sums = [step for step in chart.steps if step.round is None]
    assert sums
    for step in sums:
        basis = demo.basis(as_of="2026-11-22").at(step.since)
        (lines,) = demo.raised(basis, ["xai"]).value
        assert step.amount in [
            total.amounts.get(step.line)
            for total in totals(lines)
            if total.debt == step.debt
        ]


def test_lines_stop_at_the_cut_and_nothing_later_is_marked(demo: Book) -> None:
    basis = demo.basis(as_of="2024-05-28")
    chart = demo.chart("valuation", basis, ["xai"]).value
    assert max(step.until for step in chart.steps) == basis.cut
    assert all(mark.at <= basis.cut for mark in chart.marks)
    assert [(x.kind, x.row.seq) for x in chart.marks if 73 <= x.row.seq <= 74] == [
        ("report", 73),
        ("denial", 74),
    ]


def test_what_this_ledger_had_not_been_told_is_not_drawn(demo: Book) -> None:
    before = demo.chart("valuation", demo.basis(known_at="seq:73"), ["xai"]).value
    assert {step.disputed for step in before.steps} == {False}
    after = demo.chart("valuation", demo.basis(known_at="seq:74"), ["xai"]).value
    assert True in {step.disputed for step in after.steps}


def test_time_alone_ends_a_line(tale: Tale) -> None:
    tale.reported("halcyon/a", "2B", by="the-wire", on="2024-01-10", stage="in_talks")
    chart = tale.book.chart("valuation", tale.book.basis(as_of="2026"), ["halcyon"])
    (step,) = chart.value.steps
    assert (step.line, step.until) == ("sought", tale_cut(tale, "2025-01-09"))


def tale_cut(tale: Tale, day: str) -> int:
    """The cut at the end of a day."""
    return tale.book.basis(as_of=day).cut


def test_a_day_of_the_world_that_arrives_begins_a_line(tale: Tale) -> None:
    tale.reported(
        *("halcyon/a", "2B"),
        by="halcyon-co",
        on="2024-01-10",
        stage="announced",
        effective="2024-03-01",
    )
    chart = tale.book.chart("valuation", tale.book.basis(as_of="2024"), ["halcyon"])
    agreed, step = chart.value.steps
    assert (agreed.line, step.line) == ("sought", "confirmed")
    assert agreed.until == step.since == tale_cut(tale, "2024-02-29") + 1


def test_equal_answers_that_meet_are_one_step() -> None:
    def step(amount: str, since: int) -> tuple[int, list[Step]]:
        return since, [Step("halcyon", "sought", 0, 0, parse_figure(amount))]

    found = drawn([step("1B", 1), step("1B", 2), step("2B", 5), step("1B", 7)], 9)
    assert [(x.amount.brief(), x.since, x.until) for x in found] == [  # type: ignore[union-attr]
        ("1B", 1, 5),
        ("2B", 5, 7),
        ("1B", 7, 9),
    ]
