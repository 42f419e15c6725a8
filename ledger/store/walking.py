"""A whole ledger on its way past: every entry, its columns, the chain and the tree.

Pages that come out even at one go are taken as they are; the others entry by entry,
and the first entry that is not what was recorded is named.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from operator import le
from typing import Any, Final

from ledger.audit.merkle import Frontier, perfect
from ledger.audit.tiles import HEIGHT, WIDTH
from ledger.claims.canonical import NO_LEAF, parse_entry
from ledger.claims.entry import Stored
from ledger.errors import Damaged
from ledger.store.entries import (
    DamagedEntry,
    Head,
    agree,
    damaged,
    glance,
    unread,
    written_again,
)
from ledger.store.pages import EntryPage, PageCheck
from ledger.store.reads import YEAR, far_ahead

PAGE: Final = 4 * WIDTH
"""Entries that are checked at once."""


MOST: Final = 10
"""So many jumps of a clock are told."""


class Walk:
    """What has gone past so far: how many entries, the last leaf, the tree."""

    def __init__(self, *, deep: bool = False) -> None:
        self.frontier = Frontier()
        self.leaf = NO_LEAF
        self.recorded = 0
        self.log = ""
        self.backwards = 0
        """Entries that were recorded, by their own word, before the one before."""
        self.ahead: list[tuple[int, int]] = []
        """Entries that were recorded years after the one before, and how many."""
        self.tile_roots: list[bytes] = []
        """The roots over 256 leaves since somebody emptied this list."""
        self.deep = deep
        self._columns = PageCheck()

    @property
    def size(self) -> int:
        """How many entries have gone past."""
        return self.frontier.size

    @property
    def head(self) -> Head:
        """The last of them."""
        return Head(self.size - 1, self.leaf, self.recorded)

    def take(self, page: EntryPage, stops: Sequence[int] = ()) -> Iterator[Frontier]:
        """Check a page; give the tree as it is at some sizes.

        Raises Damaged for the first entry that is not what was recorded. Nothing
        happens until the iterator is used up.
        """
        leaves = [sha256(b"\x00" + row[8]).digest() for row in page]
        even = bool(self.log) and not self.deep
        if not even or not self._columns.even(
            page, leaves, self.size, self.leaf, self.log
        ):
            self._one_by_one(page, leaves)
        times = [self.recorded, *(row[6] for row in page)]
        if not all(map(le, times, times[1:])):
            self.backwards += sum(late < early for early, late in pairwise(times))
        if times[-1] - (self.recorded or times[1]) > YEAR:
            self._jumps(page, times)
        self.leaf, self.recorded = leaves[-1].hex(), times[-1]
        yield from self._grow(leaves, stops)

    def _jumps(self, page: EntryPage, times: Sequence[int]) -> None:
        """Note entries that were recorded long after everything before them."""
        for place, row in enumerate(page):
            apart = row[6] - times[place]
            if far_ahead(row[6], times[place], row[5]) and len(self.ahead) < MOST:
                self.ahead.append((self.size + place, apart // YEAR))

    def _grow(self, leaves: list[bytes], stops: Sequence[int]) -> Iterator[Frontier]:
        """Add leaves to the tree, whole tiles at once where nobody wants to look."""
        tree, waiting = self.frontier, set(stops)
        assert tree.size % WIDTH == 0, "pages begin where tiles do"
        for at in range(0, len(leaves), WIDTH):
            tile = leaves[at : at + WIDTH]
            if len(tile) == WIDTH:
                self.tile_roots.append(perfect(tile))
                if waiting.isdisjoint(range(tree.size + 1, tree.size + WIDTH)):
                    tree.add(self.tile_roots[-1], HEIGHT)
                    if tree.size in waiting:
                        yield tree.copy()
                    continue
            for one in tile:
                tree.add(one)
                if tree.size in waiting:
                    yield tree.copy()

    def _one_by_one(self, page: EntryPage, leaves: list[bytes]) -> None:
        leaf = self.leaf
        for place, row in enumerate(page):
            stored = Stored(self.size + place, row[0].hex(), *row[1:])
            glance(stored)
            try:
                parsed = parse_entry(stored.body)
            except Damaged:
                raise unread(stored.seq) from None
            agree(stored, parsed)
            self._check_chain(stored, parsed, leaf, page[place + 1 : place + 2])
            if self.deep:
                written_again(stored, parsed)
            self._columns.schemas[stored.type] = parsed["schema"]
            leaf = leaves[place].hex()

    def _check_chain(
        self, stored: Stored, parsed: dict[str, Any], leaf: str, following: EntryPage
    ) -> None:
        self.log = self.log or str(parsed.get("log"))
        if parsed.get("log") != self.log:
            raise damaged(stored.seq, "log")
        if parsed.get("prev") == leaf:
            return
        if stored.seq == 0 or (following and not _follows(following[0][8], stored)):
            raise damaged(stored.seq, "prev")
        raise DamagedEntry(
            stored.seq - 1, f"entry {stored.seq} was recorded after another one"
        )


def _follows(body: bytes, stored: Stored) -> bool:
    """Tell whether an entry says that it was recorded after another."""
    try:
        return bool(parse_entry(body).get("prev") == stored.leaf.hex())
    except Damaged:
        return False
