"""Amounts that are stated of one thing: a round in a column, or a part of it.

Of an amount the last words count, those of entitled parties or those of each source.
They are found without a look at all that was said before.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.projections.laststated import Stated, Word
from ledger.projections.rows import EventOrder

AmountChange = Callable[[Stated], Figure | None]
"""What is left of an amount that is stated; None if nothing is."""

AmountForm = tuple[str, str | None, bool]
"""A basis, a currency, and whether there is a number."""

_PLACE: Final = itemgetter(0, 1)


class _Told(NamedTuple):
    """An amount by its place among all that were told."""

    word: Word
    key: EventOrder
    stated: Stated


@dataclass(slots=True)
class _Alikes:
    """Amounts that are all changed in one way."""

    settled: list[_Told] = field(default_factory=list)
    by_source: dict[str, list[_Told]] = field(default_factory=dict)

    def last(self, change: AmountChange | None) -> list[Stated]:
        found = _last(self.settled, change)
        if found:
            return found
        return [x for told in self.by_source.values() for x in _last(told, change)]

    def of(self, one: Stated) -> list[_Told]:
        """Give the amounts among which one stands."""
        if one.settled:
            return self.settled
        return self.by_source.setdefault(one.claim.source, [])


class Slot:
    """What claims state of one thing."""

    def __init__(self) -> None:
        self._alike: dict[AmountForm, _Alikes] = {}
        self._order: list[tuple[EventOrder, int]] = []
        self.known: dict[object, Any] = {}
        """What was made of it, while it stays as it is."""

    def __bool__(self) -> bool:
        return bool(self._order)

    @property
    def first(self) -> tuple[EventOrder, int]:
        """The claim that states it first, and its place there."""
        return self._order[0]

    def put(self, one: Stated, place: int) -> None:
        """Let an amount come, by its place among what its claim states."""
        key = one.claim.row.key
        insort(self._of(one), _Told(one.word, key, one), key=_PLACE)
        insort(self._order, (key, place))
        self.known = {}

    def take(self, one: Stated, place: int) -> None:
        """Let an amount go, as it came."""
        key, told = one.claim.row.key, self._of(one)
        del told[bisect_left(told, (one.word, key), key=_PLACE)]
        del self._order[bisect_left(self._order, (key, place))]
        self.known = {}

    def _of(self, one: Stated) -> list[_Told]:
        alike = one.basis, one.figure.currency, one.figure.has_amount
        return self._alike.setdefault(alike, _Alikes()).of(one)

    def last(self, change: AmountChange | None = None) -> list[Stated]:
        """Give the amounts that count, changed, in no order: all others are older."""
        return [x for alikes in self._alike.values() for x in alikes.last(change)]


def _last(told: list[_Told], change: AmountChange | None) -> list[Stated]:
    """Give the last amounts that have something left, those of one word."""
    found: list[Stated] = []
    word: Word | None = None
    for one in reversed(told):
        if word is not None and one.word < word:
            break
        stated = one.stated
        figure = stated.figure if change is None else change(stated)
        if figure is not None:
            word = one.word
            found.append(stated if change is None else stated._replace(figure=figure))
    return found
