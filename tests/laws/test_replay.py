"""A law of lakes: every line of a replay is that of the ledger, whatever happened.

Histories have mergers, claims that are moved from one company to another, renamings,
corrections and voidings; lakes grow while they are recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.mix import load, mix
from ledger.book import Book
from ledger.credibility import origins
from ledger.projections.basis import Basis
from tests.lake.hands import in_turn, lake_of, ranked, replay_of, written
from tests.laws.strategies import DAY, LAWS, NAMES, History, bases
from tests.laws.test_ledger import opened
from tests.laws.test_story import spread

FEW: Final = settings(LAWS, max_examples=max(LAWS.max_examples // 10, 1))
"""Each example writes a lake, and asks everything twice."""

TABLES: Final = ("valuations", "raised", "rounds")


@contextmanager
def told(history: History) -> Iterator[tuple[Book, Path]]:
    """Record a history, half of which is in a lake; give the ledger and the lake."""
    with opened() as ledger, TemporaryDirectory() as folder:
        place, entries = Path(folder) / "lake", history.entries[len(NAMES) :]
        for number, entry in enumerate(entries):
            ledger.tell(entry)
            if number == len(entries) // 2:
                lake_of(ledger.book, place)
        ledger.now += 3 * 365 * DAY
        yield ledger.book, place


@FEW
@given(
    spread(),
    bases(),
    st.integers(0, 8),
    st.sampled_from(TABLES),
    st.sampled_from(["then", "now"]),
)
def test_every_line_of_a_replay_is_that_of_the_ledger(
    history: History, basis: Basis, back: int, table: str, span: str
) -> None:
    with told(history) as (book, place):
        replay = replay_of(book, place)
        last = max(book.log.head().seq - back, 0)
        there = replace(book.basis(known_at=f"seq:{last}"), possible=basis.possible)
        there = there.at(basis.cut)
        if basis.dated:
            there = there.on(basis.effective)
        assert replay.basis(token=there.token) == book.basis(token=there.token)
        assert ranked(replay, there) == ranked(book, there)
        later = book.basis(known_at=f"seq:{last}", as_of="2025-06")
        since, until, then = "2023-11", "2024-03", span == "then"
        found = book.panel(table, later, since=since, until=until, then=then)
        one = written(found)
        asked = replay.panel(table, later, since=since, until=until, then=then)
        with asked as panel:
            assert written(panel) == one


@contextmanager
def copying(*, often: bool) -> Iterator[None]:
    """If `often`, let any two sources that met on a contested round copy as a habit."""
    least, bound = (1, -1.0) if often else (origins.LEAST, origins.BOUND)
    with patch.object(origins, "LEAST", least), patch.object(origins, "BOUND", bound):
        yield


def scored_alike(book: Book, place: Path, basis: Basis, jobs: int, **span: Any) -> None:
    """Hold that scores that several add up are those of the ledger."""
    replay = replay_of(book, place, partial(in_turn, jobs=jobs))
    one = written(book.panel("credibility", basis, **span))
    with replay.panel("credibility", basis, **span) as panel:
        assert written(panel) == one


@FEW
@given(
    spread(24),
    st.integers(0, 8),
    st.sampled_from([1, 2, 3, 7]),
    *[st.booleans()] * 3,
)
def test_scores_added_up_by_several_are_those_of_the_ledger(
    history: History, back: int, jobs: int, possible: bool, then: bool, often: bool
) -> None:
    with told(history) as (book, place), copying(often=often):
        last = max(book.log.head().seq - back, 0)
        later = book.basis(known_at=f"seq:{last}", as_of="2026-06")
        basis = replace(later, possible=possible)
        span = {"since": "2023-10", "every": "quarter", "then": then}
        scored_alike(book, place, basis, jobs, **span)
        scored_alike(book, place, basis, jobs, then=then)


@FEW
@given(
    st.integers(0, 10**6),
    st.integers(0, 60),
    st.integers(2, 5),
    st.sampled_from([1, 2, 3, 7]),
    st.tuples(*[st.booleans()] * 3),
)
def test_they_are_in_the_mix_of_ledgers_too(
    seed: int, back: int, papers: int, jobs: int, ways: tuple[bool, bool, bool]
) -> None:
    """Rounds that many sources tell of: settled, denied, contested and merged."""
    possible, then, often = ways
    with TemporaryDirectory() as folder:
        place = Path(folder) / "sayso.db"
        load(str(place), mix(240, seed, reporters=papers))
        with Book.open(place) as book, copying(often=often):
            last = book.log.head().seq - back
            later = book.basis(known_at=f"seq:{last}", as_of="2026-01-15")
            basis = replace(later, possible=possible)
            span = {"since": "2021", "every": "year", "then": then}
            scored_alike(book, Path(folder) / "lake", basis, jobs, **span)
