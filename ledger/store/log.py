"""The log: one sequence of entries without a gap, each sealing the one before.

Who appends holds one lock from before reading the head until the commit: `BEGIN
IMMEDIATE` on SQLite, the locked head row on PostgreSQL. So there is one writer at a
time, and no fork, no hole and no entry that a reader passes by.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.claims.canonical import (
    derived,
    draft,
    encode,
    entry_bytes,
    leaf_hash,
    parse_entry,
)
from ledger.claims.entry import Draft
from ledger.errors import Conflict, Damaged, Refused
from ledger.store.entries import Head, LostEntry, damaged, same_end
from ledger.store.failures import ReadOnly
from ledger.store.pages import EntryPage
from ledger.store.ranking import PROJECTION, Making
from ledger.store.reading import Reader
from ledger.store.reads import far_ahead
from ledger.store.tree import grow
from ledger.store.walking import PAGE, Walk

if TYPE_CHECKING:
    from ledger.store.session import Database, Rows, Session, Values
    from ledger.store.statements import Query

__all__ = ["AppendOutcome", "Head", "Log", "Writer"]

NOT_KEPT: Final = (
    "the database did not store what it was given: nothing was recorded",
    "`sayso audit verify` names the foreign objects in it",
)
_PUBLISHED: Final = 6
_BODY: Final = 9
"""The place of the bytes in a row, which its leaf stands for."""

CHUNK_ROWS: Final = 1000
CHUNK_BYTES: Final = 1_000_000
"""One statement carries no more: past 16 MB psycopg never returns."""

EntryRow = tuple[Any, ...]


class AppendOutcome(NamedTuple):
    """What became of a draft: `new`, or on record already, under this number."""

    seq: int
    id: str
    new: bool


class Writer(Reader):
    """The right to append, and what is on record while nobody else can."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        """Its transaction: what is kept next to the entries is written through it."""
        self._head = super()._end()
        self._failed = self._moved = False
        self.ahead = 0
        """By how many microseconds a clock seems to be ahead of what is recorded."""

    def rows(self, name: "Query", values: "Values") -> "Rows":
        return self.session.rows(name, values)

    def _end(self) -> Head:
        return self._head

    @property
    def head(self) -> Head:
        """The last entry's sequence, leaf hash and instant; it moves on as we do."""
        return self._head

    def append(
        self,
        drafts: Iterable[Draft],
        *,
        recorded: int,
        actor: str,
        log: str,
        fresh: bool = False,
    ) -> list[AppendOutcome]:
        """Append what is new, in the order given; say what became of each draft.

        `recorded` is microseconds since 1970 by a clock that was read while this
        writer was open (a stamp from before could land in a past that somebody has
        already asked about); an instant before the head's becomes the head's. Drafts
        are `fresh` if it is known that none is on record, nor twice among them:
        anyone who says so has looked while this writer was open.
        """
        self._failed = True
        feed, outcomes = iter(drafts), list[AppendOutcome]()
        while chunk := list(islice(feed, CHUNK_ROWS)):
            batch = _Batch(self, max(recorded, self._head.recorded), actor, log)
            outcomes += batch.append(chunk, fresh=fresh)
        self._failed = False
        return outcomes

    def now(self) -> int:
        """Give the clock of where the ledger is kept, which is the server's."""
        return self.session.now()

    def abandon(self) -> None:
        """Take back what this transaction appended; nothing of it was recorded."""
        self._moved = False
        self.session.abandon()

    def settle(self) -> None:
        """Refuse to commit after a batch that failed: all of it, or nothing.

        Damaged if the ledger does not end with what was appended.
        """
        if self._moved and not self._failed and super()._end() != self._head:
            raise Damaged(*NOT_KEPT)
        if self._failed:
            raise Refused(
                "a batch failed half-way: nothing was recorded",
                "let the error of append() pass",
            )

    def number(self, event_id: str) -> int | None:
        """Give the number of the entry of this id (64 hex digits), if on record."""
        rows = self.rows("number", {"id": bytes.fromhex(event_id)})
        return int(rows[0][0]) if rows else None

    def ids(self, first: int, end: int) -> list[bytes]:
        """Give the ids of the entries from one number up to another."""
        return [row[0] for row in self.rows("ids", {"first": first, "end": end})]

    def known(self, ids: Sequence[str]) -> dict[str, tuple[int, bytes]]:
        """Give number and bytes of those entries, among these ids, on record."""
        raw = [bytes.fromhex(one) for one in ids]
        rows = self.rows("known", {"ids": raw})
        return {id_.hex(): (seq, body) for id_, seq, body in rows}

    def insert(self, rows: Sequence[EntryRow], head: Head) -> None:
        """Store the rows of new entries, the last of which is the new head."""
        self.session.add("entry", rows)
        newest = max((row[_PUBLISHED] or 0 for row in rows), default=0) or None
        if self._head.seq > 0 and far_ahead(head.recorded, self._head.recorded, newest):
            self.ahead = head.recorded - self._head.recorded
        self._moved = True
        self._kept(rows)
        grow(self.session, self._head.seq + 1, head.seq + 1)
        self._head = head

    def _kept(self, rows: Sequence[EntryRow]) -> None:
        """Read new entries back: a trigger may swallow them, or put others there.

        Damaged if the database does not hold what is about to be told.
        """
        bounds = {"first": rows[0][0], "end": rows[-1][0] + 1}
        found = self.rows("written", bounds)
        if len(found) != len(rows) or any(map(_differs, rows, found)):
            raise Damaged(*NOT_KEPT)


def _differs(row: EntryRow, found: EntryRow) -> bool:
    return tuple(found) != row[:_BODY]


class _Batch:
    """At most `CHUNK_ROWS` drafts on their way into the log."""

    def __init__(self, writer: Writer, recorded: int, actor: str, log: str) -> None:
        self._writer = writer
        self._seq, self._leaf = writer.head.seq, writer.head.leaf
        self._recorded, self._actor, self._log = recorded, actor, log
        self._rows: list[EntryRow] = []
        self._bytes = 0

    def append(self, drafts: Sequence[Draft], *, fresh: bool) -> list[AppendOutcome]:
        outcomes = []
        if fresh:
            for one in drafts:
                self._seal(one)
                outcomes.append(AppendOutcome(self._seq, one.id, new=True))
            self._flush()
            return outcomes
        known = self._writer.known([one.id for one in drafts])
        for one in drafts:
            if earlier := known.get(one.id):
                seq, body = earlier
                _same(one, seq, body)
                outcomes.append(AppendOutcome(seq, one.id, new=False))
                continue
            known[one.id] = self._seal(one)
            outcomes.append(AppendOutcome(self._seq, one.id, new=True))
        self._flush()
        return outcomes

    def _seal(self, one: Draft) -> tuple[int, bytes]:
        seq = self._seq = self._seq + 1
        body = entry_bytes(
            one,
            log=self._log,
            seq=seq,
            prev=self._leaf,
            recorded=self._recorded,
            actor=self._actor,
        )
        if self._bytes + len(body) > CHUNK_BYTES:
            self._flush()
        leaf = leaf_hash(body)
        columns = (one.type, *derived(one.type, one.data), self._recorded)
        hashes = bytes.fromhex(one.id), bytes.fromhex(leaf)
        self._rows.append((seq, hashes[0], *columns, hashes[1], body))
        self._bytes += len(body)
        self._leaf = leaf
        return seq, body

    def _flush(self) -> None:
        if self._rows:
            head = Head(self._rows[-1][0], self._leaf, self._recorded)
            self._writer.insert(self._rows, head)
        self._rows, self._bytes = [], 0


def _same(one: Draft, seq: int, body: bytes) -> None:
    """Make sure that an entry on record under a draft's id holds its content."""
    found = parse_entry(body)
    said = (found["type"], found["schema"], encode(found["data"]))
    if said == (one.type, one.schema, one.packed):
        return
    if draft(one.type, one.data, one.schema).id == one.id:
        raise damaged(seq, "data")
    raise Refused(
        f"event {one.id[:8]} is on record as number {seq}, with other content",
        "an id is the hash of what an event says: leave it out, and it is computed",
    )


class Log(Reader):
    """The entries of one ledger."""

    def __init__(self, database: "Database") -> None:
        self._database = database

    def rows(self, name: "Query", values: "Values") -> "Rows":
        with self._database.transaction() as session:
            return session.rows(name, values)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def scrub(self, deleted: Iterable[bytes] = ()) -> bool:
        """Leave no trace of deleted bytes in the file; see `sqlite.scrubbing`."""
        from ledger.store.sqlite.scrubbing import scrub  # for who erases

        return scrub(self._database.engine, deleted)

    def make_index(self) -> bool:
        """Make the tables of the index of words, if they are gone; tell whether so."""
        from ledger.store.search_tables import made_again  # for who rebuilds

        return made_again(self._database.engine)

    @property
    def what_if(self) -> bool:
        """Whether it is a copy to try things in, of which nothing is signed."""
        return self._database.what_if

    @property
    def place(self) -> str:
        """Where it is kept, as messages show it."""
        return self._database.place

    def head(self) -> Head:
        """Give the last entry's sequence, leaf hash and instant of recording."""
        return self._end()

    @contextmanager
    def writer(self, *, expected: int | None = None) -> Iterator[Writer]:
        """Open a transaction that alone may append, until it commits or fails.

        Conflict if the ledger's last sequence is not the expected one.
        """
        with self._database.transaction("append") as session:
            writer = Writer(session)
            seq = writer.head.seq
            if expected not in {None, seq}:
                raise Conflict(
                    f"the ledger is at entry {seq}, not at {expected}",
                    "someone else recorded in the meantime: look again, then repeat",
                )
            yield writer
            writer.settle()

    def append(
        self, drafts: Sequence[Draft], *, actor: str, log: str
    ) -> list[AppendOutcome]:
        """Append events that are ready, all or none; say what became of each.

        They are stamped by the clock of where the ledger is kept, which is the
        server's. Anyone who must look before deciding needs a `writer`.
        """
        with self.writer() as writer:
            now = writer.now()
            return writer.append(drafts, recorded=now, actor=actor, log=log)

    def seq_at(self, cut: int) -> int:
        """Give the last entry recorded before an instant; -1 if there is none.

        The answer stays the same for ever. For an instant that the ledger has
        reached it cannot change, since recording never goes back; for a later one,
        anyone who is appending right now is waited for.
        """
        end = self.head()
        if cut > end.recorded:
            end = self._settled_head()
        if end.recorded < cut:
            return end.seq
        return self._last_before(cut, end.seq)

    @contextmanager
    def ranking(self, projection: str = PROJECTION) -> Iterator[Making]:
        """Open a transaction that alone may change what is kept of the ranking."""
        with self._database.transaction("ranking") as session:
            yield Making(session, projection)

    def _settled_head(self) -> Head:
        try:
            with self._database.transaction("resolve") as session:
                return Writer(session).head
        except ReadOnly:
            return self.head()  # a copy that nobody appends to needs no lock

    def pages(self, size: int) -> Iterator[EntryPage]:
        """Give the first `size` entries in pages of rows, of which nothing is checked.

        LostEntry if one is missing.
        """
        for first in range(0, size, PAGE):
            bounds = {"first": first, "end": min(first + PAGE, size)}
            page: EntryPage = self.rows("page", bounds)
            if len(page) < bounds["end"] - first:
                raise self._gap(**bounds)
            yield page

    def _gap(self, first: int, end: int) -> LostEntry:
        there = {row[0] for row in self.rows("seqs", {"first": first, "end": end})}
        return LostEntry(min(set(range(first, end)) - there))

    def check(self) -> int:
        """Check all entries, their order, hashes and columns; give their number.

        Damaged names the entry and what was changed.
        """
        head, walk = self.head(), Walk(deep=True)
        for page in self.pages(head.seq + 1):
            for _ in walk.take(page):
                pass
        same_end(head, walk.head)
        return walk.size
