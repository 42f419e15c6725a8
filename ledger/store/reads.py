"""Whether bytes are an entry of a ledger, and the functions by which SQLite asks it."""

import sqlite3
from hashlib import sha256
from typing import Any, Final

from ledger.claims.canonical import NO_LEAF, leaf_hash, parse_entry
from ledger.claims.upcasting import SCHEMAS
from ledger.errors import Damaged
from ledger.store.entries import Stored, agree, damaged, glance

_START: Final = b'{"actor":"'
_LOG: Final = b'","log":"%b","prev":"'
_DATA: Final = b',"data":'
_ID: Final = b',"id":"'


def check_reads(entry: Stored, before: bytes | None) -> None:
    """Raise Damaged unless an entry is one that was made by a ledger.

    Its bytes say what its columns say, its id is the hash of its content, and it
    follows the entry with the bytes `before`, none if it is the first. That its bytes
    are the only ones that say so is for `ledger.store.walking` to find out.
    """
    glance(entry)
    parsed = parse_entry(entry.body)
    agree(entry, parsed)
    if not entry.body.startswith(_START):
        raise damaged(entry.seq, "body")
    follows = NO_LEAF if before is None else leaf_hash(before)
    if parsed.get("prev") != follows:
        raise damaged(entry.seq, "prev")
    if before is not None and _LOG % str(parsed.get("log")).encode() not in before:
        raise damaged(entry.seq, "log")
    newest = SCHEMAS.get(entry.type, 0)
    schema = parsed.get("schema")
    if not (isinstance(schema, int) and 0 < schema <= newest):
        raise damaged(entry.seq, "schema")
    start, end = entry.body.find(_DATA) + 1, entry.body.rfind(_ID)
    tail = b',"schema":%d,"type":"%s"}' % (schema, entry.type.encode())
    said = b"{%s%s" % (entry.body[start:end], tail)
    if sha256(said).hexdigest() != entry.id:
        raise damaged(entry.seq, "id")


class Asked(sqlite3.Connection):
    """A connection to a file whose guards ask this program, and no other."""

    made: frozenset[bytes] = frozenset()
    """The leaves of entries that this program makes right now: they are not read
    a second time."""

    def __init__(self, *args: Any, **extra: Any) -> None:  # noqa: ANN401 - sqlite3's
        super().__init__(*args, **extra)
        self.create_function("sayso_reads", 11, self._reads)
        self.create_function("sayso_ours", 0, _ours, deterministic=True)

    def _reads(self, *row: Any) -> int:  # noqa: ANN401 - whatever somebody puts in
        return row[8] in self.made or _reads(*row)


def _reads(*row: Any) -> int:  # noqa: ANN401 - as above
    """Tell SQLite whether a row is an entry that follows the bytes before it."""
    seq, id_, *columns, before = row
    try:
        check_reads(Stored(seq, id_.hex(), *columns), before)
    except (Damaged, AttributeError, TypeError, ValueError):
        return 0
    return 1


def _ours() -> int:
    return 1
