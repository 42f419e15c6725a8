"""CSV files as others write them: rows by the names of columns, and what is wrong.

Any line end will do, also CR alone. Quoted cells may hold line ends. Text is UTF-8, or
UTF-16 if the file begins so; a cell that is not can be read in one other encoding, so
that a file of which only some rows are old is read whole. What is told, and left out:
ragged rows, the header again, quotes that are never closed, lines without an end.
Empty rows are counted.
"""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from typing import Final
from weakref import finalize

from ledger.errors import BadInput, Problem

MOST_CHARACTERS: Final = 1_000_000
"""A line has no more, nor a cell."""

_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` has every column of the header, blanks around it gone."""

    where: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class Tally:
    """How many rows a table turned out to have."""

    rows: int = 0
    empty: int = 0
    """Rows with nothing in any cell."""


class Table:
    """A CSV file that is being read, once."""

    def __init__(self, file: BufferedReader, encoding: str | None = None) -> None:
        """Read the header; BadInput if there is none, or a column twice.

        `encoding` is what cells that are not UTF-8 are in.
        """
        self._encoding = encoding
        self._lines = _Lines(file)
        delimiter = _delimiter(self._lines.first)
        csv.field_size_limit(MOST_CHARACTERS)
        self._records = csv.reader(iter(self._lines), delimiter=delimiter, strict=True)
        self.header = self._header()
        self.tally = Tally()

    def _header(self) -> tuple[str, ...]:
        first: Sequence[str] = next((row for row in self._records if any(row)), ())
        names = tuple(name.strip() for name in first)
        if not names:
            raise BadInput("the file is empty", "a CSV file begins with its header")
        twice = next((x for at, x in enumerate(names) if x and x in names[:at]), None)
        if twice is not None:
            raise BadInput(
                f"the header names the column {twice!r} twice", "rename one of them"
            )
        return names

    def rows(self) -> Iterator[Row | Problem]:
        """Give row after row, and every problem where it stands."""
        while True:
            first = self._records.line_num + 1
            try:
                cells = next(self._records)
            except StopIteration:
                break
            except csv.Error as error:
                yield Problem(f"line {first}", "", _told(error))
                continue
            self.tally.rows += 1
            if too_long := self._lines.problems():
                yield from too_long
                continue
            if not any(cell and not cell.isspace() for cell in cells):
                self.tally.empty += 1
                continue
            yield self._row(f"line {first}", cells)
        yield from self._lines.problems()

    def _row(self, where: str, cells: Sequence[str]) -> Row | Problem:
        header = self.header
        if len(cells) != len(header):
            more = cells[len(header) :]
            if len(cells) < len(header) or any(x.strip() for x in more):
                what = f"{len(cells)} cells, where the header has {len(header)}"
                return Problem(where, "", f"{what}: a comma too many or too few?")
        if tuple(cell.strip() for cell in cells[: len(header)]) == header:
            return Problem(where, "", "this is the header once more")
        found = {}
        for name, cell in zip(header, cells, strict=False):
            text = self._decoded(cell)
            if text is None:
                return Problem(
                    where,
                    name,
                    f"{cell[:40]!a} is not UTF-8 (--encoding mac_roman or cp1252"
                    " may read it)",
                )
            found[name] = text.strip()
        return Row(where, found)

    def _decoded(self, cell: str) -> str | None:
        """Give a cell; None if it is neither UTF-8 nor in the other encoding."""
        if cell.isascii() or not any("\udc80" <= x <= "\udcff" for x in cell):
            return cell
        if self._encoding is None:
            return None
        try:
            return cell.encode("utf-8", "surrogateescape").decode(self._encoding)
        except UnicodeDecodeError:
            return None


class _Lines:
    """Lines of text, none longer than allowed; bytes that are no UTF-8 are escaped."""

    def __init__(self, file: BufferedReader) -> None:
        start = file.peek(2)[:2]
        wide = start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
        self._text = TextIOWrapper(
            file,
            encoding="utf-16" if wide else "utf-8-sig",
            errors="replace" if wide else "surrogateescape",
            newline="",
        )
        # Or the text, when it is let go, would close a file that is somebody else's.
        finalize(self, _let_go, self._text).atexit = False
        self.first = self._text.readline(MOST_CHARACTERS)
        self._too_long: list[int] = []

    def __iter__(self) -> Iterator[str]:
        line, number = self.first, 0
        while line:
            number += 1
            if _is_cut(line):
                self._too_long.append(number)
                while _is_cut(line):
                    line = self._text.readline(MOST_CHARACTERS)
                line = "\n"  # so that lines are counted as they stand in the file
            yield line
            line = self._text.readline(MOST_CHARACTERS)

    def problems(self) -> list[Problem]:
        """Give the lines that were too long, each once."""
        what = f"more than {MOST_CHARACTERS:,} characters in one line"
        found = [Problem(f"line {number}", "", what) for number in self._too_long]
        self._too_long.clear()
        return found


def _let_go(text: TextIOWrapper) -> None:
    with suppress(ValueError):  # it was closed before
        text.detach()


def _is_cut(line: str) -> bool:
    return len(line) == MOST_CHARACTERS and line[-1] not in "\r\n"


def _told(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said or "unexpected end" in said:
        return "a quote is opened here and never closed"
    return f"this is no CSV: {said}"


def _delimiter(line: str) -> str:
    """Tell the delimiter from the header: the one of the usual that it has most."""
    return max(_DELIMITERS, key=line.count)
