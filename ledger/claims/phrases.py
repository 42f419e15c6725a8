"""What a figure says as it is written, before its currency and its unit are settled.

A phrase has one amount, or the two ends of a range, or only a size ("billions"). Its
amounts keep what was written next to them: a range may state its currency and its unit
once for both ends, and a table states them for a whole column.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ledger.claims.amounts import CURRENCY_HINT
from ledger.claims.currencies import WrittenCurrency
from ledger.errors import BadInput

_MILLIONS: Final = 10**6
_HUNDREDS: Final = 10**8
_BILLIONS: Final = 10**9


@dataclass(frozen=True, slots=True)
class RangeEnd:
    """One amount as it is written: a range has two.

    `number` is its text where a separator may group digits or divide them, else its
    value; `scale` is None where no unit was written.
    """

    number: str | Decimal
    scale: int | None = None
    money: WrittenCurrency | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure as it is written: its qualifier, and one end or two.

    Without ends it is a size or nothing at all, and then `money` stands here.
    """

    how: str
    ends: tuple[RangeEnd, ...] = ()
    money: WrittenCurrency | None = None

    @property
    def moneys(self) -> tuple[WrittenCurrency, ...]:
        """Every sign and word for a currency in it."""
        found = (self.money, *(end.money for end in self.ends))
        return tuple(money for money in found if money is not None)


def both(before: WrittenCurrency, after: WrittenCurrency) -> WrittenCurrency:
    """Give the one currency of an amount that has a sign before and a word behind."""
    codes = tuple(code for code in before.codes if code in after.codes)
    if not codes:
        raise BadInput(
            f"'{before.written}' and '{after.written}' are two currencies",
            CURRENCY_HINT,
        )
    return WrittenCurrency(before.written, codes, before.sure or after.sure)


def sized(unit: int, money: WrittenCurrency | None) -> Phrase:
    """Give the phrase of an amount that only says its power of ten: "billions".

    Below a million there is no word for that; it is a range then: "thousands of euros"
    is EUR1K..10K.
    """
    if unit < _MILLIONS:
        ends = (RangeEnd(Decimal(1), unit, money), RangeEnd(Decimal(10), unit, money))
        return Phrase("range", ends)
    words = "billions" if unit >= _BILLIONS else "millions"
    how = f"{'hundreds-of-millions' if unit == _HUNDREDS else words}-unspecified"
    return Phrase(how, money=money)
