"""Which witnesses must have seen a log: C2SP's tlog-policy, for one log.

    log <verifier key>
    witness <name> <verifier key> <URL>      one line a witness
    group enough <N> <name> ...              all of them, of which N are enough
    quorum enough

Witnesses go by the names of their keys. Policies of other shapes, with groups of
groups, are refused.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ledger.audit.notes import COSIGNATURE, VerifierKey, read_key
from ledger.audit.texts import decimal, decoded
from ledger.errors import BadInput, NotProven

MOST_WITNESSES: Final = 32
_GROUP: Final = "enough"
_SET: Final = "# quorum that was set:"
"""A comment to other programs: it outlives the removal of a witness."""
_RESERVED: Final = frozenset({"none", _GROUP})
_MOST_BYTES: Final = 100_000
_EDITED: Final = "the policy file was edited"


class Witness(NamedTuple):
    """Somebody outside who signs what they saw of a log."""

    url: str
    """Where to ask: `/add-checkpoint` goes behind it."""
    key: VerifierKey

    @property
    def name(self) -> str:
        """What the witness calls itself."""
        return self.key.name


class Policy(NamedTuple):
    """Which witnesses must have seen a log, and how many of them."""

    needed: int
    witnesses: tuple[Witness, ...]
    asked: int | None = None
    """The number that somebody set; None where all are needed, however many."""

    def __str__(self) -> str:
        return f"{self.needed} of {len(self.witnesses)}"

    def text(self, log: VerifierKey) -> str:
        """Write the policy of a log as a file."""
        names = " ".join(one.name for one in self.witnesses)
        lines = [
            f"log {log}",
            *(f"witness {one.name} {one.key} {one.url}" for one in self.witnesses),
            f"group {_GROUP} {self.needed} {names}",
            f"quorum {_GROUP}",
            *([] if self.asked is None else [f"{_SET} {self.asked}"]),
        ]
        return "".join(f"{line}\n" for line in lines)


def witness_from(url: str, key: VerifierKey) -> Witness:
    """Check what is known of a witness; BadInput if nobody can be asked so."""
    found = urlsplit(url)
    if found.scheme not in {"http", "https"} or not found.hostname:
        raise BadInput(
            f"{url!r} is not the URL of a witness",
            "such as https://witness.example.org",
        )
    if found.query or found.fragment or any(sign.isspace() for sign in url):
        raise BadInput(f"{url!r}: give the URL to which /add-checkpoint is appended")
    if key.algorithm != COSIGNATURE:
        raise BadInput(
            f"{key.brief} is a key that signs logs, not one of a witness",
            "the witness publishes its key; after its name and id it begins with B",
        )
    if key.name in _RESERVED:
        raise BadInput(f"a witness cannot be called {key.name}")
    return Witness(url.rstrip("/"), key)


def wanting(asked: int | None, witnesses: Iterable[Witness]) -> Policy:
    """Give the policy of a number that was set, of all where none was.

    Where there are fewer witnesses than were set, all of them are needed.
    """
    there = tuple(witnesses)
    needed = len(there) if asked is None else min(asked, len(there))
    return checked(needed, there, asked)


def checked(
    needed: int, witnesses: Iterable[Witness], asked: int | None = None
) -> Policy:
    """Give a policy; BadInput if it asks for what cannot be, or counts one twice."""
    policy = Policy(needed, tuple(witnesses), asked)
    total = len(policy.witnesses)
    if total > MOST_WITNESSES:
        raise BadInput(f"a policy has at most {MOST_WITNESSES} witnesses")
    for what, values in (
        ("name", [one.name for one in policy.witnesses]),
        ("key", [one.key.public for one in policy.witnesses]),
    ):
        if len(set(values)) < total:
            raise BadInput(
                f"two witnesses have the same {what}", "each counts once: name it once"
            )
    if not 1 <= needed <= total:
        raise BadInput(f"{needed} of {total} witnesses cannot be wanted")
    return policy


def read_policy(data: bytes) -> Policy:
    """Read a policy; NotProven for one that is malformed, or of another shape."""
    lines = decoded(data, "the policy", most=_MOST_BYTES).split("\n")
    rows = [line.split() for line in lines]
    said = [line.removeprefix(_SET).strip() for line in lines if line.startswith(_SET)]
    rows = [row for row in rows if row and not row[0].startswith("#")]
    found = [_witness(row) for row in rows if row[0] == "witness"]
    rest = [row for row in rows if row[0] not in {"witness", "log"}]
    names = [one.name for one in found]
    if len(rest) != 2 or rest[1] != ["quorum", _GROUP]:  # noqa: PLR2004 - as above
        raise NotProven(_EDITED)
    if rest[0][:2] != ["group", _GROUP] or rest[0][3:] != names:
        raise NotProven(_EDITED)
    try:
        needed = decimal(rest[0][2], "the quorum")
        asked = decimal(said[0], "the quorum") if said else None
        if asked is None and needed < len(found):
            asked = needed  # it was set by a version that did not write it down
        return checked(needed, found, asked)
    except BadInput as error:
        raise NotProven(f"{_EDITED}: {error.message}") from None


def _witness(row: list[str]) -> Witness:
    try:
        _, name, key, url = row
        found = witness_from(url, read_key(key))
    except (ValueError, BadInput):
        raise NotProven(_EDITED) from None
    if found.name != name:
        raise NotProven(_EDITED)
    return found


def log_list(log: VerifierKey, contact: str, requests: int) -> str:
    """Write a log as operators of the witness network list it.

    `requests` is how often a day it asks a witness; `contact` says how to reach the one
    who keeps it.
    """
    lines = [
        "logs/v0",
        "",
        f"vkey {log}",
        "origin none",  # it is the name of the key
        f"qpd {requests}",
        "bastion none",
        f"contact {contact}",
    ]
    return "".join(f"{line}\n" for line in lines)
