"""How likely a reported round is real: a sum of log-odds, one row a voice.

It begins at the base rate, pi. Each origin adds `logit r - logit pi`, with r the
score of its source, and a quarter of the same for how it hedges; each further origin
counts 0.7 of the one before, the weightiest first. Each denying party subtracts
`logit d - logit (1 - pi)`, with d its score as a denier. A denial of existence counts;
one of timing counts for 90 days; one of terms only widens the figure. Where nobody
denies a round after a week, that adds half of what it says, by how often real and
unreal rounds were denied. Silence adds what it says (`silence.py`). A round that is
settled is believed as it was settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final, Protocol

from ledger.credibility.beta import logit, sigmoid
from ledger.credibility.cases import EXISTENCE, TIMING, Case, Denied, Told
from ledger.credibility.settings import DAY, Settings
from ledger.credibility.settling import LAPSED, Outcome

NOW: Final = 90 * DAY
"""How long a denial of timing acts."""

WEEK: Final = 7 * DAY
"""How long a party has to deny a round before it says something that it did not."""

SETTLED: Final = {1: 0.995, 2: 0.995, 3: 0.98, 4: 0.95, 5: 0.005}
"""What is believed of a round that was settled, by tier."""


class Known(Protocol):
    """What belief reads of the records."""

    @property
    def base(self) -> float:
        """The share of reported rounds that are real."""
        ...

    def report(self, source: str, kind: str) -> float: ...

    def hedged(self, hedge: int) -> float: ...

    def denial(self, party: str, source: str) -> float: ...

    def silence(self, age: int) -> float: ...

    @property
    def undenied(self) -> float:
        """What it adds, in nats, that nobody denies a round."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of a belief: who speaks for or against it, and how much."""

    what: str
    """base, origin, denial, undenied, silence or settled."""
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
    known: Known,
    cut: int,
    settings: Settings,
) -> Belief:
    """Give the belief in a case at a cut."""
    voices = [Voice("base", None, None, known.base, logit(known.base))]
    voices += _origins(case, origin, known, settings)
    voices += _denials(case, known, cut)
    if outcome is not None and outcome.tier != LAPSED:
        so_far = fsum(voice.nats for voice in voices)
        target = logit(SETTLED[outcome.tier])
        target = target if outcome.real or outcome.tier == 5 else -target  # noqa: PLR2004
        voices.append(Voice("settled", outcome.event, None, None, target - so_far))
    else:
        silence = known.silence(cut - case.first)
        if silence:
            voices.append(Voice("silence", None, None, None, silence))
    nats = fsum(voice.nats for voice in voices)
    return Belief(case.round, sigmoid(nats), nats, tuple(voices), outcome)


def speakers(case: Case, origin: Sequence[str]) -> list[tuple[Told, tuple[str, ...]]]:
    """Give one claim for each origin, its newest that stands, and its group's ids.

    A party's own statement of an outcome is no voice: it is what settles.
    """
    groups: dict[str, list[str]] = {}
    for told, root in zip(case.told, origin, strict=True):
        groups.setdefault(root, []).append(told.id)
    newest: dict[str, Told] = {}
    ids: dict[str, list[str]] = {}
    for told, root in zip(case.told, origin, strict=True):
        if root == told.id and told.taken_back is None and not told.deciding:
            newest[told.source] = told
            ids.setdefault(told.source, []).extend(groups[root])
    return [(told, tuple(ids[source])) for source, told in newest.items()]


def _origins(
    case: Case, origin: Sequence[str], known: Known, settings: Settings
) -> list[Voice]:
    found = speakers(case, origin)
    scores = [known.report(told.source, told.kind) for told, _ in found]
    nats = [
        origin_nats(score, known.hedged(told.hedge), known.base, settings)
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


def _denials(case: Case, known: Known, cut: int) -> list[Voice]:
    voices = []
    for party, denied in acting(case, cut).items():
        score = known.denial(party, denied.source)
        nats = denial_nats(score, known.base)
        voices.append(Voice("denial", denied.event, denied.source, score, nats))
    if not case.denied and cut >= case.first + WEEK and known.undenied:
        voices.append(Voice("undenied", None, None, None, known.undenied))
    return voices


@dataclass(frozen=True, slots=True)
class Configured:
    """Records that are empty: what is configured, and nothing learned."""

    settings: Settings

    @property
    def base(self) -> float:
        return self.settings.base_rate

    def report(self, source: str, kind: str) -> float:
        return self.settings.priors[kind]

    def hedged(self, hedge: int) -> float:
        return self.settings.hedge_priors[hedge]

    def denial(self, party: str, source: str) -> float:
        return self.settings.denial_prior

    def silence(self, age: int) -> float:
        return 0.0

    @property
    def undenied(self) -> float:
        return 0.0


def prior_belief(case: Case, origin: Sequence[str], settings: Settings) -> float:
    """Give the chance of a case from configured constants alone."""
    known = Configured(settings)
    voices = _origins(case, origin, known, settings)
    voices += _denials(case, known, case.first)
    return sigmoid(logit(known.base) + fsum(voice.nats for voice in voices))
