"""Sums of what rounds raised, exact: by company, kind of money and currency.

Sums are intervals and keep both ends; each currency has its own. What has no number is
counted separately. Where rounds *may count twice* the sum is a range, from what it is
if each group of rounds that may be one is counted once (`twice.py`) to what it is if
all are two.

A chart asks at each step of a story: what changed of a line goes, and comes again as it
is now. What is added up is what is there, in whatever order it came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.claims.amounts import Figure, RunningTotal, between
from ledger.projections.raised import COLUMNS, SUMS, RaisedLine
from ledger.projections.twice import LeastSum

SumKey = tuple[str, str, str]
"""Company, kind of money, currency; without one, for what no currency is known of."""
SumPlace = tuple[SumKey, str]
"""A sum and a column of it; without a column, for a round without a number."""
SummedFigure = tuple[Figure, tuple[str, ...]]
"""An amount, and the rounds with which its round may be one."""
SumEntry = SummedFigure | None
"""What enters at a place; None for a round without a number."""


@dataclass(frozen=True, slots=True)
class RaisedTotal:
    """The sums of a company, one for each currency and kind of money."""

    company: str
    currency: str | None
    """None where nothing but amounts without a currency is known."""
    money: str
    amounts: dict[str, Figure]
    undisclosed: int
    """Rounds that would enter but have no number; they are counted next to the sums."""
    may_count_twice: tuple[str, ...]
    """The rounds that make the sums a range."""

    @property
    def debt(self) -> bool:
        return self.money == "debt"

    def holds(self, line: RaisedLine) -> bool:
        """Tell whether a round stands in the sums, with an amount or without one."""
        if not line.in_sums or line.money != self.money:
            return False
        codes = {x.figure.currency for x in line.in_sums.values() if not x.vague}
        return self.currency in codes if codes else bool(self.undisclosed)


def totals(lines: Iterable[RaisedLine]) -> list[RaisedTotal]:
    """Sum up undisputed amounts of rounds that count; kinds of money apart."""
    sums = Sums()
    for line in lines:
        sums.put(line.round, line)
    return sums.totals()


class Sums:
    """The sums of lines, few of which change from one time to the next."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[SumPlace, SumEntry]] = {}
        """By round, what of its line enters."""
        self._sums: dict[SumKey, _KeySum] = {}
        self._vague: dict[SumKey, int] = {}
        """Rounds without a number, by the currency that they name, if they do."""

    def put(self, name: str, line: RaisedLine | None) -> None:
        """Let the line of a round take the place of its line before; None for none.

        What it says as before stays where it is.
        """
        before = self._entries.pop(name, {})
        now = {} if line is None else _entries_of(line)
        if now:
            self._entries[name] = now
        for sign, these, others in ((-1, before, now), (1, now, before)):
            for place, entry in these.items():
                if place not in others or others[place] != entry:
                    self._enter(sign, name, place, entry)

    def _enter(self, sign: int, name: str, place: SumPlace, entry: SumEntry) -> None:
        """Let an entry of a line come (1), or go (-1)."""
        key, column = place
        if entry is None:
            self._vague[key] = self._vague.get(key, 0) + sign
        else:
            found = self._sums.setdefault(key, _KeySum())
            found.put(sign, column, name, entry)

    def totals(self) -> list[RaisedTotal]:
        """Give the sums of all lines that are there."""
        known = {key: told for key, found in self._sums.items() if (told := found.told)}
        without = _uncounted(self._vague, known)
        return [
            _total(key, known.get(key), without.get(key, 0))
            for key in sorted({**known, **without}, key=_sum_order)
        ]


def _entries_of(line: RaisedLine) -> dict[SumPlace, SumEntry]:
    """Give the amounts of a line that enter the sums."""
    found: dict[SumPlace, SumEntry] = {}
    vague = [x.figure.currency for x in line.in_sums.values() if x.vague]
    if vague:
        code = next(filter(None, vague), "")
        found[(line.company, line.money, code), ""] = None
    for column, amount in line.in_sums.items():
        if not amount.vague:
            key = line.company, line.money, amount.figure.currency or ""
            found[key, column] = amount.figure, line.may_be
    return found


ColumnSums = tuple[dict[str, Figure], tuple[str, ...]]
"""The sums by column, and the rounds that make them ranges."""


class _KeySum:
    """What has one key, by column."""

    def __init__(self) -> None:
        self._columns: dict[str, _ColumnSum] = {}
        self._told: ColumnSums | None = None

    def put(self, sign: int, column: str, name: str, entry: SummedFigure) -> None:
        """Let an amount of a round come (1), or go (-1)."""
        self._told = None
        found = self._columns.setdefault(column, _ColumnSum())
        found.put(sign, name, entry)
        if not found.rounds:
            del self._columns[column]

    @property
    def told(self) -> ColumnSums | None:
        """What it adds up to; None if nothing is there."""
        if self._told is None and self._columns:
            columns = [(x, self._columns[x]) for x in COLUMNS if x in self._columns]
            doubted = set[str]().union(*(found.least.doubted for _, found in columns))
            amounts: dict[str, Figure] = {name: x.figure for name, x in columns}
            self._told = amounts, tuple(sorted(doubted))
        return self._told


class _ColumnSum:
    """What is added up in one column, in one currency."""

    def __init__(self) -> None:
        self.rounds = 0
        self.least = LeastSum()
        self._total = RunningTotal()
        self._currency: str | None = None

    def put(self, sign: int, name: str, entry: SummedFigure) -> None:
        """Let the amount of a round come, or go."""
        figure, may_be = entry
        self.rounds += sign
        self._currency = figure.currency
        self._total.put(sign, figure)
        if sign > 0:
            self.least.put(name, figure, may_be)
        else:
            self.least.take(name)

    @property
    def figure(self) -> Figure:
        """The sum; a range, if rounds may count twice."""
        if not self.least.doubted:
            return self._total.figure(self._currency)
        return between(self._currency, self.least.sum, self._total.most)


def _sum_order(key: SumKey) -> tuple[str, str, int]:
    """Order sums by company, by currency, equity first."""
    company, money, currency = key
    return company, currency, SUMS.index(money)


def _uncounted(
    vague: Mapping[SumKey, int], known: Iterable[SumKey]
) -> dict[SumKey, int]:
    """Count the rounds without a number, each next to the sum where it belongs."""
    counted: dict[SumKey, int] = {}
    for (company, money, code), count in vague.items():
        sums = [key for key in known if key[:2] == (company, money)]
        own = not code and len(sums) == 1
        key = sums[0] if own else (company, money, code)
        if count:
            counted[key] = counted.get(key, 0) + count
    return counted


def _total(key: SumKey, told: ColumnSums | None, undisclosed: int) -> RaisedTotal:
    company, money, currency = key
    amounts, twice = told or ({}, ())
    return RaisedTotal(company, currency or None, money, amounts, undisclosed, twice)
