"""Pictures and pages of charts: through vl-convert, which needs no network.

An SVG is drawn in the fonts of who reads it; a PNG and a PDF are made of it in those
of this machine.

The same specification gives the same bytes. A page holds all that it needs: it asks
nobody for anything, and its policy forbids that it could.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape, unescape
from typing import Any, Final
from unicodedata import east_asian_width

import vl_convert as vega

from ledger.charts.bundles import bundle
from ledger.charts.colours import FONT
from ledger.charts.forms import vega_of
from ledger.charts.page import page
from ledger.errors import Refused

TEXT: Final = re.compile(r"<text[^>]*>([^<]*)")
LETTER: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
    '<text x="2" y="18" font-size="16" font-family="{font}">{letter}</text></svg>'
)
NOWHERE: Final = chr(0x10FFFD)
"""A letter that no font has."""

SOME: Final = 12
"""Letters that a message names, at most."""

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
    text = vega.vega_to_svg(vega_of(spec), allowed_base_urls=[])
    text = DRAWN.sub(lambda found: LONG.sub(_rounded, found[0]), text)
    text = SHAPE.sub(r"<\1\4><title>\3</title></\1>", text)
    head, close, rest = text.partition(">")
    return f"{head}{close}<desc>{escape(about)}</desc>{rest}\n".encode()


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"


def png(picture: bytes, scale: float) -> bytes:
    """Draw a PNG of an SVG, in the fonts of this machine; Refused if they lack letters.

    `scale` is how many pixels one of the SVG becomes.
    """
    check_letters(picture)
    made: bytes = vega.svg_to_png(picture.decode(), scale=scale)
    return made


def pdf(picture: bytes) -> bytes:
    """Draw a PDF of an SVG as `png` does."""
    check_letters(picture)
    made: bytes = vega.svg_to_pdf(picture.decode())
    return made


def check_letters(picture: bytes) -> None:
    """Refused if no font that the engine finds has some letters of an SVG.

    Such a letter is drawn as one that no font has: an empty box.
    """
    texts = unescape("".join(TEXT.findall(picture.decode())))
    missing = [x for x in sorted(set(texts)) if not x.isascii() and not _is_drawn(x)]
    if not missing:
        return
    some = "".join(missing[:SOME])
    package = "fonts-noto-core"
    if any(east_asian_width(letter) in "WF" for letter in missing):
        package = "fonts-noto-cjk"
    raise Refused(
        f"no font on this machine has the letters {some}",
        f"apt install {package} (or another font that has them); --svg and --html use"
        " the fonts of the reader",
    )


@cache
def _is_drawn(letter: str) -> bool:
    return _drawing_of(letter) != _drawing_of(NOWHERE)


def _drawing_of(letter: str) -> bytes:
    made: bytes = vega.svg_to_png(LETTER.format(font=escape(FONT), letter=letter))
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
    program = bundle(SNIPPET)
    digest = b64encode(sha256(program.encode()).digest()).decode()
    picture = svg(still, about).decode()
    return page(specs, title, about, program, digest, picture).encode()
