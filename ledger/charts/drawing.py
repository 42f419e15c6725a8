"""Panels with their titles and legends, put together in Altair's words.

Bands lie lowest, then hatches, lines, labels and marks (`layers.py`). The legend of the
lines stands above the panels, that of the marks below.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import altair as alt

from ledger.charts.colours import AXIS, BESIDE, COLUMN, FONT, Look, Style
from ledger.charts.layers import Layers
from ledger.charts.panels import Scene

if TYPE_CHECKING:
    from ledger.charts.rows import Rows

Drawn: TypeAlias = alt.Chart | alt.LayerChart | alt.VConcatChart

SLIM: Final = 500
"""Pixels: what is no wider has longer titles in two lines."""

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
        self._data: dict[str, Rows] = {}

    def whole(
        self, scenes: Sequence[Scene], titles: Mapping[str, str], subtitle: str
    ) -> dict[str, Any]:
        """Give the specification of all panels, below each other."""
        panels = [
            self._panel(
                scene,
                scenes,
                alt.TitleParams(
                    titles[scene.subject],
                    subtitle=self._subtitle(scene.about, subtitle),
                ),
            )
            for scene in scenes
        ]
        one = len(panels) == 1
        found: Drawn = panels[0]
        if not one:
            found = alt.vconcat(*panels, spacing=24).resolve_scale(x="shared")
            if self.style.title:
                found = found.properties(
                    title=alt.TitleParams(self.style.title, fontSize=HUGE)
                )
        if self.style.slider:
            last = scenes[0].place.cut
            found = found.add_params(alt.param(name=self.style.slider, value=last))
        spec: dict[str, Any] = self._configured(found).to_dict(validate=False)
        return {**spec, "datasets": self._data}

    def _subtitle(self, *parts: str) -> str | list[str]:
        """Give the line below the title; in little room, a line for each part."""
        lines = [part for part in parts if part]
        return lines if self.style.width < SLIM else ", ".join(lines)

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
                titleColor=paper.faint,
                titleFontSize=NORMAL,
                titleFontWeight=400,
                titleLimit=self.style.width - 20,
                labelLimit=COLUMN,
                orient="bottom",
                columnPadding=18,
                rowPadding=4,
            ),
        )
        return drawn

    def _panel(
        self, scene: Scene, scenes: Sequence[Scene], title: alt.TitleParams
    ) -> alt.LayerChart:
        """Draw one of some panels, whose legend explains them all."""
        words = {word for scene in scenes for word in scene.words}
        floor = any(scene.floor for scene in scenes)
        place = scene.place
        made = Layers(scene, self.style, self.looks, self.figures, self.room)
        layers = made.all(words, floor=floor)
        self._data |= made.data
        return alt.LayerChart(
            layer=layers, width=place.width, height=place.height, title=title
        )
