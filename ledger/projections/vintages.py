"""The revision triangle: what was said of a day of the world, as known on each day.

Rows are days asked about (effective), columns days on which the question was asked
(published, or recorded); a cell is the figure that the ledger gives for that pair.
A column before its row is a forecast and stays empty.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.projections.valuations import Valued

MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a step of the triangle spans."""

DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Triangle:
    """Days as ordinals; `cells[row][column]`."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: tuple[tuple[Valued | None, ...], ...]


def period_ends(first: int, last: int, step: str) -> tuple[int, ...]:
    """Give the last days of the periods from the one that holds `first`, up to
    `last`, which ends the list itself.
    """
    months = MONTHS[step]
    start = date.fromordinal(first)
    month = (start.month - 1) // months * months + months
    year, ends = start.year, []
    while (day := _month_end(year, month)) < last:
        ends.append(day)
        month += months
        if month > DECEMBER:
            year, month = year + 1, month - DECEMBER
    return (*ends, last)


def _month_end(year: int, month: int) -> int:
    following = date(year + month // DECEMBER, month % DECEMBER + 1, 1)
    return following.toordinal() - 1


def triangle(
    days: Sequence[int], known: Callable[[int], Callable[[int], Valued | None]]
) -> Triangle:
    """Ask about each day as known on each day not before it.

    `known` gives, for one column after the other, whom to ask about its days; a column
    is asked before the next one is known.
    """
    columns = []
    for column in days:
        ask = known(column)
        columns.append([ask(row) if row <= column else None for row in days])
    return Triangle(tuple(days), tuple(days), tuple(zip(*columns, strict=True)))
