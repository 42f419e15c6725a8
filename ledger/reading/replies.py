"""What is recorded about entries later: our corrections of them, and what cites them.

All of it stands under the company of the entry that it is about. It is read once, and
of each only its number is kept, by the id that it names; then the few that are asked
for are read by their numbers. So a long answer needs no more memory for them than a
short one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from ledger.claims.entry import Entry, Stored
from ledger.reading.entries import entries_of
from ledger.store.reading import Reader

AT_ONCE: Final = 20
"""Companies a statement: all rows of a statement are held."""

_NAMED: Final = re.compile(rb'"(?:claim|target)":"([0-9a-f]{16})')
"""Where the stored bytes name the entry that they are about, by 64 bits of its id."""

_SEQ_BITS: Final = 64


class Replies:
    """The corrections and citations of companies, up to an entry, by what they name."""

    def __init__(self, reader: Reader, known_at: int) -> None:
        self._reader, self._known_at = reader, known_at
        self._companies: set[str] = set()
        self._ours: list[int] = []
        self._cited: list[int] = []

    def corrections(self, entries: Sequence[Entry]) -> dict[str, list[Entry]]:
        """Give our corrections of entries, and of these, in sequence, by the id of the
        entry that they are about in the end.
        """
        self._read(entries)
        found: dict[str, list[Entry]] = {}
        about = {one.id: one.id for one in entries}
        fresh = list(about)
        while fresh:
            ours = [x for x in self._of(self._ours, fresh) if x.id not in about]
            ours = [x for x in ours if x.data["target"] in about]
            about |= {x.id: about[x.data["target"]] for x in ours}
            fresh = [x.id for x in ours]
            for one in ours:
                found.setdefault(about[one.id], []).append(one)
        return {id_: sorted(x, key=lambda one: one.seq) for id_, x in found.items()}

    def citations(self, entries: Sequence[Entry]) -> list[Entry]:
        """Give what cites entries, and our corrections of that, in no order."""
        self._read(entries)
        ids = {one.id for one in entries}
        cited = [x for x in self._of(self._cited, ids) if x.data["claim"] in ids]
        ours = self.corrections(cited)
        return [*cited, *chain.from_iterable(ours.values())]

    def _read(self, entries: Iterable[Entry]) -> None:
        """Note what is recorded about the companies of entries."""
        slugs = {x.company for x in entries if x.company is not None}
        fresh = sorted(slugs - self._companies)
        self._companies.update(fresh)
        for first in range(0, len(fresh), AT_ONCE):
            some = fresh[first : first + AT_ONCE]
            self._ours += self._noted(self._reader.ours_of(some))
            self._cited += self._noted(self._reader.citations_of(some, self._known_at))
        if fresh:
            self._ours.sort()
            self._cited.sort()

    def _noted(self, several: Iterable[Stored]) -> Iterator[int]:
        for one in several:
            if one.seq <= self._known_at:
                for named in _NAMED.findall(one.body):
                    yield int(named, 16) << _SEQ_BITS | one.seq

    def _of(self, noted: Sequence[int], ids: Iterable[str]) -> list[Entry]:
        """Read what may name some ids: what has the same 64 bits may be another's."""
        numbers = []
        for id_ in ids:
            first = int(id_[:16], 16) << _SEQ_BITS
            place = bisect_left(noted, first)
            while (
                place < len(noted) and noted[place] >> _SEQ_BITS == first >> _SEQ_BITS
            ):
                numbers.append(noted[place] & (1 << _SEQ_BITS) - 1)
                place += 1
        return list(entries_of(self._reader.numbered(sorted(set(numbers)))))
