"""Tables of entries: the sources, documents and evidence, and the events themselves.

An event that somebody published is there once it counts at the basis; what is recorded
alone (registrations, corrections) once it is on record. Each stands as it is after our
own corrections; one that was voided says by which event.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ledger.claims.dates import When, parse_when
from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED, DOCUMENT, EVIDENCE
from ledger.claims.names import Source
from ledger.projections.basis import Basis
from ledger.projections.evidence import GONE, ShownEvidence, evidence_in
from ledger.projections.visible import apply_corrections
from ledger.reading.citations import EvidenceReader
from ledger.reading.entries import entries_of
from ledger.reading.questions import Ledger
from ledger.rendering.cells import ending, short_id
from ledger.rendering.columns import Column, Columns, join_columns, part


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
    applied = apply_corrections(entries)
    today = {one.id: one for one in applied.entries}
    for one in entries:
        entry = today.get(one.id, one)
        published = entry.data.get("published")
        when = None if published is None else parse_when(published)
        if when is None or _counts(when, basis):
            by = tuple(sorted(applied.corrected.get(one.id, ())))
            yield EventRow(entry, when, applied.voided.get(one.id), by)


def _counts(when: When, basis: Basis) -> bool:
    return when.hi <= basis.cut or (basis.possible and when.lo < basis.cut)


def _data(row: EventRow) -> str:
    return json.dumps(row.entry.data, ensure_ascii=False, sort_keys=True)


def _source(row: EventRow) -> str | None:
    found: str | None = row.says("source") or row.says("carrier")
    return found


NAMED: Final[Columns[EventRow]] = (
    Column("event", of=lambda x: short_id(x.entry.id)),
    Column("seq", of=lambda x: x.entry.seq, kind="whole"),
    Column("type", of=lambda x: x.entry.type),
    Column("company", of=lambda x: x.entry.company),
    Column("round", of=lambda x: x.says("round")),
    Column("source", of=_source),
)
PUBLISHED: Final[Columns[EventRow]] = part(
    (
        Column[When]("published", of=lambda x: x.text),
        Column[When]("published_from", of=lambda x: ending(x.lo), kind="instant"),
        Column[When]("published_to", of=lambda x: ending(x.hi), kind="instant"),
    ),
    lambda x: x.when,
)
EVENTS: Final[Columns[EventRow]] = join_columns(
    NAMED,
    PUBLISHED,
    (
        Column("recorded", of=lambda x: x.entry.recorded, kind="instant"),
        Column("recorded_by", of=lambda x: x.entry.actor),
        Column("voided_by", of=lambda x: x.voided_by, kind="whole"),
        Column("corrected_by", of=lambda x: x.corrected_by, kind="wholes"),
        Column("data", of=_data),
    ),
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, or a piece of evidence: where and how a claim was read."""

    row: EventRow
    """The entry that holds it: a document, a citation, or the claim itself."""
    about: EventRow | None
    """The claim that it is evidence of; None for a document."""
    shown: ShownEvidence

    @property
    def standing_for(self) -> EventRow:
        """Give the claim, or the document itself."""
        return self.about or self.row

    @property
    def erased_by(self) -> int | None:
        """Give the event that erased a text of it, if one says so."""
        several = (x.erased_by for x in self.shown.words if x.text is None)
        return next((x for x in several if x != GONE), None)

    def of_document(self, field: str) -> Any:
        """Give what is said of the document behind it; None without one."""
        if self.row.entry.type == DOCUMENT:
            return self.row.says(field)
        return getattr(self.shown.document, field, None)

    def words(self, what: str) -> str | None:
        """Give its texts of a kind; None without one, and once they are erased."""
        texts = [x.text for x in self.shown.words if x.what == what and x.text]
        return "\n\n".join(texts) or None


def documents(ledger: Ledger, basis: Basis) -> Iterator[DocumentRow]:
    """Give documents and evidence of what counts at a basis, in sequence.

    A citation is there if its claim counts, and neither was voided. Texts are as they
    are today: what was erased since is gone.
    """
    rows = {x.entry.id: x for x in events(ledger, basis) if x.voided_by is None}
    found: list[tuple[EventRow, EventRow | None]] = []
    for row in rows.values():
        if row.entry.type == CITED:
            about = rows.get(row.says("claim"))
            if about is not None:
                found.append((row, about))
        elif any(row.says(field) is not None for field in EVIDENCE):
            found.append((row, None if row.entry.type == DOCUMENT else row))
    read = (evidence_in(row.entry.seq, row.entry.data) for row, _ in found)
    shown = EvidenceReader(ledger.log).shown(read)
    for (row, about), one in zip(found, shown, strict=True):
        yield DocumentRow(row, about, one)


def _document(x: DocumentRow) -> str | None:
    """Give the id of the document as other columns have ids."""
    own = x.row.entry.id if x.row.entry.type == DOCUMENT else None
    found = own or x.shown.evidence.document
    return None if found is None else short_id(found)


def _of_either(field: str) -> Callable[[DocumentRow], str | None]:
    """Give what evidence says, or else the document behind it."""
    return lambda x: x.row.says(field) or x.of_document(field)


def _span_end(place: int) -> Callable[[DocumentRow], int | None]:
    def end(x: DocumentRow) -> int | None:
        span = x.shown.evidence.span
        return None if span is None else span[place]

    return end


DOCUMENTS: Final[Columns[DocumentRow]] = join_columns(
    (
        Column("event", of=lambda x: short_id(x.row.entry.id)),
        Column("seq", of=lambda x: x.row.entry.seq, kind="whole"),
        Column("type", of=lambda x: x.row.entry.type),
        Column(
            "claim",
            of=lambda x: None if x.about is None else short_id(x.about.entry.id),
        ),
        Column("company", of=lambda x: x.standing_for.entry.company),
        Column("round", of=lambda x: x.standing_for.says("round")),
        Column("source", of=lambda x: _source(x.standing_for)),
        Column("document", of=_document),
        Column("title", of=lambda x: x.of_document("title")),
        Column("publisher", of=lambda x: x.of_document("publisher")),
        Column("url", of=_of_either("url")),
        Column("locator", of=lambda x: x.row.says("locator")),
        Column("language", of=lambda x: x.row.says("language")),
        Column("note", of=lambda x: x.row.says("note")),
        Column("span_start", of=_span_end(0), kind="whole"),
        Column("span_end", of=_span_end(1), kind="whole"),
        Column("quote", of=lambda x: x.words("quote")),
        Column("text", of=lambda x: x.words("article")),
        Column("personal", of=lambda x: x.words("personal")),
        Column(
            "erased",
            of=lambda x: any(one.text is None for one in x.shown.words),
            kind="flag",
        ),
        Column("erased_by", of=lambda x: x.erased_by, kind="whole"),
        Column("text_sha256", of=lambda x: x.row.says("text_sha256")),
    ),
    part(PUBLISHED, lambda x: x.standing_for),
    (Column("recorded", of=lambda x: x.row.entry.recorded, kind="instant"),),
)


@dataclass(frozen=True, slots=True)
class SourceTableRow:
    """A registered source, and the entry that registered it."""

    source: Source
    entry: Entry


def sources(ledger: Ledger, basis: Basis) -> Iterator[SourceTableRow]:
    """Give the sources that are registered by a basis, by slug."""
    read = ledger.log.read(names=True, upto=basis.known_at)
    entries = {entry.seq: entry for entry in entries_of(read)}
    for _, source in sorted(ledger.folding.names.at(basis).sources.items()):
        yield SourceTableRow(source, entries[source.seq])


SOURCES: Final[Columns[SourceTableRow]] = (
    Column("source", of=lambda x: x.source.slug),
    Column("name", of=lambda x: x.source.name),
    Column("kind", of=lambda x: x.source.kind),
    Column("speaks_for", of=lambda x: x.source.speaks_for, kind="texts"),
    Column("aliases", of=lambda x: x.source.aliases, kind="texts"),
    Column("event", of=lambda x: short_id(x.entry.id)),
    Column("seq", of=lambda x: x.entry.seq, kind="whole"),
    Column("recorded", of=lambda x: x.entry.recorded, kind="instant"),
)
