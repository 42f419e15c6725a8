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
from dataclasses import dataclass, field
from functools import partial
from math import fsum
from typing import Final, NamedTuple

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.changes import (
    Changing,
    CurrentRecord,
    changes,
    kept_of,
)
from ledger.credibility.circumstances import Chance
from ledger.credibility.deniers import Denier, insider, outsider
from ledger.credibility.grading import GradedField, units
from ledger.credibility.learning import Learned
from ledger.credibility.posterior import Score
from ledger.credibility.records import Counting
from ledger.credibility.settings import DAY, UNIT, Settings
from ledger.credibility.silence import Silence
from ledger.credibility.tallies import (
    NEVER,
    PRINCIPALS,
    DetailSums,
    Tallies,
    parts_in,
)

VALUE_STRENGTH: Final = 4.0
SPREAD_STRENGTH: Final = 6.0
KIND_STRENGTH: Final = 10.0
FLOOR: Final = 0.03
AGED: Final = frozenset({"settled", "lapsed", "record", "kind", "party"})
"""Sums that are made again of rows whose weight age has taken from."""

SOUND: Final = 0.9
"""P(a figure is no gross error), before anything is settled."""


@dataclass(slots=True)
class Scores:
    """All scores at one state of the tallies."""

    tallies: Tallies
    settings: Settings
    learned: Learned
    """What these tallies say of all rounds and sources at once."""
    sources: frozenset[str] | None = None
    """Whose sums are held; None for all."""
    _base: float = field(init=False)
    _share: float = field(init=False)
    _hedges: tuple[float, ...] = field(init=False)
    _counting: Counting = field(init=False)
    _known: dict[tuple[str, str, str], Score] = field(default_factory=dict)
    _deniers: dict[tuple[str, bool], Denier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given, tallies = self.settings, self.tallies
        self._counting = self.learned.counting
        level = self.quiet.effects.level + self.quiet.usual
        self._base = sigmoid(logit(given.base_rate) + level)
        self._share = self._shrunk(
            tallies.of("report"), given.base_rate, given.base_strength
        )
        self._hedges = tuple(
            self._shrunk(tallies.of("hedge", str(hedge)), prior, given.hedge_strength)
            for hedge, prior in enumerate(given.hedge_priors)
        )

    @property
    def quiet(self) -> Silence:
        """What silence says."""
        return self.learned.quiet

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
        return self.learned.closed(self.tallies, self.settings).nats(age)

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
        record = self._counting.record([settled, lapsed], configured, role)
        kept = CurrentRecord(prior, strength)
        if changes(role, name):
            kept = kept_of(record, prior, self.changing.mean, given)
        n, lapses = (
            self._counting.weight(total, configured, role, kept.still) / given.temper
            for total in (settled, lapsed)
        )
        plus, minus = (
            fsum(sides[place] * kept.shares.get(spell, 1.0) for spell, sides in record)
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
            told=partial(
                self._counting.told,
                tallies.rows.get(source, {}),
                role,
                name,
                configured,
                kept.shares,
            ),
        )

    @property
    def changing(self) -> Changing:
        """Give the share of sources that change, by the records of all of them."""
        return self.learned.change(self.tallies, self.settings)

    def _configured(self, kind: str, role: str) -> float:
        given = self.settings
        return given.denial_prior if role == "denial" else given.priors[kind]

    def _prior(
        self, own: Iterable[DetailSums], kind: str, role: str, name: str
    ) -> float:
        """Give the mean of a kind, learned from its other sources."""
        given, denying = self.settings, role == "denial"
        configured = self._configured(kind, role)
        strength = given.denial_kind_strength if denying else given.kind_strength
        total = self.tallies.of("kind", PRINCIPALS if denying else kind, role, name)
        plus, minus = self._counting.sides(_by_chance([total]), configured, role)
        own_plus, own_minus = self._counting.sides(_by_chance(own), configured, role)
        plus, minus = max(0.0, plus - own_plus), max(0.0, minus - own_minus)
        return (configured * strength + plus) / (strength + plus + minus)

    def _shrunk(self, total: DetailSums, prior: float, strength: float) -> float:
        """Give a share of rounds, lapses split by how likely they were real."""
        plus, minus = self._split(total)
        return (prior * strength + plus) / (strength + plus + minus)

    def _split(self, total: DetailSums) -> tuple[float, float]:
        """Count rounds as real and unreal, lapses split by their chances."""
        plus, minus = [0.0], [0.0]
        for (_, chance), (one, other) in total.items():
            if chance is None:
                plus.append(one / UNIT)
                minus.append(other / UNIT)
                continue
            likely = self._counting.likely(chance)
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


def _by_chance(totals: Iterable[DetailSums]) -> dict[Chance | None, tuple[int, int]]:
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


def _aged(row: GradedField, cut: int, half_life: float) -> GradedField:
    share = 0.5 ** (max(0, cut - row.told) / DAY / half_life)
    plus, whole = units(row.plus / UNIT * share), units(row.units / UNIT * share)
    minus = units(row.minus / UNIT * share)
    weight = row.weight * share
    return row._replace(plus=plus, minus=minus, units=whole, weight=weight)
