"""Replays of a whole ledger along the published clock: at one cut, or at many in turn.

Each company is a story (`projections/story.py`): only what belongs together with what
became visible since the cut before is folded again; time moves the rest. So the beliefs
of many days cost little more than those of the last one, and each is what the ledger
would have answered on that day.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.claims.dates import MIN_DAY
from ledger.claims.names import Directory
from ledger.credibility.belief import belief_at
from ledger.credibility.cases import Case
from ledger.credibility.gathering import cases_of, parties_in
from ledger.credibility.origins import roots_of
from ledger.credibility.replaying import Replay, replayed
from ledger.credibility.scores import Scores
from ledger.credibility.settings import Settings
from ledger.credibility.tallies import Share
from ledger.credibility.worth import Decided, Weighed
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.story import Story


def cases_in(companies: Iterable[CompanyAt], parties: Mapping[str, str]) -> list[Case]:
    """Give the cases of some companies, each once, under whichever name it came."""
    found = {company.slug: company for company in companies}
    return [
        case
        for company in found.values()
        if company.rows
        for case in cases_of(company, parties)
    ]


def moment_of(cases: Iterable[Case], cut: int, settings: Settings) -> "Moment":
    """Replay all cases at one cut."""
    replay = replayed(cases, cut, settings)
    return Moment(replay, replay.scores(), cut)


class PartCases:
    """The parts of some companies as their stories are told, each with its cases."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[CompanyAt, list[Case]]] = {}

    def become(
        self, companies: Iterable[CompanyAt], parties: Mapping[str, str]
    ) -> tuple[list[Case], list[str]]:
        """Hold the parts of these companies, each once, under whichever name it came;
        give the cases of those that are new, and the rounds that are gone.
        """
        found = {company.slug: company for company in companies}
        # rounds are other objects where a part was folded again, not on another day
        parts = {id(part.rounds): part for x in found.values() for part in x.parts}
        ended = [self._held.pop(key) for key in [*self._held.keys() - parts.keys()]]
        fresh: list[Case] = []
        for key, part in parts.items():
            if key not in self._held:
                self._held[key] = part, cases_of(part, parties)
                fresh += self._held[key][1]
        before = {case.round for _, cases in ended for case in cases}
        return fresh, sorted(before - {case.round for case in fresh})


@dataclass(slots=True)
class CompanyGroup:
    """Companies that belong together, and their rows as they come to be known."""

    slugs: tuple[str, ...]
    rows: list[Row]
    known: list[int]
    """When each row counts as published, in order."""
    seen: int = 0
    stories: list[Story] = field(default_factory=list)
    cases: PartCases = field(default_factory=PartCases)


def group_of(
    slugs: tuple[str, ...], rows: Iterable[Row], *, possible: bool
) -> CompanyGroup:
    """Put the rows of some companies into the order in which they come to be known."""
    timed = sorted(
        ((row.when.lo + 1 if possible else row.when.hi, row.key, row) for row in rows),
        key=lambda one: one[:2],
    )
    return CompanyGroup(slugs, [row for _, _, row in timed], [at for at, _, _ in timed])


def told_group(slugs: tuple[str, ...], rows: Sequence[Row], cut: int) -> CompanyGroup:
    """Put rows that are visible at a cut into the order in which a story tells them."""
    return CompanyGroup(slugs, list(rows), [min(row.when.hi, cut) for row in rows])


@dataclass(slots=True)
class Sweep:
    """A replay that goes forward in time."""

    groups: Sequence[CompanyGroup]
    directory: Directory
    replay: Replay = field(default_factory=Replay)
    others: Callable[[int], None] | None = None
    """Where companies are replayed without the others: lets the sums of these go on to
    a cut.
    """
    parties: dict[str, str] = field(init=False)
    _queue: list[tuple[int, int]] = field(init=False)
    _next: int = 0

    def __post_init__(self) -> None:
        self.parties = parties_in(self.directory)
        self._queue = sorted(
            (at, number)
            for number, group in enumerate(self.groups)
            for at in group.known
        )

    @property
    def next_change(self) -> int | None:
        """Give the first later cut at which anything may change; None if none does."""
        ahead = [at for at, _ in self._queue[self._next : self._next + 1]]
        woken = self.replay.next_change
        return min(ahead if woken is None else [*ahead, woken], default=None)

    def to(self, cut: int, hold: Mapping[int, int] | None = None) -> "Moment":
        """Go on to a cut, not before the last one.

        `hold` gives, by the number of a group, how many of its rows are told so far,
        where rows of one instant are told one after the other.
        """
        self.go(cut, hold)
        if self.others is not None:
            self.others(self.replay.cut)
        return Moment(self.replay, self.replay.scores(), cut)

    def go(self, cut: int, hold: Mapping[int, int] | None = None) -> None:
        """Go on to a cut without asking what it comes to."""
        self.replay.cut = max(cut, self.replay.cut)
        touched = set(hold or ())
        while self._next < len(self._queue) and self._queue[self._next][0] <= cut:
            touched.add(self._queue[self._next][1])
            self._next += 1
        fresh: list[Case] = []
        gone: list[str] = []
        for number in sorted(touched):
            group = self.groups[number]
            seen = (hold or {}).get(number, bisect_right(group.known, cut))
            if seen > group.seen:
                new, left = self._folded(group, seen, cut)
                fresh += new
                gone += left
        self.replay.put(fresh, gone)
        self.replay.advance(cut)

    def _folded(
        self, group: CompanyGroup, seen: int, cut: int
    ) -> tuple[list[Case], list[str]]:
        """Let the next rows of a group count; give the cases of what they touched, and
        the rounds that are gone.
        """
        if not group.stories:
            group.stories = [Story(slug, self.directory) for slug in group.slugs]
        basis = Basis(cut, -1, MIN_DAY, "UTC", cut)
        companies = []
        for story in group.stories:
            for row in group.rows[group.seen : seen]:
                story.enter(row)
            companies.append(story.at(basis))
        group.seen = seen
        return group.cases.become(companies, self.parties)


@dataclass(slots=True)
class Moment:
    """The state of a replay at a cut; good until the replay goes on."""

    replay: Replay
    scores: Scores
    cut: int

    def weigh(self, case: Case) -> Weighed:
        """Work out what is to be believed of a case."""
        return weigh(case, self.replay.shares[case.round], self.scores, self.cut)

    def company(self, slug: str) -> list[Weighed]:
        """Weigh all rounds of a company."""
        return [self.weigh(case) for case in _cases(self.replay, slug)]

    def decided(self, slug: str) -> list[Decided]:
        """Give what became of all rounds of a company, unweighed."""
        return decided(self.replay, slug)


def weigh(case: Case, share: Share, scores: Scores, cut: int) -> Weighed:
    """Work out what is to be believed of a case at a cut."""
    copied, outcome = share.copied, share.outcome
    origin = roots_of(case, copied)
    belief = belief_at(case, origin, outcome, scores, cut, scores.settings)
    return Weighed(case, tuple(origin), outcome, belief, copied)


def decided(replay: Replay, slug: str) -> list[Decided]:
    """Give what became of all rounds of a company so far."""
    return [Decided(x, replay.shares[x.round].outcome) for x in _cases(replay, slug)]


def _cases(replay: Replay, slug: str) -> list[Case]:
    return [replay.cases[name] for name in sorted(replay.companies.get(slug, ()))]
