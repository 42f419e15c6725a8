"""Proofs as files: C2SP's tlog-proof of one entry, and the body with which a witness
is asked to see that a log has grown (tlog-witness, add-checkpoint).

    c2sp.org/tlog-proof@v1           old <size before>
    extra <base64>                   <base64 of a hash>, any number of such lines
    index <number>                   <empty line>
    <base64 of a hash> ...           <checkpoint as a signed note>
    <empty line>
    <checkpoint as a signed note>

In `extra`, which may be left out, we put the entry itself, so that a proof says what
it proves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.merkle import (
    HASH_BYTES,
    LONGEST_PATH,
    check_consistency,
    check_inclusion,
    leaf,
)
from ledger.audit.notes import Note, read_note
from ledger.audit.texts import base64, decimal, decoded, unbase64
from ledger.errors import NotProven

HEADER: Final = "c2sp.org/tlog-proof@v1"
_MOST_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands at a place in a log, under a signed head."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    entry: bytes | None = None

    @property
    def checkpoint(self) -> Checkpoint:
        """The head under which the entry stands."""
        return checkpoint_in(self.note)

    def __bytes__(self) -> bytes:
        extra = [] if self.entry is None else [f"extra {base64(self.entry)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(base64, self.path)]
        return "\n".join(lines).encode() + b"\n\n" + bytes(self.note)

    def check(self, entry: bytes) -> None:
        """Raise NotProven unless the proof leads from the entry to its head's root."""
        head = self.checkpoint
        check_inclusion(self.index, head.size, leaf(entry), self.path, head.root)


def read_proof(data: bytes) -> Proof:
    """Read a proof of inclusion; NotProven if it is malformed."""
    whole = decoded(data, "the proof", most=_MOST_BYTES)
    top, gap, below = whole.partition("\n\n")
    header, *lines = top.split("\n")
    if header != HEADER or not gap:
        raise NotProven("this is not a tlog-proof")
    entry = None
    if lines and lines[0].startswith("extra "):
        entry = unbase64(lines.pop(0).removeprefix("extra "), "the extra data")
    if not lines or not lines[0].startswith("index "):
        raise NotProven("the proof names no index")
    index = decimal(lines.pop(0).removeprefix("index "), "the index")
    return Proof(index, _hashes(lines), read_note(below.encode()), entry)


@dataclass(frozen=True, slots=True)
class Growth:
    """That a log of `old` entries has only been added to since."""

    old: int
    path: tuple[bytes, ...]
    note: Note

    def __bytes__(self) -> bytes:
        lines = [f"old {self.old}", *map(base64, self.path)]
        return "\n".join(lines).encode() + b"\n\n" + bytes(self.note)

    def check(self, before: Checkpoint) -> None:
        """Raise NotProven unless the head extends an older one."""
        head = checkpoint_in(self.note)
        if (before.origin, before.size) != (head.origin, self.old):
            raise NotProven("the proof is about another checkpoint")
        sizes = before.size, head.size
        check_consistency(*sizes, before.root, head.root, self.path)


def read_growth(data: bytes) -> Growth:
    """Read a proof of consistency; NotProven if it is malformed."""
    whole = decoded(data, "the proof", most=_MOST_BYTES)
    top, gap, below = whole.partition("\n\n")
    first, *lines = top.split("\n")
    if not first.startswith("old ") or not gap:
        raise NotProven("this is not a proof of consistency")
    old = decimal(first.removeprefix("old "), "the old size")
    if old == 0 and lines:
        raise NotProven("a log that grew from nothing needs no hashes")
    return Growth(old, _hashes(lines), read_note(below.encode()))


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_PATH:
        raise NotProven(f"a proof has at most {LONGEST_PATH} hashes")
    found = tuple(unbase64(line, "a hash of the proof") for line in lines)
    for one in found:
        if len(one) != HASH_BYTES:
            raise NotProven(f"a hash has {len(one)} bytes, not {HASH_BYTES}")
    return found
