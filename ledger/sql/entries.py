"""Tables of entries: the sources, where events can be read, and the events themselves.

An event that somebody published is there once it counts at the basis; what is recorded
alone (registrations, corrections) once it is on record. Each stands as it is after our
own corrections; one that was voided says by which event.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ledger.claims.dates import When, parse_when
from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED, DOCUMENT, EVIDENCE
from ledger.claims.names import Source
from ledger.projections.basis import Basis
from ledger.projections.evidence import GONE, Shown, Words, evidence_in
from ledger.projections.visible import mend
from ledger.reading.citations import Shelf
from ledger.reading.entries import entries_of
from ledger.reading.questions import Ledger
from ledger.rendering.cells import ending, named
from ledger.rendering.columns import Column, Columns, joined, part


@dataclass(frozen=True, slots=True)
class EventRow:
    """An entry as it stands after our corrections."""

    entry: Entry
    when: When | None
    """When it was published, if somebody published it."""
    voided_by: int | None
    corrected_by: tuple[int, ...]

    def says(self, field: str) -> Any:
        """Give what it holds in a field; None if it has none."""
        return self.entry.data.get(field)


def events(ledger: Ledger, basis: Basis) -> Iterator[EventRow]:
    """Give the entries that count at a basis, in sequence."""
    entries = list(entries_of(ledger.log.read(upto=basis.known_at)))
    mended = mend(entries)
    today = {one.id: one for one in mended.entries}
    for one in entries:
        entry = today.get(one.id, one)
        published = entry.data.get("published")
        when = None if published is None else parse_when(published)
        if when is None or _counts(when, basis):
            by = tuple(sorted(mended.corrected.get(one.id, ())))
            yield EventRow(entry, when, mended.voided.get(one.id), by)


def _counts(when: When, basis: Basis) -> bool:
    return when.hi <= basis.cut or (basis.possible and when.lo < basis.cut)


def _data(row: EventRow) -> str:
    return json.dumps(row.entry.data, ensure_ascii=False, sort_keys=True)


def _source(row: EventRow) -> str | None:
    found: str | None = row.says("source") or row.says("carrier")
    return found


NAMED: Final[Columns[EventRow]] = (
    Column("event", of=lambda x: named(x.entry.id)),
    Column("seq", of=lambda x: x.entry.seq, kind="whole"),
    Column("type", of=lambda x: x.entry.type),
    Column("company", of=lambda x: x.entry.company),
    Column("round", of=lambda x: x.says("round")),
    Column("source", of=_source),
)
CLOCKS: Final[Columns[EventRow]] = joined(
    part(
        (
            Column[When]("published", of=lambda x: x.text),
            Column[When]("published_from", of=lambda x: ending(x.lo), kind="instant"),
            Column[When]("published_to", of=lambda x: ending(x.hi), kind="instant"),
        ),
        lambda x: x.when,
    ),
    (Column("recorded", of=lambda x: x.entry.recorded, kind="instant"),),
)
EVENTS: Final[Columns[EventRow]] = joined(
    NAMED,
    CLOCKS,
    (
        Column("recorded_by", of=lambda x: x.entry.actor),
        Column("voided_by", of=lambda x: x.voided_by, kind="whole"),
        Column("corrected_by", of=lambda x: x.corrected_by, kind="wholes"),
        Column("data", of=_data),
    ),
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, or where an event was read, with one of the texts of it."""

    row: EventRow
    shown: Shown
    words: Words | None
    media_type: str | None

    @property
    def claim(self) -> str | None:
        """The id of the event that was read; None of a document."""
        if self.row.entry.type == DOCUMENT:
            return None
        return named(self.row.says("claim") or self.row.entry.id)

    @property
    def document(self) -> str | None:
        """The id of the document."""
        own = self.row.entry.id if self.row.entry.type == DOCUMENT else None
        found = own or self.shown.evidence.document
        return None if found is None else named(found)

    def about(self, field: str) -> str | None:
        """Give what is said here, or else of the document."""
        return self.row.says(field) or getattr(self.shown.document, field, None)


PLAIN: Final = "text/plain"
"""What a passage of a document is: its text is plain."""
READ: Final = (*EVIDENCE, "document")
"""The fields of an event that say where it can be read."""


def documents(ledger: Ledger, basis: Basis) -> Iterator[DocumentRow]:
    """Give the documents and the evidence that count at a basis, in sequence.

    A citation counts with what it is evidence of. Words are those of today: a text
    that was erased since is not there.
    """
    every = [row for row in events(ledger, basis) if row.voided_by is None]
    ids = {row.entry.id for row in every}
    rows = [
        row
        for row in every
        if any(row.says(field) is not None for field in READ)
        and (row.entry.type != CITED or row.says("claim") in ids)
    ]
    evidence = (evidence_in(row.entry.seq, row.entry.data) for row in rows)
    for row, shown in zip(rows, Shelf(ledger.log).shown(evidence), strict=True):
        kinds = [x["media_type"] for x in shown.evidence.payloads]
        kinds = [PLAIN] * (len(shown.words) - len(kinds)) + kinds  # a passage is first
        for words, kind in zip(shown.words, kinds, strict=True):
            yield DocumentRow(row, shown, words, kind)
        if not shown.words:
            yield DocumentRow(row, shown, None, None)


def _quote(words: Words) -> str | None:
    return words.text if words.what == "quote" else None


def _erased_by(words: Words) -> int | None:
    return None if words.erased_by == GONE else words.erased_by


def _end(row: DocumentRow, which: int) -> int | None:
    span = row.shown.evidence.span
    return None if span is None else span[which]


DOCUMENTS: Final[Columns[DocumentRow]] = joined(
    part(NAMED, lambda x: x.row),
    (
        Column("claim", of=lambda x: x.claim),
        Column("document", of=lambda x: x.document),
        Column("title", of=lambda x: x.about("title")),
        Column("publisher", of=lambda x: x.about("publisher")),
        Column("url", of=lambda x: x.about("url")),
        Column("locator", of=lambda x: x.row.says("locator")),
        Column("language", of=lambda x: x.row.says("language")),
        Column("note", of=lambda x: x.row.says("note")),
        Column("span_from", of=lambda x: _end(x, 0), kind="whole"),
        Column("span_to", of=lambda x: _end(x, 1), kind="whole"),
        Column("text_sha256", of=lambda x: x.row.says("text_sha256")),
        Column("media_type", of=lambda x: x.media_type),
    ),
    part(
        (
            Column[Words]("what", of=lambda x: x.what),
            Column[Words]("text", of=lambda x: x.text),
            Column[Words]("quote", of=_quote),
            Column[Words]("erased_by", of=_erased_by, kind="whole"),
        ),
        lambda x: x.words,
    ),
    part(CLOCKS, lambda x: x.row),
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A registered source, and the entry that registered it."""

    source: Source
    entry: Entry


def sources(ledger: Ledger, basis: Basis) -> Iterator[SourceRow]:
    """Give the sources that are registered by a basis, by slug."""
    read = ledger.log.read(names=True, upto=basis.known_at)
    entries = {entry.seq: entry for entry in entries_of(read)}
    for _, source in sorted(ledger.folding.names.at(basis).sources.items()):
        yield SourceRow(source, entries[source.seq])


SOURCES: Final[Columns[SourceRow]] = (
    Column("source", of=lambda x: x.source.slug),
    Column("name", of=lambda x: x.source.name),
    Column("kind", of=lambda x: x.source.kind),
    Column("speaks_for", of=lambda x: x.source.speaks_for, kind="texts"),
    Column("aliases", of=lambda x: x.source.aliases, kind="texts"),
    Column("event", of=lambda x: named(x.entry.id)),
    Column("seq", of=lambda x: x.entry.seq, kind="whole"),
    Column("recorded", of=lambda x: x.entry.recorded, kind="instant"),
)
