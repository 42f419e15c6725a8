"""The evidence of an event: what it holds itself, then what was cited for it.

Events before schema 4 hold their evidence themselves; it reads as a citation with their
own number. What is cited acts by its place in the ledger alone, so it counts at every
as-of. A citation that was voided shows nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED, carries_evidence

_WORDS: Final = ("url", "locator", "language", "note")
_READING: Final = ("extractor", "version", "tier", "reviewer")


class Evidence(NamedTuple):
    """Where and how an event was read, as far as entries say."""

    event: int
    """The number of the citation, or of the event that holds it itself."""
    document: str | None = None
    """The id of the document."""
    span: tuple[int, int] | None = None
    """The passage: characters [start, end) of the document's text."""
    url: str | None = None
    locator: str | None = None
    language: str | None = None
    note: str | None = None
    extractor: str | None = None
    version: str | None = None
    tier: str | None = None
    reviewer: str | None = None
    payloads: tuple[Mapping[str, Any], ...] = ()
    """Texts that came with it: quotes, articles, what is about a person."""


GONE: Final = -1
"""In place of the event that erased a text, where none says so."""


class EvidenceText(NamedTuple):
    """A text that came along with evidence, or the passage of a document."""

    what: str
    text: str | None
    """None once it is erased."""
    erased_by: int | None = None
    before: str = ""
    behind: str = ""


class Document(NamedTuple):
    """A document as evidence names it."""

    seq: int
    title: str | None
    url: str | None
    publisher: str | None


class ShownEvidence(NamedTuple):
    """One piece of evidence with its words."""

    evidence: Evidence
    document: Document | None
    words: tuple[EvidenceText, ...]


class Documented(NamedTuple):
    """A document: who carries its text, and what is read in it."""

    entry: Entry
    text: EvidenceText
    others: tuple[Entry, ...]
    """Other documents of the same text, under other addresses."""
    cited: tuple[tuple[Entry, Entry, EvidenceText | None], ...]
    """Each citation, what it is evidence of, and the passage; in sequence."""


EvidenceOf = Mapping[str, tuple[Evidence, ...]]
"""The evidence of events by their ids; an event without any is not in it."""


def evidence_of(entries: Iterable[Entry]) -> EvidenceOf:
    """Gather the evidence of all events among entries, as they stand today.

    The own evidence of an event comes first, then citations as they were recorded.
    """
    found: dict[str, list[Evidence]] = {}
    cited: dict[str, list[Evidence]] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq):
        if entry.type == CITED:
            one = evidence_in(entry.seq, entry.data)
            cited.setdefault(entry.data["claim"], []).append(one)
        elif carries_evidence(entry.type, entry.data):
            found[entry.id] = [evidence_in(entry.seq, entry.data)]
    for id_, several in cited.items():
        found.setdefault(id_, []).extend(several)
    return {id_: tuple(several) for id_, several in found.items()}


def entries_say(event_id: str, known: EvidenceOf) -> tuple[ShownEvidence, ...]:
    """Give the evidence of an event, whose documents and words are not looked up."""
    return tuple(ShownEvidence(one, None, ()) for one in known.get(event_id, ()))


def evidence_in(seq: int, data: Mapping[str, Any]) -> Evidence:
    """Read the evidence in an event, or in a citation."""
    start, end = data.get("start"), data.get("end")
    words = {name: data.get(name) for name in (*_WORDS, *_READING)}
    return Evidence(
        seq,
        data.get("document"),
        None if start is None or end is None else (start, end),
        payloads=tuple(data.get("payloads", ())),
        **words,
    )
