"""What somebody brings along to a verification, and what they know already.

A person's own key, pin and policy of witnesses count without being asked for; keys,
heads and witnesses that are given count too.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.judging import Anchors
from ledger.audit.keys import KeyStore
from ledger.audit.notes import COSIGNATURE, Note, VerifierKey, read_key, read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.audit.witnesses import Witnesses
from ledger.errors import BadInput, NotProven

_KEY_HINT: Final = "one looks like name+id+base64: `sayso audit key show` prints it"
MOST_BYTES: Final = 10_000_000
"""No key, head, proof or entry has more."""
_WRITTEN_KEY: Final = re.compile(r"[^\s+]+\+[^\s+]+\+\S+")


@dataclass(slots=True)
class Given:
    """What somebody brings along to a verification."""

    keys: list[VerifierKey] = field(default_factory=list)
    heads: list[tuple[str, Note]] = field(default_factory=list)
    """Each with the name of the file that it is in."""
    witnesses: list[VerifierKey] = field(default_factory=list)
    quorum: int | None = None
    """How many witnesses must have seen the log; all that are given, if None."""
    files: list[Path] = field(default_factory=list)
    """Where keys and heads were read."""
    tokens: list[tuple[str, bytes]] = field(default_factory=list)
    """Time stamps, each with the name of the file that it is in."""
    authorities: bytes = b""
    """Certificates of those who may stamp, in PEM."""


def read_keys(given: str) -> list[VerifierKey]:
    """Read verifier keys: one as it is, or a file of them; BadInput if it holds none.

    In a file each has a line; lines that begin with # are remarks.
    """
    path = Path(given)
    if _WRITTEN_KEY.fullmatch(given) and not path.exists():
        return [_key(given, "the key")]
    text = read_file(path).decode("utf-8", "replace")
    if "PRIVATE KEY-----" in text:
        raise BadInput(
            f"{path} is a private key, which only signs; never give it away",
            "`sayso audit key show` prints its public side",
        )
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise BadInput(f"there is no verifier key in {path}", _KEY_HINT)
    return [_key(line, str(path)) for line in lines]


def _key(text: str, where: str) -> VerifierKey:
    try:
        return read_key(text)
    except NotProven as error:
        raise BadInput(f"{where}: {error.message}", _KEY_HINT) from None


def read_head(path: Path) -> tuple[str, Note]:
    """Read a signed head that somebody kept; BadInput if the file holds none."""
    try:
        note = read_note(read_file(path))
        checkpoint_in(note)
    except NotProven as error:
        raise BadInput(
            f"{path} is not a checkpoint: {error.message}",
            "`sayso audit checkpoint` prints one",
        ) from None
    return str(path), note


def read_file(path: Path) -> bytes:
    """Give what is in a file; BadInput if it cannot be read, or is far too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise BadInput(f"{path} has more than {MOST_BYTES:,} bytes, which none has")
    return data


def anchors_for(origin: str, home: Home, given: Given) -> Anchors:
    """Collect what is known of a log from outside: its keeper's own, and what is given.

    NotProven if the pin, or what witnesses cosigned, was edited.
    """
    held, witnesses = KeyStore(home), Witnesses(home, origin)
    own, pin = held.public(origin), Pins(home).read(origin)
    keys = [key for key in given.keys if key.algorithm != COSIGNATURE]
    quorum = len(given.witnesses) if given.quorum is None else given.quorum
    return Anchors(
        keys=keys or ([own] if own else []),
        heads=[*([("the pin", pin)] if pin else []), *given.heads],
        witnesses=given.witnesses,
        quorum=quorum,
        former=held.former(origin),
        policy=witnesses.policy,
        cosigned=witnesses.heads(),
    )
