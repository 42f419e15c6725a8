"""Making the lines of the ranking, and keeping them up with the ledger.

A new generation is made next to the one that answers, a piece at a time, so that nobody
who asks or records waits for it; then it is brought up to the last entry and takes the
other's place in one transaction. After an append only the companies that it touched
are made again. Nothing here is needed for an answer: where lines are missing, or are
behind, questions are folded. Of these companies only what is known from the cut on at
which the new entries act is made again: lines that ended before stay.
"""

from abc import ABC, abstractmethod
from collections.abc import (
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from typing import Final, Protocol

from ledger.claims.names import Directory
from ledger.errors import Damaged, Refused
from ledger.projections.basis import Basis
from ledger.reading.folding import Group
from ledger.reading.garbage import unswept
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.appending import Appends, TouchedCompany
from ledger.reading.ranking.dropping import drop_damaged
from ledger.reading.ranking.offered import LARGE
from ledger.reading.ranking.packing import Paired
from ledger.reading.ranking.pieces import Piece
from ledger.reading.ranking.touched import groups_of, touched
from ledger.store.log import Log
from ledger.store.ranking import (
    PARTS,
    PROJECTION,
    RAISED,
    Generation,
    Making,
    RankingLine,
    RankingState,
    kept_in,
    leaf_at,
    ranking_state,
)
from ledger.store.statements import ALWAYS

PIECE: Final = 3_000
"""So many lines, counts and names are written in one transaction."""

MANY: Final = 2_000
"""Where more companies were touched, all are made again: these are held in memory."""


DIFFERS: Final = "what is stored of companies differs from the log"
REBUILD: Final = "`sayso db rebuild` stores it again"

DROPPED: Final = (
    "what is stored of companies differed from the log: it was dropped, and is computed"
    f" when asked for; {REBUILD}"
)

Progress = Callable[[int], None]


class Altered(Damaged):
    """Lines that others would take the place of are not as they were made."""


def sound(lines: list[RankingLine]) -> list[RankingLine]:
    """Give lines that others are made of, or take the place of, as they are.

    Altered if one is not as it was made: with a new mark nobody would see that.
    """
    if not all(line.holds for line in lines):
        raise Altered(DIFFERS, REBUILD)
    return lines


class LineBatch(Protocol):
    """Some companies, ready to be written, of whatever is kept."""

    def __len__(self) -> int: ...

    def add(self, group: Group, directory: Directory) -> None:
        """Make what is kept of companies that belong together."""

    def subtract(self, group: Group, directory: Directory) -> None:
        """Take out what was made of companies, as they were."""

    def write(self, making: Making, gone: Sequence[RankingLine] = ()) -> None:
        """Write it all, and begin again."""


class Keeper(ABC):
    """Makes and keeps lines of one ledger."""

    projection: str

    def __init__(self, log: Log, zone: str, appends: Appends | None = None) -> None:
        """`appends` has what another keeper read of the same appends."""
        self._log, self._zone = log, zone
        self.appends = appends or Appends(log, zone, version(zone))
        self._folding = self.appends.folding

    @property
    @abstractmethod
    def version(self) -> str:
        """Say how lines are made."""

    @abstractmethod
    def piece(self, generation: int) -> LineBatch:
        """Begin to make lines of a generation."""

    def keep(self, progress: Progress | None = None, *, make: bool = False) -> None:
        """Bring the lines up to the last entry, if there are any.

        What would take long is done with `make` only: to make them in a large ledger
        that has none, and makes them again where nearly all have changed.
        """
        now = self._state()
        while now.version == self.version and now.holds(leaf_at(self._log, now.told)):
            told = self._log.head().seq
            if now.told >= told:
                return
            moved = self._moved(now, told)
            if moved is None or len(moved) > MANY:
                break
            try:
                if self._turned(now, self._sealed(now._replace(told=told)), moved):
                    return
            except Altered:
                drop_damaged(self._log, self.projection, now, DROPPED)
                break
            now = self._state()
        if make and kept_in(self._log):
            self.rebuild(progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make all lines again; give the number of companies.

        Refused if somebody else began to do so meanwhile.
        """
        self._clear()
        with self._log.ranking(self.projection) as making:
            mine = making.fresh()
            making.set(making.state()._replace(building=mine))
        told = self._log.head().seq
        done = self._made(mine, told, progress)
        new = self._sealed(RankingState(mine, mine, self.version, told))
        while True:
            last = self._log.head().seq
            moved = self._moved(new, last)
            if moved is None:
                raise Refused(
                    "a source was corrected while the ranking was built",
                    "run it again",
                )
            turned = self._sealed(RankingState(mine, 0, new.version, last))
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

    def _write(self, piece: LineBatch, generation: int) -> None:
        with self._log.ranking(self.projection) as making:
            _check(making, generation)
            piece.write(making)

    def _state(self) -> RankingState:
        return ranking_state(self._log, self.projection)

    def _sealed(self, new: RankingState) -> RankingState:
        return new.sealed(leaf_at(self._log, new.told))

    def _directory(self, told: int) -> Directory:
        """Give who was registered; names, which depend on a cut, do not matter."""
        return self._folding.names.voices(Basis(0, told, 0, self._zone, 0))

    def _moved(self, now: RankingState, told: int) -> dict[str, int] | None:
        named = Generation(self._log, now.generation).named
        return touched(self._log, now.told, told, named)

    def _followed(
        self, now: RankingState, new: RankingState, moved: Mapping[str, int]
    ) -> LineBatch:
        """Make what is kept of the companies that moved: of what belongs together with
        the new entries, where that can be told from the rest.
        """
        piece, whole = self.piece(new.generation), set(moved)
        before, directory = (self._directory(at.told) for at in (now, new))
        for slug in self.appends.alone(moved, now, new.told):
            entries = self.appends.entries(slug, now.told, new.told)
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
    ) -> list[RankingLine]:
        """Take out the lines that others are written in place of."""
        return making.forget(generation, sorted(moved))

    def _turned(
        self, now: RankingState, new: RankingState, moved: Mapping[str, int]
    ) -> bool:
        """Let a generation that was brought up to an entry answer.

        False if somebody else was faster; nothing is changed then.
        """
        with unswept():
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
        self._gone: list[RankingLine] = []

    @property
    def version(self) -> str:
        """Say how lines are made."""
        return version(self._zone)

    def piece(self, generation: int) -> LineBatch:
        """Begin to make lines of a generation."""
        return Piece(self.projection, self._zone, generation)

    def _followed(
        self, now: RankingState, new: RankingState, moved: Mapping[str, int]
    ) -> LineBatch:
        """Make lines from the cuts on at which something acts: of the part that it acts
        on, where the others are kept.
        """
        shelf, self._gone = Generation(self._log, new.generation), []
        before, directory = (self._directory(at.told) for at in (now, new))
        alone = self.appends.alone(moved, now, new.told)
        since = {
            slug: ALWAYS if self.appends.fresh(slug, now.told, new.told) else cut
            for slug, cut in moved.items()
        }
        touched = {
            slug: self.appends.touched(slug, since[slug], now.told, new.told, directory)
            for slug in alone
        }
        for slug in moved:
            if touched.get(slug) is None:
                since[slug] = self._since(slug, since[slug], alone, new)
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
        self, piece: Piece, slug: str, found: TouchedCompany, lines: list[RankingLine]
    ) -> None:
        """Make the lines of a company after one of its parts changed."""
        if self.projection == PARTS:
            self._gone += found.lines
            piece.follow(slug, found.rows, found.own())
            return
        self._gone += lines
        if self.projection != RAISED:
            piece.follow(slug, found.rows, found.steps())
        else:
            steps = Paired(lines).along(found.steps())
            piece.follow(slug, found.rows, steps)

    def _since(
        self, slug: str, cut: int, alone: Collection[str], new: RankingState
    ) -> int:
        """Give the cut from which on lines are made of a company that is read as a
        whole: of parts all at once, when it comes to be large or to be linked.
        """
        if self.projection != PARTS or cut == ALWAYS:
            return cut
        if slug in alone:
            parts = self.appends.parts(slug, new.told)
            few = parts is not None and len(parts) < LARGE
            if few or Generation(self._log, new.generation).within(slug):
                return cut
        return ALWAYS

    def _story(self, shelf: Generation, slug: str, since: int) -> list[RankingLine]:
        """Read the lines of a company that end after a cut."""
        read = shelf.within if self.projection == PARTS else shelf.story
        return sound(read(slug, since))

    def _forgotten(
        self, making: Making, generation: int, moved: Mapping[str, int]
    ) -> list[RankingLine]:
        """Give the lines that end after these cuts: they were read before."""
        return self._gone


def _check(making: Making, generation: int) -> None:
    if making.state().building != generation:
        raise Refused(
            "someone else is rebuilding the ranking",
            "let one of you finish: the old one answers until then",
        )
