"""The bytes of an article to its text: what it holds, word for word.

Text is UTF-8, or what a byte order mark, the page itself or `--encoding` says. It is
taken as decoded; nothing is normalised. Of a page in HTML it is what trafilatura (the
extra `html`) takes for its text, without menus. What is no text is refused, and it is
said what to do.
"""

import codecs
import re
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.errors import BadInput
from ledger.importers.kit.textlines import known_encoding

MOST_BYTES: Final = 8_000_000
"""A file has no more."""
MOST_TEXT: Final = 1_000_000
"""Its text in UTF-8 has no more bytes."""

HTML: Final = "text/html"
PLAIN: Final = "text/plain"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS: Final = (
    (b"%PDF", "a PDF", "pdftotext FILE FILE.txt makes text of it: record that"),
    (b"PK\x03\x04", "a zip file or an office document", "save it as plain text"),
    (b"\x1f\x8b", "a gzip file", "gunzip it first"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text"),
    (b"{\\rtf", "a rich text document", "save it as plain text"),
    (b"\x89PNG", "a picture", "type out the passage and save it as plain text"),
    (b"\xff\xd8\xff", "a picture", "type out the passage and save it as plain text"),
    (b"GIF8", "a picture", "type out the passage and save it as plain text"),
)
_OTHER: Final = (
    "give it with --encoding: cp1252 (Western), gb18030 or big5 (Chinese), shift_jis"
)
_PAGE: Final = re.compile(
    r"(?is)\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b"
)
_CHARSET: Final = re.compile(rb"(?i)<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)")
_HEAD: Final = 4096
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Article(NamedTuple):
    """A file with text: hash of its bytes, what they are, and the text itself."""

    sha256: str
    media_type: str
    encoding: str | None
    """None for UTF-8."""
    text: str
    title: str | None = None


def article_in(raw: bytes, name: str, encoding: str | None = None) -> Article:
    """Read an article; `name` is that of its file. BadInput if it is no text."""
    if len(raw) > MOST_BYTES:
        raise BadInput(
            f"{name} has {len(raw):,} bytes; at most {MOST_BYTES:,} are read",
            "save the relevant part as a separate file",
        )
    for start, kind, hint in _KINDS:
        if raw.startswith(start):
            raise BadInput(f"{name} is {kind}, not text", hint)
    text, used = _decoded(raw, name, encoding)
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    kind, title = PLAIN, None
    if named or _PAGE.match(text):
        kind = HTML
        text, title = _extracted(text, name)
    _check_text(text, name)
    return Article(sha256(raw).hexdigest(), kind, used, text, title)


def _check_text(text: str, name: str) -> None:
    """Hold that there is a text, and no more than can be kept."""
    if not text.strip():
        raise BadInput(f"{name} has no text", "is it the right file?")
    size = len(text.encode())
    if size > MOST_TEXT:
        raise BadInput(
            f"the text of {name} has {size:,} bytes; at most {MOST_TEXT:,} fit",
            "save the relevant part as a separate file",
        )


def _decoded(raw: bytes, name: str, encoding: str | None) -> tuple[str, str | None]:
    """Give the text, and the encoding unless that is UTF-8."""
    marked = next((used for mark, used in _MARKS if raw.startswith(mark)), None)
    said = _CHARSET.search(raw[:_HEAD])
    used = marked or encoding or (said and said[1].decode("ascii"))
    try:
        used = known_encoding(used) if used else "utf-8"
    except BadInput:
        if encoding is not None:
            raise
        used = "utf-8"  # a page may say anything of itself
    try:
        text = raw.decode(used)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        raise BadInput(
            f"{name} is not {used.upper()} text (byte {place:,})", _OTHER
        ) from None
    if found := _NO_TEXT.search(text):
        raise BadInput(
            f"{name} is not text: it has a control character at {found.start():,}",
            f"save it as plain text; if it is text, {_OTHER}",
        )
    plain = used in {"utf-8", "utf-8-sig", "ascii"}
    return text, None if plain else used


def _extracted(page: str, name: str) -> tuple[str, str | None]:
    """Give the text of a page in HTML, and its title."""
    try:
        from trafilatura import bare_extraction  # the extra `html`
    except ImportError:
        raise BadInput(
            f"{name} is a page in HTML, and trafilatura is not installed",
            "pip install 'sayso[html]', or save the page as plain text",
        ) from None
    import logging

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of pages
    found = bare_extraction(page, include_comments=False, with_metadata=True)
    text = getattr(found, "text", None)
    if not text:
        raise BadInput(f"no text was found in the page {name}", "save it as plain text")
    title = getattr(found, "title", None)
    return text, title[:300] if title and title.strip() else None
