"""Where a ledger holds some words: names, rounds, investors, documents and notes.

The log is read up to the basis, so that what was not recorded or not published at that
time is not found, nor what is erased or taken out; our corrections are applied. No
index is kept: both databases hold the same entries, and so give the same answer.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Protocol

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry, Stored
from ledger.claims.evidence import CITED
from ledger.claims.searching import words_of
from ledger.projections.basis import Answer, Basis
from ledger.projections.search import Hit, Texts, hits_of, registered, told
from ledger.projections.visible import CORRECTED, VOIDED, mend
from ledger.reading import questions
from ledger.reading.entries import Attached, batched, entries_of, texts_among
from ledger.store.log import Log

PAGE: Final = 500
"""So many entries are read with their texts at once."""


class Ledger(questions.Ledger, Protocol):
    """An open ledger whose names and entries can be read."""

    log: Log


def search(
    ledger: Ledger, text: str, basis: Basis, kinds: Sequence[str] = ()
) -> Answer[list[Hit]]:
    """Give what holds every word of a text at a basis; BadInput for no word."""
    words = words_of(text)
    names = questions.names(ledger, basis)
    found = [
        *registered("company", names.companies.values(), words),
        *registered("source", names.sources.values(), words),
        *_recorded(ledger.log, basis, words),
    ]
    hits = told(hit for hit in found if not kinds or hit.part.kind in kinds)
    empty = None if hits else f"nothing known at that time holds {' and '.join(words)}"
    return Answer(basis, hits, empty=empty)


def _recorded(log: Log, basis: Basis, words: tuple[str, ...]) -> Iterator[Hit]:
    """Search events; only what holds the words, or is corrected, is kept meanwhile."""
    kept: list[Entry] = []
    ours: list[Entry] = []
    texts: dict[str, Texts] = {}
    for page in _pages(log, basis.known_at, words):
        there = {id_: _words(found) for id_, found in texts_among(log, page).items()}
        for entry in page:
            own = there.get(entry.id, ())
            if entry.type in {CORRECTED, VOIDED}:
                ours.append(entry)
            elif any(hits_of(entry, entry, own, words)):
                kept.append(entry)
                texts[entry.id] = own
    corrected = {x.data["target"] for x in ours} - {x.id for x in kept}
    now = mend([*kept, *_entries(log, corrected), *ours]).entries
    cited = {x.data["claim"] for x in now if x.type == CITED}
    claims = {x.id: x for x in mend([*_entries(log, cited), *ours]).entries}
    for entry in now:
        about = claims.get(entry.data["claim"]) if entry.type == CITED else entry
        if about is not None and _counts(about, basis):
            yield from hits_of(entry, about, texts.get(entry.id, ()), words)


def _pages(log: Log, upto: int, words: tuple[str, ...]) -> Iterator[list[Entry]]:
    """Read, some at a time, the entries that may hold the words, and what corrects."""
    page: list[Entry] = []
    may_hold = (x for x in log.read(upto=upto) if _may_hold(x, words))
    for entry in entries_of(may_hold):
        page.append(entry)
        if len(page) == PAGE:
            yield page
            page = []
    yield page


def _may_hold(stored: Stored, words: tuple[str, ...]) -> bool:
    """Tell whether an entry has to be read: most can be left out by their bytes.

    What is not ASCII may fold to anything, a text stands next to the entry, and JSON
    writes some signs otherwise.
    """
    body = stored.body
    if stored.type in {CORRECTED, VOIDED} or b'"commitment"' in body:
        return True
    if not body.isascii() or b"\\" in body:
        return True
    lower = body.lower()
    return all(word.encode() in lower for word in words)


def _words(found: Sequence[Attached]) -> Texts:
    return [(x.what, x.text) for x in found if x.text is not None]


def _entries(log: Log, ids: Collection[str]) -> list[Entry]:
    parts = batched(sorted(ids))
    return [entry for part in parts for entry in entries_of(log.several(part))]


def _counts(entry: Entry, basis: Basis) -> bool:
    """Tell whether an event was on record and published at a basis."""
    if entry.seq > basis.known_at:
        return False
    if "published" not in entry.data:
        return True
    when = parse_when(entry.data["published"])
    return when.hi <= basis.cut or (basis.possible and when.lo < basis.cut)
