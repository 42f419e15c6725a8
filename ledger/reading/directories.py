"""Who is registered, under the names known at one basis or another: read once.

Entries never change, so only those are read that came since; and none, for the second
question at a basis. If the last one that was read is another one now, so is the ledger,
and everything is forgotten.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ledger.claims.dates import MAX_US, MIN_US
from ledger.claims.entry import Entry, Stored
from ledger.claims.names import Directory
from ledger.errors import UnknownName
from ledger.projections.basis import Basis
from ledger.projections.names import directory_of, renamed
from ledger.projections.visible import CORRECTED, VOIDED, mend, published_rows, seen
from ledger.reading.entries import STUMBLED, entries_of, tolerant, valid
from ledger.store.log import Log
from ledger.store.reading import MAX_SEQ

if TYPE_CHECKING:
    from ledger.projections.rows import Row

KEPT: Final = 64
"""So many directories are remembered for one ledger, until it grows."""

CALLED: Final = frozenset(
    {"company.registered", "company.alias_added", "company.tagged"}
)
"""What companies are called; who was renamed changes its story, too."""


class Directories:
    """The directories of one ledger."""

    def __init__(self, log: Log, *, companies: bool = True) -> None:
        """Without `companies` it is not known what these are called."""
        self._log = log
        self._left_out = frozenset() if companies else CALLED
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

    def read(self) -> None:
        """Read the registrations that came since. The last one is read again."""
        last = self._last
        after = None if last is None else last.seq - 1
        fresh = list(self._log.read(names=True, after=after, upto=MAX_SEQ))
        if last is not None:
            if fresh[:1] != [last]:
                self._forget()
                self.read()
                return
            del fresh[0]
        if fresh:
            self._last = fresh[-1]
            read = entries_of(x for x in fresh if x.type not in self._left_out)
            tolerant(self._learn, list(read))

    def hold(self, basis: Basis) -> None:
        """Read what came since, unless this was done for the last entry of a basis."""
        if not basis.head or basis.head != self._asked:
            self.read()
            self._asked = basis.head

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
        told = bisect_right(self._entries, upto, key=lambda entry: entry.seq)
        if told not in self._mended:
            mended = mend(self._entries[:told]).entries
            base = directory_of(mended)
            self._mended = {told: (base, published_rows(mended))}
        base, renamings = self._mended[told]
        rows = seen(renamings, cut, possible=possible)
        # Days between which nobody was renamed share one, however many are asked for.
        asked = (told, *(row.seq for row in rows))
        if asked not in self._directories:
            if len(self._directories) >= KEPT:
                self._directories.clear()
            self._directories[asked] = renamed(base, rows)
        return self._directories[asked]

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
