"""Columns of tables: what each is called, and the cell that it makes of a thing.

A table is one list of columns. A column of what is known already is one more line in
that list, and it is in every form: for people, for programs, in panels, on pages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from ledger.claims.names import Directory

if TYPE_CHECKING:
    from decimal import Decimal

    from ledger.claims.figures import Figure
    from ledger.projections.prose import Prose

T = TypeVar("T")
Part = TypeVar("Part")
T_contra = TypeVar("T_contra", contravariant=True)

Cell: TypeAlias = (
    "str | int | bool | Decimal | Figure | Prose | Thing | tuple[Cell, ...] | None"
)
Cells: TypeAlias = tuple[Cell, ...]
CellKind: TypeAlias = Literal[
    "text",
    "texts",
    "whole",
    "wholes",
    "exact",
    "exacts",
    "float",
    "flag",
    "day",
    "days",
    "instant",
    "when",
    "figure",
    "figures",
    "prose",
    "event",
    "events",
    "source",
    "sources",
    "thing",
    "things",
    "json",
]
"""What the cells of a column hold. `when` and `days` are partial dates as text, of an
instant with a zone or of calendar days; `event` and `events` are numbers of events;
`source` and `sources` are slugs; a `thing` and `things` have columns of their own;
`json` is a value that has no shape of ours.
"""


@dataclass(frozen=True)
class Thing:
    """Any value in a cell: JSON writes it by the column's own columns."""

    value: Any
    text: str = ""
    """The value in one line, for csv."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)  # with slots, `Column[Line](...)` fails in Python 3.11
class Column(Generic[T_contra]):
    """One column: its stable name for programs, its title for people, and its cell.

    People see the columns that have a title; programs and panels see those that have
    `of`. What is one line here is in every form of the table.
    """

    name: str
    title: str | None = None
    of: Callable[[T_contra], Cell] | None = None
    """Makes the exact cell of a thing."""
    brief: Callable[[T_contra, Directory], Cell] | None = None
    """Makes the cell for people, where it differs from the exact cell."""
    panel: Callable[[T_contra], Cell] | None = None
    """Makes the cell of a panel, where it differs from the exact cell."""
    kind: CellKind = "text"
    """What it holds: for JSON and its schema, for csv and for Parquet."""
    words: tuple[str, ...] = ()
    """The words that it may hold, where there is a closed list of them."""
    parts: "tuple[Column[Any], ...]" = ()
    """The columns of the things that it holds."""
    spread: bool = False
    """Whether csv has a column for each part of the thing, too."""
    page: str = "text"
    """What it holds on the page of a report; see `report.contents.Head`."""
    right: bool = False
    wide: bool = False
    """Prose: the first to be wrapped when the line is too narrow."""
    firm: bool = False
    """A name or a date, better not broken: among the last to give way."""
    below: str | None = None
    """What stands before its cell on a second line of the row, for people; None: it
    stays in the row where it can.
    """
    flag: bool = False
    """A standing: people read it without underscores, and coloured."""
    once: bool = False
    """People read it once where the rows below say the same."""
    optional: bool = False
    """Whether it is there only if it was asked for."""
    room: int = 0
    """At least so wide, for tables that are drawn a piece at a time."""


Columns: TypeAlias = tuple[Column[T_contra], ...]


def part(columns: Columns[Part], of: Callable[[T], Part | None]) -> Columns[T]:
    """Give columns of a part of a thing; they are empty where it has no such part."""

    def exact(make: Callable[[Part], Cell] | None) -> Callable[[T], Cell] | None:
        if make is None:
            return None
        return lambda x: None if (found := of(x)) is None else make(found)

    def brief(
        make: Callable[[Part, Directory], Cell] | None,
    ) -> Callable[[T, Directory], Cell] | None:
        if make is None:
            return None
        return lambda x, names: None if (found := of(x)) is None else make(found, names)

    every: Columns[Any] = columns
    return tuple(
        replace(x, of=exact(x.of), brief=brief(x.brief), panel=exact(x.panel))
        for x in every
    )


def join_columns(*groups: Columns[T]) -> Columns[T]:
    """Put groups of columns next to each other."""
    return tuple(chain.from_iterable(groups))


def cell_maker(
    column: Column[T], names: Directory, *, brief: bool
) -> Callable[[T], Cell]:
    """Give what makes the cells of a column, for people or for programs."""
    told, of = column.brief, column.of
    if brief and told is not None:
        return lambda thing: told(thing, names)
    assert of is not None, f"the column {column.name} says nothing"
    return (lambda thing: _spaced(of(thing))) if brief and column.flag else of


def _spaced(cell: Cell) -> Cell:
    """Write words of the vocabulary for people."""
    if isinstance(cell, tuple):
        return tuple(_spaced(one) for one in cell)
    return cell.replace("_", " ") if isinstance(cell, str) else cell
