"""What a figure says as it is written, before its currency and its unit are settled.

A phrase has one amount, or the two ends of a range, or only a size ("billions"). Its
amounts keep what was written beside them: a range may state its currency and its unit
once for both ends, and a table states them for a whole column. Whoever reads the phrase
says what an amount is that lacks them; here stands how the parts make a figure.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ledger.claims.amounts import CURRENCY_HINT, Figure
from ledger.claims.currencies import Money
from ledger.claims.names import quoted
from ledger.claims.numerals import scaled
from ledger.errors import BadInput

_MILLIONS: Final = 10**6
_HUNDREDS: Final = 10**8
_BILLIONS: Final = 10**9


@dataclass(frozen=True, slots=True)
class End:
    """One amount as it is written: a range has two.

    `number` is its text where a separator may group digits or divide them, else its
    value; `scale` is None where no unit was written.
    """

    number: str | Decimal
    scale: int | None = None
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure as it is written: its qualifier, and one end or two.

    Without ends it is a size or nothing at all, and then `money` stands here.
    """

    how: str
    ends: tuple[End, ...] = ()
    money: Money | None = None

    @property
    def moneys(self) -> tuple[Money, ...]:
        """Every sign and word for a currency in it."""
        found = (self.money, *(end.money for end in self.ends))
        return tuple(money for money in found if money is not None)


Value = Callable[[End], tuple[Decimal, str]]
"""Gives the amount and the currency of an end, or raises BadInput."""


def figure_of(phrase: Phrase, value: Value, text: str) -> Figure:
    """Give the figure that a phrase means; `text` is what was written, for errors."""
    if not phrase.ends:
        if phrase.how in {"undisclosed", "undecided"}:
            return Figure(None, None, None, phrase.how)
        _, currency = value(End(Decimal(1), 1, phrase.money))
        return Figure(currency, None, None, phrase.how)
    if len(phrase.ends) == 1:
        amount, currency = value(phrase.ends[0])
        low = None if phrase.how in {"nearly", "up_to"} else amount
        high = None if phrase.how == "over" else amount
        return Figure(currency, low, high, phrase.how)
    left, right = phrase.ends
    left, right = _shared(left, right, text)
    low, currency = value(left)
    high, _ = value(right)
    if low >= high:
        raise BadInput(
            f"'{quoted(text)}' is not a range:"
            f" it runs from {scaled(low)} to {scaled(high)}",
            "write the smaller amount first, or one amount alone",
        )
    return Figure(currency, low, high, "range")


def _shared(left: End, right: End, text: str) -> tuple[End, End]:
    """Let one currency serve both ends, and the right end's unit the left one."""
    money = left.money or right.money
    codes = [set(end.money.codes) for end in (left, right) if end.money]
    if len(codes) > 1 and not codes[0] & codes[1]:
        raise BadInput(
            f"'{quoted(text)}' has two currencies",
            "a range has one currency, written first: EUR15B..20B",
        )
    scale = right.scale if left.scale is None else left.scale
    return replace(left, scale=scale, money=money), replace(right, money=money)


def both(before: Money, after: Money) -> Money:
    """Give the one currency of an amount that has a sign before and a word behind."""
    codes = tuple(code for code in before.codes if code in after.codes)
    if not codes:
        raise BadInput(
            f"'{before.written}' and '{after.written}' are two currencies",
            CURRENCY_HINT,
        )
    return Money(before.written, codes, before.sure or after.sure)


def sized(unit: int, money: Money | None) -> Phrase:
    """Give the phrase of an amount of which only its power of ten is said: "billions".

    Below a million there is no word for that; it is a range then: "thousands of euros"
    is EUR1K..10K.
    """
    if unit < _MILLIONS:
        ends = (End(Decimal(1), unit, money), End(Decimal(10), unit, money))
        return Phrase("range", ends)
    words = "billions" if unit >= _BILLIONS else "millions"
    how = f"{'hundreds-of-millions' if unit == _HUNDREDS else words}-unspecified"
    return Phrase(how, money=money)
