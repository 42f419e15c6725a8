"""Panels: the same rows as text and for Parquet, under names that do not change.

A cell is exact: amounts are `Decimal`, instants are microseconds since 1970 (printed
in UTC), events stand as the first digits of their ids, since their numbers belong to
one ledger. Every row has both clocks in it: what it was asked as of, and when the
event that decided it was published and recorded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeVar

from ledger.claims.dates import MAX_US, MIN_US, show_day, show_instant
from ledger.claims.figures import Figure
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.rendering.columns import Cell, CellKind, Cells, Column, Columns
from ledger.rendering.exact import SPREAD, ends_of
from ledger.rendering.tables import Table, render

T = TypeVar("T")

ID_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a file: its name, and what it holds. A figure is four."""

    name: str
    kind: CellKind = "text"


_instant = lru_cache(maxsize=1 << 14)(show_instant)
"""Instants come again and again, company by company and month by month."""


class HasBasis(Protocol):
    """What has a basis."""

    @property
    def basis(self) -> Basis: ...


ASKED: Final[Columns[HasBasis]] = (
    Column("as_of", of=lambda x: x.basis.as_of),
    Column("published_before", of=lambda x: x.basis.cut, kind="instant"),
    Column("known_at", of=lambda x: x.basis.known_at, kind="whole"),
    Column("about", of=lambda x: show_day(x.basis.effective), kind="day"),
)
"""The basis of a row: day, cut, last entry, and the day of the world asked about."""


class Trace(NamedTuple):
    """What a row rests on, and since when that is here."""

    deciding: Row
    recorded: Sequence[int]
    """When each event behind it came on record."""
    cut: int

    @property
    def late(self) -> int:
        """Count what came on record afterwards."""
        return sum(instant >= self.cut for instant in self.recorded)


def traced(deciding: Row, behind: Iterable[Row], cut: int) -> Trace:
    """Trace a row to the event that decided it and to all that are behind it."""
    rows = {row.id: row for row in behind}.values()
    return Trace(deciding, [row.recorded for row in rows], cut)


RECORDED: Final[Columns[Trace]] = (
    Column("recorded", of=lambda x: x.deciding.recorded, kind="instant"),
    Column("recorded_last", of=lambda x: max(x.recorded), kind="instant"),
)
TRACED: Final[Columns[Trace]] = (
    Column("event", of=lambda x: short_id(x.deciding.id)),
    Column("published", of=lambda x: x.deciding.when.text),
    Column("published_from", of=lambda x: ending(x.deciding.when.lo), kind="instant"),
    Column("published_to", of=lambda x: ending(x.deciding.when.hi), kind="instant"),
    *RECORDED,
    Column("late", of=lambda x: x.late, kind="whole"),
)
"""The event that decided a row, when it came, and what came on record afterwards."""


FILED: Final[Mapping[CellKind, CellKind]] = {
    **dict.fromkeys(("when", "prose", "event", "source", "thing"), "text"),
    **dict.fromkeys(("events", "sources", "things", "figures"), "texts"),
}
"""What a panel holds where it names events by ids, and writes the rest as text."""

ENDS: Final[Mapping[str, CellKind]] = {
    "_min": "exact",
    "_max": "exact",
    "_from": "instant",
    "_to": "instant",
    "_first": "day",
    "_last": "day",
}
"""What the parts of an amount or a date hold, by how their names end; else text."""

WIDE: Final[Mapping[CellKind, int]] = {"figure": 4, "days": 3}
"""The kinds that are several columns of a file."""


def fields_of(columns: Columns[T]) -> tuple[Field, ...]:
    """Give the columns of a file, named as csv names them elsewhere."""
    fields: list[Field] = []
    for one in columns:
        if one.of is None:
            continue
        if one.kind in WIDE:
            ends = SPREAD[one.kind]
            fields += [Field(one.name + end, ENDS.get(end, "text")) for end in ends]
        else:
            fields.append(Field(one.name, FILED.get(one.kind, one.kind)))
    return tuple(fields)


def cells_by(columns: Columns[T]) -> Callable[[T], Cells]:
    """Give what makes the cells of a row, one a field."""
    makers = [(x.panel or x.of, WIDE.get(x.kind)) for x in columns if x.of is not None]

    def cells(thing: T) -> Cells:
        made: list[Cell] = []
        for make, wide in makers:
            cell = make(thing)
            if wide is None:
                made.append(cell)
            elif isinstance(cell, Figure):
                made += (cell.currency, cell.min, cell.max, cell.qualifier)
            elif isinstance(cell, str):
                made += (cell, *ends_of("days", cell))
            else:
                made += (None,) * wide
        return tuple(made)

    return cells


def short_id(event_id: str) -> str:
    """Name an event as every ledger would; `sayso show` takes it."""
    return event_id[:ID_DIGITS]


def id_of(row: Row | None) -> str | None:
    """Name an event that may not be there."""
    return None if row is None else short_id(row.id)


def names_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Name events in the order of folds, each once."""
    ordered = sorted({row.id: row for row in rows}.values(), key=lambda row: row.key)
    return tuple(short_id(row.id) for row in ordered)


def ending(instant: int) -> int | None:
    """Give an end of an interval; nothing for an open one."""
    return instant if MIN_US < instant < MAX_US else None


def lines(fields: Sequence[Field], rows: Iterable[Cells], form: str) -> Iterator[str]:
    """Give the lines of a panel as csv or jsonl, without line ends."""
    instants = [place for place, one in enumerate(fields) if one.kind == "instant"]
    columns = tuple(Column[Cells](one.name) for one in fields)
    told = (_with_instants(row, instants) for row in rows)
    return render(Table(None, columns, told), form)


def _with_instants(row: Cells, instants: Sequence[int]) -> Cells:
    cells = list(row)
    for place in instants:
        cell = cells[place]
        if isinstance(cell, int):
            cells[place] = _instant(cell)
    return tuple(cells)
