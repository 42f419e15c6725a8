"""A storm: many writers, some of them killed, and a reader that must miss nothing.

Processes append small batches as fast as they can. Every moment one is killed in the
midst of whatever it does, and another begins. Strangers keep transactions open. All
the while `sayso log --follow` writes down what it is given. In the end everything is
counted: what was told to be recorded, what is there, and what was delivered.
"""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import NullPool, create_engine

from ledger.claims.canonical import draft, parse_entry
from ledger.claims.entry import Stored
from ledger.store.connection import located
from ledger.store.database import create
from ledger.store.log import Log
from tests.store.scribbler import LEDGER

SAYSO: Final = Path(sys.executable).with_name("sayso")
HERE: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 120
KILLS: Final = 2
WORK: Final = 2.0
"""Seconds that a writer appends at least, once it has begun."""

MOMENT: Final = 0.4
"""Seconds between two killings, and that a stranger holds a transaction."""

OPENING: Final = {"log": LEDGER, "origin": "storm", "zone": "UTC", "profile": "1"}


@dataclass(slots=True)
class Counted:
    """What became of the events of a storm. From the third on, all should be 0."""

    recorded: int
    killed: int
    lost: int = 0
    """Told to be recorded, and not there under that number."""
    never: int = 0
    """There, and never delivered to the reader."""
    twice: int = 0
    """Delivered more than once, or not in order."""
    forks: int = 0
    """Entries that do not seal the one before."""
    holes: int = 0
    """Numbers that were left out."""

    @property
    def wrong(self) -> dict[str, int]:
        """Name what should be 0, and how many there are."""
        return {one.name: getattr(self, one.name) for one in fields(self)[2:]}


def storm(place: str, folder: Path, writers: int, seconds: float) -> Counted:
    """Let writers loose on a new ledger for a while; count what became of it."""
    log = Log(create(place))
    opening = draft("ledger.opened", OPENING, 1)
    with log.writer(expected=-1) as writer:
        writer.append([opening], recorded=1, actor="storm", log=LEDGER)
    delivered = folder / f"delivered-{writers}.jsonl"
    with closing(log), ExitStack() as stack:
        follower = stack.enter_context(_following(place, delivered))
        stack.enter_context(_stranger(place))
        crew = _Crew(place, folder, seconds)
        crew.sail(writers)
        _wait_for(delivered, log.head().seq)
        follower.send_signal(signal.SIGTERM)  # in the background SIGINT is ignored
        if follower.wait(PATIENCE):
            raise RuntimeError("the reader ended with an error")
        log.check()
        return _counted(list(log.read()), delivered, crew)


class _Writer(NamedTuple):
    """A process that appends, and the file of what it was told."""

    process: "subprocess.Popen[bytes]"
    told: Path


class _Crew:
    """Writers at work: the living, and what each of them was told."""

    def __init__(self, place: str, folder: Path, seconds: float) -> None:
        self._place, self._folder = place, folder
        self._end = time.monotonic() + seconds
        self._living: list[_Writer] = []
        self.killed, self.hired = 0, 0

    def sail(self, writers: int) -> None:
        """Let so many work, and kill one each moment, until the time is over.

        Only one who was told of something is killed: on a busy machine the others may
        still be on their way. At least `KILLS` are.
        """
        chance = random.Random(writers)
        for _ in range(writers):
            self._hire()
        while (now := time.monotonic()) < self._end or self.killed < KILLS:
            if now > self._end + PATIENCE:
                raise RuntimeError("nobody was told of anything")
            time.sleep(MOMENT)
            at_work = [who for who in self._living if who.told.stat().st_size]
            if at_work:
                self._kill(chance.choice(at_work))
        for one in self._living:
            if one.process.wait(PATIENCE):
                raise RuntimeError("a writer failed by itself")

    def _kill(self, victim: "_Writer") -> None:
        self._living.remove(victim)
        self.killed += victim.process.poll() is None
        victim.process.kill()
        victim.process.wait()
        self._hire()

    def _hire(self) -> None:
        name = f"writer-{self.hired}"
        self.hired += 1
        seconds = max(WORK, self._end - time.monotonic())
        words = ["-m", "tests.store.scribbler", self._place, name, str(seconds)]
        path = self._folder / f"{name}.told"
        with path.open("wb") as told:
            started = subprocess.Popen([sys.executable, *words], stdout=told, cwd=HERE)
        self._living.append(_Writer(started, path))

    def told(self) -> Iterator[tuple[int, str]]:
        """Give every number and id of which somebody was told."""
        for path in sorted(self._folder.glob("writer-*.told")):
            for line in path.read_text().splitlines(keepends=True):
                number, _, id_ = line.partition(" ")
                if line.endswith("\n"):
                    yield int(number), id_.strip()
            path.unlink()


def _counted(entries: list[Stored], delivered: Path, crew: _Crew) -> Counted:
    with delivered.open("rb") as lines:
        seqs = [json.loads(line)["seq"] for line in lines]
    there, seen = {stored.seq: stored.id for stored in entries}, Counter(seqs)
    seals = [parse_entry(stored.body)["prev"] for stored in entries[1:]]
    pairs = zip(entries, seals, strict=False)
    return Counted(
        recorded=len(entries),
        killed=crew.killed,
        lost=sum(there.get(seq) != id_ for seq, id_ in crew.told()),
        never=len(there.keys() - seen.keys()),
        twice=len(seqs) - len(seen) + (seqs != sorted(seqs)),
        forks=sum(stored.leaf.hex() != seal for stored, seal in pairs),
        holes=max(there) + 1 - len(there),
    )


@contextmanager
def _following(place: str, target: Path) -> Iterator["subprocess.Popen[bytes]"]:
    words = ["log", "--follow", "--every", "0.05", "-f", "jsonl", "--db", place]
    with target.open("wb") as file:
        running = subprocess.Popen([SAYSO, *words], stdout=file)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def _wait_for(delivered: Path, head: int) -> None:
    end, wanted = time.monotonic() + PATIENCE, b'"seq":%d,"' % head
    while wanted not in delivered.read_bytes()[-2000:]:
        if time.monotonic() > end:
            return  # what is missing will be counted
        time.sleep(0.05)


@contextmanager
def _stranger(place: str) -> Iterator[None]:
    """Keep transactions open next to the ledger's, one after the other."""
    done = threading.Event()
    hold = _hold_on_server if "://" in place else _hold_in_file
    stranger = threading.Thread(target=hold, args=(place, done))
    stranger.start()
    try:
        yield
    finally:
        done.set()
        stranger.join()


def _hold_on_server(place: str, done: threading.Event) -> None:
    engine = create_engine(located(place), poolclass=NullPool)
    while not done.is_set():
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_current_xact_id(), * FROM head")
            done.wait(3 * MOMENT)


def _hold_in_file(place: str, done: threading.Event) -> None:
    with closing(sqlite3.connect(place)) as connection:
        while not done.is_set():
            connection.execute("BEGIN")
            connection.execute("SELECT * FROM head").fetchall()
            done.wait(3 * MOMENT)
            connection.rollback()
