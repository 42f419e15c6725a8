"""`sayso import`: events from files, all or nothing a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.claims.vocabulary import SOURCE_KINDS
from ledger.importers.kit.names import FORMAT_NAMES

from ._importing import (
    ImportFile,
    add_problems,
    agreed,
    kept_before,
    refuse,
    say,
    speaking,
    write_problems,
)
from ._mapfiles import MAPS, guess, mapping, merged, remember
from ._options import Values, bundle, clock, opened, writing
from ._progress import Counter
from ._publication import FUTURE
from ._recording import read, tell_unsigned
from ._snapshots import compared, without_strangers
from ._tables import TABLE, constants, layout, numbers

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.errors import UnknownName
    from ledger.importers.kit.feeds import Feed
    from ledger.importers.kit.limits import Limits
    from ledger.importers.kit.reading import Account, Setting, Speaker
    from ledger.recording.intake import Imported, Intake

how = bundle(
    "how",
    click.option(
        "--from",
        "format_",
        type=click.Choice(FORMAT_NAMES),
        help="Format of the file. [detected]",
    ),
    click.option(
        "--source", metavar="S", help="Default source for rows that name none."
    ),
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="COLUMN=FIELD[:UNIT]",
        help="Meaning of a column: 'Amount=raised:EURM'.",
    ),
    click.option(
        "--published-column", metavar="COLUMN", help="Column with the publication date."
    ),
    click.option(
        "--published", metavar="D", help="Publication date for rows that have none."
    ),
    click.option(
        "--key",
        "keys",
        multiple=True,
        metavar="COLUMN",
        help="For snapshots: column that identifies a row.",
    ),
    click.option(
        "--table",
        metavar="NAME",
        help="For snapshots: name of the table, if the source has several.",
    ),
    click.option(
        "--ignore",
        "ignored",
        multiple=True,
        metavar="COLUMN",
        help="For snapshots: column to leave out.",
    ),
    click.option(
        "--encoding",
        metavar="NAME",
        help="Encoding of a file that is not UTF-8, such as cp1252.",
    ),
    click.option(
        "--limits",
        "larger",
        type=click.IntRange(min=1),
        default=1,
        envvar="SAYSO_IMPORT_LIMITS",
        metavar="N",
        help="Allow N times the usual size, for a file that you trust. [1]",
    ),
    *TABLE,
    *MAPS,
)
what = bundle(
    "what",
    click.option(
        "--skip-bad", is_flag=True, help="Import valid rows, and report the others."
    ),
    FUTURE,
    click.option(
        "--create-companies",
        "create",
        type=click.Choice(["ask", "yes", "no"]),
        default="ask",
        show_default=True,
        help="Whether companies that nobody registered are.",
    ),
    click.option(
        "--create-sources",
        "sources",
        type=click.Choice(SOURCE_KINDS),
        metavar="KIND",
        help="Register unknown sources, as this kind: press. [they are problems]",
    ),
    click.option(
        "--problems",
        type=click.Path(dir_okay=False, writable=True),
        metavar="FILE.csv",
        help="Write all problems to this CSV file.",
    ),
)


@click.command
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@click.option(
    "--guess",
    "guessing",
    is_flag=True,
    help="Print a proposed mapping to edit; import nothing.",
)
@how
@what
@writing
def import_(
    *,
    files: tuple[str, ...],
    guessing: bool,
    how: Values,
    what: Values,
    writing: Values,
) -> None:
    """Import events from files, each as a whole or not at all.

    A file of events has one JSON object per line, with `type` and `data`, and may name
    its own lines with `ref` and "@ref"; it can be the output of `sayso log -f jsonl`.
    For a table, --map gives the meaning of its columns, or --map-file, which --guess
    proposes; known tables need neither. The format is detected from the content, and
    reported. gzip is unpacked; - is standard input.

    Events that are on record already do no harm. If anything in a file is wrong, every
    problem is listed and nothing of it is recorded, unless you use --skip-bad.

    A snapshot is a copy of a table that others overwrite. It is compared with the copy
    before; the import records which rows were added, changed and removed, and what they
    claim, if the table is known (Epoch AI's, Crunchbase's).

    \b
    Example:
        sayso import history.jsonl
        sayso import --dry-run history.jsonl > checked.jsonl
        sayso log -f jsonl --db old.db | sayso import - --db new.db
        sayso import rounds.csv --source the-wire --map Company=company \\
          --map Date=published --map 'Amount ($M)=raised:M'
        sayso import --guess rounds.csv > rounds.toml
        sayso import --map-file rounds.toml rounds.csv
        sayso import --from snapshot --key Id --published 2026-01-16 rounds.csv
    """
    if guessing:
        for path in files:
            with fed(path, how, listing=False) as feed:
                guess(feed, how)
        return
    with opened(writing) as book:
        done: list[str] = []
        listing = what["skip_bad"] or what["problems"] is not None
        for path in files:
            with fed(path, how, listing=listing) as feed, kept_before(done):
                take_in(book, feed, how, what, dry_run=writing["dry_run"])
                if not writing["dry_run"]:
                    done.append(feed.name)
        tell_unsigned(book)


def take_in(
    book: "Book", feed: "Feed", how: Values, what: Values, *, dry_run: bool
) -> None:
    """Imports one file, and says what became of it."""
    from ledger.importers.formats import format_of

    start = feed.peek()
    found = mapping(book, how)
    if found is not None and how["source"] is None:
        how = {**how, "source": found.source}
    mapped = ["map"] if found is not None else []
    said = given(how) + [x for x in mapped if how["map_file"]]
    chosen = format_of(start, feed.name, how["format_"], said)
    if chosen.name not in {"csv", "snapshot"}:
        found = None
    kind = what["sources"]
    source, speaker, unknown = speaking(book, how["source"], chosen.speaker, kind)
    setting = merged(settled(book, how, source, feed), found)
    if found is not None and setting.published is None:
        setting = replace(setting, published=published(book, found.published))
    if chosen.name == "snapshot":
        setting, speaker = compared(book, setting, how, what, start)
    if chosen.name != "jsonl" and how["format_"] is None:
        click.echo(f"{feed.name}: read as {chosen.name}", err=True)
    reading = ImportFile(feed, chosen, setting)
    intake = taking(what, speaker, setting, feed.limits)
    imported, account = known(unknown, book, reading, intake, dry_run=dry_run)
    if what["problems"] is not None:
        write_problems(what["problems"], imported.problems)
    if imported.problems and not what["skip_bad"]:
        refuse(feed.name, imported, whole=chosen.name == "snapshot")
    say(feed.name, imported, account, dry_run=dry_run)
    if how["remember"] and not dry_run:
        remember(book, setting)
    if not dry_run:
        with Counter(
            "the ranking", "companies", "`sayso db rebuild` builds it"
        ) as made:
            book.keep(made)


def brought(
    book: "Book", reading: ImportFile, intake: "Intake", *, dry_run: bool
) -> "tuple[Imported, Account]":
    """What became of a file, and what its reader has to tell.

    A file that names companies that nobody registered is read again, once it is known
    whether they are to be.
    """
    from ledger.importers.kit.reading import Account
    from ledger.recording.companies import Stranger

    if intake.create is False:
        reading = reading._replace(setting=without_strangers(reading.setting))
    account, name = Account(), reading.feed.name
    with suppress(Stranger), reading.items(account) as items, Counter(name) as counter:
        imported = book.import_items(
            counter.over(items),
            name=name,
            intake=intake,
            dry_run=dry_run,
            ranking=False,
        )
        return imported, account
    with told_with_problems(book, reading, intake):
        told = replace(intake, create=agreed(book, reading))
    return brought(book, reading, told, dry_run=dry_run)


@contextmanager
def told_with_problems(
    book: "Book", reading: ImportFile, intake: "Intake"
) -> Iterator[None]:
    """Lists what else is wrong in a file that names unregistered companies."""
    from ledger.errors import BadInput, Refused

    try:
        yield
    except Refused as error:
        if not intake.skip_bad:
            known = replace(intake, create=True)
            with suppress(BadInput):  # a file of too many problems
                imported, _ = brought(book, reading, known, dry_run=True)
                add_problems(error, imported)
        raise


def known(
    unknown: "UnknownName | None",
    book: "Book",
    reading: ImportFile,
    intake: "Intake",
    *,
    dry_run: bool,
) -> "tuple[Imported, Account]":
    """The same; an unknown source is named with everything else that is wrong."""
    if unknown is None:
        return brought(book, reading, intake, dry_run=dry_run)
    from ledger.errors import BadInput

    try:
        imported, _ = brought(book, reading, replace(intake, create=True), dry_run=True)
    except BadInput as more:
        hints = filter(None, (unknown.hint, more.hint))
        lines = f"{unknown.message}\n       {more.message}"
        unknown.say(lines, "\n      ".join(hints))
    else:
        add_problems(unknown, imported)
    raise unknown


def taking(
    what: Values, speaker: "Speaker | None", setting: "Setting", limits: "Limits"
) -> "Intake":
    """How the options say that a file is taken in."""
    from ledger.recording.intake import Intake

    return Intake(
        speaker,
        create={"yes": True, "no": False, "ask": None}[what["create"]],
        sources=what["sources"],
        skip_bad=what["skip_bad"],
        ahead=setting.comparing is None,
        limits=limits,
        future=what["future"],
    )


@contextmanager
def fed(path: str, how: Values, *, listing: bool) -> "Iterator[Feed]":
    """A file; what can be read once only is put by, for it may be read again.

    `listing` is whether somebody wants all of its problems.
    """
    from ledger.importers.kit.feeds import feed_from, feed_of
    from ledger.importers.kit.limits import LIMITS

    place, how_large = Path(path), LIMITS.times(how["larger"])
    unpacking = how["sheet"], how_large if listing else how_large.refusing()
    if path == "-":
        with feed_from(sys.stdin.buffer, "standard input", *unpacking) as feed:
            yield feed
    elif place.is_file():
        yield feed_of(place, *unpacking)
    else:
        with (
            feed_of(place).raw() as stream,
            feed_from(stream, path, *unpacking) as feed,
        ):
            yield feed


def given(how: Values) -> list[str]:
    """The options, but for --from, that say how a file is to be read."""
    names = {
        "columns": "map",
        "keys": "key",
        "ignored": "ignore",
        "filled": "fill_down",
        "constants": "set",
    }
    ours = {"format_", "map_file", "remember", "sheet", "larger"}
    return [
        names.get(key, key) for key, value in how.items() if value and key not in ours
    ]


def settled(book: "Book", how: Values, source: str | None, feed: "Feed") -> "Setting":
    """How the options say that the file is to be read; `source` is whose it is."""
    from ledger.importers.kit.reading import Setting, column_from

    if how["encoding"] is not None:
        from ledger.importers.kit.textlines import known_encoding

        read("--encoding", known_encoding, how["encoding"])
    return Setting(
        source=source,
        published=published(book, how["published"]),
        published_column=how["published_column"],
        columns=tuple(column_from(text) for text in how["columns"]),
        encoding=how["encoding"],
        name=feed.name,
        layout=layout(how),
        numbers=numbers(how),
        constants=constants(how),
        limits=feed.limits,
    )


def published(book: "Book", text: str | None) -> str | None:
    """The day of --published, `yesterday` too."""
    from ledger.claims.dates import parse_when, resolve_relative

    if text is None:
        return None
    day = resolve_relative(text, clock(), book.zone)
    read("--published", parse_when, day)
    return day
