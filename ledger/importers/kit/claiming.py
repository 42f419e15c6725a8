"""Rows of a table whose columns somebody gave a meaning, on their way to claims.

One row is one claim by its source: about a round, or about a price outside one if only
such prices are mapped. Debt next to equity is a round of its own; so is each cell of a
wide table. A round without a stage counts as announced. Empty cells say nothing, nor
does a zero: tables write it for "none". Every problem of a row is told, and then the
row is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ledger.claims.figures import Figure
from ledger.claims.names import fold
from ledger.claims.tags import tag_in
from ledger.claims.vocabulary import INSTRUMENTS, STAGES
from ledger.errors import BadInput, Problem
from ledger.importers.kit import labels, words
from ledger.importers.kit.cells import round_type, sound, word
from ledger.importers.kit.currencies import currency_of
from ledger.importers.kit.lines import Item, Line, NamedCompany
from ledger.importers.kit.meaning import (
    DAYS,
    DEBT,
    KEYS,
    NAMES,
    PRICES,
    RAISED,
    TAGS,
    Meaning,
)
from ledger.importers.kit.reading import MappedColumn, Setting
from ledger.importers.kit.tables import TableRow, cell_problem

_GAPS: Final = {
    "company": "the row names no company",
    "published": "missing date (use --published D to set one)",
    "source": "missing source (use --source S to set one)",
}
"""What every row needs, and what is said of one that lacks it."""

_WHOSE: Final = frozenset(
    {*TAGS, "company", "company_id", "source", "currency", "url", "locator", "language"}
)
"""Fields that say nothing of a round by themselves."""

_READ: Final[dict[str, Callable[[str], object]]] = {
    "round": sound,
    "round_type": round_type,
    "stage": lambda text: word(text, STAGES, "stage"),
    "instrument": lambda text: word(text, INSTRUMENTS, "instrument"),
}
"""Fields with words of their own; all others are text."""

_BETWEEN: Final = r"[;|\r\n]"
_AMOUNTS: Final = {"raised": "basis", "valuation": "kind"}


@dataclass(slots=True)
class Misreadable:
    """What was read otherwise than somebody may think."""

    silent: int = 0
    """Rows that name a company and say nothing of it."""
    zeros: int = 0
    commas: int = 0
    generic: int = 0
    twice: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Rounds that are named on two days over a year apart: the first and the last."""
    both: dict[str, str] = field(default_factory=dict)
    """Named rounds to which one source gives two amounts on one day: the day."""
    _days: dict[str, str] = field(default_factory=dict)
    _said: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def named(self, name: str, day: str) -> None:
        """Count a label that somebody gave, and the day on which it was said."""
        first = self._days.setdefault(name, day)
        if abs(int(day[:4]) - int(first[:4])) > 1:
            self.twice[name] = (first, day)

    def gave(self, name: str, source: str, day: str, said: str) -> None:
        """Count what a source says of a named round on a day."""
        if said != self._said.setdefault((name, source, day), said):
            self.both[name] = day

    def notes(self) -> Iterator[str]:
        """Say it, for the person who imports."""
        if self.silent:
            rows = _many(self.silent, "row names", "rows name")
            yield f"{rows} a company and nothing else, so they are not claims"
        if self.zeros:
            cells = _many(self.zeros, "cell holds", "cells hold")
            yield f"{cells} 0, which is ignored"
        if self.commas:
            cells = _many(self.commas, "cell with names holds", "cells with names hold")
            yield (
                f"{cells} commas, and count as one name each (COLUMN=investors:,"
                " divides them)"
            )
        if self.generic:
            rounds = _many(self.generic, "round has", "rounds have")
            yield (
                f"{rounds} a name that many rounds have (private equity, venture,"
                " debt): the year is added to it"
            )
        if self.both:
            name, day = next(iter(self.both.items()))
            many = _many(len(self.both), "named round has", "named rounds have")
            yield (
                f"{many} two amounts of one source and day, such as {name} on {day}:"
                " both are kept, as a range; `sayso lint` lists them"
            )
        if self.twice:
            name, (first, last) = next(iter(self.twice.items()))
            many = _many(len(self.twice), "round is", "rounds are")
            yield (
                f"{many} named years apart, and taken as one round each: {name} for"
                f" {first}"
                f" and for {last}"
            )


def _many(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {several}"


@dataclass(slots=True)
class Claiming:
    """The rows of one file on their way to claims."""

    meaning: Meaning
    setting: Setting
    counts: Misreadable = field(default_factory=Misreadable)

    def items(self, row: TableRow, key: str = "") -> list[Item]:
        """Give a row's claims, or all that is wrong with it.

        `key` is the row's identifier, if something else than its content names it.
        """
        if not self.meaning.wide:
            return self._claims(row, self.meaning.columns, {}, key)
        items: list[Item] = []
        for column in self.meaning.wide:
            if row.cells[column.name]:
                several = (*self.meaning.columns, column)
                items += self._claims(row, several, dict(column.constants), key)
        return items

    def _claims(
        self,
        row: TableRow,
        columns: tuple[MappedColumn, ...],
        constants: Mapping[str, str],
        key: str,
    ) -> list[Item]:
        says = [column for column in columns if column.field not in _WHOSE]
        if not any(row.cells[column.name] for column in says) and any(
            column.field not in DAYS for column in says
        ):
            self.counts.silent += 1
            return []
        said = _RowFields(self, row, {**self.meaning.constants, **constants})
        for column in columns:
            if cell := row.cells[column.name]:
                said.put(column, cell)
        for name, value in constants.items():  # of its own column, before the row's
            said.put(MappedColumn(name, name), value)
        said.fill()
        if said.problems:
            return list(said.problems)
        if constants and columns[-1].field in said.nothing:
            return []  # a zero in a wide table: there was no such round
        return list(said.lines(key))


class _RowFields:
    """What one row says, field by field."""

    def __init__(
        self, reading: Claiming, row: TableRow, constants: Mapping[str, str]
    ) -> None:
        self._reading, self._row, self._constants = reading, row, constants
        self.data: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self._columns: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._zeros: list[tuple[str, dict[str, Any]]] = []
        self._debt: Figure | None = None
        self.nothing: set[str] = set()
        """Fields whose cells hold zero."""
        self._day = ""
        self._currencies = self._row_currency(), self._otherwise()

    @property
    def has_amount(self) -> bool:
        return bool(self.data.keys() & _AMOUNTS.keys() or self._debt)

    def _otherwise(self) -> str | None:
        """Give the currency of amounts that name none."""
        given = self._constants.get("currency")
        return currency_of(given, None) if given else None

    def _row_currency(self) -> str | None:
        column = self._reading.meaning.column_of("currency")
        cell = self._row.cells.get(column, "") if column else ""
        if not cell:
            return None
        try:
            return currency_of(cell, None)
        except BadInput as error:
            self.problems.append(cell_problem(self._row.line, column, error, cell))
            return None

    def put(self, column: MappedColumn, cell: str) -> None:
        """Read a cell; what is wrong with it is a problem of the row."""
        try:
            self._put(column, cell)
        except BadInput as error:
            self.problems.append(cell_problem(self._row.line, column.name, error, cell))
        self._columns[column.field] = column.name

    def _put(self, column: MappedColumn, cell: str) -> None:
        name = column.field
        if name in RAISED:
            self._money("raised", RAISED[name], column, cell)
        elif name in PRICES:
            self._money("valuation", PRICES[name], column, cell)
        elif name == DEBT:
            figure = self._figure(column, cell)
            self._debt = None if self._is_nothing(column, figure) else figure
        elif name in DAYS:
            self._date(column, cell)
        elif name in NAMES:
            self._people(name, column, cell)
        elif name in KEYS:
            self._keys[name] = sound(cell)
        elif name in TAGS:
            self._tags[name] = tag_in(name, sound(cell))
        elif name == "company":
            self.data[name] = words.company_name(sound(cell))
        elif name != "currency":
            self.data[name] = _READ.get(name, sound)(cell)

    def _money(self, where: str, what: str, column: MappedColumn, cell: str) -> None:
        figure = self._figure(column, cell)
        one = {"figure": figure, _AMOUNTS[where]: what}
        if self._is_nothing(column, figure):
            self._zeros.append((where, one))
        else:
            self.data.setdefault(where, []).append(one)

    def _is_nothing(self, column: MappedColumn, figure: Figure) -> bool:
        """Tell whether an amount is zero, which tables write for none."""
        zero = not (figure.min or figure.max) and figure.has_amount
        if zero:
            self._reading.counts.zeros += 1
            self.nothing.add(column.field)
        return zero

    def _figure(self, column: MappedColumn, cell: str) -> Figure:
        amounts = self._reading.meaning.amounts[column.name, column.field]
        return amounts.read(cell, *self._currencies)

    def _date(self, column: MappedColumn, cell: str) -> None:
        if column.field == "published" and self._reading.setting.comparing is not None:
            return  # all of a snapshot was said on the day on which it was taken
        self.data[column.field] = self._reading.meaning.day(cell, column)

    def _people(self, name: str, column: MappedColumn, cell: str) -> None:
        between = re.escape(column.unit) if column.unit else _BETWEEN
        found = words.people(sound(cell), between)
        if column.unit is None and len(found) == 1 and "," in cell:
            self._reading.counts.commas += 1
        people = self.data.setdefault("investors", {})
        for one in found:
            people[one] = people.get(one, False) or name == "lead"

    def fill(self) -> None:
        """Fill in the values set for all rows; tell what is then missing."""
        setting, meaning = self._reading.setting, self._reading.meaning
        for name, value in self._constants.items():
            if name not in {"currency", *self.data, *self._tags}:
                self.put(MappedColumn(name, name), value)
        whole = {"published": setting.published, "source": setting.source}
        for name, given in whole.items():
            if given is not None:
                self.data.setdefault(name, given)
        if self.problems:
            return
        self.problems += [
            Problem(self._row.line, meaning.column_of(name), what)
            for name, what in _GAPS.items()
            if name not in self.data
        ]
        if not meaning.is_of_rounds and not self.has_amount and not self.problems:
            self.problems.append(Problem(self._row.line, "", "the row has no price"))

    def lines(self, key: str) -> Iterator[Line]:
        """Give the claims of the row: the round, and what was lent next to it."""
        data = self.data
        company = self._company(data.pop("company"))
        if investors := data.pop("investors", None):
            data["investors"] = [
                {"name": name, "lead": lead} for name, lead in investors.items()
            ]
        line = Line(self._row.line, "", data, company=company, columns=self._columns)
        if not self._reading.meaning.is_of_rounds:
            yield replace(line, type="valuation.reported")
            return
        data.setdefault("stage", "announced")
        label = self._label(company, key)
        equity = replace(
            line,
            type="round.reported",
            data={**data, "round": label},
            earlier=self._earlier(label),
        )
        if self._debt is None:
            yield equity
            return
        if data.keys() & _AMOUNTS.keys():
            yield equity
        yield self._lent(line, label)

    def _lent(self, line: Line, label: str) -> Line:
        assert self._debt is not None
        one = {"figure": self._debt, "basis": "round_total"}
        kept = {
            name: value for name, value in self.data.items() if name not in _AMOUNTS
        }
        lent = {"raised": [one], "round_type": "debt", "instrument": "debt"}
        return replace(
            line,
            type="round.reported",
            data={**kept, **lent, "round": f"{label[:59].rstrip('-')}-debt"},
        )

    def _company(self, name: str) -> NamedCompany:
        key = self._keys.get("company_id")
        vendor = fold(self.data["source"]).replace(":", " ")
        return NamedCompany(
            name,
            None if key is None else f"{vendor}:{key}",
            tags=self._tags,
            doubt=words.no_company(name),
        )

    def _label(self, company: NamedCompany, key: str) -> str:
        """Name the round: as the row does, else by type, day and its id or amounts."""
        data, counts = self.data, self._reading.counts
        day = data.get("effective") or data["published"]
        if "round" in data:
            label = labels.round_label(data["round"], day)
            counts.generic += labels.is_generic(label)
            name = f"{company.name}/{label}"
            counts.named(name, day)
            money = [data[x] for x in _AMOUNTS if x in data]
            if money:
                counts.gave(name, fold(data["source"]), data["published"], str(money))
            return label
        kind = data.get("round_type", "round")
        when = data.get("effective", "") if key else data["published"]
        number = self._keys.get("round_id") or key
        figures: list[Figure] = [
            item["figure"]
            for name in _AMOUNTS
            for item in data.get(name, ())
            if not (number or self._is_of_many) and item.get("basis") != "cumulative"
        ]
        return labels.generated(f"{kind} {when}", figures, number)

    @property
    def _is_of_many(self) -> bool:
        """Whether rows are of several sources, who speak of one round of a day."""
        return bool(self._reading.meaning.column_of("source"))

    def _earlier(self, label: str) -> dict[str, Any] | None:
        """Give what 0.4.0 made of these words, where it was something else."""
        data, old = self.data, dict[str, Any]()
        for where, zero in self._zeros:
            old[where] = [*old.get(where, data.get(where, [])), zero]
        said = data.get("round")
        was = said or f"{data.get('round_type', 'round')} {data['published']}"
        if said and labels.plain(was) == label and not old:
            return None
        return {**old, "round": labels.plain(was)}
