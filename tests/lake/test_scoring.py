"""Scores from a lake: added up by several, and fitted once, they are the ledger's."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.mix import load, mix
from ledger.book import Book
from ledger.errors import LedgerError
from ledger.lake.copied import Lake
from ledger.lake.processes import in_processes
from ledger.lake.scoring import Adding
from ledger.lake.work import CompanyResult, LakeJob
from ledger.projections.basis import Basis
from ledger.reading.folding import Folding, Group
from tests.lake.hands import in_turn, lake_of, replay_of, written
from tests.tales import Tale

HABIT = 34
"""Rounds on which two papers agree, more than it takes to see that they copy."""

POINTS = ("nothing is folded", "sums are added up")
"""Where a process of the first stage is killed."""

QUARTERS: Final[dict[str, Any]] = {
    "since": "2023-01",
    "until": "2025-12",
    "every": "quarter",
}


def same(book: Book, folder: Path, basis: Basis, jobs: int, **span: Any) -> str:
    """Hold that a replay is the panel of the ledger; give it."""
    one = written(book.panel("credibility", basis, **span))
    replay = replay_of(book, folder, partial(in_turn, jobs=jobs))
    with replay.panel("credibility", basis, **span) as panel:
        assert written(panel) == one
    return one


@pytest.mark.parametrize(("seed", "jobs", "then"), [(2, 7, False), (3, 3, True)])
def test_every_line_is_that_of_the_ledger(
    tmp_path: Path, seed: int, jobs: int, *, then: bool
) -> None:
    """Mergers, moved claims, corrections and much else, in the mix of ledgers."""
    load(str(tmp_path / "sayso.db"), mix(700, seed))
    with Book.open(tmp_path / "sayso.db") as book:
        basis = book.basis(as_of="2026-01-15")
        span = {**QUARTERS, "every": "year"} if then else QUARTERS
        found = same(book, tmp_path / "lake", basis, jobs, **span, then=then)
        assert ",rated," in found
        same(book, tmp_path / "lake", basis, jobs, then=then)


@contextmanager
def counted(
    lake: Lake, work: LakeJob, done: list[LakeJob]
) -> Iterator[Iterator[CompanyResult]]:
    """Do a work, and remember it."""
    done.append(work)
    with in_turn(lake, work) as found:
        yield found


def test_where_a_source_copies_as_a_habit_sums_are_made_under_it(
    tmp_path: Path,
) -> None:
    tale = Tale(str(tmp_path / "sayso.db"))
    with tale.book as book:
        for number in range(HABIT):
            label = ("halcyon", "kestrel")[number % 2] + f"/x{number}"
            for paper, day in (("herald", "1-01"), ("gazette", "2-01")):
                more = {"by": paper, "on": f"{1980 + number}-0{day}"}
                tale.reported(label, "7.31B", stage="in_talks", **more)
            more = {"by": "halcyon-co", "on": f"{1980 + number}-06-01"}
            if number % 4 == 0:
                tale.reported(label, "7.31B", stage="closed", **more)
        basis = book.basis(as_of="2020-01-01")
        assert book.believing.moment(basis).value.replay.habits
        span: dict[str, Any] = {"since": "2000", "until": "2019", "every": "year"}
        same(book, tmp_path / "lake", basis, 2, **span)
        done: list[LakeJob] = []
        replay = replay_of(book, tmp_path / "lake", partial(counted, done=done))
        with replay.panel("credibility", basis, **span) as panel:
            list(panel.rows)
        (first, second) = done
        assert isinstance(first, Adding)
        assert isinstance(second, Adding)
        assert not first.courses
        assert second.courses


def test_a_ledger_without_companies_has_no_scores(tmp_path: Path) -> None:
    with Book.create(tmp_path / "sayso.db", actor="ann") as book:
        found = same(book, tmp_path / "lake", book.basis(), 2)
        assert "no rows: nothing was published by that date" in found
        source = {"slug": "wire", "name": "Wire", "kind": "wire"}
        book.record([("source.registered", source)])
        same(book, tmp_path / "lake", book.basis(), 2)


def test_one_company_is_enough_and_a_source_may_be_registered_late(
    tmp_path: Path,
) -> None:
    tale = Tale(str(tmp_path / "sayso.db"))
    with tale.book as book:
        tale.reported("halcyon/a", "2B", by="herald", on="2020-01-10", stage="closed")
        tale.say("source.registered", slug="late", name="Late", kind="blog")
        tale.reported("halcyon/a", "2B", by="late", on="2020-01-09", stage="in_talks")
        tale.reported("halcyon/a", "2B", by="halcyon-co", on="2020-03-01")
        tale.say(
            "company.renamed", slug="halcyon", name="Alcyone", published="2020-05-01"
        )
        same(book, tmp_path / "lake", book.basis(as_of="2026-01-01"), 3, **QUARTERS)
        found = same(book, tmp_path / "lake", book.basis(as_of="2026-01-01"), 3)
        assert "late," in found
        before = book.basis(as_of="2026-01-01", known_at="seq:13")
        same(book, tmp_path / "lake", before, 3)


@dataclass(frozen=True, slots=True)
class Dying(Adding):
    """A first stage whose process is killed: at its beginning, or near its end."""

    point: str = POINTS[0]

    def found(
        self, folding: Folding, groups: Iterable[Group]
    ) -> Iterator[CompanyResult]:
        """End this process at the point."""
        if self.point == POINTS[1]:
            yield from super(Dying, self).found(folding, groups)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_is_killed_fails_all_scores(tmp_path: Path, point: str) -> None:
    tale = Tale(str(tmp_path / "sayso.db"))
    with tale.book as book:
        tale.reported("halcyon/a", "2B", by="herald", on="2020-01-10", stage="closed")
        work = Dying((book.basis(),), {}, point)
        with (
            pytest.raises(LedgerError, match="a process of the replay was ended"),
            in_processes(lake_of(book, tmp_path / "lake"), work, 2),
        ):
            pytest.fail("nothing is given")
