"""Panels as a program reads them: csv back into rows of text by name."""

import csv
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from ledger.book import Book
from ledger.panels.panel import Panel
from ledger.panels.writing import write

Rows = list[dict[str, str]]


def written(panel: Panel, form: str = "csv") -> bytes:
    """Give the bytes of a panel."""
    sink = BytesIO()
    write(panel, form, sink)
    return sink.getvalue()


def read(data: bytes) -> Rows:
    """Read csv."""
    return list(csv.DictReader(data.decode().splitlines()))


def rows_of(
    book: Book,
    table: str,
    names: Sequence[str] = (),
    asked: dict[str, Any] | None = None,
    **span: Any,  # see Book.panel
) -> Rows:
    """Ask for a panel and read it."""
    basis = book.basis(**(asked or {}))
    return read(written(book.panel(table, basis, names, **span)))
