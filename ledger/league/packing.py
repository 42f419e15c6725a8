"""A company's turns as lines of the league, and back.

A line holds one slot of a company over one stretch of cuts: that it is there (and into
which company it was merged, once it is), or one of its candidates as a JSON array, in
the order of the fields of `Valued`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.league.stretches import END, SLOTS, Line, Turn
from ledger.projections.valued import Valued, chosen

THERE: Final = 0
"""The slot that says that a company is there; those of candidates come after it."""


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
    end = b"" if line.ended is None else orjson.dumps([line.ended, line.ended_on])
    found: dict[int, Slot] = {THERE: (None, None, end)}
    headline = chosen(company, line.found).headline
    for number, name in enumerate(SLOTS, THERE + 1):
        valued: Valued | None = getattr(line.found, name)
        if valued is None or (name == "firm" and valued is line.found.reported):
            continue
        ranked = _ranked(valued) if valued is headline else (None, None)
        found[number] = (*ranked, packed(valued))
    return found


def _ranked(valued: Valued) -> tuple[str, float]:
    figure = valued.figure
    amount = figure.max if figure.max is not None else figure.min
    return figure.currency or "", float(amount or 0)


def packed(valued: Valued) -> bytes:
    """Write a figure down whole."""
    figure, effective = valued.figure, valued.effective
    parts = [
        figure.currency,
        None if figure.min is None else str(figure.min),
        None if figure.max is None else str(figure.max),
        figure.qualifier,
        valued.kind,
        valued.standing,
        valued.stage,
        valued.disputed,
        valued.derived,
        valued.round,
        valued.sources,
        valued.published,
        effective.text,
        effective.first,
        effective.last,
        valued.deniers,
        valued.events,
        *valued.key[1],
    ]
    return orjson.dumps(parts)


def unpacked(body: bytes) -> Valued:
    """Read a figure that `packed` wrote."""
    said: list[Any] = orjson.loads(body)
    return Valued(
        figure=_figure(*said[:4]),
        kind=said[4],
        standing=said[5],
        stage=said[6],
        disputed=said[7],
        derived=said[8],
        round=said[9],
        sources=tuple(said[10]),
        published=said[11],
        effective=Days(*said[12:15]),
        deniers=tuple(said[15]),
        events=tuple(said[16]),
        key=(said[14], (said[17], said[18], said[19], said[20])),
    )


@lru_cache(maxsize=1 << 14)
def _figure(
    currency: str | None, low: str | None, high: str | None, qualifier: str
) -> Figure:
    """Make a figure once: many companies have the same."""
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    return Figure(currency, least, most, qualifier)
