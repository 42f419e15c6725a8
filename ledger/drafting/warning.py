"""What a person has to know about an article before anything of it is recorded."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ledger.drafting.figures import lost_digits, ten_times
from ledger.drafting.proposals import ROLES, ArticleAmount, Warned
from ledger.drafting.text import ArticlePage, Span, glosses

_DOUBLED: Final = re.compile(r"\b([A-Z][a-z]{2,})\1(?=[A-Z])\w*")
_PREFIXED: Final = re.compile(r"\b[a-z]\.[A-Z][a-zA-Z]+\b")
_COMMON: Final = re.compile(
    r"\b([A-Z][a-z]+[A-Z]\w*) (?:chips?|start-?ups?|models?|boom|industry|technology|"
    r"companies)\b"
)
_OFTEN: Final = 3
_BROKEN: Final = re.compile("\ufffd+|[\u00c0-\u00ff][\u0080-\u00bf]{1,2}|锟斤拷|烫烫烫")
_READ: Final = frozenset({"en", "zh-Hans", "zh-Hant"})


def warnings(page: ArticlePage, moneys: Sequence[ArticleAmount]) -> list[Warned]:
    """Give the warnings of an article, each with the first passage that shows it."""
    claimed = [money for money in moneys if money.role in ROLES]
    found = (_language, _replaced, _pinyin, _broken, _lost)
    return [
        *(warned for warn in found for warned in warn(page)),
        *_ten_times(page, claimed),
        *_under(page),
    ]


def _language(page: ArticlePage) -> Iterator[Warned]:
    if page.language not in _READ:
        says = (
            "the rules read English and Chinese; of other languages they find the"
            " figures at most"
        )
        yield Warned("language", 1, Span(0, min(40, len(page.plain))), says)


def _replaced(page: ArticlePage) -> Iterator[Warned]:
    """A name that stands where another word was: OpenOpenAI, "OpenAI startups"."""
    doubled = list(_DOUBLED.finditer(page.plain))
    prefixed = list(_PREFIXED.finditer(page.plain))
    counts: dict[str, list[re.Match[str]]] = {}
    for match in _COMMON.finditer(page.plain):
        counts.setdefault(match[1], []).append(match)
    common = max(counts.values(), key=len, default=[])
    if not doubled and not (prefixed and common) and len(common) < _OFTEN:
        return
    shown = (doubled or prefixed or common)[0]
    says = (
        f"a word of the page seems to be replaced by a name ({shown[0]}): check every"
        " company against another copy"
    )
    count = len(doubled) + len(prefixed) + len(common)
    yield Warned("replaced-words", count, Span(*shown.span()), says)


def _pinyin(page: ArticlePage) -> Iterator[Warned]:
    found = list(glosses(page.raw).finditer(page.raw))
    if found:
        says = "pinyin stands behind characters; it is left out where the text is read"
        yield Warned("pinyin-glosses", len(found), Span(0, 0), says)


def _broken(page: ArticlePage) -> Iterator[Warned]:
    broken = list(_BROKEN.finditer(page.plain))
    if broken:
        says = "characters are broken: the text was decoded wrongly, here or before"
        yield Warned("broken-characters", len(broken), Span(*broken[0].span()), says)


def _lost(page: ArticlePage) -> Iterator[Warned]:
    lost = lost_digits(page)
    if lost:
        says = f"a unit without its digits ({page.quote(lost[0])}): look the figure up"
        yield Warned("lost-digits", len(lost), lost[0], says)


def _ten_times(page: ArticlePage, moneys: list[ArticleAmount]) -> Iterator[Warned]:
    pairs = ten_times(moneys)
    if pairs:
        small, large = pairs[0]
        says = (
            f"{page.quote(large.span)} is ten times {page.quote(small.span)}: is one of"
            " them a slip of the pen or of a translation?"
        )
        yield Warned("ten-times", len(pairs), large.span, says)


def _under(page: ArticlePage) -> Iterator[Warned]:
    if page.body_end < len(page.plain):
        says = "what stands under the article (links, notices) is not read for claims"
        span = Span(page.body_end, min(page.body_end + 20, len(page.plain)))
        yield Warned("teaser-links", page.plain.count("\n", page.body_end), span, says)
