"""A table as HTML, for a notebook: what people see in a terminal, and no script.

Every text is escaped, and what would steer a terminal or turn a line around is shown as
its number. A long table is cut; its last line says by how much.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from typing import Any, Final

from ledger.claims.names import shown
from ledger.rendering.columns import Column
from ledger.rendering.tables import Table, said_once

MOST: Final = 60
"""Rows that are shown."""


def html_of(table: Table) -> str:
    """Give a table as one piece of HTML: its heading, its rows, its notes."""
    return "".join(_pieces(table))


def _pieces(table: Table) -> Iterator[str]:
    rows = said_once(table.columns, table.rows)
    first, more = list(islice(rows, MOST)), sum(1 for _ in rows)
    yield '<table class="sayso">'
    if table.heading:
        yield f"<caption>{_escaped(table.heading)}</caption>"
    if first:
        titles = "".join(
            f"<th>{_escaped(x.title or x.name)}</th>" for x in table.columns
        )
        yield f"<thead><tr>{titles}</tr></thead>"
    yield "<tbody>"
    for row in first:
        yield _row_html(table.columns, row)
    yield "</tbody></table>"
    notes = [*table.notes, *([f"and {more:,} more rows"] if more else [])]
    yield from (f"<p><small>{_escaped(note)}</small></p>" for note in notes)


def _row_html(columns: Sequence[Column[Any]], row: Sequence[str]) -> str:
    cells = []
    for column, cell in zip(columns, row, strict=True):
        side = "right" if column.right else "left"
        cells.append(f'<td style="text-align: {side}">{escape(cell)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _escaped(words: str) -> str:
    return escape(shown(words))
