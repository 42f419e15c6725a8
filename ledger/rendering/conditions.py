"""Conditions on the rows of a table: `COLUMN=VALUE`, and what a cell says to that.

    =  !=  ~            any column; ~ asks whether the text holds the value
    >=  <=  >  <        amounts, numbers, dates, text, and stages from weak to strong

Text is compared as names are: letter case, width, traditional and simplified Chinese
do not matter, and `credit facility` is `credit_facility`. A company or a source goes
by any of its names. A list satisfies a condition if one of its elements does. An
amount or a date satisfies it if all that it may be does: 15B..20B is at least 15B,
and not at least 16B. What is missing satisfies `!=` only; no value asks for what is
missing: `round=`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ledger.claims.dates import parse_days, parse_when
from ledger.claims.figures import Figure, parse_figure
from ledger.claims.names import Directory, fold, near, shown
from ledger.claims.vocabulary import STAGES, STRENGTH
from ledger.errors import BadInput, LedgerError
from ledger.rendering.columns import Cell, CellKind, Column, Thing

ONES: Final[dict[str, CellKind]] = {
    "texts": "text",
    "wholes": "whole",
    "exacts": "exact",
    "events": "whole",
    "event": "whole",
    "float": "exact",
    "figures": "figure",
    "sources": "source",
    "things": "text",
    "thing": "text",
    "prose": "text",
    "json": "text",
}
"""What one element of a column is compared as, where that is not its own kind."""

FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}
COMPANIES: Final = frozenset({"company", "into"})
"""The columns of text that hold slugs of companies."""

_WRITTEN: Final = re.compile(r"\s*(.+?)\s*(!=|>=|<=|=|~|>|<)\s*(.*?)\s*", re.DOTALL)
ORDERED: Final = frozenset({">=", "<=", ">", "<"})
HINT: Final = "write COLUMN=VALUE; also !=, >=, <=, >, < and ~ (contains)"

Ends = tuple[Any, Any]
"""The least and the most that a cell may be; None is open."""


@dataclass(slots=True)
class Context:
    """What conditions are read in, and what could not be compared."""

    zone: str
    """The zone of days."""
    names: Directory
    apart: dict[str, set[int]] = field(default_factory=dict)
    """By currency: the rows with an amount in it that was not compared with one in
    another currency.
    """
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowCondition:
    """One condition as it was written."""

    column: str
    sign: str
    value: str

    @classmethod
    def read(cls, text: str) -> "RowCondition":
        """Read a condition; BadInput, with the grammar, if that fails."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise BadInput(f"'{shown(text)}' is no condition", HINT)
        return cls(*match.groups())

    def __str__(self) -> str:
        return f"{self.column}{self.sign}{self.value}"

    def test(
        self, column: Column[Any], context: Context, amounts: Iterable[str] = ()
    ) -> Callable[[Cell], bool]:
        """Give what tells whether a cell of a column satisfies it.

        BadInput for a value that the column cannot be compared with; `amounts` are the
        columns of the table that hold amounts, for the hint.
        """
        if not self.value:
            return self._missing()
        if (part := figure_part(column)) and self.sign in ORDERED:
            test = self.test(part, context, amounts)
            return lambda cell: any(test(x) for x in parts_in_cell(part, cell))
        one = self._one(column, context, amounts)

        def some(cell: Cell) -> bool:
            cells = cell if isinstance(cell, tuple) else (cell,)
            return any(x is not None and one(x) for x in cells)

        if self.sign == "!=":
            return lambda cell: not some(cell)
        return some

    def _missing(self) -> Callable[[Cell], bool]:
        if self.sign not in {"=", "!="}:
            raise BadInput(f"{self}: there is no value", HINT)
        return lambda cell: (cell in {None, "", ()}) == (self.sign == "=")

    def _one(
        self, column: Column[Any], context: Context, amounts: Iterable[str]
    ) -> Callable[[Any], bool]:
        """Give what one element of a cell is held against; `!=` is turned around."""
        kind = ONES.get(column.kind, column.kind)
        if self.sign == "~":
            wanted = comparable(self.value)
            return lambda cell: (
                wanted in comparable(str(cell))
                or any(
                    wanted in comparable(x)
                    for x in further_names(column, cell, context)
                )
            )
        if kind == "flag":
            return self._flag(column)
        if kind in ENDS:
            return self._between(column, kind, context)
        if self.sign in {"=", "!="}:
            return self._same(column, context)
        return self._ordered(column, amounts)

    def _flag(self, column: Column[Any]) -> Callable[[Any], bool]:
        wanted = FLAGS.get(self.value.lower())
        if wanted is None or self.sign not in {"=", "!="}:
            raise BadInput(f"{self}: {column.name} is yes or no", f"{column.name}=yes")
        return lambda cell: cell is wanted

    def _between(
        self, column: Column[Any], kind: str, context: Context
    ) -> Callable[[Any], bool]:
        """Compare amounts, numbers and dates by their ends."""
        ends = ENDS[kind](column, self, context)
        if kind == "figure":
            wanted = parse_figure(self.value)
            return lambda cell: self._amount(cell, wanted, context)
        low, high = ends(self.value)
        return lambda cell: holds(self.sign, ends(cell), (low, high))

    def _amount(self, cell: Figure, wanted: Figure, context: Context) -> bool:
        if self.sign in {"=", "!="}:
            return cell == wanted
        if cell.currency != wanted.currency:
            if cell.currency is not None and cell.has_amount:
                context.apart.setdefault(cell.currency, set()).add(context.row)
            return False
        return holds(self.sign, stated_ends(cell), stated_ends(wanted))

    def _same(self, column: Column[Any], context: Context) -> Callable[[Any], bool]:
        wanted = comparable(self.value)
        words = {comparable(word): word for word in column.words if word}
        if words and wanted not in words:
            close = near(wanted, words)
            raise BadInput(
                f"{self}: {column.name} holds words: {', '.join(words.values())}",
                f"perhaps {' or '.join(words[x] for x in close)}" if close else HINT,
            )
        return lambda cell: (
            wanted
            in {
                comparable(str(cell)),
                *(comparable(x) for x in further_names(column, cell, context)),
            }
        )

    def _ordered(
        self, column: Column[Any], amounts: Iterable[str]
    ) -> Callable[[Any], bool]:
        """Compare text in the order of its letters, stages from weak to strong."""
        wanted = comparable(self.value)
        if not column.words:
            return lambda cell: _sides(self.sign, comparable(str(cell)), wanted)
        words = [word for word in column.words if word]
        if not staged(column) or wanted not in STRONG:
            raise BadInput(
                f"{self}: {column.name} holds words: {', '.join(words)}",
                self._instead(amounts),
            )
        return lambda cell: _sides(
            self.sign, STRONG.get(comparable(str(cell))), STRONG[wanted]
        )

    def _instead(self, amounts: Iterable[str]) -> str:
        """Name the first column of amounts, where the value is one."""
        try:
            parse_figure(self.value)
        except BadInput:
            return HINT
        first = next(iter(amounts), None)
        return f"an amount: {first}{self.sign}{self.value}" if first else HINT


def figure_part(column: Column[Any]) -> Column[Any] | None:
    """Give the amount of the things that a column holds, if they have one."""
    return next((x for x in column.parts if x.kind == "figure" and x.of), None)


def parts_in_cell(part: Column[Any], cell: Cell) -> Iterator[Cell]:
    """Give a part of each thing in a cell."""
    for one in cell if isinstance(cell, tuple) else (cell,):
        if isinstance(one, Thing) and part.of is not None:
            yield part.of(one.value)


def read_all(texts: Iterable[str]) -> tuple[RowCondition, ...]:
    """Read conditions; BadInput names all that cannot be read."""
    read, wrong = [], []
    for text in texts:
        try:
            read.append(RowCondition.read(text))
        except BadInput as error:
            wrong.append(error)
    if wrong:
        raise together("where", wrong)
    return tuple(read)


def together(parameter: str, errors: Sequence[LedgerError]) -> BadInput:
    """Make one error of several about a parameter."""
    message = "; ".join(error.message for error in errors)
    hints = dict.fromkeys(error.hint for error in errors if error.hint)
    return BadInput(f"{parameter}: {message}", "; ".join(hints), (parameter,))


def comparable(text: str) -> str:
    """Give the form in which text is compared."""
    return fold(text.replace("_", " "))


STRONG: Final = {comparable(stage): rank for stage, rank in STRENGTH.items()}


def staged(column: Column[Any]) -> bool:
    """Tell whether a column holds stages, which have an order."""
    return column.words[-len(STAGES) :] == STAGES


def further_names(
    column: Column[Any], cell: object, context: Context
) -> tuple[str, ...]:
    """Give the further names of a company or a source that a cell holds."""
    known: Any = None
    if column.kind in {"source", "sources"}:
        known = context.names.sources.get(str(cell))
    elif column.name in COMPANIES:
        known = context.names.companies.get(str(cell))
    return () if known is None else (known.name, *known.aliases)


def stated_ends(figure: Figure) -> Ends:
    """Give the ends of an amount as they are stated: those of c.61B are 61B."""
    if figure.qualifier in {"about", "nearly"}:
        stated = figure.max if figure.min is None else figure.min
        return stated, stated
    return figure.min, figure.max


def _figure_ends(
    column: Column[Any], asked: RowCondition, _: Context
) -> Callable[[Any], Ends]:
    try:
        parse_figure(asked.value)
    except BadInput as error:
        raise BadInput(
            f"{asked}: {column.name} holds amounts; {error.message}", error.hint
        ) from None
    return stated_ends


def _number(
    column: Column[Any], asked: RowCondition, _: Context
) -> Callable[[Any], Ends]:
    def ends(value: object) -> Ends:
        number = Decimal(str(value).replace(",", ""))
        if not number.is_finite():
            raise InvalidOperation  # not a number has no place in an order
        return number, number

    try:
        ends(asked.value)
    except InvalidOperation:
        raise BadInput(
            f"{asked}: {column.name} holds numbers", f"{column.name}{asked.sign}100"
        ) from None
    return ends


def _date(
    column: Column[Any], asked: RowCondition, context: Context
) -> Callable[[Any], Ends]:
    """Compare days where they were said; instants with instants."""
    try:
        wanted = parse_when(asked.value, context.zone)
    except BadInput as error:
        raise BadInput(
            f"{asked}: {column.name} holds dates; {error.message}", error.hint
        ) from None
    by_day = column.kind != "instant" and _is_date(asked.value)

    def ends(value: object) -> Ends:
        text = str(value)
        if by_day:
            day = parse_when(text).day
            return day.first, day.last
        when = wanted if text == asked.value else parse_when(text, context.zone)
        return when.lo, when.hi - 1

    return ends


def _is_date(text: str) -> bool:
    try:
        parse_days(text)
    except BadInput:
        return False
    return True


ENDS: Final = {
    "figure": _figure_ends,
    "whole": _number,
    "exact": _number,
    "day": _date,
    "days": _date,
    "when": _date,
    "instant": _date,
}
"""By kind: what gives the ends of a cell, and of the value."""


def holds(sign: str, cell: Ends, wanted: Ends) -> bool:
    """Tell whether all that a cell may be satisfies a comparison."""
    (low, high), (least, most) = cell, wanted
    match sign:
        case "=" | "!=":
            return _under(least, low) and _under(high, most)
        case ">=":
            return _under(least, low)
        case "<=":
            return _under(high, most)
        case ">":
            return None not in {low, most} and low > most
    return None not in {high, least} and high < least


def _under(low: Any, high: Any) -> bool:
    return low is not None and high is not None and low <= high


def _sides(sign: str, left: Any, right: Any) -> bool:
    """Compare two single values; None satisfies nothing."""
    return holds(sign, (left, left), (right, right))


def sortable(column: Column[Any], cell: Cell, zone: str) -> tuple[str, Any] | None:
    """Give what a cell is sorted by, behind the currency of an amount; None: last."""
    if part := figure_part(column):
        cell = tuple(parts_in_cell(part, cell))
    one: Any = next(iter(cell), None) if isinstance(cell, tuple) else cell
    if one is None or one == "":
        return None
    if isinstance(one, Figure):
        return _sortable_figure(one)
    kind = ONES.get(column.kind, column.kind)
    if kind in {"whole", "exact", "flag"}:
        return "", Decimal(str(int(one) if kind == "flag" else one))
    if kind in {"day", "days", "when", "instant"}:
        when = parse_when(str(one), zone)
        return "", (when.lo, when.hi)
    return "", column.words.index(one) if staged(column) else fold(str(one))


def _sortable_figure(cell: Figure) -> tuple[str, Any] | None:
    """Sort by the upper end, else the lower; at most 9B says nothing of how high."""
    amount = cell.max if cell.max is not None else cell.min
    if amount is None:
        return None
    currency = "" if cell.currency == "USD" else cell.currency or ""
    return currency, Decimal(0) if cell.qualifier == "up_to" else amount
