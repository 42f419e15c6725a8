"""What was to be believed, and how far sources could be trusted, along a whole ledger.

Scores change when something is published, when a claim settles or lapses, and when two
origins come to have stood; beliefs, too, with every month of silence, and with every
ten days of it after the word that a round has closed. At each of these cuts they are
worked out again. In a ledger of more than a thousand entries a score is asked for at a
thousand cuts, evenly spread; a belief wherever something about its own company changes,
and every month, or every few months of a long story: so a step may begin a little late.
Nothing is asked of a round that was settled: belief in it stays.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ledger.charts.steps import drawn, followed
from ledger.charts.values import Mark, Probability, Step
from ledger.credibility.belief import settled_nats
from ledger.credibility.beta import sigmoid
from ledger.credibility.closing import STEP, STEPS
from ledger.credibility.origins import roots_of
from ledger.credibility.posterior import Score
from ledger.credibility.settings import BINS, ROLES
from ledger.credibility.settling import SILENT, closed_since
from ledger.credibility.silence import MONTH
from ledger.credibility.sweeping import Moment, Sweep, decided
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding
from ledger.reading.garbage import unswept

MOST: Final = 1_000
"""Cuts at which a ledger is asked."""

SPREAD: Final = 60
"""Further cuts at most at which a company of a larger ledger is asked."""

PLACES: Final = Decimal("0.001")
HALF: Final = 0.5
LINE: Final = "belief"


@unswept()
def belief_steps(
    folding: Folding, believing: Believing, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow how likely each round of a company was real."""

    answers, sweep = [], believing.following(slug, basis)
    for cut in _cuts(believing, slug, basis):
        steps = [
            Step(slug, LINE, 0, 0, chance(likely), round=name)
            for name, likely in _likely(sweep, slug, cut)
        ]
        answers.append((cut, steps))
    steps = drawn(answers, basis.cut)
    _, marks = followed(folding, slug, basis)
    return steps, [replace(mark, amount=_then(steps, mark)) for mark in marks]


def _likely(sweep: Sweep, slug: str, cut: int) -> Iterator[tuple[str, float]]:
    """Give how likely each round of a company is real at a cut."""
    sweep.go(cut)
    moment = None
    for case, outcome in decided(sweep.replay, slug):
        nats = settled_nats(outcome)
        if nats is None:
            # Scores rest on all companies: they are asked for where a round is open.
            moment = moment or sweep.to(cut)
            nats = moment.weigh(case).belief.nats
        yield case.round, sigmoid(nats)


def _cuts(believing: Believing, slug: str, basis: Basis) -> list[int]:
    """Give the cuts at which beliefs in a company's rounds are asked for."""
    if basis.known_at <= MOST:
        changes = _change_cuts(believing.sweep(basis), basis.cut)
    else:
        changes = _change_cuts(believing.alone(slug, basis), basis.cut)
    own = believing.alone(slug, basis)
    own.go(basis.cut)
    cases = [x for x in own.replay.cases.values() if x.company == slug]
    steps = {x.first + n * MONTH for x in cases for n in range(1, BINS + 1)}
    shares = own.replay.shares
    closed = [closed_since(x, roots_of(x, shares[x.round].copied)) for x in cases]
    steps |= {at + n * STEP for at in closed if at for n in range(1, STEPS + 1)}
    found = {*changes, *(at for at in steps if at <= basis.cut)}
    if found and basis.known_at > MOST:
        first = min(found)
        months = (basis.cut - first) // (SPREAD * MONTH) + 1
        found |= {*range(first, basis.cut + 1, months * MONTH), basis.cut}
    return sorted(found)


def _change_cuts(sweep: Sweep, cut: int) -> Iterator[int]:
    """Give the cuts at which anything that is replayed changes."""
    while (at := sweep.next_change) is not None and at <= cut:
        sweep.go(at)
        yield at


def _then(steps: list[Step], mark: Mark) -> Probability | None:
    """Give what was believed of the round of a mark once it was known."""
    for step in steps:
        if step.round == mark.round and step.since <= mark.at < step.until:
            assert isinstance(step.amount, Probability)
            return step.amount
    return None


@unswept()
def credibility_steps(
    folding: Folding, believing: Believing, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow the scores of a source, by role, and mark the claims behind them."""
    source = folding.names.at(basis).sources[slug]
    sweep = believing.sweep(basis)
    events = {row.seq: row for group in sweep.groups for row in group.rows}
    answers, marks, graded = [], list[Mark](), set[tuple[str, int, int]]()
    for moment in moments(sweep, basis.cut):
        steps = []
        for role in ROLES:
            score = moment.scores.score(slug, source.kind, role)
            if score.label == "unrated":
                continue
            amount = chance(score.mean, *score.interval)
            steps.append(Step(slug, role, 0, 0, amount, standing=score.label))
            for kind, event, tier in _graded(score):
                if (role, event, tier) not in graded:
                    row = events[event]
                    marks.append(Mark(slug, kind, moment.cut, row, amount))
                    graded.add((role, event, tier))
        answers.append((moment.cut, steps))
    return drawn(answers, basis.cut), marks


def _graded(score: Score) -> Iterator[tuple[str, int, int]]:
    """Give the claims behind a score: how each fared, its event, who settled it."""
    for row in score.graded:
        kind = "right" if row.grade >= HALF else "wrong"
        yield "lapse" if row.tier in SILENT else kind, row.event, row.tier


def chance(
    middle: float, low: float | None = None, high: float | None = None
) -> Probability:
    """Give a probability with three digits, and its interval if it has one."""
    ends = (middle, middle if low is None else low, middle if high is None else high)
    return Probability(*(Decimal(repr(end)).quantize(PLACES) for end in ends))


def moments(sweep: Sweep, cut: int) -> Iterator[Moment]:
    """Give the states of a replay up to a cut, wherever something may have changed."""
    first = sweep.next_change
    few = sum(len(group.known) for group in sweep.groups) <= MOST
    gap = 0 if few or first is None else (cut - first) // MOST
    last = -gap
    while (ahead := sweep.next_change) is not None:
        at = max(ahead, last + gap)
        if at > cut:
            return
        yield sweep.to(at)
        last = at
