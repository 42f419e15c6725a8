"""From what went wrong to a status and a page, or a problem document under `/api/`.

    404  an unknown name, with near misses      UnknownName
    422  what cannot be read, with the hint     BadInput
    409  a rule of the ledger forbids it        Refused, Conflict
    503  the ledger is away                     Unreachable, NeedsUpgrade
    500  it is damaged, or sayso is at fault    anything else

Nothing says where on this machine the ledger lies, and nothing shows a traceback.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from ledger.errors import (
    BadInput,
    Conflict,
    Damaged,
    Forked,
    LedgerError,
    NeedsUpgrade,
    NotProven,
    Refused,
    RolledBack,
    UnknownName,
    Unreachable,
)
from ledger.page.markup import tag

API: Final = "/api/"
PROGRAMS: Final = ("/api", "/mcp")
"""Where programs ask, and not people."""
PROBLEM: Final = "application/problem+json"
HTML: Final = "text/html"

STATUSES: Final[tuple[tuple[type[LedgerError], int], ...]] = (
    (UnknownName, 404),
    (BadInput, 422),
    (Refused, 409),
    (Conflict, 409),
    (NeedsUpgrade, 503),
    (Unreachable, 503),
)

AWAY: Final = "the ledger cannot be read right now"
LOOK: Final = "try again; if it stays so, look where the server was started"
VERIFY: Final = "`sayso audit verify` tells more"
TOLD: Final[tuple[tuple[type[LedgerError], str, str], ...]] = (
    (
        NeedsUpgrade,
        "the ledger has another version than this program",
        "see `sayso db upgrade --help`",
    ),
    (Unreachable, AWAY, LOOK),
    (Damaged, "the ledger does not hold what was recorded", VERIFY),
    (RolledBack, "the ledger is shorter than when it was last seen", VERIFY),
    (Forked, "the ledger is another than when it was last seen", VERIFY),
    (NotProven, "a proof does not hold", VERIFY),
)
"""Errors whose own words may name places of this machine, and what is said instead."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, for people and for programs."""

    status: int
    message: str
    hint: str | None = None

    @property
    def title(self) -> str:
        """Give the standard phrase of the status."""
        return HTTPStatus(self.status).phrase


NOWHERE: Final[dict[int, tuple[str, str | None]]] = {
    404: ("there is no page at this address", "the ranking, at /, leads to all pages"),
    405: ("this address does not answer this method", None),
}
"""What is said where no page of ours was asked."""

UNEXPECTED: Final = Failure(500, "this is a fault of sayso itself", LOOK)


def failure_of(error: Exception) -> Failure:
    """Tell what an error is to somebody who asked over HTTP."""
    if isinstance(error, HTTPException):
        known = NOWHERE.get(error.status_code, (error.detail, None))
        return Failure(error.status_code, *known)
    if not isinstance(error, LedgerError):
        return UNEXPECTED
    status = next((x for kind, x in STATUSES if isinstance(error, kind)), 500)
    for kind, message, hint in TOLD:
        if isinstance(error, kind):
            return Failure(status, message, hint)
    return Failure(status, error.message, error.hint)


def problem(failure: Failure) -> Response:
    """Write a failure as a problem document (RFC 9457)."""
    told = {
        "type": "about:blank",
        "title": failure.title,
        "status": failure.status,
        "detail": failure.message,
    }
    hint = {} if failure.hint is None else {"hint": failure.hint}
    return Response(orjson.dumps(told | hint), failure.status, media_type=PROBLEM)


def bare_page(failure: Failure) -> Response:
    """Write a failure as a page that needs nothing else."""
    title = f"{failure.status} {failure.title}"
    lines = [tag("h1", title), tag("p", failure.message)]
    lines += [] if failure.hint is None else [tag("p", failure.hint)]
    body = tag("html", tag("head", tag("title", title)), tag("body", *lines), lang="en")
    return Response(f"<!doctype html>\n{body}\n", failure.status, media_type=HTML)


def is_program(path: str) -> bool:
    """Tell whether a program asks for a path, and so wants a problem document."""
    return any(path == x or path.startswith(f"{x}/") for x in PROGRAMS)


def refusal(failure: Failure, path: str) -> Response:
    """Write why a request is not let in; it sees no page, nor what pages need."""
    if is_program(path):
        return problem(failure)
    return PlainTextResponse(
        f"{failure.message}\nhint: {failure.hint}\n", failure.status
    )


def unexpected(scope: Scope) -> Response:
    """Give what is answered where nothing was foreseen."""
    return (problem if is_program(scope["path"]) else bare_page)(UNEXPECTED)
