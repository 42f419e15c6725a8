"""What a settled round says of its sources: one row for each claim and field.

A row is a grade between 0 and 1 and a weight. It adds `weight x grade` to what speaks
for a source and `weight x (1 - grade)` to what speaks against it. Of occurrence the
grade of a report is whether the round was real, that of a denial the opposite. Of a
figure it is `exp(-IS / 2)`, where IS is the interval score: its width (in logs) and
ten times the distance by which the truth lies outside. Claims of one source on one
round share one vote, and so do the versions of a revised claim. What a source took
back counts as wrong. A party's own word does not grade that party's reports.

Weights are whole numbers of 2^-40, so that sums are exact in any order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final, NamedTuple

from ledger.credibility.cases import (
    TERMS,
    TIMING,
    Carried,
    Case,
    Denied,
    LogRange,
    SourceClaim,
)
from ledger.credibility.circumstances import Chance
from ledger.credibility.settings import DAY, UNIT, Settings
from ledger.credibility.settling import SILENT, TAKEN_BACK, Outcome

ALPHA: Final = 0.2
WINDOW: Final = 90 * DAY
"""How long "not raising now" is about now."""

WEEK: Final = 7 * DAY
SOON: Final = 0.7
"""Weight of a word that was taken back within a week, before any outcome."""

OWN: Final = 3
OFFICIAL: Final = frozenset({1, 2, OWN})
"""Tiers of an official word: a filing, both parties, one of them."""


class GradedField(NamedTuple):
    """How one claim or denial fared in one field."""

    source: str
    kind: str
    party: str
    role: str
    field: str
    round: str
    event: int
    told: int
    """When it was published."""
    tier: int
    decided: int | None
    """The event that decided it."""
    when: int
    """When that was published."""
    grade: float
    weight: float
    plus: int
    """What it adds to A, in units; of a lapse nothing yet."""
    minus: int
    units: int
    """Its whole weight, in units."""
    chance: Chance | None = None
    """Of what was never settled: what the round was worth."""

    @property
    def confirmed(self) -> bool:
        """Tell whether an official word came that says just the same."""
        return self.tier in OFFICIAL and self.grade == 1


def units(value: float) -> int:
    """Give a weight in whole units."""
    return round(value * UNIT)


def grade(span: LogRange, truth: float) -> float:
    """Grade a figure against the truth, all in logs."""
    low, high = span
    off = max(0.0, low - truth, truth - high)
    return exp(-((high - low) + 2 / ALPHA * off) / 2)


def graded_fields(
    case: Case,
    origin: Sequence[str],
    outcome: Outcome | None,
    settings: Settings,
    chance: Chance | None = None,
) -> Iterator[GradedField]:
    """Give the rows that a case adds to the records of its sources.

    `chance` is what a round was worth that was never settled.
    """
    maker = _Maker(case, outcome, settings, chance)
    told = [
        (claim, "original" if root == claim.id else "relay")
        for claim, root in zip(case.told, origin, strict=True)
        if not claim.deciding
    ]
    alike: dict[tuple[str, str], int] = {}
    for claim, role in told:
        key = (claim.source, role)
        alike[key] = alike.get(key, 0) + 1
    for claim, role in told:
        yield from maker.of_claim(claim, role, alike[claim.source, role])
    ahead = [carried for carried in case.carried if case.ahead(carried.when)]
    for carried in ahead:
        share = sum(other.source == carried.source for other in ahead)
        row = maker.occurrence(carried, "relay", share, real=True)
        if row is not None:
            yield row
    for denied in case.denied:
        yield from maker.of_denial(denied)


@dataclass(slots=True)
class _Maker:
    case: Case
    outcome: Outcome | None
    settings: Settings
    chance: Chance | None

    def of_claim(
        self, told: SourceClaim, role: str, alike: int
    ) -> Iterator[GradedField]:
        if told.taken_back is not None:
            yield self._withdrawn(told, role, alike, told.taken_back)
            return
        outcome = self.outcome
        if outcome is None:
            return
        if self.case.ahead(told.when):
            row = self.occurrence(told, role, alike, real=True)
            if row is not None:
                yield row
        for name, tier, event, when, logs in outcome.truth:
            own = tier == OWN and outcome.party == told.party
            if own or not self.case.ahead(told.when, name):
                continue
            weight = self.settings.values_by_party if tier == OWN else outcome.weight
            stated = [word for word in told.words if word.readings(name)]
            for word in stated:
                best = max(grade(x, z) for x in word.readings(name) for z in logs)
                share = weight / (alike * len(stated))
                yield self._row(
                    told, role, name, best, share, (tier, event, when), word.event
                )

    def occurrence(
        self, said: SourceClaim | Denied | Carried, role: str, alike: int, *, real: bool
    ) -> GradedField | None:
        outcome = self.outcome
        if outcome is None:
            return None
        if role != "denial" and outcome.tier == OWN and outcome.party == said.party:
            return None
        right = outcome.real == real
        by = (outcome.tier, outcome.event, outcome.when)
        share = outcome.weight / alike
        return self._row(said, role, "occurrence", float(right), share, by)

    def of_denial(self, denied: Denied) -> Iterator[GradedField]:
        alike = [x for x in self.case.denied if x.source == denied.source]
        share = len([x for x in alike if (x.form == TERMS) == (denied.form == TERMS)])
        if denied.taken_back is not None:
            yield self._withdrawn(denied, "denial", share, denied.taken_back)
        elif denied.form == TERMS:
            yield from self._terms(denied, share)
        else:
            row = self.occurrence(denied, "denial", share, real=False)
            if row is not None:
                yield self._timed(denied, row, share)

    def _timed(self, denied: Denied, row: GradedField, share: int) -> GradedField:
        """Let "not raising now" be right where the official word came much later."""
        outcome = self.outcome
        assert outcome is not None
        later = outcome.real and outcome.when > denied.when + WINDOW
        if denied.form != TIMING or not later:
            return row
        by = (row.tier, row.decided, row.when)
        weight = outcome.weight / share
        return self._row(denied, "denial", "occurrence", 1.0, weight, by)

    def _terms(self, denied: Denied, share: int) -> Iterator[GradedField]:
        outcome = self.outcome
        if outcome is None:
            return
        about = [told for told in self.case.told if told.id in denied.claims]
        for name, tier, event, when, logs in outcome.truth:
            grades = [
                max(grade(x, z) for x in word.readings(name) for z in logs)
                for told in about
                for word in told.words[-1:]
                if word.readings(name) and name in denied.fields
            ]
            if grades:
                wrong = 1 - sum(grades) / len(grades)
                weight = (
                    self.settings.values_by_party if tier == OWN else outcome.weight
                )
                by = (tier, event, when)
                yield self._row(denied, "denial", name, wrong, weight / share, by)

    def _withdrawn(
        self, said: SourceClaim | Denied, role: str, alike: int, back: tuple[int, int]
    ) -> GradedField:
        event, when = back
        outcome = self.outcome
        open_then = outcome is None or outcome.when > when
        soon = open_then and when - said.when <= WEEK
        weight, by = (SOON if soon else 1.0) / alike, (TAKEN_BACK, event, when)
        return self._row(said, role, "occurrence", 0.0, weight, by)

    def _row(
        self,
        said: SourceClaim | Denied | Carried,
        role: str,
        name: str,
        grade_: float,
        weight: float,
        by: tuple[int, int | None, int],
        event: int | None = None,
    ) -> GradedField:
        tier, decided, when = by
        weight *= self.settings.temper
        whole = units(weight)
        lapsed = tier in SILENT
        plus = 0 if lapsed else units(weight * grade_)
        minus = 0 if lapsed else whole - plus
        return GradedField(
            source=said.source,
            kind=said.kind,
            party=said.party,
            role=role,
            field=name,
            round=self.case.round,
            event=said.event if event is None else event,
            told=said.when,
            tier=tier,
            decided=decided,
            when=when,
            grade=grade_,
            weight=weight,
            plus=plus,
            minus=minus,
            units=whole,
            chance=self.chance if lapsed else None,
        )
