"""Since when a round stands at committed or later, and since when at a price.

A price takes effect on the first day on which its round stood at committed or later at
that price. That is when it first stood there at all, unless who states the price says
from which day on, or it had another price before. What others tell late of a round that
had closed does not date it again.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.claims import Claim
from ledger.projections.denials import SETTLED
from ledger.projections.hulls import ClaimedPrice
from ledger.projections.priceranges import AmountRanges, Spanned
from ledger.projections.rows import EventOrder

First = tuple[int, int, EventOrder, Days]
"""A day: its last, less its first, and the claim that is about it."""


@dataclass(slots=True)
class _At:
    """The claims at one price."""

    days: list[First] = field(default_factory=list)
    dated: int = 0
    principal: int = 0
    """Of how many an entitled party says so."""


class CommittedClaim(NamedTuple):
    """A claim, since when it stands at committed, and whether a principal says it."""

    claim: Claim
    days: Days
    principal: bool
    priced: bool
    """Whether it states a price."""


class Stood:
    """Claims of one round at committed or later that have taken effect."""

    def __init__(self) -> None:
        self.changes = 0
        """How often a claim came or went."""
        self._days: list[First] = []
        self._stood: list[tuple[int, EventOrder, Days]] = []
        self._told: list[int] = []
        self._priced: list[int] = []
        self._settled: list[int] = []
        self._prices = Spanned(_At)

    def put(self, one: CommittedClaim) -> None:
        """Let a claim come."""
        self._move(insort, one)
        for price in _prices_of(one.claim):
            at = self._prices.at(price)
            insort(at.days, _first_key(one))
            at.dated += one.claim.dated
            at.principal += one.principal

    def take(self, one: CommittedClaim) -> None:
        """Let a claim go, as it came."""
        self._move(_remove, one)
        for price in _prices_of(one.claim):
            at = self._prices.at(price)
            _remove(at.days, _first_key(one))
            at.dated -= one.claim.dated
            at.principal -= one.principal
            if not at.days:
                self._prices.leave(price)

    def _move(
        self, move: Callable[[list[Any], Any], None], one: CommittedClaim
    ) -> None:
        claim, days = one.claim, one.days
        self.changes += 1
        move(self._days, _first_key(one))
        move(self._stood, (days.last, claim.row.key, days))
        move(self._told, claim.row.when.day.last)
        if one.priced:
            move(self._priced, days.last)
        if claim.stage in SETTLED:
            move(self._settled, days.last)

    @property
    def first(self) -> tuple[int, EventOrder, Days] | None:
        """The day on which the round first stood there, and the claim that says so."""
        return self._stood[0] if self._stood else None

    @property
    def told(self) -> int:
        """The day (an ordinal) on which that was first published; 0 if it was not."""
        return self._told[0] if self._told else 0

    def at(self, words: Sequence[ClaimedPrice], more: Sequence[CommittedClaim]) -> Days:
        """Give the day on which the round first stood at the price of some words.

        `more` are claims behind them that do not count otherwise.
        """
        spans = AmountRanges(word.said for word in words)
        same = self._prices.meeting(spans)
        rest = [x for x in more if any(map(spans.meet, _prices_of(x.claim)))]
        stood = _earliest(self._days[:1], more)
        if not (same or rest):
            return stood
        first = _earliest([min([at.days[0] for at in same])] if same else [], rest)
        if any(at.dated for at in same) or any(one.claim.dated for one in rest):
            return first
        day = first.last
        before = [one for one in more if one.days.last < day]
        another = _begins(self._priced, day) or any(one.priced for one in before)
        closed = _begins(self._settled, day) or any(
            one.claim.stage in SETTLED for one in before
        )
        stated = any(at.principal for at in same) or any(x.principal for x in rest)
        return first if another and (stated or not closed) else stood


def _prices_of(claim: Claim) -> set[tuple[Figure, str]]:
    return {(price.figure, price.kind) for price in claim.valuation}


def _first_key(one: CommittedClaim) -> First:
    return one.days.last, -one.days.first, one.claim.row.key, one.days


def _earliest(days: Sequence[First], more: Iterable[CommittedClaim]) -> Days:
    """Give the day that comes first, the more precise of equals."""
    return min([*days, *map(_first_key, more)], key=lambda one: one[:2])[3]


def _begins(days: Sequence[int], day: int) -> bool:
    """Tell whether some sorted days begin before a day."""
    return bool(days) and days[0] < day


def _remove(every: list[Any], one: Any) -> None:
    del every[bisect_left(every, one)]
