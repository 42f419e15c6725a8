"""Small lines without axes: the figure of a company from day to day.

A solid line is the headline; a dotted one is a figure that is none, because it is
disputed or only sought. The scale is logarithmic, each line has its own.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import Final

from ledger.page.contents import Trend
from ledger.page.markup import Html, tag

WIDTH: Final = 120
HEIGHT: Final = 28
EDGE: Final = 3.5
"""Room for the dot above and below."""

Point = tuple[float, float, bool]


def places(trend: Trend, last: int) -> list[Point | None]:
    """Give the corners of a line on paper; None where there is no figure."""
    amounts = [amount for _, amount, _ in trend.points if amount]
    low, high = log(min(amounts)), log(max(amounts))
    corners: list[Point | None] = []
    for day, amount, headline in trend.points:
        if not amount:
            corners.append(None)
            continue
        share = (log(amount) - low) / (high - low) if high > low else 0.5
        y = HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
        corners.append((across(day, last), round(y, 1), headline))
    return corners


def across(day: int, last: int) -> float:
    """Give how far to the right a day stands."""
    return round(day / last * WIDTH, 1) if last else float(WIDTH)


def sparkline(trend: Trend, label: str, last: int) -> Html:
    """Draw a line; the script moves its dot to the day that is chosen."""
    corners = places(trend, last)
    days = [across(day, last) for day, _, _ in trend.points]
    stretches = list(_stretches(corners, [*days[1:], float(WIDTH)]))
    lines = [
        tag("path", d=path, class_=name)
        for name, path in (
            ("sure", _path(stretches, headline=True)),
            ("open", _path(stretches, headline=False)),
        )
        if path
    ]
    newest = corners[-1]
    dot = tag(
        "circle",
        r=2.5,
        cx=WIDTH - 3 if newest else None,
        cy=newest[1] if newest else None,
        class_=None if newest else "gone",
    )
    steps = (
        f"{day} {'' if corner is None else corner[1]}"
        for (day, _, _), corner in zip(trend.points, corners, strict=True)
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


Stretch = tuple[float, float, float, bool, bool]
"""From, to, how high, whether it is a headline, and whether one joins it before."""


def _stretches(
    corners: Sequence[Point | None], ends: Sequence[float]
) -> Iterator[Stretch]:
    joins = [False, *(before is not None for before, _ in pairwise(corners))]
    for corner, end, joined in zip(corners, ends, joins, strict=True):
        if corner is not None:
            x, y, headline = corner
            yield x, end, y, headline, joined


def _path(stretches: Sequence[Stretch], *, headline: bool) -> str:
    """Write the stretches of one kind, each with the riser that leads to it."""
    words: list[str] = []
    before: Stretch | None = None
    for one in stretches:
        x, end, y, is_headline, joined = one
        if is_headline == headline:
            riser = joined and before is not None
            words.append(f"M{x:g} {before[2] if riser and before else y:g}")
            words += [f"V{y:g}"] * riser + [f"H{end:g}"]
        before = one
    return "".join(words)
