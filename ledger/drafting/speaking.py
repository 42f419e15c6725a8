"""Whose word a passage is: a paper, the company itself, a person, or people unnamed."""

import re
from collections.abc import Sequence
from typing import Final

from ledger.drafting.names import FoundName
from ledger.drafting.text import ArticlePage, Span

PAPERS: Final = (
    "Bloomberg|Reuters|(?:The )?Wall Street Journal|WSJ|(?:The )?Financial Times|FT"
    "|(?:The )?New York Times|(?:The )?Washington Post|The Information|TechCrunch|CNBC|"
    "Axios"
    "|Forbes|Fortune|Business Insider|The Verge|Wired|The Economist|Nikkei|"
    "Handelsblatt|Sifted"
    "|Caixin|LatePost|36Kr|彭博社?|路透社?|华尔街日报|金融时报|纽约时报|华盛顿邮报|财新"
    "|晚点(?:LatePost)?|36氪|第一财经|界面新闻|澎湃新闻|日经|经济日报|工商时报|中央社|"
    "外电"
    "|The Guardian|BBC|南华早报|South China Morning Post"
)
_PAPER: Final = re.compile(
    r"(?:\b(?:according to|citing|reported by|first reported by|"
    rf"in) )?(?<![A-Za-z])(?P<name>{PAPERS})"
    r"(?![A-Za-z])(?:\s?[》\u300b])?(?:(?: has)? report(?:ed|s)|(?: has)? said|"
    r"(?: first)? wrote|报道|报导|援引|称|消息|引述)?"
)
_PEOPLE: Final = re.compile(
    r"\b(?:people|persons?|sources?|someone) (?:\w+ )?(?:familiar|briefed|close|"
    r"with (?:\w+ )?knowledge)"
    r"[^,.;]{0,24}|\bmedia reports?\b|\breports? (?:from|in) the media\b|\bit (?:is|"
    r"was) reported\b"
    r"|\bthere were reports\b|\breportedly\b|\bit emerged\b"
    r"|知情人士|消息人士|据悉|据称|传闻|据媒体|媒体报道|有消息称|市场消息|业内人士",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:said|says|announced|told|confirmed|wrote|stated)\b|宣布|表示|公告|声明|回应|"
    r"透露",
    re.IGNORECASE,
)


def attribution(
    page: ArticlePage, sentence: Span, names: Sequence[FoundName]
) -> tuple[str, Span, FoundName | None] | None:
    """Give whose word a sentence is: its kind, the words that say so, and the name.

    The kinds are `paper`, `people` and `named` (a company or a person speaks).
    """
    text = page.plain[sentence.start : sentence.end]
    if (match := _PAPER.search(text)) and match[0] != match["name"]:
        at = sentence.start
        span = Span(at + match.start("name"), at + match.end("name"))
        known = next(
            (x for x in names if x.span.start == span.start and x.source), None
        )
        words = Span(at + match.start(), at + match.end())
        return "paper", words, known or FoundName(span, page.quote(span))
    if match := _PEOPLE.search(text):
        return (
            "people",
            Span(sentence.start + match.start(), sentence.start + match.end()),
            None,
        )
    for match in _OWN.finditer(text):
        at = sentence.start + match.start()
        near = [x for x in names if x.known and 0 <= at - x.span.end <= _SUBJECT]
        if near:
            words = Span(near[-1].span.start, sentence.start + match.end())
            return "named", words, near[-1]
    return None


_SUBJECT: Final = 30
"""Characters between who speaks and the verb."""
