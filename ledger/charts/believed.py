"""What was to be believed, and how far sources could be trusted, along a whole ledger.

Scores change when something is published, when a claim settles or lapses, and when two
origins come to have stood; beliefs, too, once nobody has denied a round for a week,
with every month of silence, with every ten days of it after the word that a round has
closed, and once a denial of its timing is too old. At each of these cuts they are
worked out again. In a ledger of more than a thousand entries a score is asked for at a
thousand cuts, evenly spread; a belief at those cuts that concern its own company, and
every few months while none of its rounds is young: what becomes known of others moves
old rounds little, and such a step may begin late.
Nothing is asked of a round that was settled: belief in it stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.charts.steps import drawn, followed
from ledger.charts.values import Mark, Probability, Step
from ledger.credibility.belief import NOW, WEEK, settled_nats
from ledger.credibility.beta import sigmoid
from ledger.credibility.cases import TIMING, Case
from ledger.credibility.closing import STEP, STEPS
from ledger.credibility.origins import roots_of
from ledger.credibility.posterior import Score
from ledger.credibility.settings import BINS, MONTH, ROLES
from ledger.credibility.settling import SILENT, closed_since
from ledger.credibility.sweeping import Moment, Sweep, decided
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding
from ledger.reading.garbage import unswept

if TYPE_CHECKING:
    from ledger.credibility.worth import Decided

MOST: Final = 1_000
"""Cuts at which a ledger is asked."""

SPREAD: Final = 30
"""Further cuts at most at which a company of a larger ledger is asked."""

PLACES: Final = Decimal("0.001")
HALF: Final = 0.5
LINE: Final = "belief"


class BeliefSteps(NamedTuple):
    """How likely each round of a company was real."""

    steps: list[Step]
    marks: list[Mark]
    heard: int | None
    """Rounds that had been settled within a year when an open round was last asked
    about; None if none was open.
    """


@unswept()
def belief_steps(
    folding: Folding, believing: Believing, slug: str, basis: Basis
) -> BeliefSteps:
    """Follow how likely each round of a company was real."""
    answers, sweep, heard = [], believing.following(slug, basis), None
    for cut in _cuts(believing, slug, basis):
        moment, likely = _likely(sweep, slug, cut)
        heard = heard if moment is None else moment.scores.heard
        steps = [
            Step(slug, LINE, 0, 0, chance(p), round=name) for name, p in likely.items()
        ]
        answers.append((cut, steps))
    steps = drawn(answers, basis.cut)
    _, marks = followed(folding, slug, basis)
    marks = [replace(mark, amount=_then(steps, mark)) for mark in marks]
    return BeliefSteps(steps, marks, heard)


def _likely(
    sweep: Sweep, slug: str, cut: int
) -> tuple[Moment | None, dict[str, float]]:
    """Give how likely each round of a company is real at a cut, and the moment that was
    asked: scores rest on all companies, so they are asked where a round is open.
    """
    sweep.go(cut)
    moment, found = None, dict[str, float]()
    for case, outcome in decided(sweep.replay, slug):
        nats = settled_nats(outcome)
        if nats is None:
            moment = moment or sweep.to(cut)
            nats = moment.weigh(case).belief.nats
        found[case.round] = sigmoid(nats)
    return moment, found


def _cuts(believing: Believing, slug: str, basis: Basis) -> list[int]:
    """Give the cuts at which beliefs in a company's rounds are asked for."""
    own, cut, small = believing.alone(slug, basis), basis.cut, basis.known_at <= MOST
    versions = [*_versions(own, slug, cut)]
    cases = [x for x in own.replay.cases.values() if x.company == slug]
    first = min([case.first for case in cases], default=cut)
    gap = 1 if small else (cut - first) // (SPREAD * MONTH) + 1
    found = {at for one in versions for at in (one.since, one.until) if at <= cut}
    for one in versions:
        if one.open:
            ahead = _steps(one.case, one.origin, gap)
            found |= {at for at in ahead if one.since < at < one.until}
    if small:
        found |= {*_change_cuts(believing.sweep(basis), cut)}
    else:
        found |= {*_spread(cases, first, cut, gap * MONTH)}
    return sorted(found)


class _Version(NamedTuple):
    """What was known of a round for some time: later it may have another first day, or
    be no round at all.
    """

    case: Case
    origin: Sequence[str]
    open: bool
    """Whether time may change the belief in it."""
    since: int
    until: int


def _versions(sweep: Sweep, slug: str, cut: int) -> Iterator[_Version]:
    """Give what was known of the rounds of a company, one version after the other, up
    to a cut.
    """
    before: list[Decided] = []
    held: dict[str, tuple[Decided, _Version]] = {}
    for at in _change_cuts(sweep, cut):
        now = decided(sweep.replay, slug)
        if now == before:
            continue
        before, known = now, held
        held = {}
        for one in now:
            name = one.case.round
            last = known.get(name)
            if last is not None and last[0] == one:
                held[name] = known.pop(name)
            else:
                held[name] = one, _version(sweep, one, at, cut + 1)
        yield from (version._replace(until=at) for _, version in known.values())
    yield from (version for _, version in held.values())
    sweep.go(cut)


def _version(sweep: Sweep, one: "Decided", since: int, until: int) -> _Version:
    nats = settled_nats(one.outcome)
    origin = roots_of(one.case, sweep.replay.shares[one.case.round].copied)
    return _Version(one.case, origin, nats is None, since, until)


def _steps(case: Case, origin: Sequence[str], gap: int) -> Iterator[int]:
    """Give the cuts at which time alone changes the belief in a round.

    With a `gap` of several months only some of them are given.
    """
    yield case.first + WEEK
    yield from (case.first + n * MONTH for n in _nth(BINS, (gap + 1) // 2))
    yield from (x.when + NOW for x in case.denied if x.form == TIMING)
    closed = closed_since(case, origin)
    if closed is not None:
        yield from (closed + n * STEP for n in _nth(STEPS, gap))


def _nth(most: int, gap: int) -> set[int]:
    """Number every step that is a multiple of a gap, and the last one."""
    return {*range(gap, most, gap), most}


def _spread(cases: Sequence[Case], first: int, cut: int, gap: int) -> Iterator[int]:
    """Give cuts for what becomes known of others, while no round is young: those are
    asked about anyway.
    """
    for at in range(first + gap, cut, gap):
        if not any(0 <= at - case.first < BINS * MONTH for case in cases):
            yield at
    yield cut


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
