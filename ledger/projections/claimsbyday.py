"""Claims by the days from which on they count, for one day that is asked about."""

from bisect import bisect_left, bisect_right, insort
from operator import itemgetter
from typing import Final

_DAY: Final = itemgetter(0)


class Dues:
    """Days of claims, and the day that is asked about."""

    def __init__(self, day: int) -> None:
        self.day = day
        self._due: list[tuple[int, str]] = []

    def put(self, day: int, id_: str) -> None:
        """Let a claim count from a day on."""
        insort(self._due, (day, id_))

    def take(self, day: int, id_: str) -> None:
        """Let it not."""
        del self._due[bisect_left(self._due, (day, id_))]

    def go_to(self, day: int) -> set[str]:
        """Go on or back to a day; name the claims that count otherwise there."""
        if day == self.day:
            return set()
        first, last = sorted((self.day, day))
        self.day = day
        begin = bisect_right(self._due, first, key=_DAY)
        end = bisect_right(self._due, last, lo=begin, key=_DAY)
        return {id_ for _, id_ in self._due[begin:end]}
