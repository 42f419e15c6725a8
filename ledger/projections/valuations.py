"""What a company was said to be worth: its figures, never merged, and its headline."""

from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates
from ledger.projections.choosing import HEADLINES, Headline, chosen
from ledger.projections.dated import applies
from ledger.projections.deals import deal_of, values_in
from ledger.projections.ends import in_force
from ledger.projections.links import kept_apart
from ledger.projections.outside import alone, is_capped, outside_of
from ledger.projections.priced import priced
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
    return chosen(company.slug, candidates_at(company, basis), headline, aside=aside)


def candidates_at(company: CompanyAt, basis: Basis) -> Candidates:
    """Give all that a company's rounds and prices offer at a basis."""
    rounds = [
        x for x in company.rounds.values() if x.standing not in GONE - {"expired"}
    ]
    identity = company.identity
    outside = [row for found in rounds for row in outside_of(found, basis)]
    outside += [row for found in rounds for row in values_in(found, company, basis)]
    deals = (deal_of(found, company, basis) for found in rounds)
    end = in_force(company.ends, basis.effective)
    return Candidates(
        prices=tuple(
            priced(found, identity, basis) for found in rounds if has_price(found)
        ),
        outside=(*outside, *alone(company, basis)),
        deals=tuple(deal for deal in deals if deal is not None),
        ends=() if end is None else (end,),
        apart=frozenset(kept_apart(company)),
    )


def has_price(found: Round) -> bool:
    """Tell whether a price of a round is one of the company: no cap, no listing."""
    types = {claim.said.round_type for claim in found.live}
    return is_primary(found) and not is_capped(found) and "ipo" not in types
