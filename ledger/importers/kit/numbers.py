"""How the numbers of a column are written: what divides them, and what groups them.

`1,750` is one thousand seven hundred and fifty, or one and three quarters; `1.750` is
the same riddle. The other cells of the column solve it, or somebody says how the
column is written (`1.234,5`, `1,23,45,678`). Where nobody does, there are two readings,
and none of them is taken. The rule is the same for a comma and a point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ledger.errors import BadInput

EXAMPLES: Final = ("1,234.5", "1.234,5", "1 234,5", "1'234.5", "1,23,45,678")
"""Ways of writing numbers, as an option names them."""

_PLAIN: Final = re.compile(r"\d+", re.ASCII)
_EXPONENT: Final = re.compile(r"\d+(\.\d+)?[eE]\+?\d{1,2}", re.ASCII)
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Numbers:
    """One way of writing numbers."""

    example: str
    group: str
    """What stands between groups of digits; nothing where there are no groups."""
    point: str
    """What stands before the fraction; nothing where it was not said."""
    indian: bool = False
    """Whether groups have two digits, and the last has three: lakh and crore."""

    def read(self, text: str) -> Decimal | None:
        """Give the number that a text is, if it is written so."""
        if not self._pattern().fullmatch(text):
            return None
        bare = text.replace(self.group, "") if self.group else text
        return Decimal(bare.replace(self.point, ".") if self.point else bare)

    def _pattern(self) -> re.Pattern[str]:
        return _pattern(self.group, self.point, indian=self.indian)


_PATTERNS: dict[tuple[str, str, bool], re.Pattern[str]] = {}


def _pattern(group: str, point: str, *, indian: bool) -> re.Pattern[str]:
    found = _PATTERNS.get((group, point, indian))
    if found is None:
        fraction = rf"({re.escape(point)}\d+)?" if point else ""
        ways = [r"\d+"]
        if group:
            mark = re.escape(group)
            ways.append(rf"[1-9]\d{{0,2}}({mark}\d{{3}})+")
            if indian:
                ways.append(rf"[1-9]\d?({mark}\d{{2}})*{mark}\d{{3}}")
        found = re.compile(f"({'|'.join(ways)}){fraction}", re.ASCII)
        _PATTERNS[group, point, indian] = found
    return found


def numbers_from(text: str) -> Numbers:
    """Read how numbers are written from an example; BadInput if it is none."""
    typed = tidy(text)
    marks = re.findall(r"\D", typed)
    digits = re.split(r"\D", typed)
    fits = digits[0].isdecimal() and all(part.isdecimal() for part in digits)
    kinds = list(dict.fromkeys(marks))
    if not fits or not set(kinds) <= set(",. '") or len(kinds) > _TWO:
        raise _no_example(text)
    last = kinds[-1] if kinds else ""
    divides = last in set(",.") and marks.count(last) == 1
    if len(kinds) == _TWO and not divides:
        raise _no_example(text)
    lone = len(marks) == 1 and len(digits[-1]) == len("234")
    point = last if divides and not lone else ""
    group = next((mark for mark in kinds if mark != point), "")
    grouped = digits[:-1] if point else digits
    indian = any(len(part) == _TWO for part in grouped[1:])
    if group and not point and group in ",.":
        point = "," if group == "." else "."
    found = Numbers(text, group, point, indian)
    if found.read(typed) is None:
        raise _no_example(text)
    return found


def _no_example(text: str) -> BadInput:
    return BadInput(
        f"{text!r} is not an example of a number",
        f"such as {'  '.join(EXAMPLES)}",
    )


def tidy(text: str) -> str:
    """Write all blanks, and all apostrophes, in one way."""
    return re.sub(
        "[\u02bc\u2018\u2019]", "'", re.sub("[\u00a0\u2007\u2009\u202f ]", " ", text)
    )


_WAYS: Final = tuple(
    Numbers("", group, point)
    for group, point in (
        *((",", "."), (".", ","), ("", "."), ("", ",")),
        *((" ", "."), (" ", ","), ("'", "."), ("'", ",")),
    )
)
_INDIAN: Final = Numbers("", ",", ".", indian=True)


def readings(text: str) -> dict[Decimal, Numbers]:
    """Give every number that a text may be, and a way of writing that reads it so."""
    found: dict[Decimal, Numbers] = {}
    for way in _WAYS:
        value = way.read(text)
        if value is not None:
            found.setdefault(value, way)
    return found


@dataclass(slots=True)
class NumberColumn:
    """What the cells of one column show of how its numbers are written.

    Give it every number of the column with `look`; then `read` gives what one is.
    """

    said: Numbers | None = None
    _groups: set[str] = field(default_factory=set)
    _divides: set[str] = field(default_factory=set)

    def look(self, text: str) -> None:
        """Let a number show what its separators stand for, if it can be read one way.

        Indian groups show that commas group, though they are read only if that is
        said.
        """
        typed = tidy(text)
        if _EXPONENT.fullmatch(typed):
            self._divides.update("." if "." in typed else "")
            return
        found = list(readings(typed).values())
        if not found and _INDIAN.read(typed) is not None:
            found = [_INDIAN]
        if len(found) != 1:
            return
        (way,) = found
        if way.group and way.group in typed:
            self._groups.add(way.group)
        if way.point in typed:
            self._divides.add(way.point)

    def read(self, text: str) -> Decimal:
        """Give the number that a cell holds; BadInput with all readings, or none."""
        typed = tidy(text)
        if _PLAIN.fullmatch(typed):
            return Decimal(typed)
        if _EXPONENT.fullmatch(typed):
            return Decimal(typed)
        if self.said is not None:
            return self._as_said(typed, self.said)
        found = readings(typed)
        if not found:
            raise _unreadable(typed)
        self._check(typed)
        if len(found) == 1:
            return next(iter(found))
        return self._lone(typed, found)

    def _as_said(self, typed: str, said: Numbers) -> Decimal:
        value = said.read(typed)
        if value is None:
            raise BadInput(f"{typed!r} is not written like {said.example}")
        return value

    def _check(self, typed: str) -> None:
        """Refuse a sign that groups in some cells of the column, and divides others."""
        for mark in sorted(self._groups & self._divides):
            if mark in typed:
                name = {",": "commas", ".": "points"}[mark]
                raise BadInput(
                    f"{typed!r}: {name} group the digits of some cells of this column,"
                    " and mark decimals in others",
                    "--numbers 1,234.5 or 1.234,5 decides how it is written",
                )

    def _lone(self, typed: str, found: Iterable[Decimal]) -> Decimal:
        """Read a number with one separator and three digits behind it."""
        mark = "," if "," in typed else "."
        other = "." if mark == "," else ","
        groups = mark in self._groups or other in self._divides
        divides = mark in self._divides or other in self._groups
        if groups == divides:
            first, second = (f"{value:f}" for value in sorted(found, reverse=True))
            ways = "1,234.5 or 1.234,5"
            raise BadInput(
                f"{typed!r} may be {first} or {second}",
                f"--numbers {ways} decides how the column is written",
            )
        return max(found) if groups else min(found)


def _unreadable(typed: str) -> BadInput:
    if _INDIAN.read(typed) is not None:
        return BadInput(
            f"{typed!r} has Indian digit groups", "add --numbers 1,23,45,678"
        )
    return BadInput(f"{typed!r} is not a plain number", "write digits: 1750000")
