"""Reading a bundle, folder or zip, where it lies: nothing of it is ever unpacked.

Whatever could reach outside of it, hide something in it or swell when it is read is
refused before a byte of it is believed: names that climb, links, two files of one
name, encrypted or oversized members, and a zip whose parts contradict each other.
"""

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import IO, BinaryIO, Final, Self
from unicodedata import normalize

from ledger.errors import BadInput, NotProven, Unreachable

CHUNK: Final = 1 << 20
MOST_FILES: Final = 1_000_000
MOST_BYTES: Final = 1 << 40
"""Of one file, as the archive states its size."""

MOST_RATIO: Final = 200
"""Bytes that may come out of one that goes in."""

_NAME: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
)
_LOCAL: Final = Struct("<4s5H3L2H")
_LOCAL_MAGIC: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1
_DESCRIPTOR: Final = 0x8
_WIDE: Final = 0xFFFFFFFF
"""What stands in place of a size of 4 GB or more."""


class Archive:
    """The files of a bundle, by their names, in order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._sizes: dict[str, int] = {}
        if path.is_dir():
            self._look_into_folder()
        else:
            self._look_into_zip()
        _check_names(list(self._sizes))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._zip is not None:
            self._zip.close()

    @property
    def names(self) -> list[str]:
        """The names of all files, sorted."""
        return sorted(self._sizes)

    def holds(self, name: str) -> bool:
        """Tell whether there is a file of a name."""
        return name in self._sizes

    def size(self, name: str) -> int:
        """Give the bytes of a file, as the archive states them."""
        return self._sizes[name]

    def read(self, name: str, most: int = 1 << 24) -> bytes:
        """Give a small file whole; NotProven if it is larger than it should be."""
        if self._sizes.get(name, most + 1) > most:
            what = "is missing" if name not in self._sizes else "is too large"
            raise NotProven(f"{name} {what}")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give a file piece by piece; NotProven if it is not what is stated of it."""
        left = self._sizes[name]
        try:
            with self._open(name) as file:
                while piece := file.read(CHUNK):
                    left -= len(piece)
                    if left < 0:
                        break
                    yield piece
        except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
            raise NotProven(f"{name} cannot be read: {error}") from None
        except OSError as error:
            raise Unreachable(f"{name} cannot be read: {error.strerror}") from None
        if left:
            raise NotProven(f"{name} has another size than stated")

    def lines(self, name: str, most: int) -> Iterator[bytes]:
        """Give the lines of a file, without LF; NotProven for longer or open ones."""
        rest = b""
        for piece in self.chunks(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from (_checked_line(one, name, most) for one in whole)
            _checked_line(rest, name, most)
        if rest:
            raise NotProven(f"{name} does not end with a newline")

    def _open(self, name: str) -> IO[bytes]:
        if self._zip is None:
            return (self.path / name).open("rb")
        return self._zip.open(name)

    def _look_into_folder(self) -> None:
        for folder, folders, files in os.walk(self.path):
            here = Path(folder)
            for name in [*folders, *files]:
                found = (here / name).lstat()
                inside = (here / name).relative_to(self.path).as_posix()
                if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
                    raise NotProven(f"{inside} is neither a file nor a folder")
                if stat.S_ISREG(found.st_mode):
                    self._sizes[inside] = found.st_size

    def _look_into_zip(self) -> None:
        try:
            self._zip = zipfile.ZipFile(self.path)
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise BadInput(f"{self.path} is not a complete zip file: {error}") from None
        except OSError as error:
            raise Unreachable(f"{self.path} cannot be read: {error.strerror}") from None
        if len({one.filename for one in members}) < len(members):
            raise NotProven("two files of the zip have one name")
        end = 0
        with self.path.open("rb") as raw:
            for one in sorted(members, key=lambda one: one.header_offset):
                if one.header_offset < end:
                    raise NotProven(f"{one.filename!r} overlaps another file")
                _check_member(one)
                _check_local(one, raw)
                end = one.header_offset + _LOCAL.size + one.compress_size
                self._sizes[one.filename] = one.file_size


def _checked_line(line: bytes, name: str, most: int) -> bytes:
    if len(line) > most:
        raise NotProven(f"a line of {name} has more than {most:,} bytes")
    return line


def _check_member(one: zipfile.ZipInfo) -> None:
    """Refuse a member of a zip that is no plain, readable file of a sane size."""
    kind = stat.S_IFMT(one.external_attr >> 16)
    if one.is_dir() or kind not in {0, stat.S_IFREG}:
        raise NotProven(f"{one.filename!r} is not a plain file")
    if one.flag_bits & _ENCRYPTED:
        raise NotProven(f"{one.filename!r} is encrypted")
    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotProven(f"{one.filename!r} is packed in an unusual way")
    swollen = one.file_size > MOST_RATIO * max(one.compress_size, 1024)
    if one.file_size > MOST_BYTES or swollen:
        raise NotProven(f"{one.filename!r} would be {one.file_size:,} bytes")


def _check_local(one: zipfile.ZipInfo, raw: BinaryIO) -> None:
    """Refuse a member that the zip describes in two different ways."""
    raw.seek(one.header_offset)
    start = raw.read(_LOCAL.size)
    if len(start) < _LOCAL.size or not start.startswith(_LOCAL_MAGIC):
        raise NotProven(f"{one.filename!r} does not begin where the zip says")
    _, _, flags, method, _, _, crc, packed, size, length, _ = _LOCAL.unpack(start)
    name = raw.read(length).decode("utf-8", "replace")
    stated = (one.CRC, one.compress_size, one.file_size)
    wide = _WIDE in {packed, size}
    said = (crc, one.compress_size if wide else packed, one.file_size if wide else size)
    if flags & _DESCRIPTOR or (name, method) != (one.filename, one.compress_type):
        raise NotProven(f"{one.filename!r} is another file where its bytes begin")
    if said != stated:
        raise NotProven(f"{one.filename!r} has two sizes or two checksums")


def _check_names(names: list[str]) -> None:
    """Refuse names that climb, hide, or are one on some file system."""
    if len(names) > MOST_FILES:
        raise NotProven(f"more than {MOST_FILES:,} files")
    folded: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        if not _NAME.issuperset(name) or any(x in {"", ".", ".."} for x in parts):
            raise NotProven(f"{name!r} is not a valid file name in a bundle")
        alike = folded.setdefault(normalize("NFC", name).casefold(), name)
        if alike != name:
            raise NotProven(f"{alike} and {name} are the same name on some systems")
