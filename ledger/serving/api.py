"""The documented answers as JSON under `/api/`, one address for each question.

An answer is byte for byte what `-f json` prints. With `limit` or `cursor` it is a page
of it, and `page.next` is the cursor of the next one. Its ETag stands for the question
and its basis: it changes when the ledger grows, unless the basis is fixed.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ledger import __version__
from ledger.answers.paging import FIRST, page_of
from ledger.answers.telling import Told
from ledger.book import Book
from ledger.claims.entry import Stored
from ledger.claims.names import near
from ledger.errors import UnknownName, naming_parameter
from ledger.projections.basis import Basis
from ledger.serving import cursors
from ledger.serving.asking import answering
from ledger.serving.clocks import basis_again, first_of, pinned
from ledger.serving.cursors import Cursor
from ledger.serving.failing import API, Failure, problem
from ledger.serving.openapi import described
from ledger.serving.parameters import Parameter, ParameterValues, read_texts
from ledger.serving.question import Endpoint
from ledger.serving.questions import QUESTIONS

JSON: Final = "application/json"
CACHING: Final = "private, no-cache"
"""A browser may keep an answer, and asks each time whether it still stands."""

LIMIT: Final = Parameter("limit", "whole", "rows of a page; all if none", least=1)
CURSOR: Final = Parameter(
    "cursor", "text", "`page.next` of the page before, with the same other parameters"
)
PAGES: Final = (LIMIT, CURSOR)
"""What every question takes, too."""


def _endpoint(question: Endpoint) -> Route:
    """Give the address of a question."""

    def ask(request: Request, book: Book) -> Response:
        refused = not_acceptable(request)
        if refused is not None:
            return refused
        pairs = request.query_params.multi_items()
        given = read_texts((*question.every, *PAGES), pairs)
        return _answered(request, book, question, given)

    return Route(f"{API}{question.name}", answering(ask), methods=["GET"])


def _answered(
    request: Request, book: Book, question: Endpoint, given: ParameterValues
) -> Response:
    """Answer a question, or say that the answer that somebody has still stands."""
    asked = {x: y for x, y in given.items() if x not in {"limit", "cursor"}}
    asked["question"] = question.name
    text = given["cursor"]
    at = Cursor(FIRST, None) if text is None else cursors.read_cursor(text, asked)
    if at.token is not None:
        given = pinned(given, basis_again(book, at.token, "cursor"))
    bases = question.bases(book, given)
    told = {**asked, "limit": given["limit"], "cursor": text}
    if bases and asked.get("since") is not None:
        with naming_parameter("since"):  # `3d ago` is another day tomorrow
            told["since"] = first_of(book, asked["since"], bases[0].zone)
    tag = tag_of(book, bases, told)
    headers = {"ETag": tag, "Cache-Control": CACHING}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    answer = question.asked(book, given)
    assert isinstance(answer.told, Told), "every question of a book is told"
    if given["limit"] is None and text is None:
        body = "".join(answer.told.json_text()).encode()
        return Response(body, 200, headers, JSON)
    page = page_of(answer.told, at.start, limit=given["limit"], most=None)
    if page.following is not None:
        token = answer.basis.token if question.timed else None
        after = cursors.cursor_text(Cursor(page.following, token), asked)
        page.document["page"]["next"] = after
    return Response(orjson.dumps(page.document) + b"\n", 200, headers, JSON)


def tag_of(book: Book, bases: Sequence[Basis], asked: ParameterValues) -> str:
    """Give the ETag of an answer: of its question, its basis and this program.

    It is a weak one: two answers of one basis differ in when they were asked. A text
    that was erased is in no answer any more, whatever the basis.
    """
    rests: list[object] = [
        (
            *(one.cut, one.known_at, one.head, one.effective, one.zone),
            *(one.possible, one.dated, one.provisional, one.asked_under),
            str(one.money),
        )
        for one in bases
    ]
    if not bases:
        head = book.log.head()
        rests = [head.seq, head.leaf]
    known = min((one.known_at for one in bases), default=-1)
    rests += [x.seq for x in book.log.read(names=True, after=known) if _erases(x)]
    told = json.dumps([__version__, rests, asked], sort_keys=True, default=str)
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _erases(stored: Stored) -> bool:
    return stored.type == "payload.erased"


def matches(header: str, tag: str) -> bool:
    """Tell whether If-None-Match names an ETag; all are compared as weak ones."""
    named = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in named or tag.removeprefix("W/") in named


def not_acceptable(request: Request) -> Response | None:
    """Refuse a request that takes no JSON."""
    kinds = [
        one.partition(";")[0].strip().lower()
        for one in request.headers.get("accept", "*/*").split(",")
    ]
    if {"*/*", "application/*", JSON} & set(kinds) or kinds == [""]:
        return None
    what = f"answers are {JSON}, and that is not accepted"
    return problem(Failure(406, what, f"send Accept: {JSON}, or none"))


def _index(_: Request) -> Response:
    """List the addresses."""
    found: dict[str, Any] = {
        "openapi": f"{API}openapi.json",
        "questions": {f"{API}{x}": one.about for x, one in QUESTIONS.items()},
    }
    return Response(orjson.dumps(found) + b"\n", media_type=JSON)


def _described(_: Request) -> Response:
    """Describe them, as OpenAPI does."""
    return Response(orjson.dumps(described(PAGES)) + b"\n", media_type=JSON)


def _nowhere(request: Request) -> Response:
    """Say which address may be meant."""
    name = request.path_params["name"]
    close = near(name, QUESTIONS) or ["openapi.json"]
    raise UnknownName(
        f"there is no question '{name[:100]}'",
        f"perhaps {', '.join(f'{API}{x}' for x in close)}",
    )


ROUTES: Final = (
    *map(_endpoint, QUESTIONS.values()),
    Route(f"{API}openapi.json", _described),
    Route(API, _index),
    Route(f"{API}{{name:path}}", _nowhere),
)
