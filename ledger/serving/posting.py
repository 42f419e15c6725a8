"""What records: a form that was sent from one of our own pages, by somebody known.

The shell has held its Host, its Origin and its cookie. Here the form must carry the
token that only our pages have, and somebody must be known who records: the actor that
the server was started with, or the user whom a proxy names.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Final, TypeAlias
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ledger.book import Book
from ledger.claims.checking import NotAnEvent
from ledger.errors import BadInput, Conflict, LedgerError, Refused, UnknownName
from ledger.serving.asking import addressed, basis_of, books_of, settings_of
from ledger.serving.failing import failure_of
from ledger.serving.settings import ServerSettings
from ledger.serving.site import Site

CSRF: Final = "csrf"
MOST: Final = 8_000_000
"""Bytes of a form: an article of a million characters, and its draft."""

FIELDS: Final = 10_000
"""Fields of a form."""

LONGEST: Final = 200
"""Characters of the name of a user."""

WRONG: Final = (BadInput, Conflict, NotAnEvent, Refused, UnknownName)
"""What a person can set right: it is said above the form, which stays as it was."""

READS: Final = "this server only reads; start it with `sayso serve --record`"


class Form:
    """The fields of a form, as texts without blanks around them."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def one(self, name: str) -> str:
        """Give the value of a field; nothing if it is not there."""
        return self._fields.get(name, [""])[0].strip()

    def raw(self, name: str) -> str:
        """Give the value of a field as it was sent."""
        return self._fields.get(name, [""])[0]

    def every(self, name: str) -> list[str]:
        """Give the values of a field that may be sent several times."""
        return [x.strip() for x in self._fields.get(name, []) if x.strip()]

    def several(self, name: str) -> list[str]:
        """Give the values that stand in one field, with semicolons between them."""
        return [x.strip() for x in self.one(name).split(";") if x.strip()]


FormRecorder: TypeAlias = Callable[[Site, Form], str]
"""Records what a form says, and gives the page that tells it."""

Again: TypeAlias = Callable[[Site, Form, LedgerError], str]
"""Gives the page with the same form, and what was wrong with it."""


def actor_of(request: Request, settings: ServerSettings) -> str | None:
    """Give who records; None if nobody can here.

    A header is believed from the proxies that were named, and from nobody else.
    """
    recording = settings.recording
    if recording is None:
        return None
    if recording.header is None:
        return recording.actor
    if request.client is None or request.client.host not in recording.proxies:
        return None
    named = request.headers.getlist(recording.header)
    # One of two may be what a browser sent, and the proxy passed on.
    return user_in(named[0]) if len(named) == 1 else None


def user_in(header: str) -> str | None:
    """Give the name that a proxy wrote, as UTF-8 if it is; None where none shows."""
    with suppress(UnicodeDecodeError):
        header = header.encode("latin-1").decode("utf-8")
    name = header.strip()
    return name if name and name.isprintable() and len(name) <= LONGEST else None


def posting(do: FormRecorder, again: Again) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint that records; what was wrong stands above the same form."""

    async def endpoint(request: Request) -> Response:
        settings = settings_of(request.app)
        actor = actor_of(request, settings)
        if actor is None:
            raise HTTPException(403, READS if settings.recording is None else NOBODY)
        form = await form_of(request)
        if not hmac.compare_digest(form.raw(CSRF).encode(), settings.csrf.encode()):
            raise HTTPException(
                403, "this form did not come from a page of this server"
            )

        def answered() -> Response:
            with books_of(request.app).recording(actor) as book:
                return _posted(site_for(request, book, actor), form, do, again)

        return await run_in_threadpool(answered)

    return endpoint


NOBODY: Final = "no proxy says who you are, so nothing can be recorded"


def _posted(site: Site, form: Form, do: FormRecorder, again: Again) -> Response:
    try:
        return HTMLResponse(do(site, form))
    except WRONG as error:
        return HTMLResponse(again(site, form, error), failure_of(error).status)


def site_for(request: Request, book: Book, actor: str | None) -> Site:
    """Give the pages as of now."""
    settings = settings_of(request.app)
    now = addressed(basis_of(book, {}, day=True), book.zone)
    path = request.scope["path"]
    return Site(book, basis_of(book, now), path, {}, settings.csrf, actor)


async def form_of(request: Request) -> Form:
    """Read a form; 413 if it is too large, 415 if it is none."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "this is no form")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise HTTPException(413, f"a form has at most {MOST:,} bytes")
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=FIELDS,
        )
    except ValueError:
        raise HTTPException(400, "this form cannot be read") from None
    return Form(fields)
