"""A company as its events come to be known, one by one: one engine of change.

What belongs together (`components.py`) is folded by the rule, `company_at`, and only
where it may have changed: an event entered it, or the time of one of its rounds or
prices ran out. The company at a cut is put together from these parts (`together.py`),
and equals the fold of all that entered: a law. Only who merges with whom is read from
all events at once; where two companies turn out to be one, all is folded again.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any

from ledger.claims.dates import MAX_DAY, MAX_US, MIN_US, day_start
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.claims import Identity, identity_at
from ledger.projections.components import Components, concerns
from ledger.projections.endings import bought_by, ends_at
from ledger.projections.growing import Growing
from ledger.projections.links import KEPT_APART, RoundPair, kept_apart
from ledger.projections.namedparts import NamedParts
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.rows import Row
from ledger.projections.standing import company_at
from ledger.projections.together import Together

MERGES = frozenset({"companies.merged", "rounds.merged"})


class Story:
    """One company, forward in time; what has entered counts, whatever its interval.

    It is asked at bases of which no cut and no effective day is before the last one's.
    """

    def __init__(
        self, slug: str, directory: Directory, recorded: Sequence[Entry] = ()
    ) -> None:
        self._asked, self._directory, self._recorded = slug, directory, recorded
        self._apart: dict[RoundPair, int] | None = None
        self._merges: list[Row] = []
        self._identity = Identity()
        self._buyers: list[str] = []
        self._components = Components()
        self._parts = NamedParts[CompanyAt]()
        self._growing: dict[str, Growing] = {}
        self._touched: dict[str, list[Row] | None] = {}
        """Part -> the events that entered it since it was folded; None if it must be
        folded whole.
        """
        self._deadlines, self._turns = _Alarms(), _Alarms()
        self._shared: dict[tuple[object, ...], Any] = {}
        self._now: CompanyAt | None = None
        self.changed: Sequence[CompanyAt] = ()
        """The parts that are not as they were when it was asked before."""

    @property
    def deadline(self) -> int:
        """The instant (microseconds) at which time alone changes it next, or later."""
        ahead = self._deadlines.next
        return MAX_US if ahead is None else ahead

    @property
    def turn(self) -> int:
        """The next day (an ordinal) on which something said takes effect."""
        ahead = self._turns.next
        return MAX_DAY if ahead is None else ahead

    def due(self, basis: Basis) -> int:
        """Give the next cut at which time alone changes it, asked as in a basis."""
        turn = MAX_US
        if not basis.dated and self.turn < MAX_DAY:
            turn = day_start(self.turn, basis.zone) + 1  # the first cut on that day
        return min(self.deadline, turn)

    def record(self, entries: Sequence[Entry]) -> None:
        """Say what is recorded of it by now, published or not."""
        self._recorded, self._apart, self._now = entries, None, None

    def enter(self, row: Row) -> None:
        """Let an event count."""
        self._now = None
        if row.type in MERGES:
            self._merges.append(row)
            self._identify()
        self._place(row)

    def leave(self, row: Row) -> None:
        """Let an event count no more: it was voided or changed."""
        self._now = None
        if row in self._merges:
            self._merges.remove(row)
        name = self._components.top(row.id)
        self._drop(name)
        self._touched.pop(name, None)
        for other in self._components.remove(row):
            self._place(other)
        if row.type in MERGES:
            self._identify()

    def _place(self, row: Row) -> None:
        top, gone = self._components.add(row)
        for name in gone:
            self._drop(name)
            self._touched.pop(name, None)
        if gone:
            self._touched[top] = None
        elif (fresh := self._touched.setdefault(top, [])) is not None:
            fresh.append(row)

    def _drop(self, name: str) -> None:
        self._parts.put(name, None)
        self._growing.pop(name, None)
        for alarms in (self._deadlines, self._turns):
            alarms.put(name, None)

    def _identify(self) -> None:
        """Read who is one with whom, and who bought it; where that is another company,
        begin again.
        """
        merges = sorted(self._merges, key=attrgetter("key"))
        self._identity, self._apart = identity_at(merges), None
        before, now = self._components.identity, self._identity
        bought = bought_by(ends_at(now.company(self._asked), merges, now))
        if bought != self._buyers:
            self._buyers = bought
            self._touched = dict.fromkeys(self._components.found)
        if before.companies == now.companies:
            return
        rows = [row for found in self._components.found.values() for row in found]
        for name in self._components.found:
            self._drop(name)
        self._components = Components()
        self._components.identity = now
        self._touched.clear()
        for row in rows:
            self._place(row)

    def at(self, basis: Basis, directory: Directory | None = None) -> CompanyAt:
        """Give the company at a basis: the same object while it is the same.

        A directory takes the place of the one before.
        """
        if directory is not None and directory.sources is not self._directory.sources:
            self._directory = directory
            self._touched = dict.fromkeys(self._components.found)
        for name in self._deadlines.due(basis.cut):
            self._touched.setdefault(name, [])
        turned = self._turned(basis.effective)
        if self._now is None or self._touched or turned:
            self.changed = [*self._folded(basis), *turned]
            self._now = self._together(basis.effective)
        return self._now

    def round(self, name: str) -> Round | None:
        """Give a round as it is at the basis that was asked for last."""
        part = self._parts.found.get(self._components.top(name))
        return None if part is None else part.rounds.get(name)

    def _turned(self, day: int) -> list[CompanyAt]:
        """Find the parts of which something takes effect by a day: they are new."""
        found = []
        for name in self._turns.due(day):
            if name not in self._touched:
                part = self._parts.found[name].turned()
                self._parts.put(name, part)
                self._turns.put(name, part.turns(day))
                found.append(part)
        return found

    def _folded(self, basis: Basis) -> list[CompanyAt]:
        """Fold the parts that may have changed."""
        slug = self._identity.company(self._asked)
        found = []
        for name, fresh in self._touched.items():
            part = None if fresh is None else self._grown(name, fresh, basis.cut)
            if part is None:
                self._growing.pop(name, None)
                part = self._part(slug, self._components.found[name], basis.cut)
            if part is None:
                self._drop(name)
                continue
            self._parts.put(name, part)
            self._deadlines.put(name, part.runs_out(basis.cut))
            self._turns.put(name, part.turns(basis.effective))
            found.append(part)
        self._touched.clear()
        return found

    def _grown(self, name: str, fresh: Sequence[Row], cut: int) -> CompanyAt | None:
        """Let events enter a part that was folded; None if it must be folded again."""
        part = self._parts.found.get(name)
        if part is None:
            return None
        growing = self._growing.get(name)
        if growing is None:
            rows = [x for x in self._components.found[name] if x not in fresh]
            growing = self._growing[name] = Growing(part, rows)
        return growing.grown(fresh, cut)

    def _part(self, slug: str, rows: Sequence[Row], cut: int) -> CompanyAt | None:
        """Fold what belongs together; None if nothing of it is about the company."""
        identity = self._identity
        if not concerns(slug, rows, identity):
            return None
        part = company_at(slug, rows, self._directory, cut, (), identity, self._buyers)
        return part if part.rows else None

    def _together(self, day: int) -> CompanyAt:
        made = Together(
            self._identity.company(self._asked),
            self._parts,
            self._directory,
            self._identity,
            self._recorded,
            self._shared,
            day,
        )
        if self._apart is None:
            self._apart = kept_apart(made)
        made.kept[KEPT_APART,] = self._apart
        return made


def along(
    story: Story,
    rows: Iterable[Row],
    basis: Basis,
    since: int = MIN_US,
    turns: Iterable[int] = (),
) -> Iterator[tuple[Basis, CompanyAt]]:
    """Let rows enter a story as they come to be known, up to a basis, and give the
    company at each cut where an answer may be another: between two of these it is that
    of the first. With `since` the first is not before that cut. It is given at the cuts
    in `turns` (in order), too.

    What was given before is as it was only until the next is asked for.
    """
    for at, (company,) in all_along((story,), rows, basis, since, turns):
        yield at, company


def all_along(
    stories: Sequence[Story],
    rows: Iterable[Row],
    basis: Basis,
    since: int = MIN_US,
    turns: Iterable[int] = (),
) -> Iterator[tuple[Basis, list[CompanyAt]]]:
    """Let rows enter several stories, and give all companies where one may be another.

    One that is as it was is the same object.
    """
    ahead = iter(turns)
    turn = next(ahead, MAX_US)
    timed = [(known_from(row, basis), row) for row in rows]
    timed.sort(key=lambda pair: pair[0])
    place, cut = 0, max(timed[0][0], since) if timed else MAX_US
    while cut <= basis.cut and cut < MAX_US:
        while place < len(timed) and timed[place][0] <= cut:
            for story in stories:
                story.enter(timed[place][1])
            place += 1
        at = basis.at(cut)
        yield at, [story.at(at) for story in stories]
        said = timed[place][0] if place < len(timed) else MAX_US
        while turn <= cut < MAX_US:
            turn = next(ahead, MAX_US)
        cut = min(said, turn, *(story.due(basis) for story in stories))


def known_from(row: Row, basis: Basis) -> int:
    """Give the first cut at which an event counts as known."""
    hi, lo = row.when.hi, row.when.lo
    return min(hi, lo + 1) if basis.possible else hi


class _Alarms:
    """When each part is to be looked at again, if nothing happens to it before."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, str]] = []
        self._set: dict[str, int] = {}

    def put(self, name: str, at: int | None) -> None:
        """Set the one alarm of a part; it takes the place of the one before."""
        if at is None:
            self._set.pop(name, None)
        elif self._set.get(name) != at:
            self._set[name] = at
            heappush(self._heap, (at, name))

    @property
    def next(self) -> int | None:
        """The next alarm."""
        while self._heap and self._set.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, at: int) -> list[str]:
        """Take the alarms out that are set for a time, or for one before it."""
        found = []
        while (ahead := self.next) is not None and ahead <= at:
            _, name = heappop(self._heap)
            del self._set[name]
            found.append(name)
        return found
