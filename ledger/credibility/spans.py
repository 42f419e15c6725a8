"""Amounts and prices as intervals of natural logs, the comparable one of each claim.

Of money raised a claim is taken at its round total, else what is committed, else the
target; tranches, single investors' parts and sums over years are not comparable. Of
prices those of a primary round, or sought; else a secondary price. Pre-money and an
amount make post-money where one claim gives both; a price of unknown kind may be
either. A bid is no price.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.vocabulary import SECONDARY_KINDS
from ledger.credibility.cases import LogRange
from ledger.projections.rows import Said

AMOUNTS: Final = ("round_total", "committed", "target")
TRUE_AMOUNTS: Final = ("round_total", "committed", "raised_to_date")
COMPARABLE: Final = (
    *("post_money", "unspecified", "pre_money", "sought"),
    *sorted(SECONDARY_KINDS),
)
"""Kinds of prices, in the order in which a claim's price is chosen."""

PLACES: Final = {kind: place for place, kind in enumerate(COMPARABLE)}

WIDEST: Final = {"over": 1.25, "nearly": 0.85, "up_to": 0.3}
"""How far a one-sided figure reaches, as a factor of the amount said."""

ABOUT: Final = 0.10


def spans_of(said: Said, codes: Mapping[str, str]) -> dict[str, tuple[LogRange, ...]]:
    """Give the readings of each field, in the order of their names."""
    found: dict[str, tuple[LogRange, ...]] = {}
    amount = amount_of(said, AMOUNTS, codes.get("raised"))
    if amount is not None:
        found["raised"] = (span_of(amount),)
    price = price_of(said, codes.get("valuation"))
    if price is None:
        return found
    figure, kind = price
    span = span_of(figure)
    found["valuation"] = (span,)
    adds = kind in {"pre_money", "unspecified"} and amount is not None
    if adds and amount is not None and amount.currency == figure.currency:
        added = _sum(span, span_of(amount))
        found["valuation"] = (added,) if kind == "pre_money" else (span, added)
    return found


def _sum(one: LogRange, other: LogRange) -> LogRange:
    low = log(exp(one[0]) + exp(other[0]))
    same = one[0] == one[1] and other[0] == other[1]
    return low, low if same else log(exp(one[1]) + exp(other[1]))


def amount_of(said: Said, names: Sequence[str], code: str | None) -> Figure | None:
    """Give the first comparable amount, by its basis."""
    for name in names:
        for item in said.raised:
            if item.basis == name and _usable(item.figure, code):
                return item.figure
    return None


def price_of(said: Said, code: str | None) -> tuple[Figure, str] | None:
    """Give the price that is comparable: after the money, else before it, ..."""
    found, best = None, len(PLACES)
    for price in said.valuation:
        place = PLACES.get(price.kind, best)
        if place < best and _usable(price.figure, code):
            found, best = (price.figure, price.kind), place
    return found


def _usable(figure: Figure, code: str | None) -> bool:
    """Tell whether an amount has a log (it is there, and not nothing) and fits."""
    return (code is None or figure.currency == code) and bool(figure.max or figure.min)


def span_of(figure: Figure) -> LogRange:
    """Give a figure as a log interval; what is one-sided reaches a set way."""
    qualifier = figure.qualifier
    if qualifier == "exact":
        exact = log(figure.max or 1)
        return exact, exact
    if qualifier in {"range", "about"}:
        high = log(figure.max or 1)
        low = log(figure.min) if figure.min else high + log(WIDEST["up_to"])
        wide = ABOUT if qualifier == "about" else 0.0
        return low - wide, high + wide
    said = log(figure.min if qualifier == "over" else figure.max or 1)  # type: ignore[arg-type]
    reach = said + log(WIDEST[qualifier])
    return (said, reach) if reach > said else (reach, said)


def middle_of(figure: Figure) -> float:
    """Give the log in the middle of a figure."""
    low, high = span_of(figure)
    return (low + high) / 2
