"""Making the index of words, and keeping it up with the ledger.

It follows some entries behind: what came since is read from the log, so nothing is lost
while it waits, and who records one event does not pay for it. It is made in pieces,
each in a transaction of its own that holds the right to append: nothing is erased
meanwhile, and nobody waits for long.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.claims.canonical import parse_entry
from ledger.errors import Damaged, LedgerError
from ledger.logs import warn
from ledger.reading.entries import STUMBLED
from ledger.reading.garbage import unswept
from ledger.reading.index.terms import LONG, VOICES, committed, terms, version
from ledger.store.log import Log, Writer
from ledger.store.payloads import payloads_of
from ledger.store.ranking import RankingState, leaf_at
from ledger.store.reading import Reader
from ledger.store.search import TermRow, add, clear, drop, found, index_state, turn

LARGE: Final = 20_000
"""Entries; a smaller ledger is read as fast as anybody asks."""
BEHIND: Final = 1_000
"""So many entries are left to the log before the index follows."""
PIECE: Final = 5_000
PAGE: Final = 500

DAMAGED: Final = (
    "the index of words could not be used, so the log was read;"
    " `sayso db rebuild` rebuilds the index"
)

Progress = Callable[[int], None]
Coded = tuple[int, str, str | None, bytes]
"""An entry: its number, type and company, and its bytes."""


def last_indexed(reader: Reader) -> int | None:
    """Give the last entry that the index holds; None if there is none to be used.

    One that does not even find the first entry is damaged: that is told on standard
    error.
    """
    now = index_state(reader)
    if not _sound(reader, now):
        return None
    if now.told < 0 or _finds_first(reader):
        return now.told
    if index_state(reader) == now:  # else it was being rebuilt
        warn(DAMAGED)
    return None


def _finds_first(reader: Reader) -> bool:
    try:
        return found(reader, [VOICES], end=1) == [0]
    except LedgerError:
        return False


def _sound(reader: Reader, now: RankingState) -> bool:
    """Tell whether an index was made as it is today, and of this log."""
    made = now.generation > 0 and now.version == version()
    return made and now.holds(leaf_at(reader, now.told))


def ask(
    reader: Reader, last: int, every: Iterable[str] = (), either: Iterable[str] = ()
) -> list[int]:
    """Give the entries up to `last` that have all of some terms, or one of others.

    Damaged if the index does not go so far any more: it may be rebuilt right now.
    """
    numbers = found(reader, every, either, end=last + 1)
    if index_state(reader).told < last:
        raise Damaged(DAMAGED)
    return numbers


def keep(log: Log, progress: Progress | None = None, *, make: bool = False) -> None:
    """Bring the index up, if there is one and it is far behind.

    With `make` it is made in a large ledger that has none.
    """
    there, last = last_indexed(log), log.ends()[0] or 0
    if there is not None and last - there >= BEHIND:
        _follow(log, progress)
    elif there is None and make and last >= LARGE:
        rebuild(log, progress)


def rebuild(log: Log, progress: Progress | None = None) -> int:
    """Make the index again; give the number of entries that it holds.

    While it is made it is used as far as it goes.
    """
    log.make_index()
    with log.writer() as writer:
        clear(writer)
        turn(writer, RankingState(1, 0, version(), -1).sealed(b""))
    return _follow(log, progress)


@unswept()
def _follow(log: Log, progress: Progress | None) -> int:
    while True:
        with log.writer() as writer:
            now = index_state(writer)
            last = min(now.told + PIECE, writer.head.seq)
            if last <= now.told or not _sound(writer, now):
                return now.told + 1
            # first, since a role that only records is refused here
            turn(writer, now._replace(told=last).sealed(leaf_at(writer, last)))
            add(writer, _term_rows(writer, now.told + 1, last + 1))
        if progress is not None:
            progress(last + 1)


def _term_rows(reader: Reader, first: int, end: int) -> Iterator[TermRow]:
    """Give the terms of the entries [first, end)."""
    for start in range(first, end, PAGE):
        bounds = {"first": start, "end": min(start + PAGE, end)}
        page = enumerate(reader.rows("page", bounds), start)
        coded = ((seq, row[1], row[2], row[8]) for seq, row in page)
        yield from term_rows(reader, coded)


def term_rows(
    reader: Reader, entries: Iterable[Coded], without: frozenset[str] = frozenset()
) -> Iterator[TermRow]:
    """Give the terms of entries, as if some texts (commitments) were not there.

    An entry that does not read has none: nobody finds anything in it.
    """
    read = [(one, _data(one)) for one in entries]
    wanted = {x for _, data in read for x in _commitments(data) if x not in without}
    there = payloads_of(reader, [bytes.fromhex(one) for one in sorted(wanted)])
    for (seq, type_, company, _), data in read:
        found = (there.get(bytes.fromhex(one)) for one in _commitments(data))
        texts = [x.body.decode("utf-8", "replace") for x in found if x is not None]
        try:
            yield seq, terms(type_, company, data, texts)
        except STUMBLED:
            yield seq, LONG  # data that were slipped in: anyone who searches reads them


def _data(one: Coded) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = parse_entry(one[3])["data"]
    except (Damaged, KeyError):
        return {}
    return data


def _commitments(data: Mapping[str, Any]) -> list[str]:
    try:
        return [item["commitment"] for item in data.get("payloads") or ()]
    except STUMBLED:
        return []


def forget(writer: Writer, commitment: bytes) -> None:
    """Take the words of a text out, which is about to be erased.

    An index that is not used (made in another way, or dropped) is emptied as a whole:
    its words are still in it.
    """
    now = index_state(writer)
    if not _sound(writer, now):
        clear(writer)
        return
    text = commitment.hex()
    entries = writer.numbered(found(writer, [committed(text)], end=now.told + 1))
    held = [(x.seq, x.type, x.company, x.body) for x in entries]
    drop(writer, list(term_rows(writer, held)))
    add(writer, list(term_rows(writer, held, frozenset({text}))))
