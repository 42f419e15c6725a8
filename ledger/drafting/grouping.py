"""From figures to claims: what one passage says about one company is one claim.

A sentence that names a price and an amount of one company makes one claim of both. A
second amount raised, or a second price, is another round. The next sentence of a
paragraph adds what the claim lacks ("The deal values it at 24B"), and who leads.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.drafting.days import done
from ledger.drafting.denying import DenialPassage, denials_in
from ledger.drafting.linking import INTO, CompanyOf, acts, company_of
from ledger.drafting.names import FoundName
from ledger.drafting.parties import investors_in
from ledger.drafting.proposals import ROLES, ArticleAmount, DraftedClaim
from ledger.drafting.speaking import attribution
from ledger.drafting.stages import invested, stage_of, type_in
from ledger.drafting.text import ArticlePage, Span
from ledger.drafting.tiers import CLOSE

_GOES_ON: Final = re.compile(
    r"^(?:The (?:deal|round|financing|funding|investment|transaction)\b|"
    r"The (?:new |latest |post-money |pre-money )*(?:funding|valuation)\b|"
    r"(?:This|That) (?:would )?(?:gives?|puts?|brings?|values?|sets?)\b|"
    r"It would be valued|"
    r"本轮|此轮|该轮|本次|此次|投后|投前|(?:目前|当前|最新)?公司(?:的|最新|整体)*估值|"
    r"[这這][令使])",
)
_ANOTHER: Final = re.compile(
    r"\b(?:talks?|discuss\w*|seek(?:s|ing)?|tender|secondary|another|next|new round|"
    r"employees?|had|shares?|stock|separately|previous\w*|earlier|"
    r"last (?:year|round|month))\b"
    r"|洽谈|谈判|洽談|談判|寻求|尋求|员工|員工|老股|股份|另|曾|下一轮|下一輪|上一轮|上一輪|此前|去年",
    re.IGNORECASE,
)
"""The price of something else than the round that was just told."""
_IN_SOMEBODY: Final = re.compile(r"^ (?:\w+ ){0,2}(?:in|into) the (?=[A-Za-z]+ )")
_PLACE: Final = re.compile(r"\b(?:on|via|told|to) $|(?:在|于|对|上)$")
_JOINED: Final = re.compile(
    r"(?:参与|入股|投资|注资)了?$|\b(?:part in|invest(?:ed|ing)? in|stake in|"
    r"investor in) $"
)
_AT_WORDS: Final = 16
_BACK: Final = 2
"""A denial may answer what was said so many sentences before."""
_LATTER: Final = re.compile(r"后者|前者|\bthe latter\b")
_DONE: Final = frozenset({"closed", "announced"})
"""Stages whose day in the world a sentence may tell."""


@dataclass(slots=True)
class ArticleReading:
    """An article while its claims are put together."""

    page: ArticlePage
    moneys: Sequence[ArticleAmount]
    names: Sequence[FoundName]
    day: str | None = None
    """When the article was published."""
    claims: list[DraftedClaim] = field(default_factory=list)
    focus: FoundName | None = None
    links: dict[Span, CompanyOf] = field(default_factory=dict)
    """By the place of a figure: whom it is about."""
    _figures: dict[int, list[int]] = field(init=False)
    _named: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._figures = self.page.by_sentence(money.span for money in self.moneys)
        self._named = self.page.by_sentence(name.span for name in self.names)

    def figures(self, sentence: int) -> list[ArticleAmount]:
        """Give the figures of a sentence that are claimed."""
        found = (self.moneys[at] for at in self._figures.get(sentence, ()))
        return [money for money in found if money.role in ROLES]

    def named(self, sentence: int) -> list[FoundName]:
        """Give the names in a sentence."""
        return [self.names[at] for at in self._named.get(sentence, ())]


def claims_in(
    page: ArticlePage,
    moneys: Sequence[ArticleAmount],
    names: Sequence[FoundName],
    day: str | None = None,
) -> ArticleReading:
    """Put the figures of an article that are claimed together, and add its denials.

    `day` is when it was published: relative days are reckoned from it.
    """
    reading = ArticleReading(page, moneys, names, day)
    for number, sentence in enumerate(page.sentences):
        if sentence.start >= page.body_end:
            break
        _sentence(reading, number, sentence)
    told = frozenset(page.sentence(c.evidence.start) for c in reading.claims)
    for denial in denials_in(page, told):
        _deny(reading, denial)
    reading.claims.sort(key=lambda claim: claim.evidence)
    return reading


def _sentence(reading: ArticleReading, number: int, sentence: Span) -> None:
    page = reading.page
    here = reading.named(number)
    backers = investors_in(page, sentence, here)
    said = attribution(page, sentence, here)
    others = [*backers, *([said[2]] if said and said[0] == "paper" and said[2] else [])]
    mine: list[DraftedClaim] = []
    for money in reading.figures(number):
        link = _link(reading, money, here, others, mine)
        if _given_to_nobody(money, link, page.plain[money.span.end : sentence.end]):
            money.role = "spending"
            continue
        reading.links[money.span] = link
        claim = _claim_for(reading, mine, money, link, sentence)
        claim.money.append(money)
        claim.attribution = said and (said[0], said[1])
        claim.speaker = said[2] if said else None
        claim.guessed |= link.how != "named"
        if link.company is not None and link.how == "named":
            reading.focus = link.company
    _describe(reading, mine, sentence, backers, here)
    if not mine and here:
        _note_focus(reading, here, others)
    if not mine and backers and reading.claims:
        _add_backers(reading, number, backers)


def _link(
    reading: ArticleReading,
    money: ArticleAmount,
    here: Sequence[FoundName],
    others: Sequence[FoundName],
    mine: Sequence[DraftedClaim],
) -> CompanyOf:
    """Give whom a figure is about; a part of a round goes to the round's company."""
    link = company_of(money, reading.page, here, others, reading.focus)
    raising = [
        claim for claim in mine if claim.company is not None and not claim.guessed
    ]
    sentence = reading.page.sentences[reading.page.sentence(money.span.start)]
    if mine and _LATTER.search(reading.page.plain[sentence.start : money.span.start]):
        return CompanyOf(mine[-1].company, "pronoun", 0, link.rivals)
    part = _part_of(reading, money, here, sentence)
    if money.role == "investment" and link.how not in {"named", "pronoun"} and part:
        return CompanyOf(part, "pronoun", 0, link.rivals)
    if money.role == "investment" and link.how != "named" and raising:
        return CompanyOf(raising[-1].company, "named", 0, link.rivals)
    return link


def _part_of(
    reading: ArticleReading,
    money: ArticleAmount,
    here: Sequence[FoundName],
    sentence: Span,
) -> FoundName | None:
    """Give the company of the claim before, if one of its investors puts money in."""
    claim = reading.claims[-1] if reading.claims else None
    if claim is None or not reading.page.same_paragraph(claim.evidence, sentence):
        return None
    backers = {named.text for named, _ in claim.investors}
    ahead = (x.text for x in here if x.span.start < money.span.start)
    return claim.company if backers & set(ahead) else None


def _given_to_nobody(money: ArticleAmount, link: CompanyOf, behind: str) -> bool:
    """Tell whether nobody is said to get what somebody puts in."""
    if money.role != "investment" or link.how in {"named", "pronoun"}:
        return False
    return not _IN_SOMEBODY.match(behind)


def _claim_for(
    reading: ArticleReading,
    mine: list[DraftedClaim],
    money: ArticleAmount,
    link: CompanyOf,
    sentence: Span,
) -> DraftedClaim:
    """Give the claim that a figure belongs to, or begin one."""
    for claim in mine:
        apart = link.how == "guessed" and not claim.guessed
        if _same_name(claim.company, link.company) and not (
            apart or _has(claim, money)
        ):
            return claim
    before = reading.claims[-1] if reading.claims and not mine else None
    if before is not None and _goes_on(reading, before, money, link, sentence):
        before.evidence = Span(before.evidence.start, sentence.end)
        if link.how != "named":  # but it is, in the claim's first sentence
            reading.links[money.span] = reading.links[before.money[0].span]
        mine.append(before)
        return before
    claim = DraftedClaim("round.reported", sentence, link.company)
    mine.append(claim)
    reading.claims.append(claim)
    return claim


def _goes_on(
    reading: ArticleReading,
    before: DraftedClaim,
    money: ArticleAmount,
    link: CompanyOf,
    sentence: Span,
) -> bool:
    """Tell whether a sentence goes on about the round of the claim before it.

    It begins so ("The deal ..."); or it is the very next one, and says nothing but what
    the same company is worth. A price that is told far from its words stays apart, so
    that the claim is as sure as it was.
    """
    page = reading.page
    if _has(before, money) or not page.same_paragraph(before.evidence, sentence):
        return False
    text = page.plain[sentence.start : sentence.end]
    if link.how != "named" and _GOES_ON.match(text):
        return True
    number = page.sentence(sentence.start)
    return (
        number - page.sentence(before.evidence.end - 1) == 1
        and before.kind == "round.reported"
        and all(x.role == "valuation" for x in reading.figures(number))
        and link.how in {"named", "pronoun"}
        and money.reach <= CLOSE
        and _same_name(before.company, link.company)
        and not _ANOTHER.search(text)
    )


def _has(claim: DraftedClaim, money: ArticleAmount) -> bool:
    """Tell whether a claim has a figure of this role already.

    Money raised goes with its target, and a part of it with the whole.
    """
    return any(other.role == money.role for other in claim.money)


def _describe(
    reading: ArticleReading,
    claims: Sequence[DraftedClaim],
    sentence: Span,
    backers: dict[FoundName, bool],
    names: Sequence[FoundName],
) -> None:
    """Say of the claims of a sentence how far they are, of what type, and who pays."""
    text = reading.page.plain[sentence.start : sentence.end]
    for claim in claims:
        claim.stage = claim.stage or stage_of(text, claim)
        if claim.round_type is None:
            claim.round_type = type_in(text)
        if claim.effective is None and claim.stage in _DONE:
            claim.effective = done(text, reading.day)
        gives = invested(claim)
        alone = all(money.role in {"investment", "valuation"} for money in claim.money)
        if not (gives and alone):
            _take_backers(claim, backers)
        if gives and not claim.investors:
            payer = _payer(reading.page, claim, names, sentence)
            claim.investors += [(payer, False)] if payer else []


def _payer(
    page: ArticlePage, claim: DraftedClaim, names: Sequence[FoundName], sentence: Span
) -> FoundName | None:
    """Give who puts money in: the nearest name before it that gets none."""
    given = [money for money in claim.money if money.role == "investment"]
    first = min(money.span.start for money in given)
    free = [
        name
        for name in names
        if name.span.start < first
        and not _same_name(name, claim.company)
        and not _paper(name)
        and not INTO.search(page.plain[sentence.start : name.span.start])
    ]
    return free[-1] if free else None


def _paper(name: FoundName) -> bool:
    return name.source is not None and name.company is None


def _take_backers(claim: DraftedClaim, backers: dict[FoundName, bool]) -> None:
    held = {named.text for named, _ in claim.investors}
    for named, lead in backers.items():
        if named.text not in held and not _same_name(named, claim.company):
            claim.investors.append((named, lead))


def _add_backers(
    reading: ArticleReading, number: int, backers: dict[FoundName, bool]
) -> None:
    """Add investors of the sentence that follows a claim: "X led the round"."""
    claim = reading.claims[-1]
    page = reading.page
    next_ = number - page.sentence(claim.evidence.end - 1) == 1
    sentence = page.sentences[number]
    if next_ and claim.money and page.same_paragraph(claim.evidence, sentence):
        claim.evidence = Span(claim.evidence.start, sentence.end)
        _take_backers(claim, backers)


def _note_focus(
    reading: ArticleReading, here: Sequence[FoundName], others: Sequence[FoundName]
) -> None:
    """Take the company that acts in a sentence for what the text is about."""
    taken = {other.span for other in others}
    companies = [x for x in here if x.company and x.span not in taken]
    acting = [name for name in companies if acts(name, reading.page)]
    if acting:
        reading.focus = acting[0]


def _deny(reading: ArticleReading, denial: DenialPassage) -> None:
    page = reading.page
    sentence = page.sentences[denial.sentence]
    here = reading.named(denial.sentence)
    same = [
        c for c in reading.claims if page.sentence(c.evidence.start) == denial.sentence
    ]
    back = [
        c
        for c in reading.claims
        if 0 < denial.sentence - page.sentence(c.evidence.end - 1) <= _BACK
        and c.kind != "claim.denied"
    ]
    denied = [c for c in same if c.kind != "claim.denied"] or (
        back[-1:] if denial.anaphoric else []
    )
    named = [x for x in here if x.company and not _where_said(page, sentence, x)]
    named = [x for x in here if _is_joined(page, sentence, x)] or named
    company = denied[0].company if denied else None
    if named and not any(_same_name(x, company) for x in named):
        company, denied = named[0], []
    claim = DraftedClaim(
        "claim.denied", sentence, company or (named[0] if named else reading.focus)
    )
    claim.form, claim.denies = denial.form, denied
    claim.guessed = not any(_same_name(x, claim.company) for x in here)
    said = attribution(page, sentence, here)
    claim.attribution = said and (said[0], said[1])
    claim.speaker = _denier(page, denial, here) or (
        None if claim.guessed else claim.company
    )
    reading.claims.append(claim)


def _denier(
    page: ArticlePage, denial: DenialPassage, here: Sequence[FoundName]
) -> FoundName | None:
    """Give who denies: a person on record, else who stands right at the words."""
    people = [name for name in here if name.source and not name.company]
    if people:
        return people[0]
    ahead = [x for x in here if 0 <= denial.span.start - x.span.end <= _AT_WORDS]
    if ahead:
        return ahead[-1]
    behind = page.plain[denial.span.end :]
    by = (x for x in here if behind[: x.span.start - denial.span.end].endswith("by "))
    return next((x for x in by if x.span.start > denial.span.end), None)


def _is_joined(page: ArticlePage, sentence: Span, name: FoundName) -> bool:
    """Tell whether somebody is said to have a part in a company: 参与X的融资."""
    return _JOINED.search(page.plain[sentence.start : name.span.start]) is not None


def _where_said(page: ArticlePage, sentence: Span, name: FoundName) -> bool:
    """Tell whether a name is only the place of words: "wrote on Twitter"."""
    return _PLACE.search(page.plain[sentence.start : name.span.start]) is not None


def _same_name(first: FoundName | None, second: FoundName | None) -> bool:
    if first is None or second is None:
        return first is second
    return (first.company or first.text) == (second.company or second.text)
