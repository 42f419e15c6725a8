"""How one amount of money is written, and what it is worth exactly.

Amounts are `Decimal`, not negative, with at most 18 digits before the point and 6
after it. Whatever decimal context the caller has set, nothing is rounded here
except by `rounded`, which is for tables.
"""

import re
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
)
from typing import Final

from ledger.errors import BadInput

MAX_DIGITS: Final = 18
MAX_DECIMALS: Final = 6
# Exact for every operation on amounts that are let in; traps what is not.
EXACT: Final = Context(prec=256, Emin=-999, Emax=999, traps=[InvalidOperation, Inexact])
_TABLE: Final = Context(prec=4, rounding=ROUND_HALF_UP, Emin=-999, Emax=999, traps=[])
_DOWN: Final = Context(prec=256, rounding=ROUND_DOWN, Emin=-999, Emax=999, traps=[])
_UP: Final = Context(prec=256, rounding=ROUND_UP, Emin=-999, Emax=999, traps=[])
_FINEST: Final = Decimal("0.000001")
_SCALES: Final = {
    "T": Decimal(10**12),
    "B": Decimal(10**9),
    "M": Decimal(10**6),
    "K": Decimal(10**3),
}
_DIVIDED: Final = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_DIGITS: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,6})?")


def checked_amount(value: object) -> Decimal:
    """Give an amount in its one normal form; BadInput if it is none."""
    if not isinstance(value, Decimal):
        raise BadInput(f"an amount is a Decimal, not {type(value).__name__}")
    sign, digits, exponent = value.as_tuple()
    if exponent == 0 and not sign and len(digits) <= MAX_DIGITS:
        return value  # whole, as nearly all are: in its normal form already
    if not value.is_finite():
        raise BadInput(f"{value} is not an amount of money")
    if value < 0:
        raise BadInput(f"{value} is negative", "an amount cannot be negative")
    if value == 0:
        return Decimal(0)
    if value.adjusted() >= MAX_DIGITS:
        raise _too_large()
    if value != floored(value):
        raise BadInput(
            "an amount has too many decimals",
            f"at most {MAX_DECIMALS} digits after the point",
        )
    return Decimal(plain_number(value))


def floored(value: Decimal) -> Decimal:
    """Cut an amount down to the finest step that can be stored."""
    return value.quantize(_FINEST, context=_DOWN)


def ceiled(value: Decimal) -> Decimal:
    """Raise an amount to the finest step that can be stored."""
    return value.quantize(_FINEST, context=_UP)


def rounded(value: Decimal) -> Decimal:
    """Round half up to four significant digits."""
    return _TABLE.plus(value)


def plain_number(value: Decimal) -> str:
    """Print all digits: no exponent, no zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(value: Decimal) -> str:
    """Print exactly, with the largest of K, M, B and T that leaves 1 or more."""
    for suffix, scale in _SCALES.items():
        if value >= scale:
            return plain_number(EXACT.divide(value, scale)) + suffix
    return plain_number(value)


def shortest(value: Decimal) -> str:
    """Print exactly, with a suffix unless all the digits are shorter."""
    return min(scaled(value), plain_number(value), key=len)


def from_digits(text: str) -> Decimal:
    """Read plain digits, as they are stored: `61500000000`, `0.5`."""
    if not _DIGITS.fullmatch(text):
        raise BadInput(
            f"'{text[:40]}' is not an amount in plain digits",
            "digits only, and a point: 61500000000, 0.5",
        )
    return Decimal(text)


def from_running(text: str) -> Decimal:
    """Read a number of running text: `1,250.5`, and `2,5` as before Mio. and Mrd."""
    return Decimal(text.replace(",", "." if _DIVIDED.fullmatch(text) else ""))


def multiplied(number: Decimal, scale: Decimal | None) -> Decimal:
    """Give the amount that a number with a suffix stands for."""
    if number.adjusted() >= MAX_DIGITS and number:
        raise _too_large()
    return number if scale is None else EXACT.multiply(number, scale)


def _too_large() -> BadInput:
    return BadInput(
        "an amount is too large", f"at most {MAX_DIGITS} digits before the point"
    )
