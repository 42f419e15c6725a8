"""Whether bytes are an entry of a ledger, and the functions by which SQLite asks it."""

import sqlite3
from hashlib import sha256
from typing import Any, Final

from ledger.claims.canonical import NO_LEAF, leaf_hash, parse_entry
from ledger.claims.entry import Stored
from ledger.claims.kinds import KINDS
from ledger.errors import Damaged
from ledger.store.entries import agree, damaged, glance, unread
from ledger.store.pages import EntryPage, PageCheck
from ledger.store.reading import Reader

PAGE: Final = 1024
"""Entries that are looked at at once."""

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
    _check_content(entry, parsed)


def _check_content(entry: Stored, parsed: dict[str, Any]) -> None:
    """Raise Damaged unless type and schema are known, and the id is of the content."""
    schema, kind = parsed.get("schema"), KINDS.get(entry.type)
    if kind is None or not isinstance(schema, int) or not 0 < schema <= kind.schema:
        raise damaged(entry.seq, "schema")
    start, end = entry.body.find(_DATA) + 1, entry.body.rfind(_ID)
    tail = b',"schema":%d,"type":"%s"}' % (schema, entry.type.encode())
    said = b"{%s%s" % (entry.body[start:end], tail)
    if sha256(said).hexdigest() != entry.id:
        raise damaged(entry.seq, "id")


def first_unread(reader: Reader, first: int, end: int) -> int | None:
    """Find the first of the entries [first, end) that does not read."""
    if first >= end:
        return None
    before: bytes | None = None
    if first:
        ((*_, before),) = reader.rows("page", {"first": first - 1, "end": first})
    log = _log_of(reader)
    columns = PageCheck()
    for start in range(first, end, PAGE):
        bounds = {"first": start, "end": min(start + PAGE, end)}
        page: EntryPage = reader.rows("page", bounds)
        found = _first_in(page, start, before, columns, log)
        if found is not None or not page:
            return found
        before = page[-1][8]
    return None


def check_all_read(reader: Reader, first: int, end: int) -> None:
    """Raise Damaged for the first of the entries [first, end) that does not read."""
    seq = first_unread(reader, first, end)
    if seq is not None:
        raise unread(seq)


def _log_of(reader: Reader) -> str:
    rows = reader.rows("page", {"first": 0, "end": 1})
    try:
        return str(parse_entry(rows[0][8]).get("log")) if rows else ""
    except Damaged:
        return ""


def _first_in(
    page: EntryPage, first: int, before: bytes | None, columns: PageCheck, log: str
) -> int | None:
    """Find the first entry of a page that does not read; at one go, if it is even."""
    prev = NO_LEAF if before is None else leaf_hash(before)
    leaves = [sha256(b"\x00" + row[8]).digest() for row in page]
    even = bool(page) and columns.even(page, leaves, first, prev, log)
    for seq, row in enumerate(page, first):
        try:
            stored = Stored(seq, row[0].hex(), *row[1:])
            if even and stored.body.startswith(_START):
                _check_content(stored, parse_entry(stored.body))
            else:
                check_reads(stored, before)
        except (Damaged, AttributeError, TypeError, ValueError):
            return seq
        before = row[8]
    return None


YEAR: Final = 365 * 86_400_000_000


def far_ahead(recorded: int, before: int, published: int | None) -> bool:
    """Tell whether an entry was recorded long after the one before and its own subject.

    Such a stamp is a clock that was ahead, and all that follows is stamped by it, since
    recording never goes back. All are microseconds since 1970.
    """
    if published is None or published > recorded:
        return False
    return recorded - before > YEAR and recorded - published > YEAR


class GuardedConnection(sqlite3.Connection):
    """A connection to a file whose guards ask this program, and no other."""

    made: frozenset[bytes] = frozenset()
    """The leaves of entries that this program makes right now: they are not read
    a second time."""

    def __init__(self, *args: Any, **extra: Any) -> None:  # sqlite3's
        super().__init__(*args, **extra)
        self.create_function("sayso_reads", 11, self._reads)
        self.create_function("sayso_ours", 0, _ours, deterministic=True)

    def _reads(self, *row: Any) -> int:  # whatever somebody puts in
        return row[8] in self.made or _reads(*row)


def _reads(*row: Any) -> int:
    """Tell SQLite whether a row is an entry that follows the bytes before it."""
    seq, id_, *columns, before = row
    try:
        check_reads(Stored(seq, id_.hex(), *columns), before)
    except (Damaged, AttributeError, TypeError, ValueError):
        return 0
    return 1


def _ours() -> int:
    return 1
