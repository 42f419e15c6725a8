"""The charts of a report: drawn once here, and again by Vega in the page, which moves
them with the slider.

A chart has two shapes, for wide and for narrow pages. vl-convert is an extra; it holds
Vega itself, which goes into the page.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import orjson

from ledger.charts.asked import chart_of
from ledger.charts.colours import Style
from ledger.charts.layers import Spec
from ledger.charts.vega import chart_spec
from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.page.contents import Pictured
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding
from ledger.rendering.basis import heading

SLIDER: Final = "as_of"
WIDE: Final = Style(width=1000, height=280, live=True, slider=SLIDER)
NARROW: Final = Style(width=328, height=220, live=True, slider=SLIDER)
ZOOM: Final = "wheel![event.shiftKey]"
"""How a chart is zoomed: without the key the wheel moves the page."""

SMALL: Final = 12
"""Pixels: what stands above a panel."""

CLIPS: Final = re.compile(r'(\bid="|\burl\(#)clip(\d+)')


def check_engine() -> None:
    """Refuse, before anything is done, where the packages that draw are missing."""
    try:
        import vl_convert  # noqa: F401 - an extra
    except ImportError:
        raise Refused(
            "a report needs an extra package for its charts",
            "pip install 'sayso[report]'",
        ) from None


def pictured(
    folding: Folding,
    believing: Believing,
    basis: Basis,
    slugs: Iterable[str],
    names: Directory,
) -> Iterator[tuple[str, Pictured]]:
    """Give the charts of the companies that have anything to draw."""
    for slug in slugs:
        answer = chart_of(folding, believing, "valuation", [slug], basis)
        wide, narrow = (chart_spec(answer, names, style) for style in (WIDE, NARROW))
        if wide is not None and narrow is not None:
            about = heading(answer.basis, slug)
            yield slug, Pictured(fitted(wide), fitted(narrow), about)


def fitted(spec: Spec) -> str:
    """Fit a chart into the page: its heading is there, and so is its ground.

    A text takes a tenth of the memory of what it says.
    """
    del spec["$schema"]  # an address, which nobody needs here
    spec["config"]["background"] = "transparent"
    for panel in spec.get("vconcat", [spec]):
        panel["title"] = {
            "text": panel["title"]["subtitle"],
            "fontSize": SMALL,
            "fontWeight": 400,
            "color": spec["config"]["title"]["subtitleColor"],
        }
    for param in spec["params"]:
        if param.get("bind") == "scales":
            param["select"]["zoom"] = ZOOM
    return orjson.dumps(spec).decode()


def drawn(slug: str, chart: Pictured) -> str:
    """Draw a chart as SVG, as it is on the last day."""
    from ledger.charts.vega_files import svg  # an extra

    spec = orjson.loads(chart.wide)  # the engine reads numbers of JSON a hair off
    return named_after(svg(spec, chart.about).decode().strip(), slug)


def named_after(svg: str, slug: str) -> str:
    """Name the parts of a drawing after its company.

    The engine numbers them through all that it has drawn so far, so that the same
    chart would not be the same text again.
    """
    numbers: dict[str, int] = {}

    def name(found: re.Match[str]) -> str:
        number = numbers.setdefault(found[2], len(numbers))
        return f"{found[1]}part-{slug}-{number}"

    return CLIPS.sub(name, svg)


def runtime() -> str:
    """Give Vega as one script that asks nobody for anything."""
    from ledger.charts.bundles import bundle  # an extra

    return bundle("window.vegaEmbed = vegaEmbed;")
