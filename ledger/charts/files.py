"""A picture or a page of a chart, as bytes; Refused without the extra for it."""

from typing import TYPE_CHECKING, Any, Final

from ledger.charts.rows import titles, without_lines
from ledger.charts.values import Chart
from ledger.charts.vega import ASKED, MISSING, Style, chart_spec
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
        import ledger.charts.drawing  # an extra, slow
        from ledger.charts import vega_files as pictures
    except ImportError:
        raise Refused(*MISSING) from None
    assert ledger.charts.drawing
    return pictures


def made(answer: Answer[Chart], names: Directory, kind: str) -> bytes:
    """Make an svg, a png or a page (html) of a chart; Refused if it would be empty."""
    pictures, basis = engine(), f"basis {answer.basis.token}"
    if kind != "html":
        spec = _drawable(answer, names, Style(width=WIDE))
        draw = pictures.svg if kind == "svg" else pictures.png
        picture: bytes = draw(spec, basis)
        return picture
    specs = {name: _drawable(answer, names, style) for name, style in STYLES.items()}
    called = ", ".join(titles(answer, names).values())
    title = f"{called}: {ASKED[answer.value.what]}"
    still = _drawable(answer, names, Style(width=WIDE))
    page: bytes = pictures.html(specs, still, title, basis)
    return page


def _drawable(answer: Answer[Chart], names: Directory, style: Style) -> dict[str, Any]:
    spec = chart_spec(answer, names, style)
    if spec is None:
        what = ", ".join(without_lines(answer))
        why = answer.empty or f"no figure by then: {what}"
        raise Refused(f"nothing to draw: {why}", "`sayso timeline` shows what is there")
    return spec
