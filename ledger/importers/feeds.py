"""Files as they come: plain or gzip, from a path or from standard input.

A file may be read twice, first to see what it is and whom it names; so standard input
is put by. What is no text at all is refused before anything reads it.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, RawIOBase
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Final, cast

from ledger.errors import BadInput, Unreachable

PEEK: Final = 8192
"""Bytes that tell what a file is."""

_GZIP: Final = b"\x1f\x8b"
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"
_OTHERS: Final = (
    (b"PK\x03\x04", "a zip file, or a spreadsheet that is one", "save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet", "save it as CSV"),
    (b"%PDF", "a PDF file", "copy its table into a CSV file"),
    (b"PAR1", "a Parquet file", "write it as CSV"),
    (b"SQLite format 3", "a SQLite database", "sayso log -f jsonl --db FILE"),
    (b"{\\rtf", "a text document", "save its table as CSV"),
    (b"BZh", "a bzip2 file", "unpack it first"),
    (b"\xfd7zXZ", "an xz file", "unpack it first"),
)


class Unreadable(BadInput):
    """A file that cannot be read at all; the message begins with its name."""


class Feed:
    """One file to be imported; `opened` gives its bytes from the start, each time."""

    def __init__(self, name: str, source: Callable[[], BufferedReader]) -> None:
        self.name = name
        self._source = source

    def raw(self) -> BufferedReader:
        """Give the bytes as they come, packed or not."""
        return self._source()

    @contextmanager
    def opened(self) -> Iterator[BufferedReader]:
        """Give the bytes, unpacked; Unreadable where a gzip file is damaged."""
        with self._source() as file:
            if file.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
                yield file
                return
            try:
                with GzipFile(fileobj=file) as unpacked:
                    yield BufferedReader(cast("RawIOBase", unpacked))
            except (EOFError, zlib.error, BadGzipFile):
                raise Unreadable(
                    f"{self.name}: the gzip file is damaged or cut short",
                    "get it again; nothing of it was recorded",
                ) from None

    def peek(self) -> bytes:
        """Give the first bytes; BadInput if they are those of something else."""
        with self.opened() as file:
            start = file.read(PEEK)
        for magic, what, hint in _OTHERS:
            if start.startswith(magic):
                raise BadInput(f"{self.name} is {what}", hint)
        text = start.lstrip(_BLANK)
        if text.startswith(b"[") and text[1:].lstrip().startswith((b"{", b"]")):
            raise BadInput(
                f"{self.name} is a JSON list",
                "write one object a line, as `jq -c '.[]'` does",
            )
        if text[:15].lower().startswith((b"<!doctype html", b"<html")):
            raise BadInput(
                f"{self.name} is a web page, whatever it is called",
                "download the file itself",
            )
        return start


def feed_of(path: Path) -> Feed:
    """Give a feed of a file; Unreachable if it cannot be read."""

    def source() -> BufferedReader:
        try:
            return path.open("rb")
        except OSError as error:
            raise Unreachable(f"{path} cannot be read: {error.strerror}") from None

    return Feed(str(path), source)


@contextmanager
def feed_from(stream: IO[bytes], name: str) -> Iterator[Feed]:
    """Give a feed of what can be read once only, which is put by."""
    with TemporaryFile() as kept:
        copyfileobj(stream, kept)
        kept.flush()

        def source() -> BufferedReader:
            kept.seek(0)
            return os.fdopen(os.dup(kept.fileno()), "rb")

        yield Feed(name, source)


def lines_of(file: BufferedReader, most: int) -> Iterator[bytes]:
    """Give line after line; of one with more bytes than that the first, one too many.

    So a line without an end does not fill the memory, and its reader sees that it is
    too long.
    """
    while line := file.readline(most + 1):
        yield line
        while len(line) > most and not line.endswith(b"\n"):
            line = file.readline(most + 1)
