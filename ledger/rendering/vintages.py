"""A revision triangle: the figure for each day, as known on each later day."""

from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from ledger.claims.dates import show_day
from ledger.claims.vocabulary import PRICE_KINDS, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.valuations import Valued
from ledger.projections.vintages import Triangle
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Cell, Column, Columns, join_columns, part
from ledger.rendering.tables import Table


@dataclass(frozen=True, slots=True)
class VintageRow:
    """What was said of a day."""

    about: int
    known: dict[int, Valued | None]
    """By the day on which it was known."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was said of a day, as known on another one."""

    about: int
    known_on: int
    valued: Valued | None


def vintages_table(
    answer: Answer[Triangle], figure: str, company: str, *, brief: bool, width: int
) -> Table:
    """A triangle for eyes; for programs a row a cell."""
    found, what = answer.value, f"{company}, {figure}"
    lines = [
        VintageRow(about, dict(zip(found.columns, cells, strict=True)))
        for about, cells in zip(found.rows, found.cells, strict=True)
    ]
    if not brief:
        vintages = [
            Vintage(line.about, day, valued)
            for line in lines
            for day, valued in line.known.items()
            if day >= line.about
        ]
        return answer_table(answer, VINTAGES, vintages, what, brief=False)
    fit = max(1, (width - 12) // 12)
    left_out = max(0, len(found.columns) - fit)
    notes = ["rows: reference date; columns: as known on that day"]
    if left_out:
        notes.append(f"{left_out} earlier columns are not shown; -f csv has them all")
    days = found.columns[left_out:]
    told = [*dropwhile(lambda line: not any(map(line.known.get, days)), lines)]
    if 0 < len(told) < len(lines):
        notes.append(f"rows before {show_day(told[0].about)} are empty, and not shown")
    columns = (ABOUT, *map(_known_on, days))
    return answer_table(answer, columns, told or lines, what, notes, brief=True)


ABOUT: Final[Column[VintageRow]] = Column("about", "about", lambda x: show_day(x.about))


def _known_on(day: int) -> Column[VintageRow]:
    shown = show_day(day)
    return Column(shown, shown, lambda x: _cell(x.known[day]), right=True)


def _cell(valued: Valued | None) -> Cell:
    if valued is None:
        return None
    return valued.figure.brief() + ("?" if valued.disputed else "")


VINTAGES: Final[Columns[Vintage]] = join_columns(
    (
        Column("about", of=lambda x: show_day(x.about), kind="day"),
        Column("known_on", of=lambda x: show_day(x.known_on), kind="day"),
    ),
    part(
        (
            Column[Valued]("amount", of=lambda x: x.figure, kind="figure"),
            Column[Valued]("kind", of=lambda x: x.kind, words=PRICE_KINDS),
            Column[Valued]("standing", of=lambda x: x.standing, words=STANDINGS),
            Column[Valued]("disputed", of=lambda x: x.disputed, kind="flag"),
            Column[Valued]("round", of=lambda x: x.round),
        ),
        lambda x: x.valued,
    ),
    part(
        (
            Column[Valued]("sources", of=lambda x: x.sources, kind="sources"),
            Column[Valued]("published", of=lambda x: x.published, kind="when"),
            Column[Valued]("events", of=lambda x: x.events, kind="events"),
        ),
        lambda x: x.valued,
    ),
)
