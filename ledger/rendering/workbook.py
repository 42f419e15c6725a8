"""Rows as an Excel workbook: numbers and dates that can be reckoned with.

An amount is a number, a day a date, an instant a date with its time in UTC; Excel has
no zones. Text stays text: what begins like a formula is never run, and keeps its sign
when somebody edits the cell. Excel holds 15 digits, dates from 1900 on, and 32,767
characters in a cell: a longer number and an earlier date are written as text; a longer
text is cut, and that is marked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from ledger.errors import Refused
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cell, Cells
from ledger.rendering.exact import FORMULA
from ledger.rendering.frames import installed, python_value

MOST_ROWS: Final = 1_048_575
"""Below the header: a sheet has one row more."""
MOST_SIGNS: Final = 32_767
DIGITS: Final = 15
FIRST_YEAR: Final = 1901
"""Excel counts days from 1900, and takes that for a leap year."""
CUT: Final = " [cut]"

WIDEST: Final = 44
NARROWEST: Final = 8
"""How wide a column may be, in digits."""
MEASURED: Final = 500
"""Rows that the width of a column is taken from."""

WHOLE: Final = "#,##0"
BROKEN: Final = "#,##0.00####"
"""Formats of numbers: without and with digits behind the point."""

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would take for a sign that is written as its number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns and the rows below them."""

    name: str
    fields: Sequence[Field]
    rows: Iterable[Cells]


def write_workbook(sheets: Iterable[Sheet], sink: IO[bytes]) -> None:
    """Write sheets as a workbook.

    Refused for more rows than a sheet holds, or if openpyxl is not installed.
    """
    openpyxl = installed("openpyxl", "sayso[excel]")
    book = openpyxl.Workbook(write_only=True)
    for one in sheets:
        _filled(openpyxl, book.create_sheet(one.name), one)
    book.save(sink)


def _filled(openpyxl: Any, sheet: Any, told: Sheet) -> None:
    rows = list(told.rows)
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"{len(rows):,} rows are too many for an Excel sheet",
            "ask for fewer, or write csv",
        )
    made = [[_value(one, cell) for one, cell in _pairs(told, row)] for row in rows]
    _laid_out(openpyxl, sheet, told, made)
    cell = openpyxl.cell.WriteOnlyCell
    sheet.append([_title(openpyxl, sheet, one.name) for one in told.fields])
    for row in made:
        sheet.append([_celled(cell, sheet, x) for x in row])


def _pairs(told: Sheet, row: Cells) -> Iterator[tuple[Field, Cell]]:
    return zip(told.fields, row, strict=True)


def _laid_out(openpyxl: Any, sheet: Any, told: Sheet, rows: list[list[Any]]) -> None:
    """Set what a reader sees: widths, the header that stays, what is printed.

    Columns in which no row says anything are hidden.
    """
    letter = openpyxl.utils.get_column_letter
    for place, one in enumerate(told.fields):
        cells = [row[place] for row in rows]
        column = sheet.column_dimensions[letter(place + 1)]
        longest = max([len(one.name) + 2, *map(_length, cells[:MEASURED])])
        column.width = min(max(longest, NARROWEST), WIDEST)
        column.hidden = bool(rows) and all(cell is None for cell in cells)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    last = f"{letter(max(len(told.fields), 1))}{len(rows) + 1}"
    sheet.auto_filter.ref = f"A1:{last}"


def _length(cell: Any) -> int:
    """Say how many digits wide a cell is, about."""
    match cell:
        case None:
            return 0
        case bool():
            return len("FALSE")
        case datetime():
            return len("2024-01-19 08:34:00")
        case date():
            return len("2024-01-19 ")
        case int() | Decimal() | float():
            return len(f"{cell:,}") + 1
    return max(map(_signs, str(cell).split("\n")))


def _signs(line: str) -> int:
    """Count Han and the like twice: they are two digits wide."""
    return len(line) + sum(sign >= "\u1100" for sign in line)


def _title(openpyxl: Any, sheet: Any, name: str) -> Any:
    cell = openpyxl.cell.WriteOnlyCell(sheet, name)
    cell.data_type = "s"  # a query may name a column as it likes
    cell.font = openpyxl.styles.Font(bold=True)
    return cell


def _value(field: Field, cell: Cell) -> Any:
    """Give a cell as Excel can hold it: a number, a date, a flag, or text."""
    found = None if cell is None else python_value(field.kind, cell)
    match found:
        case None | bool() | float():
            return found
        case int():
            return found if len(str(abs(found))) <= DIGITS else str(found)
        case Decimal():
            return _number(found)
        case date():
            return _dated(found, cell)
        case list() | tuple():
            found = ";".join("" if x is None else str(x) for x in found)
    return _excel_text(str(found))


def _dated(found: date, cell: Cell) -> date | str:
    """Give a day, or an instant in UTC; the text of one that Excel does not know."""
    if found.year < FIRST_YEAR:
        return str(cell)
    if isinstance(found, datetime):
        return found.astimezone(UTC).replace(tzinfo=None)
    return found


def _number(found: Decimal) -> Decimal | str:
    """Give a number, or text where Excel would round it."""
    digits = len(found.as_tuple().digits) if found.is_finite() else DIGITS + 1
    whole = found.is_finite() and found == found.to_integral_value()
    if whole:
        digits = len(format(found.normalize(), "f").strip("-0"))
    return found if digits <= DIGITS else format(found, "f")


def _excel_text(text: str) -> str:
    """Give text that XML and Excel can hold, with the numbers of all other signs."""
    text = _ILLEGAL.sub(lambda at: f"\\u{ord(at[0]):04X}", text.replace("\r\n", "\n"))
    text = _ESCAPE.sub("_x005F_", text)
    return text if len(text) <= MOST_SIGNS else text[: MOST_SIGNS - len(CUT)] + CUT


def _celled(cell: Any, sheet: Any, found: Any) -> Any:
    """Make a cell; text that looks like a formula, or like an error, is text."""
    if isinstance(found, str):
        made = cell(sheet, found)
        made.data_type = "s"
        if found.lstrip(" ").startswith(FORMULA):
            made.quotePrefix = True
        return made
    if isinstance(found, Decimal):
        made = cell(sheet, found)
        made.number_format = WHOLE if found == found.to_integral_value() else BROKEN
        return made
    return found
