"""Prices by what they can mean: which of many overlap with one of some words.

Two prices overlap if they are of one kind and one currency and what they can mean does.
What several words can mean together is a few spans. Most prices are narrow: one amount,
about one, a small range. Those are kept in the order of their lower ends, so that only
the ones near a span are looked at.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import itemgetter
from typing import Final, Generic, NamedTuple, TypeVar

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT

T = TypeVar("T")

KindedFigure = tuple[Figure, str]
"""A figure and its kind."""
AmountRange = tuple[Decimal, Decimal]
PriceGroup = tuple[str, str | None]
"""A kind and a currency."""

NARROW: Final = Decimal("0.8")
"""A narrow price begins at no less than this share of its upper end."""

_INFINITE: Final = Decimal("Infinity")
_LOW: Final = itemgetter(0)


def span_of(figure: Figure) -> AmountRange:
    """Give the ends of what a figure with a number can mean."""
    low, high = figure.bounds()
    return -_INFINITE if low is None else low, _INFINITE if high is None else high


class AmountRanges:
    """What some words can mean together."""

    def __init__(self, said: Iterable[KindedFigure]) -> None:
        told: dict[PriceGroup, list[AmountRange]] = {}
        for figure, kind in set(said):
            if figure.has_amount:
                group = kind, figure.currency
                told.setdefault(group, []).append(span_of(figure))
        self.of: Final = {group: _merged_ranges(spans) for group, spans in told.items()}
        """Kind and currency -> spans that do not meet, the lowest first."""

    def meet(self, said: KindedFigure) -> bool:
        """Tell whether a price overlaps with one of the words."""
        figure, kind = said
        if not figure.has_amount:
            return False
        return _overlaps_any(self.of.get((kind, figure.currency), ()), *span_of(figure))


def _overlaps_any(spans: Iterable[AmountRange], low: Decimal, high: Decimal) -> bool:
    """Tell whether one of some spans has anything in common with another span."""
    return any(first <= high and low <= last for first, last in spans)


def _merged_ranges(spans: list[AmountRange]) -> list[AmountRange]:
    found: list[AmountRange] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


class _Interval(NamedTuple, Generic[T]):
    low: Decimal
    high: Decimal
    thing: T

    @property
    def half_open(self) -> bool:
        """Whether it has one end alone, and so meets spans if it meets all of them."""
        return self.low == -_INFINITE or self.high == _INFINITE


class Spanned(Generic[T]):
    """Things by the prices that they are at."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._things: dict[KindedFigure, T] = {}
        self._narrow: dict[PriceGroup, list[_Interval[T]]] = {}
        self._wide: dict[PriceGroup, list[_Interval[T]]] = {}

    def at(self, said: KindedFigure) -> T:
        """Give the thing at a price; it is made if there is none."""
        if said not in self._things:
            self._things[said] = self._make()
            figure, _kind = said
            if figure.has_amount:
                kept = _Interval(*span_of(figure), self._things[said])
                insort(self._group(said), kept, key=_LOW)
        return self._things[said]

    def leave(self, said: KindedFigure) -> None:
        """Let the thing at a price go."""
        thing = self._things.pop(said)
        figure, _ = said
        if figure.has_amount:
            group = self._group(said)
            place = bisect_left(group, span_of(figure)[0], key=_LOW)
            while group[place].thing is not thing:
                place += 1
            del group[place]

    def _group(self, said: KindedFigure) -> list[_Interval[T]]:
        figure, kind = said
        low, high = span_of(figure)
        narrow = low.is_finite() and high.is_finite() and low >= _least(high)
        groups = self._narrow if narrow else self._wide
        return groups.setdefault((kind, figure.currency), [])

    def meeting(self, spans: AmountRanges) -> list[T]:
        """Give the things at prices that overlap with one of some words."""
        found: list[T] = []
        for group, several in spans.of.items():
            narrow, wide = self._narrow.get(group, []), self._wide.get(group, ())
            for low, high in several:
                first = bisect_left(narrow, _least(low), key=_LOW)
                begin = bisect_left(narrow, low, lo=first, key=_LOW)
                end = bisect_right(narrow, high, lo=begin, key=_LOW)
                found += [x.thing for x in narrow[first:begin] if low <= x.high]
                found += [x.thing for x in narrow[begin:end]]  # these begin inside
            least, most = several[0][0], several[-1][1]
            found += [
                x.thing
                for x in wide
                if x.low <= most and least <= x.high
                if x.half_open or _overlaps_any(several, x.low, x.high)
            ]
        return found


def _least(high: Decimal) -> Decimal:
    return EXACT.multiply(high, NARROW)
