"""What a cell with an amount says: a figure, in the currency and scale of its column.

A number is of its column's unit. A sign or a code next to it (`$140`, `EUR 5`) leaves
that unit as it is; a letter or word for a scale (`5M`, `3 million`) goes before it.
Where a sign may mean that the amount is written out in full (`$250,000` in a column of
millions), both are told, and none is taken. Ranges, floors and words for "about" are
read as the ledger reads them.
"""

import shlex
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ledger.claims.amounts import Figure
from ledger.claims.grammar import figure_of, is_cjk, narrow, read_phrase
from ledger.claims.numerals import MAX_DIGITS, multiplied
from ledger.claims.phrases import RangeEnd
from ledger.errors import BadInput
from ledger.importers.kit.cells import SHOWN, ColumnUnit, shortened, sound
from ledger.importers.kit.currencies import MANY, meant
from ledger.importers.kit.numbers import NumberColumn, tidy
from ledger.importers.kit.words import means_nothing

_UNITS: Final = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_LOOSE: Final = r"[0-9](?:[0-9.,' ]*?[0-9])??(?:e\+?[0-9]{1,2})?"
"""A number with any separators: the column tells what they stand for."""
_IN_FULL: Final = 10_000
"""An amount with a sign that is as large may be written out, whatever its column."""
_NO_MULTIPLE: Final = 1_000_000
"""Nobody writes this many millions."""
_MINUS: Final = ("-", "(", "\N{MINUS SIGN}")
"""How what is negative begins."""


@dataclass(slots=True)
class Amounts:
    """A column with amounts. Let it `look` at all cells, then `read` each of them."""

    unit: ColumnUnit = field(default_factory=ColumnUnit)
    numbers: NumberColumn = field(default_factory=NumberColumn)
    named: str | None = None
    """The scale that the name of the column gives, if nobody said one."""

    def look(self, text: str) -> None:
        """Let a cell show how the column writes its numbers."""
        try:
            phrase = read_phrase(tidy(text), _LOOSE)
        except BadInput:
            return
        for end in phrase.ends if phrase else ():
            if isinstance(end.number, str):
                self.numbers.look(end.number)

    def read(
        self, text: str, currency: str | None, otherwise: str | None = None
    ) -> Figure:
        """Give the figure of a cell; `currency` is what its row says.

        `otherwise` is the currency of cells that name none, nor their row or column.

        BadInput tells what the cell may mean, and which option says so.
        """
        own = self.unit.currency or currency
        cell = narrow(tidy(text)).strip()
        phrase = None if cell.startswith(_MINUS) else read_phrase(cell, _LOOSE)
        if phrase is None or (not phrase.ends and means_nothing(text)):
            raise _no_amount(text, cell)
        short, known = cell[:SHOWN], own or otherwise
        figure = figure_of(phrase, lambda end: self._value(end, known, text), short)
        if figure.currency is not None and own not in {None, figure.currency}:
            raise BadInput(
                f"{shortened(text)} is in {figure.currency}, its column or row in"
                f" {own}",
                f"one of the two is wrong, or leave {own} out of COLUMN=FIELD:UNIT"
                f" and add --set currency={own}, for cells that name none",
            )
        return figure

    def bare(self, text: str) -> Decimal | None:
        """Give the number of a cell that has no currency and no scale, if it is one."""
        try:
            phrase = read_phrase(tidy(text), _LOOSE)
            if phrase is None or phrase.how != "exact" or len(phrase.ends) != 1:
                return None
            (end,) = phrase.ends
            if end.money or end.scale or not isinstance(end.number, str):
                return None
            return self.numbers.read(end.number)
        except BadInput:
            return None

    def _value(self, end: RangeEnd, own: str | None, text: str) -> tuple[Decimal, str]:
        currency = _currency(end, own)
        number = end.number
        if isinstance(number, str):
            number = self.numbers.read(number)
        if number and number.adjusted() >= MAX_DIGITS:
            raise BadInput(
                f"{shortened(text)} is more money than exists", "is its unit right?"
            )
        if currency is None and is_cjk(text):
            raise _of_what(text, "CNY")
        if end.scale is not None:
            return multiplied(number, Decimal(end.scale)), currency or "USD"
        letter = self.unit.scale
        if letter is None:
            self._check_full(end, currency, number, text)
            assert currency is not None
            return multiplied(number, None), currency
        self._check_scaled(end, currency, number, text)
        return multiplied(number, Decimal(_UNITS[letter])), currency or "USD"

    def _check_full(
        self, end: RangeEnd, currency: str | None, number: Decimal, text: str
    ) -> None:
        """Refuse a number that is of no unit, or whose column names another."""
        if currency is None:
            raise _of_what(text, "USD, or :M for millions of USD")
        unsaid = self.named is not None and self.unit.currency is None
        if unsaid and number < _IN_FULL:
            raise BadInput(
                f"{shortened(text)}: a sign without a scale letter, in a column whose"
                " name says"
                f" {self.named}",
                f"COLUMN=FIELD:{self.named} says so, COLUMN=FIELD:{currency} that"
                " amounts are written out",
            )

    def _check_scaled(
        self, end: RangeEnd, currency: str | None, number: Decimal, text: str
    ) -> None:
        """Refuse a number that may be written out in full, in a column of millions."""
        letter = self.unit.scale
        signed = end.money is not None and self.unit.currency is None
        many = letter != "K" and number >= _NO_MULTIPLE and currency not in MANY
        if not many and not (signed and number >= _IN_FULL):
            return
        code = currency or "USD"
        hint = f"COLUMN=FIELD:{code} if amounts are written out"
        if not many:
            hint += f", COLUMN=FIELD:{code}{letter} if all are in {letter}"
        raise BadInput(
            f"{shortened(text)} may be {code} {number:f}, or as many {letter}", hint
        )


def _currency(end: RangeEnd, own: str | None) -> str | None:
    """Give the currency that an end states, else that of its column or row."""
    return own if end.money is None else meant(end.money, own)


def _of_what(text: str, unit: str) -> BadInput:
    return BadInput(
        f"{shortened(text)} has no unit",
        f"give it with the column: COLUMN=FIELD:{unit}",
    )


def _no_amount(text: str, cell: str) -> BadInput:
    """Say why a cell holds no amount."""
    try:
        sound(text)
    except BadInput as error:
        return error
    if means_nothing(text):
        return BadInput(
            f"{shortened(text)} is not an amount",
            f"--empty {shlex.quote(text)} treats it as an empty cell",
        )
    if cell.startswith(_MINUS):
        return BadInput(f"{shortened(text)} is negative", "leave the cell empty")
    return BadInput(
        f"{shortened(text)} is not an amount that sayso can read",
        "write 1750000, 5M, EUR5M, 15M..20M, c.5M or undisclosed",
    )
