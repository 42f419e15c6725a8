"""A mapping to be edited, proposed from a table's header and its first rows.

Every column is there, with three of its cells. What its name suggests is proposed if
its cells are of that kind: text is no date, a count is no round. The order of dates,
the way of writing numbers and the words for nothing are read off the cells; of which
currency bare numbers are is not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.claims.names import fold, shown
from ledger.errors import BadInput
from ledger.importers.kit.cells import column_unit, round_type
from ledger.importers.kit.days import DayColumn
from ledger.importers.kit.guessing import AMOUNTS, guessed, suffix
from ledger.importers.kit.mapfile import column_lines, key, toml_value
from ledger.importers.kit.money import Amounts
from ledger.importers.kit.numbers import NumberColumn, numbers_from
from ledger.importers.kit.reading import MappedColumn
from ledger.importers.kit.words import NOTHING

LOOKED_AT: Final = 1000
"""Rows that are looked at."""
_SAMPLES: Final = 3
_SHOWN: Final = 40
_ENOUGH: Final = 0.6
"""The share of cells that must be of a kind."""
_INDIAN: Final = "1,23,45,678"
_NEEDED: Final = ("company", "published")

SampleRows = Sequence[Mapping[str, str]]


@dataclass(slots=True)
class _MappingProposal:
    """What was read off the cells."""

    header: Sequence[str]
    rows: SampleRows
    columns: dict[str, MappedColumn] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    remarks: dict[str, str] = field(default_factory=dict)

    def cells(self, name: str) -> list[str]:
        """Give the cells of a column that say anything."""
        cells = [row[name] for row in self.rows if row.get(name)]
        return [cell for cell in cells if fold(cell) not in NOTHING]

    def look(self) -> None:
        """Hold each guess against the cells of its column."""
        found = guessed(self.header)
        for name_of, name in found.items():
            if name_of == "published":
                self._date(name)
            elif name_of in AMOUNTS:
                self._amount(name_of, name, has_currency="currency" in found)
            elif name_of == "round_type":
                kind = name_of if _share(self.cells(name), round_type) else "round"
                self.columns[name] = MappedColumn(name, kind)
            elif name_of == "source" and _share(self.cells(name), _address):
                if "url" not in found:
                    self.columns[name] = MappedColumn(name, "url")
            elif self.cells(name) and not _is_count(self.cells(name)):
                self.columns[name] = MappedColumn(name, name_of)
        for name in self.columns:
            words = {
                row[name] for row in self.rows if fold(row.get(name, "")) in NOTHING
            }
            self.empty |= words - {""}

    def _date(self, name: str) -> None:
        cells = self.cells(name)
        for order in ("ymd", "dmy", "mdy", "d-mon-yy", "dmyy", "mdyy"):
            days = DayColumn(order, name)
            for cell in cells:
                days.look(cell)
            if order in {"dmy", "mdy"} and not (days.day_first or days.month_first):
                continue
            try:
                days.settle()
            except BadInput:
                continue
            if _share(cells, days.read):
                unit = None if order == "ymd" else order
                self.columns[name] = MappedColumn(name, "published", unit)
                return
        if _share(cells, DayColumn("dmy").read):
            self.remarks[name] = 'published, with unit = "dmy" or "mdy": which leads?'

    def _amount(self, name_of: str, name: str, *, has_currency: bool) -> None:
        unit = suffix(name_of, name)[1:] or None
        for said in (None, _INDIAN):
            written = NumberColumn(numbers_from(said) if said else None)
            amounts = Amounts(column_unit(unit), written)
            cells = self.cells(name)
            for cell in cells:
                amounts.look(cell)
            if said is None and any(_is_indian(amounts, cell) for cell in cells):
                continue
            bare = None if unit else "USD"  # only to see whether they are numbers
            if not any(_share(cells, _reader(amounts, x)) for x in (None, bare)):
                continue
            self.columns[name] = MappedColumn(name, name_of, unit)
            if said:
                self.numbers[name] = said
            if not has_currency and not _share(cells, _reader(amounts, None)):
                self.remarks[name] = 'unit = "?"  # in which unit: USD, EUR, EURM?'
            return
        if any(sign.isdecimal() for cell in self.cells(name) for sign in cell):
            self.remarks[name] = f"{name_of}; how are its numbers written?"


def _reader(amounts: Amounts, currency: str | None) -> Callable[[str], object]:
    return lambda cell: amounts.read(cell, currency)


def _is_indian(amounts: Amounts, cell: str) -> bool:
    try:
        amounts.read(cell, "USD")
    except BadInput as error:
        return "Indian" in error.message
    return False


def _address(cell: str) -> str:
    """Give an address; BadInput if it is none, as the name of a source is not."""
    if "://" not in cell:
        raise BadInput("no address")
    return cell


def _is_count(cells: Sequence[str]) -> bool:
    """Tell whether all cells are small numbers."""
    return all(cell.isdecimal() and len(cell) <= len("999") for cell in cells)


def _share(cells: Sequence[str], read: Callable[[str], object]) -> bool:
    """Tell whether enough of the cells can be read."""
    right = 0
    for cell in cells:
        try:
            read(cell)
        except BadInput:
            continue
        right += 1
    return bool(cells) and right >= _ENOUGH * len(cells)


def proposed(name: str, header: Sequence[str], rows: SampleRows) -> str:
    """Write a mapping of a table, to be edited: TOML with comments."""
    found = _MappingProposal(header, rows)
    found.look()
    return "\n".join([*_mapping_lines(name, found), ""])


def _mapping_lines(name: str, found: _MappingProposal) -> Iterator[str]:
    yield (
        f"# What the columns of {shown(name)} mean: a guess from their names and cells."
    )
    yield "# Look at each, change what is wrong, then:"
    yield f"#     sayso import --map-file THIS.toml {shown(name)}"
    yield "# Fields and units: docs/importing.md."
    yield ""
    fields = {column.field for column in found.columns.values()}
    rest = " of rows that name none" if "source" in fields else ""
    yield f'source = "?"  # the source{rest}: registered in the ledger'
    for need in _NEEDED:
        if need not in fields:
            yield f"# {need}: no column looks like it; one is needed"
    if found.empty:
        yield f"empty = {toml_value(sorted(found.empty))}  # words for an empty cell"
    for column in filter(None, found.header):
        yield from _column(column, found)


def _column(name: str, found: _MappingProposal) -> Iterator[str]:
    cells = list(dict.fromkeys(row[name] for row in found.rows if row.get(name)))
    shown_ = " | ".join(shown(cell[:_SHOWN]) for cell in cells[:_SAMPLES]) or "(empty)"
    meant = found.columns.get(name)
    if meant is None:
        yield f"\n# [columns.{key(name)}]  # {shown_}"
        if remark := found.remarks.get(name):
            yield f"# field = {remark}"
        return
    first, *rest = column_lines(name, [meant], found.numbers.get(name))
    yield f"{first}  # {shown_}"
    yield from rest
    if remark := found.remarks.get(name):
        yield f"# {remark}"
