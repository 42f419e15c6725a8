"""Dates as people and papers give them: whole days, months, ranges, instants.

A partial date is an interval `[lo, hi)`, never a guess at its middle. The grammar
is closed: what it does not hold is refused, never filled in from today.

    2024  2024-Q1  2024-H1  2024-01  2024-01-19       the whole of it
    2024-01-19[America/New_York]                      where it was said
    2024-01-19T08:34+08:00  2024-01-19T00:34:10Z      an instant, with its offset
    2024-01/2024-03  ../2024-03  2024-01/..           from .. to, either end open
    2024-01~                                          about: as long again each side
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.claims.names import quoted
from ledger.claims.points import FIRST_YEAR, NotAPoint, Point, parse_point
from ledger.claims.zones import (
    MAX_DAY,
    MAX_US,
    MIN_DAY,
    MIN_US,
    check_zone,
    day_of,
    day_start,
    show_day,
    show_instant,
)
from ledger.errors import BadInput

__all__ = [
    "MAX_DAY",
    "MAX_US",
    "MIN_DAY",
    "MIN_US",
    "Days",
    "When",
    "check_zone",
    "day_of",
    "day_start",
    "parse_days",
    "parse_when",
    "resolve_relative",
    "show_day",
    "show_instant",
]

MAX_LENGTH: Final = 200
DAYS_HINT: Final = (
    "write 2024, 2024-Q1, 2024-H1, 2024-01, 2024-01-19, 2024-01~ for about, or a range:"
    " 2024-01/2024-03, ../2024-03"
)
WHEN_HINT: Final = f"{DAYS_HINT}; with the time 2024-01-19T08:34+08:00"
POINT_HINT: Final = "write 2024-01-19, and with the time 2024-01-19T08:34+08:00"
WORDS_HINT: Final = (
    "of words only today, yesterday, monday, last week (month, quarter, year), 3d ago,"
    " 2w ago, 6mo ago and 1y ago are read, on the command line"
)

_ZONED: Final = re.compile(r"(?P<body>[^\[\]]*)(?:\[(?P<zone>[^\[\]]*)\])?")
_WORDS: Final = re.compile(
    r"\b(?:ago|today|yesterday|tomorrow|now|last|next|this|week|month|quarter|year"
    r"|early|late|mid|\w+day)\b",
    re.IGNORECASE,
)
_AGO: Final = re.compile(
    r"(?P<count>[0-9]{1,5}) ?(?P<unit>d|w|mo|y|days?|weeks?|months?|years?) ago"
)
_UNITS: Final = {"day": "d", "week": "w", "month": "mo", "year": "y"}
WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)


class Days(NamedTuple):
    """Calendar days without a zone, `first` to `last`, both included."""

    text: str
    first: int
    last: int

    def __str__(self) -> str:
        return self.text


class When(NamedTuple):
    """A moment or a stretch of time: microseconds `[lo, hi)`.

    `text` is canonical and reads back to an equal When. `zone` is the zone that
    the text carries; without one, dates in the text are days in UTC. `lo` and `hi`
    are equal only for a day that its zone left out.
    """

    text: str
    lo: int
    hi: int
    zone: str | None

    def __str__(self) -> str:
        return self.text

    @property
    def day(self) -> Days:
        """The calendar days that it covers in the place where it was said."""
        return _days_where_said(self.text)


_Ends = tuple[Point | None, Point | None]


def parse_when(text: str, zone: str = "UTC") -> When:
    """Read a date, range or instant; dates without a zone mean days in `zone`."""
    return _parse_when(text, zone)


def parse_days(text: str) -> Days:
    """Read a date or a range of dates that belongs to no zone."""
    return _parse_days(text)


@lru_cache(maxsize=1 << 14)
def _parse_when(text: str, zone: str) -> When:
    match = _ZONED.fullmatch(_check_instant(text, WHEN_HINT))
    if match is None:
        raise _unreadable(text, WHEN_HINT)
    body, named = match["body"], match["zone"]
    left, right = _range_ends(body, text, WHEN_HINT)
    has_dates = any(end and end.instant is None for end in (left, right))
    if named is not None and not has_dates:
        raise BadInput(
            f"'{quoted(text)}' has an offset and a zone",
            "an instant has its offset only: leave the [zone] out",
        )
    place = check_zone(zone if named is None else named)
    carried = place if has_dates and (named or place != "UTC") else None
    lo = left.start(place) if left else MIN_US
    hi = right.end(place) if right else MAX_US
    if lo > hi or (lo == hi and left is not right):
        raise _backwards(text)
    suffix = f"[{carried}]" if carried else ""
    return When(_range_text(left, right) + suffix, lo, hi, carried)


@lru_cache(maxsize=1 << 14)
def _parse_days(text: str) -> Days:
    checked = _check_instant(text, DAYS_HINT)
    left, right = _range_ends(checked, text, DAYS_HINT)
    if any(end and end.instant for end in (left, right)):
        raise BadInput(f"'{quoted(text)}' is an instant, not a day", DAYS_HINT)
    first = left.first if left else MIN_DAY
    last = right.last if right else MAX_DAY
    if first > last:
        raise _backwards(text)
    return Days(_range_text(left, right), first, last)


@lru_cache(maxsize=1 << 14)
def _days_where_said(text: str) -> Days:
    left, right = _range_ends(text.partition("[")[0], text, WHEN_HINT)
    start = left.day_text if left else ".."
    end = right.day_text if right else ".."
    return Days(
        start if start == end else f"{start}/{end}",
        left.first if left else MIN_DAY,
        right.last if right else MAX_DAY,
    )


def _check_instant(text: str, hint: str) -> str:
    if len(text) > MAX_LENGTH:
        raise BadInput(f"a date of {len(text)} characters", hint)
    stripped = text.strip()
    if not stripped:
        raise BadInput("no date given", hint)
    return stripped


def _range_ends(body: str, text: str, hint: str) -> _Ends:
    """Give both ends of a range; a plain date is both ends of itself."""
    left, slash, right = body.partition("/")
    if not slash:
        point = _point(body, text, hint)
        return point, point
    if "/" in right:
        raise BadInput(
            f"'{quoted(text)}': which is the month, and which is the day?",
            "dates start with the year: write 2024-01-19",
        )
    ends = (
        None if left == ".." else _point(left, text, hint),
        None if right == ".." else _point(right, text, hint),
    )
    if ends == (None, None):
        raise BadInput(f"'{quoted(text)}' is open at both ends", hint)
    return ends


def _range_text(left: Point | None, right: Point | None) -> str:
    if left is right:
        return left.text if left else ".."
    return f"{left.text if left else '..'}/{right.text if right else '..'}"


def _point(part: str, text: str, hint: str) -> Point:
    try:
        return parse_point(part)
    except NotAPoint as error:
        if error.why is None:
            raise _unreadable(text, hint) from None
        raise BadInput(f"'{quoted(text)}': {error.why}", POINT_HINT) from None


def resolve_relative(text: str, now_us: int, zone: str) -> str:
    """Turn words for days into a date or a range; give other text back.

    `monday` is the last one before today, and `last week` is Monday to Sunday.
    """
    words = " ".join(text.lower().split())
    today = date.fromordinal(day_of(now_us, zone))
    if words == "today":
        return today.isoformat()
    if words == "yesterday":
        words = "1d ago"
    named = words.removeprefix("last ")
    if named in WEEKDAYS:
        behind = (today.weekday() - WEEKDAYS.index(named) - 1) % 7 + 1
        return (today - timedelta(days=behind)).isoformat()
    if words.startswith("last ") and named in _LAST:
        return _LAST[named](today)
    match = _AGO.fullmatch(words)
    if match is None:
        return text
    unit = match["unit"]
    day = _back(today, int(match["count"]), _UNITS.get(unit.removesuffix("s"), unit))
    if day is None:
        raise BadInput(f"'{quoted(text)}' is before the year {FIRST_YEAR}", WORDS_HINT)
    return day.isoformat()


def _last_week(today: date) -> str:
    monday = today - timedelta(days=today.weekday() + 7)
    return f"{monday}/{monday + timedelta(days=6)}"


def _last_month(today: date) -> str:
    return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _last_quarter(today: date) -> str:
    quarter = (today.month - 1) // 3
    return f"{today.year}-Q{quarter}" if quarter else f"{today.year - 1}-Q4"


_LAST: Final[Mapping[str, Callable[[date], str]]] = {
    "week": _last_week,
    "month": _last_month,
    "quarter": _last_quarter,
    "year": lambda today: str(today.year - 1),
}


def _back(day: date, count: int, unit: str) -> date | None:
    """Go back in time; a day that the month lacks becomes its last day."""
    if unit in {"d", "w"}:
        ordinal = day.toordinal() - count * (7 if unit == "w" else 1)
        first = date(FIRST_YEAR, 1, 1).toordinal()
        return date.fromordinal(ordinal) if ordinal >= first else None
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year < FIRST_YEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unreadable(text: str, hint: str) -> BadInput:
    return BadInput(
        f"'{quoted(text)}' is not a date that sayso can read",
        WORDS_HINT if _WORDS.search(text) else hint,
    )


def _backwards(text: str) -> BadInput:
    return BadInput(f"'{quoted(text)}' ends before it starts", "the earlier date first")
