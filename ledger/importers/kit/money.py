"""What a cell with an amount says: a figure, in the currency and scale of its column.

A number is of its column's unit. A sign or a code beside it (`$140`, `EUR 5`) leaves
that unit as it is; a letter or word for a scale (`5M`, `3 million`) goes before it.
Where a sign may mean that the amount is written out in full (`$250,000` in a column of
millions), both are told, and none is taken. Ranges, floors and words for "about" are
read as the ledger reads them.
"""

import re
import shlex
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.numerals import MAX_DIGITS, multiplied
from ledger.errors import BadInput
from ledger.importers.kit.cells import Unit, sound
from ledger.importers.kit.currencies import MANY, SIGNS, currency_of
from ledger.importers.kit.han import han_figure, is_han
from ledger.importers.kit.numbers import Column, tidy
from ledger.importers.kit.words import means_nothing

_LETTERS: Final = (
    ("k thousand tsd thsd", 10**3),
    ("m mm mn mln mio mill million millions", 10**6),
    ("b bn bln bil mrd mld billion billions", 10**9),
    ("t tn trn trillion trillions", 10**12),
    ("lakh lakhs lac lacs", 10**5),
    ("cr crore crores", 10**7),
)
_SCALES: Final = {word: scale for words, scale in _LETTERS for word in words.split()}
_UNITS: Final = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_MONEY: Final = rf"{'|'.join(map(re.escape, SIGNS))}|[a-z]{{3}}"
_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_END: Final = re.compile(
    rf"(?P<before>{_MONEY})? ?(?P<number>[0-9][0-9.,' ]*?(?:e\+?[0-9]{{1,2}})?)"
    rf" ?(?P<scale>{_SCALE})?\.? ?(?P<after>{_MONEY})?",
    re.IGNORECASE,
)
_BEFORE: Final = (
    ("about", r"~|≈|c\.|ca\.?(?= )|circa|approx\.?|approximately|about|around"),
    ("about", r"roughly|est\.?"),
    ("nearly", r"nearly\.?|almost|close to"),
    ("over", r">=|≥|>|over|more than|above|at least|min\."),
    ("up_to", r"<=|≤|<|\.\.|up to|at most|under|below|less than|max\."),
)
_PREFIXES: Final = tuple(
    (how, re.compile(rf"(?:{words}) ?", re.IGNORECASE)) for how, words in _BEFORE
)
_ABOUT_BEHIND: Final = re.compile(
    r" ?\((?:est\.?|estimated|approx\.?)\)$", re.IGNORECASE
)
_RANGE: Final = re.compile(
    r"(?<=[0-9a-z$€£¥ ])(?:\.\.|\s*[-\u2013\u2014]\s*|\s+to\s+)(?=[0-9A-Za-z$€£¥₹])",
    re.IGNORECASE,
)
_WORDS: Final = frozenset({"undisclosed", "undecided"})
_KEPT_BACK: Final = frozenset(
    {"not disclosed", "confidential", "undisclosed amount", "amount undisclosed"}
)
_VAGUE: Final = re.compile(
    rf"(?P<before>{_MONEY})? ?(?P<word>millions|hundreds[ -]of[ -]millions|billions)",
    re.IGNORECASE,
)
_IN_FULL: Final = 10_000
"""An amount with a sign that is as large may be written out, whatever its column."""
_NO_MULTIPLE: Final = 1_000_000
"""Nobody writes so many millions."""
_SHOWN: Final = 30


def normal(text: str) -> str:
    """Give a cell with its letters, digits and blanks written in one way."""
    if text.isascii():
        return text
    return tidy(unicodedata.normalize("NFKC", tidy(text))).strip()


@dataclass(frozen=True, slots=True)
class _End:
    """One amount as it is written: a range has two."""

    money: str | None
    number: str
    scale: int | None


@dataclass(slots=True)
class Amounts:
    """A column with amounts. Let it `look` at all cells, then `read` each of them."""

    unit: Unit = field(default_factory=Unit)
    numbers: Column = field(default_factory=Column)
    named: str | None = None
    """The scale that the name of the column gives, if nobody said one."""

    def look(self, text: str) -> None:
        """Let a cell show how the column writes its numbers."""
        body = _bare(normal(text))[1]
        for part in _RANGE.split(body):
            end = _END.fullmatch(part)
            if end is not None:
                self.numbers.look(end["number"])

    def read(self, text: str, currency: str | None) -> Figure:
        """Give the figure of a cell; `currency` is what its row says.

        BadInput tells what the cell may mean, and which option says so.
        """
        own = self.unit.currency or currency
        cell = normal(sound(text))
        if means_nothing(text):
            raise _unreadable(text)
        if cell.startswith(("-", "(", "\N{MINUS SIGN}")):
            raise BadInput(
                f"{_short(text)}: nobody raises less than nothing",
                "leave the cell empty",
            )
        figure = self._figure(cell, own, text)
        if figure.currency is not None and own not in {None, figure.currency}:
            raise BadInput(
                f"{_short(text)} is in {figure.currency}, its column or row in {own}",
                "one of the two is wrong",
            )
        return figure

    def bare(self, text: str) -> Decimal | None:
        """Give the number of a cell that has no currency and no scale, if it is one."""
        end = _END.fullmatch(normal(text))
        if end is None or end["before"] or end["after"] or end["scale"]:
            return None
        try:
            return self.numbers.read(end["number"])
        except BadInput:
            return None

    def _figure(self, cell: str, own: str | None, text: str) -> Figure:
        lowered = cell.casefold()
        if lowered in _WORDS:
            return Figure(None, None, None, lowered)
        if lowered in _KEPT_BACK:
            return Figure(None, None, None, "undisclosed")
        if is_han(cell):
            return han_figure(cell, own)
        if vague := _VAGUE.fullmatch(cell):
            money = currency_of(vague["before"], own) if vague["before"] else own
            word = vague["word"].casefold().replace(" ", "-")
            return Figure(money or "USD", None, None, f"{word}-unspecified")
        how, body = _bare(cell)
        parts = _RANGE.split(body)
        ends = [_end(part, text) for part in parts]
        if len(ends) == 1:
            return self._single(ends[0], how, own, text)
        if len(ends) == len(("from", "to")) and how == "exact":
            return self._span(ends[0], ends[1], own, text)
        raise _unreadable(text)

    def _single(self, end: _End, how: str, own: str | None, text: str) -> Figure:
        value, currency = self._value(end, own, text)
        low = None if how in {"nearly", "up_to"} else value
        return Figure(currency, low, None if how == "over" else value, how)

    def _span(self, left: _End, right: _End, own: str | None, text: str) -> Figure:
        """Read a range: one currency and one scale may serve both ends."""
        money = left.money or right.money
        if {left.money, right.money} - {None, money}:
            raise BadInput(f"{_short(text)} has two currencies", "a range has one")
        scale = left.scale or right.scale
        left, right = replace(left, scale=scale), replace(right, money=money)
        low, currency = self._value(replace(left, money=money), own, text)
        high, _ = self._value(right, own, text)
        if low >= high:
            raise BadInput(
                f"{_short(text)} runs from {low:f} to {high:f}",
                "a range has the smaller amount first",
            )
        return Figure(currency, low, high, "range")

    def _value(self, end: _End, own: str | None, text: str) -> tuple[Decimal, str]:
        currency = currency_of(end.money, own) if end.money else own
        number = self.numbers.read(end.number)
        if number and number.adjusted() >= MAX_DIGITS:
            raise BadInput(
                f"{_short(text)} is more money than there is", "is its unit right?"
            )
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
        self, end: _End, currency: str | None, number: Decimal, text: str
    ) -> None:
        """Refuse a number that is of no unit, or whose column names another."""
        if currency is None:
            raise BadInput(
                f"{_short(text)} of what?",
                "say it with the column: COLUMN=FIELD:USD, or :M for millions of USD",
            )
        unsaid = self.named is not None and self.unit.currency is None
        if unsaid and number < _IN_FULL:
            raise BadInput(
                f"{_short(text)}: a sign and no letter, in a column whose name says"
                f" {self.named}",
                f"COLUMN=FIELD:{self.named} says so, COLUMN=FIELD:{currency} that"
                " amounts are written out",
            )

    def _check_scaled(
        self, end: _End, currency: str | None, number: Decimal, text: str
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
            f"{_short(text)} may be {code} {number:f}, or as many {letter}", hint
        )


def _bare(cell: str) -> tuple[str, str]:
    """Take the words for "about", "over" and the like off a cell."""
    body, how = _ABOUT_BEHIND.subn("", cell)
    found = "about" if how else "exact"
    for word, pattern in _PREFIXES:
        match = pattern.match(body)
        if match and match.end() < len(body):
            return word, body[match.end() :].strip()
    for sign in ("+", " plus"):
        if body.endswith(sign):
            return "over", body.removesuffix(sign).strip()
    return found, body.strip()


def _end(part: str, text: str) -> _End:
    match = _END.fullmatch(part.strip())
    if match is None or (match["before"] and match["after"]):
        raise _unreadable(text)
    word = match["scale"]
    scale = _SCALES[word.casefold()] if word else None
    return _End(match["before"] or match["after"], match["number"].strip(), scale)


def _unreadable(text: str) -> BadInput:
    if means_nothing(text):
        return BadInput(
            f"{_short(text)} is no amount",
            f"--empty {shlex.quote(text)} takes it for an empty cell",
        )
    return BadInput(
        f"{_short(text)} is no amount that can be read",
        "write 1750000, 5M, EUR5M, 15M..20M, c.5M or undisclosed",
    )


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
