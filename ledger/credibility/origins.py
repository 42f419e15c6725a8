"""Origin groups: who found something out, and who only passed it on.

A claim belongs to the group of the claim that it copies; a claim that copies none is
the *root* of a group. A copy neither votes nor trains. A claim is a copy

1. where somebody said so (a relay names it),
2. where it says nothing new within 72 hours: a reporter gives, of the round, only
   what another reporter's root gave at most that long before, figures and stage,
3. where its source copies as a habit: two sources that give the same figures on
   practically every contested round (the lower 95 % bound of the share is 0.98, on
   30 rounds or more) are one origin, and the one that is later more often copies.

As an option, 4: sources that share more than half of at least ten figures that were
settled as false are one origin, too.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import log, sqrt
from typing import Final

from ledger.credibility.cases import Case, Span, Told
from ledger.credibility.settings import Settings

HOUR: Final = 3_600_000_000
LEAST: Final = 30
"""So many contested rounds two sources must share before a habit is seen."""

BOUND: Final = 0.98
LEAST_FALSE: Final = 10
Z: Final = 1.959964
"""The 95 % two-sided point of the normal distribution."""

Habits = frozenset[tuple[str, str]]
"""Pairs of a source that copies as a habit, and the one that it copies."""

TENTH: Final = log(1.1)

Pair = tuple[str, str]
Said = tuple[tuple[str, tuple[Span, ...]], ...]
Meeting = tuple[int, int, int, int, int]
"""Contested rounds shared, alike, first one earlier; false figures, false alike."""

Meetings = dict[Pair, Meeting]


def roots(case: Case, settings: Settings, habits: Habits = frozenset()) -> list[str]:
    """Give, for each claim of a case in order, the id of the root of its group."""
    ids = [told.id for told in case.told]
    origin: dict[str, str] = {}
    firsts: list[Told] = []
    for told in case.told:
        found = told.copy_of if told.copy_of in ids else None
        if found is None and firsts and told.reporting:
            found = _soft(told, firsts, settings)
        if found is None and habits:
            found = _habitual(told, firsts, habits)
        if found is None:
            firsts.append(told)
        else:
            origin[told.id] = found
    return [_end(id_, origin) for id_ in ids] if origin else ids


def _end(id_: str, origin: Mapping[str, str]) -> str:
    """Follow copies to their root; stop where a chain runs in a circle."""
    seen = {id_}
    while (following := origin.get(id_, id_)) not in seen:
        id_ = following
        seen.add(id_)
    return id_


def _soft(told: Told, firsts: Iterable[Told], settings: Settings) -> str | None:
    earliest = told.when - settings.copy_hours * HOUR
    for first in firsts:
        if first.when < earliest or first.source == told.source or not first.reporting:
            continue
        if says_nothing_new(told, first):
            return first.id
    return None


def says_nothing_new(told: Told, first: Told) -> bool:
    """Tell whether all that a claim says was said by another, stage included."""
    theirs = {spans for word in first.words for spans in word.spans}
    own = told.words[0].spans
    return told.hedges <= max(first.hedge, first.hedges) and theirs.issuperset(own)


def _habitual(told: Told, firsts: Iterable[Told], habits: Habits) -> str | None:
    for first in firsts:
        if (told.source, first.source) in habits:
            return first.id
    return None


def meetings(case: Case, settings: Settings) -> Meetings:
    """Give which sources met on a case where figures differ, and who agreed."""
    figures: dict[str, tuple[int, Said]] = {}
    for told in case.told:
        if told.reporting and told.words[-1].spans and told.copy_of is None:
            figures.setdefault(told.source, (told.when, told.words[-1].spans))
    if len({said for _, said in figures.values()}) < 2:  # noqa: PLR2004 - contested
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


def _is_false(said: Said, case: Case) -> bool:
    """Tell whether a figure is more than a tenth off what a party stated of it."""
    for name, readings in said:
        true = [z for proof in case.proofs for z in proof.amounts(name)]
        if true and not any(
            low - TENTH <= z <= high + TENTH for low, high in readings for z in true
        ):
            return True
    return False


def copier_of(pair: Pair, met: Meeting | None, settings: Settings) -> Pair | None:
    """Give who of two sources copies the other as a habit, the copier first."""
    if met is None:
        return None
    shared, alike, earlier, false, false_alike = met
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
