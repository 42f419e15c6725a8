"""Amounts in one currency, as columns next to those that were stated."""

from collections.abc import Callable, Iterable
from decimal import Context, Decimal
from typing import Final, TypeVar

from ledger.claims.dates import show_day
from ledger.claims.figures import Figure
from ledger.claims.numerals import plain_number
from ledger.claims.rates import GIVEN, Rate, Unit
from ledger.rendering.columns import Column, Columns

_BRIEF: Final = Context(prec=5)
"""People read a rate in five digits; programs get all of it."""

T = TypeVar("T")
DatedFigure = tuple[Figure | None, int]
"""A figure as it was stated, and the day (an ordinal) whose rate counts."""

APART: Final = (
    "each currency is ranked separately: {codes} (--in USD ranks all together)"
)
CONVERTED: Final = "converted: a sum in {code} of amounts, each at the rate of its day"
OF_THE_DAY: Final = "in {code}: at the rate of the amount's day or the last before"


def in_unit(unit: Unit, of: Callable[[T], DatedFigure]) -> Columns[T]:
    """Give the columns of an amount in a currency: the rate, its day, its source.

    They are for programs; `converted` says the same to people.
    """

    def rate(thing: T) -> Rate | None:
        found = unit.converted(*of(thing))
        return None if found is None else found.rate

    def value(thing: T) -> Decimal | None:
        found = rate(thing)
        return None if found is None else found.value

    def day(thing: T) -> str | None:
        found = rate(thing)
        return None if found is None or found.day is None else show_day(found.day)

    def source(thing: T) -> str | None:
        found = rate(thing)
        return None if found is None else found.source

    return (
        Column(
            "converted", of=lambda x: unit.figure(*of(x)), kind="figure", optional=True
        ),
        Column("rate", of=value, kind="exact", optional=True),
        Column("rate_day", of=day, kind="day", optional=True),
        Column("rate_source", of=source, optional=True),
    )


def converted(unit: Unit, stated: DatedFigure) -> str | None:
    """Convert an amount of another currency, and say at which rate."""
    found = unit.converted(*stated)
    figure = unit.figure(*stated)
    if found is None or found.rate is None or figure is None or not figure.has_amount:
        return None
    code = "USD " if unit.code == "USD" else ""  # a figure names every other currency
    return f"= {code}{figure.brief()} {at_rate(found.rate)}"


def at_rate(rate: Rate) -> str:
    """Say at which rate, and its day, or that it was given."""
    of = GIVEN if rate.day is None else show_day(rate.day)
    return f"at {plain_number(_BRIEF.plus(rate.value))}, {of}"


def exactly(rate: Rate) -> str:
    """Write a rate with all its digits, its day and its source."""
    day = [] if rate.day is None else [show_day(rate.day)]
    return " ".join([plain_number(rate.value), *day, rate.source])


def notes_on(
    unit: Unit | None, codes: Iterable[str | None], *, many: bool
) -> list[str]:
    """Say how amounts were converted; or that currencies are ranked apart."""
    if unit is not None:
        given = [f"{code} as given" for code in sorted(unit.given)]
        table = [] if unit.table is None else [unit.table.source]
        source = ", ".join([*given, *table])
        return [OF_THE_DAY.format(code=unit.code) + (f" ({source})" if source else "")]
    found = list(dict.fromkeys(code for code in codes if code is not None))
    return [APART.format(codes=", ".join(found))] if many and len(found) > 1 else []


def sum_notes(unit: Unit | None, *, converted: bool) -> list[str]:
    """Say how the amounts of sums were converted, if there is a `unit`; else nothing.

    BadInput where a rate is missing.
    """
    if unit is None:
        return []
    unit.check()
    return notes_on(unit, (), many=False) + [CONVERTED.format(code=unit.code)] * bool(
        converted
    )
