"""When the sums behind all scores move, and by how much: what companies add to them.

Companies that belong together are replayed alone from their first event on, beyond the
last one until time changes nothing more. What each instant adds to the tallies is
noted: so the tallies at any cut are the sum of what was noted up to there, of all
companies. The one thing that companies do not know of each other is who copies whom as
a habit; that is given, as it stands at each cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import add, neg, sub
from typing import Any, Final, NamedTuple, TypeVar

from ledger.claims.dates import MAX_US
from ledger.claims.names import Directory
from ledger.credibility.gathering import parties_in
from ledger.credibility.origins import (
    CopyingHabit,
    Habits,
    Meeting,
    SourcePair,
    copier_of,
)
from ledger.credibility.replaying import Replay
from ledger.credibility.settings import DEFAULT, Settings
from ledger.credibility.sweeping import PartCases
from ledger.credibility.tallies import (
    Detail,
    Share,
    Sums,
    Tallies,
    TallyPart,
    Values,
    Whose,
    tally_parts,
)
from ledger.projections.basis import Basis
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import Row
from ledger.projections.story import Story, all_along

T = TypeVar("T", bound=tuple[object, ...])

NEVER: Final[Meeting] = (0, 0, 0, 0, 0)
EVER: Final = Basis(MAX_US - 1, -1, 0, "UTC", MAX_US)
"""After all that will be known."""


class MoveKey(NamedTuple):
    """An instant, and what is summed."""

    at: int
    what: str
    whose: Whose
    detail: Detail


@dataclass(slots=True)
class Moves:
    """By how much sums move at instants."""

    by: dict[MoveKey, Values] = field(default_factory=dict)
    _same: dict[object, Any] = field(default_factory=dict)
    """Names and numbers that come again and again, each held once."""

    def add(self, name: MoveKey, values: Values, sign: int = 1) -> None:
        """Let a sum move; what comes to nothing is not kept."""
        before = self.by.get(name)
        if before is None:
            at, what, whose, detail = name
            name = MoveKey(at, what, self._once(whose), self._once(detail))
            self.by[name] = self._once(values if sign > 0 else tuple(map(neg, values)))
            return
        after = tuple(map(add if sign > 0 else sub, before, values))
        if any(after):
            self.by[name] = after
        else:
            del self.by[name]

    def _once(self, said: T) -> T:
        """Give what is equal and held already, so that it is held once."""
        held: T = self._same.setdefault(said, said)
        return held


@dataclass(slots=True)
class Noted(Tallies):
    """Tallies that only note what is added to them, and when."""

    moves: Moves = field(default_factory=Moves)
    cut: int = 0
    sign: int = 1

    def turn(self, before: Share | None, after: Share | None) -> None:
        """Note by how much sums move where a share takes the place of another."""
        old, new = ((x and self._sums(x)) or {} for x in (before, after))
        for share, other, sign in ((old, new, -self.sign), (new, old, self.sign)):
            for part, values in share.items():
                if other.get(part) != values:
                    self.moves.add(MoveKey(self.cut, *part), values, sign)

    def _sums(self, share: Share) -> Sums:
        """Add up what a share comes to under each name, once."""
        if share.sums is not None:
            return share.sums
        sums: Sums = {}
        for what, whose, detail, values in self.parts(share):
            part = what, whose, detail
            before = sums.get(part)
            sums[part] = values if before is None else (*map(add, before, values),)
        share.sums = sums
        return sums

    def parts(self, share: Share) -> Iterable[TallyPart]:
        """Write a share as whole numbers under names."""
        return tally_parts(share)


def course_of(
    moves: Iterable[tuple[MoveKey, Values]],
    before: Mapping[SourcePair, Meeting] | None = None,
    settings: Settings = DEFAULT,
) -> CopyingHabit:
    """Work out who copies whom, and from which cut on, from how meetings move; `before`
    is their sum before the first of these.
    """
    sums = dict(before or {})
    seen = {pair: copier_of(pair, met, settings) for pair, met in sums.items()}
    found = {pair: copier for pair, copier in seen.items() if copier is not None}
    turns: list[tuple[int, Habits]] = []
    for at, some in groupby(sorted(moves), key=lambda one: one[0].at):
        was = dict(found)
        for name, values in some:
            pair = name.whose[0], name.whose[1]
            held = sums.get(pair, NEVER)
            sums[pair] = meeting([x + y for x, y in zip(held, values, strict=True)])
            copier = copier_of(pair, sums[pair], settings) if sums[pair][0] else None
            found.pop(pair, None)
            if copier is not None:
                found[pair] = copier
        if found != was:
            turns.append((at, frozenset(found.values())))
    return CopyingHabit(tuple(turns))


def meeting(values: Sequence[int]) -> Meeting:
    """Read what two sources did on the rounds of which both told."""
    shared, alike, earlier, false, false_alike = values
    return shared, alike, earlier, false, false_alike


class Noting:
    """What the rounds of some companies add to the sums, noted as they are told; with
    a sign of -1, what they take away.
    """

    def __init__(
        self,
        moves: Moves,
        parties: Mapping[str, str],
        course: CopyingHabit,
        sign: int = 1,
    ) -> None:
        self._noted, self._parties = Noted(moves=moves, sign=sign), parties
        self._replay = Replay(tallies=self._noted, course=course)
        self._cases = PartCases()

    def turn(self, at: Basis, companies: Sequence[CompanyAt]) -> None:
        """Let the companies be as they are from a cut on."""
        self._until(at.cut)
        fresh, gone = self._cases.become(companies, self._parties)
        self._go(at.cut)
        self._replay.put(fresh, gone)
        self._replay.advance(at.cut)

    def end(self) -> None:
        """Let time go on until it changes nothing more."""
        self._until(MAX_US)

    def _until(self, cut: int) -> None:
        while (at := self._replay.next_change) is not None and at < cut:
            self._go(at)
            self._replay.advance(at)

    def _go(self, cut: int) -> None:
        self._noted.cut = self._replay.cut = cut


def note(
    moves: Moves,
    slugs: Iterable[str],
    rows: Iterable[Row],
    directory: Directory,
    course: CopyingHabit,
    sign: int = 1,
) -> None:
    """Note what the rounds of some companies add to the sums at all times; with -1,
    what they take away.
    """
    noting = Noting(moves, parties_in(directory), course, sign)
    stories = [Story(slug, directory) for slug in slugs]
    for at, companies in all_along(stories, rows, EVER):
        noting.turn(at, companies)
    noting.end()
