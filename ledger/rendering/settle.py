"""The table of a settled question: a row for each clock."""

from typing import Final

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.prose import Prose
from ledger.projections.settle import ANSWERS, CLOCKS, ClockAnswer
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table


def settled_table(
    answer: Answer[list[ClockAnswer]], question: str, *, brief: bool
) -> Table:
    """One row a clock: the answer, since when, by which figure and which event."""
    notes = list(dict.fromkeys(_notes(answer.value)))
    table = answer_table(
        answer, SETTLED, answer.value, question, notes=notes, brief=brief
    )
    return table.without_empty() if brief else table


def _notes(found: list[ClockAnswer]) -> list[str]:
    """Say where nothing is on record or can be told, and what else met it."""
    silent = [one.clock for one in found if one.held is None]
    nothing = f"{', '.join(silent)}: no such figure was on record by that date"
    notes = [nothing] if silent else []
    for one in found:
        if one.held is not None and one.held.why is not None:
            notes.append(f"{one.clock}: {one.held.why}")
        notes += [f"{one.clock}, not asked about: {text}" for text in _others(one)]
    return notes


def _others(one: ClockAnswer) -> tuple[str, ...]:
    return tuple(
        f"{spaced(held.label)} {held.figure and held.figure.said()} from {day}, events"
        f" {' '.join(map(str, held.events))}"
        for day, held in one.others
    )


def _figure_words(one: ClockAnswer, _: Directory) -> str:
    if one.held is None:
        return ""
    # Exact: a rounded figure could say the opposite of the answer next to it.
    amount = [] if one.held.figure is None else [one.held.figure.said()]
    return " ".join([*amount, spaced(one.held.label)])


SETTLED: Final[Columns[ClockAnswer]] = (
    Column("clock", "clock", lambda x: x.clock, words=CLOCKS, firm=True),
    Column("answer", "answer", lambda x: x.answer, words=ANSWERS, firm=True),
    Column("since", "since", lambda x: x.on, kind="day", firm=True),
    Column("since_instant", of=lambda x: x.at, kind="instant"),
    Column(
        "label", "figure", lambda x: x.held and x.held.label, _figure_words, wide=True
    ),
    Column("amount", of=lambda x: x.held and x.held.figure, kind="figure"),
    Column("why", of=lambda x: x.held and x.held.why),
    Column("event", "event", lambda x: x.event, kind="event", right=True),
    Column(
        "events",
        "events",
        lambda x: x.held.events if x.held else (),
        lambda x, _: Prose.listed(x.held.events if x.held else (), " "),
        kind="events",
        right=True,
    ),
    Column("others", of=_others, kind="texts"),
    Column("token", of=lambda x: x.token),
)
