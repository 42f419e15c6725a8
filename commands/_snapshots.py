"""What `sayso import --from snapshot` asks for: whose table, and of which day."""

from typing import TYPE_CHECKING

import click

from ._importing import speaking
from ._options import Values

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.importers.kit.reading import Setting, Speaker


def compared(
    book: "Book", setting: "Setting", how: Values, what: Values, start: bytes
) -> "tuple[Setting, Speaker | None]":
    """How a snapshot is read, and who is registered as its source first."""
    from dataclasses import replace

    from ledger.importers.kit.before import Comparing
    from ledger.recording.companies import known_as

    asked(how, what)
    slug, speaker = told_by(book, how["source"], start, what["sources"])
    table, names = how["table"], book.names()
    comparing = Comparing(
        keys=how["keys"],
        table=table,
        ignored=how["ignored"],
        zone=book.zone,
        before=lambda: book.table(slug, table),
        claim=book.on_record,
        known=lambda named: known_as(named, names),
    )
    return replace(setting, source=slug, comparing=comparing), speaker


def asked(how: Values, what: Values) -> None:
    """Refuses what makes no sense of a snapshot."""
    from ledger.errors import BadInput

    if what["skip_bad"]:
        raise BadInput(
            "a snapshot is compared as a whole: skipped rows would count as removed",
            "correct the file, or leave out a column with --ignore",
        )
    if how["published_column"]:
        raise BadInput(
            "all rows of a snapshot have one date, the day on which it was taken",
            "--published D",
        )
    if how["published"] is None:
        raise click.UsageError(
            "a snapshot needs --published D: the day on which the copy was taken",
            click.get_current_context(),
        )


def told_by(
    book: "Book", given: str | None, start: bytes, kind: str | None
) -> "tuple[str, Speaker | None]":
    """The source of a table, and the one to register if it is unknown."""
    from ledger.importers.snapshot import dialect_in

    dialect, names = dialect_in(start), book.names()
    speaker = dialect.speaker if dialect else None
    if given is None and speaker is None:
        raise click.UsageError(
            "a snapshot of an unknown table needs --source",
            click.get_current_context(),
        )
    if speaker is not None and given in {None, speaker.slug, speaker.name}:
        known = names.find_source(speaker.slug)
        return known or speaker.slug, None if known else speaker
    slug, speaker, unknown = speaking(book, given, None, kind)
    if unknown is not None:
        raise unknown
    assert slug is not None, "it was given"
    return slug, speaker


def without_strangers(setting: "Setting") -> "Setting":
    """The same, so that companies that nobody registered have rows and no claims."""
    from dataclasses import replace

    if setting.comparing is None:
        return setting
    return replace(setting, comparing=replace(setting.comparing, strangers=False))
