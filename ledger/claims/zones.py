"""Where a local day begins and ends, in any IANA zone.

A day starts at the instant from which on the local date is never earlier again.
So days of 23 and 25 hours, zones that skip midnight, clocks set back across
midnight and whole days left out all follow from the zone's own rules, never
from adding 24 hours.

Instants are whole microseconds since 1970-01-01T00:00Z; days are proleptic
ordinals, as `date.toordinal` counts them.
"""

import re
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.claims.names import near, shown
from ledger.errors import BadInput

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SECOND_US: Final = 1_000_000
DAY_US: Final = 86_400 * SECOND_US
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()

MIN_DAY: Final = date.min.toordinal()
MAX_DAY: Final = date.max.toordinal()
"""What stands for an open end among days; no date that is read reaches them."""

MIN_US: Final = (MIN_DAY - EPOCH_DAY) * DAY_US
MAX_US: Final = (MAX_DAY + 1 - EPOCH_DAY) * DAY_US
"""What stands for an open end among instants; both fit signed 64 bits."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ZONE_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}")
"""In its own spelling, also where file names know no case."""
_NOT_PLACES: Final = frozenset({"posix", "right", "posixrules", "localtime", "Factory"})
"""Zone files that are copies, count leap seconds, or mean this very computer."""


def check_zone(name: str) -> str:
    """Give the name of an IANA zone back; BadInput, with near misses, if unknown."""
    if name != "UTC":
        _zone(name)
    return name


@lru_cache(maxsize=1024)
def _zone(name: str) -> "ZoneInfo":
    # Nobody pays for the rules of other zones but who has to do with one.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if _ZONE_NAME.fullmatch(name) and name.partition("/")[0] not in _NOT_PLACES:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise BadInput(f"unknown time zone '{shown(name[:60])}'", _zone_hint(name))


def _zone_hint(name: str) -> str:
    from zoneinfo import available_timezones

    guesses = near(name[:60], available_timezones() - _NOT_PLACES)
    if guesses:
        return f"perhaps {', '.join(guesses)}"
    return "write an IANA name such as Europe/Berlin or Asia/Shanghai, or UTC"


def day_start(ordinal: int, zone: str) -> int:
    """Give the first instant of a local day; for a skipped day, that of the next."""
    if ordinal <= MIN_DAY:
        return MIN_US
    if ordinal > MAX_DAY:
        return MAX_US
    if zone == "UTC":
        return (ordinal - EPOCH_DAY) * DAY_US
    return _day_start(ordinal, zone)


@lru_cache(maxsize=1 << 15)
def _day_start(ordinal: int, zone: str) -> int:
    midnight = (ordinal - EPOCH_DAY) * DAY_US
    place = _zone(zone)
    wall = datetime.fromordinal(ordinal).replace(tzinfo=place)
    before = _microseconds(wall.utcoffset())
    after = _microseconds(wall.replace(fold=1).utcoffset())
    if after == before:
        return midnight - after
    if after < before:
        # Two midnights. The later one counts, unless it is where the clock was set
        # back to: from 01:00 to 00:00 the day before does not come again.
        last = midnight - after - 1
        back_in_yesterday = last + _offset(last, zone) < midnight
        return midnight - (after if back_in_yesterday else before)
    # No midnight: the clock leaps over it at some whole second in between.
    seconds = range((midnight - after) // SECOND_US, (midnight - before) // SECOND_US)
    leap = bisect_left(
        seconds,
        midnight,
        key=lambda second: second * SECOND_US + _offset(second * SECOND_US, zone),
    )
    return (seconds.start + leap) * SECOND_US


def day_of(us: int, zone: str) -> int:
    """Give the ordinal of the local day that holds an instant."""
    if us >= MAX_US:
        return MAX_DAY
    if us <= MIN_US:
        return MIN_DAY
    ordinal = (us + _offset(us, zone)) // DAY_US + EPOCH_DAY
    # Between two midnights of one night the day before is not over yet.
    while us < day_start(ordinal, zone):
        ordinal -= 1
    return min(max(ordinal, MIN_DAY), MAX_DAY)


def show_instant(us: int, zone: str = "UTC") -> str:
    """Print an instant as ISO 8601 in a zone; an open end prints as `..`."""
    if not MIN_US < us < MAX_US:
        return ".."
    offset = _offset(us, zone)
    if offset % (60 * SECOND_US):  # old local times, which ISO 8601 cannot write
        offset = 0
    local = (_EPOCH + min(max(us + offset, MIN_US), MAX_US - 1) * _MICROSECOND).replace(
        tzinfo=None
    )
    text = local.isoformat()
    if local.microsecond:
        text = text.rstrip("0")
    return text + _show_offset(offset)


def show_day(ordinal: int) -> str:
    """Print a day as `2024-01-19`; an open end prints as `..`."""
    if not MIN_DAY < ordinal < MAX_DAY:
        return ".."
    return date.fromordinal(ordinal).isoformat()


def _show_offset(offset: int) -> str:
    if offset == 0:
        return "Z"
    hours, minutes = divmod(abs(offset) // (60 * SECOND_US), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _offset(us: int, zone: str) -> int:
    if zone == "UTC":
        return 0
    inside = min(max(us, MIN_US + 2 * DAY_US), MAX_US - 2 * DAY_US)
    local = (_EPOCH + inside * _MICROSECOND).astimezone(_zone(zone))
    return _microseconds(local.utcoffset())


def _microseconds(offset: timedelta | None) -> int:
    assert offset is not None
    return offset // _MICROSECOND
