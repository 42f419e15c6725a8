"""How figures are written in Latin letters: `$15-20 billion`, `nearly EUR 7m`, `60B+`.

The short forms that `sayso` prints (`c.61B`, `nearly.700M`, `..45B`, `15B..20B`) are
part of it. The grammar is of ASCII letters and digits: a long s is no s, a Kelvin sign
no k. Which separators a number may have is the reader's to say: in running text commas
group thousands and a point divides, in a table its columns tell.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ledger.claims.amounts import check_currency
from ledger.claims.currencies import CURRENCIES, SIGNS, WORDS, WrittenCurrency, money
from ledger.claims.phrases import Phrase, RangeEnd, both, sized
from ledger.errors import BadInput

# Else a long s passes for an s, a Kelvin sign for a k.
_FOLDED: Final = re.IGNORECASE | re.ASCII
STRICT: Final = (
    r"(?!00+(?![0-9.]))"  # zeros alone: what a shell makes of $500M
    r"(?:[0-9]{1,3},[0-9]{1,2}(?=[ -]?(?:mio|mln|mrd|mld|tsd)\b)"
    r"|(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
)
"""A number as running text writes it; before Mio. and Mrd. a comma may divide."""

_UNITS: Final = (
    ("k thousand tsd thsd", 10**3),
    ("m mm mn mln mio mill million millions", 10**6),
    ("b bn bln bil mrd mld billion billions", 10**9),
    ("t tn trn trillion trillions", 10**12),
    ("lakh lakhs lac lacs", 10**5),
    ("cr crore crores", 10**7),
)
_SCALES: Final = {word: scale for words, scale in _UNITS for word in words.split()}
_LARGE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_SCALE: Final = rf"(?:hundred[ -])?(?:{_LARGE})"
_COUNTS: Final = {
    "half a": "0.5", "a half": "0.5", "half": "0.5", "a quarter of a": "0.25",
    "a quarter": "0.25", "three quarters of a": "0.75", "one and a half": "1.5",
    "two and a half": "2.5", "a": "1", "an": "1", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90",
}  # fmt: skip
_COUNT: Final = "|".join(
    word.replace(" ", "[ -]") for word in sorted(_COUNTS, key=len)[::-1]
)
_BEFORE: Final = (
    ("nearly", r"nearly[. ]|almost|close to|approaching|nearing|(?:just )?shy of"),
    ("nearly", r"(?:just|slightly|a little) (?:under|below|less than)"),
    ("up_to", r"<=|≤|<|\.\.|up to|as (?:much|high|many) as|at most|under|below"),
    ("up_to", r"(?:no|not) more than|less than|fewer than|max\.|a maximum of"),
    ("up_to", r"capped at"),
    ("over", r">=|≥|>|(?:(?:just|well|slightly|a little) )?(?:over|more than|above)"),
    ("over", r"at least|min\.|a minimum of|exceed(?:s|ing|ed)?|in excess of|topping"),
    ("over", r"upwards? of|north of|(?:no|not) (?:less|fewer) than|greater than"),
    ("over", r"surpass(?:es|ing|ed)"),
    (
        "about",
        r"~|≈|c\.|ca\.|ca(?= )|circa|approx\.?|approximately|about|around|roughly",
    ),
    ("about", r"(?:an )?est(?:\.|imated)?|some|in the (?:region|neighbou?rhood) of"),
    ("about", r"(?:in|on) the order of|somewhere around"),
    ("exact", r"exactly|precisely"),
)
_BEHIND: Final = (
    ("over", r"\+|[ -]?plus| or (?:more|higher|above)| and (?:up|above)"),
    ("up_to", r" or (?:less|lower|below)| at most| max\.?"),
    ("about", r" or so| \((?:est\.?|estimated|approx\.?)\)| give or take"),
)
_HOW: Final = "|".join(words for _, words in _BEFORE)
_MORE: Final = "|".join(words for _, words in _BEHIND)
_NAMES: Final = "|".join(
    word.replace("us ", r"u\.?s\.? ").replace(" ", "[ -]") + "s?" for word in WORDS
)
_SIGNS: Final = r"(?-i:US|U\.S\.|HK|NZ|NT) \$|" + "|".join(map(re.escape, SIGNS))
_TO: Final = (
    r"\.\.| ?[-\u2013\u2014~] ?| to "
    # No unit before it, and one behind it: else these are two figures.
    rf"|(?<=[0-9]) or (?=\$?[0-9.]+[ -]?(?:{_SCALE}))"
)
_SEVERAL: Final = "several|a few|few|some|multiple|many|a couple of|multi"
_SIZE: Final = (
    r"(?:(?P<tens>tens|dozens|hundreds)[ -]of[ -])?"
    r"(?P<many>thousands|millions|billions|trillions)"
    rf"|(?:{_SEVERAL})[ -]?(?P<hundred>hundred[ -])?(?P<one>(?:m|b|tr)illions?)"
)
_KEPT_BACK: Final = frozenset(
    {"undisclosed", "not disclosed", "confidential", "undisclosed amount"}
    | {"amount undisclosed", "an undisclosed amount", "an undisclosed sum"}
)
_ANY_CODE: Final = rf"(?:{_NAMES})|[a-z]{{3}}"
_ARTICLE: Final = re.compile("^an? (?=[^a-z0-9])", _FOLDED)
_ALSO_WORDS: Final = frozenset(
    {"ALL", "BAM", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"}
)
_CODES: Final = f"(?-i:{'|'.join(sorted(CURRENCIES - _ALSO_WORDS))})"
"""In running text a code is in capitals, and no word of a headline."""
_START: Final = r"(?<![A-Za-z0-9$€£¥])(?<![0-9][.,])"
_STOP: Final = (
    r"(?![A-Za-z0-9\u5341\u767e\u5343\u4e07\u4ebf\u5146])(?![.,][0-9])(?! ?%)"
)
"""Behind a figure stands no letter, no digit, and no Chinese unit."""


def read_latin(text: str, number: str = STRICT) -> Phrase | None:
    """Read text that is a figure from its first letter to its last; else None.

    `number` is the pattern of a number in digits. BadInput for an unknown currency.
    """
    plain = " ".join(text.split())
    if plain.lower() in _KEPT_BACK:
        return Phrase("undisclosed")
    if plain.lower() == "undecided":
        return Phrase("undecided")
    if match := _size(_ANY_CODE).fullmatch(plain):
        return _sized(match)
    rising = plain.lower().startswith("from ")
    bare = _ARTICLE.sub("", plain[5:] if rising else plain)
    match = _figure_regex(number, _ANY_CODE, r"\.?").fullmatch(bare)
    found = None if match is None else _phrase(match)
    if rising and found is not None and found.how != "range":
        return None
    return found


def find_latin(text: str) -> Iterator[tuple[int, int, Phrase]]:
    """Give every figure of running text that states its currency, and where it stands.

    Blanks, line ends and widths are as in `read`; full-width signs are folded before.
    """
    at = 0
    while match := _running().search(text, at):
        start, end = match.span()
        at = start + 1
        try:
            found = _sized(match) if match["size"] else _phrase(match)
        except BadInput:
            continue
        if _two_figures(match, text):
            end = match.end("first")
            found = Phrase(
                _qualifier_of(_BEFORE, match["how"]) or "exact", (_range_end(match, 1),)
            )
        if found is not None and found.moneys:
            yield start, end, found
            at = end


def _two_figures(match: re.Match[str], text: str) -> bool:
    """Tell whether the ends are two figures: "from $350m to $2bn", "In 2023 - $5bn"."""
    if match["second"] is None:
        return False
    rose = match["to"] == " to " and text[: match.start()].endswith("from ")
    lone = match["before2"] and not (match["before1"] or match["between"])
    return rose or bool(lone)


@lru_cache(maxsize=8)
def _figure_regex(number: str, code: str, dot: str) -> re.Pattern[str]:
    return re.compile(_figure_pattern(number, code, dot), _FOLDED)


@lru_cache(maxsize=2)
def _size(code: str) -> re.Pattern[str]:
    return re.compile(_size_pattern(code), _FOLDED)


@lru_cache(maxsize=1)
def _running() -> re.Pattern[str]:
    figure = _figure_pattern(STRICT, _CODES, "")
    size = _size_pattern(_CODES)
    return re.compile(f"{_START}(?:(?P<size>{size})|{figure}){_STOP}", _FOLDED)


def _size_pattern(code: str) -> str:
    return (
        rf"(?:(?P<before>{_SIGNS}|{code})[ -]?)?(?:{_SIZE})"
        rf"(?:[ -](?:of )?(?P<after>{_NAMES}))?"
    )


def _figure_pattern(number: str, code: str, dot: str) -> str:
    first, second = (_end_pattern(at, number, code, dot) for at in (1, 2))
    return (
        rf"(?:(?P<how>{_HOW})[ ]?)?(?P<between>between )?(?P<first>{first})"
        rf"(?P<second>(?P<to>(?(between)(?: and |{_TO})|(?:{_TO}))){second})?"
        rf"(?P<more>{_MORE})?"
    )


def _end_pattern(at: int, number: str, code: str, dot: str) -> str:
    return (
        rf"(?:(?P<before{at}>{_SIGNS}|{code})[ ]?)?"
        rf"(?:(?P<number{at}>{number})|(?P<count{at}>{_COUNT})(?=[ -](?:{_SCALE})))"
        rf"(?:(?P<plus{at}>\+)(?=[ -]?(?:{_SCALE})))?"
        rf"(?:[ -]?(?P<scale{at}>{_SCALE}){dot}(?![a-z]))?"
        rf"(?:[ -]?(?P<after{at}>{_NAMES}|{_SIGNS}|{code})(?![a-z]))?"
    )


def _phrase(match: re.Match[str]) -> Phrase | None:
    """Give the phrase of a match; None where its words do not go together."""
    words = [
        _qualifier_of(_BEFORE, match["how"]),
        _qualifier_of(_BEHIND, match["more"]),
    ]
    words += ["over" for at in (1, 2) if match[f"plus{at}"]]
    said = {word for word in words if word is not None}
    how = said.pop() if said else "exact"
    if said:
        return None
    if match["second"] is None:
        # "between $1bn" is half a range.
        return None if match["between"] else Phrase(how, (_range_end(match, 1),))
    if how not in {"exact", "about"}:
        return None
    return Phrase("range", (_range_end(match, 1), _range_end(match, 2)))


def _range_end(match: re.Match[str], at: int) -> RangeEnd:
    number, count, unit = match.group(f"number{at}", f"count{at}", f"scale{at}")
    scale = None
    if unit:
        word = unit.lower().replace("-", " ")
        bare = word.removeprefix("hundred ")
        scale = _SCALES[bare] * (1 if bare == word else 100)
    if count:
        number = Decimal(_COUNTS[count.lower().replace("-", " ")])
    return RangeEnd(number, scale, _money(match[f"before{at}"], match[f"after{at}"]))


def _sized(match: re.Match[str]) -> Phrase:
    word = (match["many"] or match["one"]).lower().removesuffix("s")
    unit = _SCALES[word]
    tens = (match["tens"] or "").lower()
    if match["hundred"] or tens == "hundreds":
        unit *= 100
    elif tens:
        unit *= 10
    return sized(unit, _money(match["before"], match["after"]))


def _money(before: str | None, after: str | None) -> WrittenCurrency | None:
    """Give the currency that stands before an amount, behind it, or both."""
    found = [_known(word) for word in (before, after) if word]
    return both(found[0], found[-1]) if found else None


def _known(word: str) -> WrittenCurrency:
    found = money(word.replace("-", " ").replace(" $", "$"))
    if word.lower() == "mil":
        raise BadInput(
            f"'{word}' is a million in English, and a thousand in Spanish",
            "write 15M or 15K",
        )
    if found is None and not word.isupper():
        raise BadInput(
            f"'{word}' is neither a currency nor a unit",
            "write 5M, EUR5M or $5 billion",
        )
    if found is None:
        check_currency(word)
        raise AssertionError(word)
    return found


def _qualifier_of(words: tuple[tuple[str, str], ...], said: str | None) -> str | None:
    """Give the qualifier that a word stands for."""
    if said is None:
        return None
    # Without what has to follow it: that was seen to when it was found.
    bare = ((how, re.sub(r"\(\?=[^)]*\)", "", pattern)) for how, pattern in words)
    return next(how for how, pattern in bare if re.fullmatch(pattern, said, _FOLDED))
