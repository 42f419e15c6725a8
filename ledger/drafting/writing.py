"""From proposals to the draft that a person reads: every passage with its place.

What a proposal cannot say is null, and waits for a person. See `docs/drafting.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.claims.names import Directory
from ledger.drafting.days import published
from ledger.drafting.form import FORM, flat
from ledger.drafting.gate import REFUSALS, Proposal, gated
from ledger.drafting.gist import gist
from ledger.drafting.names import FoundName, Gazetteer, gazetteer
from ledger.drafting.onrecord import offers
from ledger.drafting.proposals import ArticleAmount, DraftedClaim
from ledger.drafting.rules import NAME, VERSION, Proposed, propose
from ledger.drafting.text import ArticlePage, Span
from ledger.projections.rounds import CompanyAt

_BASES: Final = {
    "raised": "round_total",
    "target": "target",
    "investment": "per_investor",
}

CompanyReader = Callable[[Sequence[str]], Mapping[str, CompanyAt]]
"""Gives companies as they stand in the ledger, by their slugs."""


class ArticleFacts(NamedTuple):
    """What is known of an article in addition to its text."""

    file: str
    sha256: str
    text_sha256: str
    media_type: str
    encoding: str | None
    title: str | None
    url: str | None
    source: str | None
    published: str | None


def drafted(
    page: ArticlePage,
    article: ArticleFacts,
    directory: Directory,
    companies: CompanyReader,
    proposal: Proposal | None = None,
) -> dict[str, Any]:
    """Give the draft of an article; names and claims on record are those given.

    Without a `proposal` of another drafter the rules propose.
    """
    known = gazetteer(directory)
    guess = published(page)
    other = None if proposal is None else gated(page, known, proposal)
    if other is None:
        proposed = propose(page, known, article.published or (guess and guess[0]))
    else:
        proposed = other.proposed
    named = (claim.company for claim in proposed.claims)
    slugs = dict.fromkeys(x.company for x in named if x is not None and x.company)
    folded = companies(list(slugs)) if slugs else {}
    found = ProposalWriter(page, article, directory, known, folded).draft(proposed)
    if proposal is not None and other is not None:
        found["extractor"] = flat(name=proposal.name, version=proposal.version)
        found["refused"] = [
            flat(code=one.code, quote=one.quote, says=REFUSALS[one.code])
            for one in other.refused
        ]
    return found


class ProposalWriter:
    """Writes the proposals of one article."""

    def __init__(
        self,
        page: ArticlePage,
        article: ArticleFacts,
        directory: Directory,
        gazetteer: Gazetteer,
        companies: Mapping[str, CompanyAt],
    ) -> None:
        self._page, self._article, self._directory = page, article, directory
        self._gazetteer, self._companies = gazetteer, companies
        guess = published(page)
        self._day = article.published or (guess[0] if guess else None)
        self._guess = None if article.published else guess

    def draft(self, proposed: Proposed) -> dict[str, Any]:
        """Give the draft of an article as plain values, in the order of the file."""
        ids = {id(claim): f"c{at}" for at, claim in enumerate(proposed.claims, 1)}
        return {
            "draft": FORM,
            "document": self._document(proposed),
            "extractor": flat(name=NAME, version=VERSION),
            "claims": [self._proposed(claim, ids) for claim in proposed.claims],
            "ignored": [
                flat(**self._passage(money.span), why=money.role)
                for money in proposed.ignored
            ],
        }

    def _document(self, proposed: Proposed) -> dict[str, Any]:
        article, guess = self._article, self._guess
        return {
            "file": article.file,
            "sha256": article.sha256,
            "text_sha256": article.text_sha256,
            "media_type": article.media_type,
            "encoding": article.encoding,
            "language": self._page.language,
            "title": article.title,
            "url": article.url,
            "publisher": self._publisher(),
            "published": article.published,
            "published_guess": guess
            and flat(value=guess[0], **self._passage(guess[1])),
            "warnings": [
                {
                    "code": warned.code,
                    "count": warned.count,
                    "says": warned.says,
                    **self._passage(warned.span),
                    "acknowledged": False,
                }
                for warned in proposed.warnings
            ],
        }

    def _proposed(self, claim: DraftedClaim, ids: Mapping[int, str]) -> dict[str, Any]:
        said = self._claim(claim, ids)
        return {**said, "proposed": flat(**gist(said))}

    def _claim(self, claim: DraftedClaim, ids: Mapping[int, str]) -> dict[str, Any]:
        said = {
            "id": ids[id(claim)],
            "decision": "undecided",
            "tier": claim.tier,
            "reasons": list(claim.reasons),
            "kind": claim.kind,
            "company": self._company(claim.company),
        }
        if claim.kind == "claim.denied":
            said["denies"] = [ids[id(denied)] for denied in claim.denies]
            said |= {"scope": ["whole"], "form": claim.form}
            if claim.form == "not_raising_now":
                said["scope"] = ["stage"]
        else:
            said |= self._reported(claim)
        source, via = self._speakers(claim)
        id_ = None if source is None else source["id"]
        before, behind = self._page.around(claim.evidence)
        kind, words = claim.attribution or (None, None)
        passage = self._passage(claim.evidence)
        return {
            **said,
            "source": source,
            "via": via,
            "attribution": words and flat(kind=kind, **self._passage(words)),
            "evidence": {**passage, "before": before, "behind": behind},
            "ledger": [
                flat(event=offer.event, may=offer.may, because=offer.because)
                for offer in offers(claim, id_, self._day, self._companies)
            ],
        }

    def _reported(self, claim: DraftedClaim) -> dict[str, Any]:
        payer = claim.investors[0][0].text if claim.investors else None
        raised = [
            self._amount(money, basis=_BASES[money.role], part=self._part(money, payer))
            for money in claim.money
            if money.role in _BASES
        ]
        return {
            "round": None,
            "stage": claim.stage,
            "round_type": claim.round_type,
            "raised": raised,
            "valuation": [
                self._amount(money, kind=_price_kind(money.cue))
                for money in claim.money
                if money.role == "valuation"
            ],
            "investors": [
                self._investor(who, lead=lead) for who, lead in claim.investors
            ],
            "effective": claim.effective,
        }

    def _part(self, money: ArticleAmount, payer: str | None) -> str | None:
        return payer if money.role == "investment" else None

    def _amount(self, money: ArticleAmount, **fields: str | None) -> dict[str, Any]:
        kept = {key: value for key, value in fields.items() if value is not None}
        figure = None if money.figure is None else str(money.figure)
        asked = {} if money.ask is None else {"ask": money.ask}
        return flat(**kept, figure=figure, **asked, **self._passage(money.span))

    def _investor(self, named: FoundName, *, lead: bool) -> dict[str, Any]:
        id_ = named.company or named.source
        # A name may be broken over two lines of the article.
        name = " ".join(named.text.split())
        return flat(name=name, id=id_, lead=lead, **self._passage(named.span))

    def _company(self, named: FoundName | None) -> dict[str, Any] | None:
        if named is None:
            return None
        if named.company is not None:
            return flat(id=named.company, text=named.text)
        return flat(id=None, text=named.text, near=self._gazetteer.near(named.text))

    def _publisher(self) -> dict[str, Any] | None:
        text = self._article.source
        if text is None:
            return None
        return flat(id=self._directory.find_source(text), text=text)

    def _speakers(
        self, claim: DraftedClaim
    ) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        """Give who says it and who carries it: a named paper or party goes first."""
        publisher = self._publisher()
        kind = claim.attribution[0] if claim.attribution else None
        speaker = claim.speaker
        denied = claim.kind == "claim.denied"
        if speaker is None or (kind not in {"paper", "named"} and not denied):
            return publisher, []
        source = flat(id=self._source_id(speaker), text=speaker.text)
        if publisher is None or publisher["id"] == source["id"] is not None:
            return source, []
        return source, [publisher]

    def _source_id(self, named: FoundName) -> str | None:
        """Give the source that a name is, or through which a company speaks."""
        if named.source is not None:
            return named.source
        own = (
            source.slug
            for source in self._directory.sources.values()
            if source.kind == "company" and named.company in source.speaks_for
        )
        return next(own, None) or self._directory.find_source(named.text)

    def _passage(self, span: Span) -> dict[str, Any]:
        start, end = self._page.place(span)
        return {"quote": self._page.raw[start:end], "start": start, "end": end}


def _price_kind(cue: str) -> str:
    """Give the kind of a price by its words."""
    words = cue.lower()
    if "pre-money" in words or "投前" in words:
        return "pre_money"
    if any(word in words for word in ("post-money", "post-investment", "投后")):
        return "post_money"
    return "unspecified"
