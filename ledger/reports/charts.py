"""The charts of a report: drawn once here, and again by Vega in the page, which moves
them with the slider.

A chart has two shapes, for wide and for narrow pages. vl-convert is an extra: it brings
the engine that draws, here and in the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.asking import Folding
from ledger.charting.charts import chart_of
from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.projections.basis import Basis
from ledger.rendering.charts import Spec, chart_spec
from ledger.rendering.inks import Style
from ledger.rendering.report.contents import Pictured

SLIDER: Final = "as_of"
WIDE: Final = Style(width=1000, height=280, live=True, slider=SLIDER)
NARROW: Final = Style(width=328, height=220, live=True, slider=SLIDER)
CLIPS: Final = re.compile(r'(\bid="|\burl\(#)clip(\d+)')
ZOOM: Final = "wheel![event.shiftKey]"
"""How a chart is zoomed: without the key the wheel moves the page."""


def engine() -> Any:  # noqa: ANN401 - a module without types of its own
    """Give vl-convert; Refused where it is not installed."""
    try:
        import altair as alt  # noqa: F401, PLC0415 - an extra, slow
        import vl_convert  # noqa: PLC0415 - as above
    except ImportError:
        raise Refused(
            "a report draws its charts with packages that are not installed",
            "pip install 'sayso[report]'",
        ) from None
    return vl_convert


def pictured(
    folding: Folding, basis: Basis, slugs: Iterable[str], names: Directory
) -> Iterator[tuple[str, Pictured]]:
    """Give the charts of those companies of which there is anything to draw."""
    for slug in slugs:
        answer = chart_of(folding, "valuation", [slug], basis)
        wide, narrow = (chart_spec(answer, names, style) for style in (WIDE, NARROW))
        if wide is not None and narrow is not None:
            yield slug, Pictured(fitted(wide), fitted(narrow))


def fitted(spec: Spec) -> Spec:
    """Fit a chart into the page: its heading is there, and so is its ground."""
    del spec["$schema"]  # an address, which nobody needs here
    spec["config"]["background"] = "transparent"
    panels = spec.get("vconcat", [spec])
    for panel in panels:
        unit = panel["title"]["subtitle"].split(",")[0]
        panel["title"] = {
            "text": f"{unit}, logarithmic scale" if len(unit) else "",
            "fontSize": 12,
            "fontWeight": 400,
            "color": spec["config"]["title"]["subtitleColor"],
        }
    for part in _parts(spec):
        if part.get("bind") == "scales":
            part["select"] = {**part["select"], "zoom": ZOOM}
        if part.get("type") == "utc" and "domainMin" in part:
            # The interpreter takes the number of an instant for that of a year.
            for end in ("domainMin", "domainMax"):
                part[end] = {"expr": f"{part[end]:.0f}"}
    return spec


def _parts(spec: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - a tree of JSON
    """Give every object in a tree of JSON."""
    if isinstance(spec, dict):
        yield spec
    parts = spec.values() if isinstance(spec, Mapping) else spec
    for part in parts if isinstance(spec, dict | list) else ():
        yield from _parts(part)


def drawn(charts: Mapping[str, Pictured]) -> dict[str, str]:
    """Draw each chart once, as SVG, as it is on the last day."""
    draw = engine().vegalite_to_svg
    return {slug: named(draw(one.wide), slug) for slug, one in charts.items()}


def named(svg: str, slug: str) -> str:
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
    bundle: str = engine().javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle
