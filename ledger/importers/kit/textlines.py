"""The lines of a text file: of any encoding, with any ends, none of them endless.

Lines end in LF, CRLF or CR alone. Text is UTF-8, or UTF-16 if the file begins so, or in
the encoding that was named. Bytes that do not belong to it are kept as marks that no
text has, so that a reader of a line can tell where they stand.
"""

import codecs
import csv
from contextlib import suppress
from io import BufferedReader, TextIOWrapper
from typing import Final, Self

from ledger.errors import BadInput

MOST_CHARACTERS: Final = 1_000_000
"""A line has no more, nor a cell."""

MOST_LINES: Final = 10_000
"""A record has no more lines, nor four times as many characters as a line."""

CUT: Final = "\udfff"
"""Stands for a line that is longer: no encoding gives this character."""

_LOST: Final = "\N{REPLACEMENT CHARACTER}"
_ENDS: Final = ("\r", "\n")
_ASCII: Final = "Company,1 (\"'=\\n+-;|\t\r\n"


class Endless(csv.Error):
    """A record that goes on and on."""


class _Borrowed(TextIOWrapper):
    """Text over bytes that are somebody else's to close."""

    def __del__(self) -> None:
        with suppress(ValueError):  # the bytes are closed already
            self.detach()


class TextLines:
    """Lines one by one; those of the record that is being read can be given back."""

    def __init__(
        self,
        file: BufferedReader,
        encoding: str | None = None,
        comment: str | None = None,
    ) -> None:
        """BadInput for an encoding that nobody knows, or that is not one of text.

        Lines that begin with `comment` are passed over.
        """
        self._comment = comment
        if encoding is None:
            encoding = "utf-16" if _begins_wide(file.peek(2)[:2]) else "utf-8"
        name = known_encoding(encoding)
        self.called = name.upper()
        """The encoding, for people."""
        wide = name.startswith(("utf-16", "utf-32"))
        self._lost = _LOST if wide else None
        self._text = _Borrowed(
            file,
            encoding="utf-8-sig" if name == "utf-8" else name,
            errors="replace" if wide else "surrogateescape",
            newline="",
        )
        self.number = 0
        """The line that was given last; the first is 1."""
        self._back: list[str] = []
        self._record: list[str] = []
        self._long = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._next()
        while self._is_comment(line):
            self.number += 1
            line = self._next()
        if not line:
            raise StopIteration
        self.number += 1
        self._record.append(line)
        self._long += len(line)
        if len(self._record) > MOST_LINES or self._long > 4 * MOST_CHARACTERS:
            raise Endless("unexpected end")
        return line

    def _is_comment(self, line: str) -> bool:
        """Tell whether a line is passed over; within a record none is."""
        if self._comment is None or self._record:
            return False
        return line.lstrip().startswith(self._comment)

    @property
    def began(self) -> int:
        """The line on which the record that was read last begins."""
        return self.number - len(self._record) + 1

    def begin(self) -> None:
        """Begin a record: what was read before cannot be given back any more."""
        self._record.clear()
        self._long = 0

    def give_back(self) -> None:
        """Give back all lines of the record but its first, to be read again."""
        self._back += reversed(self._record[1:])
        self.number -= len(self._record) - 1

    def ahead(self, most: int) -> list[str]:
        """Give the next lines, which are then still to be read."""
        lines: list[str] = []
        while len(lines) < most and (line := self._next()):
            lines.append(line)
        self._back += reversed(lines)
        return lines

    def skip_blank(self) -> None:
        """Pass over lines with nothing in them."""
        while (line := self._next()) and line.isspace():
            self.number += 1
        if line:
            self._back.append(line)

    def skip(self, lines: int) -> None:
        """Skip a number of lines."""
        for _ in range(lines):
            self.number += bool(self._next())

    def _next(self) -> str:
        return self._back.pop() if self._back else self._read()

    def is_whole(self, text: str) -> bool:
        """Tell whether every byte of a text belonged to its encoding."""
        if text.isascii():
            return True
        if self._lost is not None and self._lost in text:
            return False
        return not any("\udc80" <= sign <= CUT for sign in text)

    def _read(self) -> str:
        """Read a line; of one that is too long all is passed over."""
        try:
            line = self._text.readline(MOST_CHARACTERS)
            if len(line) < MOST_CHARACTERS or line.endswith(_ENDS):
                return line
            while line and not line.endswith(_ENDS):
                line = self._text.readline(MOST_CHARACTERS)
        except UnicodeError as error:
            raise BadInput(f"the text is not {self.called}: {error}") from None
        return CUT + "\n"


def _begins_wide(start: bytes) -> bool:
    return start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def known_encoding(name: str) -> str:
    """Give the usual name of an encoding of text; BadInput if it is none.

    What does not write plain letters as ASCII does, or as UTF-16 and UTF-32 do, is in
    no CSV file.
    """
    try:
        found = codecs.lookup(name).name
        plain = _ASCII.encode().decode(name)
    except (LookupError, UnicodeError, ValueError):
        found, plain = name, ""
    if found.startswith(("utf-16", "utf-32")) or plain == _ASCII:
        return found
    raise BadInput(
        f"{name!r} is not an encoding of text files",
        "such as utf-8, utf-16, cp1252, mac_roman, gb18030, shift_jis",
    )
