"""What is to be believed of some companies, from the sums that are kept.

The companies asked about are folded; the records of their sources, and what concerns
all, come from the sums, which hold at every cut. Companies that were touched by entries
after the last one that is in the sums, or before it, are folded twice, taken out and
put in. Nothing is answered from lines that do not fit together, as of the ranking
(`reading/ranking/answering.py`): the sums are dropped then, and a replay answers.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from ledger.claims.dates import MIN_US
from ledger.credibility.cases import Case, Denied, SourceClaim
from ledger.credibility.gathering import parties_in
from ledger.credibility.learning import matured_in
from ledger.credibility.moving import MoveKey, Moves, note
from ledger.credibility.origins import CopyingHabit, Habits, SourcePair, copier_of
from ledger.credibility.replaying import Replay
from ledger.credibility.settings import DEFAULT
from ledger.credibility.silence import Silence, silence_of
from ledger.credibility.sweeping import CompanyGroup, Moment, Sweep, cases_in
from ledger.credibility.tallies import Tallies, Values, tally_parts
from ledger.projections.basis import Basis
from ledger.projections.standing import company_at
from ledger.reading.folding import Cluster, Folding, parsed
from ledger.reading.ranking.dropping import drop_damaged
from ledger.reading.ranking.pieces import corrected_rows
from ledger.reading.ranking.touched import groups_of, touched
from ledger.reading.sums.keeping import course_in, joins, parties_differ, version
from ledger.reading.sums.packing import (
    HABIT,
    MET,
    SUMS,
    Series,
    of_party,
    of_source,
    unpack_series,
)
from ledger.store.ranking import (
    BELIEFS,
    Generation,
    RankingLine,
    RankingState,
    leaf_at,
    ranking_state,
)
from ledger.store.statements import ALWAYS

TRIES: Final = 5
"""How often lines are read again that changed meanwhile, before all is replayed."""

FEW: Final = 100
"""Where more companies were touched, all is replayed."""

DAMAGED: Final = (
    "the stored sums behind beliefs differed from the log: they were dropped, and"
    " beliefs were computed; `sayso db rebuild` stores them again"
)


@dataclass(slots=True)
class SubjectSums:
    """The sums of one subject, forward in time: one line at a time is open."""

    lines: Sequence[RankingLine]
    _opened: int = 0
    _series: list[Series] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    """How many moves of each are in."""

    def to(self, cut: int, tallies: Tallies) -> None:
        """Add what moves up to a cut."""
        self._move(cut, tallies)
        while self._opened < len(self.lines) and self.lines[self._opened].start <= cut:
            self._open(tallies)
            self._move(cut, tallies)

    def _open(self, tallies: Tallies) -> None:
        self._series = unpack_series(self.lines[self._opened])
        self._places = [0] * len(self._series)
        for series in self._series if not self._opened else ():
            tallies.move(series.what, series.whose, series.before)
        self._opened += 1

    def _move(self, cut: int, tallies: Tallies) -> None:
        for number, series in enumerate(self._series):
            begin = self._places[number]
            end = bisect_right(series.at, cut, begin)
            if end > begin:
                tallies.move(series.what, series.whose, series.moves[begin:end])
                self._places[number] = end


@dataclass(slots=True)
class OtherSums:
    """The sums of all companies but some, forward in time."""

    tallies: Tallies
    subjects: list[SubjectSums]
    less: list[tuple[MoveKey, Values]]
    """What takes the others out, in the order of time."""
    _next: int = 0

    @classmethod
    def of(cls, stories: Iterable[Sequence[RankingLine]], less: Moves) -> Self:
        """Read the lines of some subjects, each from some instant on."""
        subjects = [SubjectSums(story) for story in stories if story]
        timed = sorted(less.by.items(), key=lambda one: one[0].at)
        return cls(Tallies(), subjects, timed)

    def to(self, cut: int) -> None:
        """Go on to a cut."""
        for subject in self.subjects:
            subject.to(cut, self.tallies)
        while self._next < len(self.less) and self.less[self._next][0].at <= cut:
            name, values = self.less[self._next]
            self.tallies.move(name.what, name.whose, ((name.detail, values),))
            self._next += 1


class KeptSums:
    """The sums of one ledger, as far as they are kept."""

    def __init__(self, folding: Folding) -> None:
        self._folding, self._log = folding, folding.log

    def moment(self, basis: Basis, slugs: Sequence[str]) -> Moment | None:
        """Say what is to be believed of some companies (slugs); None if no sums are
        kept for this question.
        """
        for _ in range(0 if basis.possible else TRIES):
            now = ranking_state(self._log, BELIEFS)
            moved = self._moved(now, basis)
            if moved is None:
                return None
            clusters = list(self._folding.read(slugs, basis))
            told, sources = self._told(clusters, basis), _sources(clusters)
            subjects = subjects_of(told, sources, met=bool(moved))
            lines, whole = self._lines(now, subjects, basis.cut)
            if ranking_state(self._log, BELIEFS) != now:
                continue
            if not whole:
                drop_damaged(self._log, BELIEFS, now, DAMAGED)
                return None
            tallies, habits = _added_lines(lines, basis.cut)
            fits = self._brought(tallies, habits, moved, now.told, basis)
            return (
                _weigh_cases(tallies, habits, told, sources, basis.cut)
                if fits
                else None
            )
        return None

    def sweep(self, basis: Basis, group: CompanyGroup) -> Sweep | None:
        """Begin a replay of companies that belong together among the sums of all
        others; None if no sums are kept for this question.

        At every cut it is what a replay of the whole ledger is, of their rounds.
        """
        now = ranking_state(self._log, BELIEFS)
        moved = None if basis.possible or not group.rows else self._moved(now, basis)
        if moved is None or not moved <= {*group.slugs}:
            return None
        clusters = list(self._folding.read(group.slugs, basis))
        subjects = subjects_of(self._told(clusters, basis), _sources(clusters))
        course = self.course(now)
        if course is None:
            return None
        stories = self.stories(now, subjects, basis.cut, group.known[0])
        less = None if stories is None else self._less(group, now.told, basis, course)
        if stories is None or less is None:
            return None
        others = OtherSums.of(stories, less)
        replay = Replay(tallies=others.tallies, course=course)
        return Sweep([group], self._folding.names.at(basis), replay, others.to)

    def course(self, now: RankingState) -> CopyingHabit | None:
        """Give who copies whom as a habit, from which cut on; None if its lines are
        not as they were made: the sums are dropped.
        """
        story = Generation(self._log, now.generation).story(HABIT)
        if all(line.holds for line in story):
            return course_in(story)
        if ranking_state(self._log, BELIEFS) == now:
            drop_damaged(self._log, BELIEFS, now, DAMAGED)
        return None

    def quiet(self, now: RankingState, cut: int) -> Silence:
        """Give what silence says at a cut."""
        tallies, _ = _added_lines(self._lines(now, [SUMS], cut)[0], cut)
        return silence_of(matured_in(tallies), DEFAULT)

    def whole(self, basis: Basis) -> RankingState | None:
        """Give the state of the sums if no company has changed since; None if
        one is, or if none are kept for this question.
        """
        now = ranking_state(self._log, BELIEFS)
        moved = None if basis.possible else self._moved(now, basis)
        return now if moved == set() else None

    def stories(
        self, now: RankingState, subjects: Sequence[str], cut: int, since: int = ALWAYS
    ) -> list[list[RankingLine]] | None:
        """Read subjects through time; None if their lines changed meanwhile, or do not
        fit together: these are dropped.
        """
        shelf = Generation(self._log, now.generation)
        stories = [shelf.story(subject, since) for subject in subjects]
        _, whole = self._lines(now, subjects, cut)
        if ranking_state(self._log, BELIEFS) != now:
            return None
        if not (whole and all(joins(story, since) for story in stories)):
            drop_damaged(self._log, BELIEFS, now, DAMAGED)
            return None
        return stories

    def _less(
        self, group: CompanyGroup, told: int, basis: Basis, course: CopyingHabit
    ) -> Moves | None:
        """Give what takes companies out of the sums, as they were when these were made.

        None where what was told since bears on who copies whom as a habit.
        """
        less, then = Moves(), replace(basis, known_at=told, head="")
        names = self._folding.names
        for slugs, entries in groups_of(self._folding, group.slugs, told):
            note(less, slugs, corrected_rows(entries), names.voices(then), course, -1)
        if told == basis.known_at:
            return less
        both = Moves(dict(less.by))
        for slugs, entries in groups_of(self._folding, group.slugs, basis.known_at):
            note(both, slugs, corrected_rows(entries), names.voices(basis), course)
        return None if any(name.what == "met" for name in both.by) else less

    def _lines(
        self, now: RankingState, subjects: Sequence[str], cut: int
    ) -> tuple[list[RankingLine], bool]:
        """Read the lines of subjects at a cut, and tell whether they fit together."""
        shelf = Generation(self._log, now.generation)
        lines = shelf.of(subjects, cut)
        fits = shelf.marks(cut) == shelf.counts(cut)[2]
        whole = now.holds(leaf_at(self._log, now.told))
        return lines, whole and fits and all(line.holds for line in lines)

    def _moved(self, now: RankingState, basis: Basis) -> set[str] | None:
        """Give the companies that are not as they are in the sums; None for all, or
        for so many that a replay is less.
        """
        if now.version != version():
            return None
        names = self._folding.names
        parties = [
            parties_in(names.voices(replace(basis, known_at=at, head="")))
            for at in (now.told, basis.known_at)
        ]
        if parties_differ(*parties):
            return None
        named = Generation(self._log, now.generation).named
        moved = touched(self._log, now.told, basis.known_at, named)
        return None if moved is None or len(moved) > FEW else {*moved}

    def _brought(
        self,
        tallies: Tallies,
        habits: Habits,
        moved: set[str],
        told: int,
        basis: Basis,
    ) -> bool:
        """Take companies out of the sums as they were, and put them in as they are.

        False where sources copy others as a habit that did not, or no longer.
        """
        met: set[SourcePair] = set()
        then = replace(basis, known_at=told, head="")
        for at, sign in ((then, -1), (basis, 1)) if moved else ():
            groups = groups_of(self._folding, moved, at.known_at)
            read = (parsed(*group) for group in groups)
            replay = _alone(self._told(read, at), habits, basis.cut)
            for share in replay.shares.values():
                met.update(share.met)
                for part in tally_parts(share):
                    tallies.enter(part, sign)
        return all(
            _copies(pair, tallies) == any(x in habits for x in (pair, pair[::-1]))
            for pair in met
        )

    def _told(self, clusters: Iterable[Cluster], basis: Basis) -> list[Case]:
        """Give the cases of some companies at a basis."""
        names = self._folding.names.voices(basis)
        found: list[Case] = []
        for cluster in clusters:
            view = cluster.view(basis)
            folded = (
                company_at(slug, view.rows, names, basis.cut, view.recorded)
                for slug in cluster.slugs
            )
            found += cases_in(folded, parties_in(names))
        return found


def _sources(clusters: Iterable[Cluster]) -> frozenset[str]:
    """Give all who speak of some companies."""
    rows = (row for cluster in clusters for row in cluster.rows)
    return frozenset(
        source
        for row in rows
        for source in (row.source, row.data.get("carrier"))
        if source is not None
    )


def subjects_of(
    told: Iterable[Case], sources: Iterable[str], *, met: bool = False
) -> list[str]:
    """Name the lines on which the beliefs in some cases rest."""
    found = {SUMS, HABIT, *map(of_source, sources)}
    if met:
        found.add(MET)
    for case in told:
        found.add(of_party(case.party))
        spoken: list[SourceClaim | Denied] = [*case.told, *case.denied]
        found |= {of_party(one.party) for one in spoken}
    return sorted(found)


def _added_lines(lines: Iterable[RankingLine], cut: int) -> tuple[Tallies, Habits]:
    """Add up what lines say at a cut; give also who copies whom as a habit."""
    tallies = Tallies()
    for line in lines:
        for series in unpack_series(line):
            what, whose = series.what, series.whose
            tallies.move(what, whose, series.before)
            tallies.move(what, whose, series.moves[: bisect_right(series.at, cut)])
    habits = tallies.sums.pop("habit", {})
    return tallies, frozenset((whose[0], whose[1]) for whose in habits)


def _copies(pair: SourcePair, tallies: Tallies) -> bool:
    return copier_of(pair, tallies.met(pair), DEFAULT) is not None


def _alone(told: Iterable[Case], habits: Habits, cut: int) -> Replay:
    """Replay some cases, where it is known who copies whom as a habit."""
    replay = Replay(cut=cut, course=CopyingHabit(((MIN_US, habits),)))
    replay.put(told)
    return replay


def _weigh_cases(
    tallies: Tallies,
    habits: Habits,
    told: Iterable[Case],
    sources: frozenset[str],
    cut: int,
) -> Moment:
    """Weigh cases by sums in which they are already."""
    replay = _alone(told, habits, cut)
    replay.tallies = tallies
    scores = replay.scores()
    scores.sources = sources
    return Moment(replay, scores, cut)
