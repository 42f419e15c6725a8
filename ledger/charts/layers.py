"""The layers of a panel, in Altair's words: each has rows of its own.

All layers share one axis of time and one of amounts. What is to be said of an axis is
said once: of time at the as-of cut, of amounts at the level lines.
"""

from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime
from json import dumps
from typing import Any, Final, TypeVar

import altair as alt

from ledger.charts.axes import day_ticks
from ledger.charts.colours import AGAINST, BESIDE, COLUMN, RED, SIGNS, Look, Style
from ledger.charts.panels import FLOOR, Scene
from ledger.charts.rows import Rows, label_of

T = TypeVar("T")

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

SMALL: Final = 10.5
SPECK: Final = 14
"""The size of marks where there are hundreds."""


class Layers:
    """Makes the layers of one panel.

    `looks` are those of its lines. Where several companies share it, each line has the
    colour of its company, and the dashes of `figures`.
    """

    def __init__(
        self,
        scene: Scene,
        style: Style,
        looks: Sequence[Look],
        figures: Sequence[Look],
        room: int,
    ) -> None:
        self.scene, self.style, self.looks, self.room = scene, style, looks, room
        self.figures = figures
        self.data: dict[str, Rows] = {}
        """The rows of each layer, under the name by which it asks for them."""

    def all(self, words: Container[str], *, floor: bool) -> list[alt.Chart]:
        """Give all layers, the lowest first; `words` are those of the legend, which
        explains the marks on the `floor`, too, if any panel has one.
        """
        scene = self.scene
        layers = [
            self._now(),
            *([self._bands()] if scene.bands else []),
            *([self._strokes(scene.hatches)] if scene.hatches else []),
            *([self._strokes(scene.combs)] if scene.combs else []),
            *([self._risers()] if scene.risers else []),
            self._edges(),
        ]
        if scene.labels:
            layers += [self._labels(halo=halo) for halo in (True, False)]
        if scene.marks or scene.opens:
            layers.append(self._marks(words, floor=floor))
        return layers

    def _rows(self, rows: Rows) -> alt.Chart:
        """Give a layer with its rows; with a slider, those that are there by then."""
        values = [{name: row[name] for name in row if name in KEPT} for row in rows]
        # Named, and put in at the end: Altair copies what it is given many times.
        rows_of = f"rows-{self.scene.number}-{len(self.data)}"
        self.data[rows_of] = values
        layer = alt.Chart(alt.NamedData(name=rows_of))
        name = self.style.slider
        if name:
            layer = layer.transform_filter(f"datum.since <= {name}")
        if name and any("until" in row for row in values):
            layer = layer.transform_calculate(until=f"min(datum.until, {name})")
        return layer

    def _inked(self, rows: Rows) -> alt.Chart:
        """Give rows with the colour of their line, the widest line first."""
        inks = {look.name: self._ink(look) for look in self.looks}
        inks[""] = self.style.paper.ink  # of what is on no line
        order = list(inks)
        lines = sorted(rows, key=lambda row: order.index(row["line"]))
        return self._rows([{**row, "ink": inks[row["line"]]} for row in lines])

    def _ink(self, look: Look) -> str:
        return self.style.colour((look.light, look.dark))

    @property
    def _colour(self) -> alt.Color:
        return alt.Color("ink", type="nominal", scale=None)

    @property
    def _tip(self) -> dict[str, alt.Description | alt.Tooltip]:
        """What is told when somebody points; of a picture, what is read out."""
        told = {"description": alt.Description("tip", type="nominal")}
        if not self.style.live:
            return {**told}
        return {**told, "tooltip": alt.Tooltip("tip", type="nominal")}

    def _x(self, name: str) -> alt.X:
        """Give the axis of time as all layers share it; the as-of cut says the rest."""
        return alt.X(name, type="temporal", scale=alt.Scale(type="utc"))

    def _y(self, name: str) -> alt.Y:
        kind = alt.Scale(type="log" if self.scene.place.logarithmic else "linear")
        return alt.Y(name, type="quantitative", scale=kind)

    def _time(self, name: str) -> alt.X:
        place = self.scene.place
        # As an expression: dates as such are lost where a page forbids `eval`.
        ends = alt.ExprRef(f"[{place.first:.0f}, {place.last:.0f}]")
        scale = alt.Scale(type="utc", nice=False, domain=ends)
        axis = alt.Axis(title=None, grid=False, labelExpr=ANY)
        if self.style.live:
            axis.tickCount = 5
        else:
            first, last = (
                datetime.fromtimestamp(x / 1000, UTC) for x in (place.first, place.cut)
            )
            ticks = day_ticks(first, last, int(place.width // EVERY))
            months = all(tick.day == 1 for tick in ticks)
            axis.values = alt.ExprRef(f"{[int(x.timestamp() * 1000) for x in ticks]}")
            axis.labelExpr = MONTHS if months else DAYS
        return alt.X(name, type="temporal", axis=axis, scale=scale)

    def _amounts(self, name: str) -> alt.Y:
        place = self.scene.place
        low, high = place.low, place.high
        if self.scene.lanes:
            grounds = [
                len(self.scene.lanes) - 1 - n for n in range(len(self.scene.lanes))
            ]
            labels = dumps([label_of(lane) for lane in reversed(self.scene.lanes)])
            axis = alt.Axis(
                title=None,
                values=grounds,
                labelExpr=f"{labels}[datum.value]",
                labelBaseline="bottom",
                labelLimit=self.room - BESIDE,
            )
            scale = alt.Scale(type="linear", domainMin=low, domainMax=high, nice=False)
        elif not self.scene.money:
            axis = alt.Axis(title=None, format=".0%", tickCount=5)
            scale = alt.Scale(type="linear", domainMin=low, domainMax=high, nice=False)
        else:
            ticks = self.scene.ticks(max(2, int(place.height // APART)))
            axis = alt.Axis(title=None, values=ticks, labelExpr=MONEY)
            scale = alt.Scale(domainMin=low, domainMax=high, nice=False)
            scale.type = "log" if place.logarithmic else "linear"
        return alt.Y(name, type="quantitative", axis=axis, scale=scale)

    def _now(self) -> alt.Chart:
        """Draw the as-of cut, where all lines end."""
        layer = self._rows([{"at": self.scene.place.cut, "since": 0}])
        if self.style.live and self.scene.number == 0:  # all panels share the time
            along = alt.selection_interval(name="zoom", bind="scales", encodings=["x"])
            layer = layer.add_params(along)
        if self.style.slider:
            layer = layer.transform_calculate(at=self.style.slider)
        drawn: alt.Chart = layer.mark_rule(
            color=self.style.paper.faint, strokeWidth=0.8, strokeOpacity=0.6, aria=False
        ).encode(x=self._time("at"))
        return drawn

    def _bands(self) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(self.scene.bands)
            .mark_rect(fillOpacity=0.13)
            .encode(
                x=self._x("from"),
                x2="until",
                y=self._y("low"),
                y2="high",
                color=self._colour,
                **self._tip,
            )
        )
        return drawn

    def _strokes(self, rows: Rows) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(rows)
            .mark_rule(strokeWidth=0.9, strokeOpacity=0.75, aria=False)
            .encode(
                x=self._x("x"),
                x2="x2",
                y=self._y("y"),
                y2="y2",
                color=self._colour,
            )
        )
        return drawn

    def _risers(self) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(self.scene.risers)
            .mark_rule(strokeWidth=1, strokeOpacity=0.6, aria=False)
            .encode(
                x=self._x("at"),
                y=self._y("low"),
                y2="high",
                color=self._colour,
            )
        )
        return drawn

    def _edges(self) -> alt.Chart:
        one = len(self.looks) == 1  # of which the title speaks
        legend = (
            None
            if one and self.scene.lanes
            else alt.Legend(
                title=None,
                columns=self._columns,
                orient="top",
                symbolType="stroke",
                symbolOpacity=1,
                symbolSize=700,
                labelExpr="replace(datum.label, '_', ' ')",
            )
        )
        shared = self.figures is not self.looks

        def channel(
            kind: Callable[..., T], looks: Sequence[Look], values: list[Any], name: str
        ) -> T:
            names = [look.name for look in looks]
            scale = alt.Scale(type="ordinal", domain=names, range=values)
            return kind(name, type="ordinal", scale=scale, legend=legend)

        def styled(kind: Callable[..., T], values: list[Any]) -> T:
            return channel(kind, self.figures, values, "figure" if shared else "line")

        drawn: alt.Chart = (
            self._inked(self.scene.edges)
            .mark_rule()
            .encode(
                x=self._x("from"),
                x2="until",
                y=self._amounts("y"),
                color=channel(
                    alt.Color, self.looks, [self._ink(x) for x in self.looks], "line"
                ),
                strokeDash=styled(alt.StrokeDash, [list(x.dash) for x in self.figures]),
                strokeWidth=styled(alt.StrokeWidth, [x.width for x in self.figures]),
                **self._tip,
            )
        )
        return drawn

    def _labels(self, *, halo: bool) -> alt.Chart:
        layer = self._inked(self.scene.labels).mark_text(
            align="left",
            baseline="middle",
            fontSize=SMALL,
            aria=False,
            strokeJoin="round",
            stroke=self.style.paper.ground if halo else alt.Undefined,
            strokeWidth=3.5 if halo else alt.Undefined,
        )
        drawn: alt.Chart = layer.encode(
            x=self._x("at"),
            y=self._y("y"),
            text=alt.Text("text", type="nominal"),
        )
        if not halo:
            drawn = drawn.encode(color=self._colour)
        return drawn

    def _marks(self, words: Container[str], *, floor: bool) -> alt.Chart:
        paper, red = self.style.paper, self.style.colour(RED)
        signs = [sign for sign in SIGNS if sign.word in words]
        domain = [sign.word for sign in signs]
        rows = [*self.scene.opens, *self.scene.marks]
        size = max(SPECK, min(60, 6000 // len(rows)))
        inks = [red if sign.name in AGAINST else paper.ink for sign in signs]
        fills = [paper.ink if sign.filled else paper.ground for sign in signs]
        legend = alt.Legend(
            title=FLOOR if floor else None,
            columns=self._columns,
            symbolSize=70,
            symbolStrokeWidth=1.5,
        )

        def channel(kind: Callable[..., T], values: list[str]) -> T:
            scale = alt.Scale(domain=domain, range=values)
            return kind("word", type="nominal", scale=scale, legend=legend)

        drawn: alt.Chart = (
            self._rows(rows)
            .mark_point(size=size, strokeWidth=1.5 if size > SPECK else 0.8, opacity=1)
            .encode(
                x=self._x("at"),
                y=self._y("y"),
                shape=channel(alt.Shape, [sign.path for sign in signs]),
                stroke=channel(alt.Stroke, inks),
                fill=channel(alt.Fill, fills),
                **self._tip,
            )
        )
        return drawn

    @property
    def _columns(self) -> int:
        return max(2, self.style.width // COLUMN)
