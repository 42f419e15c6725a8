"""Some companies as lines of the ranking, with their counts, ready to be written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import Row
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.folding import Group
from ledger.reading.ranking.counting import ChangeCounts
from ledger.reading.ranking.offered import company_in
from ledger.reading.ranking.packing import GroupLines, StoredLine, kept_by
from ledger.reading.ranking.stretches import ToldGroup
from ledger.reading.ranking.touched import investors_in
from ledger.store.ranking import Making, RankingLine
from ledger.store.statements import ALWAYS


class Listener(Protocol):
    """Who makes something of companies that belong together as they are told."""

    def turn(self, at: Basis, companies: Sequence[CompanyAt]) -> None:
        """Let the companies be so from a cut on."""

    def end(self) -> None:
        """Let nothing more be told of them."""


class LineBatch(Protocol):
    """Some companies, ready to be written, of whatever is kept."""

    def __len__(self) -> int: ...

    def listen(self, told: ToldGroup) -> Listener | None:
        """Make what is kept of companies as they are told; None if nothing is."""

    def subtract(self, group: Group, directory: Directory) -> None:
        """Take out what was made of companies, as they were."""

    def again(self) -> bool:
        """Whether all companies are to be told once more, since more is known now."""

    def write(self, making: Making, gone: Sequence[RankingLine] = ()) -> None:
        """Write it all, and begin again."""


def tell(told: ToldGroup, batches: Iterable[LineBatch], since: int = ALWAYS) -> None:
    """Tell of companies once, whatever is made of it."""
    found = [one for x in batches if (one := x.listen(told)) is not None]
    for at, companies in told.steps(since) if found else ():
        for one in found:
            one.turn(at, companies)
    for one in found:
        one.end()


class Piece:
    """Some companies, ready to be written.

    `moved` has those that have lines already, each with the cut from which on what is
    made takes the place of these; events up to the entry `after` are counted already
    where that is not all of its time.
    """

    def __init__(
        self,
        projection: str,
        generation: int,
        moved: Mapping[str, int] = MappingProxyType({}),
        after: int = -1,
    ) -> None:
        self.what, self._generation = projection, generation
        self._moved, self._after = moved, after
        self._lines: list[RankingLine] = []
        self._names: list[tuple[str, str]] = []
        self._counts = ChangeCounts()

    def __len__(self) -> int:
        return len(self._lines) + len(self._names) + len(self._counts)

    def listen(self, told: ToldGroup) -> Listener | None:
        """Make the lines of companies that belong together as they are told."""
        since, fresh = self.since(told), told.rows
        if since != ALWAYS:
            fresh = [row for row in told.rows if row.seq > self._after]
        self._counts.add(fresh)
        if kept_by(self.what, told.group):
            return _PieceLines(self, told, fresh)
        for slug in told.slugs:
            self.put(slug, fresh, ())
        return None

    def since(self, told: ToldGroup) -> int:
        """Give the cut from which on lines of companies are made."""
        return min(self._moved.get(slug, ALWAYS) for slug in told.slugs)

    def follow(
        self, company: str, rows: Iterable[Row], lines: Iterable[StoredLine]
    ) -> None:
        """Take lines of a company that were made from a cut on."""
        fresh = [row for row in rows if row.seq > self._after]
        self._counts.add(fresh)
        self.put(company, fresh, lines)

    def put(self, slug: str, fresh: Iterable[Row], lines: Iterable[StoredLine]) -> None:
        """Take lines of a company, and the names in events that were not counted."""
        self._lines += map(RankingLine.made, lines)
        self._names += [(name, slug) for name in investors_in(fresh)]

    def subtract(self, group: Group, _: Directory) -> None:
        """Take the events of companies out of the counts, as they were counted."""
        self._counts.add(corrected_rows(group[1]), -1)

    def again(self) -> bool:
        """Say that companies are told once."""
        return False

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


class _PieceLines(GroupLines):
    """The lines of companies that are put into a piece once they are told."""

    def __init__(self, piece: Piece, told: ToldGroup, fresh: Sequence[Row]) -> None:
        super().__init__(piece.what, told.slugs)
        self._piece, self._fresh = piece, fresh

    def end(self) -> None:
        """Put the lines of each into the piece."""
        for slug, lines in self.made().items():
            self._piece.put(slug, self._fresh, lines)


def _content(line: RankingLine) -> tuple[object, ...]:
    return line.company, line.currency, line.amount, line.body


def corrected_rows(entries: Iterable[Entry]) -> list[Row]:
    """Give what is published among entries, our own mistakes corrected."""
    return published_rows(apply_corrections(list(entries)).entries)
