"""Tallies kept up with a ledger, case by case, as events come and time goes on.

Putting a case takes its old share out and the new one in: one event costs its own
round and the sources that spoke of it, whatever the size of the ledger. Where a pair
of sources comes to be held for one (`origins.py`), or no longer is, the rounds of the
one that copies are worked out anew. A replay of all cases at one cut is the same thing
done once, and gives the same tallies, bit for bit.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.credibility.cases import Case
from ledger.credibility.origins import Pair, copier_of
from ledger.credibility.scores import Scores, aged
from ledger.credibility.settings import DEFAULT, Settings
from ledger.credibility.settling import next_change
from ledger.credibility.tallies import Share, Tallies, share_of


@dataclass(slots=True)
class Replay:
    """Cases, their shares, and what these add up to, at a cut."""

    settings: Settings = DEFAULT
    cut: int = 0
    cases: dict[str, Case] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=Tallies)
    _habits: dict[Pair, Pair] = field(default_factory=dict)
    _wakes: list[tuple[int, str]] = field(default_factory=list)
    _wake: dict[str, int] = field(default_factory=dict)
    _told: dict[str, set[str]] = field(default_factory=dict)
    """Source -> the rounds that it told of."""

    def put(self, cases: Iterable[Case], gone: Sequence[str] = ()) -> None:
        """Replace cases by their newer state at the cut; leave `gone` rounds out."""
        met: set[Pair] = set()
        for name in gone:
            met |= self._drop(name)
        for case in cases:
            met |= self._drop(case.round)
            met |= self._enter(case)
        self._see(met)

    def advance(self, cut: int) -> None:
        """Let time go on: rounds lapse, and two origins come to have stood."""
        self.cut = cut
        woken = set()
        while self._wakes and self._wakes[0][0] <= cut:
            at, name = heapq.heappop(self._wakes)
            if self._wake.get(name) == at:
                woken.add(name)
        self.put([self.cases[name] for name in sorted(woken)])

    def scores(self) -> Scores:
        """Give the scores at the cut."""
        half_life, tallies = self.settings.half_life, self.tallies
        if half_life is not None:
            tallies = aged(tallies, self.cut, half_life)
        return Scores(tallies, self.settings)

    @property
    def habits(self) -> frozenset[Pair]:
        """Who copies whom as a habit."""
        return frozenset(self._habits.values())

    def _drop(self, name: str) -> set[Pair]:
        share = self.shares.pop(name, None)
        if share is None:
            return set()
        self._wake.pop(name, None)
        for told in self.cases.pop(name).told:
            self._told[told.source].discard(name)
        self.tallies.add(share, -1)
        return {pair for pair, _ in share.met}

    def _enter(self, case: Case) -> set[Pair]:
        share = share_of(case, self.cut, self.settings, self.habits)
        self.tallies.add(share)
        self.cases[case.round], self.shares[case.round] = case, share
        for told in case.told:
            self._told.setdefault(told.source, set()).add(case.round)
        wake = next_change(case, self.cut, self.settings)
        if wake is not None:
            self._wake[case.round] = wake
            heapq.heappush(self._wakes, (wake, case.round))
        return {pair for pair, _ in share.met}

    def _see(self, met: Iterable[Pair]) -> None:
        """Look whether pairs that met are one origin; redo the rounds of copiers."""
        touched: set[str] = set()
        for pair in met:
            seen = copier_of(pair, self.tallies.met.get(pair), self.settings)
            before = self._habits.get(pair)
            if seen == before:
                continue
            touched |= {found[0] for found in (seen, before) if found is not None}
            if seen is None:
                del self._habits[pair]
            else:
                self._habits[pair] = seen
        for name in sorted({name for x in touched for name in self._told.get(x, ())}):
            case = self.cases[name]
            self._drop(name)
            self._enter(case)


def replayed(cases: Iterable[Case], cut: int, settings: Settings = DEFAULT) -> Replay:
    """Replay all cases at one cut."""
    found = Replay(settings, cut)
    found.put(cases)
    return found
