"""Appending to SQLite: one by one, a thousand at once, and from JSON lines.

The floor is plain sqlite3, a write-ahead log and `synchronous=FULL`, into a table with
two unique indexes, of rows that are ready and as long as ours. sayso checks events,
decides about them, brings them into their one form, hashes, chains, and keeps a tree.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

from benchmarks.mix import Told, mix
from benchmarks.peers import Peer, Put, peers
from benchmarks.rows import Found, Row, Skipped
from benchmarks.runner import Run
from benchmarks.stages import stages
from benchmarks.taking import (
    CPU,
    WALL,
    Clock,
    Steps,
    Subject,
    in_turn,
    step_by_step,
)
from ledger.book import Book

NOW: Final = 1_767_225_600_000_000
AT_ONCE: Final = 1000
TABLE: Final = """CREATE TABLE event (
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stream TEXT NOT NULL,
  version INTEGER NOT NULL, type TEXT NOT NULL, published INTEGER,
  recorded INTEGER NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
  body BLOB NOT NULL, UNIQUE (stream, version))"""
INSERT: Final = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ENTRY: Final = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

Rows = Sequence[tuple[Any, ...]]


def measure(run: Run) -> Iterator[Found]:
    """Append one by one by the clock, and many by CPU; then say what takes it."""
    history = list(mix(run.sized(5_000, 20_000)))
    source = _Source(run, history)
    yield from _singly(run, source, run.sized(30, 100))
    source.sweep()
    run.say("a thousand at once")
    yield from _ready(run, source)
    yield from _own_tables(run, source)
    source.sweep()
    run.say("JSON lines")
    yield from _from_lines(run, source, CPU)
    source.sweep()
    yield from _from_lines(run, source, WALL)
    source.sweep()
    run.say("stages")
    yield from stages(source.lines, min(run.rounds, 5))


class _Source:
    """One history as drafts, lines, and the rows that sayso makes of it."""

    def __init__(self, run: Run, history: Sequence[Told]) -> None:
        self._run, self._numbers = run, count()
        self.drafts = [one.draft for one in history]
        self.typed = [(one.draft.type, one.typed) for one in history]
        self.lines = [one.line() for one in history]
        self.entries = self._sealed()
        self.rows: Rows = [_plain_row(*row) for row in self.entries]

    def fresh(self) -> Path:
        """Give a place where no database is."""
        return self._run.folder / f"append-{next(self._numbers)}.db"

    def sweep(self) -> None:
        """Remove the databases of what was measured so far."""
        for path in self._run.folder.glob("append-*"):
            path.unlink()

    def _sealed(self) -> Rows:
        with self.book() as book:
            put(book, self.drafts, AT_ONCE)
            with closing(sqlite3.connect(book.log.place)) as raw:
                found = raw.execute("SELECT * FROM entry ORDER BY seq").fetchall()
        return found[1:]

    @contextmanager
    def book(self) -> Iterator[Book]:
        """Give a new ledger."""
        with Book.create(str(self.fresh()), clock=lambda: NOW, actor="ann") as book:
            yield book

    @contextmanager
    def plain(self) -> Iterator[sqlite3.Connection]:
        """Give the floor's database."""
        place = self.fresh()
        with closing(sqlite3.connect(place, isolation_level=None)) as raw:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute(TABLE)
            yield raw

    @contextmanager
    def guarded(self) -> Iterator[sqlite3.Connection]:
        """Give a ledger's own tables and guards without sayso; entry 0 is there."""
        with self.book() as book:
            place = book.log.place
        with closing(sqlite3.connect(place, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = FULL")
            yield raw


def chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Cut rows into pieces of a size."""
    for first in range(0, len(rows), size):
        yield rows[first : first + size]


def _plain_row(*row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of a database
    seq, id_, type_, company, _, published, _, recorded, leaf, body = row
    stream = company or ""
    return (seq, id_, stream, seq, type_, published, recorded, leaf, leaf, body)


def inserted(statement: str, rows: Rows, size: int, raw: sqlite3.Connection) -> None:
    """Insert rows as they are, `size` in a transaction."""
    for several in chunks(rows, size):
        raw.execute("BEGIN IMMEDIATE")
        if size == 1:
            raw.execute(statement, several[0])
        else:
            raw.executemany(statement, several)
        raw.execute("COMMIT")


def put(book: Book, drafts: Sequence[Any], size: int) -> None:
    """Append drafts: they are sealed, chained, and put into the tree."""
    log = book.opening["log"]
    for several in chunks(drafts, size):
        with book.log.writer() as writer:
            writer.append(several, recorded=NOW, actor="ann", log=log)


def _singly(run: Run, source: _Source, many: int) -> Iterator[Found]:
    """One durable append a transaction, by the clock: the disk decides."""
    names = [x for x in source.typed if x[0].endswith(".registered")]
    events = list(islice((x for x in source.typed if "round" in x[1]), many))
    drafts = [one for one in source.drafts if "round" in one.data][:many]

    @contextmanager
    def plain() -> Iterator[Callable[[int], object]]:
        with source.plain() as raw:
            yield lambda at: inserted(INSERT, source.rows[at : at + 1], 1, raw)

    @contextmanager
    def sealed() -> Iterator[Callable[[int], object]]:
        with source.book() as book:
            yield lambda at: put(book, drafts[at : at + 1], 1)

    @contextmanager
    def recorded() -> Iterator[Callable[[int], object]]:
        with source.book() as book:
            book.record(names)
            yield lambda at: book.record([events[at]])

    @contextmanager
    def other(one: Peer) -> Iterator[Callable[[int], object]]:
        with one.ready() as append:
            yield lambda at: append([source.rows[at][-1]])

    found = list(peers(source.fresh))
    yield from (one for one in found if isinstance(one, Skipped))
    yield from step_by_step(
        Steps("sqlite3, one row a transaction", plain),
        [
            Steps("sayso, a draft: sealed, chained, in the tree", sealed, ">= 0.90"),
            Steps("sayso, `Book.record`: checked, decided", recorded, ">= 0.90"),
            *(Steps(x.what, partial(other, x)) for x in found if isinstance(x, Peer)),
        ],
        run.rounds,
        many,
    )


def _ready(run: Run, source: _Source) -> Iterator[Found]:
    """A thousand a transaction, of what is ready, by CPU."""
    many = len(source.rows)
    floor = partial(inserted, INSERT, source.rows, AT_ONCE)
    bodies = [row[-1] for row in source.rows]

    def appended(append: Put) -> None:
        for several in chunks(bodies, AT_ONCE):
            append(several)

    yield from in_turn(
        Subject("sqlite3 executemany, 1,000 rows a transaction", floor, source.plain),
        [
            Subject(
                "sayso, drafts: sealed, chained, in the tree",
                lambda book: put(book, source.drafts, AT_ONCE),
                source.book,
                many,
            ),
            Subject(
                "the ledger's own tables and guards, without sayso",
                partial(inserted, ENTRY, source.entries, AT_ONCE),
                source.guarded,
                many,
            ),
            *(
                Subject(one.what, appended, one.ready, many)
                for one in peers(source.fresh)
                if isinstance(one, Peer)
            ),
        ],
        run.rounds,
        rate=True,
    )


def _own_tables(run: Run, source: _Source) -> Iterator[Row]:
    """The same, beside what the ledger's own tables take."""
    yield from in_turn(
        Subject(
            "sqlite3 executemany into the ledger's own tables, rows ready",
            partial(inserted, ENTRY, source.entries, AT_ONCE),
            source.guarded,
        ),
        [
            Subject(
                "sayso, drafts: sealed, chained, in the tree",
                lambda book: put(book, source.drafts, AT_ONCE),
                source.book,
                len(source.rows),
            )
        ],
        run.rounds,
        rate=True,
    )


def _from_lines(run: Run, source: _Source, clock: Clock) -> Iterator[Row]:
    """JSON lines, checked, decided, canonical, chained, durable."""
    rows = partial(inserted, INSERT, source.rows, AT_ONCE)

    def imported(book: Book) -> None:
        done = book.import_lines(source.lines, name="mix")
        assert not done.problems, done.problems[:3]

    yield from in_turn(
        Subject("sqlite3 executemany, 1,000 rows a transaction", rows, source.plain),
        [
            Subject(
                "sayso, `Book.import_lines` of JSON lines",
                imported,
                source.book,
                len(source.lines),
                wanted=">= 0.30",
            )
        ],
        run.rounds,
        clock=clock,
        rate=True,
    )
