"""The addresses of the pages, and what every one of them does first.

An address that does not name both clocks is sent on to the one that does: so the
address that stands in the browser is the link that shows the same next year.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ledger.book import Book
from ledger.claims.dates import MAX_DAY, MIN_DAY, show_day
from ledger.claims.names import quoted
from ledger.errors import BadInput
from ledger.serving import charts, views
from ledger.serving.asking import CLOCKS, addressed, answering, basis_of, settings_of
from ledger.serving.changes import changes
from ledger.serving.posting import actor_of
from ledger.serving.searching import search
from ledger.serving.site import Site, number_in

DAY: Final = "day"
"""What the slider says: a day, as an ordinal."""

PageDrawer: TypeAlias = Callable[[Site, views.Path], str]

PAGES: Final[dict[str, PageDrawer]] = {
    "/": views.ranking,
    "/company/{name}": views.company,
    "/round/{name:path}": views.round_,
    "/rounds": views.rounds,
    "/source/{name}": views.source,
    "/sources": views.sources,
    "/investor": views.investor,
    "/investors": views.investors,
    "/event/{name}": views.event,
    "/documents": views.documents,
    "/disputed": views.disputed,
    "/changes": changes,
    "/search": search,
}


def page(draw: PageDrawer) -> Callable[[Request, Book], Response]:
    """Make what answers a request with a page, at the basis of its address."""

    def answered(request: Request, book: Book) -> Response:
        site = site_of(request, book)
        asked = {key: request.query_params[key] for key in _clocks(request)}
        if asked != site.clocks:
            return RedirectResponse(site.on(), 303)
        # The script has followed the redirect without telling the browser.
        headers = {"HX-Push-Url": site.on()}
        return HTMLResponse(draw(site, request.path_params), headers=headers)

    return answered


def site_of(request: Request, book: Book) -> Site:
    """Give what the pages of a request know."""
    asked = dict(request.query_params)
    if DAY in asked:
        asked["as_of"] = _shown_day(asked.pop(DAY))
    basis = basis_of(book, asked, day=True)
    query = {key: x for key, x in asked.items() if key not in CLOCKS}
    # What the address says is what the page rests on, to the last entry.
    clocks = addressed(basis, book.zone)
    settings = settings_of(request.app)
    actor, path = actor_of(request, settings), request.scope["path"]
    return Site(book, basis_of(book, clocks), path, query, settings.csrf, actor)


def _clocks(request: Request) -> list[str]:
    return [key for key in request.query_params if key in {DAY, *CLOCKS}]


def _shown_day(text: str) -> str:
    day = number_in(text)
    if day is None or not MIN_DAY < day < MAX_DAY:
        raise BadInput(f"day: '{quoted(text)}' is no day", "choose one", (DAY,))
    return show_day(day)


ROUTES: Final = (
    *(Route(path, answering(page(draw))) for path, draw in PAGES.items()),
    Route("/chart/{name}", answering(charts.drawn)),
)
