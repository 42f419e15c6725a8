"""What a proposal may do to claims on record: repeat, revise, confirm or deny them.

A report about a company on record that was published within 90 days of the article:

- *repeat*: an amount or a price of the same kind agrees with it. Another source may be
  an origin of its own or a copy; the person who records decides which.
- *revise*: the same source, the amounts do not agree, and no claim has these amounts.
- *confirm*: it agrees, and the company itself speaks.
- *deny*: the proposal is a denial, and the claim is the newest one, or one that has an
  amount of those denied in the article.

These are offers, in the order of the ledger; none is taken by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.claims.amounts import Figure
from ledger.claims.dates import parse_when
from ledger.drafting.proposals import DraftedClaim
from ledger.errors import BadInput
from ledger.projections.claims import Claim
from ledger.projections.rounds import CompanyAt

NEAR: Final = 90 * 86_400_000_000
"""Microseconds between a claim and the article that may be about it."""
MOST: Final = 5
"""So many offers a proposal has at most."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a proposal may do to one claim on record."""

    event: str
    may: str
    because: str


def offers(
    claim: DraftedClaim,
    source: str | None,
    day: str | None,
    companies: Mapping[str, CompanyAt],
) -> list[Offer]:
    """Give what a proposal may do; `source` is who says it, `day` when."""
    slug = claim.company.company if claim.company else None
    if slug is None or slug not in companies:
        return []
    near = [one for one in _live(companies[slug]) if _is_near(one, day)]
    if claim.kind == "claim.denied":
        return list(_denied(claim, near))[:MOST]
    made = [offer for one in near if (offer := _offer(claim, source, one)) is not None]
    agreeing = [offer for offer in made if offer.may != "revise"]
    return (agreeing or made)[:MOST]


def _live(company: CompanyAt) -> list[Claim]:
    """Give the live claims of a company, the newest first."""
    claims = [one for one in company.claims.values() if one.live]
    return sorted(claims, key=lambda one: one.row.key, reverse=True)


def _is_near(recorded: Claim, day: str | None) -> bool:
    if day is None:
        return True
    try:
        when = parse_when(day)
    except BadInput:
        return True
    gap = max(when.lo - recorded.row.when.hi, recorded.row.when.lo - when.hi)
    return gap <= NEAR


def _offer(claim: DraftedClaim, source: str | None, recorded: Claim) -> Offer | None:
    agreeing = next(_agreeing(claim, recorded), None)
    same_source = source is not None and recorded.source == source
    if agreeing is not None:
        speaks = claim.attribution is not None and claim.attribution[0] == "named"
        own = claim.speaker is not None and claim.speaker.company == recorded.company
        may = "confirm" if speaks and own and not same_source else "repeat"
        who = "the same source" if same_source else recorded.source
        because = f"{who} has {agreeing} (entry {recorded.seq})"
        return Offer(recorded.id, may, because)
    if same_source and _comparable(claim, recorded):
        because = f"the same source has other amounts (entry {recorded.seq})"
        return Offer(recorded.id, "revise", because)
    return None


def _denied(claim: DraftedClaim, near: list[Claim]) -> Iterator[Offer]:
    """Offer what a denial may contradict."""
    agreeing = [
        one for one in near if any(next(_agreeing(x, one), None) for x in claim.denies)
    ]
    for one in agreeing or near[:1]:
        what = "what is denied in the article" if agreeing else "the newest claim"
        yield Offer(one.id, "deny", f"{what} (entry {one.seq}, {one.source})")


def _agreeing(claim: DraftedClaim, recorded: Claim) -> Iterator[Figure]:
    """Give figures on record that may be the same amounts as those of a proposal."""
    for money in claim.money:
        on_record = _figures(recorded, price=money.role == "valuation")
        for figure in on_record:
            if money.figure is not None and figure.overlaps(money.figure):
                yield figure


def _comparable(claim: DraftedClaim, recorded: Claim) -> bool:
    prices = {money.role == "valuation" for money in claim.money}
    return any(_figures(recorded, price=price) for price in prices)


def _figures(recorded: Claim, *, price: bool) -> list[Figure]:
    said = recorded.said.valuation if price else recorded.said.raised
    return [item.figure for item in said]
