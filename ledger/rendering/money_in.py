"""Money raised, and prices of rounds, in one currency: columns next to those as stated.

People read the amount with its rate and the day of the rate; programs each figure, and
each rate with all its digits, its day and its source.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeVar

from ledger.claims.figures import Figure
from ledger.claims.rates import Rate, Unit
from ledger.projections.raised import COLUMNS
from ledger.projections.valued import Valued
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import stated
from ledger.rendering.units import DatedFigure, at_rate, exactly

T = TypeVar("T")
M = TypeVar("M", bound="AmountsByColumn")

BOUND: Final = ("committed", "paid", "conditional", "sought")
"""People read the first of these columns that is stated."""


class AmountsByColumn(Protocol):
    """Amounts of a round, or the sums of several, by column."""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """As they were stated."""

    @property
    def days(self) -> Mapping[str, int]:
        """The day on which each was last said; sums have none."""


class _ConvertedAmount(NamedTuple):
    """An amount in the unit, and the rate that led to it; None where none did."""

    words: str
    rate: Rate | None


def raised_in(unit: Unit) -> Columns[M]:
    """Give the columns of money raised, in a currency."""

    def told(line: M) -> str:
        return _with_rates(_first_amounts(line, unit))

    return (_brief(unit, told), *_exact(unit, lambda line: line), _rates(unit))


def rounds_in(
    unit: Unit,
    money: Callable[[T], AmountsByColumn | None],
    prices: Callable[[T], Sequence[Valued] | None],
    day: int,
) -> Columns[T]:
    """Give the columns of rounds' amounts and first prices, in a currency.

    `day` is the day asked about: a price has the rate of that on which it took effect.
    """

    def price(one: T) -> DatedFigure | None:
        return next((stated(x, day) for x in prices(one) or ()), None)

    def told(one: T) -> str:
        line = money(one)
        amounts = [] if line is None else _first_amounts(line, unit)
        return _with_rates([*amounts, *_price(price(one), unit)])

    def worth(one: T) -> Figure | None:
        asked = price(one)
        return None if asked is None else unit.figure(*asked)

    def rates(one: T) -> tuple[str, ...]:
        line, asked = money(one), price(one)
        found = () if line is None else _rates_of(line, unit)
        rated = None if asked is None else unit.converted(*asked)
        return found if rated is None else (*found, f"price {exactly(rated.rate)}")

    return (
        _brief(unit, told),
        *_exact(unit, money),
        Column("price_converted", of=worth, kind="figure", optional=True),
        Column("rates", of=rates, kind="texts", optional=True),
    )


def _brief(unit: Unit, told: Callable[[T], str]) -> Column[T]:
    return Column(
        "in_unit", f"in {unit.code}", brief=lambda x, _: told(x) or None, wide=True
    )


def _exact(unit: Unit, money: Callable[[T], AmountsByColumn | None]) -> Columns[T]:
    def column(name: str) -> Column[T]:
        def figure(one: T) -> Figure | None:
            line = money(one)
            return None if line is None else _figure_in_unit(line, name, unit)

        return Column(f"{name}_converted", of=figure, kind="figure", optional=True)

    return tuple(map(column, COLUMNS))


def _rates(unit: Unit) -> Column[M]:
    return Column("rates", of=lambda x: _rates_of(x, unit), kind="texts", optional=True)


def _rates_of(line: AmountsByColumn, unit: Unit) -> tuple[str, ...]:
    found = [
        (column, unit.converted(line.figures[column], day))
        for column, day in line.days.items()
    ]
    return tuple(
        f"{column} {exactly(one.rate)}" for column, one in found if one is not None
    )


def _figure_in_unit(line: AmountsByColumn, column: str, unit: Unit) -> Figure | None:
    """Sums are not converted: that of all currencies is a row of its own."""
    found = line.figures.get(column)
    if found is None or column in line.days:
        return unit.figure(found, line.days.get(column, 0))
    return found if found.currency == unit.code else None


def _first_amounts(line: AmountsByColumn, unit: Unit) -> list[_ConvertedAmount]:
    """Give the first amount that has a number: committed, else paid, ..."""
    for column in BOUND:
        found = _figure_in_unit(line, column, unit)
        if found is not None and found.has_amount:
            day = line.days.get(column)
            rated = None if day is None else unit.converted(line.figures[column], day)
            return [_ConvertedAmount(f"{found.brief()} {column}", rated and rated.rate)]
    return []


def _price(asked: DatedFigure | None, unit: Unit) -> list[_ConvertedAmount]:
    found = None if asked is None else unit.figure(*asked)
    if asked is None or found is None or not found.has_amount:
        return []
    rated = unit.converted(*asked)
    return [_ConvertedAmount(f"price {found.brief()}", rated and rated.rate)]


def _with_rates(told: Iterable[_ConvertedAmount]) -> str:
    """Write amounts with their rates; several at one rate name it once."""
    by: dict[Rate | None, list[str]] = {}
    for one in told:
        by.setdefault(one.rate, []).append(one.words)
    return "; ".join(
        ", ".join(words) + ("" if rate is None else f" {at_rate(rate)}")
        for rate, words in by.items()
    )
