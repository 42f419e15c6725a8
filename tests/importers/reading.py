"""What importers read, in tests: bytes in, items out."""

from io import BufferedReader, BytesIO
from pathlib import Path

from ledger.errors import Problem
from ledger.importers.formats import FORMATS
from ledger.importers.kit.lines import Item, Line
from ledger.importers.kit.reading import Account, Setting, column_from
from ledger.importers.kit.tables import CsvTable, TableRow

SAMPLES = Path(__file__).resolve().parents[2] / "fixtures" / "importers"


def opened(content: bytes | str) -> BufferedReader:
    """Give bytes as a file; text is UTF-8."""
    raw = content.encode() if isinstance(content, str) else content
    return BufferedReader(BytesIO(raw))


def rows_of(
    content: bytes | str, encoding: str | None = None
) -> list[TableRow | Problem]:
    """Give all rows and problems of a table."""
    return list(CsvTable(opened(content), encoding).rows())


def cells_of(content: bytes | str, encoding: str | None = None) -> list[list[str]]:
    """Give the cells of a table in which nothing is wrong."""
    rows = rows_of(content, encoding)
    assert all(isinstance(row, TableRow) for row in rows), rows
    return [list(row.cells.values()) for row in rows if isinstance(row, TableRow)]


def read(
    name: str,
    content: bytes | str,
    *columns: str,
    source: str | None = "the-wire",
    published: str | None = None,
    published_column: str | None = None,
    encoding: str | None = None,
) -> tuple[list[Item], Account]:
    """Read a file of a format; give its items, and the account that was kept."""
    account = Account()
    setting = Setting(
        source=source,
        published=published,
        published_column=published_column,
        columns=tuple(map(column_from, columns)),
        encoding=encoding,
        name="rounds.csv",
    )
    return list(FORMATS[name].read(opened(content), setting, account)), account


def lines_among(items: list[Item]) -> list[Line]:
    """Give the events among items."""
    return [item for item in items if isinstance(item, Line)]


def problems_among(items: list[Item]) -> list[Problem]:
    """Give the problems among items."""
    return [item for item in items if isinstance(item, Problem)]
