"""Purchases of the company, and deals that take its people or a part of it.

A purchase is a round of type `acquisition`, or one that merges the company into another
for stock, if a merger is on record by which the other bought it. It is *announced* from
committed on, and *closed* once its round is, or from the day of the merger on record.
What is paid is the price that an entitled party (the company or the buyer) states, else
that of the others; a price that stands alone is what was paid if it was told at most
180 days before the merger on record. Where a claim of a purchase states no price, its
amount is what is paid. A purchase that failed, was withdrawn or only talked of is none.
A licence-and-hire deal or a spin-off ends nothing; it is newer than every price before
it. What is paid by the word of somebody whom an open denial contradicts is a row,
disputed, that ends nothing. A bid is in the timeline only.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.claims.vocabulary import PRIMARY_KINDS
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import SETTLED, is_firm
from ledger.projections.endings import BOUGHT, End
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import (
    ClaimedPrice,
    amount_in,
    hulls_of,
    newest_words,
    words_of,
)
from ledger.projections.pricedates import applies, effect, spoke
from ledger.projections.pricerows import backed, row_of
from ledger.projections.rounds import CONFIRMED, GONE, CompanyAt, Round
from ledger.projections.valued import ANNOUNCED, Valued

MERGER: Final = "merger_stock"
PURCHASE: Final = "acquisition"
PARTIAL: Final = frozenset({"acquihire_license", "spin_off"})
NEAR: Final = 180
"""Days before a merger on record within which a price alone is what was paid."""

PAID: Final = PRIMARY_KINDS | {"deal_value"}
"""Kinds of prices of a purchase, whatever it was called."""


class Deal(NamedTuple):
    """A purchase of the company, or a deal that takes a part of it."""

    name: str
    """Its round."""
    on: Days
    """When it was announced, or closed."""
    closed: bool
    whole: bool
    """Whether the company itself is bought."""
    row: Valued | None
    """What is paid for it, if anybody said."""


def deal_of(found: Round, company: CompanyAt, basis: Basis) -> Deal | None:
    """Give the deal that a round is, if it is one that was announced by the day."""
    types = found.types
    bought = any(end.how == BOUGHT for end in company.ends)
    whole = PURCHASE in types or (MERGER in types and bought)
    if not (whole or types & PARTIAL) or not found.happened:
        return None
    claims = [x for x in found.counting if is_firm(x.stage) and applies(x, basis)]
    closing = [claim for claim in claims if claim.stage in SETTLED]
    days = [day for claim in closing or claims if (day := effect(claim)) is not None]
    if not days:
        return None
    on = min(days, key=lambda day: (day.last, -day.first))
    row = _paid(found, company, claims, on, closed=bool(closing)) if whole else None
    return Deal(found.name, on, bool(closing), whole, row)


def denied_deal(found: Round, company: CompanyAt, basis: Basis) -> list[Valued]:
    """Give what a purchase was said to be paid by those who are denied."""
    types = found.types
    if PURCHASE not in types or found.standing in GONE or found.standing == "expired":
        return []
    claims = [x for x in found.live if is_firm(x.stage) and applies(x, basis)]
    days = [day for claim in claims if (day := effect(claim)) is not None]
    if not days:
        return []
    on = min(days, key=lambda day: (day.last, -day.first))
    closed = any(claim.stage in SETTLED for claim in claims)
    row = _paid(found, company, claims, on, closed=closed, denied=True)
    return [] if row is None else [row]


def values_in(found: Round, company: CompanyAt, basis: Basis) -> list[Valued]:
    """Give the value that a merger puts on a company that nobody bought by it."""
    types = found.types
    bought = any(end.how == BOUGHT for end in company.ends)
    if MERGER not in types or PURCHASE in types or bought or not found.happened:
        return []
    claims = [x for x in found.counting if is_firm(x.stage) and applies(x, basis)]
    days = [day for claim in claims if (day := effect(claim)) is not None]
    if not days:
        return []
    on = min(days, key=lambda day: (day.last, -day.first))
    row = _paid(found, company, claims, on, closed=True)
    if row is None:
        return []
    return [row._replace(name="secondary", by=())]


def _paid(
    found: Round,
    company: CompanyAt,
    claims: Iterable[Claim],
    on: Days,
    *,
    closed: bool,
    denied: bool = False,
) -> Valued | None:
    """Make the row of what is paid; an entitled party's price before others'."""
    words = [
        (company.may.of(claim) >= PRINCIPAL, word)
        for claim in claims
        if bool(found.disputes(claim, *_stating(claim))) == denied
        for word in _prices(claim)
    ]
    entitled = [word for stated, word in words if stated]
    kept = newest_words(entitled or [word for _, word in words], spoke)
    if not kept:
        return None
    code = min(kept, key=lambda word: word.figure.currency or "").figure.currency
    hull = hulls_of([word for word in kept if word.figure.currency == code])[0]
    against = (
        denial
        for word in hull.words
        for denial in found.denied(word.claim, *_stating(word.claim))
    )
    marks = () if closed else (ANNOUNCED,)
    standing = _standing(found, entitled=bool(entitled))
    return row_of("deal_value", backed(hull), against, on, marks=marks)._replace(
        standing="disputed" if denied else standing,
        stage=found.stage,
        disputed=denied,
        until=found.deadline if denied and found.expires else None,
        round=found.name,
        by=buyers(found, company.ends),
    )


def _standing(found: Round, *, entitled: bool) -> str:
    if entitled or found.standing not in CONFIRMED:
        return found.standing
    return "reported"


def _prices(claim: Claim) -> list[ClaimedPrice]:
    """Give a claim's price of the purchase: as such, else whatever it calls it.

    The amount of a purchase that states no price is what is paid for the company.
    """
    words = words_of(claim, ["deal_value"]) or words_of(claim, PAID)[:1]
    words = words or list(_purchase_amounts(claim))
    return [word._replace(kind="deal_value", original=word.said) for word in words]


def _purchase_amounts(claim: Claim) -> Iterator[ClaimedPrice]:
    """Give the amount of the whole purchase that a claim states, by currency."""
    if claim.said.round_type == PURCHASE and not claim.valuation:
        for code in sorted({item.figure.currency or "" for item in claim.raised}):
            amount = amount_in(claim, code)
            if amount is not None:
                yield ClaimedPrice(claim, amount, "deal_value")


def _stating(claim: Claim) -> tuple[str, str]:
    """Name the fields in which a claim says what is paid."""
    return ("valuation" if claim.valuation else "raised"), "stage"


def buyers(found: Round, ends: Iterable[End]) -> tuple[str, ...]:
    """Name who buys: as the round says, else by the merger on record."""
    named = {
        investor.name: None for claim in found.live for investor in claim.said.investors
    }
    return tuple(named) or tuple(end.into for end in ends if end.into is not None)


def sold_alone(rows: Iterable[Valued], end: End) -> list[Valued]:
    """Give the prices alone that say what was paid in a merger on record."""
    return [
        row._replace(name="deal_value", by=(end.into or "",))
        for row in rows
        if row.kind == "deal_value"
        and row.round is None
        and not row.disputed
        and abs(end.days.last - row.effective.last) <= NEAR
    ]


NOBODY_SAID: Final = Figure(None, None, None, "undisclosed")
"""The figure of a listing whose price nobody said."""
