"""What a query selects, as a table; and which tables can be asked."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from ledger.claims.dates import show_instant
from ledger.projections.basis import Answer
from ledger.rendering.basis import answer_table
from ledger.rendering.cells import Cells, Field
from ledger.rendering.columns import Cell, Column, Columns
from ledger.rendering.tables import Table
from ledger.sql.duck import FIELDS, TYPES
from ledger.sql.selecting import Selection

RIGHT: Final = frozenset({"whole", "exact", "float"})
"""Kinds of columns whose cells are aligned on the right."""


def selection_table(answer: Answer[Selection], *, brief: bool) -> Table:
    """One row a row, under the names of the query."""
    found = answer.value
    columns = tuple(_column(*one) for one in enumerate(found.fields))
    return answer_table(answer, columns, found.rows, brief=brief)


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
