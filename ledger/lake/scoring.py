"""Scores from a lake, in two stages.

In the first stage each process folds its companies along the periods, and adds up what
their rounds say of sources: whole numbers, under the names that sums of scores have
everywhere. In the second stage the sums of all processes are put together, which is
exact in any order, and scores are worked out of them as in one process.

Companies need to know one thing of each other: which sources copy others as a habit.
That follows from sums of the first stage, which it does not change itself. So where
sources do, the first stage is done once more, under these habits.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.credibility.moving import MoveKey, Moves, course_of
from ledger.credibility.origins import CopyingHabit
from ledger.credibility.replaying import Replay
from ledger.lake.work import SUMMED, CompanyResult, Engine, pickled
from ledger.panels import score_rows
from ledger.panels.periods import PanelDay
from ledger.panels.score_rows import Spoken, spoken_in
from ledger.panels.scores import SourceRows, panel_rows, periods
from ledger.panels.settledclaims import (
    LeadMoves,
    Scored,
    SettledClaims,
    add_settled,
    settled_in,
)
from ledger.projections.basis import Basis
from ledger.reading.folding import Folding, Group
from ledger.reading.garbage import unswept

if TYPE_CHECKING:
    from ledger.credibility.tallies import Values
    from ledger.lake.copied import Lake

Courses = Mapping[int, CopyingHabit]
"""Last entry that counts -> who copies whom as a habit, from which cut on."""


class PeriodRecords(NamedTuple):
    """What is no sum at a period, but can be put together."""

    spoken: Spoken
    settled: dict[Scored, SettledClaims]


class AddedSums(NamedTuple):
    """What some companies add: sums by the number of a period, and the rest."""

    moves: list[tuple[Any, ...]]
    """Each the parts of a `MoveKey`, and its values."""
    told: list[PeriodRecords]
    """One a period."""


@dataclass(frozen=True, slots=True)
class Adding:
    """The first stage: what some companies add to the sums, at some bases."""

    bases: tuple[Basis, ...]
    courses: Courses

    @property
    def upto(self) -> int:
        """The last entry that counts."""
        return self.bases[-1].known_at

    def found(
        self, folding: Folding, groups: Iterable[Group]
    ) -> Iterator[CompanyResult]:
        """Give one pickled `AddedSums` of all groups together."""
        days = [(one, folding.names.voices(one)) for one in self.bases]
        noted, told = LeadMoves(), list[PeriodRecords]()

        def begun(basis: Basis) -> Replay:
            course = self.courses.get(basis.known_at, CopyingHabit())
            return Replay(tallies=noted, course=course)

        with unswept():
            for basis, _, replay, events in periods(groups, days, begun):
                settled = settled_in(replay.shares.values(), events, basis.cut)
                told.append(PeriodRecords(spoken_in(replay.cases.values()), settled))
                noted.cut = len(told)  # what moves now moves in the next period
        moves = [(*name, values) for name, values in noted.moves.by.items()]
        yield SUMMED, pickle.dumps(AddedSums(moves, told))


@dataclass(slots=True)
class Added:
    """What all companies add up to."""

    moves: Moves = field(default_factory=Moves)
    told: dict[int, PeriodRecords] = field(default_factory=dict)
    """By the number of the period."""

    def add(self, part: AddedSums) -> None:
        """Put in what some more companies add."""
        for *name, values in part.moves:
            self.moves.add(MoveKey(*name), values)
        for number, (spoken, settled) in enumerate(part.told):
            held = self.told.setdefault(number, PeriodRecords(set(), {}))
            held.spoken.update(spoken)
            add_settled(held.settled, settled)

    def courses(self, bases: Sequence[Basis]) -> Courses:
        """Work out who copies whom as a habit, for each state of the ledger."""
        met: dict[int, list[tuple[MoveKey, Values]]] = defaultdict(list)
        for name, values in self.moves.by.items():
            if name.what == "met":
                met[bases[name.at].known_at].append((name, values))
        found = {known_at: course_of(moves).turns for known_at, moves in met.items()}
        return {
            known_at: CopyingHabit(
                tuple((bases[at].cut, habits) for at, habits in turns)
            )
            for known_at, turns in found.items()
            if turns
        }


def scored(lake: "Lake", engine: Engine, days: Sequence[PanelDay]) -> SourceRows:
    """Do the first stage, and give the rows of the second, as a ledger would."""
    bases = tuple(basis for basis, _ in days)
    added = _added_by(lake, engine, Adding(bases, {}))
    courses = added.courses(bases)
    if courses:
        added = _added_by(lake, engine, Adding(bases, courses))
    return _rows(added, days)


def _added_by(lake: "Lake", engine: Engine, work: Adding) -> Added:
    added = Added()
    with engine(lake, work) as found:
        for _, one in found:
            added.add(pickled(one))
    return added


def _rows(added: Added, days: Sequence[PanelDay]) -> SourceRows:
    """The second stage: work scores out, period by period."""
    moving: dict[int, list[tuple[MoveKey, Values]]] = defaultdict(list)
    for name, values in added.moves.by.items():
        moving[name.at].append((name, values))
    numbered = enumerate(days)
    for _, part in groupby(numbered, key=lambda one: one[1][0].known_at):
        replay = Replay()
        for number, (basis, names) in part:
            for name, values in moving.pop(number, ()):
                replay.tallies.move(name.what, name.whose, ((name.detail, values),))
            replay.cut = basis.cut
            told = added.told.get(number, PeriodRecords(set(), {}))
            found = score_rows.ScoreInputs(replay.scores(), *told)
            yield from panel_rows(found, names, basis)
