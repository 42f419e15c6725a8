"""Flags on prices and amounts within claims.

Live claims count, at their source's newest word.

- *price-below-amount*: a price after the money, or of no kind, below an amount of the
  whole round in the same claim; also a tender below the worth of the shares sold. Debt,
  sales of old shares and purchases are left out.
- *price-equals-amount*: a price and an amount of the whole in one claim are the same
  number, or the price is that amount and the debt of which its source tells at once.
  Purchases are left out: there it is right.
- *post-below-pre*: both prices in one claim, the one after the money below the other.
- *currency-missing*: the same number stands in two currencies, in claims at most 90
  days apart whose rounds may be one by type. The dollars are flagged, since an amount
  without a currency is read as dollars; else the later claim.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from ledger.claims.dates import Days, When
from ledger.claims.figures import Figure, figure_from
from ledger.claims.vocabulary import DEBT_TYPES, PURCHASE_TYPES, SECONDARY_TYPES
from ledger.projections.amount import is_below
from ledger.projections.claims import Claim
from ledger.projections.comparing import (
    WHOLES,
    comparable,
    dated,
    near,
    types_fit,
    types_of,
)
from ledger.projections.lint.flags import Flag, flagged, live_in
from ledger.projections.standing import CompanyAt

_AFTER: Final = frozenset({"post_money", "unspecified"})
_SOLD: Final = _AFTER | {"secondary", "tender"}
_APART: Final = DEBT_TYPES | SECONDARY_TYPES | PURCHASE_TYPES

AmountEnds = tuple[str | None, Decimal | None, Decimal | None]
"""Currency and both ends of a figure, however sure its source is of it."""

Debts = dict[tuple[str, When, Days], list[tuple[Figure, tuple[int, ...]]]]
"""What each source told of debt, by when it said so and the days it is about."""

ClaimAmounts = tuple[Claim, str, list[Figure]]
"""A claim, and its amounts of the whole with the field that they are in."""


def _claim_amounts(company: CompanyAt) -> Iterator[ClaimAmounts]:
    for _, claim in live_in(company):
        yield claim, "raised", [x.figure for x in claim.raised if x.basis in WHOLES]
    for claim in company.prices:
        if claim.live and "amount" in claim.row.data:
            yield claim, "amount", [figure_from(claim.row.data["amount"])]


def _types(claim: Claim, company: CompanyAt) -> frozenset[str]:
    return types_of(company.rounds[claim.round]) if claim.round else frozenset()


def price_below_amount(company: CompanyAt) -> Iterator[Flag]:
    """Flag a company that is priced below what it raises."""
    for claim, field, amounts in _claim_amounts(company):
        if _types(claim, company) & _APART or claim.said.instrument == "debt":
            continue
        kinds = _SOLD if field == "amount" else _AFTER
        prices = [x.figure for x in claim.valuation if x.kind in kinds]
        wrong = [(x, y) for x in prices for y in amounts if is_below(x, y)]
        if wrong:
            price, amount = wrong[0]
            reason = f"{field} {amount.brief()}, at a price of {price.brief()}"
            yield flagged("price-below-amount", claim, "valuation", reason)


def price_equals_amount(company: CompanyAt) -> Iterator[Flag]:
    """Flag a price that is the amount, perhaps in the wrong column."""
    debts = _debts(company)
    for claim, field, amounts in _claim_amounts(company):
        if _types(claim, company) & PURCHASE_TYPES:
            continue
        for price in (x.figure for x in claim.valuation if x.figure.has_amount):
            if _amount_ends(price) in map(_amount_ends, amounts):
                reason = f"price and {field} are both {price.brief()}"
                yield flagged("price-equals-amount", claim, "valuation", reason)
                break
            lent = _completing(price, amounts, debts.get(_when_said(claim), ()))
            if lent is not None:
                debt, event = lent
                reason = f"price {price.brief()} is {field} and debt of {debt.brief()}"
                yield flagged("price-equals-amount", claim, "valuation", reason, event)
                break


def _amount_ends(figure: Figure) -> AmountEnds:
    return figure.currency, figure.min, figure.max


def _when_said(claim: Claim) -> tuple[str, When, Days]:
    return claim.source, claim.row.when, claim.days


def _debts(company: CompanyAt) -> Debts:
    found: Debts = {}
    for claim, _, amounts in _claim_amounts(company):
        if _types(claim, company) & DEBT_TYPES or claim.said.instrument == "debt":
            told = [(x, (claim.seq,)) for x in amounts if x.has_amount]
            found.setdefault(_when_said(claim), []).extend(told)
    return found


def _completing(
    price: Figure,
    amounts: Sequence[Figure],
    debts: Iterable[tuple[Figure, tuple[int, ...]]],
) -> tuple[Figure, tuple[int, ...]] | None:
    """Give the debt that makes an amount the price, if there is one."""
    for debt, event in debts:
        if any(_amount_ends(price) == _sum_of_ends(amount, debt) for amount in amounts):
            return debt, event
    return None


def _sum_of_ends(one: Figure, other: Figure) -> AmountEnds | None:
    if one.currency != other.currency:
        return None
    low, high = (
        None if x is None or y is None else x + y
        for x, y in ((one.min, other.min), (one.max, other.max))
    )
    return one.currency, low, high


def post_below_pre(company: CompanyAt) -> Iterator[Flag]:
    """Flag a price after the money that is below the one before it."""
    for _, claim in live_in(company):
        after = [x.figure for x in claim.valuation if x.kind == "post_money"]
        before = [x.figure for x in claim.valuation if x.kind == "pre_money"]
        wrong = [(x, y) for x in after for y in before if is_below(x, y)]
        if wrong:
            post, pre = wrong[0]
            reason = f"{post.brief()} post-money is below {pre.brief()} pre-money"
            yield flagged("post-below-pre", claim, "valuation", reason)


def currency_missing(company: CompanyAt) -> Iterator[Flag]:
    """Flag a number that stands elsewhere in another currency."""
    claims = [claim for _, claim in live_in(company) if dated(claim)]
    codes = {claim.id: _codes(claim) for claim in claims}
    found: dict[tuple[str, str], Flag] = {}
    for one, other in near(claims):
        if len(codes[one.id] | codes[other.id]) <= 1:
            continue
        if not types_fit(_types(one, company), _types(other, company)):
            continue
        for field, pairs in comparable(one, other):
            for a, b in pairs:
                if _renamed(a, b):
                    sides = ((one, a), (other, b))
                    (wrong, figure), (right, said) = sorted(sides, key=_doubt)
                    reason = f"{_coded(figure)}, where event {right.seq} has {said}"
                    flag = flagged(
                        "currency-missing", wrong, field, reason, (right.seq,)
                    )
                    found.setdefault((wrong.id, field), flag)
    yield from found.values()


def _codes(claim: Claim) -> set[str | None]:
    """Give the currencies in which a claim states figures."""
    codes = {item.figure.currency for item in claim.raised}
    return codes | {price.figure.currency for price in claim.valuation}


def _renamed(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are one number in two currencies."""
    ends = (other.min, other.max)
    return one.currency != other.currency and (one.min, one.max) == ends


def _doubt(side: tuple[Claim, Figure]) -> tuple[bool, int, int]:
    """Rank which of two lost its currency: dollars first, then the later one."""
    claim, figure = side
    return figure.currency != "USD", -claim.row.when.hi, -claim.row.when.lo


def _coded(figure: Figure) -> str:
    return f"{figure.currency} {figure}" if figure.currency == "USD" else str(figure)
