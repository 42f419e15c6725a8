"""Files as they come: plain or packed, from a path or from standard input.

A file is opened for its first bytes, to be read, and again if it names companies that
are not registered; so standard input is put by, as far as it is read. What is no text
at all is refused before anything reads it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from ledger.errors import BadInput, Unreachable
from ledger.importers.kit.beginning import BLANK
from ledger.importers.kit.limits import LIMITS, Limits, too_large
from ledger.importers.kit.unpacking import GZIP, ZIP, check_unpacking, unpacked

PEEK: Final = 8192
"""Bytes that tell what a file is."""

_PIECE: Final = 1 << 20
_OTHERS: Final = (
    (b"PK\x03\x04", "a zip file in a zip file", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet", "save it as CSV"),
    (b"%PDF", "a PDF file", "copy its table into a CSV file"),
    (b"PAR1", "a Parquet file", "write it as CSV"),
    (b"SQLite format 3", "a SQLite database", "sayso log -f jsonl --db FILE"),
    (b"{\\rtf", "a text document", "save its table as CSV"),
    (b"BZh", "a bzip2 file", "unpack it first"),
    (b"\xfd7zXZ", "an xz file", "unpack it first"),
)


class Feed:
    """One file to be imported; `opened` gives its bytes from the start, each time."""

    def __init__(
        self,
        name: str,
        source: Callable[[], BufferedReader],
        sheet: str | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        """`sheet` is which sheet of a workbook, or which file of a zip file."""
        self.name, self.limits = name, limits
        self._source, self._sheet = source, sheet
        self._measured = False

    def raw(self) -> BufferedReader:
        """Give the bytes as they come, packed or not."""
        return self._source()

    @contextmanager
    def opened(self) -> Iterator[BufferedReader]:
        """Give the bytes, unpacked; Unreadable where it is damaged or too large.

        What is packed is measured first: nothing reads the lines of a file that has too
        many of them.
        """
        if not self._measured:
            self._measured = True
            with self._source() as file:
                check_unpacking(file, self.name, self._sheet, self.limits)
        with (
            self._source() as file,
            unpacked(file, self.name, self._sheet, self.limits) as plain,
        ):
            yield plain

    def peek(self) -> bytes:
        """Give the first bytes; BadInput if they are those of something else."""
        with self.opened() as file:
            start = file.read(PEEK)
        for magic, what, hint in _OTHERS:
            if start.startswith(magic):
                raise BadInput(f"{self.name} is {what}", hint)
        text = start.lstrip(BLANK)
        if text[:15].lower().startswith((b"<!doctype html", b"<html")):
            raise BadInput(
                f"{self.name} is a web page, whatever its name",
                "download the file itself",
            )
        return start


def feed_of(path: Path, sheet: str | None = None, limits: Limits = LIMITS) -> Feed:
    """Give a feed of a file; Unreachable if it cannot be read."""

    def source() -> BufferedReader:
        try:
            return path.open("rb")
        except OSError as error:
            raise Unreachable(f"{path} cannot be read: {error.strerror}") from None

    return Feed(str(path), source, sheet, limits)


@contextmanager
def feed_from(
    stream: IO[bytes], name: str, sheet: str | None = None, limits: Limits = LIMITS
) -> Iterator[Feed]:
    """Give a feed of a file that can be read only once: it is stored first.

    Only what is packed is put by whole before it is read; Unreadable if there is more
    of it than the limits allow.
    """
    with TemporaryFile() as file:
        kept = _SpooledFile(stream, file)
        if kept.data(0, len(ZIP)).startswith((GZIP, ZIP)):
            while kept.data(file.seek(0, os.SEEK_END), _PIECE):
                if file.tell() > limits.put_by:
                    raise too_large(name, f"{limits.put_by:,} bytes that are packed")

        def source() -> BufferedReader:
            if kept.ended:
                own = os.dup(file.fileno())
                os.lseek(own, 0, os.SEEK_SET)  # `file` may stand in its buffer only
                return os.fdopen(own, "rb")
            return BufferedReader(_Again(kept), 1 << 16)

        yield Feed(name, source, sheet, limits)


class _SpooledFile:
    """What comes by a pipe: each byte of it is put by when it is first read."""

    def __init__(self, stream: IO[bytes], file: IO[bytes]) -> None:
        self._stream, self._file = stream, file
        self.ended = False

    def data(self, place: int, most: int) -> bytes:
        """Give bytes from a place that was reached; none at the end."""
        self._file.seek(place)
        data = self._file.read(most)
        if not data and not self.ended:
            data = self._stream.read(most)
            self._file.write(data)
            self.ended = not data
            if self.ended:
                self._file.flush()
        return data


class _Again(RawIOBase):
    """A pipe from its start: first what is put by, then what still comes."""

    def __init__(self, kept: _SpooledFile) -> None:
        self._kept, self._at = kept, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go on from the start; nobody goes anywhere else."""
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # of bytes
        data = self._kept.data(self._at, len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def bounded_lines(file: BufferedReader, most: int) -> Iterator[bytes]:
    """Give line after line; of one with more bytes than that the first, one too many.

    So a line without an end does not fill the memory, and its reader sees that it is
    too long.
    """
    while line := file.readline(most + 1):
        yield line
        while len(line) > most and not line.endswith(b"\n"):
            line = file.readline(most + 1)
