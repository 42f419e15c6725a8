"""Making the lines of the ranking, and keeping them up with the ledger.

A new generation is made beside the one that answers, a piece at a time, so that nobody
who asks or records waits for it; then it is brought up to the last entry and takes the
other's place in one transaction. After an append only the companies that it touched
are made again. Nothing here is needed for an answer: where lines are missing, or are
behind, whoever asks folds. Of these companies only what is known from the cut on at
which the new entries act is made again: lines that ended before stay.
"""

from abc import ABC, abstractmethod
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from types import MappingProxyType
from typing import Final, Protocol

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.projections.basis import Basis
from ledger.projections.raised import remember
from ledger.projections.rows import Row
from ledger.projections.visible import mend, published_rows
from ledger.reading.folding import Folding, Group
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.appending import Appends, Touched
from ledger.reading.ranking.counting import Counts
from ledger.reading.ranking.offered import LARGE, company_in
from ledger.reading.ranking.packing import MAKERS, Paired, kept_by
from ledger.reading.ranking.packing import Kept as KeptLine
from ledger.reading.ranking.stretches import Step, steps_of
from ledger.reading.ranking.touched import groups_of, investors_in, touched
from ledger.store.log import Log
from ledger.store.ranking import (
    PARTS,
    PROJECTION,
    RAISED,
    Line,
    Making,
    Shelf,
    State,
    kept_in,
    leaf_at,
    state,
)
from ledger.store.statements import ALWAYS

PIECE: Final = 3_000
"""So many lines, counts and names are written in one transaction."""

MANY: Final = 2_000
"""Where more companies were touched, all are made again: these are held in memory."""


Progress = Callable[[int], None]


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
        self._lines: list[Line] = []
        self._names: list[tuple[str, str]] = []
        self._counts = Counts()

    def __len__(self) -> int:
        return len(self._lines) + len(self._names) + len(self._counts)

    def add(self, group: Group, directory: Directory) -> None:
        """Make the lines of companies that belong together."""
        slugs, entries = group
        recorded = mend(list(entries)).entries
        fresh = rows = published_rows(recorded)
        since = min(self._moved.get(slug, ALWAYS) for slug in slugs)
        if since != ALWAYS:
            fresh = [row for row in rows if row.seq > self._after]
        self._counts.add(fresh)
        for slug in slugs:
            if kept_by(self._what, slugs, rows):
                steps = steps_of(slug, rows, directory, self._zone, recorded, since)
                self._put(slug, fresh, MAKERS[self._what](slug, steps))
            else:
                self._put(slug, fresh, ())

    def follow(self, company: str, rows: Iterable[Row], steps: Iterable[Step]) -> None:
        """Make the lines of a company of its steps from a cut on."""
        fresh = [row for row in rows if row.seq > self._after]
        self._counts.add(fresh)
        self._put(company, fresh, MAKERS[self._what](company, steps))

    def _put(self, slug: str, fresh: Iterable[Row], lines: Iterable[KeptLine]) -> None:
        self._lines += map(Line.made, lines)
        self._names += [(name, slug) for name in investors_in(fresh)]

    def subtract(self, group: Group, _: Directory) -> None:
        """Take the events of companies out of the counts, as they were counted."""
        self._counts.add(rows_of(group[1]), -1)

    def write(self, making: Making, gone: Sequence[Line] = ()) -> None:
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

    def _joined(self, gone: Iterable[Line]) -> Iterator[Line]:
        """Give lines that were made from a cut on, and those that went on until there.

        Where both say the same they are one.
        """
        moved = self._moved
        ahead = {_says(x): x for x in gone if x.start < moved[company_in(x.company)]}
        for line in self._lines:
            before = None
            if line.start == moved.get(company_in(line.company)):
                before = ahead.pop(_says(line), None)
            yield line if before is None else line.between(before.start, line.until)
        for line in ahead.values():
            yield line.between(line.start, moved[company_in(line.company)])


def _says(line: Line) -> tuple[object, ...]:
    return line.company, line.currency, line.amount, line.body


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """Give what is published among entries, our own mistakes mended."""
    return published_rows(mend(list(entries)).entries)


class Kept(Protocol):
    """Some companies, ready to be written, of whatever is kept."""

    def __len__(self) -> int: ...

    def add(self, group: Group, directory: Directory) -> None:
        """Make what is kept of companies that belong together."""

    def subtract(self, group: Group, directory: Directory) -> None:
        """Take out what was made of companies, as they were."""

    def write(self, making: Making, gone: Sequence[Line] = ()) -> None:
        """Write it all, and begin again."""


class Keeper(ABC):
    """Makes and keeps lines of one ledger."""

    projection: str

    def __init__(self, log: Log, zone: str, appends: Appends | None = None) -> None:
        """`appends` has what another keeper read of the same appends."""
        self._log, self._zone = log, zone
        self._appends = appends or Appends(log, zone, version(zone))
        self._folding = Folding(log, companies=False)

    @property
    @abstractmethod
    def version(self) -> str:
        """Say how lines are made."""

    @abstractmethod
    def piece(self, generation: int) -> Kept:
        """Begin to make lines of a generation."""

    def keep(self, progress: Progress | None = None, *, make: bool = False) -> None:
        """Bring the lines up to the last entry, if there are any.

        What would take long is done with `make` only: to make them in a large ledger
        that has none, and anew where nearly all have changed.
        """
        now = self._state()
        while now.version == self.version and now.holds(leaf_at(self._log, now.told)):
            told = self._log.head().seq
            if now.told >= told:
                return
            moved = self._moved(now, told)
            if moved is None or len(moved) > MANY:
                break
            if self._turned(now, self._sealed(now._replace(told=told)), moved):
                return
            now = self._state()
        if make and kept_in(self._log):
            self.rebuild(progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make all lines anew; give the number of companies.

        Refused if somebody else began to do so meanwhile.
        """
        self._clear()
        with self._log.ranking(self.projection) as making:
            mine = making.fresh()
            making.set(making.state()._replace(building=mine))
        told = self._log.head().seq
        done = self._made(mine, told, progress)
        new = self._sealed(State(mine, mine, self.version, told))
        while True:
            last = self._log.head().seq
            moved = self._moved(new, last)
            if moved is None:
                raise Refused(
                    "a source was corrected while the ranking was built",
                    "run it again",
                )
            turned = self._sealed(State(mine, 0, new.version, last))
            if self._turned(new, turned, moved):
                break
        self._clear()
        return done

    def _made(self, generation: int, told: int, progress: Progress | None) -> int:
        """Write the lines of all companies as of an entry, a piece at a time."""
        piece = self.piece(generation)
        done, directory = 0, self._directory(told)
        for group in self._folding.groups((), told):
            piece.add(group, directory)
            done += len(group[0])
            if len(piece) >= PIECE:
                self._write(piece, generation)
            if progress is not None:
                progress(done)
        self._write(piece, generation)
        return done

    def _write(self, piece: Kept, generation: int) -> None:
        with self._log.ranking(self.projection) as making:
            _check(making, generation)
            piece.write(making)

    def _state(self) -> State:
        return state(self._log, self.projection)

    def _sealed(self, new: State) -> State:
        return new.sealed(leaf_at(self._log, new.told))

    def _directory(self, told: int) -> Directory:
        """Give who was registered; names, which depend on a cut, do not matter."""
        return self._folding.names.voices(Basis(0, told, 0, self._zone, 0))

    def _moved(self, now: State, told: int) -> dict[str, int] | None:
        named = Shelf(self._log, now.generation).named
        return touched(self._log, now.told, told, named)

    def _followed(self, now: State, new: State, moved: Mapping[str, int]) -> Kept:
        """Make what is kept of the companies that moved: of what belongs together with
        the new entries, where that can be told from the rest.
        """
        piece, whole = self.piece(new.generation), set(moved)
        before, directory = (self._directory(at.told) for at in (now, new))
        for slug in self._appends.alone(moved, now, new.told):
            entries = self._appends.entries(slug, now.told, new.told)
            if entries is not None:
                old = [entry for entry in entries if entry.seq <= now.told]
                piece.subtract(((slug,), old), before)
                piece.add(((slug,), entries), directory)
                whole.remove(slug)
        for group in groups_of(self._folding, whole, now.told):
            piece.subtract(group, before)
        for group in groups_of(self._folding, whole, new.told):
            piece.add(group, directory)
        return piece

    def _forgotten(
        self, making: Making, generation: int, moved: Mapping[str, int]
    ) -> list[Line]:
        """Take out the lines in place of which others are written."""
        return making.forget(generation, sorted(moved))

    def _turned(self, now: State, new: State, moved: Mapping[str, int]) -> bool:
        """Let a generation that was brought up to an entry answer.

        False if somebody else was faster; nothing is changed then.
        """
        piece = self._followed(now, new, moved)
        with self._log.ranking(self.projection) as making:
            there = making.state()
            if there.generation != new.generation:
                _check(making, new.generation)
            elif there != now:
                return False
            piece.write(making, self._forgotten(making, new.generation, moved))
            making.set(new)
        return True

    def _clear(self) -> None:
        """Take away the lines that nobody will ask for."""
        more = True
        while more:
            with self._log.ranking(self.projection) as making:
                more = making.clear()


class LineKeeper(Keeper):
    """Makes and keeps the lines of companies: their figures, what they raised, or what
    the parts of large ones offer.
    """

    def __init__(
        self,
        log: Log,
        zone: str,
        projection: str = PROJECTION,
        appends: Appends | None = None,
    ) -> None:
        super().__init__(log, zone, appends)
        self.projection = projection
        self._gone: list[Line] = []

    @property
    def version(self) -> str:
        """Say how lines are made."""
        return version(self._zone)

    def piece(self, generation: int) -> Kept:
        """Begin to make lines of a generation."""
        return Piece(self.projection, self._zone, generation)

    def _followed(self, now: State, new: State, moved: Mapping[str, int]) -> Kept:
        """Make lines from the cuts on at which something acts: of the part that it acts
        on, where the others are kept.
        """
        shelf, self._gone = Shelf(self._log, new.generation), []
        before, directory = (self._directory(at.told) for at in (now, new))
        alone = self._appends.alone(moved, now, new.told)
        touched = {
            slug: self._appends.touched(
                slug, moved[slug], now.told, new.told, directory
            )
            for slug in alone
        }
        since = {
            slug: cut if touched.get(slug) else self._since(slug, cut, alone, new)
            for slug, cut in moved.items()
        }
        piece = Piece(self.projection, self._zone, new.generation, since, now.told)
        rest = []
        for slug, cut in since.items():
            found = touched.get(slug)
            if found is not None:
                self._follow(piece, slug, found, self._story(shelf, slug, cut))
            else:
                rest.append(slug)
                self._gone += self._story(shelf, slug, cut)
        whole = [slug for slug in rest if since[slug] == ALWAYS]
        for group in groups_of(self._folding, whole, now.told):
            piece.subtract(group, before)
        for group in groups_of(self._folding, rest, new.told):
            piece.add(group, directory)
        return piece

    def _follow(
        self, piece: Piece, slug: str, found: Touched, lines: list[Line]
    ) -> None:
        """Make the lines of a company of which one part is another."""
        if self.projection == PARTS:
            self._gone += found.lines
            piece.follow(slug, found.rows, found.own)
            return
        self._gone += lines
        steps: Iterable[Step] = found.steps
        if self.projection == RAISED:
            paired = Paired(lines)
            remember(found.steps[0][1], paired.tell)
            steps = paired.along(steps)
        piece.follow(slug, found.rows, steps)

    def _since(self, slug: str, cut: int, alone: Collection[str], new: State) -> int:
        """Give the cut from which on lines are made of a company that is read as a
        whole: of parts all at once, when it comes to be large or to be linked.
        """
        if self.projection != PARTS or cut == ALWAYS:
            return cut
        if slug in alone:
            parts = self._appends.parts(slug, new.told)
            few = parts is not None and len(parts) < LARGE
            if few or Shelf(self._log, new.generation).within(slug):
                return cut
        return ALWAYS

    def _story(self, shelf: Shelf, slug: str, since: int) -> list[Line]:
        """Read the lines of a company that end after a cut."""
        read = shelf.within if self.projection == PARTS else shelf.story
        return read(slug, since)

    def _forgotten(
        self, making: Making, generation: int, moved: Mapping[str, int]
    ) -> list[Line]:
        """Give the lines that end after these cuts: they were read before."""
        return self._gone


def _check(making: Making, generation: int) -> None:
    if making.state().building != generation:
        raise Refused(
            "someone else is rebuilding the ranking",
            "let one of you finish: the old one answers until then",
        )
