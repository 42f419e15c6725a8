"""From the rows of a chart to what is drawn on each panel: plain lists of dicts.

A panel shows one subject in one currency; all panels of a chart share their stretch of
time and their lines. Times are milliseconds since 1970, as Vega-Lite takes them; every
row says `since` when it is there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, Final

from ledger.charts.axes import linear_ticks, log_domain, log_ticks
from ledger.charts.colours import DISPUTED, PLAIN, POST, PRE, Style
from ledger.charts.labels import PIXELS, Grain, PanelFrame, ending, labelled, stroke
from ledger.charts.rows import ChartRows, panel_of
from ledger.charts.shapes import (
    ChartRow,
    bid_labels,
    combs,
    edges,
    ends_in,
    final,
    hatch,
    is_band,
    opens,
    placed_marks,
    risers,
    wanted_labels,
)

DAY: Final = 86_400_000.0
OPEN: Final = -55e12
"""Before it, in the third century, begins only what has no beginning."""

HEADROOM: Final = 0.08
"""Of the highest amount, above it on a linear scale."""

AIR: Final = 0.02
"""Of the whole time, before the first step."""

NARROW: Final = 5.0
"""A panel whose highest amount is no more times its lowest is half as high."""

JOINED: Final = frozenset({"valuation", "credibility"})
"""What has one step at a time on a line; of the others, one for each round."""

KINDS: Final = {"pre-money": PRE, "post-money": POST}
"""The kinds of prices that labels tell apart."""

FLOOR: Final = "Marks at the bottom: events without an amount"
UNBELIEVED: Final = "Marks at the bottom: events without a belief"
"""How the legend explains them."""

LEAST: Final = "000.0B"
"""A label at the cut for which there is always room."""

RIDGED: Final = "belief"
RIDGE: Final = 40.0
"""Pixels for each round."""

FULL: Final = 0.8
"""So much of a ridge is certainty."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn on one panel."""

    number: int
    subject: str
    about: str
    """What its title says of it: the currency, whether it is debt, the scale."""
    place: PanelFrame
    bands: ChartRows
    edges: ChartRows
    """Level lines: `from`, `until`, `y`."""
    risers: ChartRows
    """Upright lines where one step follows the other: `at`, `low`, `high`."""
    combs: ChartRows
    """Teeth on the lines of prices before the money."""
    hatches: ChartRows
    opens: ChartRows
    """Signs at ends that are open: at least, at most."""
    labels: ChartRows
    marks: ChartRows
    money: bool = True
    """Whether amounts are money; else they are probabilities."""
    lanes: tuple[str, ...] = ()
    """The rounds, from the top, if each has a ground of its own."""

    @property
    def floor(self) -> str:
        """Say what marks are about that stand below all amounts; nothing if none do."""
        if all(map(ends_in, self.marks)):
            return ""
        return FLOOR if self.money else UNBELIEVED

    @property
    def ticks(self) -> Callable[[int], list[float]]:
        """Give the amounts to mark: so many at most."""
        place = self.place
        if place.logarithmic:
            return partial(log_ticks, place.ground, place.high)
        return partial(linear_ticks, place.high)

    @property
    def words(self) -> set[str]:
        """Name the signs that the legend must explain."""
        found = {row["word"] for row in (*self.marks, *self.opens)}
        kinds = {row.get("kind") for row in self.labels}
        found |= {sign.word for kind, sign in KINDS.items() if kind in kinds}
        found |= {PRE.word} if self.combs else set()
        return found | ({DISPUTED.word} if self.hatches else set())


def milliseconds(instant: str) -> float:
    """Read an instant as rows have it."""
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def room_behind(steps: ChartRows, grain: Grain = PIXELS) -> float:
    """Give the room that the labels of the answers at the cut need."""
    last = max(row["until"] for row in steps)
    texts = [final(row) for row in steps if row["until"] == last]
    return 2 * grain.gap + max(map(grain.extent, (LEAST, *texts)))


def start_of(steps: ChartRows, marks: ChartRows, cut: float) -> float:
    """Give where the time of all panels begins, with a little air before it."""
    times = (
        *_values_of(steps, "from"),
        *_values_of(steps, "until"),
        *_values_of(marks, "at"),
    )
    known = [at for at in map(milliseconds, times) if at > OPEN]
    first = min(*known, cut - DAY)
    return first - AIR * (cut - first)


def _values_of(rows: ChartRows, name: str) -> Iterator[str]:
    return (row[name] for row in rows)


def shown_since(rows: ChartRows, since: float | None) -> ChartRows:
    """Leave out the steps that ended, and the marks that stood, before an instant."""
    if since is None:
        return rows
    return [row for row in rows if milliseconds(row.get("until") or row["at"]) > since]


def scenes_of(
    what: str,
    steps: ChartRows,
    marks: ChartRows,
    cut: float,
    size: tuple[float, float, float],
    grain: Grain = PIXELS,
    style: Style = PLAIN,
) -> list[Scene]:
    """Give the panels of a chart in their order; lines end at a cut (ms).

    `size` is the width and the height of a panel, and the pixels that are left behind
    the cut for labels; if none, none are put there.
    """
    width, height, ends = size
    first = start_of(steps, marks, cut) if style.since is None else style.since
    last = cut + (cut - first) * ends / (width - ends)
    found = list[Scene]()
    for panel, part in groupby(steps, key=lambda row: str(row["panel"])):
        here = coalesced([timed(row, what, first) for row in part])
        there = [
            {**row, "at": max(milliseconds(row["at"]), first)}
            for row in marks
            if row["panel"] == panel
        ]
        lanes = tuple(dict.fromkeys(row["lane"] for row in here))
        money = bool(here[0]["unit"])
        logarithmic = money and not style.linear
        low, high = _amount_axis((*here, *there), money=money, logarithmic=logarithmic)
        tall = height
        if not style.filled and logarithmic and high / low <= NARROW:
            tall = height / 2
        if what == RIDGED:
            here, there = ridged(here, lanes), ridged(there, lanes)
            low, high = 0.0, float(len(lanes))
            tall = height if style.filled else RIDGE * len(lanes)
        place = PanelFrame(width, tall, first, last, low, high, logarithmic, cut, grain)
        scene = _scene(len(found), here, there, place, ends=ends > 0)
        lanes = lanes if what == RIDGED else ()
        found.append(replace(scene, money=money, lanes=lanes))
    return found


def timed(row: ChartRow, what: str, first: float) -> ChartRow:
    """Give a step with its times in milliseconds, and the lane that it goes on in."""
    since, until = max(milliseconds(row["from"]), first), milliseconds(row["until"])
    own = f"{row['line']} {row['figure']} {row['round'] or ''}"
    lane = row["line"] if what in JOINED else own
    lane = row["round"] if what == RIDGED else lane
    return {**row, "from": since, "until": until, "since": since, "lane": lane}


def coalesced(rows: ChartRows) -> ChartRows:
    """Join probabilities that look the same, so that a line is not cut into hairs."""
    done, last = list[ChartRow](), dict[str, ChartRow]()
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


def ridged(rows: ChartRows, lanes: Sequence[str]) -> ChartRows:
    """Put probabilities above each other, each round on a ground of its own."""
    ground = {lane: len(lanes) - 1.0 - number for number, lane in enumerate(lanes)}
    done = []
    for row in rows:
        base = ground.get(row["round"])
        if base is None or row["middle"] is None:
            done.append({**row, "low": None, "middle": None, "high": None})
            continue
        likely = row["middle"]
        level = base + likely * FULL
        ridge = {"low": base, "middle": level, "high": level, "likely": likely}
        done.append({**row, **ridge})
    return done


def _amount_axis(
    rows: Iterable[dict[str, Any]], *, money: bool, logarithmic: bool
) -> tuple[float, float]:
    if not money:
        return 0.0, 1.0
    ends = [end for row in rows for end in (row["low"], row["high"]) if end]
    return log_domain(ends) if logarithmic else (0.0, max(ends) * (1 + HEADROOM))


def _scene(
    number: int, steps: ChartRows, marks: ChartRows, place: PanelFrame, *, ends: bool
) -> Scene:
    placed, place = placed_marks(marks, place)
    open_ends = [row for step in steps for row in opens(step)]
    taken = [(row["at"], row["y"]) for row in (*placed, *open_ends)]
    levels = [row for step in steps for row in edges(step)]
    joints = list(risers(steps))
    strokes = [
        *(stroke(place, x["from"], x["until"], x["y"], x["y"]) for x in levels),
        *(stroke(place, x["at"], x["at"], x["low"], x["high"]) for x in joints),
    ]
    wanted = wanted_labels(steps)
    now = [x for x in wanted if ends and x["until"] > place.cut - 1]
    then = [x for x in wanted if x not in now and steps[0]["unit"]]
    then = [*bid_labels(placed), *then]
    return Scene(
        number=number,
        subject="" if steps[0]["line"] != steps[0]["figure"] else steps[0]["subject"],
        about=_about(steps[0], place),
        place=place,
        bands=[row for row in steps if is_band(row)],
        edges=levels,
        risers=joints,
        combs=[x for step in steps for x in combs(step, place)],
        hatches=[x for step in steps if step["disputed"] for x in hatch(step, place)],
        opens=open_ends,
        labels=[*labelled(place, then, taken, strokes), *ending(place, now)],
        marks=placed,
    )


def _about(step: ChartRow, place: PanelFrame) -> str:
    scale = " on a log scale" if place.logarithmic else ""
    if step["unit"] and not place.logarithmic:
        scale = " on a linear scale"
    return panel_of("", step["unit"], debt=step["debt"]) + scale
