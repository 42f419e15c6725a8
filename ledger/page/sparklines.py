"""Small lines without axes: the figure of a company from day to day.

A solid line is the headline; a dotted one is a figure that is no headline, as it is
disputed or only sought. The scale is logarithmic, each line has its own. Where nobody
said that the figure went from one amount to the next, the line breaks (`trends.py`).
"""

from collections.abc import Iterator, Sequence
from math import log
from typing import Final, NamedTuple

from ledger.page.contents import Trend
from ledger.page.markup import Html, tag

WIDTH: Final = 120
HEIGHT: Final = 28
EDGE: Final = 3.5
"""Room for the dot above and below."""

BREAK: Final = 2.5
"""How far a stretch ends before one that it does not lead to."""


class Corner(NamedTuple):
    """A corner of a line on paper."""

    x: float
    y: float
    sure: bool
    joined: bool


def places(trend: Trend, last: int) -> list[Corner | None]:
    """Give the corners of a line on paper; None where there is no figure."""
    amounts = [point.amount for point in trend.points if point.amount]
    low, high = log(min(amounts)), log(max(amounts))
    corners: list[Corner | None] = []
    for day, amount, sure, joined in trend.points:
        if not amount:
            corners.append(None)
            continue
        share = (log(amount) - low) / (high - low) if high > low else 0.5
        y = HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
        corners.append(Corner(across(day, last), round(y, 1), sure, joined))
    return corners


def across(day: int, last: int) -> float:
    """Give how far to the right a day stands."""
    return round(day / last * WIDTH, 1) if last else float(WIDTH)


def sparkline(trend: Trend, label: str, last: int) -> Html:
    """Draw a line; the script moves its dot to the day that is chosen."""
    corners = places(trend, last)
    days = [across(point.day, last) for point in trend.points]
    stretches = list(_stretches(corners, [*days[1:], float(WIDTH)]))
    lines = [
        tag("path", d=path, class_=name)
        for name, path in (
            ("sure", _path(stretches, sure=True)),
            ("open", _path(stretches, sure=False)),
        )
        if path
    ]
    newest = corners[-1]
    dot = tag(
        "circle",
        r=2.5,
        cx=WIDTH - 3 if newest else None,
        cy=newest.y if newest else None,
        class_=None if newest else "gone",
    )
    steps = (
        f"{point.day} {'' if corner is None else corner.y}"
        for point, corner in zip(trend.points, corners, strict=True)
    )
    return tag(
        "svg",
        tag("g", *lines, clip_path="url(#past)"),
        dot,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=label,
        data_steps=",".join(steps),
    )


class LevelPart(NamedTuple):
    """A level part of a line, and the height from which it is reached, if from one."""

    since: float
    until: float
    y: float
    sure: bool
    riser: float | None


def _stretches(
    corners: Sequence[Corner | None], ends: Sequence[float]
) -> Iterator[LevelPart]:
    """Give the level parts; one ends a little early where no line leads on from it."""
    before: Corner | None = None
    following = [*corners[1:], None]
    for corner, end, behind in zip(corners, ends, following, strict=True):
        if corner is not None:
            riser = before.y if corner.joined and before is not None else None
            broken = behind is not None and not behind.joined and behind.y != corner.y
            until = max(corner.x, end - BREAK) if broken else end
            yield LevelPart(corner.x, until, corner.y, corner.sure, riser)
        before = corner


def _path(stretches: Sequence[LevelPart], *, sure: bool) -> str:
    """Write the stretches of one kind, each with the riser that leads to it."""
    words: list[str] = []
    for one in stretches:
        if one.sure != sure:
            continue
        start = one.y if one.riser is None else one.riser
        words.append(f"M{one.since:g} {start:g}")
        words += [f"V{one.y:g}"] * (one.riser is not None) + [f"H{one.until:g}"]
    return "".join(words)
