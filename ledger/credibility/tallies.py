"""The sums behind all scores: what settled rounds add up to, and can be taken out of.

A case gives one `Share`: rows for its sources, and what it says of reports, of errors
of figures, of silence and of who meets whom. A share is written as `TallyPart`s: whole
numbers under a name. Tallies are sums of parts, so that adding is commutative and
taking out is exact: tallies kept up case by case equal those of a full replay, bit for
bit, and a score costs what its sums cost, however many rows they hold.

What is summed (`TallyPart.what`), by whose it is:

- `settled`, `lapsed`: rows of a source, in a role and a field, by spell;
- `record`: the same of the reports of a source and its kind, by year: how many sources
  change is learned from all of these;
- `kind`: the same of all sources of a kind (all deniers are one), a role and a field;
- `figure`: errors of figures of a source, or of a kind, in a field: those that were no
  gross error, those that were, units of log distance and of its square;
- `hedge`, `report`: reports by hedge, and all of them, as real and as not;
- `party`, `principal`: rounds that a party denied, or did not; of all companies' own;
- `matured`: rounds whose first claim is a year old, by month of their outcome;
- `closed`: of these the rounds that somebody said had closed, by how long after that
  their outcome came (`closing.py`);
- `met`: what two sources did on the rounds of which both told (`origins.py`).

Of what was never settled, the whole weight stands first, under its chance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import add, neg, sub
from typing import Final, NamedTuple

from ledger.credibility.belief import (
    Configured,
    early,
    early_closed,
    further,
    prior_nats,
    standing,
)
from ledger.credibility.cases import EXISTENCE, TIMING, Case, SourceClaim
from ledger.credibility.changes import changes, year_of
from ledger.credibility.circumstances import Chance, Matured
from ledger.credibility.closing import ClosingOutcome, closed_of
from ledger.credibility.grading import WINDOW, GradedField, graded_fields, units
from ledger.credibility.origins import (
    CopiedClaim,
    Habits,
    Meeting,
    Meetings,
    SourcePair,
    copies,
    labelled,
    meetings,
    roots_of,
)
from ledger.credibility.settings import BINS, BUCKETS, DAY, MONTH, SPELL, Settings
from ledger.credibility.settling import ONE_PARTY, SILENT, Outcome, matures, settle

PRINCIPALS: Final = "principals"
"""All deniers are one kind."""

DENIED, KEPT = "denied", "kept"
"""What a party did with a round."""

ALWAYS: Final = 0
"""The spell of everything that is not looked at for changes."""

Whose = tuple[str, ...]
Detail = tuple[int, Chance | None]
"""A spell, or a month; and the chance of what was never settled."""

Values = tuple[int, ...]
DetailSums = Mapping[Detail, Values]
Sums = dict[tuple[str, Whose, Detail], Values]

LEARNED: Final = frozenset({"record", "matured", "closed"})
"""Sums of which something is learned of all sources at once (`learning.py`)."""

NOTHING: Final[DetailSums] = {}
NEVER: Final = -2
"""Stands for the month of an outcome that did not come."""


class TallyPart(NamedTuple):
    """Whole numbers that a share adds under a name."""

    what: str
    whose: Whose
    detail: Detail
    values: Values


@dataclass(frozen=True, slots=True)
class Miss:
    """How far a figure was off in logs; a gross error is only counted."""

    source: str
    kind: str
    field: str
    off: int | None
    """Units of log distance, signed; None for a gross error."""
    square: int = 0


class DenialAnswer(NamedTuple):
    """Whether a party denied a round; `own` if it is that of the company."""

    party: str
    denied: bool
    own: bool


@dataclass(slots=True)
class Share:
    """What one case adds to the tallies."""

    round: str
    outcome: Outcome | None
    rows: tuple[GradedField, ...] = ()
    misses: tuple[Miss, ...] = ()
    hedges: tuple[tuple[int, int, int, Chance | None], ...] = ()
    """Hedge, units for, units against, the chance of what was never settled."""
    answers: tuple[DenialAnswer, ...] = ()
    """The company's own party, if it had a report to answer, and all that denied it."""
    answered: tuple[int, int, Chance | None] = (0, 0, None)
    """What became of the round that they answered for."""
    matured: Matured | None = None
    """What it says of silence, once its first claim is a year old."""
    closed: ClosingOutcome | None = None
    """The same of a round that somebody said had closed."""
    met: Meetings = field(default_factory=dict)
    copied: Mapping[str, CopiedClaim] = field(default_factory=dict)
    """Claims that copy, by id."""
    sums: Sums | None = field(default=None, compare=False)  # of its parts, once asked


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
        taken = graded_fields(case, origin, None, settings)
        return Share(case.round, None, tuple(taken), met=met, copied=copied)
    answered = answers(case, outcome)
    denied, lapsed = any(one.denied for one in answered), None
    chance = _chance(early(case, origin), case, known, denied=denied)
    if outcome.tier in SILENT:
        lasting = _chance(standing(case, origin), case, known, denied=denied)
        lapsed = lasting._replace(more=0, closed=False)  # they do not bear on it
    rows = tuple(graded_fields(case, origin, outcome, settings, lapsed))
    reports = [
        told
        for told, root in zip(case.told, origin, strict=True)
        if root == told.id and not told.deciding and case.ahead(told.when)
    ]
    misses = tuple(_misses(case, origin, outcome, settings))
    sides = (units(1.0), 0) if outcome.real else (0, units(1.0))
    share = Share(
        round=case.round,
        outcome=outcome,
        rows=rows,
        misses=misses,
        answers=tuple(one for one in answered if one.denied),
        answered=(*sides, lapsed),
        met=met,
        copied=copied,
    )
    if not reports:
        return share
    return replace(
        share,
        hedges=tuple([(told.hedges, *sides, lapsed) for told in reports]),
        answers=answered,
        matured=_matured(case, outcome, chance, cut, settings),
        closed=closed_of(case, origin, outcome, chance, cut, settings),
    )


def _chance(
    told: Sequence[SourceClaim], case: Case, known: Configured, *, denied: bool
) -> Chance:
    """Say what a round was worth before it was settled, by some of its origins."""
    return Chance(
        bucket=round(prior_nats(told, known) * BUCKETS),
        more=further(case, told),
        denied=denied,
        closed=early_closed(case, told),
    )


def answers(case: Case, outcome: Outcome) -> tuple[DenialAnswer, ...]:
    """Say who denied a round, the party of its company first, whether or not it did.

    "Not raising now" is no denial of what was stated more than 90 days later.
    """
    denying = {
        denied.party
        for denied in case.denied
        if denied.form == EXISTENCE
        or (denied.form == TIMING and outcome.when <= denied.when + WINDOW)
    }
    own = DenialAnswer(case.party, case.party in denying, own=True)
    others = sorted(denying - {case.party})
    return own, *(DenialAnswer(party, denied=True, own=False) for party in others)


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
    if matures(case, settings) > cut:
        return None
    lag = max(0, outcome.when - case.first)
    if outcome.tier in SILENT or lag >= settings.lapse_days * DAY:
        return (chance, None, False)
    return (chance, min(lag // MONTH, BINS - 1), outcome.real)


@dataclass(slots=True)
class Tallies:
    """Sums over cases."""

    sums: dict[str, dict[Whose, dict[Detail, Values]]] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[GradedField, ...]]] = field(default_factory=dict)
    """Source -> round -> rows: what a score shows, and is not made of."""
    moved: set[tuple[str, Whose]] = field(default_factory=set, compare=False)
    """Of the sums in `LEARNED` those that moved, until somebody has looked."""

    def of(self, what: str, *whose: str) -> DetailSums:
        """Give what was summed under a name."""
        return self.sums.get(what, {}).get(whose, NOTHING)

    def met(self, pair: SourcePair) -> Meeting | None:
        """Give what two sources did on the rounds of which both told."""
        for values in self.of("met", *pair).values():
            shared, alike, earlier, false, false_alike = values
            return shared, alike, earlier, false, false_alike
        return None

    def add(self, share: Share, sign: int = 1) -> None:
        """Put a share in, or take it out."""
        for part in tally_parts(share):
            self.enter(part, sign)
        self.show(share.rows, sign)

    def turn(self, before: Share | None, after: Share | None) -> None:
        """Let a share take the place of another, or of nothing."""
        for share, sign in ((before, -1), (after, 1)):
            if share is not None:
                self.add(share, sign)

    def enter(self, part: TallyPart, sign: int = 1) -> None:
        """Add numbers, or take them away."""
        self.move(part.what, part.whose, ((part.detail, part.values),), sign)

    def move(
        self,
        what: str,
        whose: Whose,
        moves: Iterable[tuple[Detail, Values]],
        sign: int = 1,
    ) -> None:
        """Add numbers under one name, or take them away; zeros are not kept."""
        if what in LEARNED:
            self.moved.add((what, whose))
        named = self.sums.setdefault(what, {})
        held = named.setdefault(whose, {})
        moved = add if sign > 0 else sub
        for detail, values in moves:
            before = held.get(detail)
            if before is None:
                held[detail] = values if sign > 0 else tuple(map(neg, values))
                continue
            after = tuple(map(moved, before, values))
            if after[0] or any(after):  # mostly the first number is enough
                held[detail] = after
            else:
                del held[detail]
        if not held:
            del named[whose]
        if not named:
            del self.sums[what]

    def show(self, rows: Iterable[GradedField], sign: int) -> None:
        """Hold the rows of one case, or let them go."""
        by_source: dict[str, list[GradedField]] = {}
        for row in rows:
            by_source.setdefault(row.source, []).append(row)
        for source, theirs in by_source.items():
            held = self.rows.setdefault(source, {})
            if sign > 0:
                held[theirs[0].round] = tuple(theirs)
            else:
                del held[theirs[0].round]
            if not held:
                del self.rows[source]


def tally_parts(share: Share) -> Iterator[TallyPart]:
    """Write a share as whole numbers under names."""
    yield from parts_in(share.rows)
    for miss in share.misses:
        off, square = miss.off, miss.square
        values = (0, 1, 0, 0) if off is None else (1, 0, off, square)
        for name in (miss.source, f"kind:{miss.kind}"):
            yield TallyPart("figure", (name, miss.field), (ALWAYS, None), values)
    for hedge, plus, minus, chance in share.hedges:
        sides = _sides(plus, minus, chance)
        yield TallyPart("hedge", (str(hedge),), *sides)
        yield TallyPart("report", (), *sides)
    for party, denied, own in share.answers:
        answer = DENIED if denied else KEPT
        sides = _sides(*share.answered)
        yield TallyPart("party", (party, answer), *sides)
        if own:
            yield TallyPart("principal", (answer,), *sides)
    if share.matured is not None:
        chance, month, real = share.matured
        code = NEVER if month is None else 2 * month + real
        yield TallyPart("matured", (), (code, chance), (1,))
    if share.closed is not None:
        chance, step, real = share.closed
        code = NEVER if step is None else 2 * step + real
        yield TallyPart("closed", (), (code, chance), (1,))
    for pair, meeting in share.met.items():
        yield TallyPart("met", pair, (ALWAYS, None), meeting)


def _sides(plus: int, minus: int, chance: Chance | None) -> tuple[Detail, Values]:
    if chance is None:
        return (ALWAYS, None), (plus, minus)
    return (ALWAYS, chance), (plus + minus, 0)


def parts_in(rows: Sequence[GradedField]) -> Iterator[TallyPart]:
    """Write the rows of one case as whole numbers under names."""
    spells = spells_of(rows)
    for row in rows:
        chance, role, name = row.chance, row.role, row.field
        settled = chance is None
        values = (row.plus, row.minus, 1) if settled else (row.units, 0, 1)
        spell = spells.get(row.source, ALWAYS) if changes(role, name) else ALWAYS
        whose, detail = (row.source, role, name), (spell, chance)
        yield TallyPart("settled" if settled else "lapsed", whose, detail, values)
        if changes(role, name):
            year = year_of(spell), chance
            yield TallyPart("record", (row.source, row.kind), year, values)
        kind = PRINCIPALS if role == "denial" else row.kind
        yield TallyPart("kind", (kind, role, name), (ALWAYS, chance), values)


def spells_of(rows: Iterable[GradedField]) -> dict[str, int]:
    """Give the spell in which each source told first of the round of some rows."""
    first: dict[str, int] = {}
    for row in rows:
        if changes(row.role, row.field):
            first[row.source] = min(first.get(row.source, row.told), row.told)
    return {source: told // SPELL for source, told in first.items()}
