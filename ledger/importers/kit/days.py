"""What a cell with a date says, and what a column of dates shows of its order.

Where the year leads, or a month stands in letters, nothing is left to guess. Of
`05/03/2024` somebody says which comes first, for the whole column; rows that only fit
the other order are then a problem of the column. Years of two digits are read where
that is said. Midnight behind a day says nothing if the column has no other time of day,
whatever its offset; else it is an instant.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.claims.points import FIRST_YEAR
from ledger.errors import BadInput

ORDERS: Final = ("ymd", "dmy", "mdy", "dmyy", "mdyy", "d-mon-yy", "mon-yy", "excel")
"""What can be said of a column: the last four of years of two digits, or of days that a
spreadsheet counts."""

_NAMES: Final = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
    *("jul july", "aug august", "sep sept september", "oct october"),
    *("nov november", "dec december"),
)
_MONTHS: Final = {
    name: number for number, names in enumerate(_NAMES, 1) for name in names.split()
}
_MONTH: Final = f"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_NUMBER: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YMD: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_DIGITS: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_HAN: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?", re.ASCII)
_PART: Final = re.compile(
    r"(?:(\d{4})[- ]?([QH])([1-4])|([QH])([1-4])[- /,]*(\d{4}))", re.IGNORECASE
)
_LOCAL: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MONTH}\.? {_NUMBER},? ?(?P<y>\d{{4}})",
        rf"{_NUMBER}[ -]{_MONTH}[.,]?[ -](?P<y>\d{{4}}|\d{{2}})",
        rf"{_MONTH}[.,]?[ -](?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})[ -]{_MONTH}[ -]{_NUMBER}",
    )
)
_DAY_MONTH: Final = _NAMED[1]
_MON_YY: Final = re.compile(rf"{_MONTH}[ '-]{{1,2}}(?P<y>\d{{2}})", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"[T ]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.(?P<f>\d+))?)?"
    r"(?: ?(?P<half>[AP]M))?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[34]\d{4}(\.\d+)?", re.ASCII)
_EPOCH: Final = date(1899, 12, 30)
_PIVOT: Final = 70
_LAST_MONTH: Final = 12
_RARE: Final = 20
"""A row in one order among this many in the other is an error of the row."""


def normal(text: str) -> str:
    """Give a cell with its digits, letters and blanks written in one way."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.split())


@dataclass(slots=True)
class DayColumn:
    """A column with dates. Let it `look` at all cells, `settle` it, and `read` each."""

    order: str = "ymd"
    name: str = ""
    """What the column is called, for what is said of it."""
    others: int = 0
    """Cells with a time of day that is not midnight."""
    day_first: int = 0
    """Cells that can only have the day first."""
    month_first: int = 0
    sample: str = ""
    """The first cell that only fits the order that was not said."""

    def look(self, text: str) -> None:
        """Let a cell show what the column holds."""
        cell = normal(text)
        time = _TIME.search(cell)
        if time is not None:
            self.others += not _is_midnight(time)
            cell = cell[: time.start()]
        found = _LOCAL.fullmatch(cell)
        if found is None:
            return
        first, second = int(found[1]), int(found[3])
        if first > _LAST_MONTH >= second:
            self.day_first += 1
            self._keep(text, wrong=self._leads == "m")
        elif second > _LAST_MONTH >= first:
            self.month_first += 1
            self._keep(text, wrong=self._leads == "d")

    @property
    def _leads(self) -> str:
        """What was said to come first, in a date of digits: d, m, or nothing."""
        return self.order[0] if self.order in {"dmy", "mdy", "dmyy", "mdyy"} else ""

    def _keep(self, text: str, *, wrong: bool) -> None:
        if wrong and not self.sample:
            self.sample = text

    def settle(self) -> None:
        """BadInput if the order that was said is not that of the column."""
        wrong = {"d": self.month_first, "m": self.day_first}.get(self._leads, 0)
        right = {"d": self.day_first, "m": self.month_first}.get(self._leads, 0)
        if wrong * _RARE <= right:
            return
        cells = "1 cell is" if wrong == 1 else f"{wrong:,} cells are"
        order = self.order
        hint = f":{order[1]}{order[0]}{order[2:]} reads the column"
        if right:
            hint = (
                f"{right:,} others can only be {self.order}: the column"
                " has two orders, and the file must say which row has which"
            )
        raise BadInput(
            f"{self.name!r} was said to be {self.order}, and {cells} not, such as"
            f" {self.sample!r}",
            hint,
        )

    def read(self, text: str) -> str:
        """Give the day, month, quarter or instant, as the ledger writes it.

        BadInput for anything else, with what to say of the column.
        """
        cell = normal(text)
        time = _TIME.search(cell)
        if time is None:
            return self._day(cell, text)
        day = self._day(_WEEKDAY.sub("", cell[: time.start()]), text)
        if _is_midnight(time) and (time["zone"] is None or not self.others):
            return day
        return _instant(day, time, text)

    def _day(self, cell: str, text: str) -> str:
        if self.order == "excel" and _SERIAL.fullmatch(cell):
            return (_EPOCH + timedelta(int(float(cell)))).isoformat()
        found = _year_first(cell, text) or self._local(cell, text)
        found = found or _read_month_name(cell, text, short="yy" in self.order)
        if found is None and self.order == "mon-yy" and (at := _MON_YY.fullmatch(cell)):
            found = _checked_date(_year(at["y"]), _MONTHS[at["m"].lower()], None, text)
        if found is None:
            raise self._unreadable(cell, text)
        return found

    def _local(self, cell: str, text: str) -> str | None:
        at = _MONTH_YEAR.fullmatch(cell)
        if at is not None:
            return _checked_date(int(at[2]), int(at[1]), None, text)
        at = _LOCAL.fullmatch(cell)
        if at is None or not self._leads:
            return None
        if (len(at[4]) == len("24")) != (self.order in {"dmyy", "mdyy"}):
            return None
        first, second = int(at[1]), int(at[3])
        day, month = (first, second) if self._leads == "d" else (second, first)
        return _checked_date(_year(at[4]), month, day, text)

    def _unreadable(self, cell: str, text: str) -> BadInput:
        hint = "write 2012-06-30, 2012-06 or 2012"
        if at := _LOCAL.fullmatch(cell):
            short = "y" if len(at[4]) == len("24") else ""
            hint = (
                f"say which comes first: COLUMN=FIELD:dmy{short}, or :mdy{short} for"
                " the month"
            )
            if self.day_first and not self.month_first:
                hint += f"; the day does in {self.day_first:,} cells"
            elif self.month_first and not self.day_first:
                hint += f"; the month does in {self.month_first:,} cells"
        elif _SERIAL.fullmatch(cell):
            hint = "a spreadsheet counts days so: COLUMN=FIELD:excel"
        elif _DAY_MONTH.fullmatch(cell):
            hint = "COLUMN=FIELD:d-mon-yy reads years of two digits"
        elif _MON_YY.fullmatch(cell):
            hint = "COLUMN=FIELD:mon-yy reads a month and a year of two digits"
        return BadInput(f"{text[:30]!r} is not a date that sayso can read", hint)


def _year_first(cell: str, text: str) -> str | None:
    """Read a date that starts with its year, or that names a quarter or half."""
    if at := _PART.fullmatch(cell):
        year, what, number = (at[1] or at[6]), (at[2] or at[4]), (at[3] or at[5])
        halves = what in "hH" and number in "34"
        return None if halves else f"{year}-{what.upper()}{number}"
    parts: tuple[str | None, ...] | None = None
    if len(cell) == len("2024") and cell.isascii() and cell.isdecimal():
        parts = (cell, None, None)
    elif at := _YMD.fullmatch(cell):
        parts = (at[1], at[3], at[4])
    elif at := _DIGITS.fullmatch(cell) or _HAN.fullmatch(cell):
        parts = at.groups()
    if parts is None:
        return None
    year_, month, day = (None if x is None else int(x) for x in parts)
    assert year_ is not None
    return _checked_date(year_, month, day, text)


def _read_month_name(cell: str, text: str, *, short: bool) -> str | None:
    """Read a date whose month stands in letters."""
    body = _WEEKDAY.sub("", cell, count=1)
    for pattern in _NAMED:
        at = pattern.fullmatch(body)
        if at is None:
            continue
        parts = at.groupdict()
        if len(parts["y"]) == len("24") and not short:
            continue
        day = int(parts["d"]) if parts.get("d") else None
        return _checked_date(_year(parts["y"]), _MONTHS[parts["m"].lower()], day, text)
    return None


def _year(text: str) -> int:
    number = int(text)
    if len(text) > len("24"):
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _checked_date(year: int, month: int | None, day: int | None, text: str) -> str:
    if year < FIRST_YEAR:
        raise BadInput(
            f"{text[:30]!r}: years run from {FIRST_YEAR} to 9998", "is it a typo?"
        )
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise BadInput(
            f"{text[:30]!r}: this day does not exist",
            "does the day or the month come first?",
        ) from None
    parts = [f"{year:04d}"]
    parts += [f"{part:02d}" for part in (month, day) if part is not None]
    return "-".join(parts)


def _is_midnight(time: re.Match[str]) -> bool:
    hour = int(time["h"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].upper() == "PM" else 0)
    rest = (time["min"], time["s"] or "0", time["f"] or "0")
    return hour == 0 and not any(int(part) for part in rest)


def _instant(day: str, time: re.Match[str], text: str) -> str:
    """Write an instant; UTC, GMT and +00:00 are Z."""
    zone = time["zone"]
    if zone is None:
        raise BadInput(
            f"{text[:40]!r} has a time of day and no offset",
            "write 2024-01-19T08:00Z, or the day alone",
        )
    hour = int(time["h"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].upper() == "PM" else 0)
    offset = zone.upper()
    if offset in {"UTC", "GMT", "+00:00", "+0000", "-00:00", "-0000"}:
        offset = "Z"
    elif offset != "Z" and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    seconds = f":{time['s']}" if time["s"] else ""
    fraction = f".{time['f']}" if time["f"] else ""
    return f"{day}T{hour:02d}:{time['min']}{seconds}{fraction}{offset}"
