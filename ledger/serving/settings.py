"""What a server is started with: which ledger, who may come in, and who records."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.book import now

if TYPE_CHECKING:
    from ledger.audit.places import Home

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called by its own browsers."""

HTTP: Final = 80
"""The port that a browser leaves out of an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingUser:
    """Who records in a browser: one actor, or the user that a proxy names."""

    actor: str | None = None
    header: str | None = None
    """The header in which a proxy names the user; in place of an actor."""
    proxies: frozenset[str] = frozenset()
    """The addresses that the header is believed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How a server answers; none of it changes while it runs."""

    place: str
    """The ledger: a path or a URL."""
    token: str
    """What the first address must carry."""
    hosts: frozenset[str]
    """The values of Host that are answered, each with its port where it has one."""
    clock: Callable[[], int] = now
    home: "Home | None" = None
    recording: RecordingUser | None = None
    """None for a server that only reads."""
    agents: bool = False
    """Whether agents are answered, too, under `/mcp`."""

    def derived(self, purpose: str) -> str:
        """Give a secret for one purpose; the token cannot be told from it."""
        key, message = self.token.encode(), purpose.encode()
        return hmac.new(key, message, hashlib.sha256).hexdigest()

    @property
    def csrf(self) -> str:
        """What every form that records carries."""
        return self.derived("csrf")


def hosts_of(port: int, names: tuple[str, ...] = ()) -> frozenset[str]:
    """Give the values of Host for a port of this machine, and for further names."""
    others = {name.lower() for name in names}
    with_port = {f"{name}:{port}" for name in {*LOOPBACK, *others}}
    # A proxy listens at the port that a browser leaves out.
    bare = others | (set(LOOPBACK) if port == HTTP else set())
    return frozenset(with_port | bare)
