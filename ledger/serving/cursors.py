"""Cursors: where the next page of an answer begins, and at which basis.

A cursor carries the basis token of the first page, so that all pages are of one answer
even if the ledger grows meanwhile. It belongs to one question: with other parameters it
is refused.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.answers.paging import Start
from ledger.errors import BadInput

PRINT: Final = 10
"""Digits of the hash of a question."""

MOST: Final = 2**31
"""No answer has so many items."""


class Cursor(NamedTuple):
    """Where a page begins, and the basis of all pages; no token where there is none."""

    start: Start
    token: str | None


def written(cursor: Cursor, asked: Mapping[str, object]) -> str:
    """Give a cursor of a question as text that needs no quoting in an address."""
    item, part = cursor.start
    text = f"{item}.{part}.{_print(asked)}.{cursor.token or ''}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str, asked: Mapping[str, object]) -> Cursor:
    """Read a cursor; BadInput if it is none, or belongs to another question."""
    try:
        padded = text + "=" * (-len(text) % 4)
        found = base64.b64decode(padded.encode("ascii"), b"-_", validate=True).decode()
        item, part, of, token = found.split(".", 3)
        start = Start(_count(item), _count(part))
    except (ValueError, binascii.Error):
        raise BadInput(
            "cursor: it is none", "take it as it stands in `page.next`", ("cursor",)
        ) from None
    if of != _print(asked):
        raise BadInput(
            "cursor: it belongs to another question",
            "ask with the same parameters as for the page before",
            ("cursor",),
        )
    return Cursor(start, token or None)


def _count(text: str) -> int:
    """Read how many there are; ValueError for less than none, or more than can be."""
    count = int(text)
    if not 0 <= count < MOST:
        raise ValueError
    return count


def _print(asked: Mapping[str, object]) -> str:
    text = json.dumps(asked, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT]
