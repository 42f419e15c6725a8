"""Speed and size of the audit trail, as ratios to a floor measured in the same run.

    python -m benchmarks.audit [--quick]

Entries have about 700 bytes. A floor and what is held against it run in turn, several
times; the medians are compared. One million entries take a gigabyte of disk.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Final
from unittest.mock import patch

from benchmarks.core import SAYSO, cpu, told
from ledger.audit.merkle import Frontier, perfect
from ledger.audit.tiles import HEIGHT, WIDTH
from ledger.book import Book
from ledger.claims.canonical import NO_LEAF, Draft, draft
from ledger.claims.upcasting import SCHEMAS
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
        yield draft("round.reported", said, SCHEMAS["round.reported"])


def made(place: Path) -> Book:
    """Make a ledger that knows a company and a source."""
    book = Book.create(str(place), clock=lambda: NOW)
    book.record(NAMES)
    return book


def grown(place: Path, events: int) -> None:
    """Make a ledger of so many entries, with a key."""
    subprocess.run([SAYSO, "init", place], check=True, capture_output=True)
    with Book.open(str(place), clock=lambda: NOW) as book:
        book.record(NAMES)
        for first in range(book.log.head().seq + 1, events, BATCH):
            append(book, list(drafts(first, min(first + BATCH, events))))


def append(book: Book, batch: Sequence[Draft]) -> None:
    """Append a batch in one transaction."""
    with book.log.writer() as writer:
        writer.append(batch, recorded=NOW, actor="ann", log=book.opening["log"])


def plain_loop(place: Path) -> bytes:
    """Fetch, hash, and append to the tree, entry by entry; give the root."""
    tree = Frontier()
    with closing(sqlite3.connect(place)) as connection:
        for (body,) in connection.execute("SELECT body FROM entry ORDER BY seq"):
            tree.add(sha256(b"\x00" + body).digest())
    return tree.root


def tight_loop(place: Path, columns: str = "body") -> bytes:
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


def in_turn(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """Give the median CPU seconds of each, which run one after the other."""
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, times in zip(runs, taken, strict=True):
            before = time.process_time()
            run()
            times.append(time.process_time() - before)
    return [median(times) for times in taken]


def verifying(place: Path, events: int, rounds: int) -> None:
    """Hold the walk of `audit verify` against loops that check nothing."""
    with Book.open(str(place), clock=lambda: NOW) as book:
        floors = (
            partial(plain_loop, place),
            partial(tight_loop, place),
            partial(tight_loop, place, "*"),
        )
        roots = {run() for run in (*floors, partial(whole_walk, book.log))}
        assert len(roots) == 1, "all see the same tree"
        *least, used = in_turn(rounds, *floors, partial(whole_walk, book.log))
    each = 1e6 * used / events
    told(f"verify {events:,} entries", f"{each:6.2f} us CPU an entry")
    for name, floor in zip(
        ("entry by entry", "256 at once", "256 at once, all columns"),
        least,
        strict=True,
    ):
        told(f"its rate / loop {name}", f"{floor / used:6.2f}")


def memory(places: dict[int, Path]) -> None:
    """Give the peak memory of whole processes, by the number of entries."""
    for events, place in places.items():
        seconds, peak = cpu([str(SAYSO), "audit", "checkpoint", "--db", str(place)])
        command = [str(SAYSO), "audit", "verify", str(place)]
        seconds, peak = cpu(command)
        told(
            f"audit verify, {events:,} entries",
            f"{seconds:6.2f} s CPU {peak / 1024:5.0f} MiB",
        )


class Counting(Log):
    """A log that counts the rows that are read."""

    rows_read = 0

    def rows(self, name: Query, values: Values) -> Rows:
        """Read, and count."""
        found = super().rows(name, values)
        self.rows_read += len(found)
        return found


def proving(place: Path, events: int) -> None:
    """Count what a proof reads, and time the whole process."""
    with Book.open(str(place), clock=lambda: NOW) as book:
        log = Counting(book.log._database)  # noqa: SLF001
        kept = last_kept(log)
        assert kept is not None
        log.rows_read = 0
        path = path_of(log, events // 3, kept)
    told(
        f"proof in {events:,} entries: hashes read",
        f"{log.rows_read:6} ({len(path)} told)",
    )
    command = [str(SAYSO), "audit", "prove", str(events // 3), "--db", str(place)]
    seconds, peak = cpu(command)
    told("the whole command", f"{seconds:6.2f} s CPU {peak / 1024:5.0f} MiB")


def appending(folder: Path, events: int, rounds: int) -> None:
    """Hold appending against appending without hashes, chain and tree."""
    for size, many in ((1000, events), (1, events // 100)):
        batches = [list(drafts(first, first + size)) for first in range(0, many, size)]
        run = partial(appended, folder, batches)
        bare = partial(appended, folder, batches, bare=True)
        floor, used = in_turn(rounds, bare, run)
        each = 1e6 * used / many
        told(f"append, {size} a transaction", f"{each:6.1f} us CPU an entry")
        told("its rate / the same without chain and tree", f"{floor / used:6.2f}")


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


def main() -> None:
    """Print every figure."""
    quick = "--quick" in sys.argv[1:]
    rounds, sizes = (3, (1_000, 10_000)) if quick else (9, (10_000, 100_000, 1_000_000))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SAYSO_HOME"] = str(folder / "home")
        places = {events: folder / f"{events}.db" for events in sizes}
        for events, place in places.items():
            grown(place, events)
        verifying(places[sizes[1]], sizes[1], rounds)
        appending(folder, sizes[1] // 5, rounds)
        memory(places)
        proving(places[sizes[-1]], sizes[-1])


if __name__ == "__main__":
    main()
