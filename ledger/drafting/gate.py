"""What another drafter proposes, held against the article: it gives quotes, we read.

A drafter names passages in their own words, never by place, and its numbers are not
taken: each quote is found in the article, and each number is read from it again by our
grammar. Three outcomes, each with codes that stay the same:

- *admitted*: every quote stands there once, every number was read. Its tier is mid: the
  words were checked, what they mean was not.
- *look*: something does not agree, and a person may know better. Its tier is low.
- *refused*: it is left out of the claims, and listed under `refused` with its code.

Nothing in an article can widen this: whatever a drafter was told to say, it is a list
of passages, and each of them is decided by a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from ledger.claims.figures import parse_figure
from ledger.claims.names import fold
from ledger.claims.quotes import find_quote
from ledger.claims.vocabulary import DENIAL_FORMS, STAGES
from ledger.drafting.figures import figures_in
from ledger.drafting.names import FoundName, Gazetteer
from ledger.drafting.proposals import ROLES, ArticleAmount, DraftedClaim
from ledger.drafting.roles import give_roles
from ledger.drafting.rules import Proposed
from ledger.drafting.text import ArticlePage, Span
from ledger.drafting.warning import warnings
from ledger.errors import BadInput

ADMITTED: Final = "admitted"
REFUSALS: Final = {
    "shape": "it does not have the requested form",
    "quote-missing": "the article does not contain the quote",
    "quote-twice": "the quote occurs in the article more than once",
    "company-missing": "the article does not name the company",
    "no-number": "the quote of a figure has no number",
    "several-numbers": "the quote of a figure has several numbers",
    "number-differs": "the number is not what its quote says",
    "role": "the figure has an unknown role",
    "nothing-left": "no figure of the claim is left",
}
LOOKS: Final = {
    "company-elsewhere": "the passage does not name the company",
    "figure-elsewhere": "a figure is outside the passage",
    "ignored-by-rules": "the rules take a figure for something else",
    "figure-refused": "another figure of the claim was refused",
    "unknown-stage": "the stage is not a known word",
    "investor-missing": "the article does not name an investor",
    "source-missing": "the article does not name who says it",
}
_UNSAID: Final = "nothing said of it"


class Proposal(NamedTuple):
    """What another drafter gave: its name and version, and claims in quotes."""

    name: str
    version: str
    claims: Sequence[Any]


class Refusal(NamedTuple):
    """Something that was proposed and left out."""

    code: str
    quote: str


class LeftOut(Exception):
    """A claim, or a figure of it, is left out; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Gated:
    """What came through, as the rules would have proposed it, and what did not."""

    proposed: Proposed
    refused: list[Refusal]


def gated(page: ArticlePage, gazetteer: Gazetteer, proposal: Proposal) -> Gated:
    """Hold what a drafter proposed against the article."""
    moneys = list(figures_in(page))
    warned = warnings(page, moneys)
    give_roles(page, moneys)
    gate = Gate(page, gazetteer, moneys)
    claims = [claim for one in proposal.claims if (claim := gate.claim(one))]
    for claim in claims:
        if claim.kind == "claim.denied":
            claim.denies = [
                other
                for other in claims
                if other.kind != claim.kind and _same_name(other.company, claim.company)
            ]
    used = {money.span for claim in claims for money in claim.money}
    ignored = [x for x in moneys if x.role not in ROLES and x.span not in used]
    return Gated(Proposed(claims, ignored, warned), gate.refused)


class Gate:
    """Holds one proposal after another against one article."""

    def __init__(
        self, page: ArticlePage, gazetteer: Gazetteer, moneys: Sequence[ArticleAmount]
    ) -> None:
        self._page, self._gazetteer, self._moneys = page, gazetteer, moneys
        self.refused: list[Refusal] = []
        self._looks: list[str] = []

    def claim(self, said: Any) -> DraftedClaim | None:
        """Give a claim with its tier and reasons; None if it was refused."""
        self._looks = []
        try:
            return self._claim(said)
        except LeftOut as why:
            quote = said.get("quote") if isinstance(said, Mapping) else said
            self.refused.append(Refusal(why.code, str(quote)))
            return None

    def _claim(self, said: Any) -> DraftedClaim:
        if not isinstance(said, Mapping) or said.get("kind") not in {
            "report",
            "denial",
        }:
            raise LeftOut("shape")
        evidence = self._place(said.get("quote"))
        company = self._company(said.get("company"), evidence)
        found = DraftedClaim("round.reported", evidence, company)
        if said["kind"] == "denial":
            form = said.get("form")
            found.kind = "claim.denied"
            found.form = form if form in DENIAL_FORMS else "other"
        else:
            found.stage = self._stage(said.get("stage"))
            found.money = list(self._figures(said.get("figures"), evidence))
            found.investors = list(self._investors(said.get("investors")))
            if not found.money:
                raise LeftOut("nothing-left")
        found.speaker = self._speaker(said.get("source"))
        if found.speaker is not None:
            found.attribution = ("named", found.speaker.span)
        looks = list(dict.fromkeys(self._looks))
        found.tier = "low" if looks else "mid"
        found.reasons = [f"look: {code}: {LOOKS[code]}" for code in looks] or [ADMITTED]
        return found

    def _place(self, quote: Any) -> Span:
        """Find a quote in the plain text of the article."""
        if not isinstance(quote, str) or not quote.strip():
            raise LeftOut("shape")
        raw = self._page.raw
        first = raw.find(quote)
        if first >= 0 and raw.find(quote, first + 1) >= 0:
            raise LeftOut("quote-twice")
        try:
            start, end = find_quote(raw, quote)
        except BadInput:
            raise LeftOut("quote-missing") from None
        return self._page.read_at(start, end)

    def _company(self, text: Any, evidence: Span) -> FoundName:
        named = self._named(text, evidence)
        if named is None:
            raise LeftOut("company-missing")
        if not evidence.start <= named.span.start < evidence.end:
            self._looks.append("company-elsewhere")
        return named

    def _named(self, text: Any, near: Span | None = None) -> FoundName | None:
        """Give a name where the article has it, in a passage first."""
        if not isinstance(text, str) or not text.strip():
            return None
        raw, start = self._page.raw, -1
        if near is not None:
            start = raw.find(text, *self._page.place(near))
        start = start if start >= 0 else raw.find(text)
        if start < 0:
            return None
        span = self._page.read_at(start, start + len(text))
        return FoundName(span, text, *self._gazetteer.owners.get(fold(text), ()))

    def _speaker(self, text: Any) -> FoundName | None:
        named = self._named(text)
        if text and named is None:
            self._looks.append("source-missing")
        return named

    def _stage(self, text: Any) -> str:
        if text in STAGES:
            return str(text)
        self._looks.append("unknown-stage")
        return "announced"

    def _investors(self, said: Any) -> Iterator[tuple[FoundName, bool]]:
        for one in said if isinstance(said, list) else ():
            text = one.get("name") if isinstance(one, Mapping) else one
            named = self._named(text)
            if named is None:
                self._looks.append("investor-missing")
            else:
                yield named, isinstance(one, Mapping) and one.get("lead") is True

    def _figures(self, said: Any, evidence: Span) -> Iterator[ArticleAmount]:
        for one in said if isinstance(said, list) else ():
            try:
                yield self._figure(one, evidence)
            except LeftOut as why:
                quote = one.get("quote") if isinstance(one, Mapping) else one
                self.refused.append(Refusal(why.code, str(quote)))
                self._looks.append("figure-refused")

    def _figure(self, said: Any, evidence: Span) -> ArticleAmount:
        """Read a figure from its quote again."""
        if not isinstance(said, Mapping) or not isinstance(said.get("quote"), str):
            raise LeftOut("shape")
        if said.get("role") not in ROLES:
            raise LeftOut("role")
        span = self._figure_place(said["quote"], evidence)
        found = [
            x
            for x in self._moneys
            if span.start <= x.span.start < x.span.end <= span.end
        ]
        if len(found) != 1:
            raise LeftOut("several-numbers" if found else "no-number")
        (money,) = found
        if not _agrees(money, said.get("amount")):
            raise LeftOut("number-differs")
        if money.role not in {*ROLES, "", _UNSAID}:
            self._looks.append("ignored-by-rules")
        words = str(said.get("price") or "").replace("_", "-")
        return replace(money, role=str(said["role"]), cue=words)

    def _figure_place(self, quote: str, evidence: Span) -> Span:
        start, end = self._page.place(evidence)
        passage = self._page.raw[start:end]
        if passage.count(quote) == 1:
            at = start + passage.find(quote)
            return self._page.read_at(at, at + len(quote))
        if quote and passage.count(quote) > 1:
            raise LeftOut("quote-twice")
        span = self._place(quote)
        if not evidence.start <= span.start < span.end <= evidence.end:
            self._looks.append("figure-elsewhere")
        return span


def _agrees(money: ArticleAmount, amount: Any) -> bool:
    """Tell whether a number that was given, too, is the one that was read."""
    if amount is None or money.figure is None:
        return True
    try:
        figure = parse_figure(str(amount), money.figure.currency)
    except BadInput:
        return False
    return (figure.currency, figure.min, figure.max) == (
        money.figure.currency,
        money.figure.min,
        money.figure.max,
    )


def _same_name(one: FoundName | None, other: FoundName | None) -> bool:
    if one is None or other is None:
        return False
    same = one.company is not None and one.company == other.company
    return same or fold(one.text) == fold(other.text)
