"""`sayso export`: tables and panels for other programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import _named
from ._config import from_config
from ._failures import fail
from ._files import ENDINGS, FORCE
from ._options import Values, basis_of, bundle, cuts, money, opened, place, priced_in

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.panels.panel import Panel
    from ledger.projections.basis import Basis

FORMS = ("csv", "jsonl", "parquet")
TABLES = ("valuations", "raised", "rounds", "claims", "credibility")
CONVERTED = ("valuations", "rounds")
"""The tables whose amounts can be given in one currency."""

span = bundle(
    "span",
    click.option(
        "--from",
        "since",
        metavar="MONTH",
        help="Write a panel from this period on: one row per period, as of its end.",
    ),
    click.option(
        "--to", "until", metavar="MONTH", help="The last period. [the as-of day's]"
    ),
    click.option(
        "--every",
        type=click.Choice(["month", "quarter", "year", "week", "day"]),
        help="Length of a period. [month]",
    ),
    click.option(
        "--known-then",
        "then",
        is_flag=True,
        help="Use in each row only what was recorded here by its as-of day.",
    ),
)
sink = bundle(
    "sink",
    click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(FORMS),
        default="csv",
        show_default=True,
        help="By default as FILE ends. Parquet wants -o or a pipe.",
    ),
    click.option(
        "-o",
        "--output",
        "target",
        metavar="FILE",
        type=click.Path(path_type=Path),
        callback=lambda _, __, path: None if path == Path("-") else path,
        help="Write to this file, in the form of its ending. [standard output]",
    ),
    click.option(
        "--duckdb",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write all tables of `sayso sql` to a DuckDB file.",
    ),
    click.option(
        "--lake",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Write all entries to a Delta table in this folder, or append new ones.",
    ),
    FORCE,
)


@click.command
@click.argument(
    "table",
    required=False,
    type=click.Choice(TABLES),
)
@click.argument(
    "names",
    metavar="[COMPANY]...",
    nargs=-1,
    type=_named.CompanyOrSource("table"),
)
@span
@money
@cuts
@sink
@place
def export(
    *,
    table: str | None,
    names: tuple[str, ...],
    span: Values,
    money: Values,
    cuts: Values,
    sink: Values,
    place: Values,
) -> None:
    """Write tables and panels for other programs, with both clocks in every row.

    One table at a basis; or with --from a panel, in which each row answers as of the
    end of its own period and nothing looks ahead. The column late counts what this
    ledger recorded only afterwards; --known-then leaves it out. With --in, amounts of
    valuations and rounds are also given in one currency. Raised has a row for each
    kind of money (equity, debt) and currency. For credibility, name sources instead of
    companies.

    With --lake, all entries go to a Delta table; repeated, it appends what is new.

    For a bundle that proves what is on record, use `sayso audit export`.

    \b
    Example:
        sayso export valuations xai openai --from 2020-01 -o panel.csv
        sayso export raised --from 2023-01 -o raised.csv
        sayso export claims --as-of 2024-01-19 -f jsonl
        sayso export rounds --from 2019 --every quarter -o rounds.parquet
        sayso export --duckdb funding.duckdb --as-of 2024-01-19
        sayso export --lake lake
    """
    if sink["lake"] is not None:
        check_no_question(table, names, {**span, **money, **cuts}, sink)
        with opened(place) as book:
            leave_entries(book, sink["lake"])
    elif sink["duckdb"] is not None:
        check_alone(table, {**span, **money}, sink)
        with opened(place) as book:
            leave_tables(book, basis_of(book, cuts), sink)
    elif table is None:
        fail(f"name a table: {', '.join(TABLES)}; or --duckdb or --lake")
    else:
        sink = checked(span, sink)
        with opened(place) as book:
            check_target(book, sink)
            basis = basis_of(book, cuts)
            if table in CONVERTED or not from_config("code"):
                basis = priced_in(basis, money)
            give(book.panel(table, basis, names, **given(span)), sink)


def given(span: Values) -> dict[str, Any]:
    """What of the periods of a panel was typed."""
    return {key: value for key, value in span.items() if value is not None}


def give(panel: "Panel", sink: Values) -> None:
    """Writes a panel, and says what a reader should know of it."""
    deliver(panel, sink)
    for note in panel.notes():
        click.echo(note, err=True)
    if sink["target"] is not None:
        click.echo(f"{sink['target']}: {panel.count:,} rows", err=True)
    click.echo(f"basis: {panel.basis.token}", err=True)


def checked(span: Values, sink: Values) -> Values:
    """Refuses options that mean nothing together; settles the form of the file."""
    sink = formed(sink)
    if span["since"] is None and (span["until"] or span["every"]):
        fail("--to and --every are for panels; add --from")
    form, target = sink["form"], sink["target"]
    if target is None and sink["force"]:
        fail("--force is for -o FILE and --duckdb FILE")
    if target is None and form == "parquet" and sys.stdout.isatty():
        fail("Parquet cannot be printed; use -o FILE, or a pipe")
    return sink


def formed(sink: Values) -> Values:
    """Takes the form from how the file's name ends, where -f was not typed."""
    form, target = sink["form"], sink["target"]
    ending = "" if target is None else target.suffix.removeprefix(".").lower()
    source = click.get_current_context().get_parameter_source("form")
    if ending in FORMS and source is not click.core.ParameterSource.COMMANDLINE:
        return {**sink, "form": ending}
    if ending in FORMS and ending != form:
        fail(f"{target} would contain {form}; use -f {ending}, or choose another name")
    if ending in ENDINGS and ending not in {*FORMS, "txt"}:
        fail(f"{target}: end its name in .csv, .jsonl or .parquet")
    return sink


def check_alone(table: str | None, asked: Values, sink: Values) -> None:
    """Refuses what a file of all tables cannot be made with."""
    if table is not None:
        fail(f"--duckdb writes all tables; leave {table} out")
    if typed("form") or any(unconfigured(asked)) or sink["target"] is not None:
        fail(
            "--duckdb writes all tables at one basis, in the currencies on record;"
            " leave --from, --in, -f and -o out"
        )


def check_no_question(
    table: str | None, names: tuple[str, ...], asked: Values, sink: Values
) -> None:
    """Refuses what a lake, which has everything, cannot be made with."""
    others = (sink["target"], sink["duckdb"], sink["force"], *unconfigured(asked))
    if table or names or typed("form") or any(others):
        fail("--lake writes all entries; leave out everything but --db")


def typed(parameter: str) -> bool:
    """Whether a parameter stands on the command line."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is click.core.ParameterSource.COMMANDLINE


def unconfigured(asked: Values) -> Iterator[Any]:
    """The values of options, but for those that come from the configuration."""
    return (value for key, value in asked.items() if not from_config(key))


def leave_entries(book: "Book", folder: Path) -> None:
    """Appends to a lake what it lacks, and says what it has now."""
    from ledger.lake.copying import copy

    done = copy(book.log, book.opening, folder)
    click.echo(
        f"{folder}: version {done.version}, {done.size:,} entries, {done.new:,} new",
        err=True,
    )
    if done.waiting:
        entries = "entry waits" if done.waiting == 1 else "entries wait"
        click.echo(
            f"{done.waiting:,} {entries} for a signed head:"
            " `sayso audit checkpoint` signs one",
            err=True,
        )


def leave_tables(book: "Book", basis: "Basis", sink: Values) -> None:
    """Writes all tables as a file, and says how many rows each has."""
    target = sink["duckdb"]
    counts = book.to_duckdb(target, basis, force=sink["force"])
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    click.echo(f"{target}: {told}", err=True)
    click.echo(f"basis: {basis.token}", err=True)


def check_target(book: "Book", sink: Values) -> None:
    """Refuses what cannot be written, before anything is worked out."""
    from ledger.panels import writing

    if sink["form"] == "parquet":
        from ledger.panels.parquet import arrow

        arrow()
    if sink["target"] is not None:
        writing.check_target(sink["target"], book.place, force=sink["force"])


def deliver(panel: "Panel", sink: Values) -> None:
    """Writes the file, or to standard output."""
    from ledger.panels.writing import whole, write

    if sink["target"] is None:
        write(panel, sink["form"], sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with whole(sink["target"], force=sink["force"]) as file:
        write(panel, sink["form"], file)
