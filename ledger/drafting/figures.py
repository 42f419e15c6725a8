"""The figures of an article, each with its place, and what is wrong with some."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.claims.amounts import Figure
from ledger.claims.grammar import figure_of, find_phrases
from ledger.claims.numerals import from_running, multiplied
from ledger.claims.phrases import Phrase, RangeEnd
from ledger.drafting.proposals import ArticleAmount
from ledger.drafting.text import ArticlePage, Span
from ledger.errors import BadInput

LOST: Final = re.compile(
    r"(?<![\w.,])0 ?(?:thousand|million|billion|trillion)\b|(?<![\d.,])0(?:万|亿|兆)"
)
"""A unit whose digits were lost."""

_TEN: Final = Decimal(10)
_LARGE: Final = Decimal(1_000_000)
_SMALL: Final = Decimal(100_000)


class _Undecided(Exception):
    """The currency of an amount has to be said."""


def figures_in(page: ArticlePage) -> Iterator[ArticleAmount]:
    """Give every figure of an article, in order; one that cannot be settled asks."""
    for found in find_phrases(page.plain, traditional=page.traditional):
        span = Span(found.start, found.end)
        if not _of_other_things(found.phrase, page.plain, found.end):
            yield _money(found.phrase, span, page.quote(span))


def _money(phrase: Phrase, span: Span, quote: str) -> ArticleAmount:
    try:
        return ArticleAmount(span, figure_of(phrase, _end_text, quote))
    except _Undecided as asked:
        return ArticleAmount(span, None, ask=str(asked))
    except BadInput as error:
        return ArticleAmount(span, None, ask=error.message)


def _end_text(end: RangeEnd) -> tuple[Decimal, str]:
    number = end.number
    if isinstance(number, str):
        number = from_running(number)
    if end.money is None:
        raise _Undecided("no currency is written: which one is it?")
    currency = end.money.currency()
    if currency is None:
        codes = ", ".join(end.money.codes)
        raise _Undecided(f"{end.money.written} may be {codes}: which one is it?")
    return multiplied(number, Decimal(end.scale or 1)), currency


def _of_other_things(phrase: Phrase, plain: str, end: int) -> bool:
    """Tell whether an amount without a currency counts things: 7亿用户, 3亿人."""
    behind = plain[end : end + 1]
    return not phrase.moneys and behind not in ("", *",。、;:!?)」”\n 的左")


def lost_digits(page: ArticlePage) -> list[Span]:
    """Give where a unit stands without its digits: "0 billion"."""
    return [Span(*match.span()) for match in LOST.finditer(page.plain)]


def ten_times(moneys: list[ArticleAmount]) -> list[tuple[ArticleAmount, ArticleAmount]]:
    """Give pairs of figures of which one is exactly ten times the other."""
    largest: dict[tuple[str | None, Decimal], ArticleAmount] = {}
    for money in moneys:
        for amount in _end_amounts(money.figure):
            assert money.figure is not None
            largest.setdefault((money.figure.currency, amount), money)
    return [
        (money, largest[currency, amount * _TEN])
        for (currency, amount), money in largest.items()
        if amount >= _LARGE and (currency, amount * _TEN) in largest
    ]


def too_small(figure: Figure) -> bool:
    """Tell whether no round and no price is so small: 亿 or "million" was lost."""
    ends = _end_amounts(figure)
    return bool(ends) and max(ends) < _SMALL


def _end_amounts(figure: Figure | None) -> set[Decimal]:
    ends = (figure.min, figure.max) if figure else ()
    return {end for end in ends if end}
