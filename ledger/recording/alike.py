"""Which event on record says the same, but for evidence.

Events before schema 4 hold their evidence themselves, so the same claim has another id
without it. It has the same kind, company and dates: of the few events that share these,
those with evidence are compared without it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from ledger.claims.canonical import derived, draft
from ledger.claims.entry import Draft, Entry
from ledger.claims.evidence import (
    CITABLE,
    EVIDENCE,
    carries_evidence,
    without_evidence_fields,
)
from ledger.claims.known import Known
from ledger.claims.schemas import schema_of
from ledger.reading.entries import entry_of
from ledger.store.log import Writer

MOST_COMPANIES: Final = 2000
"""For this many companies it is remembered what was said when."""

KindAndTime = tuple[str, int | None, int | None]
"""A kind, and the first and last instant of when it was said."""


def without_evidence(type_: str, data: Any) -> Draft:
    """Give the event that says the same, and holds no evidence."""
    plain = without_evidence_fields(data)
    return draft(type_, plain, schema_of(type_, plain))


def bared(said: Draft) -> Draft:
    """Give an event of today without its evidence: itself, if it holds none."""
    if said.data.keys().isdisjoint(EVIDENCE):
        return said
    return without_evidence(said.type, said.data)


class Alike:
    """What is on record and says the same as an event without its evidence."""

    def __init__(self, known: Known, writer: Writer) -> None:
        self._known, self._writer = known, writer
        self._said: dict[str, dict[KindAndTime, list[int]]] = {}
        self._bare: dict[tuple[str, KindAndTime], dict[str, Entry]] = {}
        self._own: dict[str, Entry] = {}
        self._names: dict[str, Entry] | None = None

    def found(self, event: Draft) -> Entry | None:
        """Give the event on record that says the same as a bare one, or None."""
        if self._known.holds(event.id):
            return self._known.entry(event.id)
        if event.id in self._own:
            return self._own[event.id]
        company, _, first, last = derived(event.type, event.data)
        if company is None:
            return self._among_names().get(event.id)
        moment = event.type, first, last
        key = company, moment
        if key not in self._bare:
            numbers = self._of(company).get(moment, ())
            self._bare[key] = self._with_evidence(numbers)
        return self._bare[key].get(event.id)

    def add(self, entry: Entry) -> None:
        """Note an event with evidence inside that is about to be on record."""
        self._own[without_evidence(entry.type, entry.data).id] = entry

    def named(self, company: str, event_id: str) -> str | None:
        """Give the id on record of an event whose id changes without its evidence."""
        numbers = [seq for several in self._of(company).values() for seq in several]
        found = self._own.get(event_id) or self._with_evidence(numbers).get(event_id)
        return None if found is None else found.id

    def _of(self, company: str) -> dict[KindAndTime, list[int]]:
        if company not in self._said:
            if len(self._said) >= MOST_COMPANIES:
                self._said.clear()
                self._bare.clear()
            said = defaultdict[KindAndTime, list[int]](list)
            for seq, *moment in self._writer.published_of(company):
                said[moment[0], moment[1], moment[2]].append(seq)
            self._said[company] = dict(said)
        return self._said[company]

    def _with_evidence(self, numbers: Iterable[int]) -> dict[str, Entry]:
        return _by_bare_id(entry_of(self._writer.get(seq)) for seq in numbers)

    def _among_names(self) -> dict[str, Entry]:
        """Look through what is about no company's claims, new names for instance, once:
        what comes with evidence later is noted.
        """
        if self._names is None:
            names = self._writer.read(names=True)
            self._names = _by_bare_id(entry_of(x) for x in names if x.type in CITABLE)
        return self._names


def _by_bare_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Give the entries among some that hold evidence, by what they say without it."""
    return {
        without_evidence(entry.type, entry.data).id: entry
        for entry in entries
        if carries_evidence(entry.type, entry.data)
    }
