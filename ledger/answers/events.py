"""The events that an answer names, each once: when, by whom, and the evidence.

Rows name events by their numbers, which belong to one ledger; here each has its id,
which every ledger shares, both its dates, and where it can be read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.kinds import targets_in
from ledger.claims.vocabulary import TIERS
from ledger.projections.evidence import GONE, EvidenceText, ShownEvidence
from ledger.projections.prose import Prose
from ledger.reading.citations import evidence_among, named_in
from ledger.reading.entries import batched
from ledger.reading.replies import Replies
from ledger.rendering.columns import Cell, Column, Columns, Thing
from ledger.rendering.exact import instant
from ledger.rendering.sentences import sentence_of
from ledger.rendering.tables import Table
from ledger.store.reading import Reader

AT_ONCE: Final = 2_000
"""Events that are held at once."""


class NamedEvent(NamedTuple):
    """An event that an answer names."""

    entry: Entry
    numbers: Mapping[str, int]
    """Of the events that it is about, by their ids."""
    evidence: Sequence[ShownEvidence]
    """Where it can be read; nothing where nobody cited anything."""

    @property
    def says(self) -> Prose:
        """What it says, in words."""
        return sentence_of(self.entry.type, self.entry.data, self.numbers)


def events_table(reader: Reader | None, numbers: Iterable[int], known_at: int) -> Table:
    """Give the events of some numbers, in sequence; none without a reader."""
    found = iter(()) if reader is None else events_of(reader, numbers, known_at)
    return Table.of(None, EVENTS, found, brief=False)


def speakers_table(
    reader: Reader | None, numbers: Iterable[int], known_at: int
) -> Table:
    """Give of the same events only the columns that name sources."""
    entries = iter(()) if reader is None else _entries(reader, numbers, known_at)
    found = (NamedEvent(one, {}, ()) for some, _ in entries for one in some)
    return Table.of(None, SPEAKERS, found, brief=False)


def events_of(
    reader: Reader, numbers: Iterable[int], known_at: int
) -> Iterator[NamedEvent]:
    """Read events as they stood then, in parts; one part is held at a time."""
    for entries, replies in _entries(reader, numbers, known_at):
        about = {y for x in entries for y in targets_in(x.type, x.data)}
        known = {x.id: x.seq for x in entries}
        for part in batched(sorted(about - known.keys())):
            known |= {one.id: one.seq for one in reader.several(part)}
        shown = evidence_among(reader, entries, replies)
        for one in entries:
            yield NamedEvent(one, known, shown.get(one.id, ()))


def _entries(
    reader: Reader, numbers: Iterable[int], known_at: int
) -> Iterator[tuple[list[Entry], Replies]]:
    """Read some entries with our corrections applied, a part at a time."""
    numbers, replies = sorted(numbers), Replies(reader, known_at)
    for first in range(0, len(numbers), AT_ONCE):
        part = numbers[first : first + AT_ONCE]
        yield named_in(reader, part, replies), replies


def _quote(found: ShownEvidence) -> EvidenceText | None:
    """Give the quotation, as it is today."""
    return next((one for one in found.words if one.what == "quote"), None)


def _quotes_shown(found: ShownEvidence) -> str | None:
    quote = _quote(found)
    return None if quote is None else quote.text


def _erased(found: ShownEvidence) -> int | None:
    by = (one.erased_by for one in found.words)
    return next((one for one in by if one is not None and one != GONE), None)


def _span(found: ShownEvidence) -> Thing | None:
    span = found.evidence.span
    return None if span is None else Thing(list(span), "{}-{}".format(*span))


def _things(event: NamedEvent) -> tuple[Cell, ...]:
    return tuple(Thing(one) for one in event.evidence)


EVIDENCE: Final[Columns[ShownEvidence]] = (
    Column("event", of=lambda x: x.evidence.event, kind="event"),
    Column("url", of=lambda x: x.evidence.url),
    Column("locator", of=lambda x: x.evidence.locator),
    Column("language", of=lambda x: x.evidence.language),
    Column("note", of=lambda x: x.evidence.note),
    Column("document", of=lambda x: x.evidence.document),
    Column("document_event", of=lambda x: x.document and x.document.seq, kind="event"),
    Column("document_title", of=lambda x: x.document and x.document.title),
    Column("document_url", of=lambda x: x.document and x.document.url),
    Column("span", of=_span, kind="json"),
    Column("quote", of=_quotes_shown),
    Column("erased_by", of=_erased, kind="event"),
    Column("extractor", of=lambda x: x.evidence.extractor),
    Column("version", of=lambda x: x.evidence.version),
    Column("tier", of=lambda x: x.evidence.tier, words=TIERS),
    Column("reviewer", of=lambda x: x.evidence.reviewer),
)
EVENTS: Final[Columns[NamedEvent]] = (
    Column("event", of=lambda x: x.entry.seq, kind="whole"),
    Column("id", of=lambda x: x.entry.id),
    Column("type", of=lambda x: x.entry.type),
    Column("company", of=lambda x: x.entry.company),
    Column("round", of=lambda x: x.entry.data.get("round")),
    Column(
        "source",
        of=lambda x: x.entry.data.get("source") or x.entry.data.get("carrier"),
        kind="source",
    ),
    Column("via", of=lambda x: tuple(x.entry.data.get("via", ())), kind="sources"),
    Column("published", of=lambda x: x.entry.data.get("published"), kind="when"),
    Column("recorded", of=lambda x: instant(x.entry.recorded), kind="instant"),
    Column("recorded_by", of=lambda x: x.entry.actor),
    Column("says", of=lambda x: str(x.says)),
    Column("evidence", of=_things, kind="things", parts=EVIDENCE),
)
"""What is said of each event that a document names, after our own corrections."""
SPEAKERS: Final = tuple(x for x in EVENTS if x.kind in {"source", "sources"})
