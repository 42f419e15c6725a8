"""Checkpoints: C2SP's statement that a log of an origin has a size and a root.

    <origin>
    <size, a plain number above 0>
    <base64 of the root>

It is the text of a signed note. There is no other spelling, and no further line.
"""

from typing import Final, NamedTuple

from ledger.audit.merkle import HASH_BYTES
from ledger.audit.notes import Note
from ledger.audit.texts import base64, decimal, unbase64
from ledger.errors import NotProven

_LINES: Final = 3


class Checkpoint(NamedTuple):
    """The head of a tree; nothing is said about who says so."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64(self.root)}\n"


def checkpoint_in(note: Note) -> Checkpoint:
    """Read the checkpoint that a note holds; NotProven if it is anything else."""
    lines = note.text[:-1].split("\n")
    if len(lines) != _LINES or not lines[0]:
        raise NotProven(f"a checkpoint has {_LINES} lines, this one {len(lines)}")
    origin, size, root = lines
    found = Checkpoint(origin, decimal(size, "the size"), unbase64(root, "the root"))
    if len(found.root) != HASH_BYTES:
        raise NotProven("the root is not a SHA-256 hash")
    if found.size == 0:
        raise NotProven("a log without entries has no checkpoint")
    return found
