"""Making the lines of the ranking, and keeping them up with the ledger.

A new generation is made beside the one that answers, a piece at a time, so that nobody
who asks or records waits for it; then it is brought up to the last entry and takes the
other's place in one transaction. After an append only the companies that it touched
are made anew. Nothing here is needed for an answer: where lines are missing, or behind,
whoever asks folds. Of these companies only what is known from the cut on at which the
new entries act is made again: lines that ended before stay.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.errors import Refused
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.visible import mend, published_rows
from ledger.reading.folding import Folding, Group
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.counting import Counts
from ledger.reading.ranking.packing import lines_of
from ledger.reading.ranking.stretches import stretches
from ledger.reading.ranking.touched import groups_of, investors_in, touched
from ledger.store.log import Log
from ledger.store.ranking import (
    Line,
    Making,
    Shelf,
    State,
    kept_in,
    leaf_at,
    states,
)
from ledger.store.statements import ALWAYS

PIECE: Final = 3_000
"""So many lines, counts and names are written in one transaction."""

MANY: Final = 2_000
"""Where more companies were touched, all are made anew: these are held in memory."""


Progress = Callable[[int], None]


class Piece:
    """Some companies, ready to be written under the generations of what is kept."""

    def __init__(self, zone: str, generations: Sequence[int]) -> None:
        self._zone, self._generations = zone, generations
        self._lines: list[list[Line]] = [[] for _ in generations]
        self._names: list[tuple[str, str]] = []
        self._counts = Counts()

    def __len__(self) -> int:
        lines = sum(map(len, self._lines))
        return lines + len(self._names) + len(self._counts)

    def add(
        self,
        group: Group,
        directory: Directory,
        since: int = ALWAYS,
        after: int = -1,
    ) -> None:
        """Make the lines of companies that belong together, from a cut on.

        `since` is that cut; events up to the entry `after` are counted already.
        """
        slugs, entries = group
        recorded = mend(list(entries)).entries
        rows = published_rows(recorded)
        fresh = rows if since == ALWAYS else [row for row in rows if row.seq > after]
        self._counts.add(fresh)
        named = investors_in(fresh)
        for slug in slugs:
            found = stretches(slug, rows, directory, self._zone, recorded, since)
            for lines, made in zip(self._lines, lines_of(slug, found), strict=True):
                lines.extend(map(Line.made, made))
            self._names += [(name, slug) for name in named]

    def subtract(self, group: Group) -> None:
        """Take the events of companies out of the counts, as they were counted."""
        self._counts.add(rows_of(group[1]), -1)

    def write(
        self, making: Making, moved: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """Write it all, and begin again.

        `moved` has companies that have lines, each with the cut from which on what is
        written takes the place of these.
        """
        for place, generation in enumerate(self._generations):
            gone = making.forget(generation, moved)
            lines = list(_joined(gone, self._lines[place], moved))
            counts = Counts() if place else self._counts
            counts.mark(gone, -1)
            counts.mark(lines)
            making.add_lines(generation, lines)
            making.add_counts(generation, counts.taken())
            self._lines[place] = []
        making.add_names(self._generations[0], self._names)
        self._names = []


def _joined(
    gone: Iterable[Line], made: Iterable[Line], moved: Mapping[str, int]
) -> Iterator[Line]:
    """Give lines that are made from a cut on, and those that went on until there.

    Where both say the same they are one.
    """
    ahead = {_says(x): x for x in gone if x.start < moved[x.company]}
    for line in made:
        before = None
        if line.start == moved.get(line.company):
            before = ahead.pop(_says(line), None)
        yield line if before is None else line.between(before.start, line.until)
    for line in ahead.values():
        yield line.between(line.start, moved[line.company])


def _says(line: Line) -> tuple[object, ...]:
    return line.company, line.currency, line.amount, line.body


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """Give what is published among entries, our own mistakes mended."""
    return published_rows(mend(list(entries)).entries)


class Keeper:
    """Makes and keeps the lines of one ledger."""

    def __init__(self, log: Log, zone: str) -> None:
        self._log, self._zone = log, zone
        self._folding = Folding(log, companies=False)

    def keep(self, progress: Progress | None = None, *, make: bool = False) -> None:
        """Bring the lines up to the last entry, if there are any.

        What would take long is done with `make` only: to make them in a large ledger
        that has none, and again where nearly all have changed.
        """
        now = states(self._log)
        while self._answers(now):
            told = self._log.head().seq
            if now[0].told >= told:
                return
            moved = self._moved(now, told)
            if moved is None or len(moved) > MANY:
                break
            if self._turned(
                now, self._sealed(x._replace(told=told) for x in now), moved
            ):
                return
            now = states(self._log)
        if make and kept_in(self._log):
            self.rebuild(progress)

    def _answers(self, now: Sequence[State]) -> bool:
        """Tell whether lines were made as they are today, of this log."""
        wanted, leaf = version(self._zone), leaf_at(self._log, now[0].told)
        told = now[0].told
        return all(
            one.version == wanted and one.told == told and one.holds(leaf)
            for one in now
        )

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make all lines again; give the number of companies.

        Refused if somebody else began to do so meanwhile.
        """
        self._clear()
        with self._log.ranking() as making:
            first, old = making.fresh(), making.states()
            mine = range(first, first + len(old))
            both = zip(old, mine, strict=True)
            making.set(one._replace(building=number) for one, number in both)
        told = self._log.head().seq
        done = self._made(mine, told, progress)
        made = version(self._zone)
        new = self._sealed(State(x, x, made, told) for x in mine)
        while True:
            last = self._log.head().seq
            moved = self._moved(new, last)
            if moved is None:
                raise Refused(
                    "a source was corrected while the ranking was built",
                    "run it again",
                )
            turned = self._sealed(State(x, 0, made, last) for x in mine)
            if self._turned(new, turned, moved):
                break
        self._clear()
        return done

    def _made(
        self, generations: Sequence[int], told: int, progress: Progress | None
    ) -> int:
        """Write the lines of all companies as of an entry, a piece at a time."""
        piece = Piece(self._zone, generations)
        done, directory = 0, self._directory(told)
        for group in self._folding.groups((), told):
            piece.add(group, directory)
            done += len(group[0])
            if len(piece) >= PIECE:
                self._write(piece, generations)
            if progress is not None:
                progress(done)
        self._write(piece, generations)
        return done

    def _write(self, piece: Piece, generations: Sequence[int]) -> None:
        with self._log.ranking() as making:
            _check(making, generations)
            piece.write(making)

    def _sealed(self, several: Iterable[State]) -> tuple[State, ...]:
        return tuple(new.sealed(leaf_at(self._log, new.told)) for new in several)

    def _directory(self, told: int) -> Directory:
        """Give who was registered; names, which depend on a cut, do not matter."""
        return self._folding.names.voices(Basis(0, told, 0, self._zone, 0))

    def _moved(self, now: Sequence[State], told: int) -> dict[str, int] | None:
        named = Shelf(self._log, now[0].generation).named
        return touched(self._log, now[0].told, told, named)

    def _turned(
        self, now: Sequence[State], new: Sequence[State], moved: Mapping[str, int]
    ) -> bool:
        """Let generations that were brought up to an entry answer.

        False if somebody else was faster; nothing is changed then.
        """
        generations = [one.generation for one in new]
        piece = Piece(self._zone, generations)
        directory = self._directory(new[0].told)
        whole = [slug for slug, since in moved.items() if since == ALWAYS]
        for group in groups_of(self._folding, whole, now[0].told):
            piece.subtract(group)
        for group in groups_of(self._folding, moved, new[0].told):
            since = min(moved[slug] for slug in group[0])
            piece.add(group, directory, since, after=now[0].told)
        with self._log.ranking() as making:
            there = making.states()
            if [one.generation for one in there] != generations:
                _check(making, generations)
            elif there != tuple(now):
                return False
            piece.write(making, moved)
            making.set(new)
        return True

    def _clear(self) -> None:
        """Take away the lines that nobody will ask for."""
        more = True
        while more:
            with self._log.ranking() as making:
                more = making.clear()


def _check(making: Making, generations: Sequence[int]) -> None:
    if [one.building for one in making.states()] != list(generations):
        raise Refused(
            "someone else is rebuilding the ranking",
            "let one of you finish: the old one answers until then",
        )
