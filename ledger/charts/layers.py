"""The layers of a panel, in Altair's words, without what differs from chart to chart.

All layers share one axis of time and one of amounts. What is to be said of an axis is
said once: of time at the as-of cut, of amounts at the level lines. Rows, ends of axes
and what legends explain are put in afterwards (`filling.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import altair as alt

from ledger.charts.colours import COLUMN, GAP, Style

T = TypeVar("T")

Axis = Literal["log", "linear", "share", "lanes"]
"""What stands upright: money on one of two scales, a probability, or rounds."""

SMALL: Final = 10.5


@dataclass(frozen=True, slots=True)
class Form:
    """What of a panel is the same from chart to chart."""

    style: Style
    axis: Axis
    room: int
    """Pixels for the labels of amounts."""
    first: bool
    """Whether it is the panel on which a reader zooms."""
    shared: bool
    """Whether lines have the colours of companies, and the dashes of figures."""
    silent: bool
    """Whether the lines need no legend."""


class Layers:
    """Makes the layers of panels of one form, each under its name."""

    def __init__(self, form: Form) -> None:
        self.form, self.style = form, form.style

    def all(self) -> dict[str, alt.Chart]:
        """Give all layers that a panel may have, the lowest first."""
        return {
            "now": self._now(),
            "bands": self._bands(),
            "hatches": self._strokes("hatches"),
            "combs": self._strokes("combs"),
            "risers": self._risers(),
            "edges": self._edges(),
            "halos": self._labels(halo=True),
            "labels": self._labels(halo=False),
            "marks": self._marks(),
        }

    def _rows(self, name: str) -> alt.Chart:
        """Give a layer of rows; with a slider, of those that are there at its time."""
        layer = alt.Chart(alt.NamedData(name=name))
        slider = self.style.slider
        if slider:
            layer = layer.transform_filter(f"datum.since <= {slider}")
        return layer

    def _timed(self, name: str) -> alt.Chart:
        """Give a layer of rows that end; with a slider no later than its time."""
        layer, slider = self._rows(name), self.style.slider
        if slider:
            layer = layer.transform_calculate(until=f"min(datum.until, {slider})")
        return layer

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
        scale = alt.Scale(type="log" if self.form.axis == "log" else "linear")
        return alt.Y(name, type="quantitative", scale=scale)

    def _time(self, name: str) -> alt.X:
        axis = alt.Axis(title=None, grid=False)
        if self.style.live:
            axis.tickCount = 5
        scale = alt.Scale(type="utc", nice=False)
        return alt.X(name, type="temporal", axis=axis, scale=scale)

    def _amounts(self, name: str) -> alt.Y:
        kind = self.form.axis
        axis = alt.Axis(title=None)
        if kind == "share":
            axis.format, axis.tickCount = ".0%", 5
        elif kind == "lanes":
            axis.labelBaseline, axis.labelLimit = "bottom", self.form.room - GAP
        scale = alt.Scale(type="log" if kind == "log" else "linear", nice=False)
        return alt.Y(name, type="quantitative", axis=axis, scale=scale)

    def _now(self) -> alt.Chart:
        """Draw the as-of cut, where all lines end."""
        layer = self._rows("now")
        if self.style.live and self.form.first:  # all panels share the time
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
            self._timed("bands")
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

    def _strokes(self, name: str) -> alt.Chart:
        drawn: alt.Chart = (
            self._rows(name)
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
            self._rows("risers")
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
        legend = (
            None
            if self.form.silent
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

        def channel(kind: Callable[..., T], name: str) -> T:
            scale = alt.Scale(type="ordinal")
            return kind(name, type="ordinal", scale=scale, legend=legend)

        figure = "figure" if self.form.shared else "line"
        drawn: alt.Chart = (
            self._timed("edges")
            .mark_rule()
            .encode(
                x=self._x("from"),
                x2="until",
                y=self._amounts("y"),
                color=channel(alt.Color, "line"),
                strokeDash=channel(alt.StrokeDash, figure),
                strokeWidth=channel(alt.StrokeWidth, figure),
                **self._tip,
            )
        )
        return drawn

    def _labels(self, *, halo: bool) -> alt.Chart:
        layer = self._rows("halos" if halo else "labels").mark_text(
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

    def _marks(self) -> alt.Chart:
        legend = alt.Legend(columns=self._columns, symbolSize=70, symbolStrokeWidth=1.5)

        def channel(kind: Callable[..., T]) -> T:
            return kind("word", type="nominal", scale=alt.Scale(), legend=legend)

        drawn: alt.Chart = (
            self._rows("marks")
            .mark_point(opacity=1)
            .encode(
                x=self._x("at"),
                y=self._y("y"),
                shape=channel(alt.Shape),
                stroke=channel(alt.Stroke),
                fill=channel(alt.Fill),
                **self._tip,
            )
        )
        return drawn

    @property
    def _columns(self) -> int:
        return max(2, self.style.width // COLUMN)
