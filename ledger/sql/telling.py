"""What a query selects, as a table; and which tables can be asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final, NamedTuple

from ledger.claims.dates import show_instant
from ledger.projections.basis import Answer
from ledger.rendering.basis import answer_table
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cell, Cells, Column, Columns
from ledger.rendering.tables import Table, brief
from ledger.sql.duck import FIELDS, TYPES
from ledger.sql.selecting import Selection

LEAST: Final = 12
"""So many characters of a word stand in one line, at least."""

PLACED: Final[Columns[Any]] = (
    Column("row", "row", right=True),
    Column("column", "column", firm=True),
    Column("value", "value", wide=True),
)
"""The columns where each field is a row."""

RIGHT: Final = frozenset({"whole", "exact", "float"})
"""Kinds of columns whose cells are aligned on the right."""


def selection_table(answer: Answer[Selection], *, brief: bool) -> Table:
    """One row a row, under the names of the query."""
    found = answer.value
    columns = tuple(_column(*one) for one in enumerate(found.fields))
    return answer_table(answer, columns, found.rows, brief=brief)


def drawn_table(answer: Answer[Selection], width: int) -> Table:
    """Give the same for people; a row a field where a terminal is too narrow."""
    table = selection_table(answer, brief=True)
    rows = list(table.rows)
    titles = [one.name for one in answer.value.fields]
    texts = list(zip(titles, *([brief(x) for x in row] for row in rows), strict=True))
    needed = sum(min(max(map(_longest, cells)), LEAST) + 1 for cells in texts)
    if needed <= width + 1:
        return table
    several = len(rows) > 1
    columns = PLACED if several else PLACED[1:]
    placed = [
        (number, title, cell) if several else (title, cell)
        for number, row in enumerate(rows, 1)
        for title, cell in zip(titles, row, strict=True)
    ]
    return replace(table, columns=columns, rows=placed)


def _longest(text: str) -> int:
    """Give the length of the longest word."""
    return max(map(len, text.split()), default=0)


def _column(place: int, field: Field) -> Column[Cells]:
    return Column(
        field.name,
        field.name,
        partial(_exact, place, field.kind),
        partial(_shown, place, field.kind),
        kind=field.kind,
        right=field.kind in RIGHT,
    )


def _exact(place: int, kind: str, row: Cells) -> Cell:
    cell = row[place]
    if kind == "instant" and isinstance(cell, int):
        return show_instant(cell)
    return cell


def _shown(place: int, kind: str, row: Cells, _: object) -> Cell:
    cell = _exact(place, kind, row)
    return str(cell).lower() if isinstance(cell, bool) else cell


class Described(NamedTuple):
    """A column of a table that can be asked."""

    table: str
    field: Field


def columns_table(*, brief: bool) -> Table:
    """One row a column of each table, with its type."""
    return Table.of(None, COLUMNS, list(_described()), brief=brief)


def _described() -> Iterator[Described]:
    for table, fields in FIELDS.items():
        for one in fields:
            yield Described(table, one)


def _title(name: str, of: Callable[[Any], Cell]) -> Column[Described]:
    return Column(name, name, of)


COLUMNS: Final[Columns[Described]] = (
    _title("table", lambda x: x.table),
    _title("column", lambda x: x.field.name),
    _title("type", lambda x: TYPES[x.field.kind]),
)
