"""A company at one basis after the other: its story, with all its clocks.

Between two bases an answer changes because an event came to be known (published or
recorded), because somebody was registered, because the time of a round ran out, or
because a day arrived on which something takes effect. Where none of that happened, the
answer is the one of the basis before. What changed is folded by `Story`; here is told
which events count.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from ledger.claims.dates import MAX_US
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Row, row_from
from ledger.projections.standing import CompanyAt
from ledger.projections.story import Story, known_from
from ledger.projections.visible import apply_corrections

T = TypeVar("T")


class Following(Generic[T]):
    """One company, and the answer to one question about it, forward along all clocks.

    `entries` are all about it and about those linked to it. Its bases are given in
    order: no clock goes back.
    """

    def __init__(
        self,
        slug: str,
        entries: Sequence[Entry],
        ask: Callable[[CompanyAt, Basis], T],
    ) -> None:
        self._slug, self._ask = slug, ask
        self._entries = sorted(entries, key=lambda entry: entry.seq)
        self._told, self._fresh = 0, False
        self._recorded: list[Entry] = []
        self._rows: dict[int, Row] = {}
        self._timed: list[tuple[int, Row]] = []
        self._entered: list[Row] = []
        self._story: Story | None = None
        self._company: CompanyAt | None = None
        self._found: tuple[CompanyAt, T] | None = None

    def at(self, basis: Basis, directory: Directory) -> tuple[CompanyAt, T] | None:
        """Give company and answer at a basis; None if nothing about it is visible."""
        story = self._story
        if story is None:
            story = self._story = Story(self._slug, directory)
        self._tell(basis)
        if self._fresh:
            self._fresh = False
            story.record(self._recorded)
            self._again(story, basis.cut)
        while self._ahead <= basis.cut:
            _, row = self._timed[len(self._entered)]
            story.enter(row)
            self._entered.append(row)
        company = story.at(basis, directory)
        if company is not self._company:
            self._company = company
            self._found = None
            if not company.empty:
                self._found = company, self._ask(company, basis)
        return self._found

    def due(self, basis: Basis) -> int:
        """Give the next cut at which it may be another, if no more is recorded."""
        time_alone = MAX_US if self._story is None else self._story.due(basis)
        return min(self._ahead, time_alone)

    @property
    def _ahead(self) -> int:
        """The first cut at which one more event counts; never, if none is left."""
        place = len(self._entered)
        return self._timed[place][0] if place < len(self._timed) else MAX_US

    def _tell(self, basis: Basis) -> None:
        """Read what the ledger had been told, unless no more than before."""
        told = bisect_right(self._entries, basis.known_at, key=lambda entry: entry.seq)
        if told == self._told:
            return
        self._told = told
        self._recorded = apply_corrections(self._entries[:told]).entries
        before, self._rows = self._rows, {}
        for entry in self._recorded:
            if "published" in entry.data:
                row = before.get(entry.seq)
                same = row is not None and row.data == entry.data
                self._rows[entry.seq] = row if row and same else row_from(entry)
        timed = [(known_from(x, basis), x) for x in self._rows.values()]
        self._timed = sorted(timed, key=lambda pair: (pair[0], pair[1].key))
        self._fresh = True

    def _again(self, story: Story, cut: int) -> None:
        """Let those events count that do now, after some were corrected."""
        known = bisect_right(self._timed, cut, key=itemgetter(0))
        there = [row for _, row in self._timed[:known]]
        now, before = set(map(id, there)), set(map(id, self._entered))
        for row in self._entered:
            if id(row) not in now:
                story.leave(row)
        for row in there:
            if id(row) not in before:
                story.enter(row)
        self._entered = there
