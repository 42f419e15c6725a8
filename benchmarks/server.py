"""Appending to PostgreSQL: by one writer, by eight at once, and a thousand together.

The floors are psycopg's, into a table with a ledger's columns and indexes, of rows that
are ready: an insert that is its own transaction, prepared; the same by eight processes
that wait for nobody; and COPY in its binary form. sayso seals each entry to the one
before, in order and without a gap, so its writers have to wait for each other.

Everything is on a disk that is waited for. How much that takes decides how much is left
to journeys between program and server; the last row tells.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

import psycopg

from benchmarks.audit import drafts
from benchmarks.rows import Found, Row, Skipped
from benchmarks.runner import Run
from benchmarks.server_peers import peers
from benchmarks.servers import serving
from benchmarks.taking import WALL, Subject, in_turn
from ledger.claims.canonical import derived, entry_bytes, leaf_hash
from ledger.claims.entry import Draft
from ledger.store.database import create
from ledger.store.log import Log

NOW: Final = 1_767_225_600_000_000
UUID: Final = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
AT_ONCE: Final = 1000
WRITERS: Final = 8
HERE: Final = Path(__file__).resolve().parent.parent
COLUMNS: Final = (
    *("int8", "bytea", "text", "text", "text"),
    *("int8", "int8", "int8", "bytea", "bytea"),
)
PLAIN: Final = "CREATE TABLE plain (LIKE entry INCLUDING INDEXES)"
INSERT: Final = "INSERT INTO plain VALUES (%b, %b, %s, %s, %s, %b, %b, %b, %b, %b)"
COPY: Final = "COPY plain FROM STDIN (FORMAT BINARY)"

Rows = Sequence[tuple[Any, ...]]


def measure(run: Run) -> Iterator[Found]:
    """Append one by one, by eight writers, and a thousand at once, by the clock."""
    with serving() as server:
        place = server.url.set(drivername="postgresql").render_as_string()
        with _Ledger(place) as ledger:
            run.say("one by one")
            yield from _singly(run, ledger, run.sized(100, 300))
            run.say("eight writers")
            yield _together(run, place, run.sized(1.0, 3.0))
            run.say("a thousand at once")
            yield from _batches(run, ledger, run.sized(2, 5))


class _Ledger:
    """A ledger, and beside it a table without guards; what is put in is always new."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.log = Log(create(place))
        self.raw = psycopg.connect(place, autocommit=True)
        self.raw.execute(PLAIN)
        self._drafts = drafts(0, sys.maxsize)
        self._numbers = count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()
        self.log.close()

    def drafts(self, many: int) -> list[Draft]:
        """Give reports that nobody made before."""
        return [next(self._drafts) for _ in range(many)]

    def bodies(self, many: int) -> list[bytes]:
        """Give the bytes of as many."""
        return [one[-1] for one in self.rows(many)]

    def rows(self, many: int) -> Rows:
        """Give the same as rows that are ready."""
        return [row(next(self._numbers), one) for one in self.drafts(many)]


def row(seq: int, one: Draft) -> tuple[Any, ...]:
    """Make a draft a row as long as ours, sealed to nothing."""
    where = {"log": UUID, "seq": seq, "prev": "0" * 64, "recorded": NOW}
    body = entry_bytes(one, actor="ann", **where)  # type: ignore[arg-type]
    hashes = bytes.fromhex(one.id), bytes.fromhex(leaf_hash(body))
    return (
        *(seq, hashes[0], one.type, *derived(one.type, one.data)),
        *(NOW, hashes[1], body),
    )


def inserted(raw: psycopg.Connection, rows: Rows) -> None:
    """Insert rows as they are, each in a transaction of its own."""
    with raw.cursor() as cursor:
        for one in rows:
            cursor.execute(INSERT, one, prepare=True)


def appended(log: Log, several: Sequence[Draft], size: int = 1) -> None:
    """Append drafts, `size` in a transaction."""
    for first in range(0, len(several), size):
        with log.writer() as writer:
            part = several[first : first + size]
            writer.append(part, recorded=NOW, actor="ann", log=UUID)


def ready_made(log: Log, several: Sequence[Draft]) -> None:
    """Append drafts one by one, without looking."""
    for one in several:
        log.append([one], actor="ann", log=UUID)


def _singly(run: Run, ledger: _Ledger, many: int) -> Iterator[Found]:
    @contextmanager
    def rows() -> Iterator[Rows]:
        yield ledger.rows(many)

    @contextmanager
    def ready() -> Iterator[list[Draft]]:
        yield ledger.drafts(many)

    theirs = list(peers(ledger.place, ledger.bodies(many), 1))
    yield from (one for one in theirs if isinstance(one, Skipped))
    yield from in_turn(
        Subject("psycopg, prepared inserts", partial(inserted, ledger.raw), rows, many),
        [
            Subject(
                "sayso, a writer: lock, look, append, all in order and chained",
                partial(appended, ledger.log),
                ready,
                many,
            ),
            Subject(
                "sayso, the same where nothing has to be looked at: one journey",
                partial(ready_made, ledger.log),
                ready,
                many,
                wanted=">= 0.85",
            ),
            *(one for one in theirs if isinstance(one, Subject)),
        ],
        run.rounds,
        clock=WALL,
        rate=True,
    )


def _batches(run: Run, ledger: _Ledger, batches: int) -> Iterator[Found]:
    many = batches * AT_ONCE

    @contextmanager
    def rows() -> Iterator[Rows]:
        yield ledger.rows(many)

    @contextmanager
    def ready() -> Iterator[list[Draft]]:
        yield ledger.drafts(many)

    def copied(given: Rows) -> None:
        for first in range(0, many, AT_ONCE):
            with ledger.raw.cursor().copy(COPY) as copy:
                copy.set_types(COLUMNS)
                for one in given[first : first + AT_ONCE]:
                    copy.write_row(one)

    yield from in_turn(
        Subject("psycopg, COPY BINARY, 1,000 rows a transaction", copied, rows, many),
        [
            Subject(
                "sayso, 1,000 drafts a transaction: sealed, chained, in the tree",
                lambda given: appended(ledger.log, given, AT_ONCE),
                ready,
                many,
                wanted=">= 0.45",
            ),
        ],
        run.rounds,
        clock=WALL,
        rate=True,
    )


def _together(run: Run, place: str, seconds: float) -> Row:
    with ExitStack() as stack:
        crews = [
            [stack.enter_context(_hired(kind, place, who)) for who in range(WRITERS)]
            for kind in ("plain", "sayso")
        ]
        ratios = []
        for _ in range(run.rounds):
            floor, ours = (_worked(crew, seconds) for crew in crews)
            ratios.append(ours / floor)
    return Row.of(
        f"sayso, {WRITERS} writers: in order, without a gap, chained",
        f"psycopg, {WRITERS} writers who wait for nobody",
        "rate, wall",
        ratios,
        wanted=">= 0.50",
    )


@contextmanager
def _hired(kind: str, place: str, who: int) -> Iterator["subprocess.Popen[str]"]:
    words = ["-m", "benchmarks.server", kind, place, str(who)]
    running = subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
    )
    with running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
        running.stdin.close()


def _worked(crew: "Sequence[subprocess.Popen[str]]", seconds: float) -> int:
    """Let all of a crew work for a while; give how much they did."""
    for one in crew:
        assert one.stdin is not None
        one.stdin.write(f"{seconds}\n")
        one.stdin.flush()
    return sum(int(one.stdout.readline()) for one in crew if one.stdout)


def work(kind: str, place: str, who: int) -> None:
    """Be one of a crew: append for as many seconds as a line says; print the count."""
    begin = (who + 1 + WRITERS * (kind == "sayso")) << 40
    feed = drafts(begin, sys.maxsize)
    with psycopg.connect(place, autocommit=True) as raw, closing(_log(place)) as log:
        one_more: Callable[[], None]
        numbers = count(begin)

        def plainly() -> None:
            inserted(raw, [row(next(numbers), next(feed))])

        one_more = plainly if kind == "plain" else lambda: ready_made(log, [next(feed)])
        print("ready", flush=True)
        for line in sys.stdin:
            end, done = time.perf_counter() + float(line), 0
            while time.perf_counter() < end:
                one_more()
                done += 1
            print(done, flush=True)


def _log(place: str) -> Log:
    from ledger.store.opening import connect  # noqa: PLC0415 - beside its use

    return Log(connect(place))


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2], int(sys.argv[3]))
