"""How far each source can be trusted, out of the tallies: Beta posteriors.

A score is the prior of the source's kind, worth ten settled claims, plus its rows. The
kind's own mean is learned from the other sources of the kind, so that nobody supports
himself. A lapse is no outcome: it counts as a miss by how much less likely the round
became through it than the kind's prior had it, or as a hit where other voices made it
likelier. A source with less than one settled claim is *unrated*, with less than five
*provisional*, however many of its claims have lapsed; sources are ranked by the lower
end of the interval.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import fsum
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.changes import (
    Changing,
    Kept,
    evidence,
    kept_of,
    share_of_changing,
)
from ledger.credibility.closing import Closing, closing_of
from ledger.credibility.deniers import Denier, insider, outsider
from ledger.credibility.grading import Row, units
from ledger.credibility.posterior import Counted, Score
from ledger.credibility.settings import DAY, UNIT, Settings
from ledger.credibility.silence import Chance, Silence
from ledger.credibility.tallies import (
    ALWAYS,
    NEVER,
    PRINCIPALS,
    Tallies,
    Total,
    changes,
    closed_in,
    parts_in,
    spells_of,
)

VALUE_STRENGTH: Final = 4.0
SPREAD_STRENGTH: Final = 6.0
KIND_STRENGTH: Final = 10.0
FLOOR: Final = 0.03
AGED: Final = frozenset({"settled", "lapsed", "record", "kind", "party"})
"""Sums that are made again of rows whose weight age has taken from."""

SOUND: Final = 0.9
"""P(a figure is no gross error), before anything is settled."""


class Spell(NamedTuple):
    """What the rows of a source in a spell add up to."""

    plus: float
    minus: float
    settled: float
    """Weight of the rows that were settled, and of the others."""
    lapsed: float


@dataclass(slots=True)
class Scores:
    """All scores at one state of the tallies."""

    tallies: Tallies
    settings: Settings
    quiet: Silence
    sources: frozenset[str] | None = None
    """Whose sums are held; None for all."""
    _base: float = field(init=False)
    _share: float = field(init=False)
    _hedges: tuple[float, ...] = field(init=False)
    _changing: Changing | None = None
    _closing: Closing | None = None
    _known: dict[tuple[str, str, str], Score] = field(default_factory=dict)
    _likely: dict[Chance, float] = field(default_factory=dict)
    _deniers: dict[tuple[str, bool], Denier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given, tallies = self.settings, self.tallies
        level = self.quiet.effects.level + self.quiet.usual
        self._base = sigmoid(logit(given.base_rate) + level)
        self._share = self._shrunk(
            tallies.of("report"), given.base_rate, given.base_strength
        )
        self._hedges = tuple(
            self._shrunk(tallies.of("hedge", str(hedge)), prior, given.hedge_strength)
            for hedge, prior in enumerate(given.hedge_priors)
        )

    # -- what belief reads -----------------------------------------------------

    @property
    def base(self) -> float:
        return self._base

    @property
    def heard(self) -> int:
        """Count the rounds that were settled within a year of their first claim."""
        counted = self.tallies.of("matured").items()
        return sum(n for (month, _), (n,) in counted if month != NEVER)

    @property
    def share(self) -> float:
        return self._share

    def hedged(self, hedge: int) -> float:
        return self._hedges[hedge]

    @property
    def more(self) -> float:
        return self.quiet.effects.more

    @property
    def closed(self) -> float:
        return self.quiet.effects.closed

    def silence(self, age: int) -> float:
        return self.quiet.nats(age)

    def closing(self, age: int) -> float:
        if self._closing is None:
            counts = closed_in(self.tallies)
            self._closing = closing_of(counts, self._chance, self.settings)
        return self._closing.nats(age)

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
        given, tallies = self.settings, self.tallies
        assert self.sources is None or source in self.sources, f"no sums of {source}"
        whose = (source, role, name)
        settled, lapsed = tallies.of("settled", *whose), tallies.of("lapsed", *whose)
        configured = self._configured(kind, role)
        prior = self._prior([settled, lapsed], kind, role, name)
        strength = given.denial_strength if role == "denial" else given.strength
        spells = self._spells([settled, lapsed], configured, role)
        kept = Kept(prior, strength)
        if changes(role, name):
            record = [(x, spell[:2]) for x, spell in spells.items()]
            kept = kept_of(record, prior, self.changing.mean, given)
        n, lapses = (
            fsum(spell[place] * kept.still.get(x, 1.0) for x, spell in spells.items())
            / given.temper
            for place in (2, 3)
        )
        plus, minus = (
            fsum(spell[place] * kept.shares.get(x, 1.0) for x, spell in spells.items())
            for place in (0, 1)
        )
        return Score(
            source=source,
            kind=kind,
            role=role,
            field=name,
            prior=kept.prior,
            strength=kept.strength,
            plus=plus,
            minus=minus,
            n=n,
            lapsed=lapses / (n + lapses) if lapses else 0.0,
            of_kind=prior,
            changed=kept.changed,
            counted=sum(x[2] for total in (settled, lapsed) for x in total.values()),
            told=partial(self._counted, source, role, name, configured, kept.shares),
        )

    def _spells(
        self, totals: Iterable[Total], configured: float, role: str
    ) -> dict[int, Spell]:
        """Add up what the rows of each spell count for and against a source, oldest
        first.
        """
        found: dict[int, list[Spell]] = {}
        for total in totals:
            for (number, chance), (one, other, _) in total.items():
                if chance is None:
                    plus, minus = one / UNIT, other / UNIT
                    spell = Spell(plus, minus, plus + minus, 0.0)
                else:
                    plus, minus = self._lapse(chance, one / UNIT, configured, role)
                    spell = Spell(plus, minus, 0.0, plus + minus)
                found.setdefault(number, []).append(spell)
        return {
            number: Spell(*map(fsum, zip(*found[number], strict=True)))
            for number in sorted(found)
        }

    def _counted(
        self,
        source: str,
        role: str,
        name: str,
        configured: float,
        shares: Mapping[int, float],
    ) -> Iterable[Counted]:
        """Give the rows of a source as they count, in the order in which they were
        told.
        """
        counted = []
        for rows in self.tallies.rows.get(source, {}).values():
            own = [x for x in rows if x.field == name and x.role == role]
            spell = spells_of(own).get(source, ALWAYS)
            for row in own:
                plus, minus = self._side(row, configured)
                share = shares.get(spell, 1.0)
                counted.append(Counted(row, plus * share, minus * share, share))
        return sorted(counted, key=attrgetter("row.told", "row.round", "row.event"))

    @property
    def changing(self) -> Changing:
        """Give the share of sources that change, by the records of all of them."""
        if self._changing is None:
            given = self.settings
            found = []
            for (_, kind), total in self.tallies.sums.get("record", {}).items():
                prior = given.priors[kind]
                spells = self._spells([total], prior, "original")
                record = tuple((x, spell[:2]) for x, spell in spells.items())
                found.append(evidence(record, prior, given))
            self._changing = share_of_changing(found, given)
        return self._changing

    def _configured(self, kind: str, role: str) -> float:
        given = self.settings
        return given.denial_prior if role == "denial" else given.priors[kind]

    def _prior(self, own: Iterable[Total], kind: str, role: str, name: str) -> float:
        """Give the mean of a kind, learned from its other sources."""
        given, denying = self.settings, role == "denial"
        configured = self._configured(kind, role)
        strength = given.denial_kind_strength if denying else given.kind_strength
        total = self.tallies.of("kind", PRINCIPALS if denying else kind, role, name)
        plus, minus = self._sides(_by_chance([total]), configured, role)
        own_plus, own_minus = self._sides(_by_chance(own), configured, role)
        plus, minus = max(0.0, plus - own_plus), max(0.0, minus - own_minus)
        return (configured * strength + plus) / (strength + plus + minus)

    def _side(self, row: Row, configured: float) -> tuple[float, float]:
        if row.chance is None:
            return row.plus / UNIT, row.minus / UNIT
        return self._lapse(row.chance, row.units / UNIT, configured, row.role)

    def _sides(
        self,
        total: Mapping[Chance | None, tuple[int, int]],
        configured: float,
        role: str,
    ) -> tuple[float, float]:
        sides = [
            (one / UNIT, other / UNIT)
            if chance is None
            else self._lapse(chance, one / UNIT, configured, role)
            for chance, (one, other) in total.items()
        ]
        return fsum(plus for plus, _ in sides), fsum(minus for _, minus in sides)

    def _lapse(
        self, chance: Chance, weight: float, configured: float, role: str
    ) -> tuple[float, float]:
        """Say what a lapse counts for and against a source: its likelihood's slope
        at the configured prior, which is nothing where silence says nothing.
        """
        likely = self._chance(chance)
        if role == "denial":
            likely = 1 - likely
        if likely < configured:
            return 0.0, weight * (1 - likely / configured)
        return weight * (likely - configured) / (1 - configured), 0.0

    def _chance(self, chance: Chance) -> float:
        """Give the chance that a round was real that nobody settled in a year."""
        found = self._likely.get(chance)
        if found is None:
            found = self._likely[chance] = self.quiet.likely(chance)
        return found

    def _shrunk(self, total: Total, prior: float, strength: float) -> float:
        """Give a share of rounds, lapses split by how likely they were real."""
        plus, minus = self._split(total)
        return (prior * strength + plus) / (strength + plus + minus)

    def _split(self, total: Total) -> tuple[float, float]:
        """Count rounds as real and unreal, lapses split by their chances."""
        plus, minus = [0.0], [0.0]
        for (_, chance), (one, other) in total.items():
            if chance is None:
                plus.append(one / UNIT)
                minus.append(other / UNIT)
                continue
            likely = self._chance(chance)
            plus.append(one / UNIT * likely)
            minus.append(one / UNIT * (1 - likely))
        return fsum(plus), fsum(minus)

    def errors(self, source: str, kind: str, name: str) -> tuple[float, float, float]:
        """Give bias and variance (in logs) of a source's figures, and P(sound)."""
        theirs = self._off(f"kind:{kind}", name)
        own = self._off(source, name)
        first = self.settings.first_spread**2
        bias = theirs.off / (KIND_STRENGTH + theirs.n)
        spread = (KIND_STRENGTH * first + theirs.square) / (KIND_STRENGTH + theirs.n)
        tried = theirs.n + theirs.gross
        sound = (2 * KIND_STRENGTH * SOUND + theirs.n) / (2 * KIND_STRENGTH + tried)
        bias = (VALUE_STRENGTH * bias + own.off) / (VALUE_STRENGTH + own.n)
        spread = (SPREAD_STRENGTH * spread + own.square) / (SPREAD_STRENGTH + own.n)
        sound = (KIND_STRENGTH * sound + own.n) / (KIND_STRENGTH + own.n + own.gross)
        return bias, max(spread - bias * bias, FLOOR**2), sound

    def _off(self, whose: str, name: str) -> "Off":
        for n, gross, off, square in self.tallies.of("figure", whose, name).values():
            return Off(n, gross, off / UNIT, square / UNIT)
        return Off()


class Off(NamedTuple):
    """Sums of errors of figures, in logs: those that were no gross error, and those
    that were.
    """

    n: int = 0
    gross: int = 0
    off: float = 0.0
    square: float = 0.0


def _by_chance(totals: Iterable[Total]) -> dict[Chance | None, tuple[int, int]]:
    """Add up spells, by what became of the rounds."""
    found: dict[Chance | None, tuple[int, int]] = {}
    for total in totals:
        for (_, chance), (one, other, _) in total.items():
            held = found.get(chance, (0, 0))
            found[chance] = held[0] + one, held[1] + other
    return found


def aged(tallies: Tallies, cut: int, half_life: float) -> Tallies:
    """Give tallies in which a settled claim counts half after so many days."""
    kept = {name: sums for name, sums in tallies.sums.items() if name not in AGED}
    found = Tallies(kept)
    for by_round in tallies.rows.values():
        for rows in by_round.values():
            aged_rows = [_aged(row, cut, half_life) for row in rows]
            found.show(aged_rows, 1)
            for part in parts_in(aged_rows):
                found.enter(part)
    return found


def _aged(row: Row, cut: int, half_life: float) -> Row:
    share = 0.5 ** (max(0, cut - row.told) / DAY / half_life)
    plus, whole = units(row.plus / UNIT * share), units(row.units / UNIT * share)
    minus = units(row.minus / UNIT * share)
    weight = row.weight * share
    return row._replace(plus=plus, minus=minus, units=whole, weight=weight)
