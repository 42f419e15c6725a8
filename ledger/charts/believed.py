"""What was to be believed, and how far sources could be trusted, along a whole ledger.

Scores change when something is published, when a claim settles or lapses, and when two
origins come to have stood; beliefs, too, with every month of silence. At each of these
cuts they are worked out anew; where more than a thousand events are, at a thousand
cuts, evenly spread, so that a step may begin a little late.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ledger.charts.steps import drawn, followed
from ledger.charts.values import Chance, Mark, Step
from ledger.credibility.posterior import Score
from ledger.credibility.settings import BINS, ROLES
from ledger.credibility.settling import SILENT
from ledger.credibility.silence import MONTH
from ledger.credibility.sweeping import Moment, Sweep
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding
from ledger.reading.garbage import unswept

MOST: Final = 1_000
"""Cuts at which a ledger is asked."""

PLACES: Final = Decimal("0.001")
HALF: Final = 0.5
LINE: Final = "belief"


@unswept()
def belief_steps(
    folding: Folding, believing: Believing, slug: str, basis: Basis
) -> tuple[list[Step], list[Mark]]:
    """Follow how likely each round of a company was real."""

    def silent(moment: Moment) -> int | None:
        """Give when the silence about a round has lasted for one more month."""
        cases = moment.replay.cases.values()
        firsts = [case.first for case in cases if case.company == slug]
        months = (first + n * MONTH for first in firsts for n in range(1, BINS + 1))
        return min((at for at in months if at > moment.cut), default=None)

    answers = []
    for moment in moments(believing.sweep(basis), basis.cut, silent):
        steps = [
            Step(slug, LINE, 0, 0, chance(found.belief.chance), round=found.case.round)
            for found in moment.company(slug)
        ]
        answers.append((moment.cut, steps))
    steps = drawn(answers, basis.cut)
    _, marks = followed(folding, slug, basis)
    return steps, [replace(mark, amount=_then(steps, mark)) for mark in marks]


def _then(steps: list[Step], mark: Mark) -> Chance | None:
    """Give what was believed of the round of a mark once it was known."""
    for step in steps:
        if step.round == mark.round and step.since <= mark.at < step.until:
            assert isinstance(step.amount, Chance)
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
) -> Chance:
    """Give a probability with three digits, and its interval if it has one."""
    ends = (middle, middle if low is None else low, middle if high is None else high)
    return Chance(*(Decimal(repr(end)).quantize(PLACES) for end in ends))


def moments(
    sweep: Sweep, cut: int, later: Callable[[Moment], int | None] | None = None
) -> Iterator[Moment]:
    """Give the states of a replay up to a cut, wherever something may have changed.

    `later` gives another cut, after that of a state, at which it changes as well.
    """
    first = sweep.next_change
    few = sum(len(group.known) for group in sweep.groups) <= MOST
    gap = 0 if few or first is None else (cut - first) // MOST
    last, other = -gap, None
    while True:
        ahead = [x for x in (sweep.next_change, other) if x is not None]
        at = max(min(ahead, default=cut + 1), last + gap)
        if at > cut:
            return
        moment = sweep.to(at)
        yield moment
        last = at
        other = None if later is None else later(moment)
