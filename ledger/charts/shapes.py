"""What steps and marks look like on a panel, before anybody draws them: rows of shapes.

Every row says `line`, whose colour it has, and `since`, when it is there.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, Final, TypeAlias

from ledger.charts.colours import OPEN_DOWN, OPEN_UP, SHAPES
from ledger.charts.labels import (
    PanelFrame,
    combed,
    floor_rows,
    floored,
    hatched,
    on_floor,
)
from ledger.charts.rows import ChartRows, likely_text
from ledger.charts.values import BID

ChartRow: TypeAlias = dict[str, Any]

PRE: Final = "pre-money"
MONEY: Final = {PRE: "pre", "post-money": "post"}
"""How a label says whether a price counts the money of the round."""

SUMS: Final = frozenset({"paid", "committed", "conditional"})
"""Lines of which one company may have several in one panel."""

WORDS: Final = {shape.name: shape.word for shape in SHAPES}


def is_band(row: ChartRow) -> bool:
    return None not in (row["low"], row["high"]) and row["low"] != row["high"]


def ends_in(row: ChartRow) -> tuple[float, ...]:
    """Give the ends that are there, each once."""
    there = dict.fromkeys(end for end in (row["low"], row["high"]) if end is not None)
    return tuple(there)


def edges(step: ChartRow) -> Iterator[ChartRow]:
    middle = step["middle"]
    for y in ends_in(step) if middle is None else (middle,):
        yield {**step, "y": y}


def combs(step: ChartRow, place: PanelFrame) -> Iterator[ChartRow]:
    """Give the teeth on the lines of a price before the money, which comes on top."""
    for y in ends_in(step) if step["kind"] == PRE and step["middle"] is None else ():
        for x, low, high in combed(place, step["from"], step["until"], y):
            row = {"line": step["line"], "since": x}
            yield {**row, "x": x, "x2": x, "y": low, "y2": high}


def _level(row: ChartRow) -> float:
    return float(row["middle"] if row["middle"] is not None else ends_in(row)[-1])


def risers(steps: ChartRows) -> Iterator[ChartRow]:
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


def hatch(step: ChartRow, place: PanelFrame) -> Iterator[ChartRow]:
    ends = ends_in(step)
    for x, y, x2, y2 in hatched(place, step["from"], step["until"], ends[0], ends[-1]):
        row = {"line": step["line"], "x": x, "y": y, "x2": x2, "y2": y2, "since": x2}
        yield row


def opens(step: ChartRow) -> Iterator[ChartRow]:
    for end, other, shape in (("high", "low", OPEN_UP), ("low", "high", OPEN_DOWN)):
        if step[end] is None:
            at = (step["from"] + step["until"]) / 2
            yield {**step, "at": at, "since": at, "y": step[other], "word": shape.word}


def wanted_labels(steps: ChartRows) -> ChartRows:
    """Give a label for each amount that is new on its line; the longest go first."""
    runs: dict[str, ChartRow] = {}
    found = []
    for step in sorted(steps, key=lambda row: row["from"]):
        ends = (_level(step),) if step["middle"] is not None else ends_in(step)
        before = runs.get(step["lane"])
        if before is not None and before["text"] == short(step):
            before["until"], before["final"] = step["until"], final(step)
            continue
        runs[step["lane"]] = {
            "line": step["line"],
            "kind": step["kind"],
            "text": short(step),
            "final": final(step),
            "since": step["from"],
            "until": step["until"],
            "low": ends[0],
            "high": ends[-1],
        }
        found.append(runs[step["lane"]])
    for run in runs.values():
        run["text"] = run["final"]
    return sorted(found, key=lambda label: label["since"] - label["until"])


def bid_labels(marks: ChartRows) -> ChartRows:
    """Give a label for each mark of a bid, which is on no line."""
    return [
        {
            "line": "",
            "text": f"{row['amount']} bid",
            "since": row["at"],
            "until": row["at"],
            "low": row["y"],
            "high": row["y"],
            "alone": True,
        }
        for row in marks
        if row["mark"] == BID and ends_in(row)
    ]


def placed_marks(marks: ChartRows, place: PanelFrame) -> tuple[ChartRows, PanelFrame]:
    """Place the marks; those about no amount below all others, on a floor."""
    rows = floor_rows(place, [row["at"] for row in marks if not ends_in(row)])
    place = floored(place, max(rows, default=-1) + 1)
    floor = iter(rows)
    return [
        {
            **row,
            "since": row["at"],
            "y": _middle(row, place) if ends_in(row) else on_floor(place, next(floor)),
            "word": WORDS[row["mark"]],
        }
        for row in marks
    ], place


def _middle(row: ChartRow, place: PanelFrame) -> float:
    """Give the middle of what an event says, as it is drawn."""
    if row["middle"] is not None:
        return float(row["middle"])
    ends = ends_in(row)
    return place.amount((place.y(ends[0]) + place.y(ends[-1])) / 2)


def short(row: ChartRow) -> str:
    """Write the amount of a step without its interval, and whether it counts the money
    of the round.
    """
    # On a ridge the middle is where its line lies, and no probability.
    likely = row.get("likely", row["middle"])
    if likely is not None:
        return likely_text(Decimal(repr(likely)))
    return f"{row['amount']} {MONEY.get(row['kind'], '')}".rstrip()


def final(row: ChartRow) -> str:
    """Write the same for where a line ends: there its company is named, if several
    share the panel.
    """
    if row["line"] == row["figure"]:
        return short(row)
    sum_ = f"{row['figure']} " if row["figure"] in SUMS else ""
    return f"{row['line']} {sum_}{short(row)}"
