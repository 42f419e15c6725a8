"""The second opinion: reliabilities and beliefs found together, by expectation and
maximisation, over the same rounds and the same outcomes.

A round that was settled is held to its outcome. Every other is believed by what its
origins and deniers are worth, and each source is worth what is believed of its rounds
on the average, over the prior of its kind. The two steps follow each other until
nothing moves, sixty times at the most. Nothing is kept from one date to another, and
the order of everything is fixed, so the same events give the same bits.

It needs no outcomes to learn from, so it learns more where they are many, and
deceives itself where they are few: sources that agree are taken to be right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, log
from typing import Final

from ledger.credibility.belief import acting, speakers
from ledger.credibility.beta import beta_quantile, logit, sigmoid
from ledger.credibility.cases import Case
from ledger.credibility.posterior import label_of
from ledger.credibility.settings import Settings
from ledger.credibility.settling import SILENT, Outcome

ROUNDS: Final = 60
STILL: Final = 1e-6
TEMPER: Final = 0.6
STRENGTH: Final = 6.0

Open = tuple[Case, Sequence[str], Outcome | None]


@dataclass(frozen=True, slots=True)
class Ballot:
    """What EM reads of a case."""

    round: str
    real: float | None
    """Held fast, if it was settled."""
    weight: float
    """Of its outcome, if it was settled."""
    lapsed: bool
    sources: tuple[tuple[str, str, int], ...]
    """Source, kind, event."""
    parties: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Reliability:
    """A source's reliability under EM: a Beta with fractional counts."""

    source: str
    kind: str
    prior: float
    plus: float
    minus: float
    rows: tuple[tuple[str, int, float], ...]
    """Round, event, and how far the round is believed."""
    settled: int = 0
    """How many of them were settled; without any it is agreement alone."""
    n: float = 0.0
    """The same, each at the weight of its outcome."""

    @property
    def label(self) -> str:
        """Say how much is known of it, as the first model does."""
        return label_of(self.n)

    @property
    def mean(self) -> float:
        return (STRENGTH * self.prior + self.plus) / (STRENGTH + self.plus + self.minus)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Give what 90 % of it lies between."""
        a = STRENGTH * self.prior + self.plus
        b = STRENGTH * (1 - self.prior) + self.minus
        return beta_quantile(0.05, a, b), beta_quantile(0.95, a, b)


@dataclass(slots=True)
class Joint:
    """What EM ends with."""

    base: float
    beliefs: dict[str, float] = field(default_factory=dict)
    sources: dict[str, Reliability] = field(default_factory=dict)
    deniers: dict[str, float] = field(default_factory=dict)
    steps: int = 0


def joint(cases: Iterable[Open], cut: int, settings: Settings) -> Joint:
    """Run EM over all cases at a cut."""
    ballots = sorted(
        (_ballot(case, origin, outcome, cut) for case, origin, outcome in cases),
        key=lambda ballot: ballot.round,
    )
    kinds = {source: kind for ballot in ballots for source, kind, _ in ballot.sources}
    worth = {source: settings.priors[kind] for source, kind in sorted(kinds.items())}
    parties = sorted({party for ballot in ballots for party, _ in ballot.parties})
    denials = dict.fromkeys(parties, settings.denial_prior)
    base, steps = settings.base_rate, 0
    lapse = nats_of_lapse(settings)
    beliefs: dict[str, float] = {}
    while steps < ROUNDS:
        steps, before = steps + 1, beliefs
        beliefs = {
            ballot.round: _expected(ballot, base, worth, denials, lapse)
            for ballot in ballots
        }
        worth, denials, base = _maximised(ballots, beliefs, kinds, parties, settings)
        if before and max(abs(beliefs[x] - before[x]) for x in beliefs) < STILL:
            break
    sources = _reliabilities(ballots, beliefs, kinds, settings)
    return Joint(base, beliefs, sources, denials, steps)


def nats_of_lapse(settings: Settings) -> float:
    """Give what a lapse adds, by configured shares alone."""
    return log(1 - settings.public_share) - log(1 - settings.refuted_share)


def _ballot(
    case: Case, origin: Sequence[str], outcome: Outcome | None, cut: int
) -> Ballot:
    lapsed = outcome is not None and outcome.tier in SILENT
    settled = outcome is not None and not lapsed
    return Ballot(
        round=case.round,
        real=float(outcome.real) if outcome is not None and settled else None,
        weight=outcome.weight if outcome is not None and settled else 0.0,
        lapsed=lapsed,
        sources=tuple(
            (told.source, told.kind, told.event)
            for told, _ in speakers(case, origin)
            if not told.deciding
        ),
        parties=tuple(
            (party, denied.event) for party, denied in acting(case, cut).items()
        ),
    )


def _expected(
    ballot: Ballot,
    base: float,
    worth: dict[str, float],
    denials: dict[str, float],
    lapse: float,
) -> float:
    if ballot.real is not None:
        return ballot.real
    middle = logit(base)
    nats = [middle]
    nats += [
        TEMPER * (logit(worth[source]) - middle) for source, _, _ in ballot.sources
    ]
    nats += [-(logit(denials[x]) - logit(1 - base)) for x, _ in ballot.parties]
    nats.append(lapse if ballot.lapsed else 0.0)
    return sigmoid(fsum(nats))


def _maximised(
    ballots: Sequence[Ballot],
    beliefs: dict[str, float],
    kinds: dict[str, str],
    parties: Sequence[str],
    settings: Settings,
) -> tuple[dict[str, float], dict[str, float], float]:
    found = _reliabilities(ballots, beliefs, kinds, settings)
    worth = {source: one.mean for source, one in found.items()}
    doubted: dict[str, list[float]] = {party: [] for party in parties}
    for ballot in ballots:
        for party, _ in ballot.parties:
            doubted[party].append(1 - beliefs[ballot.round])
    strength = settings.denial_strength
    denials = {
        party: (strength * settings.denial_prior + fsum(values))
        / (strength + len(values))
        for party, values in doubted.items()
    }
    total = fsum(beliefs.values())
    shrunk = settings.base_strength
    base = (shrunk * settings.base_rate + total) / (shrunk + len(beliefs))
    return worth, denials, base


def _reliabilities(
    ballots: Sequence[Ballot],
    beliefs: dict[str, float],
    kinds: dict[str, str],
    settings: Settings,
) -> dict[str, Reliability]:
    rows: dict[str, list[tuple[str, int, float]]] = {source: [] for source in kinds}
    settled = dict.fromkeys(kinds, 0)
    weights: dict[str, list[float]] = {source: [] for source in kinds}
    for ballot in ballots:
        for source, _, event in ballot.sources:
            rows[source].append((ballot.round, event, beliefs[ballot.round]))
            settled[source] += ballot.real is not None
            weights[source].append(ballot.weight)
    return {
        source: Reliability(
            source=source,
            kind=kinds[source],
            prior=settings.priors[kinds[source]],
            plus=TEMPER * fsum(belief for _, _, belief in own),
            minus=TEMPER * fsum(1 - belief for _, _, belief in own),
            rows=tuple(own),
            settled=settled[source],
            n=fsum(weights[source]),
        )
        for source, own in sorted(rows.items())
    }
