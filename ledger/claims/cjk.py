"""How figures are written in Chinese, Japanese and Korean: 近7亿美元, 5억원.

万 is ten thousand, 亿 a hundred million, 兆 a million millions. 数, 几 and 上 before a
unit ("several") say how large an amount is, and no number; so does a unit alone
(百亿美元), unless 近 or 超 stands before it. Two digits that follow each other are the
ends of a range: 两三亿 is 200M to 300M, 十五六亿 1.5B to 1.6B. Other pairs are refused,
and so are pairs before 円 and 원, where they may be one number. Traditional characters
are read as simplified ones, but a bare 元 among them is no currency: some papers write
US dollars that way.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ledger.claims.currencies import (
    CURRENCIES,
    HAN_WORDS,
    SIGNS,
    WrittenCurrency,
    money,
)
from ledger.claims.han import TO_SIMPLIFIED
from ledger.claims.phrases import Phrase, RangeEnd, both, sized
from ledger.errors import BadInput

_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {
    "万亿": 10**12, "万": 10**4, "亿": 10**8, "兆": 10**12, "만": 10**4, "억": 10**8,
    "조": 10**12,
}  # fmt: skip
_UNITS: Final = {
    **_TENS,
    **_LARGE,
    **{f"{ten}{unit}": t * u for ten, t in _TENS.items() for unit, u in _LARGE.items()},
    "백만": 10**6,
    "천만": 10**7,
}
_DIGITS: Final = {"〇": 0, "两": 2} | {
    digit: value for value, digit in enumerate("零一二三四五六七八九")
}
_HOWS: Final = (
    ("nearly", "将近|接近|逼近|几近|几乎|(?<![最附])近"),
    ("up_to", "不超过|不高于|不多于|不到|不足|低于|少于|小于"),
    ("up_to", "(?:至多|最多|最高|至高)(?:可?达到?)?|可高?达到?|上限为?"),
    ("over", "超过了?|超出|超|逾|高于|多于|大于|突破了?"),
    ("over", "不低于|不少于|至少|最少|最低|起码|不止"),
    ("over", "(?<!通)过"),
    ("about", "大约|约为|约合|大概|(?<![签合条续协])约"),
)
_BEHIND: Final = (
    ("about", "左右|上下"),
    ("over", "以上|有余|开外|[+]"),
    ("up_to", "以下|以内|之内"),
)
_KEPT_BACK: Final = re.compile(
    "(?:金额)?(?:未透露|未披露|未公开|未知|不详|保密)(?:金额)?"
)
_REACHES: Final = re.compile("^[已共总]?高?达到?")
"""高达 stresses an amount: it says neither at least nor at most."""
_HOW: Final = "|".join(words for _, words in _HOWS)
_MORE: Final = "|".join(words for _, words in _BEHIND)
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_BIG: Final = "|".join(word for word in _UNITS if word[-1] in _LARGE)
_NUMBER: Final = (
    "[1-8]、[2-9](?![0-9.,])|(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.][0-9]+)?"
    f"|[{''.join(_DIGITS)}十](?:[{''.join(_DIGITS)}{''.join(_TENS)}]"
    f"|(?<=[{''.join(_DIGITS)}])、(?=[{''.join(_DIGITS)}])){{0,20}}"
)
_PAIR: Final = re.compile(
    f"(?<![{''.join(_DIGITS)}、])([1-8](?=、)|[一二两三四五六七八九])(、?)"
    f"((?<=、)[2-9]|[二两三四五六七八九])(?![{''.join(_DIGITS)}、])"
)
_RUN: Final = re.compile("、|[一二两三四五六七八九]{2}")
_PIECE: Final = f"(?:{_NUMBER})[多余几]? ?"
_AMOUNT: Final = f"(?:{_PIECE}(?:{_UNIT})){{1,4}}|{_PIECE}"
_AFTER: Final = "|".join(map(re.escape, (*HAN_WORDS, *SIGNS, *CURRENCIES)))
_NAMED: Final = [word for word in HAN_WORDS if len(word) > 1 and word != "新元"]
_BEFORE: Final = "|".join(map(re.escape, (*_NAMED, *SIGNS, *CURRENCIES)))
"""元 stands behind: before a number it ends another word (公元, 多元)."""
_TO: Final = r"\u2014\u2014|[-\u2013\u2014~至到]|\.\."
HAN: Final = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
"""A character of Chinese, Japanese or Korean."""
_START: Final = r"(?<![0-9A-Za-z$€£¥零〇一二两三四五六七八九十百千])(?<![0-9][.,])"
_STOP: Final = r"(?!,?[0-9])(?!\.[0-9])"
_PARTS: Final = re.compile(f"({_NUMBER})([多余几])? ?({_UNIT})?", re.ASCII)
_LEAST: Final = 10**8
"""An amount without a currency is told only from here on: less counts other things."""


def read_cjk(text: str, *, traditional: bool = False) -> Phrase | None:
    """Read text that is a figure from its first character to its last; else None.

    `traditional` tells that it comes from a text in Traditional Chinese. BadInput for
    a number that is none, and for two currencies.
    """
    plain = "".join(text.translate(TO_SIMPLIFIED).split())
    for word in ("", *HAN_WORDS):
        if _KEPT_BACK.fullmatch(plain.removesuffix(word)):
            return Phrase("undisclosed")
    match = _figure_regex().fullmatch(_REACHES.sub("", plain))
    return match and _phrase(match, traditional=traditional or is_traditional(text))


def is_traditional(text: str) -> bool:
    """Tell whether a text is written with characters that were simplified."""
    return text.translate(TO_SIMPLIFIED) != text


def find_cjk(
    text: str, *, traditional: bool = False
) -> Iterator[tuple[int, int, Phrase]]:
    """Give every figure of running text, and where it stands.

    The text is simplified already; `traditional` tells that it was not. An amount of
    a hundred million or more is given without a currency, too.
    """
    at = 0
    while match := _running().search(text, at):
        start, end = match.span()
        at = start + 1
        if not HAN.search(match[0]) or _numbers_a_line(match, text):
            continue
        try:
            found = _phrase(match, traditional=traditional)
        except BadInput:
            continue
        if found and match["second"] and text.startswith(("从", "由"), start - 1):
            end = match.end("first")
            found = Phrase("exact", (_range_end(match, 1, traditional=traditional),))
        if found is not None and _is_money(found):
            yield start, end, found
            at = end


def _numbers_a_line(match: re.Match[str], text: str) -> bool:
    """Tell whether a figure begins with the number of a list: 一、2亿美元."""
    return "、" in match[0] and not text[: match.start()].rpartition("\n")[2].strip()


def _is_money(phrase: Phrase) -> bool:
    """Tell whether a phrase is an amount of money, and no count of other things."""
    large = any((end.scale or 1) * Decimal(end.number) >= _LEAST for end in phrase.ends)
    return phrase.how != "undisclosed" and (large or bool(phrase.moneys))


@lru_cache(maxsize=1)
def _figure_regex() -> re.Pattern[str]:
    return re.compile(_pattern(), re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1)
def _running() -> re.Pattern[str]:
    return re.compile(f"{_START}{_pattern()}{_STOP}", re.IGNORECASE | re.ASCII)


def _pattern() -> str:
    return (
        f"(?P<among>介于)?(?P<how>{_HOW})?(?P<first>{_end_pattern(1)})"
        f"(?P<second>(?:{_TO}|(?(among)[和与]|(?!))){_end_pattern(2)})?"
        f"(?P<more>{_MORE})?(?P<amid>之间)?"
    )


def _end_pattern(at: int) -> str:
    return (
        f"(?:(?P<before{at}>{_BEFORE}) ?)?(?:(?P<how{at}>{_HOW}) ?)?"
        f"(?:好?[数几上](?P<several{at}>{_UNIT})"
        f"|(?P<number{at}>{_AMOUNT})|(?P<alone{at}>{_BIG}))"
        f"(?P<over{at}>[多余])? ?级?(?P<after{at}>{_AFTER})?(?:级别?)?"
    )


def _phrase(match: re.Match[str], *, traditional: bool) -> Phrase | None:
    """Give the phrase of a match; None where its words do not go together."""
    more = _qualifier_of(_BEHIND, match["more"])
    words = (
        _qualifier_of(_HOWS, match["how"]),
        more,
        *_inner_qualifiers(match, 1),
        *_inner_qualifiers(match, 2),
    )
    said = {word for word in words if word is not None}
    how = said.pop() if said else "exact"
    if said:
        return None
    if match["second"] is None and (match["among"] or match["amid"]):
        return None
    if match["second"] is not None or _pair(match, 1):
        fits = how in {"exact", "about"}
        return _range(match, traditional=traditional) if fits else None
    vague = match["several1"] or (how == "exact" and match["alone1"])
    if vague or "几" in (match["number1"] or ""):
        unit = _UNITS[vague] if vague else _magnitude(match["number1"])
        return sized(unit, _money(match, 1, traditional=traditional))
    return Phrase(how, (_range_end(match, 1, traditional=traditional),))


def _range(match: re.Match[str], *, traditional: bool) -> Phrase | None:
    """Give the range between two amounts, or that of two digits: 15至20亿, 两三亿."""
    pair = _pair(match, 1)
    if match["second"] is None:
        money = _money(match, 1, traditional=traditional)
        return Phrase("range", tuple(RangeEnd(*end, money) for end in pair or ()))
    if match["several1"] or match["several2"] or pair or _pair(match, 2):
        return None
    left, right = (_range_end(match, at, traditional=traditional) for at in (1, 2))
    unit = None if left.scale == 1 and left.money is None else left.scale
    return Phrase("range", (replace(left, scale=unit), right))


def _pair(match: re.Match[str], at: int) -> list[tuple[Decimal, int]] | None:
    """Give both ends of an amount in which two digits stand for one: 两三亿.

    None if it has one number; BadInput if its digits are neither.
    """
    number = match[f"number{at}"] or ""
    found = _PAIR.search(number)
    if found is None:
        if _RUN.search(number) and not _positional(number):
            raise _no_plain_number(match[0])
        return None
    first, second = (_value(found[digit]) for digit in (1, 3))
    left, right = number[: found.start()], number[found.end() :]
    both_ends = [_numbers_and_units(left + found[digit] + right) for digit in (1, 3)]
    unclear = left.endswith(("百", "千")) and not right.startswith(tuple(_TENS))
    one_number = not found[2] and match[f"after{at}"] in {"円", "원"}
    if second != first + 1 or unclear or one_number or len(both_ends[0]) > 1:
        raise _no_plain_number(match[0])
    return [parts[0] for parts in both_ends]


def _positional(number: str) -> bool:
    """Tell whether each digit stands for itself: 二五〇亿."""
    return not any(sign in number for sign in (*_TENS, "、"))


def _magnitude(number: str) -> int:
    """Give the power of ten of an amount whose last digit is 几: 十几亿 is billions."""
    value, unit = _numbers_and_units(number)[-1]
    return int(10 ** (value * unit).adjusted())


def _inner_qualifiers(match: re.Match[str], at: int) -> tuple[str | None, str | None]:
    """Give the qualifiers that stand inside an end: 人民币约5亿元, 50多亿."""
    more = match[f"over{at}"] or re.search("[多余]", match[f"number{at}"] or "")
    return _qualifier_of(_HOWS, match[f"how{at}"]), "over" if more else None


def _range_end(match: re.Match[str], at: int, *, traditional: bool) -> RangeEnd:
    money = _money(match, at, traditional=traditional)
    if alone := match[f"alone{at}"]:
        return RangeEnd(Decimal(1), _UNITS[alone], money)
    parts = _numbers_and_units(match[f"number{at}"])
    if len(parts) == 1:
        return RangeEnd(*parts[0], money)
    return RangeEnd(_sum(parts, match[0]), 1, money)


def _numbers_and_units(text: str) -> list[tuple[Decimal, int]]:
    """Give the number and the unit of each part of an amount: 3亿5000万."""
    return [
        (_value(number), _UNITS[unit] if unit else 1)
        for number, _, unit in _PARTS.findall(text)
    ]


def _sum(parts: list[tuple[Decimal, int]], text: str) -> Decimal:
    """Add up an amount of several units, the largest first."""
    units = [unit for _, unit in parts]
    if units != sorted(set(units), reverse=True):
        raise _no_plain_number(text)
    return sum((number * unit for number, unit in parts), Decimal(0))


def _no_plain_number(text: str) -> BadInput:
    return BadInput(f"'{text}' is not a plain number", "write 3.5亿, 3亿至4亿 or 350M")


def _value(number: str) -> Decimal:
    """Give the number that digits or Chinese numerals stand for: 120, 一百二十."""
    if number[0].isdecimal():
        return Decimal(number.replace(",", ""))
    total, digit = 0, 1 if number[0] == "十" else 0
    for sign in number:
        if sign in _TENS:
            total, digit = total + digit * _TENS[sign], 0
        else:
            digit = digit * 10 + _DIGITS[sign]
    return Decimal(total + digit)


def _money(
    match: re.Match[str], at: int, *, traditional: bool
) -> WrittenCurrency | None:
    """Give the currency before an amount, else that behind it; 元 goes with any."""
    before, after = match[f"before{at}"], match[f"after{at}"]
    found = [x for x in (before, after) if x and not (before and x in {"元", "圆"})]
    moneys = [money(word, traditional=traditional) for word in found]
    known = [x for x in moneys if x is not None]
    return both(known[0], known[-1]) if known else None


def _qualifier_of(words: tuple[tuple[str, str], ...], said: str | None) -> str | None:
    """Give the qualifier that a word stands for."""
    if said is None:
        return None
    # Without what may not stand before it: that was seen to when it was found.
    bare = ((how, re.sub(r"\(\?<![^)]*\)", "", pattern)) for how, pattern in words)
    return next(how for how, pattern in bare if re.fullmatch(pattern, said))
