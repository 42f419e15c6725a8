"""What became of a round: the outcome, by tier, at a cut.

1. a regulator's filing,
2. a joint announcement by two parties of different interest,
3. one party on record for itself,
4. two independent origins, press or wire, that say it closed, with figures that do
   not contradict each other and still stand 30 days later: the kind of the sources
   decides, never a score,
5. a refutation: a filing or a joint statement that there was or will be no round,
L. a lapse: 365 days after the first claim there is none of these. It is no outcome,
   only evidence, and weighs what silence weighs (`silence.py`). Where somebody whose
   word is undenied says that the round was announced or closed, it does not lapse but
   grows old: belief in it does not decay, and it is called *not settled*; of how often
   its sources are right it says what silence says of any round. Else only the rounds
   that parties like to announce would be learned from.

The highest tier wins, a refutation standing next to tier 2; of one tier the newest
word. An outcome is dated by the publication of the event that decides it, and is
worked out again at every cut: a later, higher tier revises it. A denial decides
nothing, and no credibility is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.credibility.cases import EXISTENCE, Case, OutcomeEvidence, SourceClaim
from ledger.credibility.settings import DAY, MONTH, Settings

FILING: Final = 1
JOINT: Final = 2
ONE_PARTY: Final = 3
TWO_ORIGINS: Final = 4
REFUTED: Final = 5
TAKEN_BACK: Final = 6
"""The tier of what its own source took back: it settles that one claim alone."""

STANDING: Final = 8
"""The tier of a round that nobody settled, and that is said to have closed."""

LAPSED: Final = 9
"""The tier of a lapse."""

SILENT: Final = frozenset({STANDING, LAPSED})
"""Tiers of what was never settled."""

WEIGHTS: Final = {
    FILING: 1.0,
    JOINT: 1.0,
    ONE_PARTY: 0.8,
    TWO_ORIGINS: 0.5,
    REFUTED: 1.0,
}
RANK: Final = {FILING: 0, JOINT: 1, REFUTED: 1, ONE_PARTY: 2, TWO_ORIGINS: 3}
NAMES: Final = {
    FILING: "filing",
    JOINT: "joint statement",
    ONE_PARTY: "one party",
    TWO_ORIGINS: "two origins",
    REFUTED: "refuted",
    TAKEN_BACK: "taken back",
    STANDING: "not settled",
    LAPSED: "lapsed",
}
CLOSED: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a round: `real` or not, by which evidence, and when."""

    tier: int
    real: bool
    weight: float
    event: int | None
    """The deciding event; none where nothing was settled, which time decides."""
    when: int
    party: str = ""
    truth: tuple[tuple[str, int, int, int, tuple[float, ...]], ...] = ()
    """Field, tier, event and instant of its statement, and the logs it may be."""


def settle(
    case: Case, origin: list[str], cut: int, settings: Settings
) -> Outcome | None:
    """Give the outcome of a case at a cut; None while it is open."""
    proofs = list(case.proofs)
    both = _two_origins(case, origin, cut, settings)
    if both is not None:
        proofs.append(both)
    if proofs:
        return _deciding_proof(proofs)
    deadline = case.first + settings.lapse_days * DAY
    if deadline > cut:
        return None
    tier = STANDING if stands(case, origin) else LAPSED
    return Outcome(tier, real=False, weight=1.0, event=None, when=deadline)


def stands(case: Case, origin: Sequence[str]) -> bool:
    """Tell whether somebody says that it was announced or closed, and is not denied."""
    denied = {
        id_
        for denial in case.denied
        if denial.taken_back is None and denial.form == EXISTENCE
        for id_ in denial.claims
    }
    return any(
        told.hedge == CLOSED and told.taken_back is None and told.id not in denied
        for told, root in zip(case.told, origin, strict=True)
        if root == told.id
    )


def closed_since(case: Case, origin: Sequence[str]) -> int | None:
    """Give when somebody first said that it was announced or closed, denied or not."""
    return min(
        (
            told.when if told.hedges == CLOSED else told.words[-1].when
            for told, root in zip(case.told, origin, strict=True)
            if root == told.id
            and told.hedge == CLOSED
            and told.taken_back is None
            and not told.deciding
        ),
        default=None,
    )


def _deciding_proof(proofs: list[OutcomeEvidence]) -> Outcome:
    best = min(RANK[proof.tier] for proof in proofs)
    top = [proof for proof in proofs if RANK[proof.tier] == best]
    real = top[-1].real
    alike = [proof for proof in top if proof.real == real]
    deciding = alike[0]
    return Outcome(
        tier=deciding.tier,
        real=real,
        weight=WEIGHTS[deciding.tier],
        event=deciding.event,
        when=deciding.when,
        party=deciding.party,
        truth=_truth(proofs) if real else (),
    )


def _truth(
    proofs: list[OutcomeEvidence],
) -> tuple[tuple[str, int, int, int, tuple[float, ...]], ...]:
    """Give each figure as the highest tier states it, in its newest word."""
    found = []
    for name in ("raised", "valuation"):
        stated = [
            x for x in proofs if x.real and x.tier != TWO_ORIGINS and x.amounts(name)
        ]
        if stated:
            best = min(RANK[proof.tier] for proof in stated)
            last = [proof for proof in stated if RANK[proof.tier] == best][-1]
            found.append((name, last.tier, last.event, last.when, last.amounts(name)))
    return tuple(found)


def _two_origins(
    case: Case, origin: list[str], cut: int, settings: Settings
) -> OutcomeEvidence | None:
    """Find the second of two origins that said it closed, 30 days ago or more."""
    wait = settings.standing_days * DAY
    standing: list[SourceClaim] = []
    for told, root in zip(case.told, origin, strict=True):
        counts = told.kind in settings.settling_kinds and told.hedge == CLOSED
        if not counts or root != told.id or told.taken_back or told.deciding:
            continue
        if told.when + wait > cut:
            continue
        if any(_agree(told, other) for other in standing):
            return OutcomeEvidence(told.event, told.when + wait, 4, real=True, party="")
        standing.append(told)
    return None


def _agree(one: SourceClaim, other: SourceClaim) -> bool:
    """Tell whether two sources may both be right about every figure they share."""
    if one.source == other.source:
        return False
    for name, readings in one.words[-1].spans:
        others = other.words[-1].readings(name)
        if others and not any(
            low <= top and bottom <= high
            for low, high in readings
            for bottom, top in others
        ):
            return False
    return True


def matures(case: Case, settings: Settings) -> int:
    """Give when a round begins to count for what silence says: at the end of the month
    in which it is a year old. So what is learned of all rounds at once is learned month
    by month, and asked of many days it is worked out once a month.
    """
    return -(-(case.first + settings.lapse_days * DAY) // MONTH) * MONTH


def next_change(case: Case, cut: int, settings: Settings) -> int | None:
    """Give the first instant after a cut at which time alone may change a case."""
    marks = [case.first + settings.lapse_days * DAY, matures(case, settings)]
    wait = settings.standing_days * DAY
    if case.told[-1].when + wait > cut:  # else all have stood as long
        marks += [told.when + wait for told in case.told]
    return min((mark for mark in marks if mark > cut), default=None)
