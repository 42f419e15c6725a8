"""Flags on amounts and prices that are far too small: a unit that was lost.

- *amount-too-small*: less than a round of that type raises (10,000; 1,000 for seed,
  angels, crowds and grants; 50,000 from Series A, 500,000 from Series D), or less than
  a thousandth of an earlier round of the company, or a millionth of any other, in the
  same currency. Small kinds of rounds follow large ones, and are not held against them.
- *price-too-small*: a company for less than 100,000, or for less than a thousandth of
  an earlier price of it, or a millionth of any other, in the same currency.

For currencies of which a hundred make less than a few dollars only the company's own
figures are asked. What is nothing or has no number is never flagged, nor parts of a
round.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT
from ledger.claims.vocabulary import DEBT_TYPES
from ledger.projections.claims import Claim
from ledger.projections.lint.flags import Flag, flagged, live_in, plain_word
from ledger.projections.lint.sums import STATED
from ledger.projections.standing import CompanyAt

TIMES: Final = Decimal(1000)
LEAST_PRICE: Final = Decimal(100_000)
LEAST_AMOUNT: Final = Decimal(10_000)
_SMALL: Final = dict.fromkeys(
    ("pre_seed", "seed", "angel", "grant", "crowdfunding", "safe", "convertible"),
    Decimal(1_000),
)
_LARGE: Final = dict.fromkeys(
    ("series_a", "series_b", "series_c", "series_c_plus"), Decimal(50_000)
) | dict.fromkeys(
    ("series_d", "series_e", "series_f", "series_g", "series_h", "growth"),
    Decimal(500_000),
)
_LEAST: Final = _SMALL | _LARGE
_FOLLOWING: Final = _SMALL.keys() | DEBT_TYPES | {"extension", "secondary", "tender"}
_OF_THE_ROUND: Final = STATED | {"target"}
_MINOR: Final = frozenset(
    {"JPY", "KRW", "IDR", "VND", "INR", "CLP", "COP", "HUF", "PKR", "LKR", "NGN"}
    | {"RUB", "PHP", "TWD", "THB", "IRR", "UZS", "KZT", "ISK", "CRC", "ARS"}
)
"""Of these a hundred are less than a few dollars."""

_Placed = tuple[Claim, Figure, Decimal]
_Largest = Mapping[str | None, Sequence[_Placed]]


def amount_too_small(company: CompanyAt) -> Iterator[Flag]:
    """Flag amounts that are too small for their type, or for the company."""
    amounts = [
        (claim, item.figure, stated)
        for _, claim in live_in(company)
        for item in claim.raised
        if item.basis in _OF_THE_ROUND and (stated := _most_stated(item.figure))
    ]
    ordered = _ordered(amounts)
    for claim, figure, stated in amounts:
        type_ = claim.said.round_type or ""
        least = _LEAST.get(type_, LEAST_AMOUNT)
        if figure.currency not in _MINOR and stated < least:
            of_type = f" for {plain_word(type_)}" if type_ in _LEAST else ""
            reason = f"{figure.brief()} raised is very little{of_type}"
            yield flagged("amount-too-small", claim, "raised", reason)
        elif type_ not in _FOLLOWING and (large := _larger(claim, figure, ordered)):
            reason, beside = _compared(figure, large)
            yield flagged("amount-too-small", claim, "raised", reason, beside)


def price_too_small(company: CompanyAt) -> Iterator[Flag]:
    """Flag prices that no company has, or that are too small for this one."""
    claims = [*(claim for _, claim in live_in(company)), *_prices_alone(company)]
    prices = [
        (claim, price.figure, stated)
        for claim in claims
        for price in claim.valuation
        if (stated := _most_stated(price.figure))
    ]
    ordered = _ordered(prices)
    for claim, figure, stated in prices:
        if figure.currency not in _MINOR and stated < LEAST_PRICE:
            reason = f"a whole company for {figure.brief()}"
            yield flagged("price-too-small", claim, "valuation", reason)
        elif large := _larger(claim, figure, ordered):
            reason, beside = _compared(figure, large)
            yield flagged("price-too-small", claim, "valuation", reason, beside)


def _prices_alone(company: CompanyAt) -> Iterator[Claim]:
    return (claim for claim in company.prices if claim.live)


def _most_stated(figure: Figure) -> Decimal | None:
    """Give the most that was said, else the least; None for nothing."""
    return figure.max or figure.min or None


def _ordered(all_: Iterable[_Placed]) -> _Largest:
    """Put figures in order, the largest first, by currency."""
    found: dict[str | None, list[_Placed]] = {}
    for one in all_:
        found.setdefault(one[1].currency, []).append(one)
    for same in found.values():
        same.sort(key=lambda x: (x[2], x[0].row.key), reverse=True)
    return found


def _larger(claim: Claim, figure: Figure, all_: _Largest) -> _Placed | None:
    """Find the largest that makes a figure look as if a unit were lost."""
    stated = _most_stated(figure)
    assert stated is not None
    earlier, any_ = (EXACT.multiply(stated, times) for times in (TIMES, TIMES**2))
    for one in all_[figure.currency]:
        other, _, large = one
        if large <= earlier:
            break
        least = earlier if other.days.last < claim.days.first else any_
        if other.id != claim.id and large > least:
            return one
    return None


def _compared(figure: Figure, large: _Placed) -> tuple[str, tuple[int, ...]]:
    other, seen, _ = large
    reason = (
        f"{figure.brief()} is less than a thousandth of {seen.brief()} (event"
        f" {other.seq}): was a unit lost?"
    )
    return reason, (other.seq,)
