"""What it says that nothing was heard, and how often reports are so at all.

Of the rounds whose first claim is a year old some were settled by tiers 1 to 5, in some
month after that claim, real or refuted; the others were not. Divided by how many of
those rounds were real or not (by configured priors alone, so that nothing learned
enters), that gives the share of real rounds that the public has heard of by an age, and
the share of unreal ones that were refuted. Silence until then adds

    ln (1 - heard of the real) - ln (1 - refuted of the unreal)

to the log-odds of a round: much where nearly all real rounds are announced, little
where most never are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, log

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.circumstances import (
    MOST,
    Chance,
    Effects,
    Heard,
    Matured,
    effects_of,
    heard_of,
)
from ledger.credibility.settings import BINS, BUCKETS, MONTH, Settings


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
        return sigmoid(_prior_log_odds(chance, self.denial) + self.lapse)


def _prior_log_odds(chance: Chance, denial: float) -> float:
    """Give the log-odds of a round by configured constants alone."""
    return chance.bucket / BUCKETS + chance.denied * denial


def silence_of(matured: Mapping[Matured, int], settings: Settings) -> Silence:
    """Work shares and effects out of counted rounds, shrunk to what is configured."""
    heard, denial = heard_of(matured), settings.effects[2]
    real = fsum(
        sum(counts) * sigmoid(_prior_log_odds(chance, denial))
        for chance, counts in heard.chances.items()
    )
    return Silence(
        real=_curve(heard, real, settings, was=True),
        unreal=_curve(heard, heard.every - real, settings, was=False),
        effects=effects_of(heard, settings),
        denial=denial,
        usual=_usual(heard, settings),
    )


def _usual(heard: Heard, settings: Settings) -> float:
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
    heard: Heard, rounds: float, settings: Settings, *, was: bool
) -> tuple[float, ...]:
    """Give the share heard of by the end of each month."""
    share = settings.public_share if was else settings.refuted_share
    strength, total, curve = settings.silence_strength, 0, []
    for month, some in enumerate(heard.months[was], 1):
        total += some
        known = strength * share * month / BINS + total
        curve.append(min(known / (strength + rounds), MOST))
    return tuple(curve)
