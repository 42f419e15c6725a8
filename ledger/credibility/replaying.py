"""Tallies kept up with a ledger, case by case, as events come and time goes on.

Putting a case takes its old share out and the new one in: one event costs its own
round and the sources that spoke of it, whatever the size of the ledger. Where a pair
of sources comes to be held for one (`origins.py`), or no longer is, the rounds of the
one that copies are worked out again. A replay of all cases at one cut is the same thing
done once, and gives the same tallies, bit for bit.
"""

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ledger.claims.dates import MIN_US
from ledger.credibility.belief import Configured
from ledger.credibility.cases import Case
from ledger.credibility.learning import Learned
from ledger.credibility.origins import (
    CopyingHabit,
    Habits,
    SourcePair,
    copier_of,
    labelled,
)
from ledger.credibility.scores import Scores, aged
from ledger.credibility.settings import DEFAULT, Settings
from ledger.credibility.settling import matures, next_change, settle
from ledger.credibility.tallies import Share, Tallies, share_of


@dataclass(slots=True)
class Replay:
    """Cases, their shares, and what these add up to, at a cut."""

    settings: Settings = DEFAULT
    cut: int = MIN_US
    cases: dict[str, Case] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=Tallies)
    course: CopyingHabit | None = None
    """Who copies whom as a habit, where that is known from elsewhere."""
    companies: dict[str, set[str]] = field(default_factory=dict)
    """Company -> its rounds that are held."""
    _configured: Configured = field(init=False)
    _habits: dict[SourcePair, SourcePair] = field(default_factory=dict)
    _under: Habits = frozenset()
    """The habits under which shares were made that are known from elsewhere."""
    _wakes: list[tuple[int, str]] = field(default_factory=list)
    _wake: dict[str, int] = field(default_factory=dict)
    _learned: Learned | None = None
    """What was learned last of all rounds and sources."""

    def __post_init__(self) -> None:
        self._configured = Configured(self.settings)

    def put(self, cases: Iterable[Case], gone: Sequence[str] = ()) -> None:
        """Replace cases by their newer state at the cut; leave `gone` rounds out.

        A case that stays the same is left alone: `advance` sees to what time does.
        """
        held = self.cases
        self._replace([x for x in cases if held.get(x.round) != x], gone)

    def _replace(self, cases: Iterable[Case], gone: Sequence[str] = ()) -> None:
        met: set[SourcePair] = set()
        habits = self.habits
        for name in gone:
            met.update(self._turn(name, None))
        for case in cases:
            met.update(self._turn(case.round, self._enter(case, habits)))
        self._see(met)

    def advance(self, cut: int) -> None:
        """Let time go on: rounds lapse, and two origins come to have stood."""
        self.cut = cut
        woken: dict[str, int] = {}
        while self._wakes and self._wakes[0][0] <= cut:
            at, name = heapq.heappop(self._wakes)
            if self._wake.get(name) == at:
                woken[name] = at
        due = ((self.cases[name], at) for name, at in sorted(woken.items()))
        self._replace([case for case, at in due if self._ages(case, at)])
        if self.course is not None:
            before, self._under = self._under, self.habits
            self._redo({copier for copier, _ in before ^ self._under})

    @property
    def next_change(self) -> int | None:
        """Give the cut at which time alone may change something; None if never."""
        marks = [at for at, _ in self._wakes[:1]]
        turn = None if self.course is None else self.course.after(self.cut)
        return min(marks if turn is None else [*marks, turn], default=None)

    def scores(self) -> Scores:
        """Give the scores at the cut."""
        given, tallies = self.settings, self.tallies
        if given.half_life is not None:
            tallies = aged(tallies, self.cut, given.half_life)
            return Scores(tallies, given, Learned.of(tallies, given))
        before = self._learned
        if before is None:
            self._learned = Learned.of(tallies, given)
        else:
            self._learned = before.after(tallies, given)
        return Scores(tallies, given, self._learned)

    @property
    def habits(self) -> frozenset[SourcePair]:
        """Who copies whom as a habit."""
        if self.course is not None:
            return self.course.at(self.cut)
        return frozenset(self._habits.values())

    def _turn(self, name: str, after: Share | None) -> set[SourcePair]:
        """Let a share take the place of that of a round; give who met on both."""
        before = self.shares.pop(name, None)
        if after is not None:
            self.shares[name] = after
        elif before is not None:
            self._wake.pop(name, None)
            self.companies[self.cases.pop(name).company].remove(name)
        self.tallies.turn(before, after)
        return {pair for share in (before, after) if share for pair in share.met}

    def _enter(self, case: Case, habits: Habits) -> Share:
        """Hold a case, and work out what it adds."""
        name = case.round
        self.cases[name] = case
        self.companies.setdefault(case.company, set()).add(name)
        self._wait(case)
        return share_of(case, self.cut, self._configured, habits)

    def _wait(self, case: Case) -> None:
        """Set the next instant at which time alone may change a case."""
        wake = next_change(case, self.cut, self.settings)
        if wake is None:
            self._wake.pop(case.round, None)
        else:
            self._wake[case.round] = wake
            heapq.heappush(self._wakes, (wake, case.round))

    def _ages(self, case: Case, since: int) -> bool:
        """Tell whether a case adds something else than before some instant: another
        outcome, or one that begins to count for what silence says. If not, let it wait.
        """
        matured = since <= matures(case, self.settings) <= self.cut
        outcome = settle(case, labelled(case), self.cut, self.settings)
        if matured or outcome != self.shares[case.round].outcome:
            return True
        self._wait(case)
        return False

    def _see(self, met: Iterable[SourcePair]) -> None:
        """Look whether pairs that met are one origin; redo the rounds of copiers."""
        touched: set[str] = set()
        for pair in met if self.course is None else ():
            seen = copier_of(pair, self.tallies.met(pair), self.settings)
            before = self._habits.get(pair)
            if seen == before:
                continue
            touched |= {found[0] for found in (seen, before) if found is not None}
            if seen is None:
                del self._habits[pair]
            else:
                self._habits[pair] = seen
        self._redo(touched)

    def _redo(self, touched: Collection[str]) -> None:
        """Work the rounds of sources out again whose habits are others."""
        habits = self.habits
        for case in list(self.cases.values()) if touched else ():
            if "" in touched or any(told.source in touched for told in case.told):
                self._turn(case.round, self._enter(case, habits))


def replayed(cases: Iterable[Case], cut: int, settings: Settings = DEFAULT) -> Replay:
    """Replay all cases at one cut."""
    found = Replay(settings, cut)
    found.put(cases)
    return found
