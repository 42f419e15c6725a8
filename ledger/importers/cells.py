"""What single cells of other people's tables mean: amounts, dates, yes and no.

Nothing is guessed. An amount is a plain number, perhaps with commas between groups of
three digits; anything else is told, with what to write instead.
"""

import re
from decimal import Decimal
from typing import Final

from ledger.errors import BadInput

_NUMBER: Final = re.compile(r"\d+(\.\d+)?([eE]\+?\d{1,2})?")
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_NOTHING: Final = frozenset(
    {"n/a", "na", "none", "null", "-", "undisclosed", "unknown"}
)
_MOST_DIGITS: Final = 18
_SHOWN: Final = 30


def amount(text: str) -> Decimal | None:
    """Read an amount of money as a database writes it; None for an empty cell.

    BadInput for words, negative amounts, and groups of other than three digits.
    """
    if not text:
        return None
    if text.casefold() in _NOTHING:
        raise BadInput(f"{text[:_SHOWN]!r} is no amount", "leave the cell empty")
    if text.startswith(("-", "(", "\N{MINUS SIGN}")):
        raise BadInput(f"{text[:_SHOWN]!r}: nobody raises less than nothing")
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        digits = re.sub(r"[,\s]", "", text)
        hint = f"write {digits}" if digits.isascii() and digits.isdigit() else None
        raise BadInput(f"{text[:_SHOWN]!r} is no plain number", hint)
    value = Decimal(plain).normalize()
    if value.adjusted() >= _MOST_DIGITS:
        raise BadInput(f"{text[:_SHOWN]!r} is more money than there is")
    return value


def written(value: Decimal, currency: str = "USD") -> str:
    """Write an amount as a figure that `sayso` reads: `USD1750000`."""
    return f"{currency}{value:f}"


def day(text: str) -> str | None:
    """Read a day as 2012-06-30, or 6/30/2012 where the month must stand first.

    None for an empty cell. BadInput for anything else, and where day and month could
    be either.
    """
    if not text:
        return None
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return text
    raise BadInput(f"{text[:_SHOWN]!r} is no date", "write 2012-06-30, 2012-06 or 2012")


def us_day(text: str) -> str | None:
    """Read a day as 6/30/2012, if a format is known to write so, or as `day` does."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if found is None:
        return day(text)
    month, number, year = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{number:02d}"
