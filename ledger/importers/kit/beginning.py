"""What the first bytes of a file show: looked at once, before each format is asked.

Tables are known by their first line, JSON by its first sign. Only what begins as markup
does is handed on whole, since a root may stand far behind its beginning.
"""

import codecs
from dataclasses import dataclass
from typing import Final

BLANK: Final = b"\xef\xbb\xbf \t\r\n"
"""What may stand in front of JSON: blanks, and the mark of UTF-8."""

_JSON: Final = (b"{", b"[")
_DIVIDERS: Final = (b",", b";", b"\t", b"|")
_SEEN: Final = 2000
"""Bytes in which an event of a ledger has named its type."""
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKUP: Final = (b"<", b"-", *_WIDE)
"""XML, and a submission to the SEC, which may begin with a line of dashes."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a file begins."""

    sign: str
    """The sign with which JSON begins, `{` or `[`; nothing if it is none."""
    header: str
    """Its first line, if it is in UTF-8."""
    line: str
    """Its first line that is not blank, also in UTF-16."""
    markup: bytes
    """Its first bytes, if they may be markup; else none."""
    is_json: bool
    """Whether it may be JSON of others, and no events of a ledger."""
    is_divided: bool
    """Whether it may be a table, whatever stands above it."""


def beginning_of(start: bytes) -> Beginning:
    """Look at the first bytes of a file."""
    wide = start.startswith(_WIDE)
    lines = start.decode("utf-16" if wide else "utf-8-sig", "replace").splitlines()
    text = start.lstrip(BLANK)
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    return Beginning(
        sign=text[:1].decode() if text.startswith(_JSON) else "",
        header="" if wide or not lines else lines[0],
        line=next((line for line in lines if line.strip()), ""),
        markup=start if bare.startswith(_MARKUP) else b"",
        is_json=text.startswith(b"[") or _is_object(text[:_SEEN]),
        is_divided=any(mark in text for mark in _DIVIDERS)
        and not text.startswith((*_JSON, b"<")),
    )


def is_blank(start: bytes) -> bool:
    """Tell whether the first bytes of a file are blanks, if any, behind a mark of its
    encoding.
    """
    wide = start.startswith(_WIDE)
    return not start.decode("utf-16" if wide else "utf-8-sig", "replace").strip()


def _is_object(text: bytes) -> bool:
    is_event = b'"type"' in text and b'"data"' in text
    return text.startswith(b"{") and b'"' in text and not is_event
