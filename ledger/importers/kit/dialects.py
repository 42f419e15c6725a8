"""Tables of somebody's whose columns we know: what rows claim, and what cells mean.

An importer reads such a table once; a snapshot compares it with an earlier copy. Both
need the same two things: the claims that a row makes, and the plain form of a cell, in
which a number or a date is the same however it was written.
"""

from collections.abc import Callable, Sequence
from csv import reader
from dataclasses import dataclass
from typing import TypeVar

from ledger.claims.numerals import plain_number
from ledger.errors import BadInput, Problem
from ledger.importers.kit.cells import amount, us_day
from ledger.importers.kit.lines import Line, NamedCompany, RowCells
from ledger.importers.kit.reading import Setting, Speaker
from ledger.importers.kit.tables import TableRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One known table."""

    speaker: Speaker
    knows: Callable[[Sequence[str]], bool]
    """Whether a header is that of this table."""
    plain: Callable[[str, str], str]
    """Column and cell to the form under which cells are compared and kept."""
    company: Callable[[RowCells], NamedCompany | None]
    claims: Callable[[TableRow, Setting, str], list[Line | Problem]]
    """What a row claims as of the setting's day; the text is its locator."""


class WrongCell(BadInput):
    """A cell that cannot be read; `column` says where."""

    def __init__(self, column: str, error: BadInput) -> None:
        super().__init__(error.message, error.hint)
        self.column = column

    def at(self, line: int) -> Problem:
        """Give the problem of a row that stands there."""
        return Problem(line, self.column, self.message, hint=self.hint or "")


def cell(cells: RowCells, column: str | None, read: Callable[[str], T]) -> T:
    """Read one cell, empty if there is no such column; WrongCell names it."""
    try:
        return read(cells.get(column, "") if column else "")
    except BadInput as error:
        raise WrongCell(column or "", error) from None


def plain_amount(text: str) -> str:
    """Write an amount without exponent and needless zeros; other text as it is."""
    try:
        value = amount(text)
    except BadInput:
        return text
    return text if value is None else plain_number(value)


def plain_day(text: str) -> str:
    """Write a day as ISO does; other text as it is."""
    try:
        return us_day(text) or ""
    except BadInput:
        return text


def header_in(line: str) -> tuple[str, ...]:
    """Give the names in the first line of a table, as far as it can be read."""
    return tuple(name.strip() for name in next(reader([line]), []))
