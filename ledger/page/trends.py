"""The figure of a company from day to day, as a small line may show it.

A line goes down only where somebody named a lower price later. Where a figure was
withdrawn, denied or expired, an older one may be the answer again: that is no fall, and
the line breaks. A price that does not lie below all of the range before it is no fall
either: the line stays where it was.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.page.contents import FigurePoint, Trend
from ledger.projections.valuations import Valuation, Valued
from ledger.projections.valued import RowPlace

ENDLESS: Final = Decimal("Infinity")
NEVER: Final[RowPlace] = (0, 0, 0)


class TrendPoint(NamedTuple):
    """What a line shows from a day on: no figure if `currency` is empty."""

    day: int
    low: Decimal = Decimal()
    high: Decimal = Decimal()
    middle: Decimal = Decimal()
    sure: bool = False
    currency: str = ""
    place: RowPlace = NEVER
    """Newest is greatest."""


def seen(day: int, valuation: Valuation) -> TrendPoint:
    """Give the headline from a day on, else the first other figure."""
    others = (row for row in valuation.rows if row.name != "secondary")
    valued: Valued | None = valuation.headline or next(others, None)
    if valued is None:
        return TrendPoint(day)
    figure = valued.figure
    ends = [end for end in (figure.min, figure.max) if end is not None]
    if not ends:
        return TrendPoint(day)
    return TrendPoint(
        day,
        Decimal() if figure.min is None else figure.min,
        ENDLESS if figure.max is None else figure.max,
        sum(ends, Decimal()) / len(ends),
        valued is valuation.headline,
        figure.currency or "",
        valued.place,
    )


def trend_of(points: Sequence[TrendPoint]) -> Trend | None:
    """Give a line of the amounts in the currency of the newest; None without any."""
    currency = next((one.currency for one in reversed(points) if one.middle), None)
    if currency is None:
        return None
    corners: list[FigurePoint] = []
    before: TrendPoint | None = None
    for one in points:
        there = one.middle > 0 and one.currency == currency
        corner = FigurePoint(one.day, Decimal())
        if there:
            corner = _corner(one, before, corners[-1] if corners else corner)
        before = one if there else None
        if not corners or corners[-1][1:3] != corner[1:3]:
            corners.append(corner)
    return Trend(tuple(corners), currency)


def _corner(
    one: TrendPoint, before: TrendPoint | None, last: FigurePoint
) -> FigurePoint:
    """Give the next corner of a line, and whether the last one leads to it."""
    if before is None or before.sure != one.sure:
        return FigurePoint(one.day, one.middle, one.sure)
    level = last.amount
    if one.middle < level and one.high >= before.low:
        return FigurePoint(one.day, level, one.sure, joined=True)
    joined = one.middle >= level or one.place > before.place
    return FigurePoint(one.day, one.middle, one.sure, joined=joined)
