"""Passages of a draft, held against the article, and their numbers read again.

A passage is `quote`, `start` and `end`; one without places is looked up, and must stand
in the text once. A figure with a quote must be the number that our grammar reads there:
amounts and currency. Where the article leaves the currency open, a person adds it.
A figure without a quote is a person's own reading of the claim's passage.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.claims.amounts import Figure
from ledger.claims.figures import parse_figure
from ledger.claims.quotes import Passage, find_quote
from ledger.drafting.figures import figures_in
from ledger.drafting.gist import Item
from ledger.drafting.proposals import ArticleAmount
from ledger.drafting.text import ArticlePage
from ledger.errors import BadInput

FIGURES: Final = (
    ("raised", "figure"),
    ("valuation", "figure"),
    ("investors", "amount"),
)
"""Lists of a claim, and the field of their items that holds a figure."""


class ReadText:
    """The text of an article, and the figures that our grammar reads in it."""

    def __init__(self, page: ArticlePage) -> None:
        self.page = page
        self._figures: list[tuple[int, int, ArticleAmount]] = [
            (*page.place(money.span), money) for money in figures_in(page)
        ]

    def passage(self, item: Item) -> Passage:
        """Give where a quote stands; BadInput if it does not stand there."""
        quote, start, end = item.get("quote"), item.get("start"), item.get("end")
        if not isinstance(quote, str) or not quote:
            raise BadInput("the quote is missing", "copy the words from the article")
        if start is None and end is None:
            return find_quote(self.page.raw, quote)
        if not isinstance(start, int) or not isinstance(end, int):
            raise BadInput("start and end are whole numbers", "or leave both out")
        if self.page.raw[max(0, start) : max(0, end)] != quote:
            raise BadInput(
                f"the quote {quote[:60]!r} does not stand at {start} to {end}",
                "leave out start and end to have it looked up",
            )
        return Passage(start, end)

    def read(self, passage: Passage) -> list[ArticleAmount]:
        """Give the figures that stand in a passage."""
        return [
            money
            for start, end, money in self._figures
            if passage.start <= start and end <= passage.end
        ]


def figure_trouble(text: ReadText, item: Item, field: str) -> str | None:
    """Say what is wrong with the figure of an item; None if it is what was read."""
    written = item.get(field)
    if written is None:
        return str(item.get("ask") or "no figure") if field == "figure" else None
    try:
        figure = parse_figure(str(written))
        if not item.get("quote"):
            return None
        passage = text.passage(item)
    except BadInput as error:
        return error.message
    if field == "amount" and not text.read(passage):
        return None  # the quote of an investor is its name
    found = [
        _reading(money, figure, str(item["quote"])) for money in text.read(passage)
    ]
    if _digits_of(figure) in found:
        return None
    read = ", ".join(str(money.figure) for money in text.read(passage) if money.figure)
    return (
        f"{figure} is not what {item['quote']!r} says ({read or 'no number'});"
        " without its quote, start and end it is your own reading"
    )


def passages_of(claim: Item) -> Iterator[tuple[str, Item]]:
    """Give every passage of a claim, each with the field that it is of."""
    for field in ("evidence", "attribution"):
        if claim.get(field):
            yield field, claim[field]
    for field in ("raised", "valuation", "investors"):
        for item in claim.get(field) or ():
            if item.get("quote"):
                yield field, item


def _reading(money: ArticleAmount, figure: Figure, quote: str) -> object:
    """Give the amounts that were read; an open currency is the one that was added."""
    if money.figure is not None:
        return _digits_of(money.figure)
    try:
        return _digits_of(parse_figure(quote, figure.currency))
    except BadInput:
        return _digits_of(figure)  # the sign may be one of several: a person decided


def _digits_of(figure: Figure) -> tuple[str | None, Decimal | None, Decimal | None]:
    return figure.currency, figure.min, figure.max
