"""One date or instant as it is written: the grammar of a single end of a range.

2024  2024-Q1  2024-H1  2024-01  2024-01-19            each may carry ~ for about
2024-01-19T08:34+08:00  2024-01-19T00:34:10.5Z         an instant, with its offset
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

from ledger.claims.zones import (
    DAY_US,
    EPOCH_DAY,
    MAX_DAY,
    SECOND_US,
    day_start,
    show_day,
)

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9998

_PARTS: Final = re.compile(
    r"""(?P<year>[0-9]{4})
    (?: -[Qq](?P<quarter>[1-4])
      | -[Hh](?P<half>[12])
      | -(?P<month>[0-9]{2})
        (?: -(?P<day>[0-9]{2})
          (?P<time>
            [Tt](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})
            (?: :(?P<second>[0-9]{2}) (?: \.(?P<fraction>[0-9]{1,6}) )? )?
            (?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?
          )?
        )?
    )?
    (?P<about>~)?""",
    re.VERBOSE,
)
_MONTHS: Final = 12
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_WIDEST_OFFSET: Final = 14 * 60


class NotAPoint(Exception):
    """Why a text is no point in time; `why` is None if it is nothing like one."""

    def __init__(self, why: str | None = None) -> None:
        super().__init__(why)
        self.why = why


class Point(NamedTuple):
    """A date (its first and last day), or an instant (its microseconds as well)."""

    text: str
    first: int
    last: int
    instant: tuple[int, int] | None = None

    @property
    def day_text(self) -> str:
        """The text without a time of day."""
        return self.text if self.instant is None else show_day(self.first)

    def start(self, zone: str) -> int:
        """The first instant of it, if it was said in `zone`."""
        return self.instant[0] if self.instant else day_start(self.first, zone)

    def end(self, zone: str) -> int:
        """The first instant after it, if it was said in `zone`."""
        return self.instant[1] if self.instant else day_start(self.last + 1, zone)


def parse_point(text: str) -> Point:
    """Read one date or instant; Unreadable if it is neither."""
    match = _PARTS.fullmatch(text)
    if match is None:
        raise NotAPoint
    if not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        raise NotAPoint(f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    if match["month"] and not 1 <= int(match["month"]) <= _MONTHS:
        raise NotAPoint(f"there is no month {match['month']}")
    try:
        first, last = _span(match)
    except ValueError:
        raise NotAPoint("there is no such day") from None
    if match["time"]:
        return _instant_in(match, first)
    name = match[0].upper()
    if not match["about"]:
        return Point(name, first, last)
    length = last - first + 1
    return Point(name, first - length, min(last + length, MAX_DAY - 1))


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Give the first and last day of a date; ValueError if it does not exist."""
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"])).toordinal()
        return day, day
    if match["quarter"]:
        start, months = 3 * int(match["quarter"]) - 2, 3
    elif match["half"]:
        start, months = 6 * int(match["half"]) - 5, 6
    elif match["month"]:
        start, months = int(match["month"]), 1
    else:
        start, months = 1, 12
    first = date(year, start, 1)
    end = start + months - 1
    return first.toordinal(), date(year, end, monthrange(year, end)[1]).toordinal()


def _instant_in(match: re.Match[str], day: int) -> Point:
    """Read an instant; it lasts as long as the finest part that is written."""
    if not match["offset"]:
        raise NotAPoint("a time of day needs its offset, as in 08:34+08:00 or 00:34Z")
    if match["about"]:
        raise NotAPoint("~ goes with a date, not with an instant")
    offset, offset_text = _offset(match["offset"])
    lo = (day - EPOCH_DAY) * DAY_US + _time_of_day(match) - offset * 60 * SECOND_US
    clock = f"{match['hour']}:{match['minute']}"
    length = 60 * SECOND_US
    if match["second"]:
        clock, length = f"{clock}:{match['second']}", SECOND_US
    if match["fraction"]:
        clock, length = f"{clock}.{match['fraction'].rstrip('0') or '0'}", 1
    return Point(f"{show_day(day)}T{clock}{offset_text}", day, day, (lo, lo + length))


def _time_of_day(match: re.Match[str]) -> int:
    hour, minute, second = (int(match[k] or 0) for k in ("hour", "minute", "second"))
    if hour > _LAST_HOUR or max(minute, second) > _LAST_MINUTE:
        raise NotAPoint("there is no such time of day")
    fraction = int((match["fraction"] or "").ljust(6, "0"))
    return ((hour * 60 + minute) * 60 + second) * SECOND_US + fraction


def _offset(text: str) -> tuple[int, str]:
    """Give an offset in minutes, and its canonical text."""
    if text in {"Z", "z"}:
        return 0, "Z"
    hours, minutes = int(text[1:3]), int(text[4:])
    size = hours * 60 + minutes
    if minutes > _LAST_MINUTE or size > _WIDEST_OFFSET:
        raise NotAPoint("there is no such offset")
    return (-size if text[0] == "-" else size), (text if size else "Z")
