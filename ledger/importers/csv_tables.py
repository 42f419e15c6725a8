"""Any CSV file whose columns somebody gave a meaning: rows to claims.

The file is read twice: first for what its columns show of how amounts and dates are
written in them, then for what its rows say (`kit/claiming.py`).
"""

from collections.abc import Iterator
from io import BufferedReader
from typing import Final

from ledger.errors import Problem
from ledger.importers.jsontable import JsonTable
from ledger.importers.kit.claiming import Claiming
from ledger.importers.kit.homonyms import Homonyms
from ledger.importers.kit.layout import Cleaning
from ledger.importers.kit.limits import stopping
from ledger.importers.kit.lines import Item
from ledger.importers.kit.meaning import Meaning, meaning_of
from ledger.importers.kit.reading import Account, Format, Setting
from ledger.importers.kit.tables import Row, Table, counted, delimiter_in


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    meaning = surveyed(file, setting)
    table = table_in(file, setting)
    if left_out := meaning.left_out(table.header):
        account.notes.append(left_out)
    if meaning.is_of_rounds and "stage" not in meaning.fields:
        account.notes.append("no column gives the stage: rounds count as announced")
    claiming, cleaning = Claiming(meaning, setting), Cleaning(setting.layout)
    homonyms = Homonyms(meaning, table.header)
    for row in counted(table, account):
        if isinstance(row, Problem):
            yield row
        else:
            cells = cleaning.cells(row.cells)
            homonyms.look(cells)
            yield from claiming.items(Row(row.line, cells))
    account.notes += claiming.counts.notes()
    if told := homonyms.note():
        account.notes.append(told)


def surveyed(file: BufferedReader, setting: Setting, *, needed: bool = True) -> Meaning:
    """Give what columns mean, after a look at all rows; the file is at its start again.

    BadInput if something was said of the columns that does not fit; or if they do not
    say all that a claim needs, unless that is not `needed`.
    """
    table, cleaning = table_in(file, setting), Cleaning(setting.layout)
    named = [column.name for column in setting.columns]
    dated = [setting.published_column] if setting.published_column else []
    table.require([*named, *dated, *setting.layout.filled])
    meaning = meaning_of(setting, table.header, needed=needed)
    meaning.look(
        cleaning.cells(row.cells)
        for row in stopping(table.rows(), setting.limits)
        if isinstance(row, Row)
    )
    file.seek(0)
    return meaning


def table_in(file: BufferedReader, setting: Setting) -> Table | JsonTable:
    """Open a table: of cells that something divides, or of JSON objects."""
    start = file.peek(1).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"[", b"{")):
        return JsonTable(file, setting.encoding, setting.limits)
    return Table(file, setting.encoding, setting.layout)


def fits(start: bytes) -> bool:
    """Tell whether there is a first line that looks like the header of a table."""
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith(("{", "[", "<")):
        return False
    return first.count(delimiter_in([first])) > 0


FORMAT: Final = Format(
    "csv",
    _read,
    fits,
    takes=frozenset({"source", "published", "encoding", "map", "published_column"})
    | {"numbers", "empty", "fill_down", "header_line", "comment", "divider", "set"},
)

JSON: Final = Format(
    "json",
    _read,
    lambda start: start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["),
    takes=FORMAT.takes - {"header_line", "comment", "divider"},
)
