"""An article as rules read it, and the way back to the text as it is.

Rules read a plain text: full-width signs and Traditional characters are folded, pinyin
behind characters (`企業(yè)`) and invisible signs are left out, a run of blanks is one
blank (none next to a Chinese character), and a paragraph ends with one line end.
Each character of it knows its place in the text as it was decoded, so that a passage is
quoted as it stands there.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ledger.claims.grammar import narrow
from ledger.claims.han import SIMPLIFIED, TO_SIMPLIFIED, TRADITIONAL

AROUND: Final = 40
"""Characters before and behind a passage that tell where it stands."""

_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
_GLOSS: Final = rf"[(\uff08][a-zü]*[{_TONED}][a-zü{_TONED}]*[)\uff09]"
_TONELESS: Final = r"(?:\([a-zü]{1,6}\))+"
_TOLD: Final = re.compile(rf"(?<=[\u3400-\u9fff]){_TONELESS}")
_MANY: Final = 10
"""So many glosses without tones are no accident: (yuan) alone may be a word."""
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_OTHERS: Final = (("ja", "[\u3040-\u30ff]"), ("ko", "[\uac00-\ud7af]"))
_LETTERS: Final = re.compile(r"[^\W\d_]")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_COMMON: Final = (
    "the of and to in a is for with that on as at by it from its was said has"
)
_ENGLISH: Final = frozenset(_COMMON.split())
_TRADITIONAL: Final = frozenset(TRADITIONAL)
_ONLY_SIMPLE: Final = frozenset(SIMPLIFIED) - frozenset(TRADITIONAL)
_END: Final = re.compile(
    r"[。!?;]+[\u201d\u2019\u300d\u300f\"')]*|\n"
    r"|(?:(?<!\b[A-Z])|(?<=Series [A-Z]))(?<!\b[A-Z][a-z])"
    r"(?<!\bInc)(?<!\bCorp)(?<!\bLtd)(?<!\bMrs)(?<!\bvs)"
    r"\.[\u201d\u2019\"')]*(?= |$|[\u3400-\u9fff])"
)
_LAST: Final = "。!?.:;\u201d\u2019\"'"
_LONGEST: Final = 800
"""A longer sentence is none: it is cut, so that no pattern has to look too far."""
_SHORT_LINE: Final = 50
_UNDER: Final = re.compile(
    r"(?m)^ ?(?:猜你喜欢|精彩推荐|相关阅读|推荐阅读|延伸阅读|相关新闻|热门推荐|更多推荐"
    r"|版权与免责声明|版权声明|免责声明|特别声明|继续阅读|阅读原文|related (?:articles|"
    r"stories|news|posts)|recommended|you may also like|more from|read more|read next"
    r"|most read|trending)\b",
    re.IGNORECASE,
)
_MOSTLY: Final = 0.2
_FEW: Final = 0.06
_ENOUGH: Final = 30


class Span(NamedTuple):
    """Characters [start, end) of the plain text."""

    start: int
    end: int


@dataclass(frozen=True)
class ArticlePage:
    """An article: its text as it is, and as rules read it."""

    raw: str
    plain: str
    _places: "array[int]"
    traditional: bool
    language: str
    """`en`, `zh-Hans`, `zh-Hant`, or another that is not read: `ja`, `ko`, `other`."""

    def place(self, span: Span) -> tuple[int, int]:
        """Give where a passage of the plain text stands in the text as it is."""
        if span.start >= span.end:
            return 0, 0
        return self._places[span.start], self._places[span.end - 1] + 1

    def read_at(self, start: int, end: int) -> Span:
        """Give the passage of the plain text that stands at places of the text."""
        first = bisect_left(self._places, start)
        return Span(first, bisect_left(self._places, end))

    def quote(self, span: Span) -> str:
        """Give the words of a passage as they stand in the text."""
        start, end = self.place(span)
        return self.raw[start:end]

    def around(self, span: Span) -> tuple[str, str]:
        """Give some of the text before a passage, and behind it."""
        start, end = self.place(span)
        return self.raw[max(0, start - AROUND) : start], self.raw[end : end + AROUND]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the plain text, without the blanks around them."""
        return list(_sentences(self.plain))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def by_sentence(self, spans: Iterable[Span]) -> dict[int, list[int]]:
        """Give the numbers of passages that stand in each sentence."""
        found: dict[int, list[int]] = {}
        for number, span in enumerate(spans):
            found.setdefault(self.sentence(span.start), []).append(number)
        return found

    def sentence(self, place: int) -> int:
        """Give the number of the sentence that a place stands in."""
        return max(0, bisect_right(self._starts, place) - 1)

    def same_paragraph(self, first: Span, second: Span) -> bool:
        """Tell whether no paragraph ends between two passages."""
        return "\n" not in self.plain[first.end : second.start]

    @cached_property
    def body_end(self) -> int:
        """Where the article ends and what stands under it begins."""
        found = (match.start() for match in _UNDER.finditer(self.plain))
        return next(found, len(self.plain))


def page_of(raw: str) -> ArticlePage:
    """Read a decoded text; nothing is normalised but in the plain text of rules."""
    folded = narrow(raw)
    traditional = _is_traditional(raw)
    simple = folded.translate(TO_SIMPLIFIED)
    plain, places = _without_noise(simple, raw)
    return ArticlePage(
        raw, plain, places, traditional, _language(plain, traditional=traditional)
    )


def glosses(raw: str) -> re.Pattern[str]:
    """Give the pattern of pinyin behind characters, with tones or, if many, without."""
    toneless = rf"|{_TONELESS}" if len(_TOLD.findall(raw)) >= _MANY else ""
    return re.compile(rf"(?<=[\u3400-\u9fff])(?:{_GLOSS}{toneless})")


def _without_noise(text: str, raw: str) -> tuple[str, "array[int]"]:
    """Leave out glosses and invisible signs; give each sign that stays its place."""
    kept: list[str] = []
    places = array("L")
    at = 0
    noise = re.compile(rf"{glosses(raw).pattern}|{_INVISIBLE.pattern}|\s+")
    for match in noise.finditer(text):
        kept.append(text[at : match.start()])
        places.extend(range(at, match.start()))
        at = match.end()
        blank = _blank(raw, match.start(), at) if match[0].isspace() else ""
        if blank == "\n" or (blank and not _by_han(text, match.start(), at)):
            kept.append(blank)
            places.append(match.start())
    kept.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(kept), places


def _by_han(text: str, start: int, end: int) -> bool:
    """Tell whether a blank only sets a Chinese character apart: 300 亿美元."""
    around = text[start - 1 : start] + text[end : end + 1]
    return _HAN.search(around) is not None


def _blank(raw: str, start: int, end: int) -> str:
    """Give a line end for a run of blanks that ends a paragraph, else a blank.

    A lone line end is a blank where a line was wrapped: it is long, in Latin letters,
    and ends in the middle of a sentence.
    """
    lines = raw[start:end].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if not lines:
        return " "
    before, behind = raw[start - 1 : start], raw[end : end + 1]
    line = raw[max(0, start - _SHORT_LINE) : start]
    long = len(line) == _SHORT_LINE and "\n" not in line and "\r" not in line
    wrapped = long and before not in _LAST
    han = _HAN.match(before) or _HAN.match(behind)
    return " " if lines == 1 and wrapped and not han else "\n"


def _sentences(plain: str) -> Iterator[Span]:
    start = 0
    for end in (*(match.end() for match in _END.finditer(plain)), len(plain)):
        while end - start > _LONGEST:
            cut = max(plain.rfind(sign, start, start + _LONGEST) for sign in " ,、")
            cut = cut + 1 if cut > start else start + _LONGEST
            yield from _trimmed(plain, start, cut)
            start = cut
        yield from _trimmed(plain, start, end)
        start = end


def _trimmed(plain: str, start: int, end: int) -> Iterator[Span]:
    part = plain[start:end]
    if part.strip():
        lead = len(part) - len(part.lstrip())
        yield Span(start + lead, end - len(part) + len(part.rstrip()))


def _is_traditional(raw: str) -> bool:
    """Tell whether more characters are traditional ones than simplified ones."""
    traditional = sum(sign in _TRADITIONAL for sign in raw)
    return traditional > sum(sign in _ONLY_SIMPLE for sign in raw)


def _language(plain: str, *, traditional: bool) -> str:
    letters = len(_LETTERS.findall(plain))
    for language, pattern in _OTHERS:
        if len(re.findall(pattern, plain)) > _MOSTLY * letters:
            return language
    if len(_HAN.findall(plain)) > _MOSTLY * letters:
        return "zh-Hant" if traditional else "zh-Hans"
    words = [word.lower() for word in _WORDS.findall(plain)]
    english = sum(word in _ENGLISH for word in words)
    return "other" if len(words) >= _ENOUGH and english < _FEW * len(words) else "en"
