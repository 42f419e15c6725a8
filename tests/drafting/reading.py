"""What the rules propose of a passage, in short."""

from ledger.drafting.names import Gazetteer, gazetteer
from ledger.drafting.proposals import DraftedClaim
from ledger.drafting.rules import Proposed, propose
from ledger.drafting.text import ArticlePage, page_of
from tests.drafting.knowing import directory

KNOWN: Gazetteer = gazetteer(directory())


def read(text: str, day: str | None = None) -> tuple[ArticlePage, Proposed]:
    """A passage and what is proposed of it."""
    page = page_of(text)
    return page, propose(page, KNOWN, day)


def claims(text: str, day: str | None = None) -> list[DraftedClaim]:
    """The claims that are proposed of a passage."""
    return read(text, day)[1].claims


def said(text: str) -> list[str]:
    """The claims of a passage as `xai: raised 500M, valuation 24B`."""
    found = []
    for claim in claims(text):
        name = claim.company and (claim.company.company or claim.company.text)
        what = [f"{money.role} {money.figure}" for money in claim.money]
        found.append(f"{name}: {', '.join(what or [claim.form])}")
    return found


def ignored(text: str) -> dict[str, str]:
    """The figures of a passage that are no claims, and why."""
    page, proposed = read(text)
    return {page.quote(money.span): money.role for money in proposed.ignored}
