"""The ranking held against the fold: all companies, or the highest and some others.

Marks and seals can be made by whoever knows how; what folding gives cannot. So whoever
verifies folds companies anew and compares them with their lines, line by line, and
compares the sums at cuts of many years. Companies are drawn by chance, so that nobody
knows beforehand which are looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.errors import LedgerError
from ledger.projections.basis import Basis
from ledger.projections.visible import mend, published_rows
from ledger.reading.folding import Folding, Group
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.keeping import rows_of
from ledger.reading.ranking.packing import lines_of
from ledger.reading.ranking.stretches import stretches
from ledger.reading.ranking.touched import groups_of, investors_in
from ledger.store.log import Log
from ledger.store.ranking import DAY, Line, Shelf, leaf_at, states

HIGHEST: Final = 10
DRAWN: Final = 20
"""So many companies are folded, unless all are."""

YEARS: Final = 20
"""So many years back sums are compared, at one cut in each."""


@dataclass(slots=True)
class Held:
    """What became of holding a ranking against the log."""

    companies: int = 0
    """How many were folded."""
    whole: bool = False
    """Whether these were all."""
    wrong: list[str] = field(default_factory=list)
    """What does not fit."""


def held(log: Log, zone: str, now: int, *, whole: bool = False) -> Held | None:
    """Hold the lines that answer against the fold; None if none do.

    `now` is an instant: sums are compared up to there. LedgerError if entries cannot
    be folded.
    """
    kept = states(log)
    if any(one.version != version(zone) for one in kept):
        return None
    done, told = Held(whole=whole), kept[0].told
    if not all(x.told == told and x.holds(leaf_at(log, told)) for x in kept):
        done.wrong.append("it was not made from this log")
        return done
    shelves = [Shelf(log, one.generation) for one in kept]
    cuts = [now - 365 * DAY * year for year in range(YEARS)]
    if any(x.marks(cut) != x.counts(cut)[2] for x in shelves for cut in cuts):
        done.wrong.append("its lines do not add up to their sum")
    fold = _Fold(log, told, zone, shelves, done)
    if whole:
        fold.all(cuts)
    else:
        highest = shelves[0].top(HIGHEST, now)[:HIGHEST]
        fold.some([*highest, *_drawn(shelves[0])])
    return done if states(log) == kept else held(log, zone, now, whole=whole)


def drop(log: Log) -> bool:
    """Let the ranking never answer again; tell whether that could be done."""
    try:
        with log.ranking() as making:
            making.drop()
    except LedgerError:
        return False
    return True


def _drawn(shelf: Shelf) -> list[str]:
    companies = shelf.companies()
    return SystemRandom().sample(companies, min(DRAWN, len(companies)))


class _Fold:
    """Folds companies of a log as of the last entry that is in the lines."""

    def __init__(
        self, log: Log, told: int, zone: str, shelves: Sequence[Shelf], done: Held
    ) -> None:
        self._told, self._zone, self._done = told, zone, done
        self._shelves = shelves
        self._folding = Folding(log, companies=False)

    def some(self, slugs: Iterable[str]) -> None:
        """Compare some companies, and those that are linked to them."""
        wanted = set(slugs)
        folded = set(self._compared(groups_of(self._folding, wanted, self._told)))
        self._strangers(wanted - folded)

    def all(self, cuts: list[int]) -> None:
        """Compare all of them, and how many events are late or possible at cuts."""
        late, possible = [0] * len(cuts), [0] * len(cuts)

        def counted() -> Iterator[Group]:
            for group in self._folding.groups((), self._told):
                for row in rows_of(group[1]):
                    for place, cut in enumerate(cuts):
                        late[place] += row.when.hi <= cut <= row.recorded
                        possible[place] += row.when.lo < cut < row.when.hi
                yield group

        folded = set(self._compared(counted()))
        there = {slug for shelf in self._shelves for slug in shelf.companies()}
        self._strangers(there - folded)
        counts = [self._shelves[0].counts(cut)[:2] for cut in cuts]
        if counts != list(zip(late, possible, strict=True)):
            self._done.wrong.append("it counts other events as late or possible")

    def _strangers(self, slugs: set[str]) -> None:
        for slug in sorted(slugs):
            self._done.wrong.append(f"it has {slug}, which is not in the log")

    def _compared(self, groups: Iterable[Group]) -> Iterator[str]:
        """Give the companies that were folded; those that differ are noted."""
        at = Basis(0, self._told, 0, self._zone, 0)
        directory = self._folding.names.voices(at)
        for slugs, entries in groups:
            recorded = mend(list(entries)).entries
            for slug in slugs:
                yield slug
                self._done.companies += 1
                if not self._same(slug, recorded, directory):
                    self._done.wrong.append(f"it says something else about {slug}")

    def _same(self, slug: str, recorded: list[Entry], directory: Directory) -> bool:
        """Tell whether the lines and names of a company are what folding gives."""
        rows = published_rows(recorded)
        found = stretches(slug, rows, directory, self._zone, recorded)
        for shelf, made in zip(self._shelves, lines_of(slug, found), strict=True):
            if sorted(map(Line.made, made), key=_order) != shelf.story(slug):
                return False
        named = self._shelves[0].named
        return all(slug in named([name]) for name in investors_in(rows))


def _order(line: Line) -> tuple[int, int, int]:
    return line.start, line.until, line.mark
