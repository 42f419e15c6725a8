"""One table for people, rounded and within a width; and its rows for programs.

A command hands over full values. In a table a figure is brief (`61.5B`) and every
text is made safe to show; elsewhere nothing is rounded, and the names of the columns
stay the same within a major version. Rows come in the same order in all forms.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from ledger.claims.figures import Figure
from ledger.claims.names import Directory, shown
from ledger.errors import BadInput
from ledger.rendering.columns import Cell, Column, Columns, cell_maker
from ledger.rendering.exact import json_line, objects, separated
from ledger.rendering.layout import (
    INDENT,
    TextLine,
    heading,
    planned,
    row_lines,
    wrapped,
)

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")

FORMS: Final = ("table", "jsonl", "csv")
STYLES: Final = {
    "confirmed": "green",
    "confirmed_after_denial": "green",
    "corroborated": "cyan",
    "disputed": "yellow",
    "contested": "yellow",
    "retracted": "red",
    "failed": "red",
    "withdrawn": "red",
}


@dataclass(frozen=True, slots=True)
class Table:
    """What a command answers: rows of full values, and what they rest on."""

    heading: str | None
    columns: Columns[Any]
    rows: Iterable[tuple[Cell, ...]]
    basis: Mapping[str, object] | None = None
    notes: tuple[str, ...] = ()
    many: int | None = None
    """How many rows there are, if they are streamed and it is known."""
    parts: Mapping[str, "Table"] = field(default_factory=dict)
    """What programs get in addition to the rows, each list under its name."""
    about: Sequence[tuple[str, str | None]] = ()
    """Of each row the company, and the round if it is about one: where a table for
    people stands next to another one.
    """
    sums: frozenset[int] = frozenset()
    """The places of rows that are sums of others."""
    again: "Callable[[Sequence[int]], Table] | None" = None
    """Makes the sums of the rows at some places: a table of the same columns."""

    @classmethod
    def of(
        cls,
        heading: str | None,
        columns: Columns[T],
        things: Iterable[T],
        basis: Mapping[str, object] | None = None,
        notes: Iterable[str] = (),
        *,
        names: Directory | None = None,
        brief: bool = True,
    ) -> Self:
        """Make a table with a row for each thing; an iterator of things is streamed.

        `brief` makes it for people, who read the names of sources in `names`.
        """
        shown = tuple(x for x in columns if (x.title if brief else x.of) is not None)
        known = names or Directory()
        makers = [cell_maker(x, known, brief=brief) for x in shown]
        rows = (tuple([make(thing) for make in makers]) for thing in things)
        kept = rows if isinstance(things, Iterator) else list(rows)
        return cls(heading, shown, kept, basis, tuple(notes))

    def with_lists(self, parts: "Mapping[str, Table]") -> Self:
        """Put further lists next to the rows."""
        return replace(self, parts={**self.parts, **parts})

    def without_empty(self) -> Self:
        """Leave out columns in which no row says anything."""
        rows = list(self.rows)
        full = [any(cells) for cells in zip(*rows, strict=True)]
        return replace(
            self,
            columns=tuple(compress(self.columns, full)),
            rows=[tuple(compress(row, full)) for row in rows],
        )


def render(
    table: Table,
    form: str,
    *,
    width: int = 80,
    colour: bool = False,
    wrap: bool = False,
) -> Iterator[str]:
    """Gives the lines of a table, without line ends; with `wrap` notes are folded."""
    match form:
        case "table":
            return _drawn(table, width, colour=colour, wrap=wrap)
        case "jsonl":
            return (json_line(one) for one in objects(table.columns, table.rows))
        case "csv":
            return separated(table.columns, table.rows)
    raise BadInput(f"no format {form!r}", f"one of {', '.join(FORMS)}")


def _drawn(table: Table, width: int, *, colour: bool, wrap: bool) -> Iterator[str]:
    """For eyes: aligned, wrapped where it must be, never cut."""
    rows = list(said_once(table.columns, table.rows))
    if table.heading:
        yield from laid_out(_text(shown(table.heading), "bold"), width, colour=colour)
    if rows:
        yield from _grid(table.columns, rows, width, colour=colour)
    if rows and table.notes:
        yield ""
    for note in table.notes:
        yield from note_lines(note, width if wrap else None)


def note_lines(note: str, width: int | None) -> Iterator[str]:
    """Give a note in lines of a width, or in one line; what is long is never cut."""
    text = shown(note)
    lines = (text,) if width is None else wrapped(text, width - len(INDENT), cut=False)
    for number, line in enumerate(lines):
        yield INDENT * bool(number) + line


def said_once(
    columns: Sequence[Column[Any]], rows: Iterable[tuple[Cell, ...]]
) -> Iterator[tuple[str, ...]]:
    """Give rows as text; what is read once is empty where it stands above."""
    once = [place for place, column in enumerate(columns) if column.once]
    above: dict[int, str] = {}
    for row in rows:
        cells = [brief(cell) for cell in row]
        said = {place: cells[place] for place in once}
        for place, text in said.items():
            if above.get(place) == text:
                cells[place] = ""
        above = said
        yield tuple(cells)


def _grid(
    columns: Sequence[Column[Any]],
    rows: Sequence[tuple[str, ...]],
    width: int,
    *,
    colour: bool,
) -> Iterator[str]:
    """Lay out titles and rows; rich adds the colours."""
    plan = planned(columns, rows, width)
    for line in heading(columns, plan):
        yield from _styled(line, ["bold"] * len(columns), colour=colour)
    for row in rows:
        styles = [_style(x, cell) for x, cell in zip(columns, row, strict=True)]
        for line in row_lines(columns, plan, row, width):
            yield from _styled(line, styles, colour=colour)


def _styled(line: TextLine, styles: Sequence[str], *, colour: bool) -> Iterator[str]:
    if not colour:
        yield "".join([span.text for span in line]).rstrip()
        return
    from rich.text import Text

    spans = [(x.text, "" if x.place is None else styles[x.place]) for x in line]
    text = Text.assemble(*spans)
    text.rstrip()
    yield from laid_out(text, max(1, text.cell_len), colour=True)


def laid_out(thing: Any, width: int, *, colour: bool) -> Iterator[str]:
    """Gives the lines of anything that rich can draw, within a width."""
    from rich.console import Console

    paper = io.StringIO()
    console = Console(
        file=paper,
        width=max(width, 20),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        _environ={},
    )
    console.print(thing, crop=False, soft_wrap=False)
    for line in paper.getvalue().removesuffix("\n").split("\n"):
        yield line.rstrip()


def _text(words: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(words, style)


def _style(column: Column[Any], cell: str) -> str:
    return STYLES.get(cell.partition(" ")[0], "") if column.flag else ""


def brief(cell: Cell) -> str:
    """A cell for eyes."""
    match cell:
        case None | False:
            return ""
        case True:
            return "yes"
        case Figure():
            return cell.brief()
        case Decimal():
            return format(cell, "f")
        case tuple():
            return ", ".join(brief(part) for part in cell)
    return shown(str(cell))
