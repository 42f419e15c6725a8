"""XML files of strangers: a small tree whose elements know their lines.

Elements and their text are all that is read. A document type is refused where it
begins, and with it every entity that one could declare, so nothing in a file can grow
or fetch anything. Blanks before the XML declaration, which strict parsers refuse, are
skipped. Text is what the file says it is in; one encoding may be named for a file that
says nothing and is not UTF-8.
"""

import codecs
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Final
from xml.parsers import expat

from ledger.claims.names import shown
from ledger.errors import BadInput, Problem

MOST_BYTES: Final = 2_000_000
DEEPEST: Final = 50
"""Elements inside each other."""

_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CUT_SHORT: Final = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    }
)


@dataclass(slots=True)
class Element:
    """One element: its text, runs of blanks as one, and what is in it."""

    name: str
    line: int
    text: str = ""
    parts: list["Element"] = field(default_factory=list)

    def all(self, path: str) -> Iterator["Element"]:
        """Give the elements at `a/b/c` below this one."""
        first, _, rest = path.partition("/")
        for part in self.parts:
            if part.name == first:
                yield from part.all(rest) if rest else (part,)

    def find(self, path: str) -> "Element | None":
        """Give the first element at a path."""
        return next(self.all(path), None)

    def nearest(self, path: str) -> "Element":
        """Give the last element on a path that there is: where something is missing."""
        first, _, rest = path.partition("/")
        part = self.find(first)
        return self if part is None else part.nearest(rest)


def tree_in(file: BufferedReader, encoding: str | None = None) -> Element | Problem:
    """Read a file of XML to its root, or say where and why it is none that we read."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return Problem(1, "", f"more than {MOST_BYTES:,} bytes, so it is not read")
    data, skipped, is_utf8 = _strip_declaration(raw, encoding)
    growing = _TreeBuilder(skipped)
    try:
        growing.feed(data, is_utf8=is_utf8)
    except BadInput as error:
        return Problem(growing.line, "", error.message)
    except expat.ExpatError as error:
        return Problem(error.lineno + skipped, "", _not_xml(error, raw, encoding))
    return growing.root


def root_of(start: bytes) -> str | None:
    """Tell the name of the root from the first bytes of a file; None if it has none."""
    found: list[str] = []

    def first(name: str, *_: object) -> None:
        found.append(name)
        raise BadInput("enough was read")

    data, _, is_utf8 = _strip_declaration(start, None)
    parser = expat.ParserCreate("utf-8" if is_utf8 else None)
    parser.StartElementHandler = parser.StartDoctypeDeclHandler = first
    with suppress(BadInput, expat.ExpatError):  # what else is wrong, reading it tells
        parser.Parse(data, False)  # noqa: FBT003 - positional in expat: not the end
    return found[0] if found else None


def _strip_declaration(raw: bytes, encoding: str | None) -> tuple[bytes, int, bool]:
    """Give bytes without what stands before the XML, its lines, and if they are UTF-8.

    What is in an encoding that was named becomes UTF-8; so does UTF-16, which blanks
    in front would hide from a parser.
    """
    wide = raw.startswith(_WIDE)
    if wide:
        raw = raw.decode("utf-16", "replace").encode()
    elif encoding is not None and not _is_utf8(raw):
        raw = _recoded(raw, encoding)
        wide = True
    text = raw.removeprefix(codecs.BOM_UTF8).lstrip()
    before = raw[: len(raw) - len(text)]
    return text, before.count(b"\n"), wide


def _recoded(raw: bytes, encoding: str) -> bytes:
    try:
        return raw.decode(encoding, "replace").encode()
    except LookupError:
        raise BadInput(
            f"there is no encoding {shown(encoding)!r}", "such as cp1252 or latin-1"
        ) from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _not_xml(error: expat.ExpatError, raw: bytes, encoding: str | None) -> str:
    if error.code in _CUT_SHORT:
        return "the XML ends before it is complete: get the file again"
    if encoding is None and not raw.startswith(_WIDE) and not _is_utf8(raw):
        return (
            "not UTF-8, and it names no other encoding (--encoding cp1252 may read it)"
        )
    return (
        f"this is not XML: {expat.ErrorString(error.code)} (column {error.offset + 1})"
    )


class _TreeBuilder:
    """A tree on its way."""

    def __init__(self, skipped: int) -> None:
        self._skipped = skipped
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._parser: expat.XMLParserType | None = None
        self.root: Element

    def feed(self, data: bytes, *, is_utf8: bool) -> None:
        """Parse it; BadInput for what is refused, ExpatError for anything but XML."""
        self._parser = parser = expat.ParserCreate("utf-8" if is_utf8 else None)
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(data, True)  # noqa: FBT003 - positional in expat: the end

    @property
    def line(self) -> int:
        """Where the parser is."""
        assert self._parser is not None
        return self._parser.CurrentLineNumber + self._skipped

    def _begin(self, name: str, _: object) -> None:
        element = Element(name, self.line)
        if len(self._open) == DEEPEST:
            raise BadInput(f"elements are nested more than {DEEPEST} deep")
        if self._open:
            self._open[-1].parts.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        self._open.pop().text = " ".join("".join(self._texts.pop()).split())

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _doctype(self, *_: object) -> None:
        raise BadInput("a document type (DTD) is not allowed, nor any entity in it")
