"""A picture for a slide: its size to the pixel, its title, and who said what is drawn.

Letters and lines are as large as on a picture of `PAGE`, whatever the pixels are: a
slide of 1920 by 1080 is that page, enlarged. How high the panels may be is measured:
what stands around them is drawn twice, and the panels get what is left.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from textwrap import wrap
from typing import Final, TypeAlias

from ledger.charts.colours import FONT, Style
from ledger.charts.layers import Spec
from ledger.charts.rows import FRACTION
from ledger.charts.values import Chart
from ledger.claims.names import Directory, shown
from ledger.errors import BadInput, Refused
from ledger.projections.basis import Answer
from ledger.rendering.basis import heading

Svg: TypeAlias = Callable[[Spec, str], bytes]
"""Draws a specification; the text says what the picture rests on."""

WIDTH: Final = 760
"""Of a picture of no size of its own."""
PAGE: Final = (800, 450)
"""The size at which letters are as large as they are."""
SCALE: Final = 2.0
"""Pixels of a PNG of no size of its own for each of a picture."""

TIMES: Final = "\N{MULTIPLICATION SIGN}"
SMALLEST, LARGEST = 300, 10_000
"""Pixels of a side."""

TRIED: Final = (160, 320)
"""Heights of panels at which a picture is measured."""
LEAST: Final = 60
"""A panel that is lower shows nothing."""

FOOT: Final = 10.0
"""The size of letters at the foot; `LINE` is how far apart its lines stand."""
LINE: Final = 14.0
EDGE: Final = 8.0
LETTER: Final = 0.52
"""How wide a letter is on average, of its height."""
SPEAKERS: Final = 6
"""Who said it, by name; more are counted."""

ROOT: Final = re.compile(r'<svg[^>]*\swidth="([\d.]+)"\sheight="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Slide:
    """What somebody wants of a picture."""

    size: tuple[int, int] | None = None
    """Pixels, to the pixel; as large as it needs to be if None."""
    title: str = ""
    since: float | None = None
    """Where the time begins (ms)."""
    linear: bool = False
    sourced: bool = False
    """Whether who said it, and the basis, stand at the foot."""

    def foot(self, answer: Answer[Chart], names: Directory) -> list[str]:
        """Give the lines at the foot; none if none are wanted."""
        if not self.sourced:
            return []
        basis = answer.basis
        stated = FRACTION.sub("", heading(basis))
        return [said_by(answer, names, self.since), f"{stated}; basis {basis.token}"]


PLAIN: Final = Slide()


def size_of(text: str) -> tuple[int, int]:
    """Read the size of a picture: 1920x1080."""
    sides = text.strip().lower().replace(TIMES, "x").split("x")
    digits = [side for side in sides if side.isascii() and side.isdecimal()]
    if len(digits) == len(sides) == len(PAGE):
        width, height = map(int, digits)
        if min(width, height) >= SMALLEST and max(width, height) <= LARGEST:
            return width, height
    raise BadInput(
        f"size: '{shown(text)}' is not the size of a picture",
        f"write WIDTHxHEIGHT in pixels, each {SMALLEST} to {LARGEST:,}: 1920x1080",
        ("size",),
    )


def said_by(answer: Answer[Chart], names: Directory, since: float | None) -> str:
    """Name the sources behind the lines, those of the most steps first."""
    steps = answer.value.steps
    if since is not None:
        steps = tuple(step for step in steps if step.until / 1000 > since)
    counts: dict[str, int] = {}
    for step in steps:
        for slug in step.sources:
            counts[slug] = counts.get(slug, 0) + 1
    if not counts:
        return "Sources: the events of the ledger"
    ranked = sorted(counts, key=lambda slug: -counts[slug])
    known = names.sources
    named = [shown(known[x].name if x in known else x) for x in ranked]
    more = len(named) - SPEAKERS
    if more > 1:
        named = [*named[:SPEAKERS], f"{more} others"]
    last = f" and {named[-1]}" if named[1:] else named[-1]
    return f"Sources: {', '.join(named[:-1])}{last}"


def styled(answer: Answer[Chart], style: Style, slide: Slide) -> Style:
    """Give the style of a picture as it is wanted."""
    style = replace(style, title=slide.title, since=slide.since, linear=slide.linear)
    if not slide.sourced:
        return style
    day = answer.basis.as_of[: len("2024-01-19")]  # the foot says it exactly
    return replace(style, subtitle=f"as of {day}")


def drawn(
    svg: Svg,
    spec: Callable[[Style], Spec],
    answer: Answer[Chart],
    names: Directory,
    slide: Slide,
) -> tuple[bytes, float]:
    """Draw an SVG, and give how many pixels of a PNG one of it is.

    Refused if its panels have no room in the size.
    """
    about = f"basis {answer.basis.token}"
    width, height, scale = WIDTH, 0.0, SCALE
    if slide.size is not None:
        scale = min(x / y for x, y in zip(slide.size, PAGE, strict=True))
        width, height = int(slide.size[0] / scale), slide.size[1] / scale
    foot = [
        line
        for words in slide.foot(answer, names)
        for line in wrap(words, int((width - 2 * EDGE) / (FOOT * LETTER)))
    ]
    style = Style(width=width)
    if slide.size is not None:
        below = len(foot) * LINE + (EDGE if foot else 0)
        tall = fitting(svg, spec, style, height - below)
        style = replace(style, height=tall, filled=True)
    picture = svg(spec(style), about)
    if slide.size is None and not foot:
        return picture, scale
    inner = _measured(picture)
    if slide.size is None:
        height = inner[1] + len(foot) * LINE + EDGE
        return framed(picture, (max(inner[0], width), height), None, foot), scale
    whole = (slide.size[0] / scale, height)
    return framed(picture, whole, slide.size, foot), 1.0


def fitting(svg: Svg, spec: Callable[[Style], Spec], style: Style, room: float) -> int:
    """Give how high panels can be, so that all has room; Refused if they are too low.

    A picture grows evenly with its panels, so two of them tell how high a third is.
    """
    low, high = (
        _measured(svg(spec(replace(style, height=tall, filled=True)), ""))[1]
        for tall in TRIED
    )
    growth = (high - low) / (TRIED[1] - TRIED[0])
    tall = int(TRIED[0] + (room - low) / growth)
    if tall >= LEAST:
        return tall
    needed = int((low + (LEAST - TRIED[0]) * growth) / room * 100)
    raise Refused(
        f"size: the panels have no room: it would have to be {needed - 100} % higher",
        "take a higher size, name fewer companies, or draw them in one panel:"
        " --together",
        ("size",),
    )


def _measured(picture: bytes) -> tuple[float, float]:
    found = ROOT.search(picture.decode())
    assert found is not None
    return float(found[1]), float(found[2])


def framed(
    picture: bytes,
    whole: tuple[float, float],
    size: tuple[int, int] | None,
    foot: list[str],
) -> bytes:
    """Put a picture on a sheet, with lines at its foot; `size` is that of the sheet in
    pixels, if it is another one than `whole`.
    """
    width, height = whole
    across, down = size or whole
    paper = Style().paper
    lines = "".join(_lines(foot, height, paper.faint))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}"'
        f' height="{down:g}" viewBox="0 0 {width:.3f} {height:.3f}">'
        f'<rect width="100%" height="100%" fill="{paper.ground}"/>'
        f"{picture.decode().strip()}{lines}</svg>\n"
    ).encode()


def _lines(foot: list[str], height: float, ink: str) -> Iterator[str]:
    top = height - EDGE - (len(foot) - 1) * LINE
    for number, line in enumerate(foot):
        yield (
            f'<text x="{EDGE:g}" y="{top + number * LINE:.2f}" fill="{ink}"'
            f' font-family="{escape(FONT)}" font-size="{FOOT:g}">{escape(line)}</text>'
        )
