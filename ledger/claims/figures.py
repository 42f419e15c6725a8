"""Amounts of money as people write them, as they are stored, and what they are of.

    500M  61.5B  EUR385M  USD750  USD1,250,000    exact
    c.61B  nearly.700M  60B+  ..45B  15B..20B     about, nearly, over, up to, a range
    millions  hundreds-of-millions  billions      said without a number
    undisclosed  undecided
    $15-20 billion  近7億美元  15至20亿元人民币     as articles write them: `grammar`

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

from ledger.claims.amounts import QUALIFIERS, Figure, check_currency
from ledger.claims.currencies import CURRENCIES, WrittenCurrency
from ledger.claims.grammar import figure_of, is_cjk, read_phrase
from ledger.claims.names import fold, quoted, shown
from ledger.claims.numerals import from_digits, from_running, multiplied
from ledger.claims.phrases import RangeEnd
from ledger.claims.vocabulary import BASES, CONDITIONS, PRICE_KINDS
from ledger.errors import BadInput, Refused

__all__ = [
    "Figure",
    "Price",
    "Raised",
    "check_condition",
    "check_part",
    "check_prices",
    "figure_from",
    "parse_figure",
    "parse_price",
    "parse_raised",
    "price_from",
    "raised_from",
]

MAX_LENGTH: Final = 200
MAX_PART: Final = 120
FIGURE_HINT: Final = (
    "write 500M, EUR385M, USD750, c.61B, 60B+, ..45B, 15B..20B, millions or"
    " undisclosed; or as articles write: $15-20 billion, up to $4bn, 近7億美元"
)

_FIELDS: Final = frozenset({"currency", "min", "max", "qualifier"})
_FREE_PARTS: Final = frozenset({"tranche", "per_investor", "conditional"})
"""Bases of which a part is usual, with any name: that of a tranche, or an investor."""
_ALIKE: Final = 0.8
_SLIPS: Final = 2
"""A word is meant if it is that much like what was typed, and about as long."""


def parse_figure(text: str, default_currency: str | None = None) -> Figure:
    """Read a figure; BadInput, with the grammar, if it is none.

    Without a currency in the text it is in `default_currency`, else in US dollars; in
    Chinese, Japanese and Korean one of the two has to be said.
    """
    return _parse_figure(text, default_currency)


@lru_cache(maxsize=1 << 12)
def _parse_figure(text: str, default_currency: str | None) -> Figure:
    if default_currency is not None:
        check_currency(default_currency)
    if len(text) > MAX_LENGTH:
        raise BadInput(f"an amount of {len(text)} characters", FIGURE_HINT)
    phrase = read_phrase(text)
    if phrase is None:
        raise _unreadable(text)
    own = default_currency or (None if is_cjk(text) else "USD")
    typed = text.strip()
    return figure_of(phrase, lambda end: _end_amount(end, own, typed), typed)


def _end_amount(end: RangeEnd, own: str | None, text: str) -> tuple[Decimal, str]:
    """Give the amount and the currency of an end, which says both or has a default."""
    number = end.number
    if isinstance(number, str):
        number = from_running(number)
    if end.scale is None and end.money is None:
        raise BadInput(
            f"'{quoted(text)}': the unit of {number:f} is missing",
            f"write {number:f}M for million, or USD{number:f} for exactly that",
        )
    if not number and (end.scale or 1) > 1:
        raise BadInput(
            f"'{quoted(text)}': zero with a unit is no amount, digits seem to be"
            " missing",
            "in double quotes the shell expands $1: use single quotes; USD0 is zero",
        )
    return multiplied(number, Decimal(end.scale or 1)), _currency(end, own, text)


def _currency(end: RangeEnd, own: str | None, text: str) -> str:
    if end.money is None:
        if own is None:
            raise BadInput(
                f"'{quoted(text)}' has no currency",
                "write it behind: 5亿美元, 5亿元人民币",
            )
        return own
    found = end.money.currency(own)
    if found is None:
        raise _whose(end.money, text)
    return found


def _whose(money: WrittenCurrency, text: str) -> BadInput:
    """Tell that a sign stands for several currencies, and none goes without saying."""
    codes = " or ".join(money.codes)
    if is_cjk(money.written):
        hint = "write 美元, 人民币, 新台幣 or 港元 for 元"
        return BadInput(f"'{quoted(text)}': {money.written} may be {codes}", hint)
    return BadInput(
        f"'{quoted(text)}': the sign {money.written} is that of {codes}",
        f"write {codes} instead",
    )


def _unreadable(text: str) -> BadInput:
    hint = FIGURE_HINT
    if text.strip().startswith(("-", "\N{MINUS SIGN}")):
        hint = "an amount cannot be negative"
    elif re.search(r"\d,\d\d?(?!\d)|\d\.\d{3}\.\d{3}", text):
        hint = "decimals follow a point, and commas group digits: 1.5B, USD15,000,000"
    return BadInput(f"'{quoted(text)}' is not an amount that sayso can read", hint)


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
            raise BadInput(f"an amount has no field '{quoted(str(key))}'")
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


@dataclass(frozen=True, slots=True)
class Raised:
    """Money raised: an amount, its basis, and the part of the round that it is.

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
                f"'{quoted(self.basis)}' is not a basis of money raised",
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
                f"'{quoted(self.kind)}' is not a kind of price",
                f"one of {', '.join(PRICE_KINDS)}, as in post_money:24B",
            )
        if self.part is not None:
            check_part(self.part)

    def __str__(self) -> str:
        part = "" if self.part is None else f"{self.part}:"
        return f"{self.kind}:{part}{self.figure}"


def raised_from(item: Mapping[str, Any]) -> Raised:
    """Give money raised out of an item of `raised` in a stored event."""
    figure = figure_from(item["figure"])
    return Raised(figure, item["basis"], item.get("part"), item.get("condition"))


def price_from(item: Mapping[str, Any]) -> Price:
    """Give a price out of an item of `valuation` in a stored event."""
    return Price(figure_from(item["figure"]), item["kind"], item.get("part"))


def parse_raised(text: str, default_currency: str | None = None) -> Raised:
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
    if basis not in _FREE_PARTS:
        _check_typed(part, figure, BASES, "a basis of money raised")
    return Raised(figure, basis, part)


def parse_price(text: str, default_currency: str | None = None) -> Price:
    """Read `post_money:24B`, or the price of a part `post_money:first:450M`."""
    kind, rest = _split_label(text, "post_money:24B")
    part, figure = _part_and_figure(rest, default_currency)
    _check_typed(part, figure, PRICE_KINDS, "a kind of price")
    return Price(figure, kind, part)


def _check_typed(
    part: str | None, figure: Figure, words: tuple[str, ...], what: str
) -> None:
    """BadInput if a typed part is (nearly) one of the words before it, or a currency.

    Taken for the name of a part, it would make a price of a part of the kind that was
    meant for the whole. What is on record is read as it is.
    """
    if part is None:
        return
    if part in CURRENCIES:
        raise BadInput(
            f"'{part}' is a currency, not a part of the round",
            f"write it without a colon: {part}{str(figure).removeprefix('USD')}",
        )
    meant = _meant(part.lower().replace("-", "_").replace(" ", "_"), words)
    if meant is not None:
        option = "--price" if words is PRICE_KINDS else "--raised"
        raise BadInput(
            f"'{quoted(part)}' is not a part of the round; {meant} is {what}",
            f"write `{option} {meant}:{figure}`, or give the part another name",
        )


def _meant(text: str, words: tuple[str, ...]) -> str | None:
    """Give the word that a text was meant to be, if it is one or nearly one."""
    if text in {"post", "pre"} and f"{text}_money" in words:
        return f"{text}_money"
    if any(letter.isdigit() for letter in text) and text not in words:
        return None  # "mark 2" is a label
    from difflib import get_close_matches  # only where an amount has a part

    close = get_close_matches(text, words, cutoff=_ALIKE)
    return next((x for x in close if abs(len(x) - len(text)) <= _SLIPS), None)


def _part_and_figure(text: str, currency: str | None) -> tuple[str | None, Figure]:
    part, colon, figure = text.rpartition(":")
    return part.strip() if colon else None, parse_figure(figure, currency)


def _split_label(text: str, example: str) -> tuple[str, str]:
    label, colon, rest = text.strip().partition(":")
    if not colon:
        raise BadInput(
            f"'{quoted(text)}' does not say which amount it is", f"write {example}"
        )
    return label.strip().lower(), rest


def check_condition(basis: str, condition: str) -> None:
    """BadInput if money raised of this basis cannot have this condition."""
    if condition not in CONDITIONS:
        raise BadInput(
            f"'{quoted(condition)}' is not a state of a condition",
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
