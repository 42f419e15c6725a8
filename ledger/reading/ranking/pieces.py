"""Some companies as lines of the ranking, with their counts, ready to be written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.rows import Row
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.folding import Group
from ledger.reading.ranking.counting import ChangeCounts
from ledger.reading.ranking.offered import company_in
from ledger.reading.ranking.packing import MAKERS, StoredLine, kept_by
from ledger.reading.ranking.stretches import CompanyStep, steps_of
from ledger.reading.ranking.touched import investors_in
from ledger.store.ranking import Making, RankingLine
from ledger.store.statements import ALWAYS


class Piece:
    """Some companies, ready to be written.

    `moved` has those that have lines already, each with the cut from which on what is
    made takes the place of these; events up to the entry `after` are counted already
    where that is not all of its time.
    """

    def __init__(
        self,
        projection: str,
        zone: str,
        generation: int,
        moved: Mapping[str, int] = MappingProxyType({}),
        after: int = -1,
    ) -> None:
        self._what, self._zone, self._generation = projection, zone, generation
        self._moved, self._after = moved, after
        self._lines: list[RankingLine] = []
        self._names: list[tuple[str, str]] = []
        self._counts = ChangeCounts()

    def __len__(self) -> int:
        return len(self._lines) + len(self._names) + len(self._counts)

    def add(self, group: Group, directory: Directory) -> None:
        """Make the lines of companies that belong together."""
        slugs, entries = group
        recorded = apply_corrections(list(entries)).entries
        fresh = rows = published_rows(recorded)
        since = min(self._moved.get(slug, ALWAYS) for slug in slugs)
        if since != ALWAYS:
            fresh = [row for row in rows if row.seq > self._after]
        self._counts.add(fresh)
        for slug in slugs:
            if kept_by(self._what, group):
                steps = steps_of(slug, rows, directory, self._zone, recorded, since)
                self._put(slug, fresh, MAKERS[self._what](slug, steps))
            else:
                self._put(slug, fresh, ())

    def follow(
        self, company: str, rows: Iterable[Row], steps: Iterable[CompanyStep]
    ) -> None:
        """Make the lines of a company of its steps from a cut on."""
        fresh = [row for row in rows if row.seq > self._after]
        self._counts.add(fresh)
        self._put(company, fresh, MAKERS[self._what](company, steps))

    def _put(
        self, slug: str, fresh: Iterable[Row], lines: Iterable[StoredLine]
    ) -> None:
        self._lines += map(RankingLine.made, lines)
        self._names += [(name, slug) for name in investors_in(fresh)]

    def subtract(self, group: Group, _: Directory) -> None:
        """Take the events of companies out of the counts, as they were counted."""
        self._counts.add(corrected_rows(group[1]), -1)

    def write(self, making: Making, gone: Sequence[RankingLine] = ()) -> None:
        """Write it all in place of lines that go, and begin again: those that stay as
        they are stay where they are.
        """
        generation = self._generation
        lines = list(self._joined(gone))
        same = set(gone).intersection(lines)
        going, coming = (
            [line for line in some if line not in same] for some in (gone, lines)
        )
        self._counts.mark(going, -1)
        self._counts.mark(coming)
        making.take(generation, going)
        making.add_lines(generation, coming)
        making.add_counts(generation, self._counts.taken())
        making.add_names(generation, self._names)
        self._lines, self._names = [], []

    def _joined(self, gone: Iterable[RankingLine]) -> Iterator[RankingLine]:
        """Give lines that were made from a cut on, and those that went on until there.

        Where both say the same they are one.
        """
        moved = self._moved
        ahead = {_content(x): x for x in gone if x.start < moved[company_in(x.company)]}
        for line in self._lines:
            before = None
            if line.start == moved.get(company_in(line.company)):
                before = ahead.pop(_content(line), None)
            yield line if before is None else line.between(before.start, line.until)
        for line in ahead.values():
            yield line.between(line.start, moved[company_in(line.company)])


def _content(line: RankingLine) -> tuple[object, ...]:
    return line.company, line.currency, line.amount, line.body


def corrected_rows(entries: Iterable[Entry]) -> list[Row]:
    """Give what is published among entries, our own mistakes corrected."""
    return published_rows(apply_corrections(list(entries)).entries)
