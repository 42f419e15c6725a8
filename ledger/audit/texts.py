"""What the formats of C2SP share: base64 and decimals with one spelling only."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from typing import Final

from ledger.errors import NotProven

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def base64(value: bytes) -> str:
    """Write bytes as standard base64."""
    return b64encode(value).decode("ascii")


def unbase64(text: str, what: str) -> bytes:
    """Read what `base64` writes; NotProven for any other spelling of it."""
    try:
        value = b64decode(text, validate=True)
    except (Error, ValueError):
        value = None
    if value is None or base64(value) != text:
        raise NotProven(f"{what} is not base64: {text[:40]!r}")
    return value


def decimal(text: str, what: str) -> int:
    """Read a number below 10**19; NotProven for leading zeros, signs and spaces."""
    if not _DECIMAL.fullmatch(text):
        raise NotProven(f"{what} is not a plain number: {text[:40]!r}")
    return int(text)


def decoded(data: bytes, what: str, *, most: int) -> str:
    """Read bytes as UTF-8 text with LF ends and a last line end."""
    if len(data) > most:
        raise NotProven(f"{what} has more than {most:,} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotProven(f"{what} is not UTF-8") from None
    if any(sign < " " and sign != "\n" for sign in text):
        raise NotProven(f"{what} holds control characters, or lines that end in CR LF")
    if not text.endswith("\n"):
        raise NotProven(f"{what} does not end with a newline")
    return text
