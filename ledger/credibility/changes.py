"""Whether a source is still what it was: its record, by when it may have changed.

Between any two spells of its record (quarters of a year, by the day on which it told of
a round first) a source may have become another: from there on it is judged by its later
rows alone, over a weak prior of their own, halfway between its kind and an even chance.
Every such history has a probability (Beta marginal likelihoods). Before its rows are
looked at, a change is the likelier the more days a record covers, up to the share of
sources that change at all, and as likely on any of these days. That share is learned
from the records of all sources. The score is the mixture of these histories: its mean
and its spread are those of the mixture, written as one Beta, so that each row counts by
`shares`, and prior and rows add up to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, fsum, lgamma, log
from typing import Final, NamedTuple

from ledger.credibility.beta import log_beta
from ledger.credibility.settings import DAY, SPELL, Settings

Sides = tuple[float, float]
"""For and against."""

OutcomeRecord = Sequence[tuple[int, Sides]]
"""Numbers of spells, oldest first, and what counts for and against in each."""

SHARES: Final = tuple(step / 40 for step in range(1, 40))
"""The shares of sources that change among which one is looked for."""

SPELLS: Final = 4
"""Spells of a year. How many sources change is asked by years: by spells the answers
are no better, and a large ledger takes four times as long.
"""

ChangeEvidence = tuple[float, float]
"""Of a record: the part of a change that would fall into it, and the log of how much
likelier the record is after one.
"""


def changes(role: str, name: str) -> bool:
    """Tell whether one looks for a change of a source in a role and a field."""
    return role == "original" and name == "occurrence"


def year_of(spell: int) -> int:
    """Give the first spell of the same year."""
    return spell - spell % SPELLS


@dataclass(frozen=True, slots=True)
class CurrentRecord:
    """What of a record still counts, the prior and its strength, and P(changed)."""

    prior: float
    strength: float
    changed: float = 0.0
    shares: dict[int, float] = field(default_factory=dict)
    """Spell -> how much its rows still count; all of them where none is given."""
    still: dict[int, float] = field(default_factory=dict)
    """Spell -> the probability that no change came after it, likewise."""


def kept_of(
    record: OutcomeRecord, prior: float, share: float, settings: Settings
) -> CurrentRecord:
    """Weigh a record, where `share` of all sources change."""
    chance = share * _share_of_change(record, settings)
    if not chance:
        return CurrentRecord(prior, settings.strength)
    old, new = _priors(prior, settings)
    same, *changed = _histories(record, old, new, settings)
    logs = [log(1 - chance) + same]
    logs += [log(chance) + value for value in changed]
    return _matched(_masses(logs), record, old, new)


def _masses(logs: Sequence[float]) -> list[float]:
    """Give probabilities by their logs, up to a factor."""
    top = max(logs)
    masses = [exp(value - top) for value in logs]
    whole = fsum(masses)
    return [mass / whole for mass in masses]


def _matched(
    weights: Sequence[float], record: OutcomeRecord, old: Sides, new: Sides
) -> CurrentRecord:
    """Write the mixture of all histories as one Beta of the same mean and spread."""
    sums = _running(record)
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
    strength = each[0] * fsum(old) + later * fsum(new)
    spells = [spell for spell, _ in record]
    return CurrentRecord(
        prior=(each[0] * old[0] + later * new[0]) / strength,
        strength=strength,
        changed=1 - weights[0],
        shares=dict(zip(spells, accumulate(each), strict=True)),
        still={
            spell: min(x, 1.0)
            for spell, x in zip(spells, accumulate(weights), strict=True)
        },
    )


def _priors(prior: float, settings: Settings) -> tuple[Sides, Sides]:
    """Give the priors of a source, and of one that has changed."""
    strength, weak = settings.strength, settings.change_strength
    after = (prior + settings.change_mean) / 2
    return (
        (prior * strength, (1 - prior) * strength),
        (after * weak, (1 - after) * weak),
    )


def _share_of_change(record: OutcomeRecord, settings: Settings) -> float:
    """Give the part of a change that would fall into a record."""
    if not record[1:]:  # nothing lies between
        return 0.0
    days = (record[-1][0] - record[0][0]) * SPELL / DAY
    return min(days / settings.change_days, 1.0)


def _running(record: OutcomeRecord, share: float = 1.0) -> list[Sides]:
    """Give the sums before each spell, and of all."""
    sums, plus, minus = [(0.0, 0.0)], 0.0, 0.0
    for _, (more, less) in record:
        plus += more
        minus += less
        sums.append((plus * share, minus * share))
    return sums


def _histories(
    record: OutcomeRecord, old: Sides, new: Sides, settings: Settings
) -> list[float]:
    """Give the log-probability of a record if there was no change; and for a change
    before each later spell, times how much of the days before that is its own.
    """
    # Outcomes hang together, so a score tempers them. What is asked here is only in
    # which order they came, and there they count in full.
    _, *between, (pluses, minuses) = _running(record, 1 / settings.temper)
    (a, b), (c, d), days = old, new, record[-1][0] - record[0][0]
    one, both = log_beta(a, b), log_beta(a, b) + log_beta(c, d) + log(days)
    logs, last = [log_beta(a + pluses, b + minuses) - one], record[0][0]
    for (spell, _), (plus, minus) in zip(record[1:], between, strict=True):
        # Most of the time of a chart goes by here, so `log_beta` is written out.
        right, wrong = a + plus, b + minus
        later, error = c + pluses - plus, d + minuses - minus
        logs.append(
            log(spell - last)
            + (lgamma(right) + lgamma(wrong) - lgamma(right + wrong))
            + (lgamma(later) + lgamma(error) - lgamma(later + error))
            - both
        )
        last = spell
    return logs


def evidence(record: OutcomeRecord, prior: float, settings: Settings) -> ChangeEvidence:
    """Ask a record whether its source changed."""
    part = _share_of_change(record, settings)
    if not part:
        return 0.0, 0.0
    same, *changed = _histories(record, *_priors(prior, settings), settings)
    return part, _log_sum(changed) - same


Fits = tuple[float, ...]
"""Of a record: for each of `SHARES` the log of how likely it is if so many sources
change; last by how much more likely than that it is without any change.
"""


def fits_of(found: ChangeEvidence) -> Fits:
    """Say how well each share of sources that change fits a record.

    A record may be so long that only logs hold how likely it is: a factor that is the
    same for every share is left out, and given last.
    """
    part, more = found
    same, changed, most = exp(-max(more, 0.0)), exp(min(more, 0.0)), max(more, 0.0)
    return (
        *(log((1 - x * part) * same + x * part * changed) for x in SHARES),
        -most,
    )


class Changing(NamedTuple):
    """The share of sources that change, and the evidence that any do: the log of how
    much likelier all records are with such shares than if no source changed; 0 where
    there is no record.
    """

    mean: float
    nats: float


def share_of_changing(records: Iterable[Fits], settings: Settings) -> Changing:
    """Learn the share of sources that change from the records of all of them."""
    mean, strength = settings.change_prior, settings.change_sources
    if not mean:
        return Changing(0.0, 0.0)
    a, b = mean * strength - 1, (1 - mean) * strength - 1
    priors = [a * log(share) + b * log(1 - share) for share in SHARES]
    found = [fits_of((0.0, 0.0)), *records]
    *fits, unchanged = map(fsum, zip(*found, strict=True))
    logs = [prior + fit for prior, fit in zip(priors, fits, strict=True)]
    return Changing(
        mean=fsum(x * m for x, m in zip(SHARES, _masses(logs), strict=True)),
        nats=_log_sum(logs) - _log_sum(priors) - unchanged,
    )


def _log_sum(logs: Sequence[float]) -> float:
    top = max(logs)
    return top + log(fsum(exp(value - top) for value in logs))
