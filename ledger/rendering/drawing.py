"""The layers of a chart, in Altair's words.

Bands lie lowest, then hatches, lines, labels and marks. Each layer has rows of its own;
all of them share one axis of time. The legend of the lines stands above the panels,
that of the marks below.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from json import dumps
from typing import Any, Final, TypeAlias, TypeVar

import altair as alt

from ledger.rendering.axes import day_ticks, log_ticks
from ledger.rendering.charted import Rows, label_of
from ledger.rendering.inks import AGAINST, AXIS, BESIDE, FONT, RED, SIGNS, Look, Style
from ledger.rendering.scenes import Scene

T = TypeVar("T")
Drawn: TypeAlias = alt.Chart | alt.LayerChart | alt.VConcatChart

EVERY: Final = 80
"""Pixels between two labels of time."""

APART: Final = 36
"""Pixels between two labels of amounts."""

COLUMN: Final = 180
"""Pixels of a column of the legend."""

SMALL, NORMAL, LARGE = 10.5, 12, 15

KEPT: Final = frozenset(
    {
        *("from", "until", "since", "at", "x", "x2", "y", "y2", "low", "high"),
        *("line", "word", "text", "tip", "event", "ink"),
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


class Drawing:
    """Draws panels in one style, with one look for each line."""

    def __init__(self, style: Style, looks: Sequence[Look], room: int = AXIS) -> None:
        self.style, self.looks, self.room = style, looks, room

    def whole(
        self, scenes: Sequence[Scene], titles: Mapping[str, str], subtitle: str
    ) -> dict[str, Any]:
        """Give the specification of all panels, below each other."""
        words = {word for scene in scenes for word in scene.words}
        panels = [
            self._panel(
                scene,
                words,
                alt.TitleParams(
                    titles[scene.subject],
                    subtitle=", ".join(x for x in (scene.about, subtitle) if x),
                ),
            )
            for scene in scenes
        ]
        one = len(panels) == 1
        found: Drawn = panels[0] if one else alt.vconcat(*panels, spacing=24)
        if self.style.slider:
            last = scenes[0].place.cut
            found = found.add_params(alt.param(name=self.style.slider, value=last))
        spec: dict[str, Any] = self._configured(found).to_dict()
        return spec

    def _configured(self, chart: Drawn) -> Drawn:
        paper = self.style.paper
        drawn: Drawn = chart.configure(
            background=paper.ground,
            font=FONT,
            padding=8,
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(
                labelColor=paper.faint,
                labelFontSize=NORMAL,
                gridColor=paper.grid,
                domain=False,
                ticks=False,
                labelPadding=6,
            ),
            axisY=alt.AxisConfig(minExtent=self.room - BESIDE),
            title=alt.TitleConfig(
                anchor="start",
                color=paper.ink,
                subtitleColor=paper.faint,
                fontSize=LARGE,
                subtitleFontSize=NORMAL,
                fontWeight=600,
                subtitlePadding=5,
                offset=10,
                limit=self.style.width - 20,
            ),
            legend=alt.LegendConfig(
                labelColor=paper.ink,
                labelFontSize=NORMAL,
                labelLimit=COLUMN,
                orient="bottom",
                columnPadding=18,
                rowPadding=4,
            ),
        )
        return drawn

    def _panel(
        self, scene: Scene, words: set[str], title: alt.TitleParams
    ) -> alt.LayerChart:
        place = scene.place
        layers = [
            self._now(scene),
            *([self._bands(scene)] if scene.bands else []),
            *([self._hatches(scene)] if scene.hatches else []),
            *([self._risers(scene)] if scene.risers else []),
            self._edges(scene),
        ]
        if scene.labels:
            layers += [self._labels(scene, halo=halo) for halo in (True, False)]
        if scene.marks or scene.opens:
            layers.append(self._marks(scene, words))
        return alt.LayerChart(
            layer=layers, width=place.width, height=place.height, title=title
        )

    # -- rows and channels ---------------------------------------------------------

    def _rows(self, rows: Rows) -> alt.Chart:
        """Give a layer with its rows; with a slider, those that are there by then."""
        values = [{name: row[name] for name in row if name in KEPT} for row in rows]
        layer = alt.Chart(alt.InlineData(values=values))
        name = self.style.slider
        if name:
            layer = layer.transform_filter(f"datum.since <= {name}")
        if name and any("until" in row for row in values):
            layer = layer.transform_calculate(until=f"min(datum.until, {name})")
        return layer

    def _inked(self, rows: Rows) -> alt.Chart:
        """Give rows with the colour of their line, the widest line first."""
        inks = {look.name: self._ink(look) for look in self.looks}
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

    def _y(self, scene: Scene, name: str) -> alt.Y:
        kind = alt.Scale(type="log" if scene.place.logarithmic else "linear")
        return alt.Y(name, type="quantitative", scale=kind)

    def _time(self, scene: Scene, name: str) -> alt.X:
        place = scene.place
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

    def _amounts(self, scene: Scene, name: str) -> alt.Y:
        place = scene.place
        low, high = place.low, place.high
        if scene.lanes:
            grounds = [len(scene.lanes) - 1 - n for n in range(len(scene.lanes))]
            labels = dumps([label_of(lane) for lane in reversed(scene.lanes)])
            axis = alt.Axis(
                title=None,
                values=grounds,
                labelExpr=f"{labels}[datum.value]",
                labelBaseline="bottom",
                labelLimit=self.room - BESIDE,
            )
            scale = alt.Scale(type="linear", domainMin=low, domainMax=high, nice=False)
        elif not place.logarithmic:
            axis = alt.Axis(title=None, format=".0%", tickCount=5)
            scale = alt.Scale(type="linear", domainMin=low, domainMax=high, nice=False)
        else:
            ticks = log_ticks(place.ground, high, int(place.height // APART))
            axis = alt.Axis(title=None, values=ticks, labelExpr=MONEY)
            scale = alt.Scale(type="log", domainMin=low, domainMax=high, nice=False)
        return alt.Y(name, type="quantitative", axis=axis, scale=scale)

    # -- layers ----------------------------------------------------------------------

    def _now(self, scene: Scene) -> alt.Chart:
        """Draw the as-of cut, where all lines end."""
        layer = self._rows([{"at": scene.place.cut, "since": 0}])
        if self.style.live:
            name = f"zoom_{scene.number}"
            along = alt.selection_interval(name=name, bind="scales", encodings=["x"])
            layer = layer.add_params(along)
        if self.style.slider:
            layer = layer.transform_calculate(at=self.style.slider)
        drawn: alt.Chart = layer.mark_rule(
            color=self.style.paper.faint, strokeWidth=0.8, strokeOpacity=0.6, aria=False
        ).encode(x=self._time(scene, "at"))
        return drawn

    def _bands(self, scene: Scene) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(scene.bands)
            .mark_rect(fillOpacity=0.13)
            .encode(
                x=self._x("from"),
                x2="until",
                y=self._y(scene, "low"),
                y2="high",
                color=self._colour,
                **self._tip,
            )
        )
        return drawn

    def _hatches(self, scene: Scene) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(scene.hatches)
            .mark_rule(strokeWidth=0.9, strokeOpacity=0.75, aria=False)
            .encode(
                x=self._x("x"),
                x2="x2",
                y=self._y(scene, "y"),
                y2="y2",
                color=self._colour,
            )
        )
        return drawn

    def _risers(self, scene: Scene) -> alt.Chart:
        drawn: alt.Chart = (
            self._inked(scene.risers)
            .mark_rule(strokeWidth=1, strokeOpacity=0.6, aria=False)
            .encode(
                x=self._x("at"),
                y=self._y(scene, "low"),
                y2="high",
                color=self._colour,
            )
        )
        return drawn

    def _edges(self, scene: Scene) -> alt.Chart:
        names = [look.name for look in self.looks]
        one = len(names) == 1  # of which the title speaks
        legend = (
            None
            if one and scene.lanes
            else alt.Legend(
                title=None,
                columns=self._columns,
                orient="top",
                symbolType="stroke",
                symbolOpacity=1,
                symbolSize=700,
            )
        )

        def channel(kind: Callable[..., T], values: list[Any]) -> T:
            scale = alt.Scale(type="ordinal", domain=names, range=values)
            return kind("line", type="ordinal", scale=scale, legend=legend)

        drawn: alt.Chart = (
            self._inked(scene.edges)
            .mark_rule()
            .encode(
                x=self._x("from"),
                x2="until",
                y=self._amounts(scene, "y"),
                color=channel(alt.Color, [self._ink(look) for look in self.looks]),
                strokeDash=channel(
                    alt.StrokeDash, [list(look.dash) for look in self.looks]
                ),
                strokeWidth=channel(
                    alt.StrokeWidth, [look.width for look in self.looks]
                ),
                **self._tip,
            )
        )
        return drawn

    def _labels(self, scene: Scene, *, halo: bool) -> alt.Chart:
        layer = self._inked(scene.labels).mark_text(
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
            y=self._y(scene, "y"),
            text=alt.Text("text", type="nominal"),
        )
        if not halo:
            drawn = drawn.encode(color=self._colour)
        return drawn

    def _marks(self, scene: Scene, words: set[str]) -> alt.Chart:
        paper, red = self.style.paper, self.style.colour(RED)
        signs = [sign for sign in SIGNS if sign.word in words]
        domain = [sign.word for sign in signs]
        inks = [red if sign.name in AGAINST else paper.ink for sign in signs]
        fills = [paper.ink if sign.filled else paper.ground for sign in signs]
        legend = alt.Legend(
            title=None, columns=self._columns, symbolSize=70, symbolStrokeWidth=1.5
        )

        def channel(kind: Callable[..., T], values: list[str]) -> T:
            scale = alt.Scale(domain=domain, range=values)
            return kind("word", type="nominal", scale=scale, legend=legend)

        drawn: alt.Chart = (
            self._rows([*scene.opens, *scene.marks])
            .mark_point(size=60, strokeWidth=1.5, opacity=1)
            .encode(
                x=self._x("at"),
                y=self._y(scene, "y"),
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
