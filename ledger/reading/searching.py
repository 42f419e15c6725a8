"""Where a ledger holds some words: names, rounds, investors, documents and notes.

Entries are read up to the basis, so that what was not recorded or not published at that
time is not found, nor what is erased or taken out; our corrections are applied. A large
ledger has an index, which only says which entries have to be read; a smaller one, and
what came after the last entry of the index, is read as a whole. So both databases give
the same answer, with the index and without it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeVar

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry, Stored
from ledger.claims.evidence import CITED
from ledger.claims.names import Company, Source
from ledger.claims.searching import beginnings, words_of
from ledger.errors import LedgerError
from ledger.logs import warn
from ledger.projections.basis import Answer, Basis
from ledger.projections.search import Hit, Texts, hits_of, registered, unique_hits
from ledger.projections.visible import CORRECTED, VOIDED, apply_corrections
from ledger.reading import questions
from ledger.reading.entries import Attached, batched, entries_of, texts_among
from ledger.reading.index import keeping
from ledger.reading.index.terms import LONG, OURS
from ledger.store.log import Log
from ledger.store.search import PREFIX

One = TypeVar("One", Company, Source)
NAMES: Final = frozenset(
    {"company.registered", "company.alias_added", "company.renamed"}
    | {"source.registered", "source.alias_added"}
)
"""What says how companies and sources are called."""

PAGE: Final = 500
"""So many entries are read with their texts at once."""


class SearchableLedger(questions.Ledger, Protocol):
    """An open ledger whose names and entries can be read."""

    log: Log


class SearchedEntries(NamedTuple):
    """What entries hold, and who is named in those about names."""

    hits: list[Hit]
    named: set[str]


def search(
    ledger: SearchableLedger, text: str, basis: Basis, kinds: Sequence[str] = ()
) -> Answer[list[Hit]]:
    """Give what holds every word of a text at a basis; BadInput for no word."""
    words = words_of(text)
    names = questions.names(ledger, basis)
    recorded = _recorded(ledger.log, basis, words)
    companies = _among(names.companies, recorded.named)
    sources = _among(names.sources, recorded.named)
    found = [
        *registered("company", companies, words),
        *registered("source", sources, words),
        *recorded.hits,
    ]
    hits = unique_hits(hit for hit in found if not kinds or hit.part.kind in kinds)
    empty = None if hits else f"nothing known at that time holds {' and '.join(words)}"
    return Answer(basis, hits, empty=empty)


def _among(there: Mapping[str, One], slugs: set[str]) -> list[One]:
    if len(slugs) > PAGE:  # then it takes less to go through all
        return [one for slug, one in there.items() if slug in slugs]
    return [there[slug] for slug in sorted(slugs) if slug in there]


def _recorded(log: Log, basis: Basis, words: tuple[str, ...]) -> SearchedEntries:
    """Search entries; only what holds the words, or is corrected, is kept meanwhile."""
    kept: list[Entry] = []
    ours: list[Entry] = []
    named: set[str] = set()
    texts: dict[str, Texts] = {}
    for page in _pages(log, basis.known_at, words):
        there = texts_among(log, page)
        for entry in page:
            own = _texts_of(there.get(entry.id, ()))
            if entry.type in {CORRECTED, VOIDED}:
                ours.append(entry)
            elif entry.type in NAMES:
                named.add(str(entry.data["slug"]))
            elif any(hits_of(entry, entry, own, words)):
                kept.append(entry)
                texts[entry.id] = own
    targets = {x.data["target"] for x in ours}
    corrected = _entries(log, targets - {x.id for x in kept})
    named |= {str(x.data["slug"]) for x in corrected if x.type in NAMES}
    now = apply_corrections([*kept, *corrected, *ours]).entries
    cited = {x.data["claim"] for x in now if x.type == CITED}
    claims = {
        x.id: x for x in apply_corrections([*_entries(log, cited), *ours]).entries
    }
    return SearchedEntries(list(_hits(now, claims, texts, basis, words)), named)


def _hits(
    now: Iterable[Entry],
    claims: Mapping[str, Entry],
    texts: Mapping[str, Texts],
    basis: Basis,
    words: tuple[str, ...],
) -> Iterator[Hit]:
    for entry in now:
        about = claims.get(entry.data["claim"]) if entry.type == CITED else entry
        if about is not None and _counts(about, basis):
            yield from hits_of(entry, about, texts.get(entry.id, ()), words)


def _pages(log: Log, upto: int, words: tuple[str, ...]) -> Iterator[list[Entry]]:
    """Read, some at a time, the entries that may hold the words, and what corrects."""
    page: list[Entry] = []
    for entry in entries_of(_stored(log, upto, words)):
        page.append(entry)
        if len(page) == PAGE:
            yield page
            page = []
    yield page


def _stored(log: Log, upto: int, words: tuple[str, ...]) -> Iterator[Stored]:
    """Give what the index finds, and what came since and may hold the words."""
    last, numbers = _indexed(log, upto, words)
    for part in batched(numbers):
        yield from log.numbered(part)
    if last < upto:
        since = log.read(after=last, upto=upto)
        yield from (x for x in since if _may_hold(x, words))


def _indexed(log: Log, upto: int, words: tuple[str, ...]) -> tuple[int, list[int]]:
    """Give the last entry for which the index answers, or -1, and what it finds."""
    last = keeping.last_indexed(log)
    every = [f"{term}{PREFIX}" for term in beginnings(words)]
    if last is None or not every:
        return -1, []
    last = min(last, upto)
    try:
        return last, keeping.ask(log, last, every, [OURS, LONG])
    except LedgerError:
        warn(keeping.DAMAGED)
        return -1, []


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


def _texts_of(found: Sequence[Attached]) -> Texts:
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
