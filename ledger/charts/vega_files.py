"""Pictures and pages of charts: through vl-convert, which needs no network.

The same specification gives the same bytes. A page holds all that it needs: it asks
nobody for anything, and its policy forbids that it could.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any, Final

import vl_convert as vega

from ledger.charts.page import page

SCHEMA: Final = "6.4"
"""The version of Vega-Lite that Altair writes."""

SCALE: Final = 2.0
"""Pixels of a PNG for each of a chart."""

SHAPE: Final = re.compile(r'<(path|line)( aria-label="([^"]*)")([^>]*)/>')

DRAWN: Final = re.compile(r' (?:d|transform|x2|y2)="[^"]*"')
LONG: Final = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")
"""Hundredths of a pixel are fine enough."""

SNIPPET: Final = """\
const specs = JSON.parse(document.getElementById("specs").textContent);
const narrow = matchMedia("(max-width: 639px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
let shown = null;
const show = () => {
  const name = (narrow.matches ? "narrow" : "wide") + (dark.matches ? "-dark" : "");
  if (shown) shown.finalize();
  return vegaEmbed("#chart", specs[name], {
    ast: true, actions: false, renderer: "svg", mode: "vega-lite",
  }).then((result) => { shown = result; });
};
for (const query of [narrow, dark]) query.addEventListener("change", show);
show();
"""
"""What a page runs: the chart as fits its width and colours, and again if these change.
"""


def svg(spec: Mapping[str, Any], about: str) -> bytes:
    """Draw an SVG; what each line and mark says is told to who points at it.

    `about` is told of the whole: what it rests on.
    """
    text = vega.vegalite_to_svg(dict(spec), vl_version=SCHEMA, allowed_base_urls=[])
    text = DRAWN.sub(lambda found: LONG.sub(_rounded, found[0]), text)
    text = SHAPE.sub(r"<\1\4><title>\3</title></\1>", text)
    head, close, rest = text.partition(">")
    return f"{head}{close}<desc>{escape(about)}</desc>{rest}\n".encode()


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"


def png(spec: Mapping[str, Any], _: str) -> bytes:
    """Draw a PNG, in the fonts of this machine."""
    made: bytes = vega.vegalite_to_png(
        dict(spec), vl_version=SCHEMA, scale=SCALE, allowed_base_urls=[]
    )
    return made


def html(
    specs: Mapping[str, Mapping[str, Any]],
    still: Mapping[str, Any],
    title: str,
    about: str,
) -> bytes:
    """Make a page of charts: wide and narrow, and both for dark screens.

    `still` is the one for who runs no scripts.
    """
    program = vega.javascript_bundle(SNIPPET, vl_version=SCHEMA)
    digest = b64encode(sha256(program.encode()).digest()).decode()
    picture = svg(still, about).decode()
    return page(specs, title, about, program, digest, picture).encode()
