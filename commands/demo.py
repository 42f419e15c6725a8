"""`sayso demo`: a ledger of real claims, and a tour of it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from ._options import clock
from ._output import colour, put, width

if TYPE_CHECKING:
    from ledger.book import Book

FILES = ("names.jsonl", "history.jsonl", "articles.jsonl")
ZONE = "America/New_York"
"""Where most of its sources spoke: the days of its history are days there."""

STORY: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "the day before: the company's filing, and nothing else",
        {"as_of": "2024-01-18"},
    ),
    (
        "the next evening: a report of 15B to 20B, denied within hours",
        {"as_of": "2024-01-19"},
    ),
    (
        "18B before the money + 6B = 24B; January's report is not confirmed by it",
        {"as_of": "2024-05-28"},
    ),
    ("today: bought, so it has no value of its own any more", {}),
)


@click.command
@click.option(
    "--db", metavar="FILE", help="Keep the ledger there. [else it is thrown away]"
)
def demo(db: str | None) -> None:
    """A ledger of real claims in a temporary place, and a tour of it.

    It holds a public history of AI funding and the claims of five articles, as they
    were published; sources are named with every event.

    \b
    Example:
        sayso demo
        sayso demo --db demo.db
    """
    with ExitStack() as stack:
        place = db
        if place is None:
            from pathlib import Path
            from tempfile import TemporaryDirectory

            folder = stack.enter_context(TemporaryDirectory(prefix="sayso"))
            place = str(Path(folder) / "demo.db")
        book = stack.enter_context(built(place))
        put(tour(book), exact=False)
    put(how_to_go_on(db), exact=False)


def built(place: str) -> "Book":
    """A new ledger that holds the packaged histories."""
    from ledger.book import Book
    from ledger.errors import Damaged

    book = Book.create(place, clock=clock, zone=ZONE, origin="sayso/demo")
    imported = book.import_lines(packaged(), name="demo", future=True)
    if imported.problems:
        first = imported.problems[0]
        raise Damaged(f"the packaged history is damaged: {first.message}")
    click.echo(f"{imported.new} events recorded in {place}")
    return book


def packaged() -> Iterator[bytes]:
    """The lines of the histories in the wheel, as one stream: refs cross files."""
    from importlib.resources import files

    for name in FILES:
        with (files("ledger.fixtures") / "demo" / name).open("rb") as file:
            yield from file


def tour(book: "Book") -> Iterator[str]:
    """The story of xAI day by day, then the ranking."""
    from dataclasses import replace

    from ledger.rendering.basis import Late, Replay
    from ledger.rendering.figures import valuations_table
    from ledger.rendering.raised import raised_table
    from ledger.rendering.tables import render

    def drawn(company: str | None, options: dict[str, Any]) -> Iterator[str]:
        basis = book.basis(**options)
        names = book.names(basis)
        asked = [company] if company else []
        tables = [valuations_table(book.valuations(basis, asked), names, brief=True)]
        if company and options:
            raised = raised_table(book.raised(basis, asked), brief=True)
            tables.append(replace(raised, heading="raised:"))
        for table in tables:
            notes = tuple(x for x in table.notes if not isinstance(x, Late | Replay))
            short = replace(table, notes=notes)
            yield from render(short, "table", width=width(), colour=colour())

    for what, options in STORY:
        yield from ("", f"# {what}", command("xai", options))
        yield from drawn("xai", options)
    yield from ("", "# everybody, today", command("", {}))
    yield from drawn(None, {})


def command(company: str, options: dict[str, str]) -> str:
    """The command line that prints a table of the tour."""
    words = ["$ sayso valuations", company]
    words += [f"--{key.replace('_', '-')} {value}" for key, value in options.items()]
    return " ".join(word for word in words if word)


def how_to_go_on(db: str | None) -> Iterator[str]:
    """What to type next, in the words by which this program was called."""
    place = db or "demo.db"
    program = os.environ.get("SAYSO_PROGRAM", "sayso")
    yield ""
    if db is None:
        yield "# to look around, keep the ledger:"
        yield f"  {program} demo --db {place}"
    yield "# then ask, for instance:"
    for words in (
        "timeline xai --as-of 2024-05-28",
        "explain openai --as-of 2025-09-23",
        "diff 2024-01-18 2024-05-28 --company xai",
        "disputed",
        "show 73",
    ):
        yield f"  {program} {words} --db {place}"
