"""Making the sums behind all scores, and keeping them up with the ledger.

They are kept as the ranking is (`reading/ranking/keeping.py`), in the same tables,
under a name of their own: what companies add is noted, and after an append the
companies that it touched are taken out as they were and put in as they are. Sums of
whole numbers are exact in any order, so what is kept equals a replay, bit for bit.

Two things concern all companies at once: which companies one party speaks for, and who
copies whom as a habit. Where an append changes one of these, the sums are made again,
or left behind until they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.claims.dates import MAX_US
from ledger.claims.names import Directory
from ledger.credibility.gathering import parties_in
from ledger.credibility.moving import MoveKey, Moves, Noting, course_of, meeting, note
from ledger.credibility.origins import CopyingHabit, SourcePair
from ledger.credibility.settings import DEFAULT
from ledger.credibility.tallies import ALWAYS, Values
from ledger.errors import LedgerError, Refused
from ledger.projections.basis import RULES
from ledger.reading.folding import Group
from ledger.reading.ranking.counting import ChangeCounts
from ledger.reading.ranking.keeping import (
    DIFFERS,
    REBUILD,
    Altered,
    Keeper,
    sound,
)
from ledger.reading.ranking.pieces import Listener, corrected_rows
from ledger.reading.ranking.stretches import ToldGroup
from ledger.reading.ranking.touched import investors_in
from ledger.reading.sums.packing import (
    HABIT,
    MET,
    pack_lines,
    subject_of,
    unpack_series,
)
from ledger.store.log import Log
from ledger.store.ranking import BELIEFS, Generation, Making, RankingLine, RankingState

FORMAT: Final = 5
"""It is raised when the model, or lines of the same settings, are made otherwise."""


def version() -> str:
    """Say how sums are made: those that were made otherwise are not used."""
    given = repr(sorted((name, _steady(x)) for name, x in asdict(DEFAULT).items()))
    return f"{FORMAT}.{RULES}.{sha256(given.encode()).hexdigest()[:12]}"


def _steady(value: object) -> str:
    """Write a setting the same in every process: sets have no order."""
    if isinstance(value, frozenset | dict):
        return repr(sorted(value.items() if isinstance(value, dict) else value))
    return repr(value)


def course_in(lines: Iterable[RankingLine]) -> CopyingHabit:
    """Read who copies whom as a habit, from which cut on."""
    held: set[SourcePair] = set()
    turns = []
    moves = [
        (at, (series.whose[0], series.whose[1]))
        for line in lines
        for series in unpack_series(line)
        for at in series.at
    ]
    for at, some in groupby(sorted(moves), key=itemgetter(0)):
        for _, pair in some:
            held ^= {pair}
        turns.append((at, frozenset(held)))
    return CopyingHabit(tuple(turns))


class CompanySums:
    """What some companies add to the sums, ready to be written."""

    def __init__(self, generation: int, course: CopyingHabit) -> None:
        self._generation, self._course = generation, course
        self._names: list[tuple[str, str]] = []
        self._moves = Moves()
        self._parties: tuple[Directory | None, Mapping[str, str]] = None, {}

    def __len__(self) -> int:
        """They are written at once: what is one sum comes from all companies."""
        return 0

    def listen(self, told: ToldGroup) -> Listener:
        """Note what companies that belong together add, as they are told."""
        self._names += [
            (x, slug) for slug in told.slugs for x in investors_in(told.rows)
        ]
        return Noting(self._moves, self._parties_in(told.directory), self._course)

    def _parties_in(self, directory: Directory) -> Mapping[str, str]:
        """Give who is one party, looked up once for all companies."""
        if self._parties[0] is not directory:
            self._parties = directory, parties_in(directory)
        return self._parties[1]

    def subtract(self, group: Group, directory: Directory) -> None:
        """Take out what companies added, as they were."""
        slugs, entries = group
        note(self._moves, slugs, corrected_rows(entries), directory, self._course, -1)

    def again(self) -> bool:
        """Tell whether all companies are to be told once more: others copy as a habit
        than was known when they were told.
        """
        met = (x for x in self._moves.by.items() if x[0].what == "met")
        known, self._course = self._course, course_of(met)
        if self._course == known:
            self.turn()
            return False
        self._names, self._moves = [], Moves()
        return True

    def turn(self) -> None:
        """Write down who copies whom as a habit: for all companies."""
        before: frozenset[SourcePair] = frozenset()
        for at, habits in self._course.turns:
            for pair in before ^ habits:
                sign = 1 if pair in habits else -1
                self._moves.add(MoveKey(at, "habit", pair, (ALWAYS, None)), (sign,))
            before = habits

    def by_subject(self) -> dict[str, dict[MoveKey, Values]]:
        """Give what moves under the names of its lines."""
        found: dict[str, dict[MoveKey, Values]] = {}
        for name, values in self._moves.by.items():
            found.setdefault(subject_of(name), {})[name] = values
        return found

    def write(self, making: Making, gone: Iterable[RankingLine] = ()) -> None:
        """Write it all; `gone` are no lines of ours. Refused where a habit changes."""
        assert not list(gone), "a company is called as a sum"
        counts, by_subject = ChangeCounts(), self.by_subject()
        self._moves = Moves()  # as many again, which nobody needs any longer
        for subject in sorted(by_subject):
            moves = by_subject.pop(subject)
            old, new = self._merged(making, subject, moves)
            counts.mark(old, -1)
            counts.mark(new)
            making.add_lines(self._generation, new)
        making.add_counts(self._generation, counts.taken())
        making.add_names(self._generation, self._names)

    def _merged(
        self, making: Making, subject: str, moves: dict[MoveKey, Values]
    ) -> tuple[list[RankingLine], list[RankingLine]]:
        """Take the lines of a subject out that change, and give these and new ones."""
        since = min(name.at for name in moves)
        old = sound(making.forget(self._generation, [subject], since))
        if not joins(old, since):
            raise Altered(DIFFERS, REBUILD)
        held, merged = before_in(old), moves_in(old) if old else Moves(moves)
        for name, values in moves.items() if old else ():
            merged.add(name, values)
        if subject == MET:
            self._check(held, merged)
        begin = old[0].start if old else None
        return old, list(pack_lines(subject, merged.by.items(), held, begin))

    def _check(self, held: dict[MoveKey, Values], merged: Moves) -> None:
        """Look whether the same sources copy as a habit as when sums were made."""
        before = {(x.whose[0], x.whose[1]): meeting(y) for x, y in held.items()}
        since = min((name.at for name in merged.by), default=MAX_US)
        known = [turn for turn in self._course.turns if turn[0] >= since]
        if list(course_of(merged.by.items(), before).turns) != known:
            raise Refused(
                "other sources copy others as a habit now: what beliefs rest on is no"
                " longer as it was stored",
                "`sayso db rebuild` stores it again; until then it is computed",
            )


def joins(story: Sequence[RankingLine], since: int) -> bool:
    """Tell whether lines are as they were made, from some instant on: each begins where
    another ends, or nothing was summed before it.
    """
    ends = [line.until for line in story[:-1]]
    return (
        all(line.holds for line in story)
        and ends == [x.start for x in story[1:]]
        and (
            not story
            or story[0].start <= since
            or not any(series.before for series in unpack_series(story[0]))
        )
    )


def before_in(lines: list[RankingLine]) -> dict[MoveKey, Values]:
    """Give what sums came to before the first of some lines."""
    return {
        MoveKey(0, series.what, series.whose, detail): values
        for series in (unpack_series(lines[0]) if lines else ())
        for detail, values in series.before
    }


def moves_in(lines: Iterable[RankingLine]) -> Moves:
    """Give all that moves in some lines."""
    found = Moves()
    for line in lines:
        for series in unpack_series(line):
            what, whose = series.what, series.whose
            for at, (detail, values) in zip(series.at, series.moves, strict=True):
                found.by[MoveKey(at, what, whose, detail)] = values
    return found


class SumsKeeper(Keeper):
    """Makes and keeps the sums of one ledger."""

    projection = BELIEFS

    @property
    def version(self) -> str:
        """Say how lines are made."""
        return version()

    def piece(self, generation: int) -> CompanySums:
        """Begin to make lines of a generation."""
        habits = Generation(self.log, generation).story(HABIT)
        return CompanySums(generation, course_in(sound(habits)))

    def _moved(self, now: RankingState, told: int) -> dict[str, int] | None:
        one, other = (parties_in(self.directory(at)) for at in (now.told, told))
        if parties_differ(one, other):
            return None
        return super()._moved(now, told)


def parties_differ(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether companies are one party on one side only."""
    return any(one.get(x, x) != other.get(x, x) for x in {*one, *other})


def drop(log: Log) -> bool:
    """Let the sums never answer again; tell whether that could be done."""
    try:
        with log.ranking(BELIEFS) as making:
            making.drop()
    except LedgerError:
        return False
    return True
