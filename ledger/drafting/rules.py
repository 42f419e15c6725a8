"""The drafter that is built in: rules read an article and propose claims."""

from dataclasses import dataclass
from typing import Final

from ledger.drafting.figures import figures_in
from ledger.drafting.grouping import ArticleReading, claims_in
from ledger.drafting.names import Gazetteer, unknown
from ledger.drafting.proposals import ROLES, ArticleAmount, DraftedClaim, Warned
from ledger.drafting.roles import give_roles
from ledger.drafting.text import ArticlePage
from ledger.drafting.tiers import of_claim, of_denial
from ledger.drafting.warning import warnings

NAME: Final = "rules"
VERSION: Final = "1"
"""Raised when the rules propose other things."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules make of an article."""

    claims: list[DraftedClaim]
    ignored: list[ArticleAmount]
    """Figures that are no claims; their role says why."""
    warnings: list[Warned]


def propose(
    page: ArticlePage, gazetteer: Gazetteer, day: str | None = None
) -> Proposed:
    """Propose the claims of an article that was published on a day.

    Names on record are those of the gazetteer.
    """
    moneys = list(figures_in(page))
    give_roles(page, moneys)
    known = list(gazetteer.find(page))
    names = sorted([*known, *unknown(page, known)], key=lambda name: name.span)
    warned = warnings(page, moneys)
    reading = claims_in(page, moneys, names, day)
    capped = any(warning.code == "replaced-words" for warning in warned)
    for claim in reading.claims:
        _judge(claim, reading, capped=capped)
    ignored = [money for money in moneys if money.role not in ROLES]
    return Proposed(reading.claims, ignored, warned)


def _judge(claim: DraftedClaim, reading: ArticleReading, *, capped: bool) -> None:
    if claim.kind == "claim.denied":
        claim.tier, claim.reasons = of_denial(claim, capped=capped)
        return
    links = [reading.links[money.span] for money in claim.money]
    claim.tier, claim.reasons = of_claim(claim, links, capped=capped)
