"""Where things lie on a panel, in pixels: hatches, labels, and marks on the floor.

Vega-Lite draws what it is given at amounts and instants. What must not overlap, or
fill a shape, is laid out here first and handed over in the same units.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Any, Final

HATCH_GAP: Final = 7.0
HATCH_LEAST: Final = 4.5
"""Half the height of the hatch over a line that is no band."""

LETTER: Final = 6.3
LINE: Final = 13.0
"""About the width and the height of a letter of a label."""

GAP: Final = 5.0
"""Between a label and the beginning of its line."""

MARK: Final = 10.0
SHORT: Final = 6.0
"""What is no longer than this on the axis of time has no label."""

FLOORS: Final = 4

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """A panel: its size in pixels, its stretch of time (ms), and its amounts."""

    width: float
    height: float
    first: float
    last: float
    low: float
    high: float
    logarithmic: bool
    cut: float
    """The instant at which all lines end; behind it is room for labels."""

    def x(self, instant: float) -> float:
        """Give the pixel of an instant."""
        return (instant - self.first) / (self.last - self.first) * self.width

    def y(self, amount: float) -> float:
        """Give the pixel of an amount, counted from the top."""
        low, high, here = map(self._scaled, (self.low, self.high, amount))
        return self.height * (1 - (here - low) / (high - low))

    def instant(self, x: float) -> float:
        """Give the instant at a pixel."""
        return self.first + x / self.width * (self.last - self.first)

    def amount(self, y: float) -> float:
        """Give the amount at a pixel."""
        low, high = self._scaled(self.low), self._scaled(self.high)
        here = low + (1 - y / self.height) * (high - low)
        return exp(here) if self.logarithmic else here

    def _scaled(self, amount: float) -> float:
        return log(amount) if self.logarithmic else amount


def hatched(
    place: Place, since: float, until: float, low: float, high: float
) -> Iterator[tuple[float, float, float, float]]:
    """Give slanting strokes over a stretch: instant, amount, instant, amount."""
    left, right = place.x(since), place.x(until)
    top, bottom = place.y(high), place.y(low)
    if bottom - top < 2 * HATCH_LEAST:
        middle = (top + bottom) / 2
        top, bottom = middle - HATCH_LEAST, middle + HATCH_LEAST
    tall = bottom - top
    start = left - tall + HATCH_GAP / 2
    while start < right:
        one = max(start, left)
        other = min(start + tall, right)
        if other - one > 1:
            yield (
                place.instant(one),
                place.amount(bottom - (one - start)),
                place.instant(other),
                place.amount(bottom - (other - start)),
            )
        start += HATCH_GAP


def floor_rows(place: Place, instants: Sequence[float]) -> list[int]:
    """Give the row on the floor for marks at some instants, so that none meet."""
    ends = [float("-inf")] * FLOORS
    found = []
    for instant in instants:
        x = place.x(instant)
        row = next((i for i in range(FLOORS) if x - ends[i] >= MARK), FLOORS - 1)
        ends[row] = x
        found.append(row)
    return found


def floored(place: Place, rows: int) -> Place:
    """Give the same panel with a floor below its amounts for some rows of marks."""
    room = place.height - (rows * MARK + MARK / 2 if rows else 0)
    lowest = replace(place, height=room).amount(place.height)
    return replace(place, low=lowest)


def on_floor(place: Place, row: int) -> float:
    """Give the amount at which a row of marks on the floor stands."""
    return place.amount(place.height - MARK * (row + 0.7))


def ending(place: Place, labels: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the labels of what is the answer at the cut, behind it, none over another.

    Each has `line`, `text`, `low` and `high`.
    """
    unlike = {(x["text"], x["low"], x["high"]): x for x in labels}
    labels = list(unlike.values())
    middles = [(place.y(x["low"]) + place.y(x["high"])) / 2 for x in labels]
    order = sorted(range(len(labels)), key=middles.__getitem__)
    rows, before = dict[int, float](), -LINE
    for number in order:
        rows[number] = before = max(middles[number], before + LINE)
    over = max(0.0, before - place.height)
    at = place.instant(place.x(place.cut) + GAP)
    return [
        {
            "line": label["line"],
            "text": label["text"],
            "at": at,
            "since": place.cut,
            "y": place.amount(rows[number] - over),
        }
        for number, label in enumerate(labels)
    ]


def labelled(
    place: Place,
    wanted: Iterable[Mapping[str, Any]],
    taken: Iterable[tuple[float, float]],
) -> list[dict[str, Any]]:
    """Choose labels that have room, in the order of their weight.

    Each has `line`, `text`, `since`, `until`, `low` and `high`; `taken`
    are instants and amounts of marks.
    """
    boxes = [_around(place.x(at), place.y(amount)) for at, amount in taken]
    done, said = [], set[tuple[float, str]]()
    for label in wanted:
        if place.x(label["until"]) - place.x(label["since"]) < SHORT:
            continue
        here = (label["since"], label["text"])
        if here in said:
            continue
        for below in (False, True):
            box = _box(place, label, below=below)
            if box is not None and not any(_meet(box, other) for other in boxes):
                boxes.append(box)
                at, amount = place.instant(box[0]), place.amount((box[1] + box[3]) / 2)
                same = {name: label[name] for name in ("line", "text", "since")}
                done.append({**same, "at": at, "y": amount})
                said.add(here)
                break
    return done


def _around(x: float, y: float) -> Box:
    half = MARK / 2 - 1
    return x - half, y - half, x + half, y + half


def _box(place: Place, label: Mapping[str, Any], *, below: bool) -> Box | None:
    """Give the room of a label beside the beginning of its line, if it is inside."""
    left = place.x(label["since"]) + GAP
    right = left + LETTER * len(label["text"])
    low, high = place.y(label["low"]), place.y(label["high"])
    top = low + GAP if below else high - GAP - LINE
    if right > place.x(place.cut) or top < 0 or top + LINE > place.height:
        return None
    return left, top, right, top + LINE


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
