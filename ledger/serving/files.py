"""The files of the pages: one style sheet, and one script that we did not write.

The style is that of the report, and what only a server's pages need.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ledger.page.darkness import darkened
from ledger.page.writing import STYLES

FRESH: Final = "private, no-cache"
"""A browser asks again whether it has changed: another version may be installed."""


@cache
def style() -> bytes:
    """Give the style sheet of all pages."""
    report = [(files("ledger.page") / name).read_text("utf-8") for name in STYLES]
    own = (files("ledger.serving") / "static" / "serving.css").read_text("utf-8")
    return "\n".join([*report, darkened(), own]).encode()


@cache
def script() -> bytes:
    """Give htmx, as its makers publish it; its licence lies next to it."""
    return (files("ledger.serving") / "static" / "htmx.min.js").read_bytes()


@cache
def icon() -> bytes:
    """Give the sign that browsers show next to the title."""
    return (files("ledger.serving") / "static" / "icon.svg").read_bytes()


def _sent(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": FRESH}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


async def _style(request: Request) -> Response:
    return _sent(request, style(), "text/css")


async def _script(request: Request) -> Response:
    return _sent(request, script(), "text/javascript")


async def _icon(request: Request) -> Response:
    return _sent(request, icon(), "image/svg+xml")


ROUTES: Final = (
    Route("/static/style.css", _style),
    Route("/static/htmx.js", _script),
    Route("/static/icon.svg", _icon),
)
