"""What the columns of a stranger's table may mean: a proposal, never taken on trust.

A field that no column's name suggests stays a gap. Text is no date, a count is no
round, an identifier is no company. The unit that a name holds is read: `($M)`,
`in thousands`, `(Mio. EUR)`, `(JPY bn)`.
"""

import re
import shlex
from collections.abc import Sequence
from typing import Final

from ledger.claims.currencies import CURRENCIES
from ledger.claims.names import shown

_SCALES: Final = (
    ("K", r"k|thousands?|tsd|000s?|'000"),
    ("M", r"m|mm|mn|mln|mio|mill|mil|millions?|millionen|百万"),
    ("B", r"b|bn|bil|bln|mrd|mld|billions?|milliarden|十亿"),
    ("T", r"t|tn|trn|trillions?"),
)
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW"}
_WORDS: Final = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR"}
_NO: Final = r"(?!)"
_WHO: Final = "company|organi[sz]ation|startup|issuer|firm"
_FIELDS: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    (
        "company",
        (
            rf"^({_WHO}|portfolio company)[ _]?name$",
            rf"^({_WHO}|name|公司名称|公司|企业|会社名)$",
            r"^name of (the )?(company|startup)$",
        ),
        _NO,
    ),
    (
        "company_id",
        (
            r"^(company|organi[sz]ation|org)?[ _]?(permalink|uuid|slug|cik)$",
            r"^(company|organi[sz]ation|org)?[ _]?(domain|ticker)$",
            r"^(company|organi[sz]ation|org)[ _]?id$",
        ),
        _NO,
    ),
    ("round_id", (r"^(round|deal|funding|transaction)[ _]?(id|uuid)$",), _NO),
    (
        "published",
        (
            r"announce|publish|report(ed)?[ _](on|at|date)|^when$|^date$|[_ ]date$",
            r"^date[ _]|funded[ _](at|on)|acquired[ _](at|on)|^deal date|joined",
            r"closed?[ _]on|first[ _]funding[ _]at|^year$|日期|时间|日付",
        ),
        r"found|birth|laid|updated|created|成立|last[ _]funding",
    ),
    (
        "cumulative",
        (
            r"total[ _](funding|raised)|funding[ _]total|funds[ _]raised",
            r"raised[ _]to[ _]date|融资总额",
        ),
        r"date$(?<!to[ _]date)|number|count",
    ),
    ("deal_value", (r"price[ _]amount|deal[ _]value|acquisition[ _]price",), _NO),
    ("post_money", (r"post[ _-]?(money|val|$)|^post\b",), r"ipo"),
    ("pre_money", (r"pre[ _-]?money",), _NO),
    ("valuation", (r"valuation|^value\b|估值",), r"date"),
    (
        "raised",
        (
            r"raised|^amount|amount$|amount[ _(]|funding[ _](amount|size|total)",
            r"deal[ _]size|round[ _]size|^size\b|^funding$|^funding[ _]+[($€£_]",
            r"融资金额|金额",
        ),
        r"date|rounds?$|number|count|investor",
    ),
    ("round", (r"^(round|series|轮次)([ _]?name)?$",), _NO),
    (
        "round_type",
        (r"(round|funding|investment|deal)[ _]?type|^(type|series|stage|round)$",),
        _NO,
    ),
    ("lead", (r"^lead([ _]investors?)?$",), _NO),
    (
        "investors",
        (r"investors?([ _’']?s?[ _]?names?)?$|投资方",),
        r"count|number|lead",
    ),
    ("currency", (r"currency([ _]?code)?$|^cur$|^ccy$|币种",), _NO),
    (
        "sector",
        (
            rf"^(({_WHO})[ _])?(sector|industry|vertical|category)([ _]?(code|name))?$",
            r"^(行业|行業|赛道|領域|领域)$",
        ),
        _NO,
    ),
    (
        "country",
        (rf"^(({_WHO}|hq|headquarters)[ _])?country([ _]?code)?$", r"^(国家|國家)$"),
        _NO,
    ),
    ("source", (r"^(sources?|publication|publisher|outlet|来源|媒体)$",), _NO),
    ("url", (r"^(source[ _]?)?(url|link)$",), r"homepage|logo|image"),
)
"""Field, which names suggest it, and which do not although they seem to."""
_NEEDED: Final = ("company", "published")
AMOUNTS: Final = frozenset(
    {"raised", "cumulative", "valuation", "post_money", "pre_money", "deal_value"}
)
"""Fields that a guess may have and that are amounts."""


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Give, by field, the column whose name suggests it best; each column once."""
    found: dict[str, str] = {}
    for field, words, not_words in _FIELDS:
        for name in header:
            plain = _spaced(name).lower()
            if not plain or name in found.values() or field in found:
                continue
            bare = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", plain).strip() or plain
            suggested = any(
                re.search(word, one) for word in words for one in (plain, bare)
            )
            if suggested and not re.search(not_words, plain):
                found[field] = name
    return found


def unit_in(name: str) -> str:
    """Give the unit that a name holds, such as M, EURM or JPY; else nothing."""
    plain = _spaced(name)
    return _currency(plain) + _scale(plain)


def _spaced(name: str) -> str:
    """Write a name with blanks: `AmountInUSD` is Amount In USD."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name.replace("_", " ")).strip()


def _currency(name: str) -> str:
    for sign, code in _SIGNS.items():
        if sign in name:
            return "" if sign == "$" else code
    for word in re.findall(r"[A-Za-z]+", name):
        code = re.sub("(?<=^[A-Z]{3})(bn|mn|m|b|k)$", "", word).upper()
        if code in CURRENCIES and (word[:3].isupper() or word.lower() in _PLAIN):
            return code
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
    return ""


_PLAIN: Final = frozenset({"usd", "eur", "gbp", "jpy", "cny", "inr", "chf"})


def _scale(name: str) -> str:
    lowered = re.sub(r"[A-Z]{3}(?=(?:bn|mn|m|b|k)\b)", " ", name).lower()
    for letter, words in _SCALES:
        before = r"(?:(?<=[\s(\[$€£¥,./-])|^)"
        if re.search(rf"{before}(?:{words})\.?(?=[\s)\],./-]|$)", lowered):
            return letter
    return ""


def example(header: Sequence[str]) -> str:
    """Make up a command line out of a table's own columns; a gap is a gap."""
    found = guessed(header)
    parts = [
        shlex.quote(f"{shown(name)}={field}{suffix(field, name)}")
        for field, name in found.items()
    ]
    parts += [f"'?={field}'" for field in _NEEDED if field not in found]
    return " ".join(["--from csv --source S", *(f"--map {part}" for part in parts)])


def suffix(field: str, name: str) -> str:
    """Give the unit that the name of a column with amounts holds."""
    unit = unit_in(name) if field in AMOUNTS else ""
    return f":{unit}" if unit else ""
