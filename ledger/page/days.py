"""Every day of a report, and what was known on it.

A day's answer is the one that `--as-of` that day gives, at one and the same known-at.
It is folded again only where it may have changed (`reading/following.py`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final

from ledger.claims.dates import day_of, day_start
from ledger.claims.entry import Entry
from ledger.claims.names import Directory, Source
from ledger.page.telling import CompanyState, ReportDay
from ledger.projections.accounts import Accounts, CompanyAccount
from ledger.projections.basis import Answer, Basis
from ledger.projections.rows import Row
from ledger.projections.story import known_from
from ledger.projections.visible import apply_corrections, published_rows, seen
from ledger.reading.folding import Folding
from ledger.reading.following import Following

LONGEST: Final = 366 * 30
"""Days: a report goes back no further."""


class ReportCompanies:
    """The companies of a report, read once, and followed from day to day."""

    def __init__(self, folding: Folding, basis: Basis, wanted: Sequence[str]) -> None:
        self._folding, self._basis, self._wanted = folding, basis, wanted
        self._followed: dict[str, Following[CompanyAccount]] = {}
        self._published: dict[str, bool] = {}
        self._now: dict[str, CompanyState | None] = {}
        self._due: list[tuple[int, str]] = []
        """The cut at which each may be another, as long as the same sources speak: a
        heap.
        """
        self._voices: Mapping[str, Source] | None = None
        self.rows: dict[int, Row] = {}
        """What is published by the basis, by sequence number."""
        self._late, self._possible = StretchCounter(), StretchCounter()
        for slugs, entries in folding.groups(wanted, basis.known_at):
            ours = [slug for slug in slugs if slug in wanted or not wanted]
            self._read(ours, entries, times=len(ours) if wanted else 1)

    def _read(self, slugs: Sequence[str], entries: list[Entry], times: int) -> None:
        rows = published_rows(apply_corrections(entries).entries)
        there = any("published" in entry.data for entry in entries)
        for slug in slugs:
            self._followed[slug] = Following(slug, entries, Accounts().at)
            self._published[slug] = there
        for row in rows * times:
            known, lo, hi = self.known_from(row), row.when.lo + 1, row.when.hi
            self._late.add(known, max(known, row.recorded + 1))
            self._possible.add(lo, max(lo, hi))
        basis = self._basis
        there_by = seen(rows, basis.cut, possible=basis.possible)
        self.rows |= {row.seq: row for row in there_by}

    def known_from(self, row: Row) -> int:
        """Give the first cut at which an event counts as known."""
        return known_from(row, self._basis)

    def bases(self) -> list[Basis]:
        """Give a basis for every day from the first event on; the last is as asked."""
        basis = self._basis
        last = day_of(basis.cut - 1, basis.zone)
        days = [day_of(self.known_from(x) - 1, basis.zone) for x in self.rows.values()]
        first = max(min(days, default=last), last - LONGEST)
        earlier = range(min(first, last), last)
        return [
            *(basis.at(day_start(day + 1, basis.zone)) for day in earlier),
            basis,
        ]

    def along(self, bases: Sequence[Basis]) -> Iterator[ReportDay]:
        """Give the first day, and each day on which there is something else to say."""
        for counts in (self._late, self._possible):
            counts.sort()
        before: tuple[object, ...] = ()
        for place, basis in enumerate(bases):
            names = self._folding.names.at(basis)
            moved = self._move(basis, names)
            late, possible = self._late.at(basis.cut), self._possible.at(basis.cut)
            same = late, possible, basis.provisional
            if not moved and same == before:
                continue
            before = same
            states = {found[0].slug: found for found in self._now.values() if found}
            found = [states[slug] for slug in sorted(states)]
            empty = self._empty(states)
            yield ReportDay(place, Answer(basis, found, late, possible, empty), names)

    def _move(self, basis: Basis, names: Directory) -> bool:
        """Follow the companies to a basis; tell whether one is not as before."""
        if names.sources is not self._voices or basis.dated:
            self._voices = names.sources
            due, self._due = list(self._followed), []
        else:
            due = []
            while self._due and self._due[0][0] <= basis.cut:
                due.append(heappop(self._due)[1])
        before = [self._now.get(slug) for slug in due]
        for slug in due:
            self._now[slug] = self._followed[slug].at(basis, names)
            heappush(self._due, (self._followed[slug].due(basis), slug))
        return any(self._now[x] is not y for x, y in zip(due, before, strict=True))

    def homes(self) -> dict[str, str]:
        """Give the slugs that companies have now, where they have changed."""
        return {
            slug: found[0].slug
            for slug, found in self._now.items()
            if found is not None and found[0].slug != slug
        }

    def _empty(self, states: dict[str, CompanyState]) -> str | None:
        """Say why there is nothing, in the words of `asking`."""
        if not self._wanted:
            there = any(self._published.values())
            return None if states else f"nothing {_done(published=there)} by that date"
        empty = (
            f"{slug}: nothing {_done(published=self._published[slug])} by that date"
            for slug in self._wanted
            if self._now[slug] is None
        )
        return "; ".join(empty) or None


def _done(*, published: bool) -> str:
    return "published" if published else "recorded"


class StretchCounter:
    """How many stretches of time hold an instant."""

    def __init__(self) -> None:
        self._begin: list[int] = []
        self._end: list[int] = []

    def add(self, begin: int, end: int) -> None:
        """Count a stretch from `begin` to before `end`."""
        self._begin.append(begin)
        self._end.append(end)

    def sort(self) -> None:
        """Make ready to be asked."""
        self._begin.sort()
        self._end.sort()

    def at(self, instant: int) -> int:
        """Give how many hold an instant."""
        return bisect_right(self._begin, instant) - bisect_right(self._end, instant)
