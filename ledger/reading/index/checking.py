"""The index of words held against the entries: whether it finds each that it should.

A term too many does no harm, since what the index finds is read and judged. A term that
is missing hides an entry. So the terms of entries are made again, of all entries or of
some that are drawn by chance, and the index is asked for them.
"""

from collections.abc import Iterator, Sequence
from random import SystemRandom
from typing import Final, NamedTuple

from ledger.errors import LedgerError
from ledger.reading.index.keeping import PAGE, term_rows
from ledger.reading.index.terms import version
from ledger.store.log import Log
from ledger.store.ranking import NOTHING, leaf_at
from ledger.store.search import MOST, TermRow, found, index_state, turn

DRAWN: Final = 100
"""So many entries are looked up, unless all are."""


class IndexCheck(NamedTuple):
    """What became of holding the index against the entries."""

    entries: int
    """How many were looked up."""
    wrong: str | None
    """The first thing that does not fit."""


def check_index(log: Log, *, whole: bool = False) -> IndexCheck | None:
    """Look up the terms of entries; None if there is no index that would be used."""
    now = index_state(log)
    if now.generation == 0 or now.version != version():
        return None
    if not now.holds(leaf_at(log, now.told)):
        return IndexCheck(0, "it was not made from this log")
    count = now.told + 1
    numbers: Sequence[int] = range(count)
    if not whole and count > DRAWN:
        numbers = sorted(SystemRandom().sample(numbers, DRAWN))
    try:
        lost = next(_lost(log, numbers), None)
    except LedgerError:
        return IndexCheck(0, "it does not answer")
    if index_state(log) != now:
        return check_index(log, whole=whole)
    return IndexCheck(
        len(numbers), None if lost is None else f"it does not find event {lost}"
    )


def drop(log: Log) -> bool:
    """Let the index never be used again; tell whether that could be done."""
    try:
        with log.writer() as writer:
            turn(writer, NOTHING)
    except LedgerError:
        return False
    return True


def _lost(log: Log, numbers: Sequence[int]) -> Iterator[int]:
    """Give the entries that are not found by all of their terms."""
    for start in range(0, len(numbers), PAGE):
        entries = log.numbered(numbers[start : start + PAGE])
        coded = ((x.seq, x.type, x.company, x.body) for x in entries)
        yield from (row[0] for row in term_rows(log, coded) if not _finds(log, row))


def _finds(log: Log, row: TermRow) -> bool:
    seq, terms = row[0], row[1].split()
    parts = (terms[at : at + MOST] for at in range(0, len(terms), MOST))
    return all(found(log, part, first=seq, end=seq + 1) for part in parts)
