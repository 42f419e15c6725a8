"""Axes of charts: which amounts and days are marked, so that labels have room."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil, floor, log10
from typing import Final

STEPS: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
"""The digits that are marked in a decade, from many to few."""

FINE: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
"""Those where the others mark less than two amounts."""

MONTHS: Final = (1, 3, 6, 12, 24, 60, 120, 240)
DAYS: Final = (1, 2, 7, 14, 28)
SHORT: Final = 62
"""Days: what is shorter is marked by days, not by months."""

YEAR: Final = 12
FIRST_YEAR: Final = 1
_NARROW: Final = 4
"""Amounts nearer to each other get more air: one alone stands in the middle."""


def log_domain(amounts: Sequence[float]) -> tuple[float, float]:
    """Give the ends of a log axis that holds some amounts, with air around them."""
    low, high = min(amounts), max(amounts)
    air = max(1.25, (high / low) ** 0.06)
    if high / low < _NARROW:
        air = 1.5
    return low / air, high * air


def linear_ticks(high: float, most: int) -> list[float]:
    """Give round amounts from nought to an end, equally far apart."""
    power = 10.0 ** floor(log10(high / most))
    step = next(x * power for x in (1, 2, 5, 10, 20) if high / (x * power) <= most - 1)
    return [number * step for number in range(floor(high / step) + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Give round amounts between two ends: 1, 2, 5 of each decade, or fewer."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)

    def marked(digits: Sequence[float]) -> list[float]:
        every = (digit * 10.0**decade for decade in decades for digit in digits)
        return [amount for amount in every if low <= amount <= high]

    found = marked(STEPS[0])
    if len(found) <= 1:
        found = marked(FINE)
    for digits in STEPS[1:]:
        if len(found) > most:
            found = marked(digits)
    return found[:: ceil(len(found) / most) or 1]


def amount_label(amount: float) -> str:
    """Write a round amount for an axis: 5B."""
    for power, suffix in ((12, "T"), (9, "B"), (6, "M"), (3, "K")):
        if amount >= 10**power:
            return f"{amount / 10**power:g}{suffix}"
    return f"{amount:g}"


def day_ticks(first: datetime, last: datetime, most: int) -> list[datetime]:
    """Give the days to mark between two instants: starts of months, or days."""
    span = (last - first).days
    if span < SHORT:
        start = datetime(first.year, first.month, 1, tzinfo=UTC).toordinal()
        days = range(start, last.toordinal() + 1)
        for step in DAYS:
            found = [x for x in days if (x - start) % step == 0]
            ticks = _between([datetime.fromordinal(x) for x in found], first, last)
            if len(ticks) <= most:
                break
        return ticks
    months = range(first.year * YEAR + first.month - 1, last.year * YEAR + last.month)
    for step in MONTHS:
        starts = [month for month in months if month % step == 0]
        found_days = [datetime(x // YEAR, x % YEAR + 1, 1) for x in starts]  # noqa: DTZ001 - see _between
        ticks = _between(found_days, first, last)
        if len(ticks) <= most:
            break
    return ticks


def _between(
    days: Sequence[datetime], first: datetime, last: datetime
) -> list[datetime]:
    inside = (day.replace(tzinfo=UTC) for day in days)
    return [day for day in inside if first <= day <= last]


def day_labels(ticks: Sequence[datetime]) -> list[tuple[str, str]]:
    """Write days for an axis in two lines; the year where it begins, and at first."""
    days = any(tick.day != 1 for tick in ticks)
    done = list[tuple[str, str]]()
    for tick in ticks:
        year = f"{tick:%Y}" if not done else ""
        if days:
            done.append((f"{tick.day} {tick:%b}", year))
        elif tick.month == 1:
            done.append((f"{tick:%Y}", ""))
        else:
            done.append((f"{tick:%b}", year))
    return done
