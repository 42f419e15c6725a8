"""The terms of a round: its kind, how much, at what price, since when, from whom.

- *Types*: as its live claims call it, else by its label; and the kind of money that it
  brings. What is paid for old shares, for the company, its people or a licence is no
  money raised, and its amount stands under that kind alone.
- *Amounts*: what is paid, committed, conditional and sought (`columns.py`); of a round
  that ended, what was asked.
- *Prices*: that of entitled parties or, where none states one, of others; where the
  round has none, what was asked; each by the rules of figures (`priced.py`). A round
  that is no primary one has the prices of its sale (`outside.py`), and a purchase what
  is paid for the company.
- *Effective*: the first day on which it stood at committed or later.
- *Investors*: all that its live claims name (`investors.py`).

A round keeps its terms when it ended or another took its place: they are what was said
of it, and its standing tells what they are worth.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ledger.claims.dates import Days
from ledger.claims.vocabulary import PURCHASE_TYPES, ROUND_TYPES
from ledger.projections.amount import Amount
from ledger.projections.basis import Basis
from ledger.projections.columns import whole_amounts
from ledger.projections.comparing import types_of
from ledger.projections.deals import deal_of, denied_deal, values_in
from ledger.projections.investors import Investment, deal_kind, investments_in
from ledger.projections.outside import outside_of
from ledger.projections.priced import best_priced
from ledger.projections.readings import RoundReading
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.valuations import has_price
from ledger.projections.valued import Valued


class Terms(NamedTuple):
    """What a round is about."""

    types: tuple[str, ...]
    """In the order of the vocabulary; empty where nobody says."""
    money: str
    """Equity, debt, mixed, grant, vendor_financing, secondary or purchase."""
    amounts: Mapping[str, Amount]
    """By column."""
    prices: Sequence[Valued]
    """The best first."""
    effective: Days | None
    """The first days on which it stood at committed or later, as stated."""
    investors: Sequence[Investment]


def terms_of(found: Round, company: CompanyAt, basis: Basis) -> Terms:
    """Give the terms of a round at a basis."""
    return Terms(
        tuple(sorted(types_of(found), key=ROUND_TYPES.index)),
        deal_kind(found),
        whole_amounts(found, basis),
        _prices(found, company, basis),
        RoundReading(found, basis).since(),
        investments_in(found, company, basis),
    )


def _prices(found: Round, company: CompanyAt, basis: Basis) -> Sequence[Valued]:
    if has_price(found):
        return best_priced(found, basis)
    if types_of(found) & PURCHASE_TYPES:
        deal = deal_of(found, company, basis)
        if deal is not None and deal.row is not None:
            return [deal.row]
        return values_in(found, company, basis) or denied_deal(found, company, basis)
    return outside_of(found, basis)
