"""A chart as a Vega-Lite specification: a plain dict, built through Altair.

    spec = chart_spec(book.chart("valuation", basis, ["xai"]), book.names(basis))

A panel for each company and currency, below each other over one axis of time. An
amount is a line from the cut at which it became the answer to the cut at which it was
replaced; a range is a band between two lines; what is disputed is hatched. Events
stand at the first cut at which they count as known; those that are about no amount
stand on the floor of the panel. All lines end at the as-of cut.

Altair is an extra: Refused with a hint where it is not installed.
"""

from typing import Any, Final, TypeAlias

from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.projections.basis import Answer
from ledger.projections.charted import Chart
from ledger.rendering.basis import heading
from ledger.rendering.charted import chart_rows, titles
from ledger.rendering.inks import ENDS, PLAIN, Style, looks_of
from ledger.rendering.scenes import scenes_of

__all__ = ["Style", "chart_rows", "chart_spec"]

Spec: TypeAlias = dict[str, Any]

ASKED: Final = {
    "valuation": "what it was said to be worth",
    "raised": "what it raised",
    "credibility": "how often it was right",
    "belief": "how likely its rounds are real",
}


def chart_spec(
    answer: Answer[Chart], names: Directory, style: Style = PLAIN
) -> Spec | None:
    """Give the specification of a chart; None if there is nothing to draw."""
    steps, marks = chart_rows(answer, names)
    if not steps:
        return None
    try:
        from ledger.rendering.drawing import Drawing  # noqa: PLC0415 - an extra, slow
    except ImportError:
        raise Refused(
            "pictures are made by packages that are not installed",
            "pip install 'sayso[report]'; without it `sayso chart` draws in characters",
        ) from None
    chart = answer.value
    ends = 0 if style.slider else ENDS
    scenes = scenes_of(steps, marks, chart.cut / 1000, style.plot, style.height, ends)
    looks = looks_of(chart.what, list(dict.fromkeys(row["line"] for row in steps)))
    asked = ASKED[chart.what]
    called = {slug: f"{name}: {asked}" for slug, name in titles(answer, names).items()}
    return Drawing(style, looks).whole(scenes, called, heading(answer.basis))
