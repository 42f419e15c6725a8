"""A stored entry, and whether its columns say what its bytes say.

The bytes decide. `glance` runs on every entry that is read and costs about as much
as reading it: the hash of the bytes, and the columns that stand in them literally.
`agree` compares every column, and wants the bytes parsed; `written_again` makes the
bytes again from what they say. For a whole ledger see `ledger.store.walking`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from ledger.claims.canonical import (
    NO_LEAF,
    derived,
    draft,
    entry_bytes,
    unstamp,
)
from ledger.claims.entry import Stored
from ledger.errors import BadInput, Damaged

_TAIL: Final = re.compile(
    rb'"id":"([0-9a-f]{64})","log":"[^"]*","prev":"[0-9a-f]{64}",'
    rb'"recorded_at":"([^"]*)","schema":\d+,"seq":(\d+),"type":"([^"]*)","v":1\}\Z'
)
_TAIL_BYTES: Final = 512
"""The members after `data` take fewer bytes than this."""

RESTORE: Final = "restore it from a backup"
QUARANTINE: Final = "`sayso db quarantine` takes it out, and keeps it as evidence"


class Head(NamedTuple):
    """Where the ledger ends; `seq` is -1 while nothing is on record."""

    seq: int
    leaf: str
    recorded: int


NOTHING: Final = Head(-1, NO_LEAF, 0)
"""The head of an empty ledger."""


def glance(entry: Stored) -> None:
    """Raise Damaged if the bytes, or a column that is easily checked, were touched."""
    seq, id_, type_, company, *_, recorded, leaf, body = entry
    said = body.rpartition(b'"recorded_at":"')[2][:27]
    if not (
        sha256(b"\x00" + body).digest() == leaf
        and body.endswith(b',"seq":%d,"type":"%s","v":1}' % (seq, type_.encode()))
        and b',"id":"%s","log":"' % id_.encode() in body
        and (company is None or b'"company":"%s"' % company.encode() in body)
        and _is_instant(said, recorded)
    ):
        raise touched(entry)


@lru_cache(maxsize=256)
def _is_instant(said: bytes, recorded: int) -> bool:
    """Tell whether bytes say an instant; entries of one batch all say the same."""
    try:
        return unstamp(said.decode("ascii")) == recorded
    except (ValueError, TypeError):  # TypeError: an instant without a zone
        return False


def _touched(entry: Stored) -> str:
    """Name the first column that differs from the bytes at first sight."""
    if sha256(b"\x00" + entry.body).digest() != entry.leaf:
        return "leaf"
    tail = _TAIL.search(entry.body, max(0, len(entry.body) - _TAIL_BYTES))
    if tail is None:
        return "body"
    id_, recorded, seq, type_ = (
        said.decode("utf-8", "replace") for said in tail.groups()
    )
    differs = {
        "id": id_ != entry.id,
        "seq": seq != str(entry.seq),
        "type": type_ != entry.type,
        "recorded": not _is_instant(recorded.encode(), entry.recorded),
    }
    return next((column for column, wrong in differs.items() if wrong), "company")


def agree(entry: Stored, parsed: Mapping[str, Any]) -> None:
    """Raise Damaged if a column differs from the parsed bytes of its entry."""
    try:
        said = derived(parsed["type"], parsed["data"])
        columns = {
            "seq": parsed["seq"],
            "id": parsed["id"],
            "type": parsed["type"],
            **dict(zip(_DERIVED, said, strict=True)),
            "recorded": unstamp(parsed["recorded_at"]),
        }
    except (BadInput, KeyError, TypeError, ValueError):
        raise damaged(entry.seq, "body") from None
    for column, value in columns.items():
        if getattr(entry, column) != value:
            raise damaged(entry.seq, column)


_DERIVED: Final = ("company", "other", "published_from", "published_to")


def written_again(entry: Stored, parsed: Mapping[str, Any]) -> None:
    """Raise Damaged unless what was said gives the id, and these very bytes."""
    try:
        content = draft(parsed["type"], parsed["data"], parsed["schema"])
        body = entry_bytes(
            content,
            log=parsed["log"],
            seq=entry.seq,
            prev=parsed["prev"],
            recorded=entry.recorded,
            actor=parsed["actor"],
        )
    except (BadInput, KeyError):
        raise damaged(entry.seq, "body") from None
    if content.id != entry.id:
        raise damaged(entry.seq, "id")
    if body != entry.body:
        raise damaged(entry.seq, "body")


def same_end(head: Head, last: Head) -> None:
    """Raise Damaged unless the head row says what the last entry says."""
    if head.seq != last.seq:
        raise Damaged(
            f"the head says entry {head.seq}, the last one found is {last.seq}", RESTORE
        )
    if head != last:
        raise Damaged(f"the head says entry {head.seq}, which is another", RESTORE)


class DamagedEntry(Damaged):
    """One entry is not what was recorded."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"entry {seq} is damaged: {what}", RESTORE)
        self.seq, self.what = seq, what


class UnreadEntry(DamagedEntry):
    """What stands under a number never was an entry, though it is as it was put in."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(seq, what)
        self.hint = QUARANTINE


class LostEntry(Damaged):
    """One entry is not there."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq} is missing", RESTORE)
        self.seq = seq


def touched(entry: Stored) -> DamagedEntry:
    """Give the error for an entry that was touched, or never was one."""
    column = _touched(entry)
    return unread(entry.seq) if column == "body" else damaged(entry.seq, column)


def unread(seq: int) -> UnreadEntry:
    """Give the error for what does not read."""
    return UnreadEntry(seq, "it cannot be read, and never was an entry")


def damaged(seq: int, column: str) -> DamagedEntry:
    """Give the error for an entry whose column is not what was recorded."""
    return DamagedEntry(seq, f"its {column} was changed")
