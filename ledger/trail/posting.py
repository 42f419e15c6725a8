"""Sending one request to a witness, and reading its answer: nothing else asks the net.

Anyone who answers is not believed: what it signs is checked. So there is no redirect,
no proxy and no cookie, and an answer has a size that it cannot pass.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final, NamedTuple
from urllib.parse import urlsplit

SECONDS: Final = 20
"""How long a witness may take to be reached, and then to answer."""
MOST_BYTES: Final = 100_000
_PATH: Final = "/add-checkpoint"


class WitnessReply(NamedTuple):
    """What a witness answered."""

    status: int
    body: bytes


class NoAnswer(Exception):
    """Nobody answered, or what came back is no answer; its text says why."""


def post(url: str, body: bytes) -> WitnessReply:
    """Send a body to a witness; NoAnswer if none comes back."""
    found = urlsplit(url)
    kind = HTTPSConnection if found.scheme == "https" else HTTPConnection
    connection = kind(found.hostname or "", found.port, timeout=SECONDS)
    head = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "sayso"}
    try:
        connection.request("POST", f"{found.path}{_PATH}", body, head)
        reply = connection.getresponse()
        said = reply.read(MOST_BYTES + 1)
    except TimeoutError:
        raise NoAnswer(f"nothing within {SECONDS} seconds") from None
    except (OSError, HTTPException) as error:
        raise NoAnswer(getattr(error, "strerror", None) or str(error)) from None
    finally:
        connection.close()
    if len(said) > MOST_BYTES:
        raise NoAnswer(f"the answer has more than {MOST_BYTES:,} bytes")
    return WitnessReply(reply.status, said)
