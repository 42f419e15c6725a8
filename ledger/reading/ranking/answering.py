"""All companies at a basis, from the lines that are kept, as far as they go.

Lines answer as of the last entry that is in them. Asked about another entry, the
companies that were touched between the two are folded again, and take the place of
their lines. Lines are made for the plain question: strict, and about the day of the
cut in the ledger's own zone. Anyone who asks for something else folds.

Nothing is answered from lines that do not fit together: the seal of their generation
is that of the log, each line that is used is as it was made, and the marks of all lines
at the cut come to what the counts say. Otherwise the ranking is dropped, and all are
folded.
"""

from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Generic, TypeVar

from ledger.claims.dates import day_of
from ledger.projections.basis import RULES, Answer, Basis
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import Headline, valuation_at
from ledger.projections.valued import Valuation
from ledger.projections.visible import View, visible
from ledger.reading.folding import Folding, parsed
from ledger.reading.garbage import unswept
from ledger.reading.ranking.dropping import drop_damaged
from ledger.reading.ranking.packing import shape, unpacked, unpacked_money
from ledger.reading.ranking.touched import groups_of, touched
from ledger.store.log import Log
from ledger.store.ranking import (
    PROJECTION,
    RAISED,
    Generation,
    RankingLine,
    leaf_at,
    ranking_state,
)

T = TypeVar("T")

FORMAT: Final = 3
"""It is raised when lines of the same shape are made or written in another way."""

DAMAGED: Final = (
    "the stored ranking differed from the log: it was dropped, and all companies were"
    " computed; `sayso db rebuild` rebuilds it"
)

TRIES: Final = 5
"""How often lines are read again that changed meanwhile, before all are folded."""

SHARE: Final = 3
FEW: Final = 100
"""Where more than a third were touched all are folded, unless these are few."""


def version(zone: str) -> str:
    """Say how lines are made: those that were made otherwise are not used."""
    return f"{FORMAT}.{RULES}.{shape()} {zone}"


@dataclass(frozen=True, slots=True)
class _LineQuestion(Generic[T]):
    """A question that lines answer."""

    which: str
    read: Callable[[str, Sequence[bytes]], T]
    """Makes an answer of a company and its lines."""
    ask: Callable[[CompanyAt], T]
    """Makes it of what is folded."""
    top: int | None = None


class Ranking:
    """The figures of all companies of one ledger, and what they raised."""

    def __init__(self, log: Log, folding: Folding, zone: str) -> None:
        self._log, self._folding, self._zone = log, folding, zone

    def valuations(
        self, basis: Basis, *, headline: Headline = "newest", top: int | None = None
    ) -> Answer[list[Valuation]] | None:
        """Answer by lines; None if there are none for this question.

        With `top` only the highest headlines are sure to be among the answers.
        """

        def read(slug: str, bodies: Sequence[bytes]) -> Valuation:
            return unpacked(slug, bodies[0], headline)

        asked = _LineQuestion(
            PROJECTION,
            read,
            partial(valuation_at, basis=basis, headline=headline),
            top if headline == "newest" else None,
        )
        return self._told(basis, asked)

    def raised(self, basis: Basis) -> Answer[list[list[RaisedLine]]] | None:
        """Give what each round of each company raised; None as above."""
        ask = partial(raised_at, basis=basis)
        return self._told(basis, _LineQuestion(RAISED, unpacked_money, ask))

    @unswept()
    def _told(self, basis: Basis, asked: "_LineQuestion[T]") -> Answer[list[T]] | None:
        for _ in range(TRIES if self._plain(basis) else 0):
            now = ranking_state(self._log, asked.which)
            if now.version != version(self._zone):
                return None
            shelf = Generation(self._log, now.generation)
            whole = now.holds(leaf_at(self._log, now.told))
            moved = touched(self._log, now.told, basis.known_at, shelf.named)
            if moved is None or self._most(moved):
                return None
            wanted = None if asked.top is None else asked.top + len(moved)
            lines = _lines(shelf, basis.cut, wanted)
            late, possible, marks = shelf.counts(basis.cut)
            summed = _sum_of_marks(shelf, basis.cut, lines, wanted)
            if ranking_state(self._log, asked.which) != now:
                continue
            held = all(line.holds for line in lines)
            if not (whole and held and summed == marks):
                drop_damaged(self._log, asked.which, now, DAMAGED)
                return None
            found = _unpacked(lines, moved, asked.read)
            views = self._folded(moved, basis, now.told, found, asked.ask)
            return self._answer(basis, found, (late, possible), views)
        return None

    def _most(self, moved: Collection[str]) -> bool:
        """Tell whether folding all is less than folding these twice."""
        if not moved:
            return False
        return SHARE * len(moved) > len(self._folding.names.at().companies) > FEW

    def _plain(self, basis: Basis) -> bool:
        day = day_of(basis.cut - 1, self._zone)
        return not (basis.possible or basis.dated) and basis.effective == day

    def _folded(
        self,
        moved: Collection[str],
        basis: Basis,
        told: int,
        found: dict[str, T],
        ask: Callable[[CompanyAt], T],
    ) -> tuple[list[View], list[View]]:
        """Fold what was touched; give its views as in the lines, and as it is."""
        then = replace(basis, known_at=told)
        groups = groups_of(self._folding, moved, told)
        before = [visible(entries, then) for _, entries in groups]
        groups = groups_of(self._folding, moved, basis.known_at)
        after = (parsed(*group) for group in groups)
        asked = self._folding.asked(after, basis, ask)
        found |= asked.found
        return before, asked.views

    def _answer(
        self,
        basis: Basis,
        found: Mapping[str, T],
        counts: tuple[int, int],
        views: tuple[list[View], list[View]],
    ) -> Answer[list[T]]:
        before, after = views
        late = counts[0] + sum(x.late for x in after) - sum(x.late for x in before)
        possible = counts[1] + sum(x.straddling for x in after)
        possible -= sum(x.straddling for x in before)
        empty = None
        if not found:
            there = self._log.any_published(basis.known_at)
            empty = f"nothing {'published' if there else 'recorded'} by that date"
        values = [found[slug] for slug in sorted(found)]
        return Answer(basis, values, late, possible, empty)


def _unpacked(
    lines: Iterable[RankingLine],
    moved: Container[str],
    read: Callable[[str, Sequence[bytes]], T],
) -> dict[str, T]:
    """Make answers of the lines of companies that have not moved."""
    bodies: dict[str, list[bytes]] = {}
    for line in lines:
        if line.company not in moved:
            bodies.setdefault(line.company, []).append(line.body)
    return {slug: read(slug, several) for slug, several in bodies.items()}


def _lines(shelf: Generation, cut: int, top: int | None) -> list[RankingLine]:
    """Read lines: of the highest, or of all."""
    names = [] if top is None else shelf.top(top, cut)
    if top is None or len(names) < top:
        return shelf.at(cut)
    return shelf.of(names, cut)


def _sum_of_marks(
    shelf: Generation, cut: int, lines: list[RankingLine], top: int | None
) -> int:
    """Sum the marks of all lines that hold a cut."""
    if top is None:
        return sum(line.mark + line.weight for line in lines)
    return shelf.marks(cut)
