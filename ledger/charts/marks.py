"""The marks of a chart: events next to the amounts that they are about."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from ledger.charts.values import BID, MARKED, STATEMENT, Mark
from ledger.claims.figures import Figure, Price
from ledger.projections.claims import Claim
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.rows import Row, Said
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import rounds_of

AmountChoice: TypeAlias = Callable[[Said], Figure | None]
"""Which amount of a claim a mark stands next to."""

MILD: Final = frozenset({"pre_money", "offer"})
"""Kinds of prices that a mark stands next to only where there is no other."""


OFFER: Final = "offer"
"""The kind of a price that somebody offered to pay."""


def price_in(said: Said) -> Figure | None:
    """Give the price that a claim states: after the money, if it gives both."""
    best = _best(said)
    return None if best is None else best.figure


def _best(said: Said) -> Price | None:
    prices = [price for price in said.valuation if price.figure.has_amount]
    return min(prices, key=lambda price: price.kind in MILD, default=None)


def is_bid(said: Said) -> bool:
    """Tell whether the price that a claim states is one that somebody offered."""
    best = _best(said)
    return best is not None and best.kind == OFFER


def money_in(said: Said) -> Figure | None:
    """Give the largest amount raised that a claim states."""
    figures = [item.figure for item in said.raised if item.figure.has_amount]
    return max(figures, key=lambda x: x.max or x.min or 0, default=None)


def marks_at(
    subject: str,
    company: CompanyAt,
    rows: Iterable[Row],
    cut: int,
    stated: AmountChoice,
) -> Iterator[Mark]:
    """Mark events that have just come to be known."""
    for row in rows:
        kind = MARKED.get(row.type)
        if kind is None:
            continue
        claim = company.claims.get(row.id)
        if claim is not None and company.may.of(claim) >= PRINCIPAL:
            kind = STATEMENT
        if row.said is not None and stated is price_in and is_bid(row.said):
            kind = BID
        amount = _amount(row, company, stated)
        about = next(iter(sorted(rounds_of(row, company))), None)
        yield Mark(subject, kind, cut, row, amount, about)


def _amount(row: Row, company: CompanyAt, stated: AmountChoice) -> Figure | None:
    """Give the amount that an event states, else that of the newest claim it names."""
    own = None if row.said is None else stated(row.said)
    if own is not None:
        return own
    for claim in reversed(_claims_about(row, company)):
        amount = stated(claim.said)
        if amount is not None:
            return amount
    return None


def _claims_about(row: Row, company: CompanyAt) -> Sequence[Claim]:
    """Give the claims that an event is about, in the order of folds."""
    denial = next((x for x in company.denials if x.row.id == row.id), None)
    if denial is not None:
        return sorted(denial.claims, key=lambda claim: claim.row.key)
    named = company.claims.get(row.data.get("claim", ""))
    return [] if named is None else [named]
