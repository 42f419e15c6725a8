"""A company's turns as lines of the league, and back.

A line holds one slot of a company over one stretch of cuts: one of its candidates as a
JSON array, in the order of the fields of `Valued`; or, where it has none, that it is
there all the same, and into which company it was merged.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.league.stretches import END, Line, Turn
from ledger.projections.valued import Candidates, Valued, chosen

THERE: Final = 0
"""The slot of a company without candidates; those of candidates come after it."""


LENGTH: Final = THERE + 1 + len(Candidates._fields)
"""So many slots there are."""

FIRM: Final = THERE + 1 + Candidates._fields.index("firm")
"""It has lines of its own only where another is the newest reported one."""


class Kept(NamedTuple):
    """A line as the store keeps it, but for its generation."""

    company: str
    slot: int
    start: int
    until: int
    currency: str | None
    amount: float | None
    body: bytes


Slot = tuple[str | None, float | None, bytes]
"""Currency and amount of a headline, and what there is to keep."""


def lines_of(company: str, turns: Sequence[Turn]) -> Iterator[Kept]:
    """Give the lines of a company: each slot for as long as it says one thing."""
    opened: dict[int, tuple[int, Slot]] = {}
    for cut, line in (*turns, (END, None)):
        now = {} if line is None else _slots(company, line)
        for number, (start, slot) in list(opened.items()):
            if now.get(number) != slot:
                yield Kept(company, number, start, cut, *slot)
                del opened[number]
        for number, slot in now.items():
            opened.setdefault(number, (cut, slot))


def _slots(company: str, line: Line) -> dict[int, Slot]:
    if line.ended is not None:
        return {THERE: (None, None, orjson.dumps([line.ended, line.ended_on]))}
    found: dict[int, Slot] = {}
    headline = chosen(company, line.found).headline
    for number, valued in enumerate(line.found, THERE + 1):
        if valued is None or (number == FIRM and valued is line.found.reported):
            continue
        ranked = _ranked(valued) if valued is headline else (None, None)
        found[number] = (*ranked, packed(valued))
    return found or {THERE: (None, None, b"")}


def _ranked(valued: Valued) -> tuple[str, float]:
    figure = valued.figure
    amount = figure.max if figure.max is not None else figure.min
    return figure.currency or "", float(amount or 0)


def packed(valued: Valued) -> bytes:
    """Write a figure down whole, field by field."""
    figure, *plain, key = valued
    ends = (None if end is None else str(end) for end in (figure.min, figure.max))
    money = [figure.currency, *ends, figure.qualifier]
    days = valued.effective
    plain[_EFFECTIVE] = [days.text, days.first, days.last]
    return orjson.dumps([money, *plain, key])


_EFFECTIVE: Final = Valued._fields.index("effective") - 1


def unpacked(body: bytes) -> Valued:
    """Read a figure that `packed` wrote."""
    said: list[Any] = orjson.loads(body)
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
