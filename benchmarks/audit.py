"""Speed and size of `audit verify`, as ratios to a floor measured in the same run.

Entries have about 700 bytes. One million of them take a gigabyte of disk.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from benchmarks.core import SAYSO
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Subject, Used, in_turn, used_by
from ledger.audit.merkle import Frontier
from ledger.book import Book
from ledger.claims.canonical import draft
from ledger.claims.entry import Draft
from ledger.claims.schemas import schema_of
from ledger.store.log import Log
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


def plain_loop(place: Path) -> bytes:
    """Fetch, hash, and append to the tree, entry by entry; give the root."""
    tree = Frontier()
    with closing(sqlite3.connect(place)) as connection:
        for row in connection.execute("SELECT body FROM entry ORDER BY seq"):
            tree.add(sha256(b"\x00" + row[0]).digest())
    return tree.root


def whole_walk(log: Log) -> bytes:
    """Check every entry as `audit verify` does; give the root."""
    walk = Walk()
    for page in log.pages(log.head().seq + 1):
        for _ in walk.take(page):
            pass
    return walk.frontier.root


def verifying(place: Path, events: int, rounds: int) -> Iterator[Measurement]:
    """Hold the walk of `audit verify` against a loop that checks nothing."""
    with Book.open(str(place), clock=lambda: NOW) as book:
        loop = partial(plain_loop, place)
        assert loop() == whole_walk(book.log), "both see the same tree"
        yield from in_turn(
            Subject("a loop that hashes, entry by entry", loop),
            [
                Subject(
                    f"`audit verify` of {events:,} entries",
                    lambda: whole_walk(book.log),
                    many=events,
                    wanted=">= 0.60",
                )
            ],
            rounds,
            rate=True,
        )


def memory(places: dict[int, Path]) -> Iterator[Measurement]:
    """Give the peak memory of whole processes, by the number of entries."""
    found: list[tuple[int, Used]] = []
    for events, place in places.items():
        used_by([SAYSO, "audit", "checkpoint", "--db", str(place)])
        found.append((events, used_by([SAYSO, "audit", "verify", str(place)])))
    (few, least), *others = found
    for events, used in others:
        yield Measurement.of(
            f"`audit verify` of {events:,} entries",
            f"the same of {few:,}",
            "peak",
            [used.peak / least.peak],
            wanted="<= 1.20",
            note=f"{least.note}; {used.note}",
        )


def measure(run: Run) -> Iterator[Measurement]:
    """Grow ledgers; verify them."""
    sizes = run.sized((1_000, 10_000), (10_000, 100_000, 1_000_000))
    places = {events: run.folder / f"audit-{events}.db" for events in sizes}
    for events, place in places.items():
        run.say(f"{events:,} entries")
        grown(place, events)
    yield from verifying(places[sizes[1]], sizes[1], run.rounds)
    yield from memory(places)
    for place in places.values():
        place.unlink()
