"""Panels: the same rows as text and for Parquet, under names that do not change.

A cell is exact: amounts are `Decimal`, instants are microseconds since 1970 (printed
in UTC), events stand as the first digits of their ids, since their numbers belong to
one ledger. Every row has both clocks in it: what it was asked as of, and when the
event that decided it was published and recorded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from ledger.claims.dates import MAX_US, MIN_US, show_day, show_instant
from ledger.claims.figures import Figure
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.rendering.tables import Cell, Column, Table, render

Kind: TypeAlias = Literal["text", "texts", "whole", "exact", "flag", "instant"]

ID_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a panel: its name, and what it holds."""

    name: str
    kind: Kind = "text"


_instant = lru_cache(maxsize=1 << 14)(show_instant)
"""Instants come again and again, company by company and month by month."""

Cells: TypeAlias = tuple[Cell, ...]

ASKED: Final = (
    Field("as_of"),
    Field("published_before", "instant"),
    Field("known_at", "whole"),
    Field("about"),
)
"""The basis of a row: day, cut, last entry, and the day of the world asked about."""

TRACED: Final = (
    Field("event"),
    Field("published"),
    Field("published_from", "instant"),
    Field("published_to", "instant"),
    Field("recorded", "instant"),
    Field("recorded_last", "instant"),
    Field("late", "whole"),
)
"""The event that decided a row, when it came, and what came on record afterwards."""


def figure_fields(name: str) -> tuple[Field, ...]:
    """Give the columns of a figure, named as csv names them elsewhere."""
    return (
        Field(f"{name}_currency"),
        Field(f"{name}_min", "exact"),
        Field(f"{name}_max", "exact"),
        Field(f"{name}_qualifier"),
    )


def figure_cells(figure: Figure | None) -> Cells:
    """Give the cells of a figure."""
    if figure is None:
        return (None,) * 4
    return figure.currency, figure.min, figure.max, figure.qualifier


def asked(basis: Basis) -> Cells:
    """Give the cells that say which question a row answers."""
    return basis.as_of, basis.cut, basis.known_at, show_day(basis.effective)


def traced(deciding: Row, behind: Iterable[Row], cut: int) -> Cells:
    """Give the cells that say what a row rests on, and since when that is here."""
    recorded = [row.recorded for row in {row.id: row for row in behind}.values()]
    return (
        named(deciding.id),
        deciding.when.text,
        ending(deciding.when.lo),
        ending(deciding.when.hi),
        deciding.recorded,
        max(recorded),
        sum(instant >= cut for instant in recorded),
    )


def named(event_id: str) -> str:
    """Name an event as every ledger would; `sayso show` takes it."""
    return event_id[:ID_DIGITS]


def names_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Name events in the order of folds, each once."""
    ordered = sorted({row.id: row for row in rows}.values(), key=lambda row: row.key)
    return tuple(named(row.id) for row in ordered)


def ending(instant: int) -> int | None:
    """Give an end of an interval; nothing for an open one."""
    return instant if MIN_US < instant < MAX_US else None


def lines(fields: Sequence[Field], rows: Iterable[Cells], form: str) -> Iterator[str]:
    """Give the lines of a panel as csv or jsonl, without line ends."""
    instants = [place for place, one in enumerate(fields) if one.kind == "instant"]
    columns = tuple(Column(one.name, one.name) for one in fields)
    told = (_told(row, instants) for row in rows)
    return render(Table(None, columns, told), form)


def _told(row: Cells, instants: Sequence[int]) -> Cells:
    cells = list(row)
    for place in instants:
        cell = cells[place]
        if isinstance(cell, int):
            cells[place] = _instant(cell)
    return tuple(cells)
