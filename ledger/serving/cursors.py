"""Cursors: where the next page of an answer begins, and at which basis.

A cursor carries the basis token of the first page, so that all pages are of one answer
even if the ledger grows meanwhile. It belongs to one question: with other parameters it
is refused, and so is one that was cut or altered.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.answers.paging import Start
from ledger.errors import BadInput

PRINT: Final = 10
"""Digits of the hash of a question, and of the cursor itself."""
WRITTEN: Final = re.compile(
    r"([0-9a-f]{10})\.((\d{1,9})\.(\d{1,9})\.([0-9a-f]{10})\.(.*))", re.ASCII
)
"""A cursor as it was written: its own hash, and what it is a hash of."""


class Cursor(NamedTuple):
    """Where a page begins, and the basis of all pages; no token where there is none."""

    start: Start
    token: str | None


def cursor_text(cursor: Cursor, asked: Mapping[str, object]) -> str:
    """Give a cursor of a question as text that needs no quoting in an address."""
    item, part = cursor.start
    text = f"{item}.{part}.{_print(asked)}.{cursor.token or ''}"
    text = f"{_print(text)}.{text}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str, asked: Mapping[str, object]) -> Cursor:
    """Read a cursor; BadInput if it is none, or belongs to another question."""
    found = WRITTEN.fullmatch(_decoded(text))
    if found is None or found[1] != _print(found[2]):
        raise BadInput(
            "cursor: it is none", "take it as it stands in `page.next`", ("cursor",)
        )
    item, part, of, token = found.groups()[2:]
    if of != _print(asked):
        raise BadInput(
            "cursor: it belongs to another question",
            "ask with the same parameters as for the page before",
            ("cursor",),
        )
    return Cursor(Start(int(item), int(part)), token or None)


def _decoded(text: str) -> str:
    """Give what stands in a cursor; nothing if that cannot be read."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded.encode("ascii"), b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        return ""


def _print(asked: object) -> str:
    text = json.dumps(asked, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT]
