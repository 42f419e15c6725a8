"""`sayso serve`: the ledger in a browser."""

import secrets
import socket
from typing import TYPE_CHECKING

import click

from ._options import Values, bundle, opened, place
from ._places import located

if TYPE_CHECKING:
    from ledger.serving.settings import Settings

LOOPBACK = "127.0.0.1"
PATIENCE = 5
"""Seconds that requests have to end in when the server ends."""

where = bundle(
    "where",
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8643,
        show_default=True,
        metavar="N",
        help="The port to listen at; 0 takes a free one.",
    ),
    click.option(
        "--host",
        default=LOOPBACK,
        show_default=True,
        metavar="ADDRESS",
        help="The address to listen at; with another one other machines can connect.",
    ),
    click.option(
        "--name",
        "names",
        multiple=True,
        metavar="HOST",
        help="Answer under this name, too, such as a proxy's; may be given again.",
    ),
)


@click.command
@where
@place
def serve(*, where: Values, place: Values) -> None:
    """The ledger in a browser, on this machine.

    Ranking, companies, rounds, sources, investors, documents, what is disputed and what
    changed, each as of any day. The day stands in the address, so that a link shows the
    same next year. Nothing can be recorded. It prints the address to open, with a token
    that nobody else has; Ctrl-C ends it.

    \b
    Example:
        sayso serve
        sayso serve --port 9000 --db fund.db
    """
    check_installed()
    with opened(place):  # what is wrong with the ledger is said now
        pass
    with listening(where["host"], where["port"]) as ear:
        port = ear.getsockname()[1]
        settings = settings_of(located(place["db"]), port, where["names"])
        click.echo(f"http://{LOOPBACK}:{port}/?token={settings.token}")
        click.echo("open this address in a browser; Ctrl-C ends the server", err=True)
        run(settings, ear)


def check_installed() -> None:
    """Refuse, before anything is done, where the packages that serve are missing."""
    from importlib.util import find_spec

    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        from ledger.errors import Refused

        raise Refused(
            "a server needs packages that are not installed",
            "pip install 'sayso[serve]'",
        )


def listening(host: str, port: int) -> socket.socket:
    """Listen at an address; Refused if it is taken, or none of this machine."""
    from ledger.errors import Refused

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused(
            f"cannot listen at {host}, port {port}: {reason}",
            "--port 0 takes a free one",
        ) from None


def settings_of(place: str, port: int, names: tuple[str, ...]) -> "Settings":
    """What the server is started with."""
    from ledger.audit.places import Home
    from ledger.book import now
    from ledger.serving.settings import Settings, hosts_of

    given = click.get_current_context().find_object(dict) or {}
    return Settings(
        place=place,
        token=secrets.token_urlsafe(24),
        hosts=hosts_of(port, names),
        clock=given.get("clock", now),
        home=Home.of_user(),
    )


def run(settings: "Settings", ear: socket.socket) -> None:
    """Serve until somebody ends it."""
    import uvicorn

    from ledger.serving.app import create_app

    config = uvicorn.Config(
        create_app(settings),
        log_config=None,  # the app says itself what must be said
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    try:
        uvicorn.Server(config).run(sockets=[ear])
    except KeyboardInterrupt:
        click.echo("ended", err=True)
