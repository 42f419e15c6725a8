"""A table whose columns somebody gave a meaning, as snapshots compare it.

Cells with amounts and days are kept in one way of writing, the ledger's own: `$5M`,
`5,000,000` of dollars and `USD 5 million` are `5M`. A cell that cannot be read is kept
as it is, and its row makes no claim; that is told. What is on record is read in the
ledger's own way, whatever the column of today's file is like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from ledger.claims.figures import Figure, figure_from, parse_figure
from ledger.claims.numerals import plain_number
from ledger.errors import BadInput, Problem
from ledger.importers.kit import words
from ledger.importers.kit.before import Comparing, RowBefore
from ledger.importers.kit.cells import sound
from ledger.importers.kit.claiming import Claiming
from ledger.importers.kit.comparing import BETWEEN
from ledger.importers.kit.currencies import currency_of
from ledger.importers.kit.days import DayColumn
from ledger.importers.kit.dialects import Dialect
from ledger.importers.kit.lines import Line, NamedCompany, RowCells
from ledger.importers.kit.meaning import PRICES, RAISED, Meaning
from ledger.importers.kit.money import Amounts
from ledger.importers.kit.reading import MappedColumn, Setting, Speaker
from ledger.importers.kit.tables import TableRow, cell_problem

_CLAIMING: Final = {"round", "round_type", "stage", "debt", *RAISED, *PRICES}
"""One of these fields must be mapped for a row to claim anything."""


@dataclass(slots=True)
class _LedgerAmounts(Amounts):
    """Amounts as the ledger keeps them; others only if they can be read one way."""

    def read(
        self, text: str, currency: str | None, otherwise: str | None = None
    ) -> Figure:
        figure = _exact_figure(text)
        if figure is None:
            # Not `super()`: a dataclass with slots is another class than its method's.
            return Amounts.read(self, text, currency, otherwise)
        return figure


def _exact_figure(text: str) -> Figure | None:
    """Give the figure that a text prints, in the ledger's own way of writing."""
    try:
        figure = parse_figure(text)
    except BadInput:
        return None
    return figure if str(figure) == text else None


@dataclass(slots=True)
class MappedRows:
    """The rows of one mapped table, of a file and of the record."""

    meaning: Meaning
    setting: Setting
    unread: dict[int, list[Problem]] = field(default_factory=dict)
    """By line: cells of the file that cannot be read."""
    _kept: Claiming = field(init=False)

    def __post_init__(self) -> None:
        meaning = self.meaning
        amounts = {at: _LedgerAmounts(x.unit) for at, x in meaning.amounts.items()}
        days = {at: DayColumn("ymd", x.name) for at, x in meaning.days.items()}
        self._kept = Claiming(
            replace(meaning, amounts=amounts, days=days), self.setting
        )

    @property
    def claims_anything(self) -> bool:
        """Whether rows make claims: columns give their company and a fact."""
        fields = self.meaning.fields
        return "company" in fields and bool(fields & _CLAIMING)

    def written(self, line: int, cells: RowCells) -> dict[str, str]:
        """Give the cells of a row of the file, in the ledger's way of writing."""
        return self._written(
            cells, self.meaning, self.unread.setdefault(line, []), line
        )

    def again(self, cells: RowCells) -> dict[str, str]:
        """Give the cells of a row on record, in the same way."""
        return self._written(cells, self._kept.meaning, [], 0)

    def _written(
        self, cells: RowCells, meaning: Meaning, unread: list[Problem], line: int
    ) -> dict[str, str]:
        found = dict(cells)
        for column in (*meaning.columns, *meaning.wide):
            text = cells.get(column.name, "")
            if not text:
                continue
            try:
                found[column.name] = self._cell(column, text, cells, meaning)
            except BadInput as error:
                unread.append(cell_problem(line, column.name, error))
                amounts = meaning.amounts.get((column.name, column.field))
                number = amounts.bare(text) if amounts else None
                found[column.name] = text if number is None else plain_number(number)
        return found

    def same(self, name: str, was: str | None, now: str | None) -> bool:
        """Tell whether a number without a currency is that of a figure."""
        if was is None or now is None:
            return False
        number, figure = self._number(name, now), _exact_figure(was)
        if number is None or figure is None:
            number, figure = self._number(name, was), _exact_figure(now)
        if number is None or figure is None:
            return False
        return figure.min == figure.max == number

    def _number(self, name: str, text: str) -> Decimal | None:
        several = (
            x for (column, _), x in self._kept.meaning.amounts.items() if column == name
        )
        amounts = next(several, None)
        return None if amounts is None else amounts.bare(text)

    def _cell(
        self, column: MappedColumn, text: str, cells: RowCells, meaning: Meaning
    ) -> str:
        at = column.name, column.field
        if at in meaning.amounts:
            codes = meaning.cell(cells, "currency"), meaning.constants.get("currency")
            row, every = (currency_of(x, None) if x else None for x in codes)
            return str(meaning.amounts[at].read(text, row, every))
        return meaning.day(text, column) if at in meaning.days else text

    def company(self, cells: RowCells) -> NamedCompany | None:
        """Give the company of a row; None where the cell names nobody."""
        text = self.meaning.cell(cells, "company")
        if not text:
            return None
        try:
            name = words.company_name(sound(text))
        except BadInput:
            return None
        key = self.meaning.cell(cells, "company_id")
        named = NamedCompany(name, f"{self.setting.source}:{key}" if key else None)
        return None if words.no_company(name) else named

    def claims(
        self, row: TableRow, setting: Setting, locator: str
    ) -> list[Line | Problem]:
        """Give what a row claims, its cells in the ledger's way of writing."""
        if problems := self.unread.get(row.line):
            return list(problems)
        comparing = setting.comparing
        assert comparing is not None
        key = BETWEEN.join(row.cells.get(name, "") for name in comparing.keys)
        found: list[Line | Problem] = []
        for number, item in enumerate(self._kept.items(row, key)):
            if isinstance(item, Problem):
                return [item]
            assert isinstance(item, Line)
            ending = f", {number + 1}" if number else ""
            data = {**item.data, "locator": locator + ending}
            found.append(replace(item, data=data, earlier=None, part=ending))
        return found

    def dialect(self) -> Dialect:
        """Give the table as one that is known."""
        source = self.setting.source or ""
        return Dialect(
            Speaker(source, source, "database"),
            lambda _: True,
            lambda _, text: text,
            self.company,
            self.claims,
        )


Print = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prints:
    """What tells rows from others whatever their keys and columns are called.

    It is what they claim: about whom, how much, and for which day.
    """

    dialect: Dialect
    setting: Setting
    comparing: Comparing

    def of_record(self, row: RowBefore) -> Print | None:
        """Give what tells a row on record; None where it claims too little."""
        said = [self.comparing.claim(id_).data for id_ in row.claims]
        return _print(row.company, said)

    def of_file(
        self, line: int, cells: RowCells, columns: Sequence[str]
    ) -> Print | None:
        """Give what tells a row of the file, whose table has these columns."""
        padded = {name: cells.get(name, "") for name in columns}
        named = self.dialect.company(padded)
        company = None if named is None else self.comparing.known(named)
        found = self.dialect.claims(TableRow(line, padded), self.setting, "")
        said = [item.data for item in found if isinstance(item, Line)]
        return _print(company, said)


def _print(company: str | None, said: Sequence[Mapping[str, Any]]) -> Print | None:
    figures = {
        str(figure_from(item["figure"]))
        for data in said
        for name in ("raised", "valuation")
        for item in data.get(name, ())
    }
    days = {str(data["effective"]) for data in said if "effective" in data}
    if company is None or not figures or not days:
        return None
    return (company, *sorted(figures), *sorted(days))
