"""How far each source can be trusted, out of the tallies: Beta posteriors.

A score is the prior of the source's kind, worth ten settled claims, plus its rows. The
kind's own mean is learned from the other sources of the kind, so that nobody supports
himself. A lapse is no outcome: it counts as a miss by how much less likely the round
became through it than the kind's prior had it, or as a hit where other voices made it
likelier. A source with less than one settled claim is *unrated*, with less than five
*provisional*, however many of its claims have lapsed; sources are ranked by the lower
end of the interval.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import fsum, log
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.credibility.beta import beta_quantile, logit, sigmoid
from ledger.credibility.changes import Kept, evidence, kept_of, share_of_changing
from ledger.credibility.grading import Row, units
from ledger.credibility.settings import DAY, UNIT, Settings
from ledger.credibility.settling import SILENT
from ledger.credibility.silence import Chance, Silence
from ledger.credibility.tallies import PRINCIPALS, Key, Off, Sum, Tallies

HALF: Final = 0.5
LEAST: Final = 1.0
RATED: Final = 5.0
LETTERS: Final = ((0.9, "A"), (0.75, "B"), (0.6, "C"), (0.4, "D"), (0.0, "E"))
"""The Admiralty's letters, by the lower end of the interval; F is unrated."""

OFFICIAL: Final = frozenset({1, 2, 3})
VALUE_STRENGTH: Final = 4.0
SPREAD_STRENGTH: Final = 6.0
KIND_STRENGTH: Final = 10.0
FLOOR: Final = 0.03
SOUND: Final = 0.9
"""P(a figure is no gross error), before anything is settled."""


Sides = tuple[float, float]
"""For and against."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A row as it counts in a score."""

    row: Row
    plus: float
    minus: float
    share: float
    """What is left of it: by age, and by whether the source has changed since."""


class Fates(NamedTuple):
    """Rounds of a source: it came true, it did not, nobody ever settled it.

    A figure came true that has at least half a grade; a denial that was right.
    """

    true: int
    untrue: int
    open: int


def label_of(n: float) -> str:
    """Say how much is known of a source, by its settled claims at their weights."""
    if n < LEAST:
        return "unrated"
    return "provisional" if n < RATED else "rated"


@dataclass(frozen=True)
class Score:
    """A Beta posterior: `prior x strength` and what the rows add."""

    source: str
    kind: str
    role: str
    field: str
    prior: float
    """With which it begins: that of its kind, less what a source may have changed."""
    strength: float
    plus: float
    minus: float
    n: float
    """Settled claims behind it, each at its weight; a lapse settles nothing."""
    lapsed: float
    """The share of all its rows that are only lapses, by weight."""
    of_kind: float = 0.0
    """The mean of its kind, from others."""
    changed: float = 0.0
    graded: tuple[Row, ...] = ()
    """In the order in which they were told."""
    sides: tuple[Sides, ...] = ()
    """What each of them counts for and against."""
    shares: tuple[float, ...] = ()

    @cached_property
    def rows(self) -> tuple[Counted, ...]:
        """Give the rows as they count; only who asks for them pays for them."""
        return tuple(
            Counted(row, plus * share, minus * share, share)
            for row, (plus, minus), share in zip(
                self.graded, self.sides, self.shares, strict=True
            )
        )

    @property
    def a(self) -> float:
        return self.prior * self.strength + self.plus

    @property
    def b(self) -> float:
        return (1 - self.prior) * self.strength + self.minus

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Give what 90 % of the posterior lies between."""
        return beta_quantile(0.05, self.a, self.b), beta_quantile(0.95, self.a, self.b)

    @property
    def label(self) -> str:
        return label_of(self.n)

    @cached_property
    def fates(self) -> "Fates":
        """Count its rounds by what became of what it said of them."""
        last = {row.round: row for row in self.graded}
        came = [row.grade >= HALF for row in last.values() if row.tier not in SILENT]
        return Fates(sum(came), len(came) - sum(came), len(last) - len(came))

    @property
    def letter(self) -> str:
        """Give the Admiralty's letter for the source."""
        if self.label == "unrated":
            return "F"
        return next(x for least, x in LETTERS if self.interval[0] >= least)

    @property
    def lead(self) -> float | None:
        """Give the days by which it was ahead of the official word, in the median."""
        leads = sorted(
            (one.row.when - one.row.told) / DAY
            for one in self.rows
            if one.row.tier in OFFICIAL and one.row.grade == 1
        )
        half = len(leads) // 2
        if not leads:
            return None
        return leads[half] if len(leads) % 2 else (leads[half - 1] + leads[half]) / 2


class Denier(NamedTuple):
    """How a party answers reports: a share of the real rounds that it denies, and a
    share of the others, each with what was counted (a lapse in parts).
    """

    of_real: float
    of_unreal: float
    denied_real: float
    real: float
    denied_unreal: float
    unreal: float

    @property
    def denied(self) -> float:
        """What a denial of its says, in nats."""
        return log(self.of_real / self.of_unreal)

    @property
    def undenied(self) -> float:
        """What it says, in nats, that it denies nothing."""
        return log((1 - self.of_real) / (1 - self.of_unreal))


@dataclass(slots=True)
class Scores:
    """All scores at one state of the tallies."""

    tallies: Tallies
    settings: Settings
    quiet: Silence
    _base: float = field(init=False)
    _share: float = field(init=False)
    _hedges: tuple[float, ...] = field(init=False)
    _changing: float | None = None
    _known: dict[tuple[str, str, str], Score] = field(default_factory=dict)
    _deniers: dict[tuple[str, bool], Denier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given, tallies = self.settings, self.tallies
        self._base = sigmoid(logit(given.base_rate) + self.quiet.effects.level)
        self._share = self._shrunk(tallies.base, given.base_rate, given.base_strength)
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
            make = self._insider if own else self._outsider
            self._deniers[party, own] = make(party)
        return self._deniers[party, own]

    def _insider(self, party: str) -> Denier:
        """Count the rounds of a party's companies that it denied, and all of them."""
        given, tallies = self.settings, self.tallies
        pooled, theirs = given.denial_kind_strength, given.denial_strength
        denied, every = (
            [
                (a, b)
                for name in names
                for a, b in [self._split(tallies.parties.get((party, name), Sum()))]
            ]
            for names in ((True,), (True, False))
        )
        whole = [
            self._split(tallies.principals.get(name, Sum())) for name in (True, False)
        ]
        rates, counts = [], []
        for side, share in enumerate(given.denied_shares):
            own = denied[0][side]
            own_all = fsum(pair[side] for pair in every)
            others = max(0.0, whole[0][side] - own)
            others_all = max(others, whole[0][side] + whole[1][side] - own_all)
            mean = (pooled * share + others) / (pooled + others_all)
            rates.append((theirs * mean + own) / (theirs + own_all))
            counts += [own, own_all]
        return Denier(*rates, *counts)

    def _outsider(self, party: str) -> Denier:
        """Of a party that speaks for others one knows only what it denied."""
        given = self.settings
        found = self._split(self.tallies.parties.get((party, True), Sum()))
        strength, prior = given.denial_strength, given.denial_prior
        wrong = (strength * (1 - prior) + found[0]) / (strength + fsum(found))
        base = given.base_rate
        return Denier(
            wrong * given.denied_share / base,
            (1 - wrong) * given.denied_share / (1 - base),
            *(found[0], found[0], found[1], found[1]),
        )

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
        every = (1.0,) * len(rows)
        kept = Kept(every, every, prior, strength, 0.0)
        if role == "original" and name == "occurrence":
            kept = _by_round(rows, sides, prior, self._changing_share(), given)
        plus = [side[0] * share for side, share in zip(sides, kept.shares, strict=True)]
        minus = [
            side[1] * share for side, share in zip(sides, kept.shares, strict=True)
        ]
        weights: dict[bool, list[float]] = {True: [], False: []}
        for row, (a, b), still in zip(rows, sides, kept.still, strict=True):
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
            shares=kept.shares,
        )

    def _changing_share(self) -> float:
        """Give the share of sources that change, by what was settled of each."""
        if self._changing is None:
            given = self.settings
            found = []
            for by_round in self.tallies.rows.values():
                hard = [
                    row
                    for rows in by_round.values()
                    for row in rows
                    if row.role == "original"
                    and row.field == "occurrence"
                    and row.chance is None
                ]
                if len(hard) > 1:
                    hard.sort(key=attrgetter("told", "round", "event"))
                    sides = tuple((x.plus / UNIT, x.minus / UNIT) for x in hard)
                    found.append(evidence(sides, given.priors[hard[0].kind], given))
            self._changing = share_of_changing(found, given)
        return self._changing

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


def _by_round(
    rows: Sequence[Row],
    sides: Sequence[tuple[float, float]],
    prior: float,
    share: float,
    settings: Settings,
) -> Kept:
    """Ask whether a source changed between two of its rounds, oldest first."""
    places: dict[str, int] = {}
    sums: list[list[float]] = []
    for row, (plus, minus) in zip(rows, sides, strict=True):
        if row.round not in places:
            places[row.round] = len(sums)
            sums.append([0.0, 0.0])
        held = sums[places[row.round]]
        held[0], held[1] = held[0] + plus, held[1] + minus
    kept = kept_of([(plus, minus) for plus, minus in sums], prior, share, settings)
    shares, still = (
        tuple(each[places[row.round]] for row in rows)
        for each in (kept.shares, kept.still)
    )
    return replace(kept, shares=shares, still=still)


def aged(tallies: Tallies, cut: int, half_life: float) -> Tallies:
    """Give tallies in which a settled claim counts half after so many days."""
    found = replace(tallies, sources={}, kinds={}, parties={}, rows={})
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
