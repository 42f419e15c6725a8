"""What each quick way buys in a command: the same command, the plain way instead."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine

from benchmarks.core import SAYSO
from benchmarks.mix import feed, ledger
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Process, used_by, whole
from tests.servers import EMPTY_AGAIN, Server, serving

if TYPE_CHECKING:
    from pathlib import Path

WAYS: Final = {
    "pages": """
from ledger.store.pages import PageCheck
PageCheck.even = lambda *_: False
""",
    "glance": """
from hashlib import sha256
from ledger.claims.canonical import parse_entry
from ledger.store import entries, reading
def glance(entry):
    if sha256(b"\\x00" + entry.body).digest() != entry.leaf:
        raise entries.damaged(entry.seq, "leaf")
    entries.agree(entry, parse_entry(entry.body))
reading.glance = glance
""",
    "absent": """
from ledger.store.absent import BloomFilter
BloomFilter.certainly = lambda *_: False
""",
    "ranking": """
from ledger.reading.ranking import answering
answering.TRIES = 0
""",
    "story": """
from ledger.projections.story import Story
at = Story.at
def anew(self, *given):
    self._touched = dict.fromkeys(self._components.found)
    return at(self, *given)
Story.at = anew
""",
    "replay": """
from bisect import bisect_right
from ledger.credibility.sweeping import Moment, Sweep, replayed
def to(self, cut, hold=None):
    cases = []
    for number, group in enumerate(self.groups):
        seen = (hold or {}).get(number, bisect_right(group.known, cut))
        self._folded(group, seen, cut)
        cases += [case for _, some in group.parts.values() for case in some]
    self.replay = replayed(cases, cut, self.replay.settings)
    return Moment(self.replay, self.replay.scores(), cut)
Sweep.to = to
""",
}
"""Name -> what turns a quick way off, so that the plain one answers."""

_RUN: Final = """
import sys
from ledger.commands import main
sys.exit(main())
"""
MONTHS: Final = ("--from", "2022-01", "--to", "2023-12")
ALL: Final = ("valuations", "--no-belief", "--as-of", "2020-05-31")


def command(words: Sequence[str], without: str = "") -> list[str]:
    """Give the command line that runs sayso, perhaps without a quick way."""
    return [sys.executable, "-c", WAYS.get(without, "") + _RUN, *words]


def measure(run: Run) -> Iterator[Measurement]:
    """Run each command with and without; the ratio is what the quick way buys."""
    few, many = run.sized((1_000, 10_000), (10_000, 100_000))
    small, large = ledger(run, few), run.folder / "paths.db"
    shutil.copy(ledger(run, many), large)
    used_by([SAYSO, "db", "rebuild", "--db", str(large)])
    used_by([SAYSO, "audit", "checkpoint", "--db", str(large)])
    asked: tuple[tuple[str, int, Path, tuple[str, ...]], ...] = (
        ("pages", many, large, ("audit", "verify")),
        ("glance", many, large, ("log", "-f", "jsonl")),
        ("ranking", many, large, ALL),
        ("story", few, small, ("export", "valuations", *MONTHS, "--every", "week")),
        ("replay", few, small, ("export", "credibility", *MONTHS)),
    )
    for way, events, place, words in asked:
        what = f"`sayso {' '.join(words)}`, {events:,} events"
        yield from compared(run, way, what, [*words, "--db", str(place)])
    with serving() as server:
        url = server.url.set(drivername="postgresql").render_as_string()
        yield from compared(
            run,
            "absent",
            f"`sayso import` of {few:,} JSON lines, PostgreSQL",
            ["import", str(feed(run, few)), "--db", url],
            ready=partial(_emptied, server, url),
        )


def compared(
    run: Run,
    way: str,
    what: str,
    words: Sequence[str],
    *,
    ready: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Iterator[Measurement]:
    """Hold a command without a quick way against the command as it is."""
    run.say(way)
    yield from whole(
        Process(what, command(words), ready),
        [Process(f"without {way}", command(words, way), ready)],
        min(run.rounds, 3),
    )


@contextmanager
def _emptied(server: Server, place: str) -> Iterator[None]:
    """Make a new, empty ledger on a server."""
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in EMPTY_AGAIN:
            connection.exec_driver_sql(statement)
    engine.dispose()
    used_by([SAYSO, "init", place])
    yield
