"""Amounts of money as people type them, as they are stored, and what they are of.

    500M  61.5B  EUR385M  USD750  USD1,250,000    exact
    c.61B  nearly.700M  60B+  ..45B  15B..20B     about, nearly, over, up to, a range
    millions  hundreds-of-millions  billions      said without a number
    undisclosed  undecided

Never a float: `Decimal`, in the currency that was stated, on exact arithmetic that
no decimal context of the caller can round. What is printed reads back to the same
figure. K, M, B and T are thousand to trillion; a number without one needs its
currency, so that `500` is never taken for 500 million.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from ledger.claims.amounts import (
    MAGNITUDES,
    QUALIFIERS,
    Figure,
    add,
    between,
    check_currency,
    hull,
    minus,
    total,
)
from ledger.claims.names import fold, shown
from ledger.claims.numerals import (
    AMOUNT_PATTERN,
    from_digits,
    multiplied,
    split_amount,
)
from ledger.claims.vocabulary import BASES, CONDITIONS, PRICE_KINDS
from ledger.errors import BadInput, Refused

__all__ = [
    "QUALIFIERS",
    "Figure",
    "Price",
    "Raised",
    "add",
    "between",
    "check_condition",
    "check_part",
    "check_prices",
    "figure_data",
    "figure_from",
    "hull",
    "minus",
    "parse_figure",
    "parse_price",
    "parse_raised",
    "total",
]

MAX_LENGTH: Final = 200
MAX_PART: Final = 120
FIGURE_HINT: Final = (
    "write 500M, EUR385M, 61.5B, USD750, c.61B, nearly.700M, 60B+, ..45B, 15B..20B, "
    "millions, hundreds-of-millions, billions, undisclosed or undecided"
)

_FIELDS: Final = frozenset({"currency", "min", "max", "qualifier"})
_UNKNOWN: Final = frozenset({"undisclosed", "undecided"})
_PREFIXES: Final = {"c.": "about", "nearly.": "nearly", "..": "up_to"}
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}
_CODE: Final = r"(?:(?P<code>[a-z]{3}|[$€£]) ?)?"
# The grammar is of ASCII letters: else a long s passes for an s, a Kelvin sign for a k.
_FOLDED: Final = re.IGNORECASE | re.ASCII
_AMOUNT: Final = re.compile(rf"{_CODE}(?P<amount>{AMOUNT_PATTERN})", _FOLDED)
_MAGNITUDE: Final = re.compile(
    rf"{_CODE}(?P<word>millions|hundreds[ -]of[ -]millions|billions)", _FOLDED
)
_DASHED: Final = re.compile(r"[0-9][a-z]* ?[-\u2013] ?[0-9]", _FOLDED)
_QUOTED: Final = 60


@dataclass(frozen=True, slots=True)
class _Said:
    """One amount as typed: its currency and scale may be missing."""

    code: str | None
    number: Decimal
    scale: Decimal | None


def parse_figure(text: str, default_currency: str = "USD") -> Figure:
    """Read a figure; BadInput, with the grammar, if it is none."""
    return _parse_figure(text, default_currency)


@lru_cache(maxsize=1 << 12)
def _parse_figure(text: str, default_currency: str) -> Figure:
    check_currency(default_currency)
    if len(text) > MAX_LENGTH:
        raise BadInput(f"an amount of {len(text)} characters", FIGURE_HINT)
    typed = text.strip()
    lowered = typed.lower()
    if lowered in _UNKNOWN:
        return Figure(None, None, None, lowered)
    if match := _MAGNITUDE.fullmatch(typed):
        code = _code(match["code"]) or default_currency
        word = match["word"].lower().replace(" ", "-")
        return Figure(code, None, None, MAGNITUDES[word])
    return _numbered(typed, text, default_currency)


def _numbered(typed: str, text: str, default_currency: str) -> Figure:
    for prefix, qualifier in _PREFIXES.items():
        if typed.lower().startswith(prefix):
            rest = typed[len(prefix) :]
            return _single(rest, qualifier, text, default_currency)
    if typed.endswith("+"):
        return _single(typed[:-1], "over", text, default_currency)
    left, dots, right = typed.partition("..")
    if dots:
        return _range(_said(left, text), _said(right, text), text, default_currency)
    return _single(typed, "exact", text, default_currency)


def _single(part: str, qualifier: str, text: str, default_currency: str) -> Figure:
    said = _said(part, text)
    if said.code is None and said.scale is None:
        raise _bare(text, said.number)
    amount = multiplied(said.number, said.scale)
    low = None if qualifier in {"nearly", "up_to"} else amount
    high = None if qualifier == "over" else amount
    return Figure(said.code or default_currency, low, high, qualifier)


def _range(left: _Said, right: _Said, text: str, default_currency: str) -> Figure:
    """Read a range: the left end's currency and the right end's suffix serve both."""
    if right.code not in {None, left.code}:
        raise BadInput(
            f"'{_quoted(text)}' has two currencies",
            "a range has one currency, written first: EUR15B..20B",
        )
    if left.code is None and right.scale is None:
        raise _bare(text, right.number)
    low = multiplied(left.number, left.scale or right.scale)
    high = multiplied(right.number, right.scale)
    if low >= high:
        raise BadInput(
            f"'{_quoted(text)}' is not a range: it runs from {low:f} to {high:f}",
            "write the smaller amount first, or one amount alone",
        )
    return Figure(left.code or default_currency, low, high, "range")


def _said(part: str, text: str) -> _Said:
    match = _AMOUNT.fullmatch(part)
    if match is None:
        raise _unreadable(text)
    number, scale = split_amount(match["amount"])
    return _Said(_code(match["code"]), number, scale)


def _code(written: str | None) -> str | None:
    """Give the currency of a code or sign in front of an amount."""
    if written is None:
        return None
    return _SIGNS.get(written) or check_currency(written.upper())


def _bare(text: str, number: Decimal) -> BadInput:
    return BadInput(
        f"'{_quoted(text)}': {number:f} of what?",
        f"write {number:f}M for million, or USD{number:f} for exactly that",
    )


def _unreadable(text: str) -> BadInput:
    hint = FIGURE_HINT
    if "¥" in text or "\uffe5" in text:
        hint = "the sign ¥ stands for two currencies: write JPY or CNY instead"
    elif text.strip().startswith("-"):
        hint = "amounts of money start at 0"
    elif _DASHED.search(text):
        hint = "a range has two dots: 15B..20B"
    return BadInput(f"'{_quoted(text)}' is not an amount that can be read", hint)


def _quoted(text: str) -> str:
    return shown(text if len(text) <= _QUOTED else text[:_QUOTED] + "...")


def figure_from(value: object) -> Figure:
    """Read a figure from JSON: text, or an object with decimal strings."""
    if isinstance(value, dict):
        try:
            return _known_figure(tuple(value.items()))
        except (
            TypeError
        ):  # a part that cannot be hashed: it is no text, as is told next
            return _read_figure(value)
    if isinstance(value, Figure):
        return value
    if isinstance(value, str):
        return parse_figure(value)
    if not isinstance(value, Mapping):
        raise BadInput(
            f"an amount is text, not {type(value).__name__}",
            'write "500M", or {"currency": "USD", "min": "500000000", '
            '"max": "500000000", "qualifier": "exact"}',
        )
    return _read_figure(value)


@lru_cache(maxsize=1 << 14)
def _known_figure(items: tuple[tuple[str, object], ...]) -> Figure:
    return _read_figure(dict(items))


def _read_figure(value: Mapping[str, Any]) -> Figure:
    for key, part in value.items():
        if key not in _FIELDS:
            raise BadInput(f"an amount has no field '{_quoted(str(key))}'")
        if not isinstance(part, str):
            raise BadInput(
                f"'{key}' of an amount is text, not {type(part).__name__}",
                f'write it in quotation marks: "{key}": "..."',
            )
    if "qualifier" not in value:
        raise BadInput("an amount lacks 'qualifier'", f"one of {', '.join(QUALIFIERS)}")
    low, high = (
        None if end is None else from_digits(end)
        for end in (value.get("min"), value.get("max"))
    )
    return Figure(value.get("currency"), low, high, value["qualifier"])


def figure_data(figure: Figure) -> dict[str, str | None]:
    """Give a figure as it is stored; what is not known is left out."""
    parts = {
        "currency": figure.currency,
        "max": figure.amount_max,
        "min": figure.amount_min,
        "qualifier": figure.qualifier,
    }
    return {key: part for key, part in parts.items() if part is not None}


@dataclass(frozen=True, slots=True)
class Raised:
    """Money raised: of what it is an amount, and of which part of the round.

    `part` is the label of a tranche, or the investor of a `per_investor` amount.
    `condition` is that of conditional money, open unless it is said to be met or
    dropped; other money has none.
    """

    figure: Figure
    basis: str
    part: str | None = None
    condition: str | None = None

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise BadInput(
                f"'{_quoted(self.basis)}' is not a basis of money raised",
                f"one of {', '.join(BASES)}, as in committed:500M",
            )
        if self.part is not None:
            check_part(self.part)
        if self.condition is not None:
            check_condition(self.basis, self.condition)
        elif self.basis == "conditional":
            object.__setattr__(self, "condition", "open")

    def __str__(self) -> str:
        part = "" if self.part is None else f"{self.part}:"
        ended = self.condition in {"met", "dropped"}
        condition = f":{self.condition}" if ended else ""
        return f"{self.basis}:{part}{self.figure}{condition}"


@dataclass(frozen=True, slots=True)
class Price:
    """A price put on a company, and what kind of price it is.

    `part` is the tier of the round that was sold at it, if a round has several; money
    raised at that price carries the same label.
    """

    figure: Figure
    kind: str
    part: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in PRICE_KINDS:
            raise BadInput(
                f"'{_quoted(self.kind)}' is not a kind of price",
                f"one of {', '.join(PRICE_KINDS)}, as in post_money:24B",
            )
        if self.part is not None:
            check_part(self.part)

    def __str__(self) -> str:
        part = "" if self.part is None else f"{self.part}:"
        return f"{self.kind}:{part}{self.figure}"


def parse_raised(text: str, default_currency: str = "USD") -> Raised:
    """Read `committed:500M`, with a part `per_investor:microsoft:10B`, and with what
    became of its condition `conditional:35B:met`.
    """
    basis, rest = _split_label(text, "committed:500M")
    before, colon, last = rest.rpartition(":")
    condition = last.strip().lower()
    if colon and condition in CONDITIONS:
        part, figure = _part_and_figure(before, default_currency)
        return Raised(figure, basis, part, condition)
    part, figure = _part_and_figure(rest, default_currency)
    return Raised(figure, basis, part)


def parse_price(text: str, default_currency: str = "USD") -> Price:
    """Read `post_money:24B`, or the price of a part `post_money:first:450M`."""
    kind, rest = _split_label(text, "post_money:24B")
    part, figure = _part_and_figure(rest, default_currency)
    return Price(figure, kind, part)


def _part_and_figure(text: str, default_currency: str) -> tuple[str | None, Figure]:
    part, colon, figure = text.rpartition(":")
    return part.strip() if colon else None, parse_figure(figure, default_currency)


def _split_label(text: str, example: str) -> tuple[str, str]:
    label, colon, rest = text.strip().partition(":")
    if not colon:
        raise BadInput(
            f"'{_quoted(text)}' does not say what the amount is of", f"write {example}"
        )
    return label.strip().lower(), rest


def check_condition(basis: str, condition: str) -> None:
    """BadInput if money raised of this basis cannot have this condition."""
    if condition not in CONDITIONS:
        raise BadInput(
            f"'{_quoted(condition)}' is not what becomes of a condition",
            f"one of {', '.join(CONDITIONS)}, as in conditional:35B:met",
        )
    if basis != "conditional":
        raise BadInput(
            f"only conditional money has a condition that is {condition}, not {basis}",
            f"write conditional:35B:{condition} for the part of it that has one",
        )


def check_prices(prices: Iterable[tuple[str, str | None]]) -> None:
    """Hold that no two prices of a claim, each a kind and a part, are of the same.

    Which of them would be the price would depend on the order of typing. Refused
    with a hint that tells them apart.
    """
    given = Counter(
        (kind, None if part is None else fold(part)) for kind, part in prices
    )
    for (kind, part), times in given.items():
        if times > 1:
            of_part = "" if part is None else f" for the part '{shown(part)}'"
            raise Refused(
                f"{times} prices of kind {kind}{of_part} in one claim:"
                " each must name a part of its own",
                f"write {kind}:first:450M and {kind}:second:1B (tiers of a round, or"
                f" funds that hold it); the ends of a range are {kind}:450M..1B",
            )


def check_part(part: str) -> str:
    """Give the part of a round that an amount is of; BadInput if it is no label."""
    if not fold(part) or part != part.strip() or len(part) > MAX_PART:
        raise BadInput(
            "the part of a round is a label of visible characters",
            f"at most {MAX_PART} characters, without blanks around it",
        )
    return part
