"""What an export turned out to hold, and how its single parts are read.

Whatever is wrong with it ends the reading: `Wrong` carries what was found.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.notes import Note, VerifierKey, read_key, read_note
from ledger.audit.policies import Policy
from ledger.audit.verdicts import Finding
from ledger.claims.canonical import derived, parse_entry, unstamp
from ledger.errors import BadInput, Damaged, NotProven

HINT: Final = "ask for it again: the file is damaged or was changed"
EVENTS: Final = "data/events.jsonl"
HEAD: Final = "data/log/checkpoint"
UNSIGNED_HEAD: Final = "data/log/tree-head.json"
TEXTS: Final = "data/payloads.jsonl"
SCOPE: Final = "data/scope.json"


@dataclass(slots=True)
class BundleFacts:
    """What a bundle turned out to hold."""

    origin: str = ""
    head: Checkpoint | None = None
    note: Note | None = None
    size: int = 0
    root: bytes = b""
    found: int = 0
    """How many entries are in it."""
    keys: list[tuple[int, VerifierKey]] = field(default_factory=list)
    heads: dict[int, Note] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    recorded: dict[int, int] = field(default_factory=dict)
    """Size of a head -> when its last entry was recorded, in microseconds."""
    wanted: dict[str, int] = field(default_factory=dict)
    """Commitment (hex) -> the entry that holds it."""
    media: dict[str, str] = field(default_factory=dict)
    """Commitment (hex) -> the media type that the entry states."""
    erased: dict[str, int] = field(default_factory=dict)
    policy: Policy | None = None
    """How many witnesses its keeper wants."""
    cosigned: list[tuple[str, Note]] = field(default_factory=list)
    """The newest head that each of them cosigned, with its name."""
    expected: set[str] = field(default_factory=set)
    """Names of files that were accounted for."""


def bag_info(origin: str, size: int, root: bytes) -> dict[str, str]:
    """Give what bag-info.txt says of a log."""
    return {
        "External-Identifier": origin,
        "Sayso-Size": str(size),
        "Sayso-Root": root.hex(),
    }


class Wrong(Exception):
    """Something in the bundle is wrong; what else there is does not matter."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


def altered(what: str, file: str | None = None, seq: int | None = None) -> Wrong:
    return Wrong(Finding("ALTERED", what, HINT, seq, file=file))


def note_in(archive: Archive, name: str) -> Note:
    try:
        note = read_note(archive.read(name))
        checkpoint_in(note)
    except NotProven as error:
        what = f"{name} is malformed: {error.message}"
        raise Wrong(Finding("BAD-SIGNATURE", what, HINT, file=name)) from None
    return note


def parsed(body: bytes, seq: int) -> dict[str, Any]:
    try:
        found = parse_entry(body)
        derived(found["type"], found["data"])
        whole = isinstance(found["seq"], int) and isinstance(found["log"], str)
    except (BadInput, Damaged, KeyError, TypeError, ValueError, AttributeError):
        whole = False
    if not whole:
        raise altered(f"entry {seq} is not an entry of a ledger", EVENTS, seq)
    return found


def row_of(body: bytes, seq: int) -> tuple[Any, ...]:
    """Give an entry as the row of a page, made from its bytes alone."""
    found = parsed(body, seq)
    try:
        return (
            bytes.fromhex(found["id"]),
            found["type"],
            *derived(found["type"], found["data"]),
            unstamp(found["recorded_at"]),
            sha256(b"\x00" + body).digest(),
            body,
        )
    except (KeyError, TypeError, ValueError):
        raise altered(f"entry {seq} is not an entry of a ledger", EVENTS, seq) from None


def files_below(archive: Archive, folder: str) -> list[str]:
    return [name for name in archive.names if name.startswith(folder)]


def look(page: list[tuple[Any, ...]], first: int, facts: BundleFacts) -> None:
    """Note what entries say about keys, texts and erasures."""
    for place, row in enumerate(page):
        look_at(first + place, row, facts)


def look_at(seq: int, row: tuple[Any, ...], facts: BundleFacts) -> None:
    type_, body = row[1], row[8]
    if type_ == "payload.erased":
        facts.erased[parse_entry(body)["data"]["commitment"]] = seq
    elif type_ in {"ledger.opened", "key.rotated"}:
        data = parse_entry(body)["data"]
        named = data.get("key") if type_ == "ledger.opened" else data.get("new")
        if named is not None:
            with suppress(NotProven):
                facts.keys.append((seq, read_key(named)))
    elif b'"commitment":"' in body:
        for one in parse_entry(body)["data"].get("payloads", ()):
            facts.wanted[one["commitment"]] = seq
            facts.media[one["commitment"]] = one["media_type"]
