"""Whether a source is still what it was: its record, by when it may have changed.

Each place between two spells of a source (quarters of a year, by the day on which it
told of a round first) is a place at which it may have become another: from there on it
is judged by its later rounds alone, over a weak prior of their own, halfway between its
kind and an even chance. Every such history has a probability (Beta marginal
likelihoods; how many sources change at all is learned from all of them, evenly over the
places). The score is the mixture of these histories: its mean and its spread are those
of the mixture, written as one Beta, so that each row counts by `shares`, and prior and
rows add up to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import exp, fsum, log
from typing import Final

from ledger.credibility.beta import log_beta
from ledger.credibility.settings import Settings

Sides = tuple[float, float]
"""For and against."""

STEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of each spell still counts, prior and strength, and P(changed)."""

    shares: tuple[float, ...]
    still: tuple[float, ...]
    """Of each spell, the probability that no change came after it."""
    prior: float
    strength: float
    changed: float


def kept_of(
    sides: Sequence[Sides], prior: float, share: float, settings: Settings
) -> Kept:
    """Weigh spells (for, against), oldest first; `share` of all sources change."""
    strength = settings.strength
    if len(sides) < 2 or not share:  # noqa: PLR2004 - nothing between
        every = (1.0,) * len(sides)
        return Kept(every, every, prior, strength, 0.0)
    old, new = _priors(prior, settings)
    logs, places = _histories(tuple(sides), old, new), len(sides) - 1
    # Who told of few rounds had little time to change.
    chance = share * places / (places + settings.change_places)
    each = log(chance / places)
    weighed = [log(1 - chance) + logs[0], *(each + value for value in logs[1:])]
    top = max(weighed)
    masses = [exp(value - top) for value in weighed]
    whole = fsum(masses)
    return _matched([mass / whole for mass in masses], sides, old, new)


def _matched(
    weights: Sequence[float], sides: Sequence[Sides], old: Sides, new: Sides
) -> Kept:
    """Write the mixture of all histories as one Beta of the same mean and spread."""
    sums = _running(sides)
    total = sums[-1]
    betas = [(old[0] + total[0], old[1] + total[1])]
    betas += [
        (new[0] + total[0] - plus, new[1] + total[1] - minus)
        for plus, minus in sums[1:-1]
    ]
    sizes = [a + b for a, b in betas]
    means = [a / n for (a, _), n in zip(betas, sizes, strict=True)]
    mean = fsum(w * m for w, m in zip(weights, means, strict=True))
    spread = fsum(
        w * (m * (1 - m) / (n + 1) + (m - mean) ** 2)
        for w, m, n in zip(weights, means, sizes, strict=True)
    )
    size = mean * (1 - mean) / spread - 1
    each = [size * w / n for w, n in zip(weights, sizes, strict=True)]
    later = fsum(each[1:])
    shares = accumulate(each)
    strength = each[0] * fsum(old) + later * fsum(new)
    prior = (each[0] * old[0] + later * new[0]) / strength
    still = tuple(min(x, 1.0) for x in accumulate(weights))
    return Kept(tuple(shares), still, prior, strength, 1 - weights[0])


def _priors(prior: float, settings: Settings) -> tuple[Sides, Sides]:
    """Give the priors of a source, and of one that has changed."""
    strength, weak = settings.strength, settings.change_strength
    after = (prior + settings.change_mean) / 2
    return (
        (prior * strength, (1 - prior) * strength),
        (after * weak, (1 - after) * weak),
    )


def _running(sides: Sequence[Sides]) -> list[Sides]:
    """Give the sums before each spell, and of all."""
    sums = [(0.0, 0.0)]
    for plus, minus in sides:
        sums.append((sums[-1][0] + plus, sums[-1][1] + minus))
    return sums


def _histories(sides: Sequence[Sides], old: Sides, new: Sides) -> list[float]:
    """Give the log-probability of the rows if there was no change, and for a change at
    each place.
    """
    sums = _running(sides)
    total = sums[-1]
    norms = log_beta(*old), log_beta(*new)
    logs = [_mass(total, old) - norms[0]]
    for before in sums[1:-1]:
        after = max(0.0, total[0] - before[0]), max(0.0, total[1] - before[1])
        logs.append(_mass(before, old) - norms[0] + _mass(after, new) - norms[1])
    return logs


def _mass(counts: Sides, prior: Sides) -> float:
    """Give the log of the mass of a Beta posterior; less that of its prior, it is the
    log of the probability of the counts.
    """
    return log_beta(prior[0] + counts[0], prior[1] + counts[1])


@lru_cache(maxsize=1 << 12)
def evidence(sides: tuple[Sides, ...], prior: float, settings: Settings) -> float:
    """Give how much likelier a record is if its source changed than if it did not."""
    if len(sides) < 2:  # noqa: PLR2004 - nothing between
        return 1.0
    same, *changed = _histories(sides, *_priors(prior, settings))
    return fsum(exp(value - same) for value in changed) / len(changed)


def share_of_changing(evidences: Iterable[float], settings: Settings) -> float:
    """Give the share of sources that change, from the evidence of all of them."""
    kept, strength = list(evidences), settings.change_sources
    share = settings.change_prior
    for _ in range(STEPS if settings.change_prior else 0):
        found = fsum(share * x / (1 - share + share * x) for x in kept)
        share = (strength * settings.change_prior + found) / (strength + len(kept))
    return share
