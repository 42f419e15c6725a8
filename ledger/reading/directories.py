"""Who is registered, under the names known at one basis or another: read once.

Entries never change, so only those are read that came since; and none, for the second
question at a basis. If the last one that was read has changed, the ledger was replaced,
and everything is forgotten.

Where the ledger keeps an index, only who sources are is read, which is what folds ask.
What companies are called is looked up, name by name (`ledger.reading.named`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.claims.dates import MAX_US, MIN_US
from ledger.claims.entry import Entry, Stored
from ledger.claims.names import Directory
from ledger.errors import LedgerError, UnknownName
from ledger.logs import warn
from ledger.projections.basis import Basis
from ledger.projections.names import directory_of, renamed
from ledger.projections.visible import (
    CORRECTED,
    VOIDED,
    apply_corrections,
    published_rows,
    seen,
)
from ledger.reading.entries import STUMBLED, entries_of, tolerant, valid
from ledger.reading.index.keeping import DAMAGED, ask, last_indexed
from ledger.reading.index.terms import CALLED, VOICES
from ledger.reading.named import Looked, Lookup
from ledger.store.log import Log
from ledger.store.reading import MANY, MAX_SEQ

if TYPE_CHECKING:
    from ledger.projections.rows import Row

KEPT: Final = 64
"""So many directories are remembered for one ledger, until it grows."""


class Directories:
    """The directories of one ledger."""

    def __init__(
        self, log: Log, *, companies: bool = True, looked_up: bool = True
    ) -> None:
        """Without `companies` it is not known what these are called; unless they are
        `looked_up` all are read, even where there is an index.
        """
        self._log = log
        self._companies, self._looked_up = companies, looked_up
        self._forget()

    def _forget(self) -> None:
        self._asked = ""
        self._found: tuple[Basis, Directory] | None = None
        self._last: Stored | None = None
        self._entries: list[Entry] = []
        self._renamed: dict[str, list[Entry]] = {}
        self._ours: list[Entry] = []
        self._mended: dict[int, tuple[Directory, list[Row]]] = {}
        self._directories: dict[tuple[int, ...], Directory] = {}
        self._lookup: Lookup | None = None
        self._whole: Directories | None = None

    def read(self) -> None:
        """Read the registrations that came since. The last one is read again."""
        last = self._last
        if last is None:
            fresh = self._first()
        else:
            after = last.seq - 1
            fresh = list(self._log.read(names=True, after=after, upto=MAX_SEQ))
            if fresh[:1] != [last]:
                self._forget()
                self.read()
                return
            del fresh[0]
        if fresh:
            self._last = fresh[-1]
            whole = self._companies and self._lookup is None
            read = (x for x in fresh if whole or x.type not in CALLED)
            tolerant(self._learn, list(entries_of(read)))
            if self._companies and self._lookup is not None:
                end = self._lookup.end
                self._lookup.take(entries_of(x for x in fresh if x.seq >= end))

    def _first(self) -> list[Stored]:
        """Read for the first time: with an index, what it leaves to be read."""
        index = last_indexed(self._log) if self._looked_up else None
        if index is None:
            return list(self._log.read(names=True, upto=MAX_SEQ))
        try:
            numbers = ask(self._log, index, either=[VOICES])
        except LedgerError:
            self._damaged()
            return self._first()
        self._lookup = Lookup(self._log, index)
        since = self._log.read(names=True, after=index, upto=MAX_SEQ)
        return [*self._log.numbered(numbers), *since]

    def _damaged(self) -> None:
        """Read all names from now on, as if there were no index."""
        warn(DAMAGED)
        self._looked_up = False

    def hold(self, basis: Basis) -> None:
        """Read what came since, unless this was done for the last entry of a basis."""
        if not basis.head or basis.head != self._asked:
            self.read()
            self._asked = basis.head

    def read_all(self, basis: Basis) -> None:
        """Read all companies at a basis, so that none is looked up by itself."""
        found = self.at(basis)
        if isinstance(found, Looked):
            found.whole()

    def _learn(self, fresh: Sequence[Entry]) -> None:
        renamed = [x for x in fresh if x.type == "company.renamed"]
        for slug, entry in [(str(x.data["slug"]), x) for x in renamed]:
            self._renamed.setdefault(slug, []).append(entry)
        self._ours += [x for x in fresh if x.type in {CORRECTED, VOIDED}]
        self._entries += fresh
        self._found = None
        self._mended.clear()
        self._directories.clear()

    def at(self, basis: Basis | None = None) -> Directory:
        """Give who is registered, under the names known at a basis, or now."""
        if basis is None:
            self.read()
            return self._directory()
        self.hold(basis)
        found = self._found
        if found is None or found[0] is not basis:  # a ledger asks it of each company
            upto, cut = basis.known_at, basis.cut
            found = basis, self._directory(upto, cut, possible=basis.possible)
            self._found = found
        return found[1]

    def _directory(
        self, upto: int = MAX_SEQ, cut: int = MAX_US, *, possible: bool = False
    ) -> Directory:
        try:
            return self._made(upto, cut, possible=possible)
        except STUMBLED:
            sound = valid(self._entries)
            if len(sound) == len(self._entries):
                raise
            self._entries = sound
            self._mended.clear()
            return self._made(upto, cut, possible=possible)

    def _made(self, upto: int, cut: int, *, possible: bool) -> Directory:
        count = bisect_right(self._entries, upto, key=lambda entry: entry.seq)
        if count not in self._mended:
            applied = apply_corrections(self._entries[:count]).entries
            base = directory_of(applied)
            self._mended = {count: (base, published_rows(applied))}
        base, renamings = self._mended[count]
        rows = seen(renamings, cut, possible=possible)
        # Days between which nobody was renamed share one, however many are asked for.
        last = count if self._lookup is None else upto
        asked = (last, *(row.seq for row in rows))
        if asked not in self._directories:
            if len(self._directories) >= KEPT:
                self._directories.clear()
            self._directories[asked] = self._named(base, upto, rows)
        return self._directories[asked]

    def _named(self, base: Directory, upto: int, rows: "Sequence[Row]") -> Directory:
        """Give a directory under the names that some renamings give."""
        if self._lookup is None or not self._companies:
            return renamed(base, rows)
        parts = self._lookup, upto, rows
        return Looked(
            base,
            partial(self._learned, *parts),
            partial(self._tagged, *parts),
            partial(self._all, upto, rows),
        )

    def _learned(
        self, lookup: Lookup, upto: int, rows: "Sequence[Row]", name: str
    ) -> Directory:
        """Give a directory of all companies that a name may mean."""
        try:
            entries = lookup.named(name) if self._looked_up else None
        except LedgerError:
            self._damaged()
            entries = None
        return self._of(entries, upto, rows)

    def _tagged(self, lookup: Lookup, upto: int, rows: "Sequence[Row]") -> Directory:
        """Give a directory of all companies with tags; of all, if they are many."""
        try:
            slugs = lookup.tagged() if self._looked_up else set()
            few = self._looked_up and len(slugs) <= MANY
            entries = lookup.about(slugs) if few else None
        except LedgerError:
            self._damaged()
            entries = None
        return self._of(entries, upto, rows)

    def _of(
        self, entries: Sequence[Entry] | None, upto: int, rows: "Sequence[Row]"
    ) -> Directory:
        """Give a directory of the companies that entries are about; of all for None."""
        if entries is None:
            return self._all(upto, rows)

        def made(entries: Sequence[Entry]) -> Directory:
            known = [x for x in (*entries, *self._ours) if x.seq <= upto]
            return directory_of(apply_corrections(known).entries, rows)

        return tolerant(made, entries)

    def _all(self, upto: int, rows: "Sequence[Row]") -> Directory:
        """Give a directory of all companies, every name read."""
        if self._whole is None:
            self._whole = Directories(self._log, looked_up=False)
        self._whole.read()
        return renamed(self._whole.before(upto), rows)

    def before(self, upto: int) -> Directory:
        """Give who is registered under the names of their registration."""
        return self._directory(upto, MIN_US)

    def voices(self, basis: Basis) -> Directory:
        """Give who sources are, as had been told by a basis: all that folds ask.

        Companies go by the names under which they were registered.
        """
        self.hold(basis)
        return self._directory(basis.known_at, MIN_US)

    def slug(self, text: str, basis: Basis) -> str:
        """Find a company as people call it today; UnknownName with near misses."""
        self.hold(basis)
        try:
            return self._directory().company(text)
        except UnknownName:
            return self.at().company(text)  # registered since they were read

    def renamings(self, slugs: Sequence[str], upto: int) -> list[Entry]:
        """Find what a company's story lacks: its new names, and our mistakes there."""
        renamed = [x for slug in slugs for x in self._renamed.get(slug, ())]
        if not renamed:
            return []
        return [entry for entry in (*renamed, *self._ours) if entry.seq <= upto]
