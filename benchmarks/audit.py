"""Speed and size of the audit trail, as ratios to a floor measured in the same run.

Entries have about 700 bytes. One million of them take a gigabyte of disk.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.core import SAYSO
from benchmarks.rows import Row
from benchmarks.runner import Run
from benchmarks.taking import Subject, Used, in_turn, used_by
from ledger.audit.merkle import Frontier, perfect
from ledger.audit.tiles import HEIGHT, WIDTH
from ledger.book import Book
from ledger.claims.canonical import NO_LEAF, draft
from ledger.claims.entry import Draft
from ledger.claims.schemas import schema_of
from ledger.store.checkpoints import last_kept, path_of
from ledger.store.compiled import Query
from ledger.store.log import Log
from ledger.store.session import Rows, Values
from ledger.store.walking import Walk

NOTE: Final = "what a journalist may write about a round of a company in a note; " * 4
BATCH: Final = 10_000
NOW: Final = 1_767_225_600_000_000
NAMES: Final = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    ("source.registered", {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"}),
)


def drafts(first: int, end: int) -> Iterator[Draft]:
    """Give reports of about 700 bytes as entries, each another one."""
    for number in range(first, end):
        said = {
            "company": "xai",
            "note": f"{number} {NOTE}",
            "published": f"20{10 + number % 15:02}-{1 + number % 12:02}-01",
            "raised": [{"figure": f"{1 + number % 900}M", "basis": "committed"}],
            "round": "xai/series-b",
            "source": "bloomberg",
            "stage": "committed",
        }
        yield draft("round.reported", said, schema_of("round.reported", said))


def made(place: Path) -> Book:
    """Make a ledger that knows a company and a source."""
    book = Book.create(str(place), clock=lambda: NOW)
    book.record(NAMES)
    return book


def grown(place: Path, events: int) -> None:
    """Make a ledger of so many entries, with a key."""
    used_by([SAYSO, "init", str(place)])
    with Book.open(str(place), clock=lambda: NOW) as book:
        book.record(NAMES)
        for first in range(book.log.head().seq + 1, events, BATCH):
            append(book, list(drafts(first, min(first + BATCH, events))))


def append(book: Book, batch: Sequence[Draft]) -> None:
    """Append a batch in one transaction."""
    with book.log.writer() as writer:
        writer.append(batch, recorded=NOW, actor="ann", log=book.opening["log"])


def plain_loop(place: Path, columns: str) -> bytes:
    """Fetch, hash, and append to the tree, entry by entry; give the root."""
    tree, ask = Frontier(), f"SELECT {columns} FROM entry ORDER BY seq"  # noqa: S608
    with closing(sqlite3.connect(place)) as connection:
        for row in connection.execute(ask):
            tree.add(sha256(b"\x00" + row[-1]).digest())
    return tree.root


def tight_loop(place: Path, columns: str) -> bytes:
    """Do the same in steps of 256 entries, the fastest that we know; give the root."""
    tree, ask = Frontier(), f"SELECT {columns} FROM entry ORDER BY seq"  # noqa: S608
    with closing(sqlite3.connect(place)) as connection:
        cursor = connection.execute(ask)
        while rows := cursor.fetchmany(WIDTH):
            leaves = [sha256(b"\x00" + row[-1]).digest() for row in rows]
            if len(leaves) == WIDTH:
                tree.add(perfect(leaves), HEIGHT)
            else:
                tree.extend(leaves)
    return tree.root


def whole_walk(log: Log) -> bytes:
    """Check every entry as `audit verify` does; give the root."""
    walk = Walk()
    for page in log.pages(log.head().seq + 1):
        for _ in walk.take(page):
            pass
    return walk.frontier.root


def verifying(place: Path, events: int, rounds: int) -> Iterator[Row]:
    """Hold the walk of `audit verify` against loops that check nothing."""
    with Book.open(str(place), clock=lambda: NOW) as book:
        walk = Subject(
            f"`audit verify` of {events:,} entries",
            lambda: whole_walk(book.log),
            many=events,
        )
        floors = (
            ("a loop that hashes, 256 entries at once", tight_loop, "body"),
            ("the same loop, fetching all columns", tight_loop, "*"),
            ("a loop that hashes, entry by entry", plain_loop, "body"),
        )
        for name, loop, columns in floors:
            one = Subject(name, partial(loop, place, columns))
            assert loop(place, columns) == whole_walk(book.log), "all see the same tree"
            held = replace(walk, wanted=">= 0.60") if loop is plain_loop else walk
            yield from in_turn(one, [held], rounds, rate=True)


def memory(places: dict[int, Path]) -> Iterator[Row]:
    """Give the peak memory of whole processes, by the number of entries."""
    found: list[tuple[int, Used]] = []
    for events, place in places.items():
        used_by([SAYSO, "audit", "checkpoint", "--db", str(place)])
        found.append((events, used_by([SAYSO, "audit", "verify", str(place)])))
    (few, least), *others = found
    for events, used in others:
        yield Row.of(
            f"`audit verify` of {events:,} entries",
            f"the same of {few:,}",
            "peak",
            [used.peak / least.peak],
            wanted="<= 1.20",
            note=f"{least.note}; {used.note}",
        )


class Counting(Log):
    """A log that counts the rows that are read."""

    rows_read = 0

    def rows(self, name: Query, values: Values) -> Rows:
        """Read, and count."""
        found = super().rows(name, values)
        self.rows_read += len(found)
        return found


def proving(place: Path, events: int) -> Iterator[Row]:
    """Count what a proof reads; the note has what the whole process takes."""
    with Book.open(str(place), clock=lambda: NOW) as book:
        log = Counting(book.log._database)  # noqa: SLF001
        kept = last_kept(log)
        assert kept is not None
        log.rows_read = 0
        path = path_of(log, events // 3, kept)
    used = used_by([SAYSO, "audit", "prove", str(events // 3), "--db", str(place)])
    yield Row.of(
        f"hashes that a proof in {events:,} entries reads",
        f"hashes that it tells, {len(path)}",
        "number",
        [log.rows_read / len(path)],
        note=f"{log.rows_read} read; the whole command {used.note}",
    )


def appending(run: Run, events: int) -> Iterator[Row]:
    """Hold appending against appending without hashes, chain and tree."""
    for size, many in ((1000, events), (1, events // 100)):
        batches = [list(drafts(first, first + size)) for first in range(0, many, size)]
        put = partial(appended, run.folder, batches)
        yield from in_turn(
            Subject(
                f"appending {size:,} a transaction without chain and tree",
                partial(put, bare=True),
            ),
            [
                Subject(
                    "the same with them",
                    put,
                    many=many,
                    wanted=">= 0.85",
                )
            ],
            run.rounds,
            rate=True,
        )


def appended(
    folder: Path, batches: Sequence[list[Draft]], *, bare: bool = False
) -> None:
    """Append batches to a new ledger, perhaps without anything that seals them."""
    with tempfile.TemporaryDirectory(dir=folder) as inner, ExitStack() as stack:
        book = stack.enter_context(made(Path(inner) / "new.db"))
        if bare:
            stack.enter_context(patch("ledger.store.log.grow", lambda *_: None))
            stack.enter_context(patch("ledger.store.log.leaf_hash", lambda _: NO_LEAF))
        for batch in batches:
            append(book, batch)


def measure(run: Run) -> Iterator[Row]:
    """Grow ledgers; verify them, append to new ones, prove."""
    sizes = run.sized((1_000, 10_000), (10_000, 100_000, 1_000_000))
    places = {events: run.folder / f"audit-{events}.db" for events in sizes}
    for events, place in places.items():
        run.say(f"{events:,} entries")
        grown(place, events)
    yield from verifying(places[sizes[1]], sizes[1], run.rounds)
    run.say("appending")
    yield from appending(run, sizes[1] // 5)
    yield from memory(places)
    yield from proving(places[sizes[-1]], sizes[-1])
    for place in places.values():
        place.unlink()
