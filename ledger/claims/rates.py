"""Amounts in one currency, next to those that were stated: never in their place.

A rate is that of a day: of the last one at or before it for which the table has both
currencies, at most a week earlier. It is the number of units that one unit of the other
currency buys, and it is rounded to ten digits before it is used, so that anybody can
multiply again. A rate that somebody gave goes before the table's, and has no day.

A converted figure has the qualifier of the one that was stated, its ends rounded to
whole units. What has no number has no converted figure.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, NamedTuple, Protocol

from ledger.claims.amounts import Figure, check_currency
from ledger.claims.names import shown
from ledger.claims.numerals import EXACT
from ledger.claims.zones import show_day
from ledger.errors import BadInput

WEEK: Final = 7
"""Days: a rate that is older than that stands for no day."""
DIGITS: Final = Context(prec=10, rounding=ROUND_HALF_EVEN)
GIVEN: Final = "given"
HINT: Final = "write TWD=0.031: what one TWD is worth in the other currency"


_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?")


class Rate(NamedTuple):
    """What one unit of a currency is worth in another."""

    value: Decimal
    day: int | None
    """The day of the table, as an ordinal; None for a rate that was given."""
    source: str


class Converted(NamedTuple):
    """A figure in another currency, and the rate that led to it."""

    figure: Figure
    rate: Rate


class RateTable(Protocol):
    """Rates by day, as a bank publishes them."""

    @property
    def source(self) -> str:
        """Who publishes it."""

    @property
    def last(self) -> int:
        """The last day that it has, as an ordinal."""

    def days(self, code: str) -> tuple[int, int] | None:
        """Give the first and the last day of a currency; None if it has none."""

    def value(self, code: str, unit: str, day: int) -> Decimal | None:
        """Give the rate of exactly one day; None on a day without."""


class Unit:
    """The currency in which amounts are given, too.

    What it cannot convert it remembers, so that all of it is told at once (`check`).
    """

    def __init__(
        self, code: str, given: Mapping[str, Decimal], table: RateTable | None
    ) -> None:
        """BadInput unless `code` and the currencies of given rates are ISO 4217."""
        self.code = check_currency(code)
        self.given = {check_currency(other): rate for other, rate in given.items()}
        self.table = table
        self._known: dict[tuple[str, int], Rate | None] = {}
        self._missing: dict[str, str] = {}

    def converted(self, figure: Figure | None, day: int) -> Converted | None:
        """Convert a figure at the rate of a day; None for one that needs or has none.

        A figure in the unit itself needs none.
        """
        if figure is None or not figure.has_amount or figure.currency == self.code:
            return None
        assert figure.currency is not None, "a figure with a number has a currency"
        rate = self.rate(figure.currency, day)
        return rate and Converted(converted_figure(figure, self.code, rate), rate)

    def figure(self, figure: Figure | None, day: int) -> Figure | None:
        """Give a figure in the unit, whether or not it was stated in it."""
        if figure is None or figure.currency in {None, self.code}:
            return figure
        if not figure.has_amount:
            return Figure(self.code, None, None, figure.qualifier)
        found = self.converted(figure, day)
        return found and found.figure

    def rate(self, code: str, day: int) -> Rate | None:
        """Give what one unit of a currency is worth on a day; None if nobody tells."""
        if code in self.given:
            return Rate(self.given[code], None, GIVEN)
        if (code, day) not in self._known:
            self._known[code, day] = self._looked_up(code, day)
        return self._known[code, day]

    def _looked_up(self, code: str, day: int) -> Rate | None:
        table = self.table
        if table is None:
            why = "no table of exchange rates is installed"
            self._missing.setdefault(code, why)
            return None
        ours, theirs = table.days(self.code), table.days(code)
        if ours is None or theirs is None:
            lacking = self.code if ours is None else code
            self._missing.setdefault(code, f"the {table.source} has no {lacking}")
            return None
        for back in range(WEEK + 1):
            value = table.value(code, self.code, day - back)
            if value is not None:
                return Rate(DIGITS.plus(value), day - back, table.source)
        first, last = max(ours[0], theirs[0]), min(ours[1], theirs[1])
        there = f"{show_day(first)} to {show_day(last)}"
        asked = f"none for {show_day(day)} or the week before it"
        why = f"the {table.source} has rates from {there}, {asked}"
        self._missing.setdefault(code, why)
        return None

    def check(self) -> None:
        """Raise BadInput, with all that is missing, if anything was."""
        if self._missing:
            told = [f"{code} in {self.code}: {x}" for code, x in self._missing.items()]
            wanted = " ".join(f"--rate {code}=N" for code in self._missing)
            install = "" if self.table else "pip install 'sayso[rates]', or "
            raise BadInput(
                "\n       ".join(told),
                f"{install}give what one unit of it is worth in {self.code}: {wanted}",
                ("unit",),
            )


def converted_figure(figure: Figure, code: str, rate: Rate) -> Figure:
    """Give a figure with a number in another currency."""
    low, high = (
        None if end is None else EXACT.multiply(end, rate.value).quantize(Decimal(1))
        for end in (figure.min, figure.max)
    )
    same = figure.qualifier == "range" and low == high
    return Figure(code, low, high, "exact" if same else figure.qualifier)


def parse_rate(text: str) -> tuple[str, Decimal]:
    """Read `TWD=0.031`; BadInput for anything else."""
    code, _, number = (part.strip() for part in text.partition("="))
    if not _NUMBER.fullmatch(number) or not Decimal(number):
        raise BadInput(f"'{shown(text[:40])}' is not a rate", HINT)
    return check_currency(code.upper()), Decimal(number)
