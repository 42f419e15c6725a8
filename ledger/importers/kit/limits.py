"""How large a file may be, so that a small one that unpacks to a huge one ends soon.

Each limit is far above what real files have, and all of them can be raised together,
for a file that somebody trusts. Limits of one line, cell or record are not raised: they
bound what is held in memory at a time, and stand where these are read.
"""

from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from typing import Final, NamedTuple, TypeVar, cast

from ledger.errors import BadInput, Problem

RAISE: Final = "if you trust the file, --limits 10 allows ten times as much"


Read = TypeVar("Read")


class Unreadable(BadInput):
    """A file that cannot be read at all; the message begins with its name."""


class Limits(NamedTuple):
    """What a file may have at most."""

    size: int = 2_000_000_000
    """Bytes, unpacked."""
    ratio: int = 50
    """Times the size that it has when it is packed."""
    lines: int = 20_000_000
    """Of a packed file no more than it has bytes."""
    free: int = 16_000_000
    """Bytes that may come out of a packed file of any size."""
    free_lines: int = 1_000_000
    """Lines, likewise."""
    cells: int = 20_000_000
    """Cells of one sheet of a workbook, empty ones too, or of a table of JSON."""
    whole: int = 32_000_000
    """Bytes of what is read at once: JSON that is no lines, texts of workbooks."""
    values: int = 1_000_000
    """Values in such JSON."""
    problems: int = 50_000
    """Problems that are kept and listed."""
    put_by: int = 500_000_000
    """Bytes of a packed pipe, which is put by before it is unpacked."""
    waiting: int = 50_000
    """Lines that are kept until a later one has the label that they name."""

    def times(self, factor: int) -> "Limits":
        """Give limits that are a number of times as large."""
        return Limits(*(factor * most for most in self))

    def refusing(self) -> "Limits":
        """Give the limits of a file that one problem refuses: a few show what to do."""
        return self._replace(problems=self.problems // 50)

    def out_of(self, packed: int) -> int:
        """Give how many bytes a number of packed bytes may unpack to."""
        return max(self.free, packed * self.ratio)


LIMITS: Final = Limits()


class _Bounded(RawIOBase):
    """Bytes that end with an error where they pass a limit."""

    def __init__(
        self, file: BufferedReader, name: str, limits: Limits, packed: int | None
    ) -> None:
        self._file, self._name = file, name
        self._most, self._most_lines = limits.size, limits.lines
        if packed is not None:
            self._most = min(limits.size, limits.out_of(packed))
            self._most_lines = min(limits.lines, max(limits.free_lines, packed))
        self._is_packed = packed is not None
        self._bytes = self._lines = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go on from the start; nobody goes anywhere else."""
        self._bytes = self._lines = 0
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # of bytes
        data = self._file.read1(len(buffer))
        buffer[: len(data)] = data
        self._bytes += len(data)
        self._lines += data.count(b"\n")
        if self._bytes > self._most:
            raise too_large(self._name, f"{self._most:,} bytes", packed=self._is_packed)
        if self._lines > self._most_lines:
            what = f"{self._most_lines:,} lines"
            raise too_large(self._name, what, packed=self._is_packed)
        return len(data)


def bounded(
    file: BufferedReader, name: str, limits: Limits, packed: int | None = None
) -> BufferedReader:
    """Give the bytes of a file; Unreadable comes where they pass a limit.

    `packed` is how many bytes they are packed in, if they are.
    """
    raw = _Bounded(file, name, limits, packed)
    return BufferedReader(cast("RawIOBase", raw), 1 << 16)


def too_large(name: str, what: str, *, packed: bool = False) -> Unreadable:
    """Say that a file has more than is allowed."""
    how = "unpacks to" if packed else "has"
    return Unreadable(f"{name} {how} more than {what}; file not imported", RAISE)


def stopping(items: Iterable[Read], limits: Limits) -> Iterator[Read]:
    """Give what a reader gives; BadInput where it has more problems than are of use."""
    first, count = None, 0
    for item in items:
        if isinstance(item, Problem):
            first, count = first or item, count + 1
            if count > limits.problems:
                raise too_many(first, item, limits)
        yield item


def too_many(first: Problem, last: Problem, limits: Limits) -> BadInput:
    """Say that a file has more problems than are kept."""
    return BadInput(
        f"{last.where}: more than {limits.problems:,} problems; file not imported",
        f"the first, at {first.where}: {first.what}; correct it, or say how the file"
        f" is to be read; {RAISE}",
    )


def read_whole(file: BufferedReader, limits: Limits) -> bytes:
    """Read what has to be read at once; BadInput if it is too large for that."""
    data = file.read(limits.whole + 1)
    if len(data) > limits.whole:
        raise BadInput(
            f"more than {limits.whole:,} bytes, which have to be read at once",
            f"write one object per line; {RAISE}",
        )
    return data
