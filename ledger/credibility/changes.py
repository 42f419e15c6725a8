"""Whether a source is still what it was: its record, by when it may have changed.

Each place between two rounds of a source, in the order of its claims, is a place at
which it may have become another: from there on it would be judged by its later rounds
alone, over a weak prior. Every such history has a probability (Beta marginal
likelihoods; three tenths in all that there was a change, evenly over the places). A row
counts with the probability that no change came after it, so a source that changed
loses its past, and one that did not keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log

from ledger.credibility.beta import log_beta
from ledger.credibility.settings import Settings


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of each row still counts, how strong the prior is, and P(changed)."""

    shares: tuple[float, ...]
    strength: float
    changed: float


def kept_of(
    sides: Sequence[tuple[float, float]], prior: float, settings: Settings
) -> Kept:
    """Weigh rows (for, against), oldest first."""
    strength, weak = settings.strength, settings.change_strength
    if len(sides) < 2 or not settings.change_prior:  # noqa: PLR2004 - nothing between
        return Kept((1.0,) * len(sides), strength, 0.0)
    old = (prior * strength, (1 - prior) * strength)
    new = (prior * weak, (1 - prior) * weak)
    total = (fsum(a for a, _ in sides), fsum(b for _, b in sides))
    # Of each prior once: it is the same at every place.
    norms = log_beta(*old), log_beta(*new)
    logs = [log(1 - settings.change_prior) + (_mass(total, old) - norms[0])]
    each = log(settings.change_prior / (len(sides) - 1))
    before = (0.0, 0.0)
    for plus, minus in sides[:-1]:
        before = (before[0] + plus, before[1] + minus)
        after = (max(0.0, total[0] - before[0]), max(0.0, total[1] - before[1]))
        first, second = _mass(before, old) - norms[0], _mass(after, new) - norms[1]
        logs.append(each + first + second)
    top = max(logs)
    weights = [exp(value - top) for value in logs]
    whole = fsum(weights)
    shares, running = [], 0.0
    for weight in weights:
        running += weight / whole
        shares.append(min(running, 1.0))
    same = weights[0] / whole
    return Kept(tuple(shares), strength * same + weak * (1 - same), 1 - same)


def _mass(counts: tuple[float, float], prior: tuple[float, float]) -> float:
    """Give the log of the mass of a Beta posterior; less that of its prior, it is the
    log of the probability of the counts.
    """
    return log_beta(prior[0] + counts[0], prior[1] + counts[1])
