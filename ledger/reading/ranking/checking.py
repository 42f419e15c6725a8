"""The ranking held against the fold: all companies, or the highest and some others.

Marks and seals can be made by anyone who knows how; what folding gives cannot. So
anyone who verifies folds companies again and compares them with their lines, line by
line, and compares the sums at cuts of many years. Companies are drawn by chance, so
that nobody knows beforehand which are looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Final

from ledger.errors import LedgerError
from ledger.projections.basis import Basis
from ledger.reading.folding import Folding, Group
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.offered import company_in
from ledger.reading.ranking.packing import LINES, GroupLines, StoredLine, kept_by
from ledger.reading.ranking.pieces import corrected_rows
from ledger.reading.ranking.stretches import ToldGroup
from ledger.reading.ranking.touched import groups_of, investors_in
from ledger.store.log import Log
from ledger.store.ranking import (
    DAY,
    PARTS,
    Generation,
    RankingLine,
    RankingState,
    leaf_at,
    ranking_state,
)

HIGHEST: Final = 10
DRAWN: Final = 20
"""So many companies are folded, unless all are."""

YEARS: Final = 20
"""So many years back sums are compared, at one cut in each."""


@dataclass(slots=True)
class RankingCheck:
    """What became of holding a ranking against the log."""

    companies: int = 0
    """How many were folded."""
    whole: bool = False
    """Whether these were all."""
    wrong: list[str] = field(default_factory=list)
    """What does not fit."""

    def and_then(self, other: "RankingCheck") -> "RankingCheck":
        """Give what became of both: of the same companies, as a rule."""
        both = list(dict.fromkeys((*self.wrong, *other.wrong)))
        return RankingCheck(max(self.companies, other.companies), self.whole, both)


def check_ranking(
    log: Log, zone: str, now: int, *, whole: bool = False
) -> RankingCheck | None:
    """Hold the lines that answer against the fold; None if none do.

    `now` is an instant: sums are compared up to there. LedgerError if entries cannot
    be folded.
    """
    done = None
    for which in LINES:
        one = _held(log, which, zone, now, whole=whole)
        if one is not None:
            done = one if done is None else done.and_then(one)
    return done


def _held(
    log: Log, which: str, zone: str, now: int, *, whole: bool
) -> RankingCheck | None:
    kept = ranking_state(log, which)
    if kept.version != version(zone):
        return None
    done, shelf = RankingCheck(whole=whole), Generation(log, kept.generation)
    if not kept.holds(leaf_at(log, kept.told)):
        done.wrong.append("it was not made from this log")
        return done
    cuts = [now - 365 * DAY * year for year in range(YEARS)]
    counts = [shelf.counts(cut) for cut in cuts]
    if any(shelf.marks(cut) != x[2] for cut, x in zip(cuts, counts, strict=True)):
        done.wrong.append("its lines do not add up to their sum")
    fold = _Fold(log, kept, which, zone, done)
    if whole:
        fold.all(shelf, cuts, counts)
    else:
        fold.some(shelf, [*shelf.top(HIGHEST, now)[:HIGHEST], *_drawn(shelf)])
    if ranking_state(log, which) == kept:
        return done
    return _held(log, which, zone, now, whole=whole)


def drop(log: Log) -> bool:
    """Let the ranking never answer again; tell whether that could be done."""
    try:
        for which in LINES:
            with log.ranking(which) as making:
                making.drop()
    except LedgerError:
        return False
    return True


def _drawn(shelf: Generation) -> list[str]:
    companies = sorted(set(map(company_in, shelf.companies())))
    return SystemRandom().sample(companies, min(DRAWN, len(companies)))


class _Fold:
    """Folds companies of a log as of the last entry that is in the lines."""

    def __init__(
        self, log: Log, kept: RankingState, which: str, zone: str, done: RankingCheck
    ) -> None:
        self._kept, self._which, self._zone, self._done = kept, which, zone, done
        # not by the index of words, which may hide an entry as well
        self._folding = Folding(log, companies=False, looked_up=False)

    def some(self, shelf: Generation, slugs: Iterable[str]) -> None:
        """Compare some companies, and those that are linked to them."""
        wanted = set(slugs)
        folded = set(self._compared(shelf, self._groups(wanted)))
        self._strangers(wanted - folded)

    def all(
        self, shelf: Generation, cuts: list[int], counts: list[tuple[int, int, int]]
    ) -> None:
        """Compare all of them, and how many events are late or possible at cuts."""
        late, possible = [0] * len(cuts), [0] * len(cuts)

        def counted() -> Iterator[Group]:
            for group in self._folding.groups((), self._kept.told):
                for row in corrected_rows(group[1]):
                    for place, cut in enumerate(cuts):
                        late[place] += row.when.hi <= cut <= row.recorded
                        possible[place] += row.when.lo < cut < row.when.hi
                yield group

        folded = set(self._compared(shelf, counted()))
        self._strangers(set(map(company_in, shelf.companies())) - folded)
        if [(x, y) for x, y, _ in counts] != list(zip(late, possible, strict=True)):
            self._done.wrong.append("it counts other events as late or possible")

    def _groups(self, slugs: set[str]) -> Iterator[Group]:
        return groups_of(self._folding, slugs, self._kept.told)

    def _strangers(self, slugs: set[str]) -> None:
        for slug in sorted(slugs):
            self._done.wrong.append(f"it has {slug}, which is not in the log")

    def _compared(self, shelf: Generation, groups: Iterable[Group]) -> Iterator[str]:
        """Give the companies that were folded; those that differ are noted."""
        last = Basis(0, self._kept.told, 0, "UTC", 0)
        directory = self._folding.names.voices(last)
        for group in groups:
            told = ToldGroup(group, directory, self._zone)
            kept = kept_by(self._which, group)
            lines = GroupLines(self._which, told.slugs if kept else ())
            for at, companies in told.steps() if kept else ():
                lines.turn(at, companies)
            made = lines.made()
            for slug in told.slugs:
                yield slug
                self._done.companies += 1
                if not self._same(slug, told, made.get(slug, []), shelf):
                    self._done.wrong.append(f"it says something else about {slug}")

    def _same(
        self, slug: str, told: ToldGroup, made: list[StoredLine], shelf: Generation
    ) -> bool:
        """Tell whether the lines and names of a company are what folding gives."""
        there = shelf.within(slug) if self._which == PARTS else shelf.story(slug)
        if sorted(map(RankingLine.made, made), key=_line_order) != there:
            return False
        return all(slug in shelf.named([name]) for name in investors_in(told.rows))


def _line_order(line: RankingLine) -> tuple[str, int, int, int]:
    return line.company, line.start, line.until, line.mark
