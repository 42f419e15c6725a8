"""`sayso serve`: the ledger in a browser."""

import os
import re
import secrets
import socket
from typing import TYPE_CHECKING

import click

from ._failures import fail
from ._options import ACTOR, Values, bundle, opened, place, stays
from ._places import located

if TYPE_CHECKING:
    from ledger.serving.settings import RecordingUser, ServerSettings

LOOPBACK = "127.0.0.1"
TOKEN = re.compile(r"[\w-]{20,200}", re.ASCII)
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
    click.option(
        "--mcp", "agents", is_flag=True, help="Answer agents, too, under /mcp."
    ),
)


who = bundle(
    "who",
    click.option("--record", is_flag=True, help="Let people record in the browser."),
    ACTOR,
    click.option(
        "--user-header",
        metavar="HEADER",
        help="With --record behind a proxy: the header in which it names the user.",
    ),
    click.option(
        "--proxy",
        "proxies",
        multiple=True,
        metavar="ADDRESS",
        help="The address of that proxy; nobody else is believed. [127.0.0.1]",
    ),
)


@click.command
@where
@who
@place
def serve(*, where: Values, who: Values, place: Values) -> None:
    """Open the ledger in a browser, on this machine.

    Ranking, companies, rounds, sources, investors, documents, open denials and changes,
    each as of any day. The day is part of the address, so that a link shows the same
    next year. The command prints the address to open, with a token that nobody else
    has; Ctrl-C ends it.

    Nothing can be recorded without --record. With it the pages record reports, denials,
    confirmations, corrections, and accepted claims of a drafted article, in the name of
    --actor, or, if other machines can connect, of the user that a proxy names in a
    header.

    Programs ask under /api/, and with --mcp agents under /mcp, with the token in a
    header (Authorization: Bearer). SAYSO_TOKEN sets a token that stays the same.

    \b
    Example:
        sayso serve
        sayso serve --record --actor ann
        sayso serve --mcp --port 9000 --db fund.db
        sayso serve --record --user-header X-Forwarded-User --name ledger.example
    """
    recording = recording_of(where, who)
    check_installed(agents=where["agents"])
    with opened(place):  # what is wrong with the ledger is said now
        pass
    with listening(where["host"], where["port"]) as ear:
        port, host = ear.getsockname()[1], called(where["host"])
        settings = settings_of(located(place["db"]), port, where, recording)
        click.echo(f"http://{host}:{port}/?token={settings.token}")
        click.echo("open this address in a browser; Ctrl-C ends the server", err=True)
        run(settings, ear)


def check_installed(*, agents: bool) -> None:
    """Refuse, before anything is done, where the packages that serve are missing."""
    from importlib.util import find_spec

    from ledger.errors import Refused

    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise Refused(
            "a server needs packages that are not installed",
            "pip install 'sayso[serve]'",
        )
    if agents and find_spec("mcp") is None:
        raise Refused(
            "agents need a package that is not installed",
            "pip install 'sayso[serve,mcp]'",
        )


def token_given() -> str | None:
    """The token of SAYSO_TOKEN, which programs can keep; BadInput if it is short."""
    from ledger.errors import BadInput

    found = os.environ.get("SAYSO_TOKEN") or None
    if found is not None and not TOKEN.fullmatch(found):
        raise BadInput(
            "SAYSO_TOKEN is no token: letters, digits, - and _, at least 20 of them",
            'python3 -c "import secrets; print(secrets.token_urlsafe())" makes one',
        )
    return found


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


def called(host: str) -> str:
    """How a browser of this machine calls an address that is listened at."""
    from ipaddress import ip_address

    try:
        found = ip_address(host)
    except ValueError:
        return host  # a name
    if found.is_unspecified:
        return LOOPBACK
    return f"[{host}]" if ":" in host else host


def recording_of(where: Values, who: Values) -> "RecordingUser | None":
    """Who records; a usage error where that would be anybody."""
    header, proxies = who["user_header"], who["proxies"]
    if not who["record"]:
        if header or proxies:
            fail("--user-header and --proxy say who records: add --record")
        return None
    if header is None:
        if proxies:
            fail("--proxy needs --user-header: the header in which it names the user")
        if where["host"] != LOOPBACK or where["names"]:
            fail(
                "others could record as you: with --record, --host and --name need a"
                " proxy that names the user, --user-header HEADER"
            )
    from ledger.recording.writing import login
    from ledger.serving.settings import RecordingUser

    actor = None if header else who["actor"] or login()
    believed = frozenset(proxies or (LOOPBACK,))
    return RecordingUser(actor=actor, header=header, proxies=believed)


def settings_of(
    place: str, port: int, where: Values, recording: "RecordingUser | None"
) -> "ServerSettings":
    """What the server is started with."""
    from ledger.audit.places import Home
    from ledger.book import now
    from ledger.serving.settings import ServerSettings, hosts_of

    given = click.get_current_context().find_object(dict) or {}
    return ServerSettings(
        place=place,
        token=token_given() or secrets.token_urlsafe(24),
        hosts=hosts_of(port, (called(where["host"]), *where["names"])),
        clock=given.get("clock", now),
        home=Home.of_user(),
        recording=recording,
        agents=where["agents"],
    )


def run(settings: "ServerSettings", ear: socket.socket) -> None:
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
    stays()
    try:
        uvicorn.Server(config).run(sockets=[ear])
    except KeyboardInterrupt:
        click.echo("ended", err=True)
