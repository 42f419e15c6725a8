"""Who takes part in a round, as a sentence tells it: who leads, and who else puts in.

Names in a list are taken as they are written between 、, commas and "and"; those on
record are found later by their folded name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ledger.drafting.names import FoundName
from ledger.drafting.text import ArticlePage, Span

_ENGLISH_NAME: Final = (
    r"(?:[A-Z][\w'&.\u2019-]*|[a-z]{1,2}[A-Z]\w+|\d+[A-Z]\w+)"
    r"(?: (?:of |& )?(?:[A-Z&][\w'&.\u2019-]*|\d+)){0,6}"
)
_THE: Final = (
    r"(?:(?:the|new|existing|lead|longtime|chip\w*|investors?|backers?|giant|group) )*"
)
_AND: Final = "(?:, and |, | and | as well as )"
_ENGLISH_LIST: Final = (
    rf"(?P<list>{_THE}{_ENGLISH_NAME}(?:{_AND}{_THE}{_ENGLISH_NAME}){{0,20}})"
)
_HAN_NAME: Final = r"(?!本轮|此轮|由)[\u4e00-\u9fffA-Za-z0-9·& ]{2,18}?"
_HAN_LIST: Final = rf"(?P<list>{_HAN_NAME}(?:[、和与及]{_HAN_NAME}){{0,30}}?)"


def _leads(pattern: str) -> tuple[bool, re.Pattern[str]]:
    return True, re.compile(pattern)


def _joins(pattern: str) -> tuple[bool, re.Pattern[str]]:
    return False, re.compile(pattern)


_PATTERNS: Final = (
    _leads(rf"\b(?:co-)?led (?:jointly )?by {_ENGLISH_LIST}"),
    _leads(
        rf"{_ENGLISH_LIST} (?:(?:will |would |is to |to |is |are |was |"
        r"were )*(?:co-)?lead(?:ing)?"
        r"|(?:co-)?led)\b(?! by)"
    ),
    _leads(rf"\blead (?:backer|investor) {_ENGLISH_LIST}"),
    _leads(rf"\bled by .{{2,24}} from {_ENGLISH_LIST}"),
    _joins(rf"\bparticipation (?:from|by|of) {_ENGLISH_LIST}"),
    _joins(
        r"(?:\b(?:rais|fund|invest|round|valuation|billion|million|"
        rf"backers?)[^.;]{{0,60}}"
        rf"\b(?:from|alongside|including|such as)|\bjoined by|\bbacked by) "
        rf"(?:investors (?:including|such as|like) )?{_ENGLISH_LIST}(?! (?:said|told|"
        r"reported))"
    ),
    _joins(
        rf"{_ENGLISH_LIST} (?:are |were |is |was )?(?:also )?(?:participat(?:ed|ing)|"
        r"joined|took part|"
        r"among (?:those|the investors)|co-invested)"
    ),
    _leads(
        rf"(?:由|,|。|^)(?:本轮|此轮)?由?{_HAN_LIST}(?:等)?(?:机构|股东)?(?:共同|联合|"
        r"将)*领投"
    ),
    _joins(
        rf"(?:由|,|。|^)由?{_HAN_LIST}(?:等|均)?(?:多家)?(?:老股东|机构|股东|"
        r"投资者)?(?:均|共同|也)?"
        r"(?:跟投|参投|参与投资|参与|追加投资)"
    ),
    _joins(
        r"(?:投资方|投资人|投资者|投资机构|出资方|股东)(?:包括|为|有|"
        rf"是){_HAN_LIST}(?:等|[,。;]|$)"
    ),
    _joins(rf"(?:,|。|^){_HAN_LIST}为投资[人方]"),
    _joins(rf"(?:自|从){_HAN_LIST}等?[^,。]{{0,6}}(?:募得|募集|筹得|筹集|获得)"),
    _joins(
        rf"[与和同向]{_HAN_LIST}(?:等[^,。]{{0,10}})?(?:商谈|洽谈|谈判|讨论|磋商|接洽|"
        r"筹集|募资|融资)"
    ),
    _joins(
        r"\b(?:talks|discussi(?:ng|ons)|"
        rf"negotiat\w+)[^,.;]{{0,40}} with {_ENGLISH_LIST}"
    ),
)
_SPLIT: Final = re.compile(
    r", and |, | and | as well as |[、,]|(?<=.{2})[和与及](?=.{2})"
)
_LOWER: Final = re.compile(rf"^{_THE}")
_NOT: Final = re.compile(
    r"^(?:本轮|此轮|该轮|其中|并|且|据|另|资金|公司|投后|投前|估值|新一轮|老股东|一位|"
    r"知情)|"
    r"会面|新一轮|^与|Commission|Exchange$|News$|^Securities$|融资|估值|万|亿|%|完成|"
    r"宣布|披露|据称|表示|洽谈|投资者$|正$|拟$|现有|^(?:January|February|March|April|"
    r"May|June|July|August|"
    r"September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|The|"
    r"It|A|"
    r"Series|In|Its|He|She)$"
)
_LONGEST: Final = 40
_FEW: Final = 4
_LETTERS: Final = 2


def investors_in(
    page: ArticlePage, sentence: Span, names: Iterable[FoundName]
) -> dict[FoundName, bool]:
    """Give the investors that a sentence names, each with whether it leads."""
    text = page.plain[sentence.start : sentence.end]
    known = {name.span: name for name in names}
    found: dict[FoundName, bool] = {}
    for lead, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            first = sentence.start + match.start("list")
            for span in _items(page, Span(first, first + len(match["list"]))):
                named = known.get(span) or _inside(span, known)
                if named is None and _holds_another(span, known):
                    continue
                named = named or FoundName(span, page.quote(span))
                if not any(_touch(named.span, other.span) for other in found):
                    found[named] = lead
    return found


def _items(page: ArticlePage, span: Span) -> Iterator[Span]:
    """Give the names of a list, without the words around them."""
    at = span.start
    text = page.plain[span.start : span.end]
    for part in (*_SPLIT.finditer(text), None):
        end = span.end if part is None else span.start + part.start()
        item = page.plain[at:end].rstrip(" .,")
        end = at + len(item)
        lead = len(item) - len(_LOWER.sub("", item).lstrip())
        name = Span(at + lead, end)
        words = page.plain[name.start : name.end]
        if 1 < len(words) <= _LONGEST and not _NOT.search(words):
            yield _without_owner(page, name)
        at = span.end if part is None else span.start + part.end()


def _without_owner(page: ArticlePage, span: Span) -> Span:
    """Leave out the 's behind a name."""
    text = page.plain[span.start : span.end]
    return Span(span.start, span.end - 2) if text.endswith(("'s", "\u2019s")) else span


def _inside(span: Span, known: dict[Span, FoundName]) -> FoundName | None:
    """Give the name on record that an item begins with, if it is little longer."""
    for other, named in known.items():
        if (
            other.start == span.start
            and named.known
            and span.end - other.end <= _LETTERS
        ):
            return named
    return None


def _holds_another(span: Span, known: dict[Span, FoundName]) -> bool:
    """Tell whether an item is more than the name on record that it holds."""
    return any(
        named.known
        and span.start <= other.start
        and other.end <= span.end
        and (span.end - span.start) - (other.end - other.start) > _FEW
        for other, named in known.items()
    )


def _touch(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
