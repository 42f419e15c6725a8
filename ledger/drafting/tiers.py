"""How sure a proposal is, and why: high, mid or low.

High: the company is on record and named in the sentence, within 110 characters of the
figure, in the place of the one that acts or with at most two others before the figure;
the figure has a number and a currency; the words that gave it its role stand close to
it. Mid: one of these does not hold. Low: the company is only guessed or nobody is
named, the currency has to be said, or two of these do not hold. Where words of a page
were replaced, no proposal is above mid.
"""

from typing import Final

from ledger.drafting.linking import CompanyOf
from ledger.drafting.proposals import TIERS, ArticleAmount, DraftedClaim

NAMED_WITHIN: Final = 110
MOST_NAMES: Final = 2
CLOSE: Final = 25
REPLACED: Final = "words of the page seem to be replaced"


def of_claim(
    claim: DraftedClaim, links: list[CompanyOf], *, capped: bool
) -> tuple[str, list[str]]:
    """Give the tier of a claim and the reasons; `capped` where words were replaced."""
    doubts: list[str] = []
    low: list[str] = []
    for money, link in zip(claim.money, links, strict=True):
        few, grave = _doubts(money, link)
        doubts += [doubt for doubt in few if doubt not in doubts]
        low += [doubt for doubt in grave if doubt not in low]
    said = [f"{money.role}: {money.cue}" for money in claim.money if money.cue]
    if low or len(doubts) > 1:
        return "low", [*low, *doubts, *said]
    if capped:
        doubts.append(REPLACED)
    if doubts:
        return "mid", [*doubts, *said]
    return TIERS[0], ["the company is named in the sentence", *said]


def _doubts(money: ArticleAmount, link: CompanyOf) -> tuple[list[str], list[str]]:
    doubts: list[str] = []
    low: list[str] = []
    if link.company is None:
        low.append("no company is named")
    elif link.how == "guessed":
        low.append("the company is guessed from the sentence before")
    elif link.how == "pronoun":
        doubts.append("the company is named in a sentence before")
    elif link.company.company is None:
        doubts.append("the company is not on record")
    if link.how == "named" and link.distance > NAMED_WITHIN:
        doubts.append("the company is named far from the figure")
    if link.rivals >= MOST_NAMES and not link.sure:
        doubts.append("several companies are named")
    if money.ask is not None:
        low.append(money.ask)
    elif money.figure is not None and not money.figure.has_amount:
        doubts.append("a size and no number")
    if money.reach > CLOSE:
        doubts.append("the words that say so are far from the figure")
    return doubts, low


def of_denial(claim: DraftedClaim, *, capped: bool) -> tuple[str, list[str]]:
    """Give the tier of a denial and the reasons."""
    doubts = []
    if claim.company is None:
        return "low", ["no company is named"]
    if claim.company.company is None:
        doubts.append("the company is not on record")
    if claim.guessed:
        doubts.append("the company is named in a sentence before")
    if not claim.denies:
        doubts.append("what is denied is not in the article")
    if len(doubts) > 1:
        return "low", doubts
    if capped:
        doubts.append(REPLACED)
    return ("mid", doubts) if doubts else ("high", ["it stands by what it denies"])
