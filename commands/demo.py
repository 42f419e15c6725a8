"""`sayso demo`: a ledger of real claims, and a tour of it."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._options import clock, placed
from ._output import colour, put, width

if TYPE_CHECKING:
    from ledger.book import Book

FILES = ("demo/names.jsonl", "demo/history.jsonl", "demo/articles.jsonl")
TRACK_RECORD = ("track-record/names.jsonl", "track-record/history.jsonl")
"""Read after the others: it goes on with their rounds."""

ORIGIN = "sayso/demo"
ZONE = "America/New_York"
"""Where most of its sources spoke: the days of its history are days there."""

STORY: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "the day before: the company's filing, and nothing else",
        {"as_of": "2024-01-18"},
    ),
    (
        "the next day: a report of 15B to 20B, denied within hours",
        {"as_of": "2024-01-19"},
    ),
    (
        "18B pre-money + 6B raised = 24B; this does not confirm January's report",
        {"as_of": "2024-05-28"},
    ),
    ("today: xAI was acquired, so it has no valuation of its own", {}),
)

NEXT = (
    "timeline xai --as-of 2024-05-28",
    "explain openai --as-of 2025-09-23",
    "diff 2024-01-18 2024-05-28 --company xai",
    "disputed",
    "show 73",
    "show 192",
)
NEXT_OF_RECORD = (
    "forecasts",
    "credibility bloomberg",
    "explain mistral/series-c --as-of 2025-09-08",
    "valuations --top 10",
    "diff 2025-12-31 2026-02-28",
)
"""What may be asked after a tour."""


@click.command
@click.option(
    "--db",
    metavar="FILE",
    callback=placed,
    help="Keep the ledger in this file. [deleted at the end]",
)
@click.option(
    "--track-record",
    is_flag=True,
    help="Add some seventy rounds with known outcomes, to score sources by.",
)
def demo(db: str | None, *, track_record: bool) -> None:
    """Build a sample ledger of real claims and show what it can answer.

    The ledger holds a public history of AI funding, and five articles, retold in our
    own words, with the passages that its claims rest on. With --track-record it also
    holds reports of some seventy more rounds of AI companies from 2022 to 2026, each
    with its outcome if that is public.

    \b
    Example:
        sayso demo
        sayso demo --db demo.db
        sayso demo --track-record --db record.db
    """
    with ExitStack() as stack:
        place = db
        if place is None:
            from tempfile import TemporaryDirectory

            folder = stack.enter_context(TemporaryDirectory(prefix="sayso"))
            place = str(Path(folder) / "demo.db")
        files = (*FILES, *TRACK_RECORD) if track_record else FILES
        book = stack.enter_context(built(place, files))
        put(record(book) if track_record else tour(book), exact=False)
    put(how_to_go_on(db, track_record=track_record), exact=False)


def built(place: str, files: Iterable[str]) -> "Book":
    """A new ledger that holds packaged histories."""
    from ledger.book import Book
    from ledger.errors import Damaged

    book = Book.create(place, clock=clock, zone=ZONE, origin=free_origin())
    imported = book.import_lines(packaged(files), name="demo", future=True)
    if imported.problems:
        first = imported.problems[0]
        raise Damaged(f"the packaged history is damaged: {first.message}")
    click.echo(f"{imported.new} events recorded in {place}")
    return book


def free_origin() -> str | None:
    """The origin of a new demo; None, so that it gets its own, if one was signed.

    What was seen of a signed demo would be missed in each other one.
    """
    from ledger.audit.pins import Pins
    from ledger.audit.places import Home

    return ORIGIN if Pins(Home.of_user()).read(ORIGIN) is None else None


def packaged(names: Iterable[str]) -> Iterator[bytes]:
    """The lines of files in the wheel, as one stream: refs cross files."""
    from importlib.resources import files

    for name in names:
        with (files("ledger.fixtures") / name).open("rb") as file:
            yield from file


def tour(book: "Book") -> Iterator[str]:
    """The story of xAI day by day, then the ranking."""
    from dataclasses import replace

    from ledger.rendering.basis import quiet
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
            yield from render(quiet(table), "table", width=width(), colour=colour())

    for what, options in STORY:
        yield from ("", f"# {what}", command("xai", options))
        yield from drawn("xai", options)
    yield from ("", "# all companies, today", command("", {}))
    yield from drawn(None, {})


def record(book: "Book") -> Iterator[str]:
    """How far its sources can be trusted, by what came of their reports."""
    from ledger.rendering.tables import render

    yield from ("", "# how reliable each source was, by the outcomes of its reports")
    yield "$ sayso credibility"
    told = book.credibility(book.basis()).told
    assert told is not None, "an answer of a book can be told"
    for table in told.drawn(width()):
        yield from render(table, "table", width=width(), colour=colour())


def command(company: str, options: dict[str, str]) -> str:
    """The command line that prints a table of the tour."""
    words = ["$ sayso valuations", company]
    words += [f"--{key.replace('_', '-')} {value}" for key, value in options.items()]
    return " ".join(word for word in words if word)


def how_to_go_on(db: str | None, *, track_record: bool) -> Iterator[str]:
    """What to type next, in the words by which this program was called."""
    place = db or ("record.db" if track_record else "demo.db")
    program = called()
    yield ""
    if db is None:
        option = "--track-record " if track_record else ""
        yield "# keep the ledger in a file:"
        yield f"  {program} demo {option}--db {place}"
    yield "# then try:"
    for words in NEXT_OF_RECORD if track_record else NEXT:
        yield f"  {program} {words} --db {place}"


def called() -> str:
    """How to call this program again: by the path typed where PATH has no sayso."""
    typed = sys.argv[0]
    by_path = Path(typed).stem == "sayso" and shutil.which("sayso") is None
    return os.environ.get("SAYSO_PROGRAM") or (typed if by_path else "sayso")
