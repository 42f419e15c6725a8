"""The heads that were signed, as notes, each with the peaks of its tree.

They are only added. What they say is checked by anyone who reads them: the note against
a key, the peaks against the note.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ledger.audit.merkle import HASH_BYTES, inclusion_path, spans
from ledger.errors import Damaged
from ledger.store.log import NOT_KEPT, Writer
from ledger.store.reading import Reader
from ledger.store.tree import Tree

PAGE: Final = 1000
_MOST: Final = 2**63 - 1


class StoredHead(NamedTuple):
    """A signed head as it is stored."""

    size: int
    note: bytes
    peaks: bytes

    @property
    def hashes(self) -> list[bytes]:
        """The peaks, one by one."""
        places = range(0, len(self.peaks), HASH_BYTES)
        return [self.peaks[at : at + HASH_BYTES] for at in places]


def all_kept(reader: Reader, after: int = 0) -> Iterator[StoredHead]:
    """Give every head of more than `after` entries, the smallest first, in pages."""
    while page := reader.rows("checkpoints", {"after": after, "batch": PAGE}):
        yield from (StoredHead._make(row) for row in page)
        after = page[-1][0]


def count(reader: Reader) -> int:
    """Count the heads."""
    return int(reader.rows("checkpoints_counted", {})[0][0])


def last_kept(reader: Reader, upto: int | None = None) -> StoredHead | None:
    """Give the newest head, of at most so many entries."""
    rows = reader.rows("last_checkpoint", {"upto": _MOST if upto is None else upto})
    return StoredHead._make(rows[0]) if rows else None


def keep(writer: Writer, size: int, note: bytes, peaks: list[bytes]) -> None:
    """Add a head."""
    kept = StoredHead(size, note, b"".join(peaks))
    writer.session.add("checkpoint", [kept])
    if last_kept(writer, size) != kept:
        raise Damaged(*NOT_KEPT)


def path_of(reader: Reader, seq: int, kept: StoredHead) -> list[bytes]:
    """Give the path from an entry to a signed head, from one tile a level.

    The right edge of the tree is not read: its peaks stand next to the head.
    """
    peaks = dict(zip(spans(0, kept.size), kept.hashes, strict=True))
    tree = Tree(reader.rows, kept.size)

    def subtree(level: int, number: int) -> bytes:
        known = peaks.get((level, number))
        return tree.subtree(level, number) if known is None else known

    return inclusion_path(seq, kept.size, subtree)
