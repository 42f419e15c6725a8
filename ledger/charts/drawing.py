"""Panels with their titles and legends, put together in Altair's words.

Bands lie lowest, then hatches, lines, labels and marks (`layers.py`). The legend of the
lines stands above the panels, that of the marks below. A specification is made once for
each form of chart, since that is slow; what a chart has of its own is put into a copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from json import dumps, loads
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import altair as alt

from ledger.charts.colours import AXIS, COLUMN, FONT, GAP, Look, Style
from ledger.charts.filling import Filling
from ledger.charts.layers import Axis, Form, Layers
from ledger.charts.panels import Scene

if TYPE_CHECKING:
    from ledger.charts.rows import Rows

Spec: TypeAlias = dict[str, Any]

SLIM: Final = 500
"""Pixels: what is no wider has longer titles in two lines."""

FORMS: Final = 32
"""Specifications that are kept."""

WHOLE: Final = ("$schema", "config", "params")
"""What a specification says once, however many panels it has."""

NORMAL, LARGE, HUGE = 12, 15, 17


class Drawing:
    """Draws panels in one style, with one look for each line.

    `figures` are the looks whose dashes lines have, if these are not their own.
    """

    def __init__(
        self,
        style: Style,
        looks: Sequence[Look],
        room: int = AXIS,
        figures: Sequence[Look] = (),
    ) -> None:
        self.style, self.looks, self.room = style, looks, room
        self.figures = figures or looks

    def whole(
        self, scenes: Sequence[Scene], titles: Mapping[str, str], subtitle: str
    ) -> Spec:
        """Give the specification of all panels, below each other."""
        panels: list[Spec] = [loads(template(self._form(scene))) for scene in scenes]
        spec = panels[0] if len(panels) == 1 else below_each_other(panels)
        words = {word for scene in scenes for word in scene.words}
        floor = any(scene.floor for scene in scenes)
        data: dict[str, Rows] = {}
        for scene, panel in zip(scenes, panels, strict=True):
            filling = Filling(scene, self.style, self.looks, self.figures)
            layers = {layer["data"]["name"]: layer for layer in panel["layer"]}
            panel["layer"] = filling.all(layers, words, floor=floor)
            panel["width"], panel["height"] = scene.place.width, scene.place.height
            panel["title"] = {
                "text": titles[scene.subject],
                "subtitle": self._subtitle(scene.about, subtitle),
            }
            data |= filling.data
        if self.style.title and spec is not panels[0]:
            spec["title"] = {"text": self.style.title, "fontSize": HUGE}
        for param in spec.get("params", ()):
            if param["name"] == self.style.slider:
                param["value"] = scenes[0].place.cut
        return {**spec, "datasets": data}

    def _form(self, scene: Scene) -> Form:
        """Give what a panel has in common with others."""
        axis: Axis = "log" if scene.place.logarithmic else "linear"
        if scene.lanes:
            axis = "lanes"
        elif not scene.money:
            axis = "share"
        return Form(
            style=replace(self.style, title="", subtitle=None, since=None),
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


@lru_cache(FORMS)
def template(form: Form) -> str:
    """Make the specification of a panel, as JSON without any data.

    Every layer is in it that a panel may have, and its data are called as it is.
    """
    panel = alt.LayerChart(layer=list(Layers(form).all().values()))
    if form.style.slider:
        panel = panel.add_params(alt.param(name=form.style.slider, value=0))
    return dumps(_configured(panel, form).to_dict(validate=False))


def below_each_other(panels: Sequence[Spec]) -> Spec:
    """Put panels below each other; what they say of the whole, it says once."""
    first, *others = panels
    whole: Spec = {name: first.pop(name) for name in WHOLE if name in first}
    for panel in others:
        for name in WHOLE:
            panel.pop(name, None)
    shared = {"scale": {"x": "shared"}}
    return {**whole, "vconcat": list(panels), "spacing": 24, "resolve": shared}


def _configured(chart: alt.LayerChart, form: Form) -> alt.LayerChart:
    """Say how letters, axes and legends look, wherever they stand."""
    paper, width = form.style.paper, form.style.width
    drawn: alt.LayerChart = chart.configure(
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
        axisY=alt.AxisConfig(minExtent=form.room - GAP),
        title=alt.TitleConfig(
            anchor="start",
            color=paper.ink,
            subtitleColor=paper.faint,
            fontSize=LARGE,
            subtitleFontSize=NORMAL,
            fontWeight=600,
            subtitlePadding=5,
            offset=10,
            limit=width - 20,
        ),
        legend=alt.LegendConfig(
            labelColor=paper.ink,
            labelFontSize=NORMAL,
            titleColor=paper.faint,
            titleFontSize=NORMAL,
            titleFontWeight=400,
            titleLimit=width - 20,
            labelLimit=COLUMN,
            orient="bottom",
            columnPadding=18,
            rowPadding=4,
        ),
    )
    return drawn
