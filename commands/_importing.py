"""What `sayso import` asks and tells: strangers, problems, what became of a file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ._options import at_terminal
from ._output import put
from ._recording import line

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.entry import Entry
    from ledger.errors import LedgerError, Problem, UnknownName
    from ledger.importers.kit.feeds import Feed
    from ledger.importers.kit.lines import Item
    from ledger.importers.kit.reading import Account, Format, Setting, Speaker
    from ledger.recording.intake import Imported

LISTED = 20
"""Problems that are listed one by one; if there are more, kinds of them are counted."""
NAMED = 5
"""Strangers that are named."""


@contextmanager
def named(feed: "Feed") -> Iterator[None]:
    """Puts the name of a file before what is said of it as a whole."""
    from ledger.errors import BadInput
    from ledger.importers.kit.limits import Unreadable

    try:
        yield
    except BadInput as error:
        if not isinstance(error, Unreadable):
            error.message = f"{feed.name}: {error.message}"
        raise


class ImportFile(NamedTuple):
    """A file, and how it is read."""

    feed: "Feed"
    format: "Format"
    setting: "Setting"

    @contextmanager
    def items(self, account: "Account") -> Iterator[Iterator["Item"]]:
        """What is in the file, from its start."""
        with named(self.feed), self.feed.opened() as file:
            yield self.format.read(file, self.setting, account)


def agreed(book: "Book", reading: ImportFile) -> bool:
    """Whether companies that nobody registered are to be; asks if there are any."""
    from ledger.errors import Refused
    from ledger.importers.kit.limits import stopping
    from ledger.importers.kit.reading import Account
    from ledger.recording.companies import strangers

    feed = reading.feed
    with reading.items(Account()) as items:
        names = strangers(stopping(items, feed.limits), book.names())
    if not names:
        return False
    many = (
        "1 company that is" if len(names) == 1 else f"{len(names):,} companies that are"
    )
    what = f"{feed.name} names {many} not registered: {_some(names)}"
    if not at_terminal():
        no = "lists the lines that name them"
        if reading.format.name == "snapshot":
            no = "keeps their rows, without claims"
        raise Refused(what, f"--create-companies yes registers them; no {no}")
    click.echo(what, err=True)
    return click.confirm("Register them?", default=False, err=True)


def _some(names: Sequence[str], many: int | None = None) -> str:
    """The first of some names; `many` is how many there are, if these are not all."""
    from ledger.claims.names import shown

    first = ", ".join(shown(name) for name in names[:NAMED])
    more = (len(names) if many is None else many) - NAMED
    return first if more <= 0 else f"{first}, and {more:,} more"


def say(name: str, imported: "Imported", account: "Account", *, dry_run: bool) -> None:
    """What became of a file."""
    if dry_run:
        put(line(event.type, event.data) for event in imported.recorded)
    rows = _row_notes(imported, dry_run=dry_run)
    for note in [*account.notes, *_import_notes(imported), *rows]:
        click.echo(f"{name}: {note}", err=True)
    if imported.problems:
        click.echo("\n".join(_problem_lines(imported.problems)), err=True)
    counts = [f"{imported.new:,} {'new' if dry_run else 'recorded'}"]
    if differing := len(imported.restated):
        counts[0] += f" ({_differ(f'{differing:,}', differing)})"
    if imported.known:
        counts.append(f"{imported.known:,} already on record")
    if imported.problems:
        counts.append(f"{_bad(imported.problems):,} left out")
    if imported.registered:
        many = "company" if imported.registered == 1 else "companies"
        counts.append(f"{imported.registered:,} {many} registered")
    if imported.tagged:
        many = "company" if len(imported.tagged) == 1 else "companies"
        counts.append(f"{len(imported.tagged):,} {many} tagged")
    click.echo(f"{name}: {_usable(account)}{', '.join(counts)}", err=dry_run)


def _usable(account: "Account") -> str:
    """Of a table with empty rows: how many others there are."""
    if not account.empty:
        return ""
    usable = account.rows - account.empty
    many = "1 usable row" if usable == 1 else f"{usable:,} usable rows"
    return f"{many} of {account.rows:,}, the rest is empty: "


def _import_notes(imported: "Imported") -> Iterator[str]:
    """What happened in addition to the events themselves."""
    if imported.sources:
        word = "source" if len(imported.sources) == 1 else "sources"
        yield f"{word} registered: {_some(imported.sources)}"
    if imported.alike_sources:
        yield _similar_words("source", "sources", imported.alike_sources)
    if imported.introduced:
        yield f"{imported.introduced} was registered as a source"
    if imported.recognised:
        yield f"found by name, alias added: {_some(imported.recognised)}"
    if imported.repeats:
        yield _repeats(imported)
    if imported.other_tags:
        told = _some(list(imported.other_tags.values()))
        yield f"the tags on record stay: {told}; `sayso company tag` changes them"
    if imported.relabelled:
        many = imported.relabelled
        rows = "1 row is" if many == 1 else f"{many:,} rows are"
        yield (
            f"{rows} on record as an earlier version read them, under other round"
            " names, and stay there"
        )
    if imported.alike:
        told = _similar_words("company", "companies", imported.alike)
        yield f"{told}; `sayso record merge` joins two"


def _row_notes(imported: "Imported", *, dry_run: bool) -> Iterator[str]:
    """How rows and the claims on record go together, where a person has to know."""
    if imported.restated:
        yield from _restated(imported, dry_run=dry_run)
    if imported.voided:
        yield _voided(imported.voided, imported.stay_voided)


def _differ(some: str, many: int) -> str:
    if many == 1:
        return f"{some} differs from an earlier claim"
    return f"{some} differ from earlier claims"


def _restated(imported: "Imported", *, dry_run: bool) -> Iterator[str]:
    """Which rows changed, next to what they stand, and what makes revisions of it."""
    rows = imported.restated
    one = len(rows) == 1
    differ = _differ("1 row" if one else f"{len(rows):,} rows", len(rows))
    stand = "would stand" if dry_run else "stands" if one else "stand"
    some = _some([f"{row.where} (event {row.event})" for row in rows])
    yield (
        f"{differ} of the same source, round and day, and {stand} next to"
        f" {'it' if one else 'them'}: {some}"
    )
    told = (
        "to record changes as revisions, import each copy of the table with --from"
        " snapshot --key COLUMN --published DAY"
    )
    back = f"`sayso record void --import {imported.first} --reason WHY`"
    yield told if dry_run else f"{told}; {back} takes this one back"


def _voided(entries: "Sequence[Entry]", many: int) -> str:
    """Which claims on record count no more, and what brings them back."""
    first = entries[0]
    named = [f"event {x.seq} (by event {x.voided_by})" for x in entries]
    are = (
        "1 row is on record as an event that was"
        if many == 1
        else f"{many:,} rows are on record as events that were"
    )
    stay = "stays" if many == 1 else "stay"
    return (
        f"{are} voided, and {stay} so: {_some(named, many)};"
        f" `sayso record void {first.voided_by} --reason WHY` brings event"
        f" {first.seq} back"
    )


def _similar_words(noun: str, nouns: str, found: Sequence[str]) -> str:
    many = len(found)
    some = f"1 new {noun} looks" if many == 1 else f"{many:,} new {nouns} look"
    return f"{some} like one on record: {_some(found)}"


def _repeats(imported: "Imported") -> str:
    first = ", ".join(imported.repeats[:NAMED])
    more = imported.repeated - NAMED
    rest = f", and {more:,} more" if more > 0 else ""
    many = (
        "1 line says" if imported.repeated == 1 else f"{imported.repeated:,} lines say"
    )
    return f"{many} what an earlier one says: {first}{rest}"


@contextmanager
def kept_before(done: Sequence[str]) -> Iterator[None]:
    """Says of a file that fails that those before it stay on record."""
    from ledger.errors import LedgerError

    try:
        yield
    except LedgerError as error:
        if done:
            kept = f"earlier files stay on record: {', '.join(done)}"
            error.hint = f"{error.hint}; {kept}" if error.hint else kept
        raise


def speaking(
    book: "Book", given: str | None, own: "Speaker | None", kind: str | None
) -> "tuple[str | None, Speaker | None, UnknownName | None]":
    """The source of rows that name none, and the source to register first.

    `own` is the source whose files have the format. One that nobody registered is
    registered as `kind`; without a kind the last is the error for it.
    """
    if given is None:
        return own.slug if own else None, own, None
    from ledger.errors import UnknownName
    from ledger.importers.kit.reading import Speaker
    from ledger.recording.speakers import slug_for

    names, unknown = book.names(), None
    try:
        return names.source(given), None, None
    except UnknownName as error:
        also = "or add --create-sources press (or another kind)"
        error.say(error.message, f"{error.hint}; {also}")
        unknown = None if kind else error
    made = Speaker(slug_for(given, names), given, kind or "unknown")
    return made.slug, made, unknown


def add_problems(error: "LedgerError", imported: "Imported") -> None:
    """Puts the problems of a file into what is said of it."""
    if imported.problems:
        rows = _problem_lines(imported.problems)
        error.say("\n".join([error.message, "", *rows]), error.hint)


def refuse(name: str, imported: "Imported", *, whole: bool) -> None:
    """Lists every problem of a file, and says that nothing of it was recorded.

    `whole` is whether the file is taken as a whole only: then nothing can be skipped.
    """
    from ledger.errors import BadInput

    found, right = imported.problems, imported.new + imported.known
    unknown = imported.unknown_sources
    bad = _bad(found)
    many = "1 line is" if bad == 1 else f"{bad:,} lines are"
    rows = _problem_lines(found)
    raise BadInput(
        "\n".join([f"{name}: {many} invalid; file not imported", "", *rows]),
        "correct the file and import it again: rows on record are skipped"
        + ("; --create-sources press registers unknown sources" if unknown else "")
        + (f"; --skip-bad imports the other {right:,}" if right and not whole else ""),
    )


def _bad(problems: Iterable["Problem"]) -> int:
    return len({problem.line for problem in problems})


def _problem_lines(problems: Sequence["Problem"]) -> list[str]:
    """The first problems, one a line; of many, first how many are of each kind."""
    from ledger.claims.names import shown

    first, more = problems[:LISTED], len(problems) - LISTED
    where = max(len(problem.where) for problem in first)
    fields = [shown(problem.field) for problem in first]
    wide = max(map(len, fields))
    rows = [
        f"  {it.where:{where}}  {field:{wide}}  {shown(it.message)}".rstrip()
        for it, field in zip(first, fields, strict=True)
    ]
    if more <= 0:
        return rows
    rest = f"  and {more:,} more (--problems FILE.csv has all of them)"
    return [*_kinds(problems), "", *rows, rest]


def _kinds(problems: Sequence["Problem"]) -> list[str]:
    """How many rows have a problem of one kind, with the first of them."""
    from ledger.claims.names import shown

    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.field, _kind(problem.what)), []).append(problem)
    most = sorted(kinds.values(), key=len, reverse=True)[:LISTED]
    wide = max(len(f"{len(same):,}") for same in most)
    return [
        f"  {len(same):{wide},} {'row ' if len(same) == 1 else 'rows'} like"
        f" {same[0].where}: {shown(f'{same[0].field} {same[0].message}'.strip())}"
        for same in most
    ]


def _kind(what: str) -> str:
    """What is wrong, whatever the cell and its numbers are."""
    return re.sub(r"\d[\d.,]*", "0", re.sub(r"'[^']*'|\"[^\"]*\"", "", what))


def write_problems(path: str, problems: Sequence["Problem"]) -> None:
    """All problems as a table: line, column, cell, what is wrong, what to do."""
    import csv

    from ledger.claims.names import shown
    from ledger.errors import Unreachable

    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["line", "column", "cell", "what", "hint"])
            for it in problems:
                cells = (it.field, it.cell, it.what, it.hint)
                rows.writerow([it.line or "", *map(shown, cells)])
    except OSError as error:
        raise Unreachable(f"{path} cannot be written: {error.strerror}") from None
    many = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
    click.echo(f"{many} in {path}", err=True)
