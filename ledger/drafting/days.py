"""Days in an article: when it was published, and when a round was done.

A date is read as far as it is written, never further: "in June last year" is a month.
What is relative is reckoned from the day of publication, and without it is not read.
"""

import re
from typing import Final

from ledger.drafting.text import ArticlePage, Span

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_MONTH: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_NUMERIC: Final = (
    r"(?P<y1>20\d\d)[-./](?P<m1>1[0-2]|0?[1-9])[-./](?P<d1>3[01]|[12]\d|0?[1-9])"
)
_HAN: Final = (
    r"(?P<y2>20\d\d)年(?P<m2>1[0-2]|[1-9])月(?:(?P<d2>3[01]|[12]\d|[1-9])[日号])?"
)
_US: Final = rf"(?P<m3>{_MONTH})\.? (?P<d3>\d\d?),? (?P<y3>20\d\d)"
_UK: Final = rf"(?P<d4>\d\d?) (?P<m4>{_MONTH})\.?,? (?P<y4>20\d\d)"
_MONTHLY: Final = rf"(?P<m5>{_MONTH}) (?:of )?(?P<y5>20\d\d)"
_DATE: Final = re.compile(
    rf"(?<!\d)(?:{_NUMERIC}|{_HAN}|(?<![a-z])(?:{_US}|{_UK}|{_MONTHLY}))(?!\d)",
    re.IGNORECASE,
)
_LAST_YEAR: Final = re.compile(
    rf"(?<![a-z])(?P<m>{_MONTH}) last year|last (?P<n>{_MONTH})(?![a-z])"
    r"|(?P<year>去年|今年)(?P<han>1[0-2]|[1-9])月(?:份)?",
    re.IGNORECASE,
)
_THIS_YEAR: Final = re.compile(
    rf"\bin (?:early |late |mid-)?(?P<m>{_MONTH})(?! last|\w)", re.IGNORECASE
)
_HEAD: Final = 600


def published(page: ArticlePage) -> tuple[str, Span] | None:
    """Give the day on which an article seems to be published, and where it says so.

    It is the first full date of its head.
    """
    for match in _DATE.finditer(page.plain, 0, min(_HEAD, len(page.plain))):
        day = _iso_date(match)
        if day.count("-") > 1:
            return day, Span(*match.span())
    return None


def done(text: str, day: str | None) -> str | None:
    """Give the day, month or year on which a sentence says that something was done.

    `day` is when that was published, `2024-01-19`.
    """
    if match := _DATE.search(text):
        return _iso_date(match)
    if day is None or not re.fullmatch(r"\d{4}(-\d\d){1,2}", day):
        return None
    year, month = int(day[:4]), int(day[5:7])
    if match := _LAST_YEAR.search(text):
        said = int(match["han"]) if match["han"] else _number(match["m"] or match["n"])
        this = match["year"] == "今年" or (match["n"] and said < month)
        return f"{year if this else year - 1}-{said:02d}"
    if match := _THIS_YEAR.search(text):
        said = _number(match["m"])
        return f"{year if said <= month else year - 1}-{said:02d}"
    return None


def _iso_date(match: re.Match[str]) -> str:
    """Give a date as it is written: a day, or a month."""
    for at in range(1, 6):
        year = match.groupdict().get(f"y{at}")
        if year:
            month, day = match[f"m{at}"], match.groupdict().get(f"d{at}")
            number = int(month) if month.isdecimal() else _number(month)
            return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")
    raise AssertionError(match[0])


def _number(month: str) -> int:
    """Give the number of a month by its first three letters."""
    short = month.lower()[:3]
    return 1 + next(at for at, name in enumerate(_MONTHS) if name.startswith(short))
