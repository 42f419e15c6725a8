"""Who is named in an article: companies and sources on record, and names that are not.

A name on record is found under all its names, longest first, between word borders: Meta
is not in Metaverse. Other names are what is written like one: words with capitals in
English, Latin words in Chinese, what stands as the subject before 完成 or 获.
They keep their words and have no id; nothing is bound to the nearest name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.claims.grammar import narrow
from ledger.claims.han import TO_SIMPLIFIED
from ledger.claims.names import Directory, fold, near
from ledger.drafting.text import ArticlePage, Span

NEAR: Final = 0.6
_CAPITAL: Final = r"(?:[A-Z][\w'&.-]*[\w&]|[A-Z]|[a-z]{1,2}[A-Z][\w&.-]*\w|\d+[A-Z]\w+)"
_ENGLISH: Final = re.compile(
    rf"(?<![\w$€£.@/-]){_CAPITAL}(?:(?: (?:of|and|&|the) | ){_CAPITAL}){{0,7}}"
)
_LATIN: Final = re.compile(
    r"(?<![A-Za-z0-9.])[A-Za-z][A-Za-z0-9&.]*(?: [A-Z][A-Za-z0-9&.]*){0,7}"
)
_SUBJECT: Final = re.compile(
    r"(?:^|[,。、;:\s的]|公司|企业|新创|初创|创企|平台|团队|独角兽|品牌|厂商|机构)"
    r"(?:近日|日前|今日|此前|目前|"
    r"其中)?[\u201c\u300c\"《]?(?P<name>[\u4e00-\u9fffA-Za-z0-9·]{2,10}?)[\u201d\u300d\"》]?"
    r"(?:(?:智能)?(?:科技|技术)?(?:集团)?(?:股份)?有限公司)?"
    r"(?:\s?\([^)]{1,30}\))?"
    r"(?:刚刚?|近期|于近日|近日|日前|今日|今天|昨日|周[一二三四五六日]|\d+月\d+日|"
    r"\d+日|已|曾|正式|宣布|据悉|表示|再次|又|连续|最近)*"
    r"(?:完成|获得|获|斩获|拿到|收获|正与|正在|正为|正洽谈|拟|计划|寻求|宣布|披露|募得|"
    r"成立|谋求)"
)
_QUOTED: Final = re.compile(
    r"(?:公司|企业|新创|初创|创企|平台|品牌|项目|团队|独角兽)[\u201c\u300c\"]"
    r"(?P<name>[^\u201c\u201d\u300c\u300d\"]{2,16})[\u201d\u300d\"]"
)
_WORDS: Final = """
AI A An The In On At It Its He She They We I This That These Those There Here But
And Or If As For From By With To Of So Not No Yes While When Where After Before
Since During Despite Although Though However Meanwhile Separately Also Earlier Last
Next New Big Tech Now Then Today Yesterday Tomorrow Monday Tuesday Wednesday
Thursday Friday Saturday Sunday January February March April May June July August
September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
US U.S UK EU USA China Chinese America American Europe European Japan India CEO CTO
CFO COO GPU GPUs CPU LLM LLMs API IPO GDP GW ARR H100 V100 A100 GPT CHF USD EUR GBP
RMB CNY HKD Series Round Seed Inc Corp Ltd LLC Q1 Q2 Q3 Q4 H1 H2 Analysts Analyst
Investors Investor Founded Shares Sources Startups According Hours People Global
Canadian French German British Dutch Swiss Silicon Valley Other Others Both Another
Every Each Most Many Some Several London Paris Berlin Zurich York Francisco San
Boston Tokyo Beijing Shanghai ChatGPT 公司 企业 本轮 此轮 目前 近日 日前 今年 去年
该公司 消息 记者 国内 业内 对此 双方 外界 媒体 市场 资金 两家公司 知情人士 外电
初创公司 人工智能 领域 项目 融资
"""
_NO_NAMES: Final = frozenset(fold(word) for word in _WORDS.split())
"""What has a capital, or stands where a subject stands, and names nobody."""
_SERIES: Final = re.compile(r"Series [A-Z]\+?|Pre-[A-Z]|[A-Z]")
_NO_SUBJECT: Final = re.compile(
    r"[的在若如就据将被]|\d[年月日号]|[今去前明]年|个月|[上本下]月|本周|交易|记者|消息|"
    r"报道|目前|上周|"
    r"此次|投资|融资|已经"
    r"|计划|承诺|支持|公司|厂商|平台|企业|业内|市场|估值|万|亿|定增|旗下|软件|方面"
)
_LEADING: Final = re.compile(
    r"^(?:[A-Z]\w+(?: [A-Z]\w+)?-based|The|A|An|In|On|At|But|And|While|When|After|For|"
    r"From|By|With|As|If|Its|Last|"
    r"Earlier|Meanwhile|Separately|According|Canadian|French|German|British|Chinese|"
    r"American|Swiss|Dutch|Israeli|Indian|Japanese|Korean|Startup|Startups|AI startup) "
)


_LONGER: Final = re.compile(
    r" (?:Capital|Ventures?|Investments?|Partners|Research|Foundation|Institute|Fund)\b"
    r"|资本|创投|产业基金|研究院|基金会"
)
"""Behind a name on record, this makes it another's: Intel Capital is not Intel."""
_INSIDE: Final = re.compile(r"[a-z,] $")
_CITY: Final = re.compile(
    r"(?:北京|上海|深圳|广州|杭州|南京|苏州|成都|武汉|西安|天津|重庆|合肥|厦门|香港|"
    r"台湾|中国)(?=..)"
)
_LIMITED: Final = re.compile(r"[^,。;]{0,8}有限公司")


class FoundName(NamedTuple):
    """A name in the plain text."""

    span: Span
    text: str
    """As it is written."""
    company: str | None = None
    """The slug of a company on record."""
    source: str | None = None
    """The slug of a source on record."""
    speaks_for: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is on record."""
        return bool(self.company or self.source)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names on record, and a pattern that finds them."""

    pattern: re.Pattern[str] | None
    owners: Mapping[str, tuple[str | None, str | None, tuple[str, ...]]]
    """Folded name -> slug of company, slug of source, companies it speaks for."""
    names: tuple[str, ...]

    def find(self, page: ArticlePage) -> Iterator[FoundName]:
        """Give the names on record in a text, in order."""
        if self.pattern is None:
            return
        for match in self.pattern.finditer(page.plain):
            span = Span(match.start(), match.end())
            owner = self.owners.get(fold(match[0]))
            if _LONGER.match(page.plain[span.end :][:16]):
                continue
            if owner and _written_alike(match[0], self.names):
                yield FoundName(span, page.quote(span), *owner)

    def near(self, text: str) -> list[str]:
        """Give names on record that look like one that is not."""
        return near(text, self.names)


def gazetteer(directory: Directory) -> Gazetteer:
    """Give all names of a directory as a gazetteer."""
    owners: dict[str, tuple[str | None, str | None, tuple[str, ...]]] = {}
    written: dict[str, None] = {}
    for source in directory.sources.values():
        for name in (source.name, *source.aliases):
            owners[fold(name)] = (None, source.slug, source.speaks_for)
            written[name] = None
    for company in directory.companies.values():
        for name in (company.name, *company.aliases):
            _, source_slug, speaks = owners.get(fold(name), (None, None, ()))
            owners[fold(name)] = (company.slug, source_slug, speaks)
            written[name] = None
    return Gazetteer(_pattern(written), owners, tuple(written))


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Give one alternation of all names, the longest first; None of no names."""
    plain = {narrow(name).translate(TO_SIMPLIFIED).strip() for name in names}
    found = sorted((name for name in plain if len(name) > 1), key=len, reverse=True)
    return re.compile("|".join(map(_bordered, found)), re.IGNORECASE) if found else None


def _bordered(name: str) -> str:
    first = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    last = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return first + re.escape(name).replace(r"\ ", " ") + last


def _written_alike(found: str, names: tuple[str, ...]) -> bool:
    """Tell whether a word is no common one: Scale and Meta have capitals."""
    return not (found.isascii() and found.islower() and found not in names)


def unknown(page: ArticlePage, known: Iterable[FoundName]) -> Iterator[FoundName]:
    """Give what is written like a name and is not on record, in order."""
    taken = bytearray(len(page.plain))
    for name in known:
        _mark_taken(taken, name.span)
    found = list(_written_as_names(page, taken))
    yield from found
    texts = {page.plain[name.span.start : name.span.end] for name in found}
    longest = sorted(texts, key=lambda text: (-len(text), text))
    for match in re.finditer("|".join(map(_bordered, longest)) or "(?!)", page.plain):
        span = Span(*match.span())
        if _mark_taken(taken, span):
            yield FoundName(span, page.quote(span))


def _mark_taken(taken: bytearray, span: Span) -> bool:
    """Mark a passage as taken; False if some of it is."""
    if any(taken[span.start : span.end]):
        return False
    taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return True


def _written_as_names(page: ArticlePage, taken: bytearray) -> Iterator[FoundName]:
    """Give what stands in the place of a name, and take it."""
    english = page.language == "en"
    patterns = (_ENGLISH,) if english else (_QUOTED, _SUBJECT, _LATIN)
    for pattern in patterns:
        group = "name" if "name" in pattern.groupindex else 0
        at = 0
        while match := pattern.search(page.plain, at):
            at = max(match.end(group), at + 1)
            for span in _trimmed(page.plain, Span(*match.span(group))):
                text = page.plain[span.start : span.end]
                if pattern is _SUBJECT and _NO_SUBJECT.search(text):
                    at = match.start() + 1
                    continue
                if _is_name(text) and _mark_taken(taken, span):
                    yield FoundName(span, page.quote(span))


def _trimmed(plain: str, span: Span) -> Iterator[Span]:
    """Take words off that start a sentence, and the 's of an owner."""
    start, end = span
    while match := _LEADING.match(plain[start:end]):
        if match[0] == "The " and _INSIDE.match(plain[start - 2 : start]):
            break  # a word of the name: The Bot Company
        start += match.end()
    city = _CITY.match(plain[start:end])
    if city and _LIMITED.match(plain[end:]):
        start += city.end()
    text = plain[start:end]
    for owner in ("'s", "\u2019s"):
        cut = text.find(owner)
        if cut > 0:
            yield Span(start, start + cut)
            rest = start + cut + len(owner) + 1
            if rest < end:
                yield from _trimmed(plain, Span(rest, end))
            return
    if text:
        yield Span(start, end)


def _is_name(text: str) -> bool:
    if _SERIES.fullmatch(text):
        return False
    words = text.split()
    if not words or fold(text) in _NO_NAMES:
        return False
    if all(fold(word) in _NO_NAMES for word in words):
        return False
    return not text[0].isdigit() or any(sign.isalpha() for sign in text)
