"""A company's turns as lines of the league, and back.

A line holds what a company is over one stretch of cuts, as JSON: nothing, while it has
no figure; into which company it was merged, and on which day; or its candidates, each
as an array in the order of the fields of `Valued`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import orjson

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.league.stretches import END, Line, Turn
from ledger.projections.valuations import HEADLINE
from ledger.projections.valued import Candidates, Valuation, Valued, chosen

_MOST: Final = 2**62
"""No amount is kept as more; a database's integers end soon after."""

_ENDED: Final = 2
"""So long is the array of a company that was merged; that of candidates is longer."""


class Kept(NamedTuple):
    """A line as the store keeps it, but for its generation."""

    company: str
    start: int
    until: int
    currency: str | None
    """Of the headline, if there is one."""
    amount: int | None
    """Its amount in whole units, to find the highest."""
    body: bytes


def lines_of(company: str, turns: Sequence[Turn]) -> Iterator[Kept]:
    """Give the lines of a company, one for each of its turns."""
    for (start, line), (until, _) in pairwise([*turns, (END, None)]):
        if line is not None:
            yield Kept(company, start, until, *_ranked(company, line), _packed(line))


def _ranked(company: str, line: Line) -> tuple[str | None, int | None]:
    headline = chosen(company, line.found).headline
    if headline is None:
        return None, None
    figure = headline.figure
    amount = figure.max if figure.max is not None else figure.min
    return figure.currency or "", int(min(amount or 0, _MOST))


def _packed(line: Line) -> bytes:
    if line.ended is not None:
        return orjson.dumps([line.ended, line.ended_on])
    found = line.found
    if found.firm is found.reported:
        found = found._replace(firm=None)  # its standing says so, too
    if not any(found):
        return b""
    return orjson.dumps([None if one is None else _plain(one) for one in found])


def _plain(valued: Valued) -> list[Any]:
    figure, *plain, key = valued
    ends = (None if end is None else str(end) for end in (figure.min, figure.max))
    days = valued.effective
    plain[_EFFECTIVE] = [days.text, days.first, days.last]
    return [[figure.currency, *ends, figure.qualifier], *plain, key]


_EFFECTIVE: Final = Valued._fields.index("effective") - 1


def unpacked(company: str, body: bytes, *, include_disputed: bool) -> Valuation:
    """Choose the figures of a company out of a line."""
    if not body:
        return chosen(company, Candidates())
    said = orjson.loads(body)
    if len(said) == _ENDED:
        return Valuation(company, None, None, None, None, None, *said)
    found = Candidates._make([one and _valued(one) for one in said])
    told = found.reported
    if told is not None and told.standing in HEADLINE:
        found = found._replace(firm=told)
    return chosen(company, found, include_disputed=include_disputed)


def _valued(said: list[Any]) -> Valued:
    said[0] = _figure(*said[0])
    said[7], said[10], said[11] = tuple(said[7]), tuple(said[10]), tuple(said[11])
    said[9] = _days(*said[9])
    said[12] = (said[12][0], tuple(said[12][1]))
    return Valued._make(said)


@lru_cache(maxsize=1 << 14)
def _days(text: str, first: int, last: int) -> Days:
    return Days(text, first, last)


@lru_cache(maxsize=1 << 14)
def _figure(
    currency: str | None, low: str | None, high: str | None, qualifier: str
) -> Figure:
    """Make a figure once: many companies have the same."""
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    return Figure(currency, least, most, qualifier)
