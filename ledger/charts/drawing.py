"""Panels with their titles and legends, put together as Vega-Lite has them.

Bands lie lowest, then hatches, lines, labels and marks (`layers.py`). The legend of the
lines stands above the panels, that of the marks below.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import AXIS, COLUMN, FONT, GAP, LineStyle, Style
from ledger.charts.filling import LayerFiller
from ledger.charts.layers import FIRST, Axis, Layers, PanelForm, Spec
from ledger.charts.panels import Scene

if TYPE_CHECKING:
    from ledger.charts.rows import ChartRows

SLIM: Final = 500
"""Pixels: what is no wider has longer titles in two lines."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.4.1.json"

NORMAL, LARGE, HUGE = 12, 15, 17


class Drawing:
    """Draws panels in one style, with one look for each line.

    `figures` are the looks whose dashes lines have, if these are not their own.
    """

    def __init__(
        self,
        style: Style,
        looks: Sequence[LineStyle],
        room: int = AXIS,
        figures: Sequence[LineStyle] = (),
    ) -> None:
        self.style, self.looks, self.room = style, looks, room
        self.figures = figures or looks

    def whole(
        self, scenes: Sequence[Scene], titles: Mapping[str, str], subtitle: str
    ) -> Spec:
        """Give the specification of all panels, below each other."""
        words = {word for scene in scenes for word in scene.words}
        floor = next((scene.floor for scene in scenes if scene.floor), None)
        data: dict[str, ChartRows] = {}
        panels: list[Spec] = []
        for scene in scenes:
            filling = LayerFiller(scene, self.style, self.looks, self.figures)
            layers = Layers(self._form(scene)).all()
            panel: Spec = {
                "layer": filling.all(layers, words, floor),
                "width": scene.place.width,
                "height": scene.place.height,
                "title": {
                    "text": titles[scene.subject],
                    "subtitle": self._subtitle(scene.about, subtitle),
                },
            }
            panels.append(panel)
            data |= filling.data
        spec: Spec = {"$schema": SCHEMA, "config": _config(self.style, self.room)}
        if params := self._params(scenes[0].place.cut):
            spec["params"] = params
        spec |= panels[0] if len(panels) == 1 else below_each_other(panels)
        if self.style.title and len(panels) > 1:
            spec["title"] = {"text": self.style.title, "fontSize": HUGE}
        return {**spec, "datasets": data}

    def _params(self, cut: float) -> list[Spec]:
        """Say what a reader may move: the time that is shown, and the slider's."""
        params: list[Spec] = []
        if self.style.live:
            along = {"type": "interval", "encodings": ["x"]}
            zoom = {"name": "zoom", "select": along, "bind": "scales", "views": [FIRST]}
            params.append(zoom)
        if self.style.slider:
            params.append({"name": self.style.slider, "value": cut})
        return params

    def _form(self, scene: Scene) -> PanelForm:
        """Give what a panel has in common with others."""
        axis: Axis = "log" if scene.place.logarithmic else "linear"
        if scene.lanes:
            axis = "lanes"
        elif not scene.money:
            axis = "share"
        return PanelForm(
            style=self.style,
            axis=axis,
            room=self.room,
            first=scene.number == 0,
            shared=self.figures is not self.looks,
            # One line, of which the title speaks.
            silent=len(self.looks) == 1 and bool(scene.lanes),
        )

    def _subtitle(self, *parts: str) -> str | list[str]:
        """Give the line below the title; in little room, a line for each part."""
        lines = [part for part in parts if part]
        return lines if self.style.width < SLIM else ", ".join(lines)


def below_each_other(panels: Sequence[Spec]) -> Spec:
    """Put panels below each other, over one axis of time."""
    shared = {"scale": {"x": "shared"}}
    return {"vconcat": list(panels), "spacing": 24, "resolve": shared}


def _config(style: Style, room: int) -> Spec:
    """Say how letters, axes and legends look, wherever they stand."""
    paper, width = style.paper, style.width
    return {
        "background": paper.ground,
        "font": FONT,
        "padding": 8,
        "view": {"stroke": None},
        "axis": {
            "labelColor": paper.faint,
            "labelFontSize": NORMAL,
            "gridColor": paper.grid,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
        "axisY": {"minExtent": room - GAP},
        "title": {
            "anchor": "start",
            "color": paper.ink,
            "subtitleColor": paper.faint,
            "fontSize": LARGE,
            "subtitleFontSize": NORMAL,
            "fontWeight": 600,
            "subtitlePadding": 5,
            "offset": 10,
            "limit": width - 20,
        },
        "legend": {
            "labelColor": paper.ink,
            "labelFontSize": NORMAL,
            "titleColor": paper.faint,
            "titleFontSize": NORMAL,
            "titleFontWeight": 400,
            "titleLimit": width - 20,
            "labelLimit": COLUMN,
            "orient": "bottom",
            "columnPadding": 18,
            "rowPadding": 4,
        },
    }
