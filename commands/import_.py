"""`sayso import`: events from files, all or nothing a file."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._importing import agreed, refuse, say
from ._options import Values, bundle, opened, writing
from ._progress import Counter
from ._recording import tell_unsigned
from ._snapshots import compared, refuse_options, without_strangers

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ledger.book import Book
    from ledger.importers.feeds import Feed
    from ledger.importers.reading import Format, Setting

FORMATS = ("jsonl", "crunchbase", "form-d", "epoch", "snapshot")
"""Those of `ledger.importers.formats`, which help must not import."""

how = bundle(
    "how",
    click.option(
        "--from",
        "format_",
        type=click.Choice(FORMATS),
        help="What the file is. [told from its content]",
    ),
    click.option(
        "--source", metavar="S", help="Who says all this, where the file does not."
    ),
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="COLUMN=FIELD[:UNIT]",
        help="What a column of a CSV file means: 'Amount=raised:M'.",
    ),
    click.option(
        "--published-column", metavar="COLUMN", help="Which one says when it was said."
    ),
    click.option(
        "--published", metavar="D", help="When it was said, where no column tells."
    ),
    click.option(
        "--key",
        "keys",
        multiple=True,
        metavar="COLUMN",
        help="In a snapshot: what names a row.",
    ),
    click.option(
        "--table", metavar="NAME", help="In a snapshot: which of the source's tables."
    ),
    click.option(
        "--ignore",
        "ignored",
        multiple=True,
        metavar="COLUMN",
        help="In a snapshot: a column that is left out.",
    ),
    click.option(
        "--encoding", metavar="NAME", help="What text that is not UTF-8 is in."
    ),
)
what = bundle(
    "what",
    click.option(
        "--skip-bad", is_flag=True, help="Record what is right; list the rest."
    ),
    click.option(
        "--create-companies",
        "create",
        type=click.Choice(["ask", "yes", "no"]),
        default="ask",
        show_default=True,
        help="Whether companies that nobody registered are.",
    ),
)


@click.command
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@how
@what
@writing
def import_(
    *, files: tuple[str, ...], how: Values, what: Values, writing: Values
) -> None:
    """Record events from files, all or nothing a file.

    A file of events holds one JSON object a line, `type` and `data`, and may name its
    own lines with `ref` and "@ref"; what `sayso log -f jsonl` prints can be read. Of
    other formats, what the file is called in is told. gzip is unpacked; - is standard
    input. What is on record already does no harm. If anything in a file is wrong,
    every problem is listed and nothing of it is recorded, unless you say --skip-bad.

    A snapshot is a copy of a table that others overwrite. It is compared with the copy
    before, and what is recorded is which rows came, changed and went; so is what they
    claim, if the table is one that is known (Epoch AI's, Crunchbase's).

    \b
    Example:
        sayso import history.jsonl
        sayso import --dry-run history.jsonl > checked.jsonl
        sayso log -f jsonl --db old.db | sayso import - --db new.db
        sayso import --from snapshot --key Id --published 2026-01-16 rounds.csv
    """
    with opened(writing) as book:
        for path in files:
            with fed(path) as feed:
                take_in(book, feed, how, what, dry_run=writing["dry_run"])
        tell_unsigned(book)


def take_in(
    book: "Book", feed: "Feed", how: Values, what: Values, *, dry_run: bool
) -> None:
    """Imports one file, and says what became of it."""
    from ledger.importers.formats import FORMATS, format_of
    from ledger.importers.reading import Account
    from ledger.importing import Intake

    start, account = feed.peek(), Account()
    chosen = FORMATS[how["format_"] or format_of(start, feed.name).name]
    refuse_options(how, chosen.name)
    setting = settled(how, chosen, feed.name)
    speaker = chosen.speaker if how["source"] is None else None
    if chosen.name == "snapshot":
        setting, speaker = compared(book, setting, how, what, start)
    if chosen.name != "jsonl" and how["format_"] is None:
        click.echo(f"{feed.name}: read as {chosen.name}", err=True)
    create = agreed(book, feed, chosen, setting, what["create"])
    setting = without_strangers(setting) if not create else setting
    with feed.opened() as file, Counter(feed.name) as counter:
        imported = book.import_items(
            counter.over(chosen.read(file, setting, account)),
            name=feed.name,
            intake=Intake(speaker, create, skip_bad=what["skip_bad"]),
            dry_run=dry_run,
        )
    if imported.problems and not what["skip_bad"]:
        refuse(feed.name, imported.problems)
    say(feed.name, imported, account, dry_run=dry_run)


def fed(path: str) -> "AbstractContextManager[Feed]":
    """A file, or standard input, which can then be read twice."""
    from ledger.importers.feeds import feed_from, feed_of

    if path == "-":
        return feed_from(sys.stdin.buffer, "standard input")
    return nullcontext(feed_of(Path(path)))


def settled(how: Values, chosen: "Format", name: str) -> "Setting":
    """How the options say that the file is to be read."""
    from ledger.importers.reading import Setting, column_from

    speaker = chosen.speaker.slug if chosen.speaker else None
    return Setting(
        source=how["source"] or speaker,
        published=how["published"],
        published_column=how["published_column"],
        columns=tuple(column_from(text) for text in how["columns"]),
        encoding=how["encoding"],
        name=name,
    )
