"""What differs from chart to chart, put into the layers of a panel.

What they have in common is in `layers.py`; here are their rows, the ends and ticks of
the two axes, and what the legends explain. A layer without rows goes.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from json import dumps
from typing import Any, Final

from ledger.charts.axes import day_ticks
from ledger.charts.colours import AGAINST, RED, SIGNS, LineStyle, Style
from ledger.charts.panels import Scene
from ledger.charts.rows import ChartRows, label_of

EVERY: Final = 80
"""Pixels between two labels of time."""

APART: Final = 36
"""Pixels between two labels of amounts."""

KEPT: Final = frozenset(
    {
        *("from", "until", "since", "at", "x", "x2", "y", "y2", "low", "high"),
        *("line", "figure", "word", "text", "tip", "event", "ink"),
    }
)
"""What the layers read of a row."""

DAYS: Final = (
    "[utcFormat(datum.value, '%-d %b'),"
    " datum.index == 0 ? utcFormat(datum.value, '%Y') : '']"
)

MONTHS: Final = (
    "utcFormat(datum.value, '%m') == '01' ? utcFormat(datum.value, '%Y')"
    " : [utcFormat(datum.value, '%b'),"
    " datum.index == 0 ? utcFormat(datum.value, '%Y') : '']"
)

ANY: Final = f"utcdate(datum.value) == 1 ? ({MONTHS}) : ({DAYS})"
"""Labels of time: the year stands at the first one, and where it begins."""

MONEY: Final = (
    "datum.value >= 1e12 ? format(datum.value / 1e12, '~g') + 'T'"
    " : datum.value >= 1e9 ? format(datum.value / 1e9, '~g') + 'B'"
    " : datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + 'M'"
    " : format(datum.value, ',~g')"
)

SPECK: Final = 14
"""The size of marks where there are hundreds."""

Layer = dict[str, Any]


class LayerFiller:
    """Fills the layers of one panel.

    `looks` are those of its lines. Where several companies share it, each line has the
    colour of its company, and the dashes of `figures`.
    """

    def __init__(
        self,
        scene: Scene,
        style: Style,
        looks: Sequence[LineStyle],
        figures: Sequence[LineStyle],
    ) -> None:
        self.scene, self.style, self.looks = scene, style, looks
        self.figures = figures
        self.data: dict[str, ChartRows] = {}
        """The rows of each layer, under the name by which it asks for them."""

    def all(
        self, layers: Mapping[str, Layer], words: Container[str], floor: str | None
    ) -> list[Layer]:
        """Give all layers that have rows, the lowest first; `words` are those of the
        legend, and `floor` its title: what marks at the bottom are, if there are any.
        """
        self._time(layers["now"]["encoding"]["x"])
        self._amounts(layers["edges"]["encoding"]["y"])
        self._lines(layers["edges"]["encoding"])
        if self.scene.marks or self.scene.opens:
            self._signs(layers["marks"], words, floor)
        return [self._put(layers[name], rows) for name, rows in self._rows() if rows]

    def _rows(self) -> Iterator[tuple[str, ChartRows]]:
        """Give the rows of each layer."""
        scene = self.scene
        yield "now", [{"at": scene.place.cut, "since": 0}]
        yield "bands", self._inked(scene.bands)
        yield "hatches", self._inked(scene.hatches)
        yield "combs", self._inked(scene.combs)
        yield "risers", self._inked(scene.risers)
        yield "edges", self._inked(scene.edges)
        yield "halos", self._inked(scene.labels)
        yield "labels", self._inked(scene.labels)
        yield "marks", [*scene.opens, *scene.marks]

    def _put(self, layer: Layer, rows: ChartRows) -> Layer:
        """Put rows into a layer."""
        # Named, and all together at the end: two panels may not share a name.
        rows_of = f"rows-{self.scene.number}-{len(self.data)}"
        self.data[rows_of] = [
            {name: row[name] for name in row if name in KEPT} for row in rows
        ]
        layer["data"] = {"name": rows_of}
        return layer

    def _inked(self, rows: ChartRows) -> ChartRows:
        """Give rows with the colour of their line, the widest line first."""
        inks = {look.name: self._ink(look) for look in self.looks}
        inks[""] = self.style.paper.ink  # of what is on no line
        order = list(inks)
        lines = sorted(rows, key=lambda row: order.index(row["line"]))
        return [{**row, "ink": inks[row["line"]]} for row in lines]

    def _ink(self, look: LineStyle) -> str:
        return self.style.colour((look.light, look.dark))

    def _time(self, x: Layer) -> None:
        """Say from when to when the axis of time goes, and what is written on it."""
        place = self.scene.place
        # As an expression: dates as such are lost where a page forbids `eval`.
        ends = f"[{place.first:.0f}, {place.last:.0f}]"
        x["scale"]["domain"] = {"expr": ends}
        x["axis"]["labelExpr"] = ANY
        if not self.style.live:
            first, last = (
                datetime.fromtimestamp(at / 1000, UTC)
                for at in (place.first, place.cut)
            )
            ticks = day_ticks(first, last, int(place.width // EVERY))
            months = all(tick.day == 1 for tick in ticks)
            values = [int(tick.timestamp() * 1000) for tick in ticks]
            x["axis"]["values"] = {"expr": f"{values}"}
            x["axis"]["labelExpr"] = MONTHS if months else DAYS

    def _amounts(self, y: Layer) -> None:
        """Say how far the upright axis goes, and what is written on it."""
        scene, place = self.scene, self.scene.place
        y["scale"] |= {"domainMin": place.low, "domainMax": place.high}
        if scene.lanes:
            labels = dumps([label_of(lane) for lane in reversed(scene.lanes)])
            y["axis"]["values"] = [*reversed(range(len(scene.lanes)))]
            y["axis"]["labelExpr"] = f"{labels}[datum.value]"
        elif scene.money:
            y["axis"]["values"] = scene.ticks(max(2, int(place.height // APART)))
            y["axis"]["labelExpr"] = MONEY

    def _lines(self, encoding: Layer) -> None:
        """Say how each line looks."""
        for channel, looks, values in (
            ("color", self.looks, [self._ink(look) for look in self.looks]),
            ("strokeDash", self.figures, [list(look.dash) for look in self.figures]),
            ("strokeWidth", self.figures, [look.width for look in self.figures]),
        ):
            names = [look.name for look in looks]
            encoding[channel]["scale"] |= {"domain": names, "range": values}

    def _signs(self, layer: Layer, words: Container[str], floor: str | None) -> None:
        """Say what each mark looks like, and how large they are."""
        paper, red = self.style.paper, self.style.colour(RED)
        signs = [sign for sign in SIGNS if sign.word in words]
        rows = len(self.scene.opens) + len(self.scene.marks)
        size = max(SPECK, min(60, 6000 // rows))
        layer["mark"] |= {"size": size, "strokeWidth": 1.5 if size > SPECK else 0.8}
        for channel, values in (
            ("shape", [sign.path for sign in signs]),
            ("stroke", [red if x.name in AGAINST else paper.ink for x in signs]),
            ("fill", [paper.ink if x.filled else paper.ground for x in signs]),
        ):
            own = layer["encoding"][channel]
            own["scale"] |= {"domain": [sign.word for sign in signs], "range": values}
            own["legend"] = {"title": floor, **own["legend"]}
