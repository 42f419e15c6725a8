"""From the rows of a chart to what is drawn on each panel: plain lists of dicts.

A panel shows one subject in one currency; all panels of a chart share their stretch of
time and their lines. Times are milliseconds since 1970, as Vega-Lite takes them; every
row says `since` when it is there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, Final, TypeAlias

from ledger.rendering.axes import log_domain
from ledger.rendering.charted import Rows
from ledger.rendering.inks import DISPUTED, OPEN_DOWN, OPEN_UP, SHAPES
from ledger.rendering.layout import (
    PIXELS,
    Grain,
    Place,
    ending,
    floor_rows,
    floored,
    hatched,
    labelled,
    on_floor,
)

DAY: Final = 86_400_000.0
AIR: Final = 0.02
"""Of the whole time, before the first step."""

NARROW: Final = 5.0
"""A panel whose highest amount is no more times its lowest is half as high."""

JOINED: Final = frozenset({"valuation", "credibility"})
"""What has one step at a time on a line; of the others, one for each round."""

LEAST: Final = 6
"""Letters of a label at the cut for which there is always room."""

RIDGED: Final = "belief"
RIDGE: Final = 40.0
"""Pixels for each round."""

FULL: Final = 0.8
"""So much of a ridge is certainty."""

WORDS: Final = {shape.name: shape.word for shape in SHAPES}
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn on one panel."""

    number: int
    subject: str
    about: str
    """What its title says of it: the currency, whether it is debt, the scale."""
    place: Place
    bands: Rows
    edges: Rows
    """Level lines: `from`, `until`, `y`."""
    risers: Rows
    """Upright lines where one step follows the other: `at`, `low`, `high`."""
    hatches: Rows
    opens: Rows
    """Signs at ends that are open: at least, at most."""
    labels: Rows
    marks: Rows
    lanes: tuple[str, ...] = ()
    """The rounds, from the top, if each has a ground of its own."""

    @property
    def words(self) -> set[str]:
        """Name the signs that the legend must explain."""
        found = {row["word"] for row in (*self.marks, *self.opens)}
        return found | ({DISPUTED.word} if self.hatches else set())


def milliseconds(instant: str) -> float:
    """Read an instant as rows have it."""
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def room_behind(steps: Rows, grain: Grain = PIXELS) -> float:
    """Give the room that the labels of what is the answer at the cut need."""
    last = max(row["until"] for row in steps)
    texts = [_short(row) for row in steps if row["until"] == last]
    return 2 * grain.gap + grain.letter * max(LEAST, *map(len, texts))


def _short(row: Row) -> str:
    """Write the amount of a step without its interval."""
    return str(row["amount"]).partition(" (")[0]


def start_of(steps: Rows, marks: Rows, cut: float) -> float:
    """Give where the time of all panels begins, with a little air before it."""
    first = min(milliseconds(x) for x in (*_of(steps, "from"), *_of(marks, "at")))
    first = min(first, cut - DAY)
    return first - AIR * (cut - first)


def _of(rows: Rows, name: str) -> Iterator[str]:
    return (row[name] for row in rows)


def scenes_of(
    what: str,
    steps: Rows,
    marks: Rows,
    cut: float,
    size: tuple[float, float, float],
    grain: Grain = PIXELS,
) -> list[Scene]:
    """Give the panels of a chart in their order; lines end at a cut (ms).

    `size` is the width and the height of a panel, and the pixels that are left behind
    the cut for labels; if none, none are put there.
    """
    width, height, ends = size
    first = start_of(steps, marks, cut)
    last = cut + (cut - first) * ends / (width - ends)
    found = list[Scene]()
    for panel, part in groupby(steps, key=lambda row: str(row["panel"])):
        here = coalesced([timed(row, what) for row in part])
        there = [row for row in marks if row["panel"] == panel]
        lanes = tuple(dict.fromkeys(row["lane"] for row in here))
        money = bool(here[0]["unit"])
        low, high = _amounts((*here, *there), money=money)
        tall = height / 2 if money and high / low <= NARROW else height
        if what == RIDGED:
            here, there = ridged(here, lanes), ridged(there, lanes)
            low, high, tall = 0.0, float(len(lanes)), RIDGE * len(lanes)
        place = Place(width, tall, first, last, low, high, money, cut, grain)
        scene = _scene(len(found), here, there, place, ends=ends > 0)
        found.append(replace(scene, lanes=lanes if what == RIDGED else ()))
    return found


def timed(row: Row, what: str) -> Row:
    """Give a step with its times in milliseconds, and the lane that it goes on in."""
    since, until = milliseconds(row["from"]), milliseconds(row["until"])
    lane = row["line"] if what in JOINED else f"{row['line']} {row['round'] or ''}"
    lane = row["round"] if what == RIDGED else lane
    return {**row, "from": since, "until": until, "since": since, "lane": lane}


def coalesced(rows: Rows) -> Rows:
    """Join probabilities that look the same, so that a line is not cut into hairs."""
    done, last = list[Row](), dict[str, Row]()
    for row in rows:
        before = last.get(row["lane"])
        same = before is not None and before["until"] == row["from"]
        if before is not None and same and row["middle"] is not None:
            same = before["amount"] == row["amount"]
            if same:
                before["until"] = row["until"]
                continue
        last[row["lane"]] = row
        done.append(row)
    return done


def ridged(rows: Rows, lanes: Sequence[str]) -> Rows:
    """Put probabilities above each other, each round on a ground of its own."""
    ground = {lane: len(lanes) - 1.0 - number for number, lane in enumerate(lanes)}
    done = []
    for row in rows:
        base = ground.get(row["round"])
        if base is None or row["middle"] is None:
            done.append({**row, "low": None, "middle": None, "high": None})
            continue
        level = base + row["middle"] * FULL
        done.append({**row, "low": base, "middle": level, "high": level})
    return done


def _amounts(rows: Iterable[dict[str, Any]], *, money: bool) -> tuple[float, float]:
    if not money:
        return 0.0, 1.0
    ends = [row[end] for row in rows for end in ("low", "high")]
    return log_domain([end for end in ends if end])


def _scene(number: int, steps: Rows, marks: Rows, place: Place, *, ends: bool) -> Scene:
    placed, place = _marks(marks, place)
    opens = [row for step in steps for row in _opens(step)]
    taken = [(row["at"], row["y"]) for row in (*placed, *opens)]
    wanted = _wanted(steps)
    now = [x for x in wanted if ends and x["until"] >= place.cut]
    then = [x for x in wanted if x not in now and place.logarithmic]
    return Scene(
        number=number,
        subject=steps[0]["subject"],
        about=_about(steps[0]["panel"], place),
        place=place,
        bands=[row for row in steps if _is_band(row)],
        edges=[row for step in steps for row in _edges(step)],
        risers=list(_risers(steps)),
        hatches=[x for step in steps if step["disputed"] for x in _hatch(step, place)],
        opens=opens,
        labels=[*labelled(place, then, taken), *ending(place, now)],
        marks=placed,
    )


def _about(panel: str, place: Place) -> str:
    scale = " on a log scale" if place.logarithmic else ""
    return panel.partition(", ")[2] + scale


def _is_band(row: Row) -> bool:
    return None not in (row["low"], row["high"]) and row["low"] != row["high"]


def _ends(row: Row) -> tuple[float, ...]:
    """Give the ends that are there, each once."""
    ends = dict.fromkeys(end for end in (row["low"], row["high"]) if end is not None)
    return tuple(ends)


def _edges(step: Row) -> Iterator[Row]:
    middle = step["middle"]
    for y in _ends(step) if middle is None else (middle,):
        yield {**step, "y": y}


def _level(row: Row) -> float:
    return float(row["middle"] if row["middle"] is not None else _ends(row)[-1])


def _risers(steps: Rows) -> Iterator[Row]:
    """Join steps of a line that follow each other without a gap."""
    lines = sorted(steps, key=lambda row: (row["lane"], row["from"]))
    for _, part in groupby(lines, key=lambda row: row["lane"]):
        for one, other in pairwise(part):
            if one["until"] != other["from"]:
                continue
            low, high = sorted((_level(one), _level(other)))
            if low < high:
                at = other["from"]
                line = other["line"]
                yield {"line": line, "at": at, "low": low, "high": high, "since": at}


def _hatch(step: Row, place: Place) -> Iterator[Row]:
    ends = _ends(step)
    for x, y, x2, y2 in hatched(place, step["from"], step["until"], ends[0], ends[-1]):
        row = {"line": step["line"], "x": x, "y": y, "x2": x2, "y2": y2, "since": x2}
        yield row


def _opens(step: Row) -> Iterator[Row]:
    for end, other, shape in (("high", "low", OPEN_UP), ("low", "high", OPEN_DOWN)):
        if step[end] is None:
            at = (step["from"] + step["until"]) / 2
            yield {**step, "at": at, "since": at, "y": step[other], "word": shape.word}


def _wanted(steps: Rows) -> Rows:
    """Give a label for each amount that is new on its line; the longest go first."""
    runs: dict[str, Row] = {}
    found = []
    for step in sorted(steps, key=lambda row: row["from"]):
        ends = (_level(step),) if step["middle"] is not None else _ends(step)
        before = runs.get(step["lane"])
        if before is not None and before["text"] == _short(step):
            before["until"] = step["until"]
            continue
        runs[step["lane"]] = {
            "line": step["line"],
            "text": _short(step),
            "since": step["from"],
            "until": step["until"],
            "low": ends[0],
            "high": ends[-1],
        }
        found.append(runs[step["lane"]])
    return sorted(found, key=lambda label: label["since"] - label["until"])


def _marks(marks: Rows, place: Place) -> tuple[Rows, Place]:
    """Place the marks; those about no amount below all others, on a floor."""
    times = [milliseconds(row["at"]) for row in marks]
    low = [at for at, row in zip(times, marks, strict=True) if not _ends(row)]
    rows = floor_rows(place, low)
    place = floored(place, max(rows, default=-1) + 1)
    floor = iter(rows)
    return [
        {
            **row,
            "at": at,
            "since": at,
            "y": _middle(row, place) if _ends(row) else on_floor(place, next(floor)),
            "word": WORDS[row["mark"]],
        }
        for at, row in zip(times, marks, strict=True)
    ], place


def _middle(row: Row, place: Place) -> float:
    """Give the middle of what an event says, as it is drawn."""
    if row["middle"] is not None:
        return float(row["middle"])
    ends = _ends(row)
    return place.amount((place.y(ends[0]) + place.y(ends[-1])) / 2)
