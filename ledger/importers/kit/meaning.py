"""What the columns of somebody's table mean: fields, units, and what is left out.

`COLUMN=FIELD[:unit]` gives a column one meaning; a column may have several. The words
of the vocabulary are fields: a basis of money raised (`target`, `committed`, ...) and a
kind of price (`pre_money`, `mark`, ...). `raised` is the total of the round,
`valuation` a price of which nobody says whether it is before or after the money, and
`debt` what was lent next to the round, in a round of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.claims.amounts import check_currency
from ledger.claims.dates import parse_days, parse_when
from ledger.claims.names import near, shown
from ledger.claims.vocabulary import BASES, PRICE_KINDS, PRIMARY_KINDS
from ledger.errors import BadInput, Problem
from ledger.importers.kit.cells import column_unit
from ledger.importers.kit.days import ORDERS, DayColumn
from ledger.importers.kit.guessing import example, unit_in
from ledger.importers.kit.money import Amounts
from ledger.importers.kit.numbers import NumberColumn, numbers_from
from ledger.importers.kit.reading import MappedColumn, Setting
from ledger.importers.kit.tables import TableRow, listed

RAISED: Final = {"raised": "round_total"} | {
    basis: basis for basis in BASES if basis not in {"per_investor", "sector_aggregate"}
}
"""Fields that are amounts of money raised, and of which basis. What one investor gives,
or a whole sector gets, is not the round's."""
PRICES: Final = {"valuation": "unspecified"} | {kind: kind for kind in PRICE_KINDS}
"""Fields that are prices, and the kind of each."""
DEBT: Final = "debt"
DAYS: Final = ("published", "effective")
NAMES: Final = ("investors", "lead")
TEXTS: Final = ("url", "locator", "note", "language")
TAGS: Final = ("sector", "country")
"""What the company is, which is recorded as its tags."""
KEYS: Final = ("company_id", "round_id")
"""Identifiers of the table's own: of a company, and of a round."""
FIELDS: Final = (
    *("company", "round", "round_type", "stage", "instrument", "currency", "source"),
    *(*KEYS, *DAYS, *NAMES, *TEXTS, *TAGS, *RAISED, DEBT, *PRICES),
)
_CONSTANT: Final = (
    *("round", "round_type", "stage", "instrument", "currency", "source"),
    *(*DAYS, *NAMES, *TEXTS, *TAGS),
)
"""Fields that may say the same in all rows."""
_SEPARATORS: Final = ",;|/"
_OF_ROUNDS: Final = {
    *("round", "round_type", "round_id", "instrument", "valuation", DEBT),
    *(*NAMES, *RAISED),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What each column that is read means, and how amounts, days and names are read."""

    columns: tuple[MappedColumn, ...]
    """Those that every claim of a row has."""
    wide: tuple[MappedColumn, ...]
    """Those whose cells are claims of their own."""
    constants: Mapping[str, str]
    amounts: Mapping[tuple[str, str], Amounts]
    """By column and field, as `days`."""
    days: Mapping[tuple[str, str], DayColumn]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that some column has, or that are said of all rows."""
        several = (column.field for column in (*self.columns, *self.wide))
        said = (field for column in self.wide for field, _ in column.constants)
        return frozenset((*several, *said, *self.constants))

    @property
    def is_of_rounds(self) -> bool:
        """Whether a row is about a round; else it is a price outside one."""
        priced = self.fields & PRICES.keys()
        return bool(not priced or self.fields & _OF_ROUNDS or priced & PRIMARY_KINDS)

    def column_of(self, field: str) -> str:
        """Name the column of a field; nothing if there is none."""
        named = (x.name for x in (*self.columns, *self.wide) if x.field == field)
        return next(named, "")

    def cell(self, cells: Mapping[str, str], field: str) -> str:
        """Give what a row says in a field; nothing if no column has it."""
        name = self.column_of(field)
        return cells.get(name, "") if name else ""  # a column may have no name

    def day(self, cell: str, column: MappedColumn) -> str:
        """Read a date as was said of its column, or as the ledger writes it."""
        days = self.days.get((column.name, column.field)) or DayColumn()
        try:
            return days.read(cell)
        except BadInput as error:
            try:
                if column.field == "published":
                    parse_when(cell)
                else:
                    parse_days(cell)
            except BadInput:
                raise error from None
            return cell

    def left_out(self, header: Sequence[str]) -> str | None:
        """Say which columns nobody gave a meaning."""
        read = {column.name for column in (*self.columns, *self.wide)}
        rest = [x or f"column {at}" for at, x in enumerate(header, 1) if x not in read]
        return f"columns left out: {', '.join(map(shown, rest))}" if rest else None

    def look(self, rows: Iterable[TableRow | Problem]) -> None:
        """Let all rows show how amounts and dates are written in their columns.

        BadInput where a column is not written as was said.
        """
        columns = [
            (name, reader)
            for several in (self.amounts, self.days)
            for (name, _), reader in several.items()
        ]
        for row in rows if columns else ():
            if isinstance(row, Problem):
                continue
            for name, reader in columns:
                if cell := row.cells[name]:
                    reader.look(cell)
        for days in self.days.values():
            days.settle()


def meaning_of(
    setting: Setting, header: Sequence[str], *, needed: bool = True
) -> Meaning:
    """Hold what was said of columns against a table's header; BadInput if it fails.

    `needed` is whether columns must say whom a row is about, and when.
    """
    columns = setting.columns
    if setting.published_column is not None:
        columns = (*columns, MappedColumn(setting.published_column, "published"))
    if not columns:
        raise BadInput(
            f"columns need a mapping: {listed(header)}",
            f"for example: {example(header)}; `sayso import --guess` writes a mapping",
        )
    for column in columns:
        _check(column)
    plain = tuple(column for column in columns if not column.constants)
    for at, column in enumerate(plain):
        if column.field in {earlier.field for earlier in plain[:at]}:
            raise BadInput(f"two columns are mapped to {column.field}", "leave one out")
    _check_constants(setting.constants)
    meaning = Meaning(
        plain,
        tuple(column for column in columns if column.constants),
        setting.constants,
        _amounts(columns, setting),
        {
            (x.name, x.field): DayColumn(x.unit or "ymd", x.name)
            for x in columns
            if x.field in DAYS
        },
    )
    if needed:
        _check_needed(meaning, setting, header)
    return meaning


def _amounts(
    columns: Sequence[MappedColumn], setting: Setting
) -> dict[tuple[str, str], Amounts]:
    found = {}
    for column in columns:
        if column.field not in {*RAISED, *PRICES, DEBT}:
            continue
        said = setting.numbers.get(column.name) or setting.numbers.get("")
        written = NumberColumn(numbers_from(said) if said else None)
        named = None if column.unit else unit_in(column.name)
        unit = column_unit(column.unit)
        found[column.name, column.field] = Amounts(unit, written, named or None)
    for name in setting.numbers.keys() - {"", *(x.name for x in columns)}:
        raise BadInput(
            f"--numbers {shown(name)}=...: no column of that name is mapped",
            "--numbers 1.234,5 is for all columns",
        )
    return found


def _check_needed(meaning: Meaning, setting: Setting, header: Sequence[str]) -> None:
    """BadInput if no column gives the company of a row, its date, or its source."""
    fields, wrong = meaning.fields, list[BadInput]()
    if "company" not in fields:
        wrong.append(_missing("company", header))
    if "published" not in fields and setting.published is None:
        wrong.append(_missing("published", header, " or --published D for all of it"))
    if "source" not in fields and setting.source is None:
        wrong.append(
            BadInput(
                "the file needs a source",
                "--source S sets it; register one with `sayso source add`",
            )
        )
    if wrong:
        raise BadInput(
            "; ".join(x.message for x in wrong), "\n".join(x.hint or "" for x in wrong)
        )


def _check_constants(constants: Mapping[str, str]) -> None:
    for field, value in constants.items():
        if field not in _CONSTANT:
            raise BadInput(
                f"--set {shown(field)}={shown(value)}: not a field that can be the"
                " same for all rows",
                f"one of {', '.join(_CONSTANT)}",
            )
        if field == "currency":
            check_currency(value.upper())


def _check(column: MappedColumn) -> None:
    """BadInput for a field that there is not, or a unit that it cannot have."""
    field, unit = column.field, column.unit
    _check_constants(dict(column.constants))
    if field not in FIELDS:
        close = list(KEYS) if field == "id" else near(field, FIELDS)
        perhaps = f"perhaps {', '.join(close)}; " if close else ""
        raise BadInput(
            f"there is no field {shown(field)!r} that a column can have",
            f"{perhaps}fields are {', '.join(FIELDS)}",
        )
    if unit is None:
        return
    if field in RAISED or field in PRICES or field == DEBT:
        column_unit(unit)
    elif field in DAYS:
        if unit not in ORDERS:
            raise BadInput(
                f"{field}:{shown(unit)}: which comes first?",
                "dmy for 30/6/2012, mdy for 6/30/2012, dmyy or mdyy for years of two"
                " digits, d-mon-yy for 30-Jun-12, mon-yy for Jun-12, excel for 41090",
            )
    elif field in NAMES:
        if unit not in _SEPARATORS:
            raise BadInput(
                f"{field}:{shown(unit)}: what separates two names?",
                f"one of {' '.join(_SEPARATORS)}",
            )
    else:
        raise BadInput(f"{field} has no unit", f"leave :{shown(unit)} out")


def _missing(field: str, header: Sequence[str], more: str = "") -> BadInput:
    return BadInput(
        f"no column is mapped to {field}",
        f"--map COLUMN={field}{more}; the header has {listed(header)}",
    )
