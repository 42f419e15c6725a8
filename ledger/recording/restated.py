"""Rows of a table that say something else than they did in an earlier import.

A row that is on record is found again by what it says. One that changed is a further
claim of the same source about the same round and day, and both stand; so it is told,
with what makes revisions of such changes. A row is held for changed where the earlier
claim of its source, round and day is on record, and stands in the file no more.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Draft, Entry
from ledger.importers.kit.lines import Line
from ledger.recording.desk import Desk

CLAIMS: Final = ("round.reported", "valuation.reported")


class RestatedRow(NamedTuple):
    """A row that is new, and the number of the claim next to which it stands."""

    where: str
    line: int
    event: int


class Restated:
    """What the rows of one file say, held against what was on record before it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: dict[str, list[Entry]] = {}
        self._again: set[str] = set()
        """Claims on record that stand in the file, too."""
        self._found: list[tuple[Line, Entry]] = []

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
            self._found += [
                (line, old) for old in self._of(company) if _alike(old, event, stem)
            ]

    def rows(self) -> Iterator[RestatedRow]:
        """Give the rows that changed, each once, as far as the file was read."""
        lines = set[int]()
        for line, old in self._found:
            today = None if old.id in self._again else self._desk.entry(old.id)
            standing = today is not None and today.voided_by is None
            if standing and line.line not in lines:
                lines.add(line.line)
                yield RestatedRow(line.where, line.line, old.seq)

    def _of(self, company: str) -> list[Entry]:
        """Give what was on record about a company before this file."""
        if company not in self._before:
            entries = self._desk.claims(company, CLAIMS)
            self._before[company] = [x for x in entries if not self._desk.is_own(x.id)]
        return self._before[company]


def _alike(old: Entry, event: Draft, stem: str) -> bool:
    """Tell whether a claim is by the same source, of the same round and day.

    A label that was made up ends in the amount: up to there it is the `stem`.
    """
    was, now = old.data, event.data
    if old.type != event.type or any(
        was.get(name) != now.get(name) for name in ("source", "published")
    ):
        return False
    if old.type == "valuation.reported":
        return _kinds(was) == _kinds(now)
    label, other = str(was["round"]), str(now["round"])
    made_up = all(x == stem or x.startswith(f"{stem}-") for x in (label, other))
    return label == other or made_up


def _kinds(data: Mapping[str, Any]) -> set[str]:
    return {str(price["kind"]) for price in data["valuation"]}
