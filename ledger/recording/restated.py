"""Rows of a table that differ from an earlier claim, as those of last week's copy.

A row that is on record is found again by what it says. One that changed is a further
claim of the same source about the same round and day, and both stand; so it is told,
with what makes revisions of such changes. A row is held for changed where the earlier
claim of its source, round and day is on record, says something else as it stands today,
and stands in the file no more.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from ledger.claims.entry import Draft, Entry
from ledger.importers.kit.lines import Line
from ledger.recording.desk import Desk

CLAIMS: Final = ("round.reported", "valuation.reported")

_Day: TypeAlias = tuple[str, object, object]
"""Of a claim its type, its source, and when it was published."""


class RestatedRow(NamedTuple):
    """A row that is new, and the number of the claim next to which it stands."""

    where: str
    line: int
    event: int


class Restated:
    """What the rows of one file say, held against what was on record before it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: dict[str, dict[_Day, list[Entry]]] = {}
        self._again: set[str] = set()
        """Claims on record that stand in the file, too."""
        self._found: list[tuple[Line, Draft, Entry]] = []

    def look(self, line: Line, event: Draft, *, new: bool) -> None:
        """See one row, and the claim that was made of it."""
        if line.company is None or line.papers is not None or line.type not in CLAIMS:
            return
        if not new:
            self._again.add(event.id)
            return
        company = str(event.data["company"])
        if self._desk.knew(company):
            stem = f"{company}/{(line.earlier or line.data).get('round')}"
            same_day = self._of(company).get(_day(event.type, event.data), ())
            self._found += [
                (line, event, old) for old in same_day if _alike(old, event, stem)
            ]

    def rows(self) -> Iterator[RestatedRow]:
        """Give the rows that changed, each once, as far as the file was read."""
        lines = set[int]()
        for line, event, old in self._found:
            if line.line not in lines and old.id not in self._again:
                today = self._desk.entry(old.id)
                if today and today.voided_by is None and today.data != event.data:
                    lines.add(line.line)
                    yield RestatedRow(line.where, line.line, old.seq)

    def _of(self, company: str) -> dict[_Day, list[Entry]]:
        """Give what was on record about a company before this file, day by day."""
        if company not in self._before:
            days = self._before[company] = {}
            for one in self._desk.claims(company, CLAIMS):
                if one.seq < self._desk.first:
                    days.setdefault(_day(one.type, one.data), []).append(one)
        return self._before[company]


def _day(type_: str, data: Mapping[str, Any]) -> _Day:
    return type_, data.get("source"), data.get("published")


def _alike(old: Entry, event: Draft, stem: str) -> bool:
    """Tell whether a claim of the same source and day is about the same round.

    A label that was made up ends in the amount: up to there it is the `stem`.
    """
    was, now = old.data, event.data
    if old.type == "valuation.reported":
        return _kinds(was) == _kinds(now)
    label, other = str(was["round"]), str(now["round"])
    made_up = all(x == stem or x.startswith(f"{stem}-") for x in (label, other))
    return label == other or made_up


def _kinds(data: Mapping[str, Any]) -> set[str]:
    return {str(price["kind"]) for price in data["valuation"]}
