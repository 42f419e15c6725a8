"""Figures as people write them, in three scripts: read one, or find all in a text.

    $15-20 billion   between $500 million and $1 billion   up to $4bn   half a billion
    最高1000億美元    15至20亿元人民币    数十亿美元    超过9亿美元    5억원

There is one grammar. `record` reads a figure that somebody types, an import the cells
of its columns, a draft every figure of an article. Each of them decides what is meant
where no currency or no unit is written. What cannot be read is refused, never guessed:
`¥5m`, a bare 元 in Traditional Chinese, `0 billion`, a range that runs downwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from heapq import merge
from typing import Final, NamedTuple

from ledger.claims import cjk, latin
from ledger.claims.amounts import Figure
from ledger.claims.han import TO_SIMPLIFIED
from ledger.claims.names import quoted
from ledger.claims.numerals import scaled
from ledger.claims.phrases import Phrase, RangeEnd
from ledger.errors import BadInput

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE1: "£",
    0xFFE5: "¥",
    0xFFE6: "₩",
}
_BLANKS: Final = dict.fromkeys(
    (
        *(0x09, 0xA0, 0x1680, *range(0x2000, 0x200B)),
        *(0x202F, 0x205F, 0x3000),
    ),
    " ",
)
_HYPHENS: Final = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2015, 0x301C, 0xFE63], "-")
_FOLDED: Final = _WIDE | _BLANKS | _HYPHENS


class FoundFigure(NamedTuple):
    """A figure in a text: where it stands, and what it says."""

    start: int
    end: int
    phrase: Phrase


def narrow(text: str) -> str:
    """Give text with full-width signs, blanks and hyphens as plain ones.

    One character stands for each, so that places stay what they are; so do line ends.
    """
    return text.translate(_FOLDED)


def is_cjk(text: str) -> bool:
    """Tell whether a text has a character of Chinese, Japanese or Korean."""
    return cjk.HAN.search(text) is not None


def read_phrase(text: str, number: str = latin.STRICT) -> Phrase | None:
    """Read text that is a figure and nothing else; None if it is none.

    `number` is the pattern of a number in digits, where there is another rule for
    separators. BadInput for an unknown currency, two currencies and broken numbers.
    """
    plain = narrow(text).strip()
    if is_cjk(plain):
        return cjk.read_cjk(plain)
    return latin.read_latin(plain, number)


def find_phrases(text: str, *, traditional: bool = False) -> Iterator[FoundFigure]:
    """Give every figure of a text, in the order in which they stand.

    `traditional` tells that the text is in Traditional Chinese.
    """
    plain = narrow(text)
    if not is_cjk(plain):
        yield from (FoundFigure(*found) for found in latin.find_latin(plain))
        return
    simple = plain.translate(TO_SIMPLIFIED)
    chinese = cjk.find_cjk(simple, traditional=traditional)
    last = 0
    for found in merge(latin.find_latin(plain), chinese, key=lambda found: found[0]):
        if found[0] >= last:
            yield FoundFigure(*found)
            last = found[1]


EndReader = Callable[[RangeEnd], tuple[Decimal, str]]
"""Gives the amount and the currency of an end, or raises BadInput."""


def figure_of(phrase: Phrase, value: EndReader, text: str) -> Figure:
    """Give the figure that a phrase means; `text` is what was written, for errors."""
    if not phrase.ends:
        if phrase.how in {"undisclosed", "undecided"}:
            return Figure(None, None, None, phrase.how)
        _, currency = value(RangeEnd(Decimal(1), 1, phrase.money))
        return Figure(currency, None, None, phrase.how)
    if len(phrase.ends) == 1:
        amount, currency = value(phrase.ends[0])
        low = None if phrase.how in {"nearly", "up_to"} else amount
        high = None if phrase.how == "over" else amount
        return Figure(currency, low, high, phrase.how)
    left, right = phrase.ends
    left, right = _with_shared_units(left, right, text)
    low, currency = value(left)
    high, _ = value(right)
    if low >= high:
        raise BadInput(
            f"'{quoted(text)}' is not a range:"
            f" it runs from {scaled(low)} to {scaled(high)}",
            "write the smaller amount first, or one amount alone",
        )
    return Figure(currency, low, high, "range")


def _with_shared_units(
    left: RangeEnd, right: RangeEnd, text: str
) -> tuple[RangeEnd, RangeEnd]:
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
