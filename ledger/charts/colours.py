"""How the lines and marks of a chart look: never by colour alone, also in grey.

A line is told by its dashes and its width, a mark by its shape, each named in the
legend. Colours differ in lightness, too, and for those who see red and green alike.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.projections.valued import FIGURES

Scheme: TypeAlias = Literal["light", "dark"]

FONT: Final = (
    "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'PingFang SC',"
    " 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"
)
"""The first that is there for each letter; the later ones know Chinese."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one line looks, and what the legend calls it."""

    name: str
    dash: tuple[float, ...]
    width: float
    light: str
    dark: str
    sign: str
    """The same in a terminal, with a colour of eight."""
    style: str


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How one mark looks: an SVG path within -1..1, filled or not."""

    name: str
    word: str
    path: str
    sign: str
    """The same in a terminal."""
    filled: bool = False


BROWN: Final = ("#6f4518", "#d9b38c")
NAVY: Final = ("#12355b", "#9cc4f0")
AMBER: Final = ("#b45309", "#f0a04b")
GREEN: Final = ("#4d7c0f", "#a3d65c")
PLUM: Final = ("#86449e", "#d6a3ea")
TEAL: Final = ("#0f766e", "#5eead4")
ROSE: Final = ("#9d174d", "#f9a8d4")
GREY: Final = ("#57606a", "#b0b8c1")

SOLID: Final = (1.0, 0.0)
DOTS: Final = (1.5, 3.0)
DASHES: Final = (7.0, 3.0)
MIXED: Final = (9.0, 3.0, 1.5, 3.0)
SHORT: Final = (4.0, 4.0)
LONG: Final = (14.0, 3.0)

INKS: Final = (
    (SOLID, 2.8, *NAVY, "━", "bold blue"),
    (DASHES, 1.8, *AMBER, "╌", "yellow"),
    (DOTS, 2.0, *GREEN, "·", "green"),
    (MIXED, 1.8, *PLUM, "~", "magenta"),
    (DOTS, 2.0, *TEAL, ":", "cyan"),
    (SOLID, 2.8, *ROSE, "=", "bold red"),
    (SHORT, 2.0, *GREY, "-", "white"),
    (LONG, 2.0, *BROWN, "_", "bold white"),
)


def _looks(*names: str) -> tuple[LineStyle, ...]:
    return tuple(
        LineStyle(name, *look) for name, look in zip(names, INKS, strict=False)
    )


LOOKS: Final = {
    "valuation": _looks(*FIGURES),
    "raised": _looks("paid", "committed", "sought", "conditional"),
    "credibility": _looks("original", "denial", "relay"),
    "belief": _looks("belief"),
}


def looks_of(what: str, lines: Container[str]) -> tuple[LineStyle, ...]:
    """Give the looks of the lines that a chart has."""
    return tuple(look for look in LOOKS[what] if look.name in lines)


def looks_together(names: Iterable[str]) -> tuple[LineStyle, ...]:
    """Give the looks of companies in one panel: a colour for each, in their order."""
    return _looks(*names)


CIRCLE: Final = "M0,-.9A.9,.9,0,1,1,0,.9A.9,.9,0,1,1,0,-.9Z"
CROSS: Final = "M-.8,-.8L.8,.8M.8,-.8L-.8,.8"
DIAMOND: Final = "M0,-1.1L1,0L0,1.1L-1,0Z"
SQUARE: Final = "M-.8,-.8H.8V.8H-.8Z"
DOWN: Final = "M-1,-.8H1L0,1Z"
BAR: Final = "M0,-1.3V1.3M-.9,0H.9"
DOT: Final = "M0,-.4A.4,.4,0,1,1,0,.4A.4,.4,0,1,1,0,-.4Z"
UP: Final = "M-1,.8H1L0,-1Z"
COMB: Final = "M-1.6,.5H1.6M-1.1,.5V-.5M0,.5V-.5M1.1,.5V-.5"
HATCH: Final = "M-1.6,.9L-.4,-.9M-.6,.9L.6,-.9M.4,.9L1.6,-.9"

SHAPES: Final = (
    MarkStyle("report", "report", CIRCLE, "o"),
    MarkStyle("statement", "entitled statement", CIRCLE, "●", filled=True),
    MarkStyle("bid", "bid", UP, "△"),
    MarkStyle("confirmation", "confirmation", SQUARE, "■", filled=True),
    MarkStyle("denial", "denial", CROSS, "x"),
    MarkStyle("revision", "revision", DIAMOND, "◇"),
    MarkStyle("retraction", "retraction", DOWN, "▽"),
    MarkStyle("merger", "merger", BAR, "+"),
    MarkStyle("right", "came true", CIRCLE, "●", filled=True),
    MarkStyle("wrong", "did not come true", CROSS, "x"),
    MarkStyle("lapse", "lapsed", DOT, "."),
)
DISPUTED: Final = MarkStyle("disputed", "disputed", HATCH, "/")
OPEN_UP: Final = MarkStyle("at least", "at least", "M-.8,.5L0,-.7L.8,.5", "^")
OPEN_DOWN: Final = MarkStyle("at most", "at most", "M-.8,-.5L0,.7L.8,-.5", "v")
PRE: Final = MarkStyle("pre", "pre = pre-money", COMB, "pre")
POST: Final = MarkStyle("post", "post = post-money", "M-1.6,0H1.6", "post")
SIGNS: Final = (*SHAPES, OPEN_UP, OPEN_DOWN, DISPUTED, PRE, POST)
"""All that the legend may have to explain, in its order."""

AGAINST: Final = frozenset({"denial", "retraction", "wrong"})
RED: Final = ("#b3261e", "#ff8a80")
"""For marks that speak against something."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours around the lines."""

    ground: str
    ink: str
    faint: str
    grid: str


PAPERS: Final[dict[Scheme, Paper]] = {
    "light": Paper("#ffffff", "#1f2328", "#59636e", "#e4e7eb"),
    "dark": Paper("#14171b", "#e6e9ed", "#9aa4af", "#2b3138"),
}


AXIS: Final = 58
"""Pixels for the labels of amounts, of the whole width."""

GAP: Final = 16
"""Of these, the space around the labels."""

WIDEST: Final = 160
"""Pixels for the names of rounds, at most."""

COLUMN: Final = 180
"""Pixels of a column of the legend."""

MARGIN: Final = 14


@dataclass(frozen=True, slots=True)
class Style:
    """How a chart is drawn, whatever it shows."""

    width: int = 760
    """Pixels of the whole."""
    height: int = 280
    """Pixels of one panel."""
    scheme: Scheme = "light"
    live: bool = False
    """Whether somebody can point at it and zoom."""
    title: str = ""
    """Instead of the one that says of whom and what it is."""
    subtitle: str | None = None
    """Instead of the one that says what it is as of; nothing if empty."""
    since: float | None = None
    """Where the time begins (ms); with the first event if None."""
    linear: bool = False
    """Whether amounts stand on a linear scale, from nought."""
    filled: bool = False
    """Whether every panel is as high as `height` says, whatever it holds."""
    slider: str = ""
    """The name of a parameter (ms) after which nothing is drawn; none without one."""

    @property
    def paper(self) -> Paper:
        return PAPERS[self.scheme]

    def colour(self, pair: tuple[str, str]) -> str:
        """Choose of a light and a dark colour."""
        return pair[self.scheme == "dark"]


PLAIN: Final = Style()
