"""DuckDB: the tables in memory, to be asked; or in a file, for other tools.

Who asks can do nothing but read. What is asked runs in a transaction that cannot write,
over a copy in memory, in an engine that opens no file, no address and no extension and
takes no other setting. The zone of the basis is that of the engine: the host's never
counts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.dates import show_day
from ledger.errors import BadInput
from ledger.projections.basis import RULES, Basis
from ledger.reading.questions import Ledger
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cells
from ledger.rendering.frames import installed, values_by_column
from ledger.sql.refusals import read_only, refusal
from ledger.sql.results import result_rows
from ledger.sql.views import VIEWS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH: Final = 4096
"""Rows that are put in at once."""

TYPES: Final[Mapping[str, str]] = {
    "text": "VARCHAR",
    "texts": "VARCHAR[]",
    "whole": "BIGINT",
    "wholes": "BIGINT[]",
    "exact": "DECIMAL(38, 6)",
    "flag": "BOOLEAN",
    "day": "DATE",
    "instant": "TIMESTAMPTZ",
}
"""What a column holds -> its type."""

BASIS: Final = (
    Field("token"),
    Field("as_of"),
    Field("published_before", "instant"),
    Field("known_at", "whole"),
    Field("about", "day"),
    Field("zone"),
    Field("rules", "whole"),
)
"""The columns of `basis`, a table of one row: what all others rest on."""

FIELDS: Final[Mapping[str, Sequence[Field]]] = {
    **{name: view.fields for name, view in VIEWS.items()},
    "basis": BASIS,
}
"""The tables and their columns."""

CLOSED: Final = {
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "errors_as_json": "true",
    "python_enable_replacements": "false",
    "temp_directory": "",
}
"""Settings from the start; what else is closed is closed once the tables are there."""

READS: Final = frozenset({"SELECT", "MULTI"})
"""Kinds of statements that are answered; a PIVOT is of several parts."""


def engine() -> Any:  # a module
    """Import DuckDB; Refused if it is not installed."""
    return installed("duckdb", "sayso[sql]")


def filed(path: Path, ledger: Ledger, basis: Basis) -> dict[str, int]:
    """Make a database file of all tables; give how many rows each has."""
    with engine().connect(str(path)) as connection:
        return fill(connection, ledger, basis, FIELDS)


def selected(
    ledger: Ledger, basis: Basis, query: str
) -> tuple[tuple[Field, ...], list[Cells]]:
    """Answer a SELECT at a basis: its columns, and its rows.

    BadInput for what cannot be answered, Refused for what would write, or read anything
    but the tables.
    """
    duckdb = engine()
    with duckdb.connect(":memory:", config=CLOSED) as connection:
        try:
            _check(connection.extract_statements(query))
            fill(connection, ledger, basis, mentioned(query))
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            connection.execute("BEGIN TRANSACTION READ ONLY")
            connection.execute(query)
            return result_rows(connection.description, connection.fetchall())
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except duckdb.Error as error:
            raise refusal(str(error), query, FIELDS) from None


def _check(statements: Sequence[Any]) -> None:
    """Refuse all but one statement that reads."""
    if len(statements) != 1:
        raise BadInput(
            f"query: {len(statements) or 'no'} statements found",
            "write one SELECT",
            ("query",),
        )
    (statement,) = statements
    if statement.type.name not in READS:
        word = statement.query.split(maxsplit=1)[0].upper()
        raise read_only(f"{word} is refused: the tables are read-only")


def mentioned(query: str) -> Collection[str]:
    """Name the tables that a query may read: those whose names stand in it.

    A name can be put together in `query` and `query_table`, which may name any.
    """
    text = query.lower()
    return [name for name in FIELDS if name in text or "query" in text]


def fill(
    connection: "DuckDBPyConnection",
    ledger: Ledger,
    basis: Basis,
    names: Collection[str],
) -> dict[str, int]:
    """Make all tables, with the rows of those that are named; count these."""
    connection.execute(f"SET TimeZone = '{basis.zone}'")
    counts = {}
    for name, fields in FIELDS.items():
        columns = ", ".join(f'"{one.name}" {TYPES[one.kind]}' for one in fields)
        connection.execute(f"CREATE TABLE {name} ({columns})")
        if name in names:
            rows = _basis(basis) if name == "basis" else VIEWS[name].rows(ledger, basis)
            counts[name] = _put(connection, name, fields, rows)
    return counts


def _put(
    connection: "DuckDBPyConnection",
    name: str,
    fields: Sequence[Field],
    rows: Iterator[Cells],
) -> int:
    """Put rows into a table, many at once: a list for each column."""
    lists = ", ".join(f"unnest(?::{TYPES[one.kind]}[])" for one in fields)
    count = 0
    while batch := list(islice(rows, BATCH)):
        values = values_by_column(fields, batch)
        connection.execute(f"INSERT INTO {name} SELECT {lists}", values)
        count += len(batch)
    return count


def _basis(basis: Basis) -> Iterator[Cells]:
    about = show_day(basis.effective)
    cuts = (basis.as_of, basis.cut, basis.known_at, about, basis.zone)
    yield (basis.token, *cuts, RULES)
