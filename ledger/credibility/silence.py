"""What it says that nothing was heard: a number of nats that grows by the month.

Of the rounds whose first claim is a year old, it counts in which month after that
claim an outcome of tier 1 to 5 came: a real round, or a refutation. Divided by how
many of those rounds were real or not (by configured priors alone, so that nothing
learned enters), that gives the share of real rounds that the public has heard of by
an age, and the share of unreal ones that were refuted. Silence until then adds

    ln (1 - heard of the real) - ln (1 - refuted of the unreal).

After a year a round has lapsed, and the same number tells what a lapse is worth: much
where nearly all real rounds are announced, little where most never are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from ledger.credibility.beta import sigmoid
from ledger.credibility.settings import BINS, BUCKETS, DAY, Settings

MONTH: Final = 30 * DAY
MOST: Final = 0.97
"""So much at most is held to be heard: silence never proves anything."""

Matured = tuple[int, int | None, bool]
"""Of a round a year old: bucket of its chance, month of its outcome, whether real."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Shares heard of by the end of each month."""

    real: tuple[float, ...]
    unreal: tuple[float, ...]

    def nats(self, age: int) -> float:
        """Give what silence adds after an age, in whole months."""
        months = min(age // MONTH, BINS)
        if months <= 0:
            return 0.0
        return log(1 - self.real[months - 1]) - log(1 - self.unreal[months - 1])

    @property
    def lapse(self) -> float:
        """What a lapse adds."""
        return self.nats(BINS * MONTH)


def silence_of(matured: Mapping[Matured, int], settings: Settings) -> Silence:
    """Work the shares out of counted rounds, shrunk to what is configured."""
    wholes = {True: settings.silence_strength, False: settings.silence_strength}
    heard = {True: [0] * BINS, False: [0] * BINS}
    for key in sorted(matured, key=_order):
        (chance, month, was_real), n = key, matured[key]
        wholes[True] += n * sigmoid(chance / BUCKETS)
        wholes[False] += n * (1 - sigmoid(chance / BUCKETS))
        if month is not None:
            heard[was_real][month] += n
    shares = {True: settings.public_share, False: settings.refuted_share}
    curves = {
        was: _curve(heard[was], wholes[was], shares[was], settings) for was in wholes
    }
    return Silence(curves[True], curves[False])


def _order(key: Matured) -> tuple[int, int, bool]:
    chance, month, was_real = key
    return chance, -1 if month is None else month, was_real


def _curve(
    heard: Sequence[int], whole: float, share: float, settings: Settings
) -> tuple[float, ...]:
    total, curve = 0, []
    for month in range(BINS):
        total += heard[month]
        prior = settings.silence_strength * share * (month + 1) / BINS
        curve.append(min((prior + total) / whole, MOST))
    return tuple(curve)
