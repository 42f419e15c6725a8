"""What every request passes before anything else looks at it.

The order is the rule: the Host must be one of ours (else another site's name was bound
to this machine), the Origin must be that Host, a request that may change something must
not come from another site; then the token. Only then does a page see the request.

The token stands in the first address only. It becomes a cookie, and the browser is sent
on to the same address without it, so that no link carries it. Programs send it as
`Authorization: Bearer TOKEN`.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.logs import log
from ledger.serving.failing import Failure, refusal, unexpected
from ledger.serving.settings import LOOPBACK, ServerSettings

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN: Final = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site for what a person did here, or typed."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With `no-referrer` a browser would send no Origin with our own forms either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CACHING: Final = "no-store"
"""Unless a response says otherwise: what a ledger holds is nobody else's."""

TOKEN: Final = "token"  # noqa: S105 - the name of the parameter
CLOSED: Final = Failure(
    403,
    "this address needs the token that `sayso serve` printed when it started",
    "open the printed address first; a program sends `Authorization: Bearer TOKEN`",
)
STRANGE: Final = Failure(
    421,
    "this server does not answer under this name",
    "open the address that `sayso serve` printed, or start it with --name NAME",
)
CROSSED: Final = Failure(
    403,
    "this request came from another site, so nothing was done",
    "open the page here; a program sends `Authorization: Bearer TOKEN`, and no Origin",
)


class Shell:
    """The outermost layer: it lets a request in, or answers it itself."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app, self._settings = app, settings
        self._cookie = settings.derived("cookie")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers that every response carries."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no other protocol is spoken here
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", CACHING)
            await send(message)

        try:
            answer: ASGIApp = self._refusal(scope) or self._app
            await answer(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - nothing may print a traceback
            log("failed", path=scope["path"], error=type(error).__name__)
            if not begun:
                await unexpected(scope)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> Response | None:
        """Give what a request is answered with that does not come in."""
        request, headers = Request(scope), Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._settings.hosts:
            return refusal(STRANGE, scope["path"])
        if crossed(headers, host, scope["method"]):
            return refusal(CROSSED, scope["path"])
        given = request.query_params.get(TOKEN)
        if given is not None:
            return self._entered(request, given, host)
        if self._is_known(headers, host):
            return None
        return refusal(CLOSED, scope["path"])

    def _entered(self, request: Request, given: str, host: str) -> Response:
        """Turn the token of an address into a cookie."""
        if request.method not in SAFE or not same(given, self._settings.token):
            return refusal(CLOSED, request.scope["path"])
        rest = [
            (key, value)
            for key, value in parse_qsl(request.url.query, keep_blank_values=True)
            if key != TOKEN
        ]
        # One slash: `//name` would be an address of another machine.
        path = "/" + request.scope["raw_path"].decode("ascii").lstrip("/")
        response = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), 303)
        response.set_cookie(
            cookie_name(host),
            self._cookie,
            httponly=True,
            samesite="lax",
            secure=is_proxied(host),
        )
        return response

    def _is_known(self, headers: Headers, host: str) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return same(token.strip(), self._settings.token)
        return same(_cookie(headers, cookie_name(host)), self._cookie)


def crossed(headers: Headers, host: str, method: str) -> bool:
    """Tell whether a request was made by another site.

    What may change something must say that it comes from here: a browser sends Origin
    with every such request, and a program its token in a header.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and not is_at(origin, host):
        return True
    if method in SAFE:
        return False
    if site is not None and site not in OWN:
        return True
    return origin is None and "authorization" not in headers


def is_at(origin: str, host: str) -> bool:
    """Tell whether an Origin is that of a Host; what is no address is not."""
    try:
        at = urlsplit(origin)
    except ValueError:  # such as a bracket that is not closed
        return False
    return at.scheme in {"http", "https"} and at.netloc.lower() == host


def is_proxied(host: str) -> bool:
    """Tell whether a Host is a name that a proxy answers to, and so with TLS.

    What is asked by an address, or as localhost, is asked in plain HTTP: a browser
    would not keep a cookie for HTTPS there.
    """
    if host in LOOPBACK or host.rpartition(":")[0] in LOOPBACK:
        return False
    name = host if host.endswith("]") else host.partition(":")[0]
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return not host.startswith("[")
    return False


def cookie_name(host: str) -> str:
    """Name the cookie of a server: browsers share cookies between ports."""
    port = host.removesuffix("]").rpartition(":")[2]
    return f"sayso-{port}" if port.isdigit() else "sayso"


def same(given: str, wanted: str) -> bool:
    """Tell whether two secrets are the same, in the same time for all."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _cookie(headers: Headers, name: str) -> str:
    """Give a cookie; nothing if it is not there or none can be read."""
    jar = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""
