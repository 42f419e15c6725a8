"""From an address to an open book at a basis, and from an answer to a response.

The clocks stand in the query under the names of the library: `as_of`, `known_at`,
`effective`, `tz`, `possible`, or `basis` with a token that says everything.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ledger.book import Book
from ledger.errors import BadInput
from ledger.projections.basis import Basis
from ledger.reading.cuts import YEAR_DIGITS
from ledger.serving.books import Books
from ledger.serving.settings import ServerSettings

CLOCKS: Final = ("as_of", "known_at", "effective", "tz", "possible", "basis")
"""What an address may say of the three clocks."""

NO: Final = frozenset({"", "0", "no", "false"})

RequestHandler: TypeAlias = Callable[[Request, Book], Response]
"""What answers a request out of an open book; it runs in a thread of its own."""


def settings_of(app: Starlette) -> ServerSettings:
    """Give what a server was started with."""
    found: ServerSettings = app.state.settings
    return found


def books_of(app: Starlette) -> Books:
    """Give the open books of a server."""
    found: Books = app.state.books
    return found


def answering(ask: RequestHandler) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of a function that asks a book; the app handles its errors."""

    def asked(request: Request) -> Response:
        with books_of(request.app).opened() as book:
            return ask(request, book)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(asked, request)

    return endpoint


def basis_of(book: Book, query: Mapping[str, str], *, day: bool = False) -> Basis:
    """Give the basis that a query asks for; BadInput names what cannot be read.

    With `day` an address that says nothing of the first two clocks asks as of today,
    as pages do; else as of now.
    """
    given = {key: query[key] for key in CLOCKS if query.get(key)}
    token = given.pop("basis", None)
    possible = given.pop("possible", "") not in NO
    if day and token is None and not {"as_of", "known_at"} & given.keys():
        given["as_of"] = "today"
    try:
        return book.basis(**given, possible=possible, token=token)
    except BadInput as error:
        error.rename({"token": "basis"})
        raise


def addressed(basis: Basis, zone: str) -> dict[str, str]:
    """Give the clocks of a basis as an address carries them, for ever.

    The day and the entry are written out; `zone` is the ledger's, and stands there
    where another one was asked for. What asks for more is written as a token.
    """
    if basis.dated or basis.possible or basis.money or basis.known_at < 0:
        return {"basis": basis.token}
    known = str(basis.known_at)
    clocks = {
        "as_of": basis.as_of,
        # Four digits alone are a year.
        "known_at": known if len(known) != YEAR_DIGITS else f"seq:{known}",
    }
    return clocks if basis.zone == zone else clocks | {"tz": basis.zone}
