"""What a company was said to be worth: figures that are never merged, and a headline.

Every figure is a row with its events, standing, stage, kind, round, publication,
effective day and age. A company has these rows, as far as there is something to say:

- *confirmed*: stated by an entitled party for a primary round at committed or later,
  effective by the day asked about; of several rounds the newest (`priced.py`).
- *reported*: the others' price for a primary round at committed or later, if it is
  newer than the confirmed one; in another currency also next to it. Where nobody names
  one any more, the last price from its talks stays, marked *from talks*.
- a price at committed that is denied: a row *reported* and disputed, next to the
  others.
- *sought*: what is asked below committed, one row for primary rounds and one for sales
  outside them; a signed price that takes effect later is a row of its own, *agreed*. A
  primary ask lasts until its round expires or ends, or until a primary round with a
  price of its own stood at committed and took effect on a later day than it was asked;
  an ask outside a primary round until a sale published later is done.
- *secondary*: the newest price of each kind outside a primary round (`outside.py`):
  sales before what is reckoned. One that took effect before the headline is set aside.
- *cap*: of a SAFE or a note; no price of the company.
- *deal value* and *ipo*: what is paid for the company, and its listing (`deals.py`,
  `ended.py`). Once either is done it is the only row.

Newest means effective first; on the same day, or between rounds that `links` proposes
as one, an entitled party's before others'; then published. Equally new figures of one
kind and one currency are one hull and a count. Several words on one price make one
figure as `hulls.py` says.

The *headline* is the price of the newest primary round that has happened (confirmed,
corroborated or reported, at committed or later). Where that round has no price it is
the newest primary price before it, marked *before* the round; a deal that takes the
company or a part of it marks it likewise; a sale outside a primary round that took
effect later is *newer*. A price from talks is the headline if it was said at most 180
days before its round first stood at committed. It is always one of the rows, and time
alone changes it only on a day on which something takes effect. A price that is only
repeated, by the next round or in the next talks, keeps the age of its first saying.
"""

from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates, every, merge_candidates
from ledger.projections.choosing import HEADLINES, Headline, choose_valuation
from ledger.projections.deals import deal_of, denied_deal, values_in
from ledger.projections.ended import ends_in
from ledger.projections.links import kept_apart
from ledger.projections.offers import Offers
from ledger.projections.outside import alone, is_capped, outside_of
from ledger.projections.priced import priced
from ledger.projections.pricedates import applies
from ledger.projections.rounds import GONE, CompanyAt, Round, is_primary
from ledger.projections.valued import FIGURES, Valuation, Valued

__all__ = [
    "FIGURES",
    "HEADLINES",
    "Candidates",
    "Headline",
    "Valuation",
    "Valued",
    "applies",
    "candidates_at",
    "is_primary",
    "valuation_at",
]


def valuation_at(
    company: CompanyAt,
    basis: Basis,
    *,
    headline: Headline = "newest",
    aside: bool = False,
) -> Valuation:
    """Choose the figures and the headline of a company at a basis.

    With `aside` it holds the figures, too, that are not printed.
    """
    valuation = choose_valuation(company.slug, offers_at(company, basis), headline)
    if aside:
        left = every(candidates_at(company, basis))
        rows = tuple(row for row in left if row not in valuation.rows)
        return valuation._replace(set_aside=rows)
    return valuation


def offers_at(company: CompanyAt, basis: Basis) -> Offers:
    """Give what a company offers, in the order in which it is chosen from.

    A story keeps it from one of its companies to the next.
    """
    key = (basis.dated, basis.possible)
    if key not in company.shared:
        company.shared[key] = Offers()
    made: Offers = company.shared[key]

    def offered(part: CompanyAt) -> Candidates:
        return part.once("offers", basis, offers_of)

    made.go_to(company, basis, offered)
    made.apart = frozenset(kept_apart(company))
    return made


def candidates_at(company: CompanyAt, basis: Basis) -> Candidates:
    """Give all that a company's rounds and prices offer at a basis."""
    return merge_candidates(
        part.once("offers", basis, offers_of) for part in company.apart
    )


def offers_of(company: CompanyAt, basis: Basis) -> Candidates:
    """Give what a company, or a part of it, offers at a basis."""
    rounds = [
        x for x in company.rounds.values() if x.standing not in GONE - {"expired"}
    ]
    outside = [row for found in rounds for row in outside_of(found, basis)]
    outside += [row for found in rounds for row in values_in(found, company, basis)]
    outside += [row for found in rounds for row in denied_deal(found, company, basis)]
    deals = (deal_of(found, company, basis) for found in rounds)
    return Candidates(
        prices=tuple(priced(found, basis) for found in rounds if has_price(found)),
        outside=(*outside, *alone(company, basis)),
        deals=tuple(deal for deal in deals if deal is not None),
        ends=tuple(ends_in(company, rounds, basis)),
    )


def has_price(found: Round) -> bool:
    """Tell whether a price of a round is one of the company: no cap, no listing."""
    return is_primary(found) and not is_capped(found) and "ipo" not in found.types
