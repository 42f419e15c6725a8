"""Origin groups: who found something out, and who only passed it on.

A claim belongs to the group of the claim that it copies; a claim that copies none is
the *root* of a group. A copy neither votes nor trains. Whose source says that it has
its own sources copies nobody. Any other claim is a copy

1. where recorded as a copy (a relay names it),
2. where it says nothing new: a reporter gives, of the round, only what another
   reporter's root gave before, figures and stage, and that is likelier copied than
   found out. Within 72 hours it always is. Later it is a matter of the figure: two who
   find out for themselves seldom hit the same 23.7B, but often the same 20B. The odds
   of copying are multiplied by how seldom the very figure comes up (`_seldom`); a
   figure said wider ("about 20B" after 20B) counts by its middle. Where most claims
   with such a figure repeat one that was told before, copying is the rule, and the
   odds are higher before one looks at the figure,
3. where its source copies as a habit: two sources that give the same figures on
   practically every contested round (the lower 95 % bound of the share is 0.98, on
   30 rounds or more) are one origin, and the one that is later more often copies.

As an option, 4: sources that share more than half of at least ten figures that were
settled as false are one origin, too.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import exp, log, log1p, sqrt
from operator import itemgetter
from typing import Final, NamedTuple

from ledger.credibility.cases import Case, LogRange, SourceClaim
from ledger.credibility.settings import DEFAULT, Settings

HOUR: Final = 3_600_000_000
LEAST: Final = 30
"""So many contested rounds two sources must share before a habit is seen."""

BOUND: Final = 0.98
LEAST_FALSE: Final = 10
ANYBODY: Final = ("", "")
"""Stands for all pairs: whether copying without saying so is the rule."""

MOSTLY: Final = 0.7
FINE: Final = 0.1
"""Steps of round numbers, in logs, below which a figure is seldom hit by chance."""

WIDE: Final = 0.4
"""Logs over which the figures of those who find out for themselves are spread."""

NEAR: Final = 0.03
"""Logs by which the middle of a figure said wider may be off."""

Z: Final = 1.959964
"""The 95 % two-sided point of the normal distribution."""

Habits = frozenset[tuple[str, str]]
"""Pairs of a source that copies as a habit, and the one that it copies."""

TENTH: Final = log(1.1)

SourcePair = tuple[str, str]
FieldRanges = tuple[tuple[str, tuple[LogRange, ...]], ...]
Meeting = tuple[int, int, int, int, int]
"""Contested rounds shared, alike, first one earlier; false figures, false alike."""

Meetings = dict[SourcePair, Meeting]


class CopiedClaim(NamedTuple):
    """What a claim copies, and how one knows."""

    of: str
    """The id of the claim that it copies, itself perhaps a copy."""
    why: str
    """labelled, soon, figures or habit."""
    odds: float | None = None
    """Of figures: of copying against finding out."""


@dataclass(frozen=True, slots=True)
class CopyingHabit:
    """Who copies whom as a habit, from which cut on."""

    turns: tuple[tuple[int, Habits], ...] = ()

    def at(self, cut: int) -> Habits:
        """Give the habits that stand at a cut."""
        place = bisect_right(self.turns, cut, key=itemgetter(0))
        return self.turns[place - 1][1] if place else frozenset()

    def after(self, cut: int) -> int | None:
        """Give the next cut at which they are others."""
        place = bisect_right(self.turns, cut, key=itemgetter(0))
        return self.turns[place][0] if place < len(self.turns) else None


def roots(case: Case, settings: Settings, habits: Habits = frozenset()) -> list[str]:
    """Give, for each claim of a case in order, the id of the root of its group."""
    return roots_of(case, copies(case, settings, habits))


def roots_of(case: Case, copied: Mapping[str, CopiedClaim]) -> list[str]:
    """Follow each claim of a case to its root."""
    return [_copy_root(told.id, copied) for told in case.told]


def labelled(case: Case) -> list[str]:
    """Give the same by what somebody said alone: what settles a round."""
    held = {told.id for told in case.told}
    found = {
        told.id: CopiedClaim(told.copy_of, "labelled")
        for told in case.told
        if told.copy_of in held
    }
    return roots_of(case, found)


def copies(
    case: Case, settings: Settings, habits: Habits = frozenset()
) -> dict[str, CopiedClaim]:
    """Give the claims of a case that are copies, by id."""
    ids = {told.id for told in case.told}
    copying = ANYBODY in habits
    found: dict[str, CopiedClaim] = {}
    firsts: list[SourceClaim] = []
    for told in case.told:
        copy = CopiedClaim(told.copy_of, "labelled") if told.copy_of in ids else None
        if copy is None and firsts and not told.own:
            copy = (
                _soft(told, firsts, settings, copying=copying)
                if told.reporting
                else None
            )
            copy = copy or (_habitual(told, firsts, habits) if habits else None)
        if copy is None:
            firsts.append(told)
        else:
            found[told.id] = copy
    return found


def _copy_root(id_: str, copied: Mapping[str, CopiedClaim]) -> str:
    """Follow copies to their root; stop where a chain runs in a circle."""
    seen = {id_}
    while id_ in copied and copied[id_].of not in seen:
        id_ = copied[id_].of
        seen.add(id_)
    return id_


def _soft(
    told: SourceClaim,
    firsts: Sequence[SourceClaim],
    settings: Settings,
    *,
    copying: bool,
) -> CopiedClaim | None:
    """Find the source that a claim copies if it says nothing new."""
    earliest = told.when - settings.copy_hours * HOUR
    others = [x for x in firsts if x.source != told.source and x.reporting]
    for first in others:
        if first.when >= earliest and says_nothing_new(told, first):
            return CopiedClaim(first.id, "soon")
    for first in others:
        odds = _odds(told, first, len(others), settings, copying=copying)
        if odds > 1:
            return CopiedClaim(first.id, "figures", odds)
    return None


def says_nothing_new(told: SourceClaim, first: SourceClaim) -> bool:
    """Tell whether all that a claim says was said by another, stage included."""
    theirs = {spans for word in first.words for spans in word.spans}
    own = told.words[0].spans
    return _no_further(told, first) and theirs.issuperset(own)


def _no_further(told: SourceClaim, first: SourceClaim) -> bool:
    return told.hedges <= max(first.hedge, first.hedges)


def _odds(
    told: SourceClaim,
    first: SourceClaim,
    others: int,
    settings: Settings,
    *,
    copying: bool = False,
) -> float:
    """Give the odds that a claim was copied from another, by what it says of money."""
    if not _no_further(told, first):
        return 0.0
    before = settings.copying_odds if copying else settings.copy_odds
    odds, spans = before, told.words[0].spans
    for name, own in spans:
        odds *= max(_seldom(own, word.readings(name)) for word in first.words)
        if not odds:
            return 0.0
    # Several others give as many figures that may be hit by chance.
    return odds / others if spans else odds


def _seldom(own: tuple[LogRange, ...], theirs: tuple[LogRange, ...]) -> float:
    """Tell how much likelier a figure is if it was copied than if it was found out.

    Nothing where it is another figure. Of those who find out for themselves each is off
    by some `WIDE`, and then writes a figure as round as this one.
    """
    if not (own and theirs):
        return 0.0
    (low, high), (bottom, top) = own[0], theirs[0]
    if own != theirs and high - low <= top - bottom:
        return 0.0
    if own == theirs:
        return max(1 / min(1.0, max(grain(low), grain(high)) / WIDE), 1.0)
    off = abs((low + high) / 2 - (bottom + top) / 2)
    return WIDE / (2 * NEAR) if off <= NEAR else 0.0


@lru_cache(maxsize=1 << 12)
def grain(logarithm: float) -> float:
    """Give the step, in logs, of the round numbers among which an amount stands: 23.7B
    is one of many, 25B one of those in steps of five, 20B one of tens.
    """
    digits = f"{exp(logarithm):.5e}"
    whole = int(digits[0] + digits[2:7])
    for step in (100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5):
        if whole % step == 0:
            return log1p(step / whole)
    return log1p(1 / whole)


def _habitual(
    told: SourceClaim, firsts: Iterable[SourceClaim], habits: Habits
) -> CopiedClaim | None:
    for first in firsts:
        if (told.source, first.source) in habits:
            return CopiedClaim(first.id, "habit")
    return None


def meetings(case: Case, settings: Settings) -> Meetings:
    """Give which sources met on a case, and who agreed where figures differ."""
    met = _met(case, settings)
    followers, alike = _followers(case)
    if followers:
        met[ANYBODY] = (followers, alike, 0, 0, 0)
    return met


def _followers(case: Case) -> tuple[int, int]:
    """Count claims with a figure that is seldom hit, after others with figures, and
    those of them that say the same.
    """
    followers, alike = 0, 0
    before: list[SourceClaim] = []
    said: dict[FieldRanges, set[str]] = {}
    for told in case.told:
        spans = told.words[0].spans
        if not (told.reporting and spans and told.copy_of is None):
            continue
        low, high = spans[0][1][0]
        others = any(x.source != told.source for x in before)
        if others and not told.own and max(grain(low), grain(high)) < FINE:
            followers += 1
            same = said.get(spans, set()) - {told.source}
            alike += bool(same) or (low < high and _wider(told, before))
        before.append(told)
        said.setdefault(spans, set()).add(told.source)
    return followers, alike


def _wider(told: SourceClaim, before: Iterable[SourceClaim]) -> bool:
    """Tell whether a claim says wider what another said before it."""
    return any(
        _odds(told, other, 1, DEFAULT) > 0
        for other in before
        if other.source != told.source
    )


def _met(case: Case, settings: Settings) -> Meetings:
    figures: dict[str, tuple[int, FieldRanges]] = {}
    for told in case.told:
        if told.reporting and told.words[-1].spans and told.copy_of is None:
            figures.setdefault(told.source, (told.when, told.words[-1].spans))
    if len({said for _, said in figures.values()}) <= 1:  # not contested
        return {}
    wrong: set[str] = set()
    if settings.false_copies and case.proofs:
        wrong = {x for x, (_, said) in figures.items() if _is_false(said, case)}
    met: Meetings = {}
    for pair in combinations(sorted(figures), 2):
        one, other = pair
        (when, said), (later, theirs) = figures[one], figures[other]
        alike, false = said == theirs, one in wrong or other in wrong
        met[pair] = (1, +alike, +(when < later), +false, +(false and alike))
    return met


def _is_false(said: FieldRanges, case: Case) -> bool:
    """Tell whether a figure is more than a tenth off what a party stated of it."""
    for name, readings in said:
        true = [z for proof in case.proofs for z in proof.amounts(name)]
        if true and not any(
            low - TENTH <= z <= high + TENTH for low, high in readings for z in true
        ):
            return True
    return False


def copier_of(
    pair: SourcePair, met: Meeting | None, settings: Settings
) -> SourcePair | None:
    """Give who of two sources copies the other as a habit, the copier first."""
    if met is None:
        return None
    shared, alike, earlier, false, false_alike = met
    if pair == ANYBODY:
        rule = shared >= LEAST and wilson(alike, shared) >= MOSTLY
        return ANYBODY if rule else None
    copies = shared >= LEAST and wilson(alike, shared) >= BOUND
    if settings.false_copies and false >= LEAST_FALSE:
        copies = copies or 2 * false_alike > false
    if not copies:
        return None
    one, other = pair
    return (other, one) if 2 * earlier >= shared else (one, other)


def wilson(hits: int, n: int) -> float:
    """Give the lower end of Wilson's 95 % interval of a share."""
    share, square = hits / n, Z * Z
    middle = share + square / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (middle - spread) / (1 + square / n)
