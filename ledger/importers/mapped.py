"""Any CSV file whose columns somebody gave a meaning: rows to claims.

One row is one claim by the source that was named: about a round, or about a price
outside one if only such prices are mapped. A round without a stage counts as announced.
A round without a label gets one of its type and day. Empty cells say nothing. Every
problem of a row is told, and then the row is left out.
"""

import re
from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import Any, Final

from ledger.claims.amounts import check_currency
from ledger.claims.dates import parse_days, parse_when
from ledger.claims.names import fold
from ledger.claims.round_types import round_type_of
from ledger.claims.vocabulary import INSTRUMENTS, ROUND_TYPES, STAGES
from ledger.errors import BadInput, Problem
from ledger.importers.cells import day, figure, label, sound, unknown_word, word
from ledger.importers.labels import Labels
from ledger.importers.lines import Item, Line, Named
from ledger.importers.meaning import (
    DAYS,
    NAMES,
    PRICES,
    RAISED,
    Meaning,
    meaning_of,
)
from ledger.importers.reading import Account, Column, Format, Setting
from ledger.importers.tables import Row, Table, counted, delimiter_of, told


def _round_type(text: str) -> str:
    found = round_type_of(text)
    if found is None:
        raise unknown_word(text, ROUND_TYPES, "type of round")
    return found


_GAPS: Final = {
    "company": "the row does not say which company it is about",
    "published": "nobody knows when (--published D gives such rows a day of your own)",
    "source": "nobody knows who said it (--source S names somebody)",
}
"""What every row needs, and what is said of one that lacks it."""


_READ: Final[dict[str, Callable[[str], object]]] = {
    "round": lambda text: label(sound(text)),
    "round_type": _round_type,
    "stage": lambda text: word(text, STAGES, "stage"),
    "instrument": lambda text: word(text, INSTRUMENTS, "instrument"),
}
"""Fields with words of their own; all others are text."""


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    table = Table(file, setting.encoding)
    meaning = meaning_of(setting, table)
    if left_out := meaning.left_out(table.header):
        account.notes.append(left_out)
    if meaning.is_of_rounds and "stage" not in meaning.fields:
        account.notes.append("no column says the stage: rounds count as announced")
    rows = _Rows(meaning, setting)
    for row in counted(table, account):
        if isinstance(row, Problem):
            yield row
        else:
            yield from rows.items(row)
    account.notes += rows.notes()


class _Rows:
    """The rows of one file on their way to claims."""

    def __init__(self, meaning: Meaning, setting: Setting) -> None:
        self._meaning, self._setting = meaning, setting
        self._labels = Labels()
        self._commas = 0
        named = (x.name for x in meaning.columns if x.field == "currency")
        self._currency = next(named, None)

    def items(self, row: Row) -> list[Item]:
        """Give a row's claim, or all that is wrong with it."""
        data: dict[str, Any] = {}
        problems: list[Item] = []
        for column in self._meaning.columns:
            cell = row.cells[column.name]
            if not cell:
                continue
            try:
                self._put(data, column, cell, row)
            except BadInput as error:
                problems.append(told(row.line, column.name, error))
        problems += self._gaps(data, row) if not problems else []
        return problems or [self._line(row.line, data)]

    def notes(self) -> list[str]:
        """Say what was read otherwise than somebody may think."""
        found = [self._labels.note()]
        if self._commas:
            some = f"{self._commas:,} cells with names hold"
            many = "1 cell with names holds" if self._commas == 1 else some
            found.append(
                f"{many} commas, and count as one name each (COLUMN=investors:,"
                " divides them)"
            )
        return [note for note in found if note]

    def _put(self, data: dict[str, Any], column: Column, cell: str, row: Row) -> None:
        field = column.field
        if field in RAISED:
            one = {"figure": self._figure(field, cell, row), "basis": RAISED[field]}
            data.setdefault("raised", []).append(one)
        elif field in PRICES:
            one = {"figure": self._figure(field, cell, row), "kind": PRICES[field]}
            data.setdefault("valuation", []).append(one)
        elif field in DAYS:
            data[field] = _day(cell, column)
        elif field in NAMES:
            people = data.setdefault("investors", {})
            for name in self._names(cell, column.unit):
                people[name] = people.get(name, False) or field == "lead"
        elif field != "currency":
            data[field] = _READ.get(field, sound)(cell)

    def _figure(self, field: str, cell: str, row: Row) -> object:
        meaning = self._meaning
        code = row.cells[self._currency] if self._currency else ""
        folded = code.upper() if code.isascii() else code
        currency = check_currency(folded) if code else None
        return figure(
            cell, meaning.units[field], currency, semicolons=meaning.semicolons
        )

    def _names(self, cell: str, separator: str | None) -> list[str]:
        between = re.escape(separator) if separator else r"[;|\r\n]"
        names = [name.strip() for name in re.split(between, sound(cell))]
        if separator is None and len(names) == 1 and "," in cell:
            self._commas += 1
        return [name for name in names if name]

    def _gaps(self, data: dict[str, Any], row: Row) -> list[Item]:
        """Fill in what stands for the whole file; tell what is then missing."""
        whole = {"published": self._setting.published, "source": self._setting.source}
        for field, given in whole.items():
            if given is not None:
                data.setdefault(field, given)
        columns = {column.field: column.name for column in self._meaning.columns}
        gaps: list[Item] = [
            Problem(row.line, columns.get(field, ""), what)
            for field, what in _GAPS.items()
            if field not in data
        ]
        if not self._meaning.is_of_rounds and "valuation" not in data:
            gaps.append(Problem(row.line, "", "the row has no price"))
        return gaps

    def _line(self, line: int, data: dict[str, Any]) -> Line:
        company = data.pop("company")
        if "investors" in data:
            data["investors"] = [
                {"name": name, "lead": lead} for name, lead in data["investors"].items()
            ]
        if not self._meaning.is_of_rounds:
            return Line(line, "valuation.reported", data, company=Named(company))
        data.setdefault("stage", "announced")
        if "round" not in data:
            words = f"{data.get('round_type', 'round')} {data['published']}"
            said = repr([data.get(key) for key in ("raised", "valuation")])
            whose = f"{fold(company)}\n{fold(data['source'])}"
            data["round"] = self._labels.of(whose, words, said)
        return Line(line, "round.reported", data, company=Named(company))


def _day(cell: str, column: Column) -> str | None:
    """Read a date as was said of its column, or as the ledger does."""
    try:
        return day(cell, column.unit or "ymd")
    except BadInput as error:
        try:
            read: Callable[[str], object]
            read = parse_when if column.field == "published" else parse_days
            read(cell)
        except BadInput as other:
            starts_right = re.match(r"\d{4}-", cell, re.ASCII)
            raise (other if starts_right else error) from None
        return cell


def _fits(start: bytes) -> bool:
    """Whether there is a first line that looks like the header of a table."""
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith(("{", "[", "<")):
        return False
    return first.count(delimiter_of(first)) > 0


FORMAT: Final = Format(
    "csv",
    _read,
    _fits,
    takes=frozenset({"source", "published", "encoding", "map", "published_column"}),
)
