"""Following a ledger: what is recorded, and then whatever is recorded next.

Positions are sequence numbers, which are given one after the other by the one who holds
the lock. So nothing can appear behind a reader's back, and a follower that remembers
one number misses nothing, no matter who writes, dies or waits meanwhile. It never hears
of an event that is not on disk.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ledger.claims.entry import Stored
from ledger.errors import Forked, RolledBack, Unreachable
from ledger.store.entries import (
    DamagedEntry,
    LostEntry,
    UnreadEntry,
    damaged,
    glance,
)
from ledger.store.reading import BATCH, Reader

PAUSE_SECONDS: Final = 0.5
_LAST: Final = 2**63 - 1
_BACK: Final = "look for a newer copy; `sayso audit verify` tells more"


def pause() -> bool:
    """Wait a moment; go on for ever."""
    time.sleep(PAUSE_SECONDS)
    return True


def follow(
    reader: Reader,
    after: int = -1,
    *,
    wait: Callable[[], bool] = pause,
    trouble: Callable[[Unreachable], None] | None = None,
) -> Iterator[list[Stored]]:
    """Give all entries after a number, at most 1,000 at once, and do not end.

    `wait` is called whenever there is nothing new; it ends by giving False. While the
    database cannot be reached, `trouble` is told each time, and it is tried again
    later; without `trouble` that is raised. RolledBack, Forked, LostEntry or Damaged
    if what comes does not continue what came before.
    """
    last: Stored | None = None
    while True:
        try:
            page = _after(reader, after, last)
        except Unreachable as error:
            if trouble is None:
                raise
            trouble(error)
            page = []
        if page:
            after, last = page[-1].seq, page[-1]
            if sound := list(reader.sound(page)):
                yield sound
        if len(page) < BATCH - 1 and not wait():
            return


def _after(reader: Reader, after: int, last: Stored | None) -> list[Stored]:
    """Give the next entries, which must continue the last one that was given."""
    # The last one is read again, to see that it is still there.
    begin = after if last is None else last.seq - 1
    bounds = {"after": begin, "upto": _LAST, "batch": BATCH}
    page = [stored(row) for row in reader.rows("entries", bounds)]
    new = page if last is None else _after_last(page, last)
    before = last
    for number, one in enumerate(new, after + 1):
        if one.seq != number:
            raise LostEntry(number)
        if before and not _follows(one, before):
            raise damaged(number, "prev")
        before = one
    return new


def _follows(one: Stored, before: Stored) -> bool:
    """Tell whether an entry seals the one before; what does not read says nothing."""
    if b'"prev":"%b"' % before.leaf.hex().encode() in one.body:
        return True
    try:
        glance(one)
    except DamagedEntry as error:
        return isinstance(error, UnreadEntry)
    return False


def stored(row: Sequence[Any]) -> Stored:
    return Stored._make((row[0], row[1].hex(), *row[2:]))


def _after_last(page: list[Stored], last: Stored) -> list[Stored]:
    """Give what comes after the last one, which must be there as it was."""
    if not page:
        raise RolledBack(
            f"the ledger ends before entry {last.seq}, which was there before", _BACK
        )
    if page[0].seq != last.seq:
        raise LostEntry(last.seq)
    if page[0].leaf != last.leaf:
        raise Forked(f"entry {last.seq} differs from before", _BACK)
    return page[1:]
