"""Rows from day to day: each is written once, with the days on which it is shown."""

from collections.abc import Hashable, Iterable
from typing import Any

from ledger.page.contents import RowTexts, ShownRows

PlacedRows = tuple[Hashable, tuple[str, ...], tuple[RowTexts, ...]]
"""Where rows stand (what they are sorted by), their companies, and the rows."""


class RowSpans:
    """Is told what is shown from a day on, whenever that is something else."""

    def __init__(self) -> None:
        self._open: dict[str, dict[PlacedRows, int]] = {}
        """By company."""
        self._done: list[tuple[Any, ShownRows]] = []

    def show(self, place: int, shown: Iterable[PlacedRows], whose: str = "") -> None:
        """From this day on it is these rows, and no others of the same company."""
        before = self._open.pop(whose, {})
        now = {one: before.pop(one, place) for one in shown}
        if now:
            self._open[whose] = now
        self._close(before, place)

    def done(self, end: int) -> list[ShownRows]:
        """Give all spans by where their rows stand; `end` is behind the last day."""
        for whose in list(self._open):
            self._close(self._open.pop(whose), end)
        return [span for _, span in sorted(self._done, key=lambda one: one[0])]

    def _close(self, spans: dict[PlacedRows, int], end: int) -> None:
        for (key, head, rows), first in spans.items():
            if first < end:
                self._done.append((key, ShownRows(first, end, head, rows)))


def numbered(rows: Iterable[RowTexts]) -> list[PlacedRows]:
    """Let rows stand in the order in which they are given."""
    return [(place, (), (row,)) for place, row in enumerate(rows)]
