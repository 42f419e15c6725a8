"""What single cells of other people's tables mean: amounts, dates, words, names.

Nothing is guessed. An amount is a plain number, perhaps with commas between groups of
three digits, or a figure as `sayso` reads it; a date starts with the year unless it was
said which comes first. Anything else is told, with what to write instead.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Final

from ledger.claims.amounts import check_currency
from ledger.claims.names import MAX_SLUG, fold, near, proposed_slug
from ledger.claims.numerals import plain_number
from ledger.claims.round_types import round_type_of
from ledger.claims.vocabulary import ROUND_TYPES
from ledger.errors import BadInput

_NUMBER: Final = re.compile(r"\d+(\.\d+)?([eE]\+?\d{1,2})?", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NOTHING: Final = frozenset(
    {"n/a", "na", "none", "null", "nil", "-", "\u2013", "\u2014", "?", "tbd", "tba"}
    | {"undisclosed", "unknown", "not disclosed"}
)
_ERRORS: Final = frozenset(
    {"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!"}
)
_UNIT: Final = re.compile(r"(?P<code>[A-Z]{3})?(?P<scale>[KMBT])?")
_ISO: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LOCAL: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_MIDNIGHT: Final = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_MOST_DIGITS: Final = 18
SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """What the plain numbers of a column are numbers of."""

    currency: str | None = None
    scale: str | None = None


def column_unit(text: str | None) -> ColumnUnit:
    """Read `M`, `EUR` or `EURM`; BadInput for anything else."""
    written = text or ""
    found = _UNIT.fullmatch(written.upper()) if written.isascii() else None
    if found is None:
        raise BadInput(
            f"{shortened(text or '')} is not a unit of amounts",
            "K, M, B or T, a currency such as EUR, or both: EURM",
        )
    code = found["code"]
    return ColumnUnit(check_currency(code) if code else None, found["scale"])


def is_error(text: str) -> bool:
    """Tell whether a cell is what a spreadsheet writes where it cannot work it out."""
    return text.upper() in _ERRORS


def sound(text: str) -> str:
    """Give a cell's text; BadInput for formulas, and for the errors of spreadsheets."""
    if text.startswith("="):
        raise BadInput(
            f"{shortened(text)} is a formula, not its value",
            "save the sheet's values as CSV",
        )
    if is_error(text):
        raise BadInput(f"{text} is a spreadsheet's error", "leave the cell empty")
    return text


def amount(text: str) -> Decimal | None:
    """Read an amount of money as a database writes it; None for an empty cell.

    BadInput for words, negative amounts, and groups of other than three digits.
    """
    if not text:
        return None
    sound(text)
    if text.casefold() in _NOTHING:
        raise BadInput(f"{shortened(text)} is not an amount", "leave the cell empty")
    if text.startswith(("-", "(", "\N{MINUS SIGN}")):
        raise BadInput(f"{shortened(text)} is negative", "leave the cell empty")
    bare = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _NUMBER.fullmatch(bare):
        raise BadInput(
            f"{shortened(text)} is not a plain number", "write digits: 1750000"
        )
    value = Decimal(bare)
    if value and value.adjusted() >= _MOST_DIGITS:
        raise BadInput(
            f"{shortened(text)} is more money than exists", "is its unit right?"
        )
    return value


def figure_text(value: Decimal, currency: str = "USD") -> str:
    """Write an amount as a figure that `sayso` reads: `USD1750000`."""
    return f"{currency}{plain_number(value)}"


def day(text: str, order: str = "ymd") -> str | None:
    """Read a day, as 2012-06-30, 2012-06 or 2012; None for an empty cell.

    With `order` dmy or mdy a day is also read as 30/6/2012 or 6/30/2012, with slashes,
    points or hyphens. Midnight behind a day, as databases write it, says nothing.
    BadInput for anything else.
    """
    if not text:
        return None
    if _ISO.fullmatch(text):
        return _real(text, text)
    found = _LOCAL.fullmatch(text)
    if found is not None and order != "ymd":
        first, second = int(found[1]), int(found[3])
        number, month = (first, second) if order == "dmy" else (second, first)
        return _real(f"{found[4]}-{month:02d}-{number:02d}", text)
    bare = _MIDNIGHT.sub("", text)
    if _ISO.fullmatch(bare):
        return _real(bare, text)
    hint = "write 2012-06-30, 2012-06 or 2012"
    if found is not None:
        hint = "say which comes first: COLUMN=FIELD:dmy, or :mdy for the month"
    elif re.fullmatch(r"[34]\d{4}", text, re.ASCII):
        hint = "a spreadsheet counts days so: format the column as 2012-06-30"
    raise BadInput(f"{shortened(text)} is not a date that starts with the year", hint)


def _real(iso: str, text: str) -> str:
    try:
        date.fromisoformat(iso + "-01-01"[len(iso) - len("2012") :])
    except ValueError:
        raise BadInput(
            f"{shortened(text)}: this day does not exist",
            "does the day or the month come first?",
        ) from None
    return iso


def us_day(text: str) -> str | None:
    """Read a day as 6/30/2012, if a format is known to write so, or as `day` does."""
    return day(text, "mdy")


def word(text: str, words: Collection[str], what: str) -> str:
    """Find a word of the ledger's in a cell, however it is written: `In talks`.

    BadInput, with near misses, if it is none of these.
    """
    wanted = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    if wanted in words:
        return wanted
    raise _unknown_word(text, words, what)


def round_type(text: str) -> str:
    """Give the type of round that a cell means; BadInput, with near misses, if none."""
    found = round_type_of(text)
    if found is None:
        raise _unknown_word(text, ROUND_TYPES, "type of round")
    return found


def _unknown_word(text: str, words: Collection[str], what: str) -> BadInput:
    """Give the error for a cell that holds none of the words, with near misses."""
    close = near(text, words)
    hint = f"perhaps {', '.join(close)}" if close else f"one of {', '.join(words)}"
    return BadInput(f"{shortened(text)} is not a {what}", hint)


@lru_cache(maxsize=1 << 12)
def label(text: str, noun: str = "round") -> str:
    """Make a slug of a text; of one without Latin letters out of its hash."""
    slug = proposed_slug(text)[:MAX_SLUG].strip("-")
    return slug or f"{noun}-{sha256(fold(text).encode()).hexdigest()[:8]}"


def shortened(text: str) -> str:
    """Quote a cell in an error, cut where it is long."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "...")
