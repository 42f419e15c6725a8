"""Evidence with its words: documents by number, quotes as they stand in their texts.

Where a text was erased its quotes are gone too, and the event that says so is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ledger.claims.entry import Entry, Stored
from ledger.claims.evidence import CITABLE, CITED, DOCUMENT
from ledger.claims.quotes import Passage, around
from ledger.projections.evidence import (
    GONE,
    Document,
    Documented,
    Evidence,
    EvidenceText,
    ShownEvidence,
    entries_say,
    evidence_in,
    evidence_of,
)
from ledger.projections.rounds import CompanyAt
from ledger.projections.visible import CORRECTED, VOIDED, apply_corrections
from ledger.reading.entries import (
    batched,
    entries_of,
    entry_of,
    on_record,
    standing,
)
from ledger.reading.parameters import EventName, question
from ledger.reading.replies import Replies
from ledger.store.log import Log
from ledger.store.payloads import PAGE, payload_of
from ledger.store.reading import MAX_SEQ, Reader


class EvidenceReader:
    """Documents and texts, each looked up once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._texts: dict[str, str | None] = {}
        self._erased: dict[str, int] | None = None
        self._entries: dict[str, Entry] = {}

    def shown(self, several: Iterable[Evidence]) -> list[ShownEvidence]:
        """Give pieces of evidence with their documents and words."""
        found = list(several)
        if any(x.document for x in found):
            self._hold({x.document for x in found if x.document})
        return [self._shown(one) for one in found]

    def read(self, several: Iterable[ShownEvidence]) -> tuple[ShownEvidence, ...]:
        """Look up the documents and texts that entries name."""
        return tuple(self.shown(one.evidence for one in several))

    def _shown(self, one: Evidence) -> ShownEvidence:
        words = [self.words(item["what"], item["commitment"]) for item in one.payloads]
        entry = self._entries.get(one.document or "")
        document = None
        if entry is not None:
            data = entry.data
            named = (data.get(x) for x in ("title", "url", "publisher"))
            document = Document(entry.seq, *named)
            if one.span is not None:
                words.insert(0, self.passage(entry, one.span))
        return ShownEvidence(one, document, tuple(words))

    def passage(self, document: Entry, span: tuple[int, int]) -> EvidenceText:
        """Give a passage of a document's text."""
        text = self.words("article", document.data["payloads"][0]["commitment"])
        if text.text is None:
            return text._replace(what="quote")
        before, behind = around(text.text, Passage(*span))
        return EvidenceText("quote", text.text[slice(*span)], None, before, behind)

    def words(self, what: str, commitment: str) -> EvidenceText:
        """Give the text behind a commitment, or the event that says it is erased."""
        if commitment not in self._texts:
            one = payload_of(self._reader, bytes.fromhex(commitment))
            there = None if one is None else one.body.decode("utf-8", "replace")
            self._texts[commitment] = there
        text = self._texts[commitment]
        if text is not None:
            return EvidenceText(what, text)
        return EvidenceText(what, None, self._erasures().get(commitment, GONE))

    def _erasures(self) -> dict[str, int]:
        if self._erased is None:
            self._erased = {
                other.data["commitment"]: other.seq
                for other in map(entry_of, self._reader.read(names=True))
                if other.type == "payload.erased"
            }
        return self._erased

    def _hold(self, ids: set[str]) -> None:
        """Read documents as they stand today."""
        missing = sorted(ids - self._entries.keys())
        if missing:
            read = [
                entry_of(x)
                for part in batched(missing)
                for x in self._reader.several(part)
            ]
            ours = [entry_of(x) for x in self._reader.ours(None)]
            for entry in apply_corrections([*read, *ours]).entries:
                if entry.type == DOCUMENT:
                    self._entries[entry.id] = entry


class EvidenceLedger(Protocol):
    """An open ledger, as far as evidence goes."""

    log: Log


@question
def evidence(
    ledger: EvidenceLedger, text: EventName, upto: int | None = None
) -> list[ShownEvidence]:
    """Give the evidence of an event, named by its number or the beginning of its id.

    With `upto` as it stood at that entry.
    """
    log = ledger.log
    entry = on_record(ledger, text, upto)
    if entry.type not in CITABLE:
        holds = entry.type == CITED or "payloads" in entry.data
        own = evidence_in(entry.seq, entry.data)
        return EvidenceReader(log).shown([own] if holds else [])
    company = entry.company
    last = MAX_SEQ if upto is None else upto
    kept = log.read(company=company, names=company is None, upto=last)
    others = (x for x in map(entry_of, kept) if x.id != entry.id)
    standing = apply_corrections(
        [x for x in others if x.type in {CITED, CORRECTED, VOIDED}]
    )
    found = evidence_of([*standing.entries, entry])
    return EvidenceReader(log).shown(found.get(entry.id, ()))


def evidence_on(
    ledger: EvidenceLedger, company: CompanyAt, ids: Iterable[str]
) -> dict[str, tuple[ShownEvidence, ...]]:
    """Give the evidence of some events of a company, by their ids, with its words."""
    known, shelf = evidence_of(company.recorded), EvidenceReader(ledger.log)
    return {id_: shelf.read(entries_say(id_, known)) for id_ in ids if id_ in known}


def named_in(reader: Reader, numbers: Iterable[int], replies: Replies) -> list[Entry]:
    """Give the entries of some numbers, with our corrections of them applied.

    Those that do not read are left out, with a warning.
    """
    found = list(entries_of(reader.numbered(sorted(set(numbers)))))
    ours = replies.corrections(found)
    return [standing(x, ours.get(x.id, ())) for x in found]


def evidence_among(
    reader: Reader, entries: Sequence[Entry], replies: Replies
) -> dict[str, list[ShownEvidence]]:
    """Give the evidence of entries as they stood then, with its words as of today.

    `entries` have our corrections applied.
    """
    ids = {x.id for x in entries}
    cited = apply_corrections(replies.citations(entries)).entries
    shelf = EvidenceReader(reader)
    return {
        id_: shelf.shown(several)
        for id_, several in evidence_of([*cited, *entries]).items()
        if id_ in ids
    }


@question
def document(
    ledger: EvidenceLedger, text: EventName, upto: int | None = None
) -> Documented:
    """Give a document with all that is read in it, or in another of its text.

    With `upto` what had been read at that entry, as it stands today.
    """
    log, last = ledger.log, MAX_SEQ if upto is None else upto
    event_id = log.get(text).id
    read = [entry_of(x) for x in (*log.documents(), *log.ours(None))]
    documents = [x for x in apply_corrections(read).entries if x.type == DOCUMENT]
    entry = next((x for x in documents if x.id == event_id), None)
    if entry is None:  # it was voided
        entry = standing(
            entry_of(log.get(event_id)), [entry_of(x) for x in log.ours(None)]
        )
    same = [
        x for x in documents if _text_hash(x) == _text_hash(entry) and x.seq <= last
    ]
    texts = {x.id: x for x in (entry, *same)}
    shelf, cited = EvidenceReader(log), list[tuple[Entry, Entry, EvidenceText | None]]()
    for one, about in _citations(log, set(texts)):
        if max(one.seq, about.seq) > last:
            continue
        start, end = one.data.get("start"), one.data.get("end")
        there = None
        if start is not None and end is not None:
            # Its own document's text, which may be erased where this one's is kept.
            there = shelf.passage(texts[one.data["document"]], (start, end))
        cited.append((one, about, there))
    words = shelf.words("article", entry.data["payloads"][0]["commitment"])
    others = tuple(x for x in same if x.id != entry.id)
    return Documented(entry, words, others, tuple(cited))


def _text_hash(document: Entry) -> str:
    return str(document.data["text_sha256"])


def _citations(log: Log, documents: set[str]) -> Sequence[tuple[Entry, Entry]]:
    """Find what cites some documents, as it stands today, with what it is about."""
    cited = [entry_of(x) for x in log.citations()]
    cited = [x for x in cited if x.data.get("document") in documents]
    companies = sorted({x.company for x in cited if x.company})
    targets = {x.id: x for x in map(entry_of, _several(log, cited))}
    ours = [*log.ours_of(companies), *log.ours(None)] if cited else []
    applied = apply_corrections([*cited, *targets.values(), *map(entry_of, ours)])
    today: Mapping[str, Entry] = {x.id: x for x in applied.entries}
    pairs = (
        (x, today.get(x.data["claim"])) for x in applied.entries if x.type == CITED
    )
    return [(one, about) for one, about in pairs if about is not None]


def _several(log: Log, cited: Sequence[Entry]) -> list[Stored]:
    ids = sorted({str(x.data["claim"]) for x in cited})
    return [
        x for at in range(0, len(ids), PAGE) for x in log.several(ids[at : at + PAGE])
    ]
