"""What is made of each part of a company, as its story goes on.

What is made of parts (what they offer, what their rounds raised) goes on from what was
made before: only parts that are others are looked at, and those for which another
stretch of days began.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Generic, TypeVar

from ledger.claims.dates import MIN_DAY
from ledger.projections.basis import Basis
from ledger.projections.namedparts import NamedParts
from ledger.projections.rounds import CompanyAt

T = TypeVar("T")


class PartByPart(Generic[T]):
    """What is made of each part of a company, for its stretch of days."""

    def __init__(self) -> None:
        self._parts = NamedParts[CompanyAt]()
        self._changes = 0
        self._day = MIN_DAY
        self._made: dict[object, tuple[CompanyAt, int, T]] = {}
        """Name -> the part, its stretch, and what was made of it for that."""
        self._ahead: list[tuple[int, int, object]] = []
        """The days on which other stretches begin, each with a part (by its id, too:
        names have no order).
        """

    def go_to(
        self, company: CompanyAt, basis: Basis, make: Callable[[CompanyAt], T]
    ) -> tuple[list[T], list[T]]:
        """Go on or back to a company on a day; give what was made of parts that are no
        more, and what is made of those that are others.
        """
        gone, come = list[T](), list[T]()
        for name in self._due(company, basis.effective):
            part, before = self._parts.found.get(name), self._made.get(name)
            stretch = 0 if part is None else self._stretch(name, part, basis)
            if before is not None:
                if before[0] is part and before[1] == stretch:
                    continue
                gone.append(self._made.pop(name)[2])
            if part is not None:
                made = make(part)
                self._made[name] = part, stretch, made
                come.append(made)
        return gone, come

    def _due(self, company: CompanyAt, day: int) -> set[object]:
        """Name the parts that may be others on a day, or for another company."""
        parts = company.named or NamedParts([("", company)])
        if parts is self._parts and day >= self._day:
            due = parts.since(self._changes)
            while self._ahead and self._ahead[0][0] <= day:
                due.add(heappop(self._ahead)[-1])
        else:
            due = {*self._made, *parts.found}
            self._ahead = []
        self._parts, self._changes, self._day = parts, parts.changes, day
        return due

    def _stretch(self, name: object, part: CompanyAt, basis: Basis) -> int:
        """Number the stretch of days that a day is in, and note when it ends."""
        days, stretch = part.days(dated=basis.dated), part.stretch(basis)
        if stretch < len(days):
            heappush(self._ahead, (days[stretch], id(name), name))
        return stretch
