"""A chart as a Vega-Lite specification: a plain dict.

    spec = chart_spec(book.chart("valuation", basis, ["xai"]), book.names(basis))

A panel for each company and currency, below each other over one axis of time. An
amount is a line from the cut at which it became the answer to the cut at which it was
replaced; a range is a band between two lines; what is disputed is hatched. Events
stand at the first cut at which they count as known; those that are about no amount
stand on the floor of the panel. All lines end at the as-of cut.
"""

from typing import Final

from ledger.charts.colours import (
    AXIS,
    MARGIN,
    PLAIN,
    WIDEST,
    Style,
    looks_of,
    looks_together,
)
from ledger.charts.drawing import Drawing
from ledger.charts.labels import PIXELS
from ledger.charts.layers import Spec
from ledger.charts.panels import RIDGED, room_behind, scenes_of, shown_since
from ledger.charts.rows import (
    ChartRows,
    chart_rows,
    label_of,
    subtitle,
    titles,
    whole_title,
)
from ledger.charts.values import Chart
from ledger.claims.names import Directory
from ledger.projections.basis import Answer

__all__ = ["Style", "chart_rows", "chart_spec"]


ASKED: Final = {
    "valuation": "reported valuations",
    "raised": "what it raised",
    "credibility": "how often it was right",
    "belief": "how likely its rounds are real",
}
TOGETHER: Final = {"valuation": "headline valuations", "raised": "money raised"}
MISSING: Final = (
    "charts need an extra package",
    "pip install 'sayso[report]'; without it `sayso chart` draws in characters",
)


def chart_spec(
    answer: Answer[Chart], names: Directory, style: Style = PLAIN
) -> Spec | None:
    """Give the specification of a chart; None if there is nothing to draw."""
    steps, marks = (
        shown_since(rows, style.since) for rows in chart_rows(answer, names)
    )
    if not steps:
        return None
    chart = answer.value
    room = room_for(chart.what, steps)
    ends = 0 if style.slider else room_behind(steps)
    size = (style.width - room - MARGIN, style.height, ends)
    scenes = scenes_of(chart.what, steps, marks, chart.cut / 1000, size, style=style)
    figures = looks_of(chart.what, {row["figure"] for row in steps})
    looks = (
        looks_together(titles(answer, names).values()) if chart.together else figures
    )
    drawing = Drawing(style, looks, room, figures)
    # A page with a slider says itself what it is as of.
    below = "" if style.slider else subtitle(answer)
    called = panel_titles(answer, names, style, len(scenes))
    return drawing.whole(
        scenes, called, below if style.subtitle is None else style.subtitle
    )


def panel_titles(
    answer: Answer[Chart], names: Directory, style: Style, panels: int
) -> dict[str, str]:
    """Give the title of each panel, by the subject that it is about.

    With a title of somebody's own, several panels are named by their subjects alone.
    """
    chart, called = answer.value, titles(answer, names)
    if chart.together:
        return {"": style.title or whole_title(answer, names, TOGETHER[chart.what])}
    if style.title and panels == 1:
        return dict.fromkeys(called, style.title)
    asked = "" if style.title else f": {ASKED[chart.what]}"
    return {slug: f"{name}{asked}" for slug, name in called.items()}


def room_for(what: str, steps: ChartRows) -> int:
    """Give the pixels for the labels next to the panels: amounts, or rounds."""
    if what != RIDGED:
        return AXIS
    longest = max(PIXELS.extent(label_of(row["round"])) for row in steps)
    return max(AXIS, min(WIDEST, int(longest) + 20))
