"""The events that an answer names, each once: when, by whom, and the evidence.

Rows name events by their numbers, which belong to one ledger; here each has its id,
which every ledger shares, both its dates, and where it can be read.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.kinds import answered
from ledger.projections.prose import Prose
from ledger.reading.entries import Attached, Cited, batched, cited
from ledger.rendering.columns import Cell, Column, Columns, Thing
from ledger.rendering.exact import instant
from ledger.rendering.sentences import told
from ledger.rendering.tables import Table
from ledger.store.reading import Reader


class Evidence(NamedTuple):
    """Where one event can be read, and in which words."""

    event: int
    """The event that cites it."""
    data: Mapping[str, Any]
    texts: list[Attached]

    @property
    def quote(self) -> Attached | None:
        """The quotation, as it is today."""
        return next((one for one in self.texts if one.what == "quote"), None)


class Event(NamedTuple):
    """An event that an answer names."""

    cited: Cited
    numbers: Mapping[str, int]
    """Of the events that it is about, by their ids."""

    @property
    def entry(self) -> Entry:
        return self.cited.entry

    @property
    def says(self) -> Prose:
        """What it says, in words."""
        return told(self.entry.type, self.entry.data, self.numbers)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it can be read; nothing where nobody cited anything."""
        data, texts = self.entry.data, self.cited.texts
        if not texts and not any(name in data for name in CITING):
            return ()
        return (Evidence(self.entry.seq, data, texts),)


CITING: Final = ("url", "locator", "language", "note")
"""The fields of an event that say where it can be read."""


def events_table(reader: Reader | None, numbers: Iterable[int], known_at: int) -> Table:
    """Give the events of some numbers, in sequence; none without a reader."""
    found = [] if reader is None else list(_events(reader, numbers, known_at))
    return Table.of(None, EVENTS, found, brief=False)


def _events(reader: Reader, numbers: Iterable[int], known_at: int) -> Iterator[Event]:
    entries = cited(reader, numbers, known_at)
    about = {y for x in entries for y in answered(x.entry.type, x.entry.data)}
    known = {x.entry.id: x.entry.seq for x in entries}
    for part in batched(sorted(about - known.keys())):
        known |= {one.id: one.seq for one in reader.several(part)}
    for one in entries:
        yield Event(one, known)


def _quoted(found: Evidence) -> str | None:
    return None if found.quote is None else found.quote.text


def _erased(found: Evidence) -> int | None:
    return next((x.erased_by for x in found.texts if x.erased_by is not None), None)


def _things(event: Event) -> tuple[Cell, ...]:
    return tuple(Thing(one) for one in event.evidence)


EVIDENCE: Final[Columns[Evidence]] = (
    Column("event", of=lambda x: x.event, kind="event"),
    Column("url", of=lambda x: x.data.get("url")),
    Column("locator", of=lambda x: x.data.get("locator")),
    Column("language", of=lambda x: x.data.get("language")),
    Column("note", of=lambda x: x.data.get("note")),
    Column("document", of=lambda _: None),
    Column("span", of=lambda _: None, kind="json"),
    Column("quote", of=_quoted),
    Column("erased_by", of=_erased, kind="event"),
)
EVENTS: Final[Columns[Event]] = (
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
