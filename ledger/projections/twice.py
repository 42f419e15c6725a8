"""What rounds add up to at least, if those that may be one are one.

Each group is counted once, at its smallest, and in a group every two may be one. Of
all ways to form groups the smallest sum counts, so that no judgement about the
proposals can lead below it.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cache
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT

LARGEST: Final = 8
"""Rounds: of more that hang together all are counted once, which is no more."""


class LeastSum:
    """The least that rounds add up to if those that may be one are; they may change."""

    def __init__(self) -> None:
        self._lows: dict[str, Decimal] = {}
        self._links: dict[str, set[str]] = {}
        self._groups: dict[str, tuple[set[str], Decimal]] = {}
        """Name -> all that hang together with it, and what these add up to at least."""
        self._due: set[str] = set()
        """Names whose groups are to be formed again."""
        self._doubted: set[str] = set()
        self._sum = Decimal(0)

    def put(self, name: str, figure: Figure, may_be: Iterable[str]) -> None:
        """Let a round come, with the names of those that may be one with it."""
        self._lows[name] = figure.bounds()[0] or Decimal(0)
        links = self._links[name] = {x for x in may_be if x in self._links}
        for other in links:
            self._links[other].add(name)
            self._split(other)
        self._due.add(name)

    def take(self, name: str) -> None:
        """Let a round go."""
        self._split(name)
        for other in self._links.pop(name):
            self._links[other].discard(name)
        self._due.discard(name)
        del self._lows[name]

    @property
    def sum(self) -> Decimal:
        """The least sum."""
        self._settle()
        return self._sum

    @property
    def doubted(self) -> AbstractSet[str]:
        """The rounds that may be one with another that is there."""
        self._settle()
        return self._doubted

    def _split(self, name: str) -> None:
        """Take the group of a round out of the sum."""
        if name in self._groups:
            group, least = self._groups[name]
            self._sum = EXACT.subtract(self._sum, least)
            for one in group:
                del self._groups[one]
            self._due |= group
            self._doubted -= group

    def _settle(self) -> None:
        """Form the groups again that changed."""
        while self._due:
            group = _hanging_together(next(iter(self._due)), self._links)
            least = _least_of(group, self._lows, self._links)
            self._groups |= dict.fromkeys(group, (group, least))
            self._due -= group
            if len(group) > 1:
                self._doubted |= group
            self._sum = EXACT.add(self._sum, least)


def _hanging_together(name: str, links: Mapping[str, set[str]]) -> set[str]:
    """Name all rounds that a chain of proposals leads to."""
    group, ahead = {name}, [name]
    while ahead:
        fresh = links[ahead.pop()] - group
        group |= fresh
        ahead += fresh
    return group


def _least_of(
    group: AbstractSet[str], lows: Mapping[str, Decimal], links: Mapping[str, set[str]]
) -> Decimal:
    """Give the smallest sum over all ways to form groups of which every two may be one.

    Rounds are bits of a number, so that what is left can be looked up.
    """
    if len(group) > LARGEST or all(len(links[x]) == len(group) - 1 for x in group):
        return min(lows[name] for name in group)
    names = sorted(group)
    places = {name: place for place, name in enumerate(names)}
    linked = [sum(1 << places[x] for x in links[name]) for name in names]

    @cache
    def least(left: int) -> Decimal:
        if not left:
            return Decimal(0)
        first = left.bit_length() - 1
        return min(
            EXACT.add(low, least(left & ~group))
            for group, low in groups(
                1 << first, left & linked[first], lows[names[first]]
            )
        )

    def groups(group: int, able: int, low: Decimal) -> list[tuple[int, Decimal]]:
        """Give the groups that hold a group, and others that may be one with it."""
        found = [(group, low)]
        while able:
            place = able.bit_length() - 1
            able &= ~(1 << place)
            smaller = min(low, lows[names[place]])
            found += groups(group | 1 << place, able & linked[place], smaller)
        return found

    return least((1 << len(names)) - 1)
