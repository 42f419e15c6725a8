"""CSV files as others write them: rows by the names of columns, and what is wrong.

Quoted cells may hold line ends. What divides the cells is told from the first lines, or
said: commas, semicolons, tabs or bars. What is told, and left out: ragged rows, the
header again, quotes that are never closed, lines without an end, cells that are no
text. Reading goes on after each, in the line below. Empty rows, and rules of dashes
below a header, are counted.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import Final, Protocol

from ledger.claims.names import near, shown
from ledger.errors import BadInput, Problem, on_line
from ledger.importers.kit.reading import Account, Layout
from ledger.importers.kit.textlines import CUT, MOST_CHARACTERS, TextLines

_DELIMITERS: Final = ",;\t|"
_SAID: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_NAMED: Final = {"\t": "tab", ",": "comma"}
_RULE: Final = re.compile(r"[-:=+|_ ]*[-=]{3}[-:=+|_ ]*")
_OF_RULES: Final = frozenset("-:=+|_ ")
_START: Final = 5
"""Lines that show what divides the cells."""
_SEARCHED: Final = 50
"""Lines in which a header is looked for that is not the first."""
MOST_COLUMNS: Final = 16_384
"""A sheet of Excel has no more."""
MOST_OPEN: Final = 100
"""Quotes that are never closed, before it is no table: each is read far ahead."""
_NOT_CLOSED: Final = "a quote is opened here and never closed"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `cells` has every column of the header, blanks around it gone."""

    line: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """Where it stands in the file, for people."""
        return on_line(self.line)


@dataclass(slots=True)
class RowCount:
    """How many rows a table turned out to have."""

    rows: int = 0
    empty: int = 0
    """Rows with nothing in any cell."""


class CsvTable:
    """A CSV file that is being read, once."""

    def __init__(
        self,
        file: BufferedReader,
        encoding: str | None = None,
        layout: Layout | None = None,
    ) -> None:
        """Read the header; BadInput if there is none that can be read.

        `encoding` is what the file is in, if that is not UTF-8 or UTF-16; `layout` what
        somebody says of the table.
        """
        layout = layout or Layout()
        self._lines = TextLines(file, encoding, layout.comment)
        self._lines.skip((layout.header or 1) - 1)
        self._lines.skip_blank()
        start = [x for x in self._lines.ahead(_START) if not _is_comment(x, layout)]
        if start and CUT in start[0]:
            raise BadInput(
                f"the first line has more than {MOST_CHARACTERS:,} characters",
                "a CSV file begins with a line that names its columns",
            )
        # As Excel writes, and only Excel reads.
        said = _SAID.fullmatch(start[0]) if start else None
        if said:
            next(self._lines)
        divider = layout.divider or (said[1] if said else None)
        self.delimiter = divider or delimiter_in(start)
        csv.field_size_limit(MOST_CHARACTERS)
        self._records = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        self._open = 0
        self.header = self._header()
        self.tally = RowCount()

    def _header(self) -> tuple[str, ...]:
        try:
            first = next((row for row in self._records if any(row)), ())
        except csv.Error as error:
            raise BadInput(f"the header cannot be read: {_not_csv(error)}") from None
        names = tuple(name.strip() for name in first)
        if not names:
            raise BadInput("the file is empty", "a CSV file begins with its header")
        if "\0" in "".join(names):
            # Of two bytes of a Latin letter the high one is NUL.
            order = "be" if names[0].startswith("\0") else "le"
            raise BadInput(
                "the header has NUL bytes",
                f"--encoding utf-16-{order} may read the file",
            )
        if not self._lines.is_whole("".join(names)):
            raise BadInput(
                f"the header is not {self._lines.called}",
                "--encoding cp1252 or mac_roman may read the file",
            )
        if len(names) > MOST_COLUMNS:
            raise BadInput(
                f"the header has {len(names):,} columns; at most {MOST_COLUMNS:,} fit",
                "is it a table, with this separator? --divider sets another",
            )
        times = Counter(filter(None, names))
        twice = next((name for name in times if times[name] > 1), None)
        if twice is not None:
            raise BadInput(
                f"the header names the column {shown(twice)!r} twice",
                "rename one of them",
            )
        return names

    def require(self, names: Collection[str]) -> None:
        """BadInput, with near misses, for a column that the header does not have."""
        for name in names:
            if name and name not in self.header:
                raise BadInput(
                    f"there is no column {shown(name)!r}",
                    self._elsewhere(names) or self._near(name),
                )

    def _near(self, name: str) -> str:
        close = near(name, [x for x in self.header if x])
        hint = f"perhaps {', '.join(map(shown, close))}; " if close else ""
        hint += f"the header has {listed(self.header)}"
        if close:
            return hint
        others = " ".join(_NAMED.get(x, x) for x in _DELIMITERS)
        name = _NAMED.get(self.delimiter, self.delimiter)
        return f"{hint} (divided by {name}; --divider sets another of {others})"

    def _elsewhere(self, names: Collection[str]) -> str | None:
        """Tell on which of the next lines the columns stand that somebody names."""
        at = self._lines.began
        for number, line in enumerate(self._lines.ahead(_SEARCHED), at + 1):
            for mark in _DELIMITERS:
                try:
                    cells = next(csv.reader([line], delimiter=mark), [])
                except csv.Error:
                    continue
                if set(names) <= {cell.strip() for cell in cells}:
                    return (
                        f"line {number} has the columns that you name:"
                        f" --header-line {number}"
                    )
        return None

    def rows(self) -> Iterator[TableRow | Problem]:
        """Give row after row, and every problem where it stands."""
        while True:
            self._lines.begin()
            try:
                cells = next(self._records)
            except StopIteration:
                return
            except csv.Error as error:
                self.tally.rows += 1
                line = self._lines.began
                self._lines.give_back()
                self._count(line, _not_csv(error))
                yield Problem(line, "", _not_csv(error))
                continue
            self.tally.rows += 1
            text = "".join(cells)
            if not text or text.isspace() or _is_rule(text):
                self.tally.empty += 1
                continue
            line = self._lines.began
            yield self._problem(line, cells, text) or self._row(line, cells)

    def _count(self, line: int, told: str) -> None:
        """Give up where quotes are opened again and again, and none is closed."""
        self._open += told == _NOT_CLOSED
        if self._open > MOST_OPEN:
            raise BadInput(
                f"line {line}: {told}, for the {MOST_OPEN + 1}st time",
                "is it a table, with this separator? --divider sets another",
            )

    def _row(self, line: int, cells: Sequence[str]) -> TableRow:
        pairs = zip(self.header, cells, strict=False)
        return TableRow(line, {name: cell.strip() for name, cell in pairs})

    def _problem(self, line: int, cells: Sequence[str], text: str) -> Problem | None:
        """Tell what is wrong with a row as such, whatever its cells mean."""
        header = self.header
        if CUT in text:
            what = f"more than {MOST_CHARACTERS:,} characters in one line"
            return Problem(line, "", what)
        if len(cells) != len(header):
            more = cells[len(header) :]
            if len(cells) < len(header) or any(x.strip() for x in more):
                many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
                what = f"{many}, where the header has {len(header)}"
                name = _NAMED.get(self.delimiter, self.delimiter)
                return Problem(line, "", f"{what}: a {name} too many or too few?")
        if cells[0].strip() == header[0] and all(
            cell.strip() == name for cell, name in zip(cells, header, strict=False)
        ):
            return Problem(line, "", "this is the header repeated")
        if "\0" in text or not (text.isascii() or self._lines.is_whole(text)):
            return self._no_text(line, cells)
        return None

    def _no_text(self, line: int, cells: Sequence[str]) -> Problem | None:
        for name, cell in zip(self.header, cells, strict=False):
            if "\0" in cell:
                what = f"{cell[:40]!a} contains a NUL byte"
                return Problem(line, name, what)
            if not self._lines.is_whole(cell):
                what = f"{cell[:40]!a} is not {self._lines.called}"
                hint = "--encoding cp1252 or mac_roman may read the file"
                return Problem(line, name, f"{what} ({hint})")
        return None  # it stands beyond the last column, where nothing is read


class RowCounter(Protocol):
    """Whatever gives rows, and counts them."""

    @property
    def tally(self) -> RowCount: ...

    def rows(self) -> Iterator[TableRow | Problem]: ...


def counted_rows(table: "RowCounter", account: Account) -> Iterator[TableRow | Problem]:
    """Give the rows of a table, and keep account of how many there were."""
    for row in table.rows():
        account.rows, account.empty = table.tally.rows, table.tally.empty
        yield row
    account.rows, account.empty = table.tally.rows, table.tally.empty
    if not account.rows:
        account.notes.append("there is no row below the header")


def cell_problem(line: int, field: str, error: BadInput, cell: str = "") -> Problem:
    """Give what is wrong with a cell as a problem, with its hint."""
    return Problem(line, field, error.message, cell, error.hint or "")


def listed(header: Sequence[str]) -> str:
    """Name the columns of a table, for people."""
    return ", ".join(shown(name) for name in header if name)


def delimiter_in(lines: Sequence[str]) -> str:
    """Tell what divides the cells from the first lines, the header leading.

    It is the sign of the usual that the header has most, once for each in every line;
    what is in quotes does not count, nor do commas that blanks follow.
    """
    if not lines:
        return _DELIMITERS[0]
    header, *others = (_QUOTED.sub("", line) for line in lines)

    def order(mark: str) -> tuple[bool, int]:
        many = header.count(mark)
        same = bool(many) and all(
            x.count(mark) == many for x in others if x.strip() and '"' not in x
        )
        return same, many - header.count(f"{mark} ") if mark == "," else many

    return max(_DELIMITERS, key=order)


def _is_comment(line: str, layout: Layout) -> bool:
    return layout.comment is not None and line.lstrip().startswith(layout.comment)


def _is_rule(text: str) -> bool:
    """Tell whether a row is a rule of dashes, as below a header in Markdown."""
    return text[0] in _OF_RULES and _RULE.fullmatch(text) is not None


def _not_csv(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said or "unexpected end" in said:
        return _NOT_CLOSED
    if "expected after" in said:
        return 'more after the closing quote (a quote in a quoted cell is written "")'
    return f"this is not CSV: {said}"
