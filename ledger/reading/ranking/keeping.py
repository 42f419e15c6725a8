"""Making the lines of the ranking, and keeping them up with the ledger.

A new generation is made next to the one that answers, a piece at a time, so that nobody
who asks or records waits for it; then it is brought up to the last entry and takes the
other's place in one transaction. After an append only the companies that it touched
are made again. Nothing here is needed for an answer: where lines are missing, or are
behind, questions are folded. Of these companies only what is known from the cut on at
which the new entries act is made again: lines that ended before stay.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.claims.names import Directory
from ledger.errors import Damaged, Refused
from ledger.projections.basis import Basis
from ledger.reading.garbage import swept_once, unswept
from ledger.reading.ranking.answering import version
from ledger.reading.ranking.appending import Appends, TouchedCompany
from ledger.reading.ranking.dropping import drop_damaged
from ledger.reading.ranking.offered import LARGE
from ledger.reading.ranking.pieces import LineBatch, Piece, tell
from ledger.reading.ranking.stretches import ToldGroup
from ledger.reading.ranking.touched import groups_of, touched
from ledger.store.log import Log
from ledger.store.ranking import (
    PARTS,
    PROJECTION,
    Generation,
    Making,
    RankingLine,
    RankingState,
    leaf_at,
    ranking_state,
)
from ledger.store.statements import ALWAYS

PIECE: Final = 3_000
"""So many lines, counts and names are written in one transaction."""

SWEPT: Final = 2_000
"""Events after which the cycles of those that were told of are looked for."""

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


class Keeper(ABC):
    """Makes and keeps lines of one ledger."""

    projection: str

    def __init__(self, log: Log, zone: str, appends: Appends | None = None) -> None:
        """`appends` has what another keeper read of the same appends."""
        self.log, self.zone = log, zone
        self.appends = appends or Appends(log, zone, version(zone))
        self.folding = self.appends.folding

    @property
    @abstractmethod
    def version(self) -> str:
        """Say how lines are made."""

    @abstractmethod
    def piece(self, generation: int) -> LineBatch:
        """Begin to make lines of a generation."""

    @unswept()
    def follow(self) -> bool:
        """Bring the lines up to the last entry; False if all are to be made again.

        That is so where they were made in another way, or nearly all have changed.
        """
        now = self._state()
        while now.version == self.version and now.holds(leaf_at(self.log, now.told)):
            told = self.log.head().seq
            if now.told >= told:
                return True
            moved = self._moved(now, told)
            if moved is None or len(moved) > MANY:
                break
            try:
                if self._turned(now, self._sealed(now._replace(told=told)), moved):
                    return True
            except Altered:
                drop_damaged(self.log, self.projection, now, DROPPED)
                break
            now = self._state()
        return False

    def begin(self) -> int:
        """Begin to make all lines again: give the generation that they will be of."""
        self._clear()
        with self.log.ranking(self.projection) as making:
            mine = making.fresh()
            making.set(making.state()._replace(building=mine))
        return mine

    def finish(self, mine: int, told: int) -> None:
        """Let a generation answer in which all lines are, as of an entry.

        Refused if somebody else began to make one meanwhile.
        """
        new = self._sealed(RankingState(mine, mine, self.version, told))
        while True:
            last = self.log.head().seq
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

    def write(self, piece: LineBatch, generation: int) -> None:
        """Write lines of a generation that is being made."""
        with self.log.ranking(self.projection) as making:
            _check(making, generation)
            piece.write(making)

    def _state(self) -> RankingState:
        return ranking_state(self.log, self.projection)

    def _sealed(self, new: RankingState) -> RankingState:
        return new.sealed(leaf_at(self.log, new.told))

    def directory(self, told: int) -> Directory:
        """Give who was registered; names, which depend on a cut, do not matter."""
        return self.folding.names.voices(Basis(0, told, 0, self.zone, 0))

    def _moved(self, now: RankingState, told: int) -> dict[str, int] | None:
        named = Generation(self.log, now.generation).named
        return touched(self.log, now.told, told, named)

    def _followed(
        self, now: RankingState, new: RankingState, moved: Mapping[str, int]
    ) -> LineBatch:
        """Make what is kept of the companies that moved: of what belongs together with
        the new entries, where that can be told from the rest.
        """
        piece, whole = self.piece(new.generation), set(moved)
        before, directory = (self.directory(at.told) for at in (now, new))
        for slug in self.appends.alone(moved, now, new.told):
            entries = self.appends.entries(slug, now.told, new.told)
            if entries is not None:
                old = [entry for entry in entries if entry.seq <= now.told]
                piece.subtract(((slug,), old), before)
                tell(ToldGroup(((slug,), entries), directory, self.zone), [piece])
                whole.remove(slug)
        for group in groups_of(self.folding, whole, now.told):
            piece.subtract(group, before)
        for group in groups_of(self.folding, whole, new.told):
            tell(ToldGroup(group, directory, self.zone), [piece])
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
        piece = self._followed(now, new, moved)
        with self.log.ranking(self.projection) as making:
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
            with self.log.ranking(self.projection) as making:
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
        return version(self.zone)

    def piece(self, generation: int) -> LineBatch:
        """Begin to make lines of a generation."""
        return Piece(self.projection, generation)

    def _followed(
        self, now: RankingState, new: RankingState, moved: Mapping[str, int]
    ) -> LineBatch:
        """Make lines from the cuts on at which something acts: of the part that it acts
        on, where the others are kept.
        """
        shelf, self._gone = Generation(self.log, new.generation), []
        before, directory = (self.directory(at.told) for at in (now, new))
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
        piece = Piece(self.projection, new.generation, since, now.told)
        rest = []
        for slug, cut in since.items():
            found = touched.get(slug)
            if found is not None:
                self._follow(piece, slug, found, self._story(shelf, slug, cut))
            else:
                rest.append(slug)
                self._gone += self._story(shelf, slug, cut)
        whole = [slug for slug in rest if since[slug] == ALWAYS]
        for group in groups_of(self.folding, whole, now.told):
            piece.subtract(group, before)
        for group in groups_of(self.folding, rest, new.told):
            told = ToldGroup(group, directory, self.zone)
            tell(told, [piece], piece.since(told))
        return piece

    def _follow(
        self, piece: Piece, slug: str, found: TouchedCompany, lines: list[RankingLine]
    ) -> None:
        """Take the lines of a company of which one part is another."""
        self._gone += found.lines if self.projection == PARTS else lines
        piece.follow(slug, found.rows, found.made[self.projection])

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
            if few or Generation(self.log, new.generation).within(slug):
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


def rebuild(keepers: Iterable[Keeper], progress: Progress | None = None) -> int:
    """Make all lines of several keepers of a ledger again, while companies are told
    once; give the number of these. `progress` is called with that so far.

    Refused if somebody else began to do so meanwhile.
    """
    begun = [_begin(keeper) for keeper in keepers]
    told = begun[0].keeper.log.head().seq
    done, left = 0, begun
    while left:
        done = _told(left, told, progress)
        left = [one for one in left if one.piece.again()]
    for one in begun:
        one.keeper.write(one.piece, one.generation)
        one.keeper.finish(one.generation, told)
    return done


class _Rebuilt(NamedTuple):
    """What a keeper makes, and in which generation."""

    keeper: Keeper
    generation: int
    piece: LineBatch


def _begin(keeper: Keeper) -> _Rebuilt:
    generation = keeper.begin()
    return _Rebuilt(keeper, generation, keeper.piece(generation))


def _told(rebuilt: Sequence[_Rebuilt], last: int, progress: Progress | None) -> int:
    """Tell of all companies as of an entry, and write what is made a piece at a time;
    give the number of these.
    """
    first, done, rows = rebuilt[0].keeper, 0, 0
    directory = first.directory(last)
    with swept_once() as sweep:
        for group in first.folding.groups((), last):
            told = ToldGroup(group, directory, first.zone)
            tell(told, [one.piece for one in rebuilt])
            done, rows = done + len(told.slugs), rows + len(told.rows)
            for keeper, generation, piece in rebuilt:
                if len(piece) >= PIECE:
                    keeper.write(piece, generation)
            if rows >= SWEPT:
                sweep()
                rows = 0
            if progress is not None:
                progress(done)
    return done


def _check(making: Making, generation: int) -> None:
    if making.state().building != generation:
        raise Refused(
            "someone else is rebuilding the ranking",
            "let one of you finish: the old one answers until then",
        )
