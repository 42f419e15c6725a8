"""How many events are late, and how many only possible, at any cut.

An event is *late* at the cuts at which it is known but was not recorded yet, and
*possible* at those that its published interval holds. Both numbers are kept as
changes at instants, summed by days too: a sum up to a cut is the number there.
"""

from collections.abc import Iterable, Iterator

from ledger.projections.rows import Row
from ledger.store.league import DAY, DAYS, INSTANTS

Change = tuple[int, int, int, int]
"""Level, instant or day, change of the late ones, change of the possible ones."""


class Counts:
    """Changes that were added up."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], list[int]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, rows: Iterable[Row], sign: int = 1) -> None:
        """Count published events, or with -1 take them out again."""
        for row in rows:
            lo, hi = row.when.lo + 1, row.when.hi
            self._change(hi, max(hi, row.recorded + 1), 0, sign)
            self._change(lo, max(lo, hi), 1, sign)

    def _change(self, start: int, end: int, which: int, by: int) -> None:
        if start == end:
            return
        for at, change in ((start, by), (end, -by)):
            for place in ((INSTANTS, at), (DAYS, at // DAY)):
                self._found.setdefault(place, [0, 0])[which] += change

    def taken(self) -> Iterator[Change]:
        """Give all changes there are, and begin anew."""
        found, self._found = self._found, {}
        for (level, at), (late, possible) in sorted(found.items()):
            if late or possible:
                yield level, at, late, possible
