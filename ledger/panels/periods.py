"""Which days a panel asks about: the last days of whole periods.

A period has a row once it is over, so that a panel made tomorrow begins with the
rows of the one made today. Weeks end on Sundays.
"""

from collections.abc import Sequence
from typing import Final

from ledger.claims.dates import (
    Days,
    day_of,
    day_start,
    parse_days,
    resolve_relative,
    show_day,
)
from ledger.claims.names import Directory
from ledger.errors import BadInput, naming_parameter, one_of
from ledger.projections.basis import Basis
from ledger.projections.vintages import period_ends

PanelDay = tuple[Basis, Directory]
"""A day of a panel, and the names as they stood."""

EVERY: Final = ("month", "quarter", "year", "week", "day")
MOST: Final = 50_000
"""Periods: a panel has no more, which is a hundred years of days."""

WEEK: Final = 7
HINT: Final = "write one month, quarter, year or day: 2020-01, 2020-Q1, 2020, 6mo ago"


def ends_within(first: int, last: int, every: str) -> Sequence[int]:
    """Give the last days of the periods that end from `first` to `last`."""
    if every == "day":
        return range(first, last + 1)
    if every == "week":
        return range(first + -first % WEEK, last + 1, WEEK)
    return period_ends(first, last + 1, every)[:-1]


def days_asked(
    basis: Basis, since: str, until: str | None, every: str, now: int
) -> Sequence[int]:
    """Give the days from `since` to `until`, or to the as-of day; BadInput if none.

    `now` is the instant of asking: no panel reaches into the future.
    """
    zone = basis.zone
    one_of("every", every, EVERY)
    first = _period("since", since, now, zone).first
    today = day_of(now, zone)
    last = min(_last_whole(basis), today - 1)
    if until is not None:
        asked = _period("until", until, now, zone)
        if asked.last < first:
            raise BadInput(
                f"`since` {since} is after `until` {until}",
                "put the earlier one first",
                ("since", "until"),
            )
        _check_over(asked, until, today, last, basis)
        last = asked.last
    if first > last:
        raise BadInput(
            f"`since` {since} is after the last whole day, {show_day(last)}",
            "begin earlier, or ask with a later `as_of`",
            ("since", "as_of"),
        )
    days = ends_within(first, last, every)
    if not days:
        raise BadInput(
            f"no {every} ends from {show_day(first)} to {show_day(last)}",
            "a period has a row once it is over; use a shorter `every` for more",
            ("every",),
        )
    if len(days) > MOST:
        raise BadInput(
            f"{len(days):,} periods are too many", f"a panel has at most {MOST:,}"
        )
    return days


def _period(parameter: str, text: str, now: int, zone: str) -> Days:
    with naming_parameter(parameter):
        if "/" in text or "~" in text:
            raise BadInput(f"'{text}' is not one period", HINT)
        try:
            return parse_days(resolve_relative(text, now, zone))
        except BadInput as error:
            raise BadInput(error.message, HINT) from None


def _check_over(asked: Days, text: str, today: int, last: int, basis: Basis) -> None:
    if asked.last <= last:
        return
    if asked.first > today:
        said = f"`until` {text} is in the future"
    elif asked.last >= today:
        said = f"`until` {text} is not over yet"
    else:
        said = f"`until` {text} ends after {basis.as_of}, the as-of day"
    raise BadInput(
        said,
        "leave `until` out for all periods that are over on the as-of day",
        ("until",),
    )


def _last_whole(basis: Basis) -> int:
    """Give the last day that is over by the cut."""
    day = day_of(basis.cut - 1, basis.zone)
    return day if day_start(day + 1, basis.zone) <= basis.cut else day - 1
