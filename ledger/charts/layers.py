"""The layers of a panel in Vega-Lite, without what differs from chart to chart.

All layers share one axis of time and one of amounts. What is to be said of an axis is
said once: of time at the as-of cut, of amounts at the level lines. Rows, ends of axes
and what legends explain are put in afterwards (`filling.py`).
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ledger.charts.colours import COLUMN, GAP, Style

Spec: TypeAlias = dict[str, Any]
"""A part of a Vega-Lite specification."""

Axis = Literal["log", "linear", "share", "lanes"]
"""What stands upright: money on one of two scales, a probability, or rounds."""

SMALL: Final = 10.5
FIRST: Final = "first"
"""The name of the layer on which a reader zooms."""

WORDS: Final = "replace(datum.label, '_', ' ')"


@dataclass(frozen=True, slots=True)
class PanelForm:
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

    def __init__(self, form: PanelForm) -> None:
        self.form, self.style = form, form.style

    def all(self) -> dict[str, Spec]:
        """Give all layers that a panel may have, the lowest first."""
        return {
            "now": self._now(),
            "bands": self._bands(),
            "hatches": self._strokes(),
            "combs": self._strokes(),
            "risers": self._risers(),
            "edges": self._edges(),
            "halos": self._halos(),
            "labels": self._labels(),
            "marks": self._marks(),
        }

    @property
    def zooms(self) -> bool:
        """Whether a reader zooms here: all panels share the time."""
        return self.style.live and self.form.first

    def _layer(self, mark: Spec, encoding: Spec, *calculated: Spec) -> Spec:
        """Give a layer; with a slider, of the rows that are there at its time."""
        layer: Spec = {"mark": mark, "encoding": encoding}
        slider = self.style.slider
        if slider:
            there = {"filter": f"datum.since <= {slider}"}
            layer["transform"] = [there, *calculated]
        return layer

    def _timed(self, mark: Spec, encoding: Spec) -> Spec:
        """Give a layer of rows that end; with a slider no later than its time."""
        ends = f"min(datum.until, {self.style.slider})"
        return self._layer(mark, encoding, {"calculate": ends, "as": "until"})

    def _tipped(self, encoding: Spec) -> Spec:
        """Say what is told when somebody points; of a picture, what is read out."""
        told = {"field": "tip", "type": "nominal"}
        tooltip = {"tooltip": {**told}} if self.style.live else {}
        return {**encoding, "description": told, **tooltip}

    def _y(self, name: str) -> Spec:
        """Give the axis of amounts as all layers share it; the lines say the rest."""
        scale = {"type": "log" if self.form.axis == "log" else "linear"}
        return {"field": name, "scale": scale, "type": "quantitative"}

    def _amounts(self) -> Spec:
        axis: Spec = {"title": None}
        if self.form.axis == "share":
            axis |= {"format": ".0%", "tickCount": 5}
        elif self.form.axis == "lanes":
            axis |= {"labelBaseline": "bottom", "labelLimit": self.form.room - GAP}
        y = self._y("y")
        return {**y, "axis": axis, "scale": {**y["scale"], "nice": False}}

    def _now(self) -> Spec:
        """Draw the as-of cut, where all lines end."""
        axis: Spec = {"grid": False, "title": None}
        if self.style.live:
            axis["tickCount"] = 5
        x = _x("at")
        x |= {"axis": axis, "scale": {"nice": False, **x["scale"]}}
        mark = {
            "type": "rule",
            "aria": False,
            "color": self.style.paper.faint,
            "strokeOpacity": 0.6,
            "strokeWidth": 0.8,
        }
        cut = {"calculate": self.style.slider, "as": "at"}
        layer = self._layer(mark, {"x": x}, cut)
        return {**layer, "name": FIRST} if self.zooms else layer

    def _bands(self) -> Spec:
        encoding = {
            "color": _ink(),
            "x": _x("from"),
            "x2": {"field": "until"},
            "y": self._y("low"),
            "y2": {"field": "high"},
        }
        mark = {"type": "rect", "fillOpacity": 0.13}
        return self._timed(mark, self._tipped(encoding))

    def _strokes(self) -> Spec:
        encoding = {
            "color": _ink(),
            "x": _x("x"),
            "x2": {"field": "x2"},
            "y": self._y("y"),
            "y2": {"field": "y2"},
        }
        look = {"aria": False, "strokeOpacity": 0.75, "strokeWidth": 0.9}
        return self._layer({"type": "rule", **look}, encoding)

    def _risers(self) -> Spec:
        encoding = {
            "color": _ink(),
            "x": _x("at"),
            "y": self._y("low"),
            "y2": {"field": "high"},
        }
        look = {"aria": False, "strokeOpacity": 0.6, "strokeWidth": 1}
        return self._layer({"type": "rule", **look}, encoding)

    def _edges(self) -> Spec:
        legend = {
            "columns": self._columns,
            "labelExpr": WORDS,
            "orient": "top",
            "symbolOpacity": 1,
            "symbolSize": 700,
            "symbolType": "stroke",
            "title": None,
        }

        def channel(name: str) -> Spec:
            shown = None if self.form.silent else {**legend}
            scale = {"type": "ordinal"}
            return {"field": name, "legend": shown, "scale": scale, "type": "ordinal"}

        figure = "figure" if self.form.shared else "line"
        encoding = {
            "color": channel("line"),
            "strokeDash": channel(figure),
            "strokeWidth": channel(figure),
            "x": _x("from"),
            "x2": {"field": "until"},
            "y": self._amounts(),
        }
        return self._timed({"type": "rule"}, self._tipped(encoding))

    def _texts(self, encoding: Spec, **look: object) -> Spec:
        """Give a layer of words to the right of where they belong."""
        mark = {
            "type": "text",
            "align": "left",
            "aria": False,
            "baseline": "middle",
            "fontSize": SMALL,
            "strokeJoin": "round",
            **look,
        }
        text = {"field": "text", "type": "nominal"}
        place = {"text": text, "x": _x("at"), "y": self._y("y")}
        return self._layer(mark, {**encoding, **place})

    def _halos(self) -> Spec:
        return self._texts({}, stroke=self.style.paper.ground, strokeWidth=3.5)

    def _labels(self) -> Spec:
        return self._texts({"color": _ink()})

    def _marks(self) -> Spec:
        legend = {
            "columns": self._columns,
            "symbolSize": 70,
            "symbolStrokeWidth": 1.5,
        }

        def channel() -> Spec:
            word = {"field": "word", "type": "nominal"}
            return {**word, "legend": {**legend}, "scale": {}}

        encoding = {
            "fill": channel(),
            "shape": channel(),
            "stroke": channel(),
            "x": _x("at"),
            "y": self._y("y"),
        }
        return self._layer({"type": "point", "opacity": 1}, self._tipped(encoding))

    @property
    def _columns(self) -> int:
        return max(2, self.style.width // COLUMN)


def _ink() -> Spec:
    """Give the colour of a row, as the row says it."""
    return {"field": "ink", "scale": None, "type": "nominal"}


def _x(name: str) -> Spec:
    """Give the axis of time as all layers share it; the as-of cut says the rest."""
    return {"field": name, "scale": {"type": "utc"}, "type": "temporal"}
