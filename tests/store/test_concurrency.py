"""Many writers at once, readers among them, and writers that die."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ledger.claims.canonical import parse_entry
from ledger.store.database import connect
from ledger.store.log import Log
from ledger.store.session import Database

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"

PROGRAM = f"""
import os, signal, sys, time
from ledger.claims.canonical import draft
from ledger.store.database import connect
from ledger.store.log import Log, Writer

def said(who, number):
    data = {{"company": "xai", "round": "xai/a", "source": who, "note": str(number)}}
    return draft("round.reported", {{**data, "published": "2024-01-19"}}, 2)

def die_at(name, before):
    whole = getattr(Writer, name)
    def die(*words):
        done = None if before else whole(*words)
        os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(Writer, name, die)

place, who, batches, size = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5])
point = sys.argv[5] if sys.argv[5:] else ""
log = Log(connect(place))
for batch in range(batches):
    if batch + 1 == batches and point in ("before insert", "after insert"):
        die_at("insert", point == "before insert")
    if batch + 1 == batches and point == "before commit":
        die_at("settle", True)
    numbers = range(batch * size, (batch + 1) * size)
    drafts = [said(who, number) for number in numbers] + [said("shared", batch)]
    with log.writer() as writer:
        now = time.time_ns() // 1000
        done = writer.append(drafts, recorded=now, actor=who, log="{UUID}")
    if batch + 1 == batches and point == "after commit":
        os.kill(os.getpid(), signal.SIGKILL)
    print(done[size - 1].seq, flush=True)
"""


def started(
    place: str, who: str, batches: int, size: int, *point: str
) -> "subprocess.Popen[str]":
    """Start a process that records, and prints a number after each commit.

    With a point, it kills itself there in its last batch.
    """
    words = [place, who, str(batches), str(size), *point]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_that_append_at_once_lose_nothing(
    place: str, scribe: "Scribe"
) -> None:
    writers = [started(place, f"writer-{number}", 12, 3) for number in range(4)]
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    assert scribe.log.check() == 4 * 12 * 3 + 12
    by_writer: dict[str, list[int]] = {}
    for stored in scribe.entries():
        data = parse_entry(stored.body)["data"]
        by_writer.setdefault(data["source"], []).append(int(data["note"]))
    assert by_writer.pop("shared") == sorted(range(12))
    assert list(by_writer.values()) == [list(range(36))] * 4


def test_threads_that_append_at_once_lose_nothing(scribe: "Scribe") -> None:
    def record(number: int) -> list[int]:
        drafts = [scribe.said(number * 10 + one) for one in range(3)]
        return [outcome.seq for outcome in scribe.record(*drafts)]

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(record, range(40)))
    assert sorted(one for batch in numbers for one in batch) == list(range(120))
    assert all(
        after == before + 1 for batch in numbers for before, after in pairwise(batch)
    )
    assert scribe.log.check() == 120


def test_of_two_who_expect_the_same_end_one_is_told(scribe: "Scribe") -> None:
    start = threading.Barrier(4)

    def record(number: int) -> bool:
        start.wait()
        try:
            scribe.record(scribe.said(number), expected=-1)
        except Exception as error:  # noqa: BLE001 - its kind is what the test counts
            return type(error).__name__ != "Conflict"
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(record, range(4))) == 1
    assert scribe.log.check() == 1


def test_a_reader_that_follows_passes_no_entry_by(scribe: "Scribe") -> None:
    seen: list[int] = []
    done = threading.Event()

    def follow() -> None:
        while True:
            last = done.is_set()
            after = seen[-1] if seen else -1
            seen.extend(stored.seq for stored in scribe.log.read(after=after))
            if last:
                return

    def record(number: int) -> None:
        scribe.record(*(scribe.said(number * 10 + one) for one in range(2)))

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(follow)
        try:
            list(pool.map(record, range(40)))
        finally:
            done.set()
        reader.result()
    assert seen == list(range(80))


@pytest.mark.parametrize(
    ("point", "batches"),
    [
        ("before insert", 5),
        ("after insert", 5),
        ("before commit", 5),
        ("after commit", 6),
    ],
)
def test_a_writer_that_is_killed_leaves_whole_batches(
    place: str, scribe: "Scribe", point: str, batches: int
) -> None:
    writer = started(place, "victim", 6, 20, point)
    said, errors = writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL, errors
    promised = [int(line) for line in said.splitlines()]
    assert len(promised) == 5
    assert scribe.log.check() == batches * 21
    scribe.report()  # nobody holds a lock
    assert scribe.log.check() == batches * 21 + 1


@pytest.fixture
def slow(scribe: "Scribe") -> Callable[[int], None]:
    """Give a writer that takes its time between its stamp and its commit."""

    def record(number: int) -> None:
        with scribe.log.writer() as writer:
            now = time.time_ns() // 1000
            one = scribe.said(number)
            writer.append([one], recorded=now, actor="ann", log=UUID)
            time.sleep(0.003)

    return record


def test_what_was_known_at_an_instant_never_changes(
    scribe: "Scribe", slow: Callable[[int], None]
) -> None:
    answers: list[tuple[int, int]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            now = time.time_ns() // 1000
            answers.append((now, scribe.log.seq_at(now)))

    with ThreadPoolExecutor(5) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            list(pool.map(slow, range(40)))
        finally:
            done.set()
        for one in asking:
            one.result()
    recorded = [stored.recorded for stored in scribe.entries()]
    assert len(recorded) == 40
    for instant, answer in answers:
        assert answer == sum(one < instant for one in recorded) - 1


def test_an_instant_waits_for_whoever_is_appending(
    database: Database, scribe: "Scribe"
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with scribe.log.writer() as writer:
            one = scribe.said(1)
            writer.append([one], recorded=scribe.now, actor="ann", log=UUID)
            asked = pool.submit(Log(database).seq_at, scribe.now + 1)
            time.sleep(0.1)
            assert not asked.done()
        assert asked.result() == 0


def test_the_last_number_is_known_without_waiting(place: str, scribe: "Scribe") -> None:
    scribe.report(3)
    other = connect(place)
    with scribe.log.writer() as writer:
        writer.append([scribe.said(50)], recorded=1, actor="ann", log=UUID)
        assert Log(other).head().seq == 2
        assert len(list(Log(other).read())) == 3
    other.close()
