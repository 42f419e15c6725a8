"""How far each source can be trusted, out of the tallies: Beta posteriors.

A score is the prior of the source's kind, worth ten settled claims, plus its rows. The
kind's own mean is learned from the other sources of the kind, so that nobody supports
himself. A lapse is no outcome: it counts as a miss by how much less likely the round
became through it than the kind's prior had it, or as a hit where other voices made it
likelier. A source with less than one settled claim is *unrated*, with less than five
*provisional*, however many of its claims have lapsed; sources are ranked by the lower
end of the interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import fsum
from operator import attrgetter
from typing import Final

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.changes import (
    Changing,
    Kept,
    Sides,
    evidence,
    kept_of,
    share_of_changing,
)
from ledger.credibility.deniers import Denier, insider, outsider
from ledger.credibility.grading import Row, units
from ledger.credibility.posterior import Score
from ledger.credibility.settings import DAY, QUARTER, UNIT, Settings
from ledger.credibility.settling import SILENT
from ledger.credibility.silence import Chance, Silence
from ledger.credibility.tallies import PRINCIPALS, Key, Off, Sum, Tallies

VALUE_STRENGTH: Final = 4.0
SPREAD_STRENGTH: Final = 6.0
KIND_STRENGTH: Final = 10.0
FLOOR: Final = 0.03
SOUND: Final = 0.9
"""P(a figure is no gross error), before anything is settled."""


@dataclass(slots=True)
class Scores:
    """All scores at one state of the tallies."""

    tallies: Tallies
    settings: Settings
    quiet: Silence
    _base: float = field(init=False)
    _share: float = field(init=False)
    _hedges: tuple[float, ...] = field(init=False)
    _changing: Changing | None = None
    _recorded: dict[tuple[str, str], list[tuple[int, Sides]]] | None = None
    _known: dict[tuple[str, str, str], Score] = field(default_factory=dict)
    _deniers: dict[tuple[str, bool], Denier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given, tallies = self.settings, self.tallies
        level = self.quiet.effects.level + self.quiet.usual
        self._base = sigmoid(logit(given.base_rate) + level)
        self._share = self._shrunk(
            tallies.reports, given.base_rate, given.base_strength
        )
        self._hedges = tuple(
            self._shrunk(tallies.hedges.get(hedge, Sum()), prior, given.hedge_strength)
            for hedge, prior in enumerate(given.hedge_priors)
        )

    # -- what belief reads -----------------------------------------------------

    @property
    def base(self) -> float:
        return self._base

    @property
    def heard(self) -> int:
        """Count the rounds that were settled within a year of their first claim."""
        return sum(
            n for (_, month, _), n in self.tallies.matured.items() if month is not None
        )

    @property
    def share(self) -> float:
        return self._share

    def hedged(self, hedge: int) -> float:
        return self._hedges[hedge]

    @property
    def more(self) -> float:
        return self.quiet.effects.more

    def silence(self, age: int) -> float:
        return self.quiet.nats(age)

    def report(self, source: str, kind: str) -> float:
        return self.score(source, kind).mean

    def denial(self, party: str, *, own: bool = True) -> float:
        """Give P(not real | this party denies it), of a round as they are in general;
        `own` if it speaks for the company.
        """
        nats = self.denier(party, own=own).denied
        return sigmoid(logit(1 - self.base) - nats)

    def undenied(self, party: str) -> float:
        """Give what it adds, in nats, that the party of a company denies nothing."""
        return self.denier(party).undenied

    def denier(self, party: str, *, own: bool = True) -> Denier:
        """Give how often a party denies what is so, and what is not."""
        if (party, own) not in self._deniers:
            make = insider if own else outsider
            found = make(party, self.tallies, self._split, self.settings)
            self._deniers[party, own] = found
        return self._deniers[party, own]

    # -- scores ------------------------------------------------------------------

    def score(
        self, source: str, kind: str, role: str = "original", name: str = "occurrence"
    ) -> Score:
        """Give the score of a source in a role and a field."""
        key = (source, role, name)
        if key not in self._known:
            self._known[key] = self._score(source, kind, role, name)
        return self._known[key]

    def _score(self, source: str, kind: str, role: str, name: str) -> Score:
        given = self.settings
        key: Key = (source, role, name)
        own = self.tallies.sources.get(key, Sum())
        denying = role == "denial"
        prior = self._prior(own, PRINCIPALS if denying else kind, role, name)
        configured = self._configured(kind, role)
        strength = given.denial_strength if denying else given.strength
        rows = [x for x in self._rows(source) if x.field == name and x.role == role]
        rows.sort(key=attrgetter("told", "round", "event"))
        sides = [self._side(row, configured) for row in rows]
        kept = Kept(prior, strength)
        if role == "original" and name == "occurrence":
            record = self._records().get((source, kind), [])
            kept = kept_of(record, prior, self.changing.mean, given)
        # Of one round a source speaks in one quarter: that of its first report.
        first = {row.round: row.told // QUARTER for row in reversed(rows)}
        shares = [kept.shares.get(first[row.round], 1.0) for row in rows]
        plus = [side[0] * share for side, share in zip(sides, shares, strict=True)]
        minus = [side[1] * share for side, share in zip(sides, shares, strict=True)]
        weights: dict[bool, list[float]] = {True: [], False: []}
        for row, (a, b) in zip(rows, sides, strict=True):
            still = kept.still.get(first[row.round], 1.0)
            weights[row.tier in SILENT].append((a + b) * still / given.temper)
        n, lapses = fsum(weights[False]), fsum(weights[True])
        return Score(
            source=source,
            kind=kind,
            role=role,
            field=name,
            prior=kept.prior,
            strength=kept.strength,
            plus=fsum(plus),
            minus=fsum(minus),
            n=n,
            lapsed=lapses / (n + lapses) if lapses else 0.0,
            of_kind=prior,
            changed=kept.changed,
            graded=tuple(rows),
            sides=tuple(sides),
            shares=tuple(shares),
        )

    @property
    def changing(self) -> Changing:
        """Give the share of sources that change, by the records of all of them."""
        if self._changing is None:
            given = self.settings
            found = [
                evidence(tuple(record), given.priors[kind], given)
                for (_, kind), record in self._records().items()
            ]
            self._changing = share_of_changing(found, given)
        return self._changing

    def _records(self) -> dict[tuple[str, str], list[tuple[int, Sides]]]:
        """Give what counts for and against each source and its kind, by quarter."""
        if self._recorded is None:
            self._recorded = {}
            for (source, kind, quarter), total in sorted(self.tallies.quarters.items()):
                sides = self._sides(total, self.settings.priors[kind], "original")
                self._recorded.setdefault((source, kind), []).append((quarter, sides))
        return self._recorded

    def _rows(self, source: str) -> Iterable[Row]:
        for rows in self.tallies.rows.get(source, {}).values():
            yield from rows

    def _configured(self, kind: str, role: str) -> float:
        given = self.settings
        return given.denial_prior if role == "denial" else given.priors[kind]

    def _prior(self, own: Sum, kind: str, role: str, name: str) -> float:
        """Give the mean of a kind, learned from its other sources."""
        given, denying = self.settings, role == "denial"
        configured = self._configured(kind, role)
        strength = given.denial_kind_strength if denying else given.kind_strength
        total = self.tallies.kinds.get((kind, role, name), Sum())
        plus, minus = self._sides(total, configured, role)
        own_plus, own_minus = self._sides(own, configured, role)
        plus, minus = max(0.0, plus - own_plus), max(0.0, minus - own_minus)
        return (configured * strength + plus) / (strength + plus + minus)

    def _side(self, row: Row, configured: float) -> tuple[float, float]:
        if row.chance is None:
            return row.plus / UNIT, row.minus / UNIT
        return self._lapse(row.chance, row.units / UNIT, configured, row.role)

    def _sides(self, total: Sum, configured: float, role: str) -> tuple[float, float]:
        sides = [(total.plus / UNIT, total.minus / UNIT)]
        sides += [
            self._lapse(chance, whole / UNIT, configured, role)
            for chance, whole in sorted(total.lapsed.items())
        ]
        return fsum(plus for plus, _ in sides), fsum(minus for _, minus in sides)

    def _lapse(
        self, chance: Chance, weight: float, configured: float, role: str
    ) -> tuple[float, float]:
        """Say what a lapse counts for and against a source: its likelihood's slope
        at the configured prior, which is nothing where silence says nothing.
        """
        likely = self.quiet.likely(chance)
        if role == "denial":
            likely = 1 - likely
        if likely < configured:
            return 0.0, weight * (1 - likely / configured)
        return weight * (likely - configured) / (1 - configured), 0.0

    def _shrunk(self, total: Sum, prior: float, strength: float) -> float:
        """Give a share of rounds, lapses split by how likely they were real."""
        plus, minus = self._split(total)
        return (prior * strength + plus) / (strength + plus + minus)

    def _split(self, total: Sum) -> tuple[float, float]:
        """Count rounds as real and unreal, lapses split by their chances."""
        plus, minus = [total.plus / UNIT], [total.minus / UNIT]
        for chance, weight in sorted(total.lapsed.items()):
            likely = self.quiet.likely(chance)
            plus.append(weight / UNIT * likely)
            minus.append(weight / UNIT * (1 - likely))
        return fsum(plus), fsum(minus)

    def errors(self, source: str, kind: str, name: str) -> tuple[float, float, float]:
        """Give bias and variance (in logs) of a source's figures, and P(sound)."""
        theirs = self.tallies.misses.get((f"kind:{kind}", name), Off())
        own = self.tallies.misses.get((source, name), Off())
        off, square = theirs.off / UNIT, theirs.square / UNIT
        first = self.settings.first_spread**2
        bias = off / (KIND_STRENGTH + theirs.n)
        spread = (KIND_STRENGTH * first + square) / (KIND_STRENGTH + theirs.n)
        tried = theirs.n + theirs.gross
        sound = (2 * KIND_STRENGTH * SOUND + theirs.n) / (2 * KIND_STRENGTH + tried)
        off, square = own.off / UNIT, own.square / UNIT
        bias = (VALUE_STRENGTH * bias + off) / (VALUE_STRENGTH + own.n)
        spread = (SPREAD_STRENGTH * spread + square) / (SPREAD_STRENGTH + own.n)
        sound = (KIND_STRENGTH * sound + own.n) / (KIND_STRENGTH + own.n + own.gross)
        return bias, max(spread - bias * bias, FLOOR**2), sound


def aged(tallies: Tallies, cut: int, half_life: float) -> Tallies:
    """Give tallies in which a settled claim counts half after so many days."""
    found = replace(tallies, sources={}, kinds={}, quarters={}, parties={}, rows={})
    for by_round in tallies.rows.values():
        for rows in by_round.values():
            found.enter([_aged(row, cut, half_life) for row in rows], 1)
    return found


def _aged(row: Row, cut: int, half_life: float) -> Row:
    share = 0.5 ** (max(0, cut - row.told) / DAY / half_life)
    plus, whole = units(row.plus / UNIT * share), units(row.units / UNIT * share)
    minus = units(row.minus / UNIT * share)
    weight = row.weight * share
    return row._replace(plus=plus, minus=minus, units=whole, weight=weight)
