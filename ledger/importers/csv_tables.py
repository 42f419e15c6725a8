"""Any CSV file whose columns somebody gave a meaning: rows to claims.

The file is read twice: first for what its columns show of how amounts and dates are
written in them, then for what its rows say (`kit/claiming.py`).
"""

from collections.abc import Iterator
from io import BufferedReader
from typing import Final

from ledger.errors import Problem
from ledger.importers.jsontable import JsonTable
from ledger.importers.kit.beginning import BLANK, Beginning
from ledger.importers.kit.claiming import Claiming
from ledger.importers.kit.cleaning import cleaned
from ledger.importers.kit.homonyms import homonyms_in
from ledger.importers.kit.limits import stopping
from ledger.importers.kit.lines import Item
from ledger.importers.kit.meaning import Meaning, meaning_of
from ledger.importers.kit.reading import Account, Format, Setting
from ledger.importers.kit.tables import CsvTable, counted_rows, delimiter_in


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    meaning = surveyed(file, setting)
    table = table_in(file, setting)
    if left_out := meaning.left_out(table.header):
        account.notes.append(left_out)
    if meaning.is_of_rounds and "stage" not in meaning.fields:
        account.notes.append("no column gives the stage: rounds count as announced")
    claiming, homonyms = Claiming(meaning, setting), homonyms_in(meaning, table.header)
    for row in cleaned(counted_rows(table, account), setting.layout):
        if isinstance(row, Problem):
            yield row
            continue
        if homonyms is not None:
            homonyms.look(row.cells)
        yield from claiming.items(row)
    account.notes += claiming.counts.notes()
    if homonyms is not None:
        account.notes += homonyms.notes()


def surveyed(file: BufferedReader, setting: Setting, *, needed: bool = True) -> Meaning:
    """Give what columns mean, after a look at all rows; the file is at its start again.

    BadInput if something was said of the columns that does not fit; or if they do not
    say all that a claim needs, unless that is not `needed`.
    """
    table = table_in(file, setting)
    named = [column.name for column in setting.columns]
    dated = [setting.published_column] if setting.published_column else []
    table.require([*named, *dated, *setting.layout.filled])
    meaning = meaning_of(setting, table.header, needed=needed)
    meaning.look(stopping(cleaned(table.rows(), setting.layout), setting.limits))
    file.seek(0)
    return meaning


def table_in(file: BufferedReader, setting: Setting) -> CsvTable | JsonTable:
    """Open a table: of cells that something divides, or of JSON objects."""
    start = file.peek(1).lstrip(BLANK)[:1]
    if start in {b"[", b"{"}:
        return JsonTable(file, setting.encoding, setting.limits)
    return CsvTable(file, setting.encoding, setting.layout)


def fits(start: Beginning) -> bool:
    """Tell whether there is a first line that looks like the header of a table."""
    if start.line.startswith(("{", "[", "<")):
        return False
    return delimiter_in([start.line]) in start.line


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
    lambda start: start.sign == "[",
    takes=FORMAT.takes - {"header_line", "comment", "divider"},
)
