"""Whom a figure is about: the company that raises the money or has the price.

It is named in the sentence, where the one that raises stands; or a pronoun stands for
the company that the text was about last; or nobody is named, and then the company is
only guessed. An investor, a paper and a person are never taken for it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ledger.drafting.names import FoundName
from ledger.drafting.proposals import ArticleAmount
from ledger.drafting.text import ArticlePage, Span

INTO: Final = re.compile(
    r"(?:\b(?:in|into|stake in|invest(?:ed|ing|s)? in|backing|for)(?: [\w-]+){0,3} "
    r"|[对向给][^,。;:\"\u201c\u300c]{0,12}|入股|投资[了于]?[^,。;:]{0,14}|用于|收购|"
    r"增持|注资)\s?$"
)
_PRICED: Final = re.compile(
    r"\b(?:valu(?:e|es|ed|ing|ation)(?: of| for)?|price on)(?: the)? $|[对给]$|"
    r"(?:估值)?(?:投资|入股|注资)[了于]?$",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"\b(?:by|with|from|including|alongside|joined by|backed by|co-founded by|"
    r"founded by|of former"
    r"|competitor of|rival|challenger to|such as|like|former|against|at|citing|told|"
    r"and|on|via)"
    r"(?: [\w-]+){0,1} $|\b(?:backed|supported|led|founded|owned) by (?:[\w-]+ ){0,4}$"
    r"|(?:由|据|与|和|援引|等|旗下|前|来自|获得?|得到|接受)$"
)
_ACTS: Final = re.compile(
    r"^(?:'s|\u2019s)? ?(?:AI|CEO|\(|has|have|had|is|was|will|would|said|says|raised|"
    r"secured|closed|"
    r"completed|announced|sought|seeks|wants|plans|told|confirmed)\b"
    r"|^[\u201d\u300d\"]?(?:AI)?(?:科技)?(?:有限公司)?(?:近日|日前|今日|已|正|拟|宣布|"
    r"完成|获|将|计划|据悉|表示|以|的?估值"
    r"|(?:相关)?(?:负责人|发言人|方面|官方|创始人|首席))"
)
_TALKED_OF: Final = re.compile(
    r"\b(?:the (?:\w+ ){0,2}?(?:company|start-?up|firm|group|lab|business|maker|deal|"
    r"round|financing|transaction)"
    r"|its?|it|they|their)\b|该公司|这家公司|其(?![他中实余])|本轮|此轮|该轮|这笔|后者|"
    r"此前一年",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:for|by|of|at|in|into)(?: the)? $|\b(?:for|into)(?: [\w'-]+,?){1,5} $|"
    r"[对向给为]$"
)
"""A name behind a figure is meant only if one of these stands before it."""
_RAISED_FOR: Final = re.compile(
    r"\b(?:rais|secur|clos|land)\w* .{0,90}\bfor (?:(?:his|her|their|its|the|new)\b"
    r"(?: [\w'-]+,?){0,4} )?$"
)
_THE_COMPANY: Final = re.compile(
    r"\bthe (?:company|start-?up|firm) (?:was|is|would|has|had)\b|该公司|这家公司"
)
_OWNS: Final = re.compile(
    r"^['\u2019]s (?:[\w-]+ ){0,3}(?:valuation|round|funding|series|price|raise)\b",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"^(?:'s)?,? (?:CEO|chief executive|founder|co-founder|chairman|president|"
    r"spokes\w+|analyst|told)"
)
_OF_ANOTHER: Final = re.compile(
    r"\b(?:establish|set up|launch|create|found|build|fund|for) an? (?:[\w-]+ ){0,4}"
    r"(?:company|venture|start-?up|firm|business)\b|(?:就|成立|创办|设立|"
    r"组建)[了]?一家",
    re.IGNORECASE,
)
"""The money is for a company that has no name yet."""


_OF_COMPANIES: Final = re.compile(
    r"\b(?:AI|Labs?|Robotics|Robots?|Technolog\w+|Systems?|Group|Company|Inc|Corp|"
    r"Health|Bio\w*|"
    r"Intelligence|Machines?|Computing|Cloud|Energy|Motors?|Software|Data|Networks?|"
    r"Studios?|"
    r"Semiconductors?|Space|Therapeutics|Capital|Ventures|Partners|Dynamics|Sciences?|"
    r"Security)\b"
)
_APPOSED: Final = re.compile(r",? \(|, (?:an?|the|which|whose)\b")
_PAYS: Final = re.compile(
    r"^(?: (?:will|would|may|might|could|has|have|had|is|also|plans? to|agreed to|"
    r"set to))*"
    r" (?:to )?(?:invest|put|pour|commit|pledg|contribut)\w*\b"
    r"|^(?:今年|去年)?(?:\d+月)?(?:\d+日)?(?:将|拟|计划|或|已|正|此前|也|再|还|先|"
    r"宣布)*(?:以[^,。]{0,14})?(?:投(?![前后])|注资|入股|出资|领投|追加|承诺)"
)
"""Behind the name of one that pays, not of one that is paid."""
_WEAK: Final = 20
"""The score of a company that nothing points at, where somebody else pays."""
_POINTED: Final = 400
_OWNS_IT: Final = re.compile(r"旗下|子公司|\b(?:subsidiary|unit|arm),? [A-Z]")
"""What follows is about a company of it, not about itself."""
_PLAIN: Final = 260
"""A score from here on says that words such as "in" or 对 point at the name."""


class CompanyOf(NamedTuple):
    """The company that a figure is about, and how that is known."""

    company: FoundName | None
    how: str
    """`named`, `pronoun`, `guessed` or `nobody`."""
    distance: int
    """Characters between the name and the figure."""
    rivals: int
    """Other names before the figure that might be meant."""
    sure: bool = False
    """Whether the words around the name say that it is the one."""


def company_of(
    money: ArticleAmount,
    page: ArticlePage,
    names: Sequence[FoundName],
    others: Iterable[FoundName],
    focus: FoundName | None,
) -> CompanyOf:
    """Give the company that a figure is about.

    `names` are those of its sentence, `others` the investors and speakers among them;
    `focus` is the company that the text was about last.
    """
    sentence = page.sentences[page.sentence(money.span.start)]
    left_out = [other.span for other in others]
    free = [
        x for x in names if not _taken(x.span, left_out) and not _is_person(x, page)
    ]
    best = max(
        ((_score(name, money, page, sentence), name) for name in free),
        key=lambda one: (one[0], -one[1].span.start),
        default=(0, None),
    )
    score, company = best
    if company is not None and score > 0:
        distance = _distance(company.span, money.span)
        ahead = [x for x in free if x.span.start < money.span.start]
        rivals = 0 if score >= _PLAIN else max(0, len(_distinct(ahead)) - 1)
        if score == _WEAK and len(_distinct(free)) > 1:
            return CompanyOf(company, "guessed", distance, rivals)
        sure = score >= _PLAIN or _is_subject(company, page, sentence)
        sure = sure and not _may_be_a_person(company, page)
        return CompanyOf(company, "named", distance, rivals, sure)
    if focus is None:
        return CompanyOf(None, "nobody", 0, len(free))
    before = page.plain[sentence.start : money.span.start]
    spoken = _TALKED_OF.search(before) or _THE_COMPANY.search(
        page.plain[sentence.start : sentence.end]
    )
    how = "pronoun" if spoken else "guessed"
    return CompanyOf(focus, how, 0, len(_distinct(free)))


def _score(
    name: FoundName, money: ArticleAmount, page: ArticlePage, sentence: Span
) -> int:
    """Give how well a name fits as the company; nothing if it cannot be it."""
    before = page.plain[sentence.start : name.span.start]
    behind = page.plain[name.span.end : sentence.end]
    if _is_pointed_at(money, before):
        return _POINTED - _distance(name.span, money.span)
    if _PAYS.match(behind):
        return 0
    if money.role == "investment":
        return _WEAK if name.company and not _ACTS.match(behind) else 0
    between = page.plain[name.span.end : max(name.span.end, money.span.start)]
    if _BY.search(before) or _OF_ANOTHER.search(behind) or _OWNS_IT.search(between):
        return 0
    return _place_score(name, money, page, sentence)


def _is_pointed_at(money: ArticleAmount, before: str) -> bool:
    """Tell whether the words before a name say that it gets the money, or the price."""
    if money.role == "investment":
        return INTO.search(before) is not None
    if money.role == "valuation" and _PRICED.search(before):
        return True
    return _RAISED_FOR.search(before) is not None


def _place_score(
    name: FoundName, money: ArticleAmount, page: ArticlePage, sentence: Span
) -> int:
    """Give how well the place of a name in its sentence fits that of a subject."""
    before = page.plain[sentence.start : name.span.start]
    score = 150 - min(140, _distance(name.span, money.span))
    if name.span.start > money.span.start:
        if not (_FOR.search(before) or before.startswith("Valued at")):
            return 0
        score -= 60
    subject = _is_subject(name, page, sentence)
    if not before.strip('\u201c\u300c" '):
        if _is_plain_word(name) and not subject:
            return 0
        score += 60
    return score + 80 * subject + 80 * bool(name.company)


def _may_be_a_person(name: FoundName, page: ArticlePage) -> bool:
    """Tell whether a name that is not on record may be that of a person: Ann Lee."""
    words = name.text.split()
    if name.known or len(words) not in {2, 3} or _OF_COMPANIES.search(name.text):
        return False
    plain = all(word.isalpha() and word.istitle() for word in words)
    return plain and not _APPOSED.match(page.plain[name.span.end :][:20])


def _is_plain_word(name: FoundName) -> bool:
    """Tell whether a name may be any word with which a sentence starts."""
    text = name.text
    return not name.known and text.isalpha() and text.isascii() and text[1:].islower()


def _is_subject(name: FoundName, page: ArticlePage, sentence: Span) -> bool:
    """Tell whether a name stands in the place of the one that acts, or in quotes."""
    behind = page.plain[name.span.end : sentence.end]
    if page.language == "en" and (behind.startswith(",") or _OWNS.match(behind)):
        return True
    return bool(_ACTS.match(behind)) or behind.startswith(("\u201d", "\u300d"))


def _distance(first: Span, second: Span) -> int:
    return max(first.start - second.end, second.start - first.end, 0)


def _taken(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _is_person(name: FoundName, page: ArticlePage) -> bool:
    """Tell whether a name is that of a person or a paper: a source and no company."""
    if name.known:
        return name.company is None
    return bool(_PERSON.match(page.plain[name.span.end : name.span.end + 24]))


def _distinct(names: Sequence[FoundName]) -> set[str]:
    return {name.company or name.text for name in names}


def acts(name: FoundName, page: ArticlePage) -> bool:
    """Tell whether a company is the one that acts in its sentence."""
    sentence = page.sentences[page.sentence(name.span.start)]
    before = page.plain[sentence.start : name.span.start].strip('\u201c\u300c" ')
    behind = page.plain[name.span.end : sentence.end]
    return not before or before.endswith(",") or bool(_ACTS.match(behind))
