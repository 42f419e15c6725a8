"""What the rows of a source add up to, spell by spell, at one state of silence.

A row that was settled counts as it was graded. A lapse counts by how much less likely
the round became through it than the prior of the source had it, or for the source where
other voices made it likelier: on one side, by the slope of its likelihood. What a lapse
of one chance counts is worked out once, and each sum is rounded once (`fsum`), so that
no order of rows shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum
from operator import attrgetter
from typing import NamedTuple

from ledger.credibility.changes import OutcomeRecord
from ledger.credibility.circumstances import Chance
from ledger.credibility.grading import GradedField
from ledger.credibility.posterior import CountedField
from ledger.credibility.settings import UNIT
from ledger.credibility.silence import Silence
from ledger.credibility.tallies import ALWAYS, DetailSums, spells_of


class Slope(NamedTuple):
    """What a lapse of weight 1 counts: rise / run, kept apart to be rounded last."""

    rise: float
    run: float
    favours: bool
    """Whether it counts for a source."""


SideLists = tuple[list[float], list[float]]
"""What rows count against a source, and for it."""


@dataclass(slots=True)
class Counting:
    """How rows count, by what silence says."""

    quiet: Silence
    _likely: dict[Chance, float] = field(default_factory=dict)
    _slopes: defaultdict[tuple[float, bool], dict[Chance, Slope]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """A configured mean, whether of denials -> chance -> what a lapse counts."""

    def likely(self, chance: Chance) -> float:
        """Give the chance that a round was real that nobody settled in a year."""
        found = self._likely.get(chance)
        if found is None:
            found = self._likely[chance] = self.quiet.likely(chance)
        return found

    def record(
        self, totals: Iterable[DetailSums], configured: float, role: str
    ) -> OutcomeRecord:
        """Add up what the rows of each spell count for and against a source, oldest
        first.
        """
        found = sorted(self._by_spell(totals, configured, role).items())
        return tuple(
            [(spell, (fsum(more), fsum(less))) for spell, (less, more) in found]
        )

    def weight(
        self,
        total: DetailSums,
        configured: float,
        role: str,
        still: Mapping[int, float],
    ) -> float:
        """Add up what rows count, each as far as the source is `still` the same."""
        found = self._by_spell([total], configured, role)
        return fsum(
            fsum((*pluses, *minuses)) * still.get(spell, 1.0)
            for spell, (minuses, pluses) in found.items()
        )

    def _by_spell(
        self, totals: Iterable[DetailSums], configured: float, role: str
    ) -> dict[int, SideLists]:
        """Give what counts against a source, and for it, by spell."""
        found: dict[int, SideLists] = {}
        slopes = self._slopes[configured, role == "denial"]
        for total in totals:
            for (spell, chance), (one, other, _) in total.items():
                sides = found.get(spell)
                if sides is None:
                    sides = found[spell] = ([], [])
                if chance is None:
                    sides[0].append(other / UNIT)
                    sides[1].append(one / UNIT)
                    continue
                rise, run, favours = slopes.get(chance) or self._slope(
                    chance, configured, role
                )
                sides[favours].append(one / UNIT * rise / run)
        return found

    def sides(
        self,
        total: Mapping[Chance | None, tuple[int, int]],
        configured: float,
        role: str,
    ) -> tuple[float, float]:
        """Add up what rows count for and against a source, of whatever spell."""
        sides = [
            (one / UNIT, other / UNIT)
            if chance is None
            else self._lapse(chance, one / UNIT, configured, role)
            for chance, (one, other) in total.items()
        ]
        return fsum(plus for plus, _ in sides), fsum(minus for _, minus in sides)

    def told(
        self,
        by_round: Mapping[str, Iterable[GradedField]],
        role: str,
        name: str,
        configured: float,
        shares: Mapping[int, float],
    ) -> list[CountedField]:
        """Give the rows of a source as they count, in the order in which they were
        told.
        """
        counted = []
        for rows in by_round.values():
            own = [x for x in rows if x.field == name and x.role == role]
            spell = next(iter(spells_of(own).values()), ALWAYS)
            share = shares.get(spell, 1.0)
            for row in own:
                plus, minus = self._row(row, configured)
                counted.append(CountedField(row, plus * share, minus * share, share))
        return sorted(counted, key=attrgetter("row.told", "row.round", "row.event"))

    def _row(self, row: GradedField, configured: float) -> tuple[float, float]:
        """Give what a row counts for and against its source."""
        if row.chance is None:
            return row.plus / UNIT, row.minus / UNIT
        return self._lapse(row.chance, row.units / UNIT, configured, row.role)

    def _lapse(
        self, chance: Chance, weight: float, configured: float, role: str
    ) -> tuple[float, float]:
        rise, run, favours = self._slope(chance, configured, role)
        counts = weight * rise / run
        return (counts, 0.0) if favours else (0.0, counts)

    def _slope(self, chance: Chance, configured: float, role: str) -> Slope:
        """Say what a lapse of weight 1 counts, and on which side: its likelihood's
        slope at the configured prior, which is nothing where silence says nothing.
        """
        slopes = self._slopes[configured, role == "denial"]
        found = slopes.get(chance)
        if found is None:
            likely = self.likely(chance)
            if role == "denial":
                likely = 1 - likely
            found = Slope(likely - configured, 1 - configured, favours=True)
            if likely < configured:
                found = Slope(1 - likely / configured, 1.0, favours=False)
            slopes[chance] = found
        return found
