"""Denials in an article: who contradicts what, where that is about a round.

A word such as "denied" or 驳斥 alone is not enough: people deny many things. What is
denied must be a report, or money, or a price, in the sentence itself or right before.
"""

import re
from typing import Final, NamedTuple

from ledger.drafting.text import ArticlePage, Span


def _compiled(form: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return form, re.compile(pattern, re.IGNORECASE)


_FORMS: Final = (
    _compiled(
        "fake",
        r"\bfake(?: news)?\b|\bhoax\b|假新闻|造谣|谣言|辟谣|子虚乌有|虚假|打脸",
    ),
    _compiled(
        "not_raising_now",
        r"\b(?:not|n't) (?:currently |now )?(?:raising|seeking|in talks|"
        r"looking to raise)"
        r"\b|\bno plans? to raise\b|没有(?:新的)?(?:融资|募资)(?:计划|打算)|(?:暂|"
        r"目前)无融资|未在融资|没有在融资",
    ),
    _compiled(
        "inaccurate",
        r"\binaccurate\b|\bnot accurate\b|\bincorrect\b|不准确|失实|有误",
    ),
    _compiled(
        "premature",
        r"\bpremature\b|为时过早",
    ),
    _compiled(
        "false",
        r"\b(?:untrue|not true|false|baseless|unfounded|no truth|debunk(?:ed|s)?)\b"
        r"|不实|不属实|不是真的|并非事实|毫无根据|没有根据",
    ),
    _compiled(
        "other",
        r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es|ing)?|reject(?:ed|s|ing)?|"
        r"refut(?:ed|es|ing)|"
        r"disput(?:ed|es|ing)|rebuff(?:ed|s))\b|否认|驳斥|反驳|澄清|否定",
    ),
)
"""What a denial is called by its words; the first that is found counts."""
_NEGATED: Final = re.compile(
    r"(?:\b(?:not|never|neither|nor|without|can(?:not|'t)|declined to|did not|"
    r"didn't) (?:\w+ )?"
    r"|(?:无法|不能|没有|未|并未|未予|不)(?:正式)?)$",
    re.IGNORECASE,
)
_OTHER_THING: Final = re.compile(
    r"^(?: (?:that|claims that|allegations|using|wrongdoing|accusations|access|"
    r"the lawsuit))\b"
    r"|^(?:使用|吸毒|非法|违法|侵权|抄袭|裁员|套现|离职|涉嫌)"
)
_MONEY: Final = re.compile(
    r"\b(?:rais(?:e|ed|ing)|fund(?:s|ing|raising)?|financing|valu(?:ed|ation)|round|"
    r"tender|invest\w*|"
    r"stake|report|story|article|rumou?rs?|offer|talks)\b"
    r"|融资|募资|估值|投资|筹集|筹资|报道|报导|消息|说法|传闻|新闻|内容|入股|注资",
    re.IGNORECASE,
)
_ROUND: Final = re.compile(
    r"\b(?:rais(?:e|ed|ing)|fund(?:ing|raising)|financing|valu(?:ed|ation)|tender|"
    r"stake|invest\w*|commitments|seek\w*|sought|in talks)\b"
    r"|融资|募资|估值|投资|筹集|筹资|入股|注资",
    re.IGNORECASE,
)
_NOT_MONEY: Final = re.compile(
    r"套现|毒品|吸毒|非法使用|裁员|离职|out of cash|bankrupt|drug|layoff"
)
_REPORT: Final = re.compile(
    r"\b(?:report|story|article|news|rumou?r)\b|报道|消息|传闻|新闻", re.IGNORECASE
)
_SHORT: Final = 60
"""A sentence of so few characters answers the one before it."""


class DenialPassage(NamedTuple):
    """A passage that denies something about a round."""

    span: Span
    form: str
    sentence: int
    anaphoric: bool
    """Whether what it denies was said in the sentence before."""


def denials_in(page: ArticlePage, claimed: frozenset[int]) -> list[DenialPassage]:
    """Give the denials of an article, at most one a sentence.

    `claimed` are the numbers of the sentences that claim something of a round.
    """
    found = []
    for number, sentence in enumerate(page.sentences):
        if sentence.start >= page.body_end:
            break
        denial = _denial(page, sentence, number, claimed)
        if denial is not None:
            found.append(denial)
    return found


def _denial(
    page: ArticlePage, sentence: Span, number: int, claimed: frozenset[int]
) -> DenialPassage | None:
    text = page.plain[sentence.start : sentence.end]
    if _NOT_MONEY.search(text):
        return None
    for form, pattern in _FORMS:
        match = pattern.search(text)
        if match is None or _NEGATED.search(text[: match.start()]):
            continue
        other = _OTHER_THING.match(text[match.end() :])
        behind = text[match.end() :]
        if other and number not in claimed and not _ROUND.search(behind):
            continue
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if form == "not_raising_now" or number in claimed or _ROUND.search(text):
            return DenialPassage(span, form, number, anaphoric=number not in claimed)
        told = _MONEY.search(text) and {number - 1, number - 2} & claimed
        if told or (number - 1 in claimed and len(text) <= _SHORT):
            return DenialPassage(span, form, number, anaphoric=True)
        if form == "fake" and _REPORT.search(text):
            return DenialPassage(span, form, number, anaphoric=True)
    return None
