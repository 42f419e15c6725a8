"""From the story of a company to lines and marks: what was said, and since when.

The steps are the answers of the rules that `valuations` and `raised` print, at every
cut at which they may change (`ledger/projections/story.py`). What stays the same is
one step.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ledger.charts.marks import AmountChoice, marks_at, money_in, price_in
from ledger.charts.values import Mark, Step
from ledger.projections.basis import Basis
from ledger.projections.raised import SUMMED, ChangedLines, RaisedLine, moved_at
from ledger.projections.standing import CompanyAt
from ledger.projections.story import Story, along
from ledger.projections.sums import RaisedTotal, Sums
from ledger.projections.valuations import Valued, valuation_at
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.folding import Folding

T = TypeVar("T")


def valuation_steps(
    folding: Folding, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow the figures of a company."""

    def ask(company: CompanyAt, at: Basis) -> tuple[Valued, ...]:
        return valuation_at(company, at).rows

    return _steps_and_marks(folding, slug, basis, ask, partial(_valued, slug), price_in)


def headline_steps(
    folding: Folding, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow the headline of a company, and mark the events behind it."""

    def ask(company: CompanyAt, at: Basis) -> tuple[Valued, ...]:
        headline = valuation_at(company, at).headline
        return () if headline is None else (headline,)

    return _marks_of_steps(
        *_steps_and_marks(folding, slug, basis, ask, partial(_valued, slug), price_in)
    )


def _valued(slug: str, answer: tuple[Valued, ...]) -> Iterator[Step]:
    for valued in answer:
        if not valued.figure.has_amount:
            continue
        yield Step(
            subject=slug,
            line=valued.name,
            since=0,
            until=0,
            amount=valued.figure,
            kind=valued.kind,
            standing=valued.standing,
            disputed=valued.disputed,
            round=valued.round,
            sources=valued.sources,
            published=valued.published,
            events=valued.events,
        )


def _marks_of_steps(
    steps: list[Step], marks: list[Mark]
) -> tuple[list[Step], list[Mark]]:
    """Leave out the marks of events on which no step rests."""
    events = {event for step in steps for event in step.events}
    return steps, [mark for mark in marks if mark.row.seq in events]


def raised_steps(
    folding: Folding, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow what a company raised: its sums, and what enters no sum, by round."""

    sums, unsummed = Sums(), dict[str, list[Step]]()

    def lines(answer: ChangedLines) -> Iterator[Step]:
        for name in answer.changed:
            line = answer.lines.get(name)
            sums.put(name, line)
            unsummed.pop(name, None)
            if line is not None and (steps := list(_unsummed(slug, line))):
                unsummed[name] = steps
        yield from _sum_steps(slug, sums.totals())
        for name in sorted(unsummed):
            yield from unsummed[name]

    return _steps_and_marks(folding, slug, basis, moved_at, lines, money_in)


def sums_steps(
    folding: Folding, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow what a company raised by its sums alone, without marks."""
    sums = Sums()

    def summed(answer: ChangedLines) -> Iterator[Step]:
        for name in answer.changed:
            sums.put(name, answer.lines.get(name))
        yield from _sum_steps(slug, sums.totals())

    steps, _ = _steps_and_marks(folding, slug, basis, moved_at, summed, money_in)
    return [step for step in steps if not step.debt], []


def _sum_steps(slug: str, sums: Iterable[RaisedTotal]) -> Iterator[Step]:
    for total in sums:
        if total.money == "mixed":
            continue
        for column, figure in total.amounts.items():
            yield Step(slug, column, 0, 0, figure, debt=total.debt)


def _unsummed(slug: str, line: RaisedLine) -> Iterator[Step]:
    """Give the amounts of a round that are sought, disputed, or of no one kind."""
    apart = line.money not in {"equity", "debt"}
    for column, amount in line.amounts.items():
        if amount.figure.currency is None:
            continue
        unsummed = column not in SUMMED or amount.disputed
        if apart or (column in line.counted and unsummed):
            yield Step(
                subject=slug,
                line=column,
                since=0,
                until=0,
                amount=amount.figure,
                standing=line.standing,
                disputed=amount.disputed,
                round=line.round,
                sources=amount.sources,
                events=amount.events,
                debt=line.debt,
            )


def followed(
    folding: Folding, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Give the marks of a company, next to no amount."""
    return _steps_and_marks(
        folding, slug, basis, _nothing, lambda _: (), lambda _: None
    )


def _nothing(_: CompanyAt, __: Basis) -> None:
    """Ask nothing."""


def _steps_and_marks(
    folding: Folding,
    slug: str,
    basis: Basis,
    ask: Callable[[CompanyAt, Basis], T],
    lines: Callable[[T], Iterable[Step]],
    stated: AmountChoice,
) -> tuple[list[Step], list[Mark]]:
    (_, entries), *_ = folding.one_by_one([slug], basis.known_at)
    recorded = apply_corrections(entries).entries
    story = Story(slug, folding.names.at(basis), recorded)
    answers: list[tuple[int, list[Step]]] = []
    marks: list[Mark] = []
    marked: set[str] = set()
    for at, company in along(story, published_rows(recorded), basis):
        if answers or not company.empty:
            answers.append((at.cut, list(lines(ask(company, at)))))
        fresh = [
            (row, part)
            for part in story.changed
            for row in part.rows[part.told :]
            if row.id not in marked
        ]
        for row, part in sorted(fresh, key=lambda pair: pair[0].key):
            marked.add(row.id)
            marks += marks_at(slug, part, [row], at.cut, stated)
    return drawn(answers, basis.cut), marks


def drawn(answers: Sequence[tuple[int, list[Step]]], cut: int) -> list[Step]:
    """Give each answer its stretch of time; equal ones that meet are one step.

    The steps of an answer have no time of their own yet.
    """
    done: list[Step] = []
    ahead: dict[Step, list[int]] = {}
    for since, steps in (*answers, (cut, [])):
        going: dict[Step, list[int]] = {}
        for step in steps:
            begun = ahead.get(step)
            going.setdefault(step, []).append(begun.pop(0) if begun else since)
        done += [
            replace(step, since=begun, until=since)
            for step, several in ahead.items()
            for begun in several
        ]
        ahead = going
    return sorted(done, key=lambda step: (step.since, step.line))
