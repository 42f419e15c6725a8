"""What the circumstances of a round say, no matter who reports it.

What became of the rounds that are a year old tells what circumstances say of any round
(`Effects`): a level, each further origin of the first three weeks, a denial, its
absence, and the word, within these weeks, that it has closed. Few real rounds that were
settled may mean that few rumours are true, or that few real rounds become public. So
two worlds are tried, and mixed by how well each tells what came: the configured one but
for how many rumours are true, and one in which that is as configured, but any share of
the real rounds may become public. Rounds that were soon said to have closed have shares
of their own there. In both, a round that was not settled counts for both sides; the
steps of expectation and maximisation are of a fixed number. Rounds of the same
circumstances are added up before anything is solved: there are few kinds of these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, fsum, log, pi
from typing import Final, NamedTuple

from ledger.credibility.beta import log_beta, sigmoid
from ledger.credibility.settings import BINS, BUCKETS, Settings

MOST: Final = 0.97
"""So much at most is held to be heard: silence never proves anything."""

STEPS: Final = 6
"""With twice as many no belief of a simulated world is better."""


class Chance(NamedTuple):
    """What a round was worth before it was settled, by whatever source."""

    bucket: int
    """Log-odds by configured priors, in steps."""
    more: int
    """Origins in the first three weeks, less one."""
    denied: bool
    closed: bool
    """Whether somebody said in the first three weeks that it had closed."""


Sides = tuple[float, float]
"""Of the real rounds, and of the others."""

Matured = tuple[Chance, int | None, bool]
"""Of a round a year old: its chance, month of its outcome, whether real."""


class Effects(NamedTuple):
    """Circumstances of a round, in nats beyond what is configured of its sources."""

    level: float
    more: float
    """Of each further origin in the first three weeks."""
    denied: float
    undenied: float
    closed: float
    """Of the word, in the first three weeks, that it has closed."""

    def of(self, chance: Chance) -> float:
        """Give the log-odds of a round."""
        answer = self.denied if chance.denied else self.undenied
        said = self.more * chance.more + self.closed * chance.closed
        return chance.bucket / BUCKETS + self.level + said + answer


class _Rounds(NamedTuple):
    """Rounds whose sources say the same, by what came of them."""

    odds: float
    """What their sources say, by configured constants."""
    every: int
    real: int
    silent: int


@dataclass(frozen=True)
class _Kind:
    """Rounds of the same circumstances, whatever their sources."""

    like: Chance
    rounds: Sequence[_Rounds]

    @cached_property
    def every(self) -> int:
        return sum(one.every for one in self.rounds)

    @cached_property
    def there(self) -> list[tuple[int, int]]:
        """Give which effects concern them, each with how often it counts."""
        like = self.like
        # A round was denied or not, never both.
        found = ((0, 1), (1, like.more), (2 if like.denied else 3, 1), (4, like.closed))
        return [(place, int(times)) for place, times in found if times]


@dataclass(frozen=True)
class Heard:
    """Rounds a year old, by what came of them."""

    months: Mapping[bool, Sequence[int]]
    chances: Mapping[Chance, tuple[int, int, int]]
    """Real, unreal, silent."""

    @cached_property
    def kinds(self) -> list[_Kind]:
        """Put rounds together that differ in nothing but in their sources."""
        found: dict[Chance, list[_Rounds]] = {}
        for chance, (real, unreal, silent) in self.chances.items():
            like = chance._replace(bucket=0)
            counts = _Rounds(
                exp(chance.bucket / BUCKETS), real + unreal + silent, real, silent
            )
            found.setdefault(like, []).append(counts)
        return [_Kind(like, rounds) for like, rounds in found.items()]

    def of(self, *, closed: bool) -> tuple[int, int]:
        """Count the real and the unreal that were heard of."""
        counts = [x for chance, x in self.chances.items() if chance.closed == closed]
        return sum(real for real, _, _ in counts), sum(n for _, n, _ in counts)

    @property
    def every(self) -> int:
        return sum(sum(counts) for counts in self.chances.values())


def heard_of(matured: Mapping[Matured, int]) -> Heard:
    months = {True: [0] * BINS, False: [0] * BINS}
    chances: dict[Chance, tuple[int, int, int]] = {}
    for (chance, month, was_real), n in matured.items():
        real, unreal, silent = chances.get(chance, (0, 0, 0))
        if month is None:
            silent += n
        else:
            months[was_real][month] += n
            real, unreal = real + n * was_real, unreal + n * (not was_real)
        chances[chance] = (real, unreal, silent)
    # In one order, since what is made of them is added up in it.
    return Heard(months, dict(sorted(chances.items())))


class Prior(NamedTuple):
    """What is held, before anything is known, of the shares of real and of unreal
    rounds that are heard of, and of effects.
    """

    weight: float
    shares: Sides
    strengths: Sides
    effects: Effects
    spreads: Effects


def priors_of(settings: Settings) -> tuple[Prior, ...]:
    """Give two worlds: the configured one, but for how many rumours are true; and one
    in which that is as configured, but any share of the real rounds may become known,
    of those that are said to have closed and of the others.
    """
    known, strength = settings.public_share, settings.world_strength
    refuted, other = settings.refuted_share, settings.other_world
    effects, spreads = Effects(*settings.effects), Effects(*settings.effect_spreads)
    firm = spreads._replace(level=settings.other_level, closed=settings.other_closed)
    return (
        Prior(1 - other, (known, refuted), (strength, strength), effects, spreads),
        Prior(other, (0.5, refuted), (2.0, strength / 2), effects, firm),
    )


def effects_of(heard: Heard, settings: Settings) -> Effects:
    """Find the effects that fit what became of rounds, in both worlds, and mix them."""
    found = [_fitted(heard, prior) for prior in priors_of(settings)]
    best = max(mass for _, mass in found)
    masses = [exp(mass - best) for _, mass in found]
    shares = [mass / sum(masses) for mass in masses]
    return Effects(*_mixed([effects for effects, _ in found], shares))


def _mixed(
    values: Sequence[Sequence[float]], shares: Sequence[float]
) -> tuple[float, ...]:
    return tuple(
        sum(share * x for share, x in zip(shares, every, strict=True))
        for every in zip(*values, strict=True)
    )


def _fitted(heard: Heard, prior: Prior) -> tuple[Effects, float]:
    """Find the effects that fit a world best, and the log of how well they do."""
    # Those that were said to have closed are heard of sooner or not at all.
    effects, shares = prior.effects, dict.fromkeys((False, True), prior.shares)
    totals = {closed: heard.of(closed=closed) for closed in shares}
    wholes = dict.fromkeys(shares, (0.0, 0.0))
    for _ in range(STEPS if heard.every else 0):
        found = [
            _expected(kind, effects, shares[kind.like.closed]) for kind in heard.kinds
        ]
        wholes = {
            closed: _wholes(heard.kinds, found, closed=closed) for closed in shares
        }
        shares = {x: _shares(prior, totals[x], wholes[x]) for x in shares}
        effects = _stepped(effects, heard.kinds, found, prior)
    return effects, _mass(heard, prior, shares, wholes, effects)


class _Expected(NamedTuple):
    """What rounds of a kind say of its log-odds: how many of them are likely real, how
    many more than the effects so far give, and how fast those change with the log-odds.
    """

    real: float
    pull: float
    stiff: float


def _expected(kind: _Kind, effects: Effects, shares: Sides) -> _Expected:
    """Ask the rounds of a kind how many of them are likely real."""
    middle = exp(effects.of(kind.like))
    quiet = (1 - shares[0]) / (1 - shares[1])
    likely, pull, stiff = 0.0, 0.0, 0.0
    for odds, n, known, silent in kind.rounds:
        # Odds, since logs take longer, and much of the time of a chart goes by here.
        before = odds * middle
        after, share = before * quiet, before / (1 + before)
        real = known + silent * after / (1 + after)
        likely += real
        pull += real - n * share
        stiff += n * share * (1 - share)
    return _Expected(likely, pull, stiff)


def _wholes(
    kinds: Sequence[_Kind], found: Sequence[_Expected], *, closed: bool
) -> Sides:
    """Count how many rounds are likely real, and how many are not."""
    some = [
        (one.real, kind.every - one.real)
        for kind, one in zip(kinds, found, strict=True)
        if kind.like.closed == closed
    ]
    return fsum(real for real, _ in some), fsum(other for _, other in some)


def _shares(prior: Prior, heard: Sides, wholes: Sides) -> Sides:
    one, two = (
        min((strength * share + some) / (strength + whole), MOST)
        for share, strength, some, whole in zip(
            prior.shares, prior.strengths, heard, wholes, strict=True
        )
    )
    return one, two


def _mass(
    heard: Heard,
    prior: Prior,
    shares: Mapping[bool, Sides],
    wholes: Mapping[bool, Sides],
    effects: Effects,
) -> float:
    """Give the log of how well a world fits: prior times likelihood."""
    found = [log(prior.weight)]
    found += [_mass_of(prior, shares[x], wholes[x]) for x in shares]
    for value, middle, spread in zip(
        effects, prior.effects, prior.spreads, strict=True
    ):
        found.append(-(((value - middle) / spread) ** 2) / 2 - log(spread))
    for chance, (real, unreal, silent) in heard.chances.items():
        likely = sigmoid(effects.of(chance))
        public, refuted = shares[chance.closed]
        unheard = likely * (1 - public) + (1 - likely) * (1 - refuted)
        found.append(real * log(likely * public) if real else 0.0)
        found.append(unreal * log((1 - likely) * refuted) if unreal else 0.0)
        found.append(silent * log(unheard) if silent else 0.0)
    return fsum(found)


def _mass_of(prior: Prior, shares: Sides, wholes: Sides) -> float:
    """Give the log of the prior of two shares, times the width of what the rounds leave
    open of each (Laplace): else a world with a narrow prior would fit better for that
    alone.
    """
    found = []
    for share, mean, strength, whole in zip(
        shares, prior.shares, prior.strengths, wholes, strict=True
    ):
        a, b = mean * strength, (1 - mean) * strength
        kept = max(share, 1 - MOST)
        found.append((a - 1) * log(kept) + (b - 1) * log(1 - kept) - log_beta(a, b))
        found.append(log(2 * pi * kept * (1 - kept) / (strength + whole)) / 2)
    return fsum(found)


def _stepped(
    effects: Effects,
    kinds: Sequence[_Kind],
    found: Sequence[_Expected],
    prior: Prior,
) -> Effects:
    """Move the effects by one step of Newton's towards what the rounds say."""
    held = zip(effects, prior.effects, prior.spreads, strict=True)
    rows = [
        [(place == i) / spread**2 for i in range(len(effects))]
        + [(middle - value) / spread**2]
        for place, (value, middle, spread) in enumerate(held)
    ]
    for kind, (_, pull, stiff) in zip(kinds, found, strict=True):
        for i, one in kind.there:
            row = rows[i]
            row[-1] += one * pull
            for j, other in kind.there:
                row[j] += one * other * stiff
    steps = solved(rows)
    return Effects(*(x + step for x, step in zip(effects, steps, strict=True)))


def solved(rows: list[list[float]]) -> list[float]:
    """Solve linear equations, the right side last in each row; positive definite."""
    for i, row in enumerate(rows):
        for other in rows[i + 1 :]:
            share = other[i] / row[i]
            for j in range(i, len(row)):
                other[j] -= share * row[j]
    found = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        rest = sum(rows[i][j] * found[j] for j in range(i + 1, len(rows)))
        found[i] = (rows[i][-1] - rest) / rows[i][i]
    return found
