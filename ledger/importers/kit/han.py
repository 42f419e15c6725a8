"""Amounts as tables in Chinese, Japanese and Korean write them: 200万人民币, 5억원.

万 is ten thousand, 亿 a hundred million. 数 ("several") before a unit says how large
an amount is, and no number: several millions stay *millions*, and several tens of
millions, too; below that an amount is *undisclosed*. Traditional characters are read
as simplified ones.
"""

import re
from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.han import TO_SIMPLIFIED
from ledger.errors import BadInput

_CURRENCIES: Final = {
    "人民币": "CNY", "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD",
    "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "日圆": "JPY", "韩元": "KRW",
    "韩圜": "KRW", "台币": "TWD", "新台币": "TWD", "新加坡元": "SGD", "新元": "SGD",
    "卢比": "INR", "印度卢比": "INR", "加元": "CAD", "澳元": "AUD", "加拿大元": "CAD",
    "瑞士法郎": "CHF", "卢布": "RUB", "人民幣": "CNY", "元人民币": "CNY",
    "人民币元": "CNY", "元": "CNY", "円": "JPY", "원": "KRW",
}  # fmt: skip
_UNITS: Final = {
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "만": 10**4,
    "백만": 10**6,
    "천만": 10**7,
    "억": 10**8,
    "조": 10**12,
}
_KEPT_BACK: Final = re.compile("(?:金额)?(?:未透露|未披露|未公开|未知|不详|保密)")
_QUALIFIERS: Final = {
    "约": "about",
    "大约": "about",
    "近": "nearly",
    "将近": "nearly",
    "接近": "nearly",
    "超": "over",
    "超过": "over",
    "逾": "over",
    "至少": "over",
    "不超过": "up_to",
    "最多": "up_to",
}
_MONEY: Final = "|".join(sorted(_CURRENCIES, key=len, reverse=True))
_LARGE: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_WORDS: Final = "|".join(sorted(_QUALIFIERS, key=len, reverse=True))
_AMOUNT: Final = re.compile(
    rf"(?P<how>{_WORDS})?(?P<before>{_MONEY})?"
    rf"(?:(?P<number>(?:[0-9][0-9.,]*(?:{_LARGE})?)+)|[数几上](?P<several>{_LARGE}))"
    rf"(?P<more>[多余]|以上)?(?P<after>{_MONEY})?"
)
_PART: Final = re.compile(rf"([0-9][0-9.,]*)({_LARGE})?")
_HAN: Final = re.compile("[\u3400-\u9fff\uac00-\ud7af]")
_MILLIONS: Final = 10**6
_HUNDREDS: Final = 10**8
_BILLIONS: Final = 10**9


def is_han(text: str) -> bool:
    """Tell whether a cell has a Chinese character."""
    return _HAN.search(text) is not None


def han_figure(text: str, own: str | None) -> Figure:
    """Read an amount in Chinese; `own` is the currency where the cell has none.

    BadInput for what is none, or has no currency at all.
    """
    plain = text.translate(TO_SIMPLIFIED).replace(" ", "")
    for money in ("", *_CURRENCIES):
        if _KEPT_BACK.fullmatch(plain.removesuffix(money)):
            return Figure(None, None, None, "undisclosed")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise BadInput(f"{text!r} is no amount that can be read", "write CNY2000000")
    word = found["before"] or found["after"]
    currency = _CURRENCIES[word] if word else own
    if currency is None:
        raise BadInput(f"{text!r} of what?", "say it with the column: COLUMN=FIELD:CNY")
    if found["several"]:
        return _vague(_UNITS[found["several"]], currency)
    how = _QUALIFIERS.get(found["how"] or "", "over" if found["more"] else "exact")
    return _said(_sum(found["number"], text), currency, how)


def _sum(parts: str, text: str) -> Decimal:
    """Add up an amount of several units, the largest first: 3亿5000万."""
    total, last = Decimal(0), max(_UNITS.values()) + 1
    for number, word in _PART.findall(parts):
        unit = _UNITS.get(word, 1)
        if unit >= last or not re.fullmatch(r"\d+(,\d{3})*(\.\d+)?", number):
            raise BadInput(f"{text!r} is no plain number", "write CNY2000000")
        total, last = total + Decimal(number.replace(",", "")) * unit, unit
    return total


def _said(value: Decimal, currency: str, how: str) -> Figure:
    low = None if how in {"nearly", "up_to"} else value
    return Figure(currency, low, None if how == "over" else value, how)


def _vague(unit: int, currency: str) -> Figure:
    if unit < _MILLIONS:
        return Figure(None, None, None, "undisclosed")
    words = "billions" if unit >= _BILLIONS else "millions"
    if unit == _HUNDREDS:
        words = "hundreds-of-millions"
    return Figure(currency, None, None, f"{words}-unspecified")
