"""Who is registered, remembered from one transaction of a book to the next.

A decision asks for names, and a ledger may have many; entries never change, so only
those are read that came since. What a transaction learns by itself is remembered once
it was committed, and everything is forgotten if the ledger is not the one it was.
"""

from typing import NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.names import directory_of, learn
from ledger.projections.visible import CORRECTED, VOIDED, apply_corrections
from ledger.reading.entries import entry_of
from ledger.store.entries import NOTHING, Head
from ledger.store.log import Writer


class RegisteredNames(NamedTuple):
    """The entries about names up to a head, and what they add up to."""

    head: Head
    entries: list[Entry]
    directory: Directory


class Registered:
    """The names of one ledger."""

    def __init__(self) -> None:
        self._kept: RegisteredNames | None = None

    def read(self, writer: Writer) -> RegisteredNames:
        """Give who is registered now. It is not remembered, unless it is kept."""
        kept, self._kept = self._kept, None
        if kept is None or not _is_same_log(writer, kept.head):
            kept = RegisteredNames(NOTHING, [], Directory())
        stored = writer.read(names=True, after=kept.head.seq)
        fresh = [entry_of(one) for one in stored]
        entries, directory = kept.entries + fresh, kept.directory
        if any(one.type in {CORRECTED, VOIDED} for one in fresh):
            directory = directory_of(apply_corrections(entries).entries)
        else:
            for one in fresh:
                learn(directory, one)
        return RegisteredNames(writer.head, entries, directory)

    def keep(self, names: RegisteredNames) -> None:
        """Remember names, together with what was recorded since they were read."""
        self._kept = names


def _is_same_log(writer: Writer, head: Head) -> bool:
    """Tell whether a ledger still has the entry that was its last one."""
    bounds = {"first": head.seq, "end": head.seq + 1}
    return [row[0].hex() for row in writer.rows("leaves", bounds)] == [head.leaf]
