"""How likely a reported round is real: a sum of log-odds, one row a voice.

It begins at the level, pi: how likely a reported round is. Each origin adds `logit r -
logit s`, with r the score of its source and s the share of reports that came true, and
a quarter of the same for how it hedges; each further origin counts 0.7 of the one
before, the weightiest first. Each denying party subtracts `logit d - logit (1 - pi)`,
with d its score as a denier. A denial of existence counts; one of timing counts for 90
days; one of terms only widens the figure. Where nobody
denies a round after a week, that adds half of what it says, by how often real and
unreal rounds were denied. Where all who reported a round took that back, it counts as
one denial by a party in general, and nobody's silence counts for the round. The word,
in the first three weeks, that a round has closed adds what it meant in the past.
Silence adds what it says (`silence.py`, `closing.py`). A round that is settled is
believed as it was settled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Final, Protocol

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.cases import EXISTENCE, TIMING, Case, Denied, SourceClaim
from ledger.credibility.circumstances import Effects
from ledger.credibility.settings import DAY, Settings
from ledger.credibility.settling import (
    CLOSED,
    REFUTED,
    SILENT,
    Outcome,
    closed_since,
    stands,
)

NOW: Final = 90 * DAY
"""How long a denial of timing acts."""

WEEK: Final = 7 * DAY
"""How long a party has to deny a round before it says something that it did not."""

WEEKS: Final = 21 * DAY
"""How long origins of a round are counted."""

MOST: Final = 4
"""So many further origins at most count as such."""

SETTLED: Final = {1: 0.995, 2: 0.995, 3: 0.98, 4: 0.95, 5: 0.005}
"""What is believed of a round that was settled, by tier."""


class Denying(Protocol):
    """What is read of the records of deniers."""

    @property
    def base(self) -> float:
        """How likely a reported round is, without regard to its source."""
        ...

    def denial(self, party: str, *, own: bool = True) -> float: ...

    def undenied(self, party: str) -> float:
        """Give what it adds, in nats, that the company's party denies nothing."""
        ...


class KnownRecords(Denying, Protocol):
    """What belief reads of the records."""

    def report(self, source: str, kind: str) -> float: ...

    @property
    def share(self) -> float:
        """The share of reports that turn out true, of whatever source."""
        ...

    def hedged(self, hedge: int) -> float: ...

    @property
    def more(self) -> float:
        """What each further origin adds, in nats, next to what its source says."""
        ...

    @property
    def closed(self) -> float:
        """What it adds, in nats, that somebody soon says that a round has closed."""
        ...

    def silence(self, age: int) -> float: ...

    def closing(self, age: int) -> float:
        """Give what silence adds so long after the word that a round has closed."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of a belief: who speaks for or against it, and how much."""

    what: str
    """base, origin, more, closed, retracted, denial, undenied, silence or settled."""
    event: int | None
    source: str | None
    weight: float | None
    """The score that it rests on."""
    nats: float
    claims: tuple[str, ...] = ()
    """The ids of the claims of its group."""


@dataclass(frozen=True, slots=True)
class Belief:
    """P(the round is real), and the rows that add up to its log-odds."""

    round: str
    chance: float
    nats: float
    voices: tuple[Voice, ...]
    outcome: Outcome | None


def origin_nats(score: float, hedged: float, base: float, settings: Settings) -> float:
    """Give what one origin adds."""
    middle = logit(base)
    return logit(score) - middle + settings.hedge_weight * (logit(hedged) - middle)


def denial_nats(score: float, base: float) -> float:
    """Give what one denying party adds: nothing if its denials say nothing."""
    return -(logit(score) - logit(1 - base))


def discounted(nats: Sequence[float], settings: Settings) -> list[float]:
    """Let each further origin count less, the weightiest first; order is kept."""
    ranked = sorted(range(len(nats)), key=lambda i: (-abs(nats[i]), i))
    shares = {place: settings.next_origin**rank for rank, place in enumerate(ranked)}
    return [shares[place] * value for place, value in enumerate(nats)]


def belief_at(
    case: Case,
    origin: Sequence[str],
    outcome: Outcome | None,
    known: KnownRecords,
    cut: int,
    settings: Settings,
) -> Belief:
    """Give the belief in a case at a cut."""
    voices = [Voice("base", None, None, known.base, logit(known.base))]
    voices += _origins(case, origin, known, settings)
    told = standing(case, origin)
    more = further(case, told)
    if more and known.more:
        voices.append(Voice("more", None, None, None, more * known.more))
    if known.closed and early_closed(case, told):
        voices.append(Voice("closed", None, None, None, known.closed))
    if told:
        voices += _undenied(case, known, cut)
    else:
        voices += _retracted(case, settings)
    voices += _denials(case, known, cut)
    target = settled_nats(outcome)
    if outcome is not None and target is not None:
        so_far = fsum(voice.nats for voice in voices)
        voices.append(Voice("settled", outcome.event, None, None, target - so_far))
    elif silence := _silence(case, origin, known, cut):
        voices.append(Voice("silence", None, None, None, silence))
    nats = fsum(voice.nats for voice in voices)
    return Belief(case.round, sigmoid(nats), nats, tuple(voices), outcome)


def settled_nats(outcome: Outcome | None) -> float | None:
    """Give the log-odds of a round that was settled, whatever the scores; None of any
    other.
    """
    if outcome is None or outcome.tier in SILENT:
        return None
    target = logit(SETTLED[outcome.tier])
    return target if outcome.real or outcome.tier == REFUTED else -target


def _silence(case: Case, origin: Sequence[str], known: KnownRecords, cut: int) -> float:
    """Give what it adds that nothing official is heard: since the first claim, unless
    an undenied source says that it closed; or since somebody said so.
    """
    since = closed_since(case, origin)
    soon = 0.0 if since is None else known.closing(cut - since)
    if stands(case, origin):
        return soon
    return min(soon, known.silence(cut - case.first))


def speakers(
    case: Case, origin: Sequence[str]
) -> list[tuple[SourceClaim, tuple[str, ...]]]:
    """Give one claim for each origin, its newest that stands, and its group's ids.

    A party's own statement of an outcome is no voice: it is what settles.
    """
    groups: dict[str, list[str]] = {}
    for told, root in zip(case.told, origin, strict=True):
        groups.setdefault(root, []).append(told.id)
    ids: dict[str, list[str]] = {}
    for told in standing(case, origin):
        ids.setdefault(told.source, []).extend(groups[told.id])
    newest = {told.source: told for told in standing(case, origin)}
    return [(told, tuple(ids[source])) for source, told in newest.items()]


def standing(case: Case, origin: Sequence[str]) -> list[SourceClaim]:
    """Give the roots that nobody took back and that settle nothing."""
    return [
        told
        for told, root in zip(case.told, origin, strict=True)
        if root == told.id and told.taken_back is None and not told.deciding
    ]


def _origins(
    case: Case, origin: Sequence[str], known: KnownRecords, settings: Settings
) -> list[Voice]:
    found = speakers(case, origin)
    scores = [known.report(told.source, told.kind) for told, _ in found]
    nats = [
        origin_nats(score, known.hedged(told.hedge), known.share, settings)
        for (told, _), score in zip(found, scores, strict=True)
    ]
    return [
        Voice("origin", told.event, told.source, score, value, ids)
        for (told, ids), score, value in zip(
            found, scores, discounted(nats, settings), strict=True
        )
    ]


def acting(case: Case, cut: int) -> dict[str, Denied]:
    """Give the denials that act on whether a round is real: the last of each party."""
    found: dict[str, Denied] = {}
    for denied in case.denied:
        if denied.taken_back is not None:
            continue
        now = denied.form == TIMING and cut < denied.when + NOW
        if denied.form == EXISTENCE or now:
            found[denied.party] = denied
    return found


def _denials(case: Case, known: Denying, cut: int) -> list[Voice]:
    voices = []
    for party, denied in acting(case, cut).items():
        score = known.denial(party, own=party == case.party)
        nats = denial_nats(score, known.base)
        voices.append(Voice("denial", denied.event, denied.source, score, nats))
    return voices


def _undenied(case: Case, known: Denying, cut: int) -> list[Voice]:
    """Give what it says that nobody denies what is reported."""
    if case.denied or cut < case.first + WEEK:
        return []
    nats = known.undenied(case.party)
    return [Voice("undenied", None, None, None, nats)] if nats else []


def _retracted(case: Case, settings: Settings) -> list[Voice]:
    """Give what it says that nobody reports a round any longer: the last who took a
    report back denies it, as parties do in general.
    """
    back = [(told.taken_back, told) for told in case.told if told.taken_back]
    if not back:
        return []
    (event, _), last = max(back, key=lambda one: (one[0][1], one[0][0]))
    nats = Effects(*settings.effects).denied
    return [Voice("retracted", event, last.source, None, nats)]


@dataclass(frozen=True, slots=True)
class Configured:
    """Records that are empty: what is configured, and nothing learned."""

    settings: Settings
    nats: dict[tuple[str, int], float] = field(default_factory=dict)
    """What an origin adds, by its kind and its hedge; worked out once."""

    def origin(self, told: SourceClaim) -> float:
        """Give what an origin adds."""
        key = (told.kind, told.hedge)
        if key not in self.nats:
            given = self.settings
            score, hedged = given.priors[told.kind], given.hedge_priors[told.hedge]
            self.nats[key] = origin_nats(score, hedged, given.base_rate, given)
        return self.nats[key]


def further(case: Case, told: Iterable[SourceClaim]) -> int:
    """Count the origins of the first three weeks, less one."""
    early = {x.source for x in told if x.when < case.first + WEEKS}
    return min(max(len(early) - 1, 0), MOST)


def early(case: Case, origin: Sequence[str]) -> list[SourceClaim]:
    """Give the roots of the first three weeks, ahead of any official word."""
    return [
        told
        for told in standing(case, origin)
        if told.when < case.first + WEEKS and case.ahead(told.when)
    ]


def early_closed(case: Case, told: Iterable[SourceClaim]) -> bool:
    """Tell whether somebody says in the first three weeks that it closed."""
    return any(x.hedge == CLOSED and x.when < case.first + WEEKS for x in told)


def prior_nats(told: Iterable[SourceClaim], known: Configured) -> float:
    """Give the log-odds of a round by the configured kinds of some origins alone."""
    newest = {x.source: x for x in told}
    nats = discounted([known.origin(x) for x in newest.values()], known.settings)
    return logit(known.settings.base_rate) + fsum(nats)
