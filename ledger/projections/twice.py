"""What rounds add up to at least, if those that may be one are one.

Each group is counted once, at its smallest, and in a group every two may be one. Of
all ways to form groups the smallest sum counts, so that no judgement about the
proposals can lead below it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT

LARGEST: Final = 8
"""Rounds: of more that hang together all are counted once, which is no more."""


def least_sum(figures: Mapping[str, Figure], links: Mapping[str, set[str]]) -> Decimal:
    """Give the least that rounds add up to if those that may be one are."""
    lows = {name: figure.bounds()[0] or Decimal(0) for name, figure in figures.items()}
    found = Decimal(0)
    for name, low in lows.items():
        if not links[name]:
            found = EXACT.add(found, low)
    left = {name for name in figures if links[name]}
    while left:
        group = _hanging_together(min(left), links)
        left -= group
        found = EXACT.add(found, _least_of(sorted(group), lows, links))
    return found


def _hanging_together(name: str, links: Mapping[str, set[str]]) -> set[str]:
    """Name all rounds that a chain of proposals leads to."""
    group, ahead = {name}, [name]
    while ahead:
        for other in links[ahead.pop()] - group:
            group.add(other)
            ahead.append(other)
    return group


def _least_of(
    names: Sequence[str], lows: Mapping[str, Decimal], links: Mapping[str, set[str]]
) -> Decimal:
    """Give the smallest sum over all ways to form groups of which every two may be one.

    Rounds are bits of a number, so that what is left can be looked up.
    """
    if len(names) > LARGEST or all(len(links[x]) == len(names) - 1 for x in names):
        return min(lows[name] for name in names)
    places = {name: place for place, name in enumerate(names)}
    beside = [sum(1 << places[x] for x in links[name]) for name in names]

    @cache
    def least(left: int) -> Decimal:
        if not left:
            return Decimal(0)
        first = left.bit_length() - 1
        return min(
            EXACT.add(low, least(left & ~group))
            for group, low in groups(
                1 << first, left & beside[first], lows[names[first]]
            )
        )

    def groups(group: int, able: int, low: Decimal) -> list[tuple[int, Decimal]]:
        """Give the groups that hold a group, and others that may be one with it."""
        found = [(group, low)]
        while able:
            place = able.bit_length() - 1
            able &= ~(1 << place)
            smaller = min(low, lows[names[place]])
            found += groups(group | 1 << place, able & beside[place], smaller)
        return found

    return least((1 << len(names)) - 1)
