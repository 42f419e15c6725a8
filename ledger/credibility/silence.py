"""What it says that nothing was heard, and how often reports are so at all.

Of the rounds whose first claim is a year old some were settled by tiers 1 to 5, in some
month after that claim, real or refuted; the others were not. Four things are learned
from them together: the share of real rounds that the public hears of by an age, the
share of unreal ones that are refuted, and what a round is worth by its circumstances
(`Effects`): a level, each further origin, a denial and its absence. A round that was
not settled counts for both sides, by how likely it was real: by configured priors of
its sources, these circumstances, and silence. Nobody's score enters, so nobody supports
himself. The steps of expectation and maximisation are of a fixed number.

Silence until an age adds

    ln (1 - heard of the real) - ln (1 - refuted of the unreal)

to the log-odds of a round: much where nearly all real rounds are announced, little
where most never are. A few rounds cannot tell a world where most rumours are untrue
from one where few real rounds become public; what is configured decides then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum, log
from typing import Final, NamedTuple

from ledger.credibility.beta import log_beta, sigmoid
from ledger.credibility.settings import BINS, BUCKETS, DAY, Settings

MONTH: Final = 30 * DAY
DENIED=-1.504
MOST: Final = 0.97
"""So much at most is held to be heard: silence never proves anything."""

STEPS: Final = 12


class Chance(NamedTuple):
    """What a round was worth before it was settled, whoever told of it."""

    bucket: int
    """Log-odds by configured priors, in steps."""
    more: int
    """Origins in the first three weeks, less one."""
    denied: bool


Matured = tuple[Chance, int | None, bool]
"""Of a round a year old: its chance, month of its outcome, whether real."""


class Effects(NamedTuple):
    """Circumstances of a round, in nats beyond what is configured of its sources."""

    level: float
    more: float
    """Of each further origin in the first three weeks."""
    denied: float
    undenied: float

    def of(self, chance: Chance) -> float:
        """Give the log-odds of a round."""
        answer = self.denied if chance.denied else self.undenied
        return chance.bucket / BUCKETS + self.level + self.more * chance.more + answer


@dataclass(frozen=True, slots=True)
class Silence:
    """Shares heard of by the end of each month, and effects of circumstances."""

    real: tuple[float, ...]
    unreal: tuple[float, ...]
    effects: Effects

    def nats(self, age: int) -> float:
        """Give what silence adds after an age, in whole months."""
        months = min(age // MONTH, BINS)
        if months <= 0:
            return 0.0
        return log(1 - self.real[months - 1]) - log(1 - self.unreal[months - 1])

    @property
    def lapse(self) -> float:
        """What a year of silence adds."""
        return self.nats(BINS * MONTH)

    def likely(self, chance: Chance) -> float:
        """Give the chance that a round was real that nobody settled in a year."""
        return sigmoid(configured(chance) + self.lapse)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Rounds a year old, by what came of them."""

    months: Mapping[bool, Sequence[int]]
    chances: Mapping[Chance, tuple[int, int, int]]
    """Real, unreal, silent."""

    def total(self, *, real: bool) -> int:
        return sum(self.months[real])


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


def configured(chance: Chance) -> float:
    """Give the log-odds of a round by configured constants alone."""
    return chance.bucket / BUCKETS + chance.denied * DENIED


class Prior(NamedTuple):
    """What is held, before anything is known, of the shares of real and of unreal
    rounds that are heard of, and of effects.
    """

    weight: float
    shares: tuple[float, float]
    strengths: tuple[float, float]
    effects: Effects
    spreads: Effects


def priors_of(settings: Settings) -> tuple[Prior, ...]:
    """Give two worlds: the configured one, but for how many rumours are true; and one
    in which that is as configured, but any share of the real rounds may become known.
    """
    known, strength = settings.public_share, settings.silence_strength
    refuted, other = settings.refuted_share, settings.other_world
    effects, spreads = Effects(*settings.effects), Effects(*settings.effect_spreads)
    firm = spreads._replace(level=settings.other_level)
    return (
        Prior(1 - other, (known, refuted), (strength, strength), effects, spreads),
        Prior(other, (0.5, refuted), (2.0, settings.other_strength), effects, firm),
    )


def silence_of(matured: Mapping[Matured, int], settings: Settings) -> Silence:
    """Work shares and effects out of counted rounds, shrunk to what is configured.

    Each world is worked out alone; they are mixed by how well they tell what came.
    """
    heard = _heard(matured)
    found = [_fitted(heard, prior) for prior in priors_of(settings)]
    best = max(mass for _, mass in found)
    masses = [exp(mass - best) for _, mass in found]
    shares = [mass / sum(masses) for mass in masses]
    worlds = [world for world, _ in found]
    effects=Effects(*_mixed([world.effects for world in worlds], shares))
    strength=20.0
    wh={True:strength,False:strength}
    for chance,(r,u,sil) in heard.chances.items():
        p=sigmoid(configured(chance)); n=r+u+sil
        wh[True]+=n*p; wh[False]+=n*(1-p)
    cur=[]
    for real,share in ((True,settings.public_share),(False,settings.refuted_share)):
        tot=0; c=[]
        for m in range(BINS):
            tot+=heard.months[real][m]
            c.append(min((strength*share*(m+1)/BINS+tot)/wh[real],MOST))
        cur.append(tuple(c))
    return Silence(cur[0],cur[1],effects)


def _mixed(
    values: Sequence[Sequence[float]], shares: Sequence[float]
) -> tuple[float, ...]:
    return tuple(
        sum(share * x for share, x in zip(shares, every, strict=True))
        for every in zip(*values, strict=True)
    )


def _fitted(heard: _Heard, prior: Prior) -> tuple[Silence, float]:
    """Find what fits a world best, and the log of how well it does."""
    total = heard.total(real=True), heard.total(real=False)
    every = sum(sum(counts) for counts in heard.chances.values())
    effects, shares = prior.effects, prior.shares
    for _ in range(STEPS if every else 0):
        quiet = log(1 - shares[0]) - log(1 - shares[1])
        likely = {
            chance: real + silent * sigmoid(effects.of(chance) + quiet)
            for chance, (real, _, silent) in heard.chances.items()
        }
        whole = sum(likely.values())
        shares = _shares(prior, total, (whole, every - whole))
        effects = _stepped(effects, heard, likely, prior)
    curves = [
        _curve(heard.months[real], shares[side], prior, side)
        for side, real in enumerate((True, False))
    ]
    mass = _mass(heard, prior, shares, effects)
    return Silence(curves[0], curves[1], effects), mass


def _shares(
    prior: Prior, heard: tuple[int, int], wholes: tuple[float, float]
) -> tuple[float, float]:
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
    shares: tuple[float, float],
    effects: Effects,
) -> float:
    """Give the log of prior times likelihood."""
    found = [log(prior.weight)]
    for share, mean, strength in zip(
        shares, prior.shares, prior.strengths, strict=True
    ):
        a, b = mean * strength, (1 - mean) * strength
        share = max(share, 1 - MOST)
        found.append((a - 1) * log(share) + (b - 1) * log(1 - share) - log_beta(a, b))
    for value, middle, spread in zip(effects, prior.effects, prior.spreads, strict=True):
        found.append(-(((value - middle) / spread) ** 2) / 2 - log(spread))
    for chance, (real, unreal, silent) in heard.chances.items():
        likely = sigmoid(effects.of(chance))
        unheard = likely * (1 - shares[0]) + (1 - likely) * (1 - shares[1])
        found.append(real * log(likely * shares[0]) if real else 0.0)
        found.append(unreal * log((1 - likely) * shares[1]) if unreal else 0.0)
        found.append(silent * log(unheard) if silent else 0.0)
    return fsum(found)


def _stepped(
    effects: Effects,
    heard: _Heard,
    likely: Mapping[Chance, float],
    prior: Prior,
) -> Effects:
    """Move the effects by one step of Newton's towards what the rounds say."""
    held = zip(effects, prior.effects, prior.spreads, strict=True)
    rows = [
        [(place == i) / spread**2 for i in range(4)] + [(middle - value) / spread**2]
        for place, (value, middle, spread) in enumerate(held)
    ]
    for chance, counts in heard.chances.items():
        n, said = sum(counts), sigmoid(effects.of(chance))
        by = (1, chance.more, int(chance.denied), int(not chance.denied))
        stiff, pull = n * said * (1 - said), likely[chance] - n * said
        for i, one in enumerate(by):
            if one:
                row = rows[i]
                row[4] += one * pull
                for j, other in enumerate(by):
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


def _curve(
    heard: Sequence[int], share: float, prior: Prior, side: int
) -> tuple[float, ...]:
    """Spread a share over the months in which it was heard, evenly at first."""
    total, strength = sum(heard), prior.strengths[side] * prior.shares[side]
    found, running = [], 0
    for month, some in enumerate(heard, 1):
        running += some
        part = (strength * month / BINS + running) / (strength + total)
        found.append(min(share * part, MOST))
    return tuple(found)
