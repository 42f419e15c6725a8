"""The chart of a company as a picture of its own, for wide, narrow and dark screens.

It is drawn as `sayso chart` draws it, by packages that are an extra: without them the
page says which one. A page does not wait for it.
"""

from importlib.util import find_spec
from itertools import product
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ledger.book import Book
from ledger.charts.colours import Style
from ledger.charts.files import LOW, NARROW, engine
from ledger.charts.vega import chart_spec
from ledger.errors import UnknownName
from ledger.page.markup import Html, tag
from ledger.serving.asking import basis_of
from ledger.serving.site import Site

WIDE: Final = 1000
SVG: Final = "image/svg+xml"
STYLES: Final = {
    "wide": Style(width=WIDE),
    "wide-dark": Style(width=WIDE, scheme="dark"),
    "narrow": Style(width=NARROW, height=LOW),
    "narrow-dark": Style(width=NARROW, height=LOW, scheme="dark"),
}
KEPT: Final = "private, max-age=3600"
"""A picture of an address with its clocks is the same again."""


def picture(site: Site, slug: str, name: str) -> Html:
    """Show the chart of a company, or how to have one."""
    if find_spec("vl_convert") is None:
        command = tag("code", "pip install 'sayso[report]'")
        return tag("p", "A chart needs ", command, ".", class_="note")

    def address(style: str) -> str:
        return site.to(f"/chart/{slug}", style=style)

    sources = [
        tag("source", media=_media(width, scheme), srcset=address(f"{width}{scheme}"))
        for width, scheme in product(("narrow", "wide"), ("-dark", ""))
    ]
    words = f"{name}: reported valuations, and since when, as the table says"
    image = tag("img", src=address("wide"), alt=words, loading="lazy")
    return tag("figure", tag("picture", *sources, image), class_="chart")


def _media(width: str, scheme: str) -> str:
    wide = "(max-width: 40rem)" if width == "narrow" else "(min-width: 40rem)"
    return f"{wide} and (prefers-color-scheme: dark)" if scheme else wide


def drawn(request: Request, book: Book) -> Response:
    """Draw the chart of a company as SVG; UnknownName if there is nothing to draw."""
    basis = basis_of(book, request.query_params, day=True)
    slug = book.names(basis).company(request.path_params["name"])
    style = STYLES.get(request.query_params.get("style", "wide"), STYLES["wide"])
    answer = book.chart("valuation", basis, [slug])
    spec = chart_spec(answer, book.names(basis), style)
    if spec is None:
        raise UnknownName(f"{slug}: nothing to draw by that day")
    image = engine().svg(spec, f"basis {basis.token}")
    return Response(image, media_type=SVG, headers={"Cache-Control": KEPT})
