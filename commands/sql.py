"""`sayso sql`: a SELECT over the ledger at a basis."""

import sys

import click

from ._failures import fail
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show, tell


class QueryCommand(click.Command):
    """A command whose argument may begin with a comment of SQL."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts a query that begins with -- behind the options, where it is none."""
        queries = [
            x
            for x in args
            if x.startswith("--") and x[2:].split() and (x[2:3].isspace() or "\n" in x)
        ]
        if queries and "--" not in args:
            args = [x for x in args if x not in queries] + ["--", *queries]
        return super().parse_args(ctx, args)


@click.command(cls=QueryCommand)
@click.argument("query", required=False)
@click.option("--tables", is_flag=True, help="List the tables and their columns.")
@cuts
@form
@place
def sql(
    *, query: str | None, tables: bool, cuts: Values, form: str, place: Values
) -> None:
    """Query the ledger in SQL, as of any date.

    The tables are valuations, rounds, claims, raised, investors, sources, documents and
    events; basis has one row with the basis of all of them. An amount has four columns:
    _currency, _min, _max and _qualifier. Each row has the event that decides it (event,
    seq), when that was published (published_from, published_to) and when it was
    recorded here (recorded). - reads the query from standard input.

    The SQL is DuckDB's (`pip install 'sayso[sql]'`), and can only read these tables.
    `sayso export --duckdb FILE` writes them to a file for other tools.

    \b
    Example:
        sayso sql --tables
        sayso sql "SELECT company, amount_max FROM valuations WHERE headline"
        sayso sql "FROM claims WHERE company = 'xai'" --as-of 2024-01-19 -f csv
    """
    if tables == (query is not None):
        fail("give a query, or --tables to list the tables")
    if query is None:
        from ledger.answers.selecting import sql_tables

        tell(sql_tables(), form)
        return
    text = sys.stdin.read() if query == "-" else query
    with opened(place) as book:
        show(book.sql(text, basis_of(book, cuts)), form)
