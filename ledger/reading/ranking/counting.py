"""How many events are late, and how many only possible, at any cut.

An event is *late* at the cuts at which it is known but was not recorded yet, and
*possible* at those that its published interval holds. Both numbers are kept as
changes at instants, summed by days too: a sum up to a cut is the number there.

With them goes a sum of the marks of all lines that hold at a cut: what is read is held
against it, so that no line is slipped in, left out or changed without a word.
"""

from collections.abc import Iterable, Iterator

from ledger.projections.rows import Row
from ledger.store.ranking import DAY, DAYS, INSTANTS, RankingLine, count_changes

CountChange = tuple[int, int, int, int, int]
"""Level, instant or day, and by how much late, possible and marks change."""


class ChangeCounts:
    """Changes that were added up."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], list[int]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, rows: Iterable[Row], sign: int = 1) -> None:
        """Count published events, or with -1 take them out again."""
        late, possible = (sign, 0), (0, sign)
        for row in rows:
            lo, hi = row.when.lo + 1, row.when.hi
            self._change(hi, max(hi, row.recorded + 1), *late, count_changes(*late))
            self._change(lo, max(lo, hi), *possible, count_changes(*possible))

    def mark(self, lines: Iterable[RankingLine], sign: int = 1) -> None:
        """Count lines, or with -1 take them out again."""
        for line in lines:
            self._change(line.start, line.until, 0, 0, sign * (line.mark + line.weight))

    def _change(
        self, start: int, end: int, late: int, possible: int, marks: int
    ) -> None:
        if start == end:
            return
        for at, sign in ((start, 1), (end, -1)):
            for place in ((INSTANTS, at), (DAYS, at // DAY)):
                found = self._found.setdefault(place, [0, 0, 0])
                found[0] += sign * late
                found[1] += sign * possible
                found[2] += sign * marks

    def taken(self) -> Iterator[CountChange]:
        """Give all changes there are, and begin again."""
        found, self._found = self._found, {}
        for (level, at), (late, possible, marks) in sorted(found.items()):
            if late or possible or marks:
                yield level, at, late, possible, marks
