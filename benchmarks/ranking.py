"""All companies as of a day: kept as stretches, compared with a window over the events.

The floor is what one would write without a ranking: `row_number()` over the reports
that were published by a cut and recorded by an entry, the newest of each company, with
its bytes; nobody folds them. Making the ranking is held against fetching all bytes
once.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.core import SAYSO
from benchmarks.mix import ledger
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import CPU, Subject, in_turn, timed, used_by
from ledger.book import Book
from ledger.projections.basis import Basis

NOW: Final = 1_767_225_600_000_000
DAYS: Final = ("2019-06-30", "2022-06-30", "2025-12-31")
TOP: Final = 100
WINDOW: Final = """SELECT company, seq, body FROM (
  SELECT company, seq, body, row_number() OVER (
    PARTITION BY company
    ORDER BY published_to DESC, published_from DESC, recorded DESC, seq DESC
  ) AS place
  FROM entry
  WHERE type IN ('round.reported', 'valuation.reported')
    AND published_to <= :cut AND seq <= :known_at
) WHERE place = 1"""
FETCH: Final = "SELECT body FROM entry ORDER BY seq"


def measure(run: Run) -> Iterator[Measurement]:
    """Measure questions at three days, one into the past, and the making itself."""
    events = run.sized(20_000, 1_000_000)
    place = run.folder / "ranking.db"
    shutil.copy(ledger(run, events), place)
    yield from made(run, place, events)
    with closing(opened(place)) as book, closing(sqlite3.connect(place)) as raw:
        for day in DAYS:
            run.say(f"as of {day}")
            yield from asked(book, raw, day, run.rounds)
        run.say("as of an earlier entry")
        last = book.log.head().seq
        earlier = book.basis(known_at=f"seq:{last - max(10, last // 1000)}")
        yield from against_folding(book, earlier, 1)


def opened(place: Path) -> Book:
    """Open a ledger at the clock of these measurements."""
    return Book.open(str(place), clock=lambda: NOW)


def asked(
    book: Book, raw: sqlite3.Connection, day: str, rounds: int
) -> Iterator[Measurement]:
    """Give what all companies and the highest cost next to the window."""
    basis = book.basis(as_of=day)
    values = {"cut": basis.cut, "known_at": basis.known_at}
    whole_ranking = partial(book.ranking.valuations, basis)
    highest = partial(book.ranking.valuations, basis, top=TOP)
    companies = len(found.value) if (found := whole_ranking()) else 0
    yield from in_turn(
        Subject(f"a window, {day}", lambda: raw.execute(WINDOW, values).fetchall()),
        [
            Subject(f"{companies:,} companies, {day}", whole_ranking, wanted="<= 0.10"),
            Subject(f"the highest {TOP}, {day}", highest, wanted="<= 0.01"),
        ],
        rounds,
    )


def against_folding(book: Book, basis: Basis, rounds: int) -> Iterator[Measurement]:
    """Give what an earlier known-at costs next to folding everything."""
    yield from in_turn(
        Subject("all companies folded", lambda: book.companies(basis)),
        [
            Subject(
                "the same ranking, known 0.1 % of the entries earlier",
                partial(book.ranking.valuations, basis),
            )
        ],
        rounds,
    )


def made(run: Run, place: Path, events: int) -> Iterator[Measurement]:
    """Give what making the ranking costs, in time and in memory."""
    run.say(f"making the ranking of {events:,} events")
    rebuild = [SAYSO, "db", "rebuild", "--db", str(place)]
    large = used_by(rebuild)
    with closing(sqlite3.connect(place)) as raw:
        fetch = Subject("fetching all bytes", lambda: list(raw.execute(FETCH)))
        fetched = timed(fetch, CPU)
    each = f"{1e6 * large.cpu / events:.0f} us an event"
    yield Measurement.of(
        f"`db rebuild` of {events:,} events",
        fetch.what,
        "rate, CPU",
        [fetched / large.cpu],
        wanted=">= 0.40",
        note=f"{large.note}, {each}",
    )
    few = run.folder / "ranking-few.db"
    shutil.copy(ledger(run, 10_000), few)
    small = used_by([SAYSO, "db", "rebuild", "--db", str(few)])
    yield Measurement.of(
        f"`db rebuild` of {events:,} events",
        "the same of 10,000",
        "peak",
        [large.peak / small.peak],
        wanted="<= 1.20",
        note=f"{large.peak / 1024:.0f} and {small.peak / 1024:.0f} MiB",
    )
