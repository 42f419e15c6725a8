"""The app: the shell around everything, pages, and what else is mounted."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from ledger.errors import LedgerError
from ledger.logs import log
from ledger.serving import api, files, frame, pages, recording
from ledger.serving.books import Books
from ledger.serving.failing import failure_of, is_program, problem
from ledger.serving.settings import ServerSettings
from ledger.serving.shell import Shell


def create_app(settings: ServerSettings) -> Starlette:
    """Make the app of one ledger; its books are closed when it ends."""
    books = Books(settings)
    routes = [*pages.ROUTES, *recording.ROUTES, *api.ROUTES, *files.ROUTES]
    running: AbstractAsyncContextManager[None] = nullcontext()
    if settings.agents:
        from ledger.serving.mcp_server import over_http  # an extra

        route, running = over_http(settings, books)
        routes.append(route)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with running:
            yield
        books.close()

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Shell, settings=settings)],
        exception_handlers={LedgerError: failed, HTTPException: failed},
        lifespan=lifespan,
    )
    app.state.settings, app.state.books = settings, books
    return app


def failed(request: Request, error: Exception) -> Response:
    """Answer what went wrong."""
    found = failure_of(error)
    log("refused", path=request.scope["path"], status=found.status, why=str(error))
    answer = (problem if is_program(request.scope["path"]) else frame.failed)(found)
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})  # which methods there are
    return answer
