"""The sums behind all scores: what settled rounds add up to, and can be taken out of.

A case gives one `Share`: rows for its sources, and what it says of hedges, of reports
in general, of errors of figures, of silence and of who meets whom. Tallies are sums of
shares in whole units, so that adding is commutative and taking out is exact: tallies
kept up case by case equal those of a full replay, bit for bit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from ledger.credibility.belief import Configured, further, prior_nats, standing
from ledger.credibility.cases import EXISTENCE, TIMING, Case
from ledger.credibility.grading import WINDOW, Row, rows_of, units
from ledger.credibility.origins import (
    Copy,
    Habits,
    Meeting,
    Meetings,
    Pair,
    copies,
    labelled,
    meetings,
    roots_of,
)
from ledger.credibility.settings import BINS, BUCKETS, DAY, QUARTER, Settings
from ledger.credibility.settling import ONE_PARTY, SILENT, Outcome, settle
from ledger.credibility.silence import MONTH, Chance, Matured

K = TypeVar("K")

PRINCIPALS: Final = "principals"
"""All deniers are one kind."""

NEVER: Final[Meeting] = (0, 0, 0, 0, 0)

Key = tuple[str, str, str]
"""Source or kind, role, field."""


@dataclass(frozen=True, slots=True)
class Miss:
    """How far a figure was off in logs; a gross error is only counted."""

    source: str
    kind: str
    field: str
    off: int | None
    """Units of log distance, signed; None for a gross error."""
    square: int = 0


class Answer(NamedTuple):
    """Whether a party denied a round; `own` if it is that of the company."""

    party: str
    denied: bool
    own: bool


@dataclass(slots=True)
class Share:
    """What one case adds to the tallies."""

    round: str
    outcome: Outcome | None
    rows: tuple[Row, ...] = ()
    misses: tuple[Miss, ...] = ()
    hedges: tuple[tuple[int, int, int, Chance | None], ...] = ()
    """Hedge, units for, units against, the chance of what was never settled."""
    answers: tuple[Answer, ...] = ()
    """The company's own party, if there was a report to answer, and every party that
    denied it.
    """
    answered: tuple[int, int, Chance | None] = (0, 0, None)
    """What became of the round that they answered for."""
    matured: Matured | None = None
    """What it says of silence, once its first claim is a year old."""
    met: Meetings = field(default_factory=dict)
    copied: Mapping[str, Copy] = field(default_factory=dict)
    """Claims that copy, by id."""


@dataclass(slots=True)
class Sum:
    """Units for and against, and what was never settled by its chance."""

    plus: int = 0
    minus: int = 0
    lapsed: dict[Chance, int] = field(default_factory=dict)

    def add(
        self, plus: int, minus: int, whole: int, chance: Chance | None, sign: int
    ) -> None:
        if chance is None:
            self.plus += sign * plus
            self.minus += sign * minus
            return
        held = self.lapsed.get(chance, 0) + sign * whole
        if held:
            self.lapsed[chance] = held
        else:
            self.lapsed.pop(chance, None)


@dataclass(slots=True)
class Off:
    """Sums of errors of figures."""

    n: int = 0
    """Figures that were no gross error."""
    gross: int = 0
    off: int = 0
    square: int = 0

    def add(self, miss: Miss, sign: int) -> None:
        if miss.off is None:
            self.gross += sign
            return
        self.n += sign
        self.off += sign * miss.off
        self.square += sign * miss.square


def share_of(case: Case, cut: int, known: Configured, habits: Habits) -> Share:
    """Work out what a case adds at a cut.

    A round of which nobody reported ahead of the official word says nothing of how
    often reports are so.
    """
    settings = known.settings
    copied = copies(case, settings, habits)
    origin = roots_of(case, copied)
    outcome = settle(case, labelled(case), cut, settings)
    met = meetings(case, settings)
    if outcome is None:
        taken = rows_of(case, origin, None, settings)
        return Share(case.round, None, tuple(taken), met=met, copied=copied)
    answered = answers(case, outcome)
    chance = _chance(case, origin, answered, known)
    lapsed = chance if outcome.tier in SILENT else None
    rows = tuple(rows_of(case, origin, outcome, settings, lapsed))
    reports = [
        told
        for told, root in zip(case.told, origin, strict=True)
        if root == told.id and not told.deciding and case.ahead(told.when)
    ]
    misses = tuple(_misses(case, origin, outcome, settings))
    whole = units(1.0)
    sides = (whole, 0) if outcome.real else (0, whole)
    if not reports:
        return Share(
            round=case.round,
            outcome=outcome,
            rows=rows,
            misses=misses,
            answers=tuple(one for one in answered if one.denied),
            answered=(*sides, lapsed),
            met=met,
            copied=copied,
        )
    return Share(
        round=case.round,
        outcome=outcome,
        rows=rows,
        misses=misses,
        hedges=tuple([(told.hedges, *sides, lapsed) for told in reports]),
        answers=answered,
        answered=(*sides, lapsed),
        matured=_matured(case, outcome, chance, cut, settings),
        met=met,
        copied=copied,
    )


def _chance(
    case: Case, origin: Sequence[str], answered: Sequence[Answer], known: Configured
) -> Chance:
    """Say what a round was worth before it was settled."""
    return Chance(
        round(prior_nats(case, origin, known) * BUCKETS),
        further(case, standing(case, origin)),
        any(one.denied for one in answered),
    )


def answers(case: Case, outcome: Outcome) -> tuple[Answer, ...]:
    """Say who denied a round, the party of its company first, whether or not it did.

    "Not raising now" is no denial of what was stated more than 90 days later.
    """
    denying = {
        denied.party
        for denied in case.denied
        if denied.form == EXISTENCE
        or (denied.form == TIMING and outcome.when <= denied.when + WINDOW)
    }
    own = Answer(case.party, case.party in denying, own=True)
    others = sorted(denying - {case.party})
    return own, *(Answer(party, denied=True, own=False) for party in others)


def _misses(
    case: Case, origin: list[str], outcome: Outcome, settings: Settings
) -> Iterable[Miss]:
    for name, tier, _, _, logs in outcome.truth:
        for told, root in zip(case.told, origin, strict=True):
            readings = told.words[-1].readings(name)
            own = tier == ONE_PARTY and outcome.party == told.party
            graded = root == told.id and not told.deciding and not own
            if not (graded and readings and case.ahead(told.when, name)):
                continue
            pairs = [((x[0] + x[1]) / 2 - z) for x in readings for z in logs]
            off = min(pairs, key=abs)
            if abs(off) > settings.gross:
                yield Miss(told.source, told.kind, name, None)
            else:
                yield Miss(told.source, told.kind, name, units(off), units(off * off))


def _matured(
    case: Case, outcome: Outcome, chance: Chance, cut: int, settings: Settings
) -> Matured | None:
    if case.first + settings.lapse_days * DAY > cut:
        return None
    lag = max(0, outcome.when - case.first)
    if outcome.tier in SILENT or lag >= settings.lapse_days * DAY:
        return (chance, None, False)
    return (chance, min(lag // MONTH, BINS - 1), outcome.real)


@dataclass(slots=True)
class Tallies:
    """Sums over cases."""

    sources: dict[Key, Sum] = field(default_factory=dict)
    kinds: dict[Key, Sum] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[Row, ...]]] = field(default_factory=dict)
    """Source -> round -> rows."""
    quarters: dict[tuple[str, str, int], Sum] = field(default_factory=dict)
    """Source, its kind, and a quarter -> the rounds of which it first reported then."""
    parties: dict[tuple[str, bool], Sum] = field(default_factory=dict)
    """Party and whether it denied -> rounds, all who speak for one party together."""
    misses: dict[tuple[str, str], Off] = field(default_factory=dict)
    """Source or kind, and field."""
    hedges: dict[int, Sum] = field(default_factory=dict)
    reports: Sum = field(default_factory=Sum)
    principals: dict[bool, Sum] = field(default_factory=dict)
    """Whether the party of its company denied it -> rounds."""
    matured: dict[Matured, int] = field(default_factory=dict)
    met: dict[Pair, Meeting] = field(default_factory=dict)

    def add(self, share: Share, sign: int = 1) -> None:
        """Put a share in, or take it out."""
        self.enter(share.rows, sign)
        for miss in share.misses:
            for name in (miss.source, f"kind:{miss.kind}"):
                held = self.misses.get((name, miss.field))
                if held is None:
                    held = self.misses[name, miss.field] = Off()
                held.add(miss, sign)
                if sign < 0 and held == Off():
                    del self.misses[name, miss.field]
        for hedge, plus, minus, chance in share.hedges:
            put(self.hedges, hedge, (plus, minus, plus + minus, chance, sign))
            self.reports.add(plus, minus, plus + minus, chance, sign)
        self._answer(share, sign)
        if share.matured is not None:
            count(self.matured, share.matured, sign)
        for pair, meeting in share.met.items():
            meet(self.met, pair, meeting, sign)

    def _answer(self, share: Share, sign: int) -> None:
        plus, minus, chance = share.answered
        sides = (plus, minus, plus + minus, chance, sign)
        for party, denied, own in share.answers:
            put(self.parties, (party, denied), sides)
            if own:
                put(self.principals, denied, sides)

    def enter(self, rows: Sequence[Row], sign: int) -> None:
        """Put the rows of one case in, or take them out."""
        by_source: dict[str, list[Row]] = {}
        for row in rows:
            source, role, name = row.source, row.role, row.field
            denies = role == "denial"
            sides = (row.plus, row.minus, row.units, row.chance, sign)
            put(self.sources, (source, role, name), sides)
            put(self.kinds, (PRINCIPALS if denies else row.kind, role, name), sides)
            by_source.setdefault(source, []).append(row)
        for source, theirs in by_source.items():
            self._date(source, theirs, sign)
            held = self.rows.setdefault(source, {})
            if sign > 0:
                held[theirs[0].round] = tuple(theirs)
            else:
                del held[theirs[0].round]
            if not held:
                del self.rows[source]

    def _date(self, source: str, theirs: Iterable[Row], sign: int) -> None:
        """Enter what a source reported of one round under the quarter of its first
        report of it.
        """
        own = [x for x in theirs if (x.role, x.field) == ("original", "occurrence")]
        first = min([row.told for row in own], default=0)
        for row in own:
            sides = (row.plus, row.minus, row.units, row.chance, sign)
            put(self.quarters, (source, row.kind, first // QUARTER), sides)


def put(
    sums: dict[K, Sum], key: K, sides: tuple[int, int, int, Chance | None, int]
) -> None:
    """Add to a sum; one that comes to nothing is not kept."""
    held = sums.get(key)
    if held is None:
        held = sums[key] = Sum()
    held.add(*sides)
    if sides[-1] < 0 and held == Sum():
        del sums[key]


def count(counts: dict[Matured, int], key: Matured, sign: int) -> None:
    """Count one up or down; what is counted zero times is not kept."""
    held = counts.get(key, 0) + sign
    if held:
        counts[key] = held
    else:
        del counts[key]


def meet(met: dict[Pair, Meeting], pair: Pair, meeting: Meeting, sign: int) -> None:
    """Add what two sources did on a case to what they did before."""
    shared, alike, earlier, false, false_alike = met.get(pair, NEVER)
    added = (
        shared + sign * meeting[0],
        alike + sign * meeting[1],
        earlier + sign * meeting[2],
        false + sign * meeting[3],
        false_alike + sign * meeting[4],
    )
    if added == NEVER:
        met.pop(pair, None)
    else:
        met[pair] = added
