"""A picture or a page of a chart, as bytes; Refused without the extra for it."""

from typing import TYPE_CHECKING, Any, Final

from ledger.charts.rows import nothing_of, whole_title, without_lines
from ledger.charts.slides import PLAIN, Slide, drawn, styled
from ledger.charts.values import Chart
from ledger.charts.vega import ASKED, MISSING, TOGETHER, Style, chart_spec
from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.projections.basis import Answer

if TYPE_CHECKING:
    from types import ModuleType

WIDE, NARROW, LOW = 760, 360, 220
"""Pixels: the width of a picture, that of a page on a telephone, and its height."""

STYLES: Final = {
    "wide": Style(live=True),
    "narrow": Style(width=NARROW, height=LOW, live=True),
    "wide-dark": Style(live=True, scheme="dark"),
    "narrow-dark": Style(width=NARROW, height=LOW, live=True, scheme="dark"),
}
"""The charts of a page."""


def engine() -> "ModuleType":
    """Import what makes pictures; Refused if it is not installed."""
    try:
        import ledger.charts.vega_files as pictures  # an extra
    except ImportError:
        raise Refused(*MISSING) from None
    return pictures


def chart_file(
    answer: Answer[Chart], names: Directory, kind: str, slide: Slide = PLAIN
) -> bytes:
    """Make an svg, a png, a pdf or a page (html) of a chart; `slide` says how it looks.

    Refused if it would be empty, if its panels have no room in the size, or if no font
    here has the letters of a png or a pdf.
    """
    pictures = engine()

    def spec(style: Style) -> dict[str, Any]:
        return _drawable(answer, names, styled(answer, style, slide))

    if kind != "html":
        svg, scale = drawn(pictures.svg, spec, answer, names, slide)
        if kind == "svg":
            return svg
        picture: bytes = (
            pictures.png(svg, scale) if kind == "png" else pictures.pdf(svg)
        )
        return picture
    what = answer.value.what
    asked = TOGETHER[what] if answer.value.together else ASKED[what]
    title = slide.title or whole_title(answer, names, asked)
    foot = slide.foot(answer, names) or [f"basis {answer.basis.token}"]
    specs = {name: spec(style) for name, style in STYLES.items()}
    page: bytes = pictures.html(specs, spec(Style(width=WIDE)), title, " ".join(foot))
    return page


def _drawable(answer: Answer[Chart], names: Directory, style: Style) -> dict[str, Any]:
    spec = chart_spec(answer, names, style)
    if spec is None:
        chart, missing = answer.value, without_lines(answer)
        why = answer.empty or nothing_of(chart, missing or chart.subjects)
        if style.since is not None and not missing:
            why = f"no figure from that day on: {', '.join(chart.subjects)}"
        raise Refused(f"nothing to draw: {why}", "`sayso timeline` shows the events")
    return spec
