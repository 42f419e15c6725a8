"""`sql`: what a SELECT selects, and the tables that can be asked."""

from os import PathLike
from typing import TYPE_CHECKING, Final, Protocol, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.projections.basis import Answer, Basis
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question

if TYPE_CHECKING:
    from ledger.answers.telling import Told
    from ledger.rendering.tables import Table
    from ledger.sql.selecting import Selection


@question
def sql(
    ledger: AskedLedger, query: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[Selection]":
    """Answer a SELECT over tables at a basis; docs/sql.md has their columns.

    BadInput for what cannot be answered, Refused for what would write, or read anything
    but the tables.
    """
    from ledger.sql.selecting import select
    from ledger.sql.telling import drawn_table, selection_table

    answer = Answer(
        basis := resolved(ledger, basis, cuts), select(ledger, query, basis)
    )
    return with_telling(
        *(ledger, answer, "sql", {"query": query}),
        exact=lambda: selection_table(answer, brief=False),
        drawn=lambda width: [drawn_table(answer, width)],
        parallel=None,
    )


class PlacedLedger(AskedLedger, Protocol):
    """An open ledger that knows where it is kept."""

    place: str


@question
def to_duckdb(
    ledger: PlacedLedger,
    target: str | PathLike[str],
    basis: Basis | None = None,
    *,
    force: bool = False,
    **cuts: Unpack[Cuts],
) -> dict[str, int]:
    """Write the tables of `sql` as a DuckDB file; give how many rows each has.

    Refused where a file is already, unless `force` replaces it.
    """
    from ledger.sql.selecting import write_tables

    at = resolved(ledger, basis, cuts)
    return write_tables(ledger, target, at, place=ledger.place, force=force)


def sql_tables() -> "Told":
    """Say which tables `sql` asks, and which columns they have."""
    from ledger.answers.telling import Told
    from ledger.sql.telling import columns_table

    return Told(
        question="sql-tables",
        asked={},
        exact=lambda: columns_table(brief=False),
        drawn=lambda _: [columns_table(brief=True)],
    )


def _sql() -> "Table":
    from ledger.rendering.basis import answer_table

    return answer_table(nothing([]), (), (), brief=False)


def _sql_tables() -> "Table":
    from ledger.sql.telling import columns_table

    return columns_table(brief=False)


SHAPES: Final = {
    "sql": Shape(
        "what a SELECT selects; a row has the columns of the query",
        _sql,
        {"query": "text"},
        free=True,
    ),
    "sql-tables": Shape(
        "the tables that can be asked in SQL; a row is a column",
        _sql_tables,
        based=False,
    ),
}
