"""The tree over the entries, as the database keeps it: just the roots that proofs need.

The leaf hash of every entry stands next to it, and the root of every perfect subtree
of 256, 65,536, ... leaves is added by the transaction that completes it. So the root
at any size, or a proof, reads some hundred hashes, whatever the size of the log.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ledger.audit.merkle import Frontier, peaks_at, peaks_root, perfect
from ledger.audit.tiles import HEIGHT, WIDTH, TileReader
from ledger.errors import Damaged

if TYPE_CHECKING:
    from ledger.store.session import Rows, Session, Values
    from ledger.store.statements import Query

QueryRunner: TypeAlias = "Callable[[Query, Values], Rows]"
"""Runs a query, by its name, with its values, and gives the rows."""


def hashes(ask: QueryRunner, level: int, first: int, end: int) -> list[bytes]:
    """Give the hashes [first, end) of a level: the leaves at 0, kept roots above."""
    places = {"first": first, "end": end}
    rows = ask("nodes", {**places, "level": level}) if level else ask("leaves", places)
    return [row[0] for row in rows]


class Tree:
    """The tree of the first `size` entries."""

    def __init__(self, ask: QueryRunner, size: int) -> None:
        self._ask, self.size = ask, size
        self.subtree = TileReader(self.tile).subtree

    def tile(self, level: int, number: int) -> list[bytes]:
        """Give the hashes in a tile, fewer than 256 at the right edge.

        Damaged if the database lacks some of them.
        """
        first = number * WIDTH
        end = min(first + WIDTH, self.size >> (HEIGHT * level))
        found = hashes(self._ask, level, first, end)
        if len(found) != end - first:
            raise Damaged(
                f"the tree lacks hashes of level {level} between {first} and {end}",
                "`sayso audit verify` names what was changed",
            )
        return found

    def peaks(self) -> list[bytes]:
        """Give the roots of the perfect subtrees that it is made of."""
        return peaks_at(self.size, self.subtree)

    def frontier(self) -> Frontier:
        """Give it as a tree that can grow."""
        return Frontier(self.size, self.peaks())

    def root(self) -> bytes:
        """Give its root."""
        return peaks_root(self.peaks())


class Levels:
    """The roots that the database keeps, held against those of the entries."""

    def __init__(self, ask: QueryRunner) -> None:
        self._ask = ask
        self._below: list[list[bytes]] = []
        self._done: list[int] = []

    def check(self, roots: Sequence[bytes], level: int = 1) -> tuple[int, int] | None:
        """Take the next roots of a level, in order; give the first that differs.

        It is named by its level and its number; one that is not kept differs too.
        """
        while len(self._done) < level:
            self._done.append(0)
            self._below.append([])
        first = self._done[level - 1]
        self._done[level - 1] += len(roots)
        kept = hashes(self._ask, level, first, first + len(roots))
        for place, root in enumerate(roots):
            if place >= len(kept) or kept[place] != root:
                return level, first + place
        above, waiting = [], self._below[level - 1]
        for root in roots:
            waiting.append(root)
            if len(waiting) == WIDTH:
                above.append(perfect(waiting))
                waiting.clear()
        return self.check(above, level + 1) if above else None


def grow(session: "Session", before: int, after: int) -> None:
    """Keep the roots of the subtrees that entries [before, after) completed."""
    level = 1
    while after >> (HEIGHT * level):
        places = range(before >> (HEIGHT * level), after >> (HEIGHT * level))
        for number in places:
            span = number * WIDTH, (number + 1) * WIDTH
            below = hashes(session.rows, level - 1, *span)
            session.add("node", [(level, number, perfect(below))])
        level += 1
