"""How parties answer reports: how often they deny what is so, and what is not.

A denial says as much as the two shares differ, and so does its absence. The shares of
a party that speaks for the company are counted over all rounds of its companies that
were reported; it begins as parties do in general, learned from the others. Of anybody
else one knows only what he denied. What was never settled counts for both, in parts.
"""

from collections.abc import Callable
from math import fsum, log
from typing import NamedTuple

from ledger.credibility.settings import Settings
from ledger.credibility.tallies import DENIED, KEPT, DetailSums, Tallies

Split = Callable[[DetailSums], tuple[float, float]]
"""Counts rounds as real and as not."""


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


def insider(party: str, tallies: Tallies, split: Split, settings: Settings) -> Denier:
    """Count the rounds of a party's companies that it denied, and all of them."""
    pooled, theirs = settings.denial_kind_strength, settings.denial_strength
    denied, kept = (
        split(tallies.of("party", party, answer)) for answer in (DENIED, KEPT)
    )
    all_denied, all_kept = (
        split(tallies.of("principal", answer)) for answer in (DENIED, KEPT)
    )
    rates, counts = [], []
    for side, share in enumerate(settings.denied_shares):
        own, every = denied[side], denied[side] + kept[side]
        others = max(0.0, all_denied[side] - own)
        others_every = max(others, all_denied[side] + all_kept[side] - every)
        mean = (pooled * share + others) / (pooled + others_every)
        rates.append((theirs * mean + own) / (theirs + every))
        counts += [own, every]
    return Denier(*rates, *counts)


def outsider(party: str, tallies: Tallies, split: Split, settings: Settings) -> Denier:
    """Give the shares of a party of which one knows only what it denied."""
    found = split(tallies.of("party", party, DENIED))
    strength, prior = settings.denial_strength, settings.denial_prior
    wrong = (strength * (1 - prior) + found[0]) / (strength + fsum(found))
    share, base = settings.denied_share, settings.base_rate
    return Denier(
        wrong * share / base,
        (1 - wrong) * share / (1 - base),
        *(found[0], found[0], found[1], found[1]),
    )
