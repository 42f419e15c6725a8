"""What it says that nothing was heard, and how often reports are so at all.

Of the rounds whose first claim is a year old some were settled by tiers 1 to 5, in some
month after that claim, real or refuted; the others were not. Divided by how many of
those rounds were real or not (by configured priors alone, so that nothing learned
enters), that gives the share of real rounds that the public has heard of by an age, and
the share of unreal ones that were refuted. Silence until then adds

    ln (1 - heard of the real) - ln (1 - refuted of the unreal)

to the log-odds of a round: much where nearly all real rounds are announced, little
where most never are.

The same counts tell what circumstances say of any round (`Effects`): a level, each
further origin of the first three weeks, a denial, its absence, and the word that it has
closed, within the first three weeks. Few real rounds that
were settled may mean that few rumours are true, or that few real rounds become public.
So two worlds are tried, and mixed by how well each tells what came: the configured one
but for how many rumours are true, and one in which that is as configured, but any share
of the real rounds may become public. Rounds that were soon said to have closed have
shares of their own there. In both, a round that was not settled counts for
both sides; the steps of expectation and maximisation are of a fixed number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, fsum, log, pi
from typing import Final, NamedTuple

from ledger.credibility.beta import log_beta, logit, sigmoid
from ledger.credibility.settings import BINS, BUCKETS, DAY, Settings

MONTH: Final = 30 * DAY
MOST: Final = 0.97
"""So much at most is held to be heard: silence never proves anything."""

STEPS: Final = 12


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


@dataclass(frozen=True)
class Silence:
    """Shares heard of by the end of each month, and effects of circumstances."""

    real: tuple[float, ...]
    unreal: tuple[float, ...]
    effects: Effects
    denial: float
    """What a denial says, as configured."""
    usual: float
    """What the origins of a round add, by configured constants, on the average."""

    def nats(self, age: int) -> float:
        """Give what silence adds after an age, in whole months."""
        months = min(age // MONTH, BINS)
        if months <= 0:
            return 0.0
        return log(1 - self.real[months - 1]) - log(1 - self.unreal[months - 1])

    @cached_property
    def lapse(self) -> float:
        """What a year of silence adds."""
        return self.nats(BINS * MONTH)

    def likely(self, chance: Chance) -> float:
        """Give the chance that a round was real that nobody settled in a year."""
        return sigmoid(_before(chance, self.denial) + self.lapse)


def _before(chance: Chance, denial: float) -> float:
    """Give the log-odds of a round by configured constants alone."""
    return chance.bucket / BUCKETS + chance.denied * denial


@dataclass(frozen=True, slots=True)
class _Heard:
    """Rounds a year old, by what came of them."""

    months: Mapping[bool, Sequence[int]]
    chances: Mapping[Chance, tuple[int, int, int]]
    """Real, unreal, silent."""

    def of(self, *, closed: bool) -> tuple[int, int]:
        """Count the real and the unreal that were heard of."""
        counts = [x for chance, x in self.chances.items() if chance.closed == closed]
        return sum(real for real, _, _ in counts), sum(n for _, n, _ in counts)

    @property
    def every(self) -> int:
        return sum(sum(counts) for counts in self.chances.values())


def _heard(matured: Mapping[Matured, int]) -> _Heard:
    months = {True: [0] * BINS, False: [0] * BINS}
    chances: dict[Chance, tuple[int, int, int]] = {}
    for (chance, month, was_real), n in sorted(matured.items(), key=_order):
        real, unreal, silent = chances.get(chance, (0, 0, 0))
        if month is None:
            silent += n
        else:
            months[was_real][month] += n
            real, unreal = real + n * was_real, unreal + n * (not was_real)
        chances[chance] = (real, unreal, silent)
    return _Heard(months, chances)


def _order(item: tuple[Matured, int]) -> tuple[Chance, int, bool]:
    (chance, month, was_real), _ = item
    return chance, -1 if month is None else month, was_real


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


def silence_of(matured: Mapping[Matured, int], settings: Settings) -> Silence:
    """Work shares and effects out of counted rounds, shrunk to what is configured."""
    heard, denial = _heard(matured), settings.effects[2]
    found = [_fitted(heard, prior) for prior in priors_of(settings)]
    best = max(mass for _, mass in found)
    masses = [exp(mass - best) for _, mass in found]
    shares = [mass / sum(masses) for mass in masses]
    effects = Effects(*_mixed([effects for effects, _ in found], shares))
    real = fsum(
        sum(counts) * sigmoid(_before(chance, denial))
        for chance, counts in heard.chances.items()
    )
    return Silence(
        real=_curve(heard, real, settings, was=True),
        unreal=_curve(heard, heard.every - real, settings, was=False),
        effects=effects,
        denial=denial,
        usual=_usual(heard, settings),
    )


def _usual(heard: _Heard, settings: Settings) -> float:
    """Give what the origins of a round add on the average, by configured constants.

    The level was found next to that. Scores that are learned are weighed against the
    share of reports that came true, and add nothing on the average; so what is usual
    belongs to the level there.
    """
    middle = logit(settings.base_rate)
    nats = fsum(
        sum(counts) * (chance.bucket / BUCKETS - middle)
        for chance, counts in heard.chances.items()
    )
    return nats / (settings.base_strength + heard.every)


def _curve(
    heard: _Heard, rounds: float, settings: Settings, *, was: bool
) -> tuple[float, ...]:
    """Give the share heard of by the end of each month."""
    share = settings.public_share if was else settings.refuted_share
    strength, total, curve = settings.silence_strength, 0, []
    for month, some in enumerate(heard.months[was], 1):
        total += some
        known = strength * share * month / BINS + total
        curve.append(min(known / (strength + rounds), MOST))
    return tuple(curve)


def _mixed(
    values: Sequence[Sequence[float]], shares: Sequence[float]
) -> tuple[float, ...]:
    return tuple(
        sum(share * x for share, x in zip(shares, every, strict=True))
        for every in zip(*values, strict=True)
    )


def _fitted(heard: _Heard, prior: Prior) -> tuple[Effects, float]:
    """Find the effects that fit a world best, and the log of how well they do."""
    # Those that were said to have closed are heard of sooner or not at all.
    effects, shares = prior.effects, dict.fromkeys((False, True), prior.shares)
    totals = {closed: heard.of(closed=closed) for closed in shares}
    wholes = dict.fromkeys(shares, (0.0, 0.0))
    for _ in range(STEPS if heard.every else 0):
        quiet = {
            x: log(1 - real) - log(1 - other) for x, (real, other) in shares.items()
        }
        nats = [effects.of(chance) for chance in heard.chances]
        likely = [
            real + silent * sigmoid(value + quiet[chance.closed])
            for value, (chance, (real, _, silent)) in zip(
                nats, heard.chances.items(), strict=True
            )
        ]
        wholes = {closed: _wholes(heard, likely, closed=closed) for closed in shares}
        shares = {x: _shares(prior, totals[x], wholes[x]) for x in shares}
        effects = _stepped(effects, heard, nats, likely, prior)
    return effects, _mass(heard, prior, shares, wholes, effects)


def _wholes(heard: _Heard, likely: Sequence[float], *, closed: bool) -> Sides:
    """Count how many rounds are likely real, and how many are not."""
    some = [
        (real, sum(counts) - real)
        for real, (chance, counts) in zip(likely, heard.chances.items(), strict=True)
        if chance.closed == closed
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
    heard: _Heard,
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
    heard: _Heard,
    nats: Sequence[float],
    likely: Sequence[float],
    prior: Prior,
) -> Effects:
    """Move the effects by one step of Newton's towards what the rounds say: their
    log-odds so far, and how many of them are likely real.
    """
    held = zip(effects, prior.effects, prior.spreads, strict=True)
    rows = [
        [(place == i) / spread**2 for i in range(len(effects))]
        + [(middle - value) / spread**2]
        for place, (value, middle, spread) in enumerate(held)
    ]
    said = zip(heard.chances.items(), nats, likely, strict=True)
    for (chance, counts), value, real in said:
        n, share = sum(counts), sigmoid(value)
        stiff, pull = n * share * (1 - share), real - n * share
        # A round was denied or not, never both.
        answer = 2 if chance.denied else 3
        there = ((0, 1), (1, chance.more), (answer, 1), (4, chance.closed))
        for i, one in there:
            row = rows[i]
            row[-1] += one * pull
            for j, other in there:
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
