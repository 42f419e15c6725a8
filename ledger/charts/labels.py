"""Where things lie on a panel: hatches, labels, and marks on the floor.

Vega-Lite draws what it is given at amounts and instants. What must not overlap, or
fill a shape, is laid out here first, in pixels, and handed over as amounts and
instants; for a terminal, in cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp, log
from typing import Any, Final
from unicodedata import east_asian_width

HATCH_GAP: Final = 7.0
HATCH_LEAST: Final = 4.5
"""Half the height of the hatch over a line that is no band."""

TOOTH: Final = 4.0
TOOTH_GAP: Final = 9.0

FLOORS: Final = 4


@dataclass(frozen=True, slots=True)
class Grain:
    """About how large things are on a panel, in its units."""

    em: float
    """The size of letters; nought where each takes one cell."""
    line: float
    gap: float
    """Between a label and the beginning of its line; `rise` between it and the line."""
    rise: float
    mark: float
    short: float
    """What is no longer than this on the axis of time has no label."""
    stroke: float
    """Half of the room that a line takes; nought where labels may lie over lines."""

    def extent(self, words: str) -> float:
        """Give about how long words are, never less than they are."""
        if not self.em:
            return sum(2 if east_asian_width(x) in WIDE else 1 for x in words)
        return self.em * sum(map(_share, words))


WIDE: Final = frozenset("WF")
"""What Unicode calls the letters that take two cells."""

PIXELS: Final = Grain(em=10.5, line=13, gap=5, rise=5, mark=10, short=6, stroke=1.5)
CELLS: Final = Grain(em=0, line=1, gap=1, rise=0.5, mark=1, short=1, stroke=0)
"""Of a terminal."""

SHIFTS: Final = 12
"""Places along a line at which a label is tried."""


def _share(letter: str) -> float:
    """Give how wide a letter is, of its height; faces differ, so it is a bound."""
    if east_asian_width(letter) in WIDE or letter in "MWmw@%":
        return 1.0
    if letter.isupper() or letter in "+<>=~":
        return 0.76
    return 0.34 if letter in "fijltrI.,:;'|!()[]/ -" else 0.6


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class PanelFrame:
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
    grain: Grain = PIXELS
    ground: float = 0.0
    """The lowest amount that is no part of the floor below all amounts."""

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
    place: PanelFrame, since: float, until: float, low: float, high: float
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


def combed(
    place: PanelFrame, since: float, until: float, amount: float
) -> Iterator[tuple[float, float, float]]:
    """Give upright teeth along a line: instant, and the amounts of their ends."""
    at, y = place.x(since) + TOOTH_GAP / 2, place.y(amount)
    while at < place.x(until):
        yield place.instant(at), amount, place.amount(y - TOOTH)
        at += TOOTH_GAP


def floor_rows(place: PanelFrame, instants: Sequence[float]) -> list[int]:
    """Give the row on the floor for marks at some instants, so that none meet."""
    ends, mark = [float("-inf")] * FLOORS, place.grain.mark
    found = []
    for instant in instants:
        x = place.x(instant)
        row = next((i for i in range(FLOORS) if x - ends[i] >= mark), FLOORS - 1)
        ends[row] = x
        found.append(row)
    return found


def floored(place: PanelFrame, rows: int) -> PanelFrame:
    """Give the same panel with a floor below its amounts for some rows of marks."""
    mark = place.grain.mark
    room = place.height - (rows * mark + mark / 2 if rows else 0)
    lowest = replace(place, height=room).amount(place.height)
    return replace(place, low=lowest, ground=place.low)


def on_floor(place: PanelFrame, row: int) -> float:
    """Give the amount at which a row of marks on the floor stands."""
    return place.amount(place.height - place.grain.mark * (row + 0.7))


def ending(
    place: PanelFrame, labels: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give the labels of the answers at the cut, behind it, without overlaps.

    Each has `line`, `text`, `low` and `high`.
    """
    unlike = {(x["text"], x["low"], x["high"]): x for x in labels}
    labels = list(unlike.values())
    middles = [(place.y(x["low"]) + place.y(x["high"])) / 2 for x in labels]
    order = sorted(range(len(labels)), key=middles.__getitem__)
    line = place.grain.line
    order = order[: max(1, int(place.height / line))]
    rows = dict(zip(order, spread([middles[x] for x in order], line), strict=True))
    over = max(0.0, max(rows.values(), default=0) - place.height)
    under = min(0.0, min(rows.values(), default=0))
    at = place.instant(place.x(place.cut) + place.grain.gap)
    return [
        {
            "line": label["line"],
            "text": label["text"],
            "at": at,
            "since": place.cut,
            "y": place.amount(rows[number] - over - under),
            **_kind(label),
        }
        for number, label in enumerate(labels)
        if number in rows
    ]


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Give places as near as can be to some that are in order, so far apart."""
    groups: list[list[float]] = []  # of each its middle, and how many are in it
    for place in wanted:
        groups.append([place, 1])
        while len(groups) > 1:
            (one, ones), (other, others) = groups[-2:]
            if other - one >= apart * (ones + others) / 2:
                break
            middle = (one * ones + other * others) / (ones + others)
            groups[-2:] = [[middle, ones + others]]
    return [
        middle + (number - (count - 1) / 2) * apart
        for middle, count in groups
        for number in range(int(count))
    ]


def labelled(
    place: PanelFrame,
    wanted: Iterable[Mapping[str, Any]],
    taken: Iterable[tuple[float, float]],
    strokes: Iterable[Box] = (),
) -> list[dict[str, Any]]:
    """Choose labels that have room, in the order of their weight.

    Each has `line`, `text`, `since`, `until`, `low` and `high`; `taken` are instants
    and amounts of marks, `strokes` the boxes of lines. A label stands above or below
    its own line, as near to its beginning as nothing else is, or not at all.
    """
    half = place.grain.mark / 2 - place.grain.mark / 10
    boxes = [_around(place.x(at), place.y(y), half) for at, y in taken]
    boxes += strokes if place.grain.stroke else ()
    done, said = [], set[tuple[float, str]]()
    for label in wanted:
        length = place.x(label["until"]) - place.x(label["since"])
        if length < place.grain.short and not label.get("alone"):
            continue
        here = (label["since"], label["text"])
        if here in said:
            continue
        for box in _boxes(place, label):
            if box is not None and not any(_meet(box, other) for other in boxes):
                boxes.append(box)
                at, amount = place.instant(box[0]), place.amount((box[1] + box[3]) / 2)
                same = {name: label[name] for name in ("line", "text", "since")}
                done.append({**same, **_kind(label), "at": at, "y": amount})
                said.add(here)
                break
    return done


def _kind(label: Mapping[str, Any]) -> dict[str, Any]:
    """Give the kind of price that a label names, which the legend explains."""
    return {"kind": label["kind"]} if "kind" in label else {}


def _boxes(place: PanelFrame, label: Mapping[str, Any]) -> Iterator[Box | None]:
    """Give the rooms that a label may take, the best one first; None if outside.

    It stands over or under its line, near its beginning or further on; or before it.
    """
    long = place.grain.extent(label["text"])
    shifts = [0.0]
    if place.grain.stroke:
        free = place.x(label["until"]) - place.x(label["since"]) - long
        shifts += [free * n / SHIFTS for n in range(1, SHIFTS + 1) if free > 0]
    for shift, below in product(shifts, (False, True)):
        yield _box(place, label, shift, below=below)
    if place.grain.stroke:
        right = place.x(label["since"]) - place.grain.mark
        middle = (place.y(label["low"]) + place.y(label["high"])) / 2
        top = middle - place.grain.line / 2
        box = right - long, top, right, top + place.grain.line
        yield box if box[0] >= 0 else None


def stroke(
    place: PanelFrame, since: float, until: float, low: float, high: float
) -> Box:
    """Give the room of a line between two instants and two amounts."""
    half = place.grain.stroke
    return (
        place.x(since) - half,
        place.y(high) - half,
        place.x(until) + half,
        place.y(low) + half,
    )


def _around(x: float, y: float, half: float) -> Box:
    return x - half, y - half, x + half, y + half


def _box(
    place: PanelFrame, label: Mapping[str, Any], shift: float, *, below: bool
) -> Box | None:
    """Give the room of a label over or under its line, if it is inside."""
    grain = place.grain
    left = place.x(label["since"]) + grain.gap + shift
    right = left + grain.extent(label["text"])
    low, high = place.y(label["low"]), place.y(label["high"])
    top = low + grain.rise if below else high - grain.rise - grain.line
    outside = left < 0 or right > place.x(place.cut) or top < 0
    if outside or top + grain.line > place.height:
        return None
    return left, top, right, top + grain.line


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
