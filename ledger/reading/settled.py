"""A question settled on each of the three clocks: on any day up to its last one.

- *Published*: what readers could know. The answer of `valuations --as-of` on each day,
  by all that this ledger holds now.
- *Recorded*: what this ledger had been told. The answer of `valuations --known-at` at
  each moment, just as it would have been printed then.
- *Effective*: as known now, in effect by that day. The answer of
  `valuations --effective` for each day, but for days that are still ahead.

One day that meets the question is a yes, with the event that made it so. Without one it
is *not yet* as long as days are ahead; else *cannot be told*, if a figure of some day
could be read either way; else no. Of several such days the first is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ledger.claims.dates import (
    MAX_DAY,
    MIN_DAY,
    day_of,
    day_start,
    parse_days,
    parse_when,
    show_day,
    show_instant,
)
from ledger.claims.entry import Entry
from ledger.projections.basis import Answer, Basis
from ledger.projections.question import Question, parse_question
from ledger.projections.rounds import EXPIRY, CompanyAt
from ledger.projections.settle import (
    NO,
    NOT_YET,
    OPEN,
    YES,
    ClockAnswer,
    ComparedFigure,
    Judged,
    judged,
)
from ledger.reading.entries import entries_of, tolerant
from ledger.reading.following import Following
from ledger.reading.questions import Ledger, company, names, replace_value


@dataclass(frozen=True, slots=True)
class _DayAnswer:
    """One day of a walk along a clock."""

    basis: Basis
    day: int
    cut: int | None
    judged: Judged
    event: int | None


def settle(ledger: Ledger, basis: Basis, text: str) -> Answer[list[ClockAnswer]]:
    """Settle a question at a basis, on each clock.

    BadInput for a question outside the grammar, UnknownName for an unknown company.
    """
    basis = replace(basis, dated=False, effective=day_of(basis.cut - 1, basis.zone))
    known = names(ledger).companies_meant
    question = parse_question(text, basis.zone, lambda name: bool(known(name)))
    answer = company(ledger, question.company, basis)
    slug = answer.value.slug
    ((_, entries),) = ledger.folding.groups([slug], basis.known_at)
    last = day_of(question.by.hi - 1, question.by.zone or basis.zone)

    def walked(entries: Sequence[Entry]) -> list[ClockAnswer]:
        walk, by = _ClockWalk(ledger, question, basis, slug, entries), question.by.hi
        days, over = walk.effective(answer.value, last), last <= basis.effective
        return [
            walk.settled("published", walk.published(), over=by <= basis.cut),
            walk.settled("recorded", walk.recorded(), over=by <= basis.told),
            walk.settled("effective", days, over=over),
        ]

    return replace_value(answer, tolerant(walked, entries))


class _ClockWalk:
    """One question about one company, walked along each clock."""

    def __init__(
        self,
        ledger: Ledger,
        question: Question,
        basis: Basis,
        slug: str,
        entries: Sequence[Entry],
    ) -> None:
        self._ledger, self._question, self._basis = ledger, question, basis
        self._slug, self._entries = slug, entries

    def _following(self) -> Following[Judged]:
        return Following(self._slug, self._entries, partial(judged, self._question))

    def published(self) -> Iterator[_DayAnswer]:
        """Walk along what readers could know."""
        following = self._following()
        for cut in self._cuts(min(self._question.by.hi, self._basis.cut)):
            at = self._basis.at(cut)
            found = following.at(at, names(self._ledger, at))
            if found is not None:
                made = _published_at(found[0], at)
                yield self._seen(at, found[1], made)

    def _seen(self, at: Basis, says: Judged, made: frozenset[int]) -> _DayAnswer:
        day = day_of(at.cut - 1, self._question.by.zone or at.zone)
        return _DayAnswer(at, day, at.cut, says, _event(says, made))

    def recorded(self) -> Iterator[_DayAnswer]:
        """Walk along what this ledger had been told, as it was told."""
        end = min(self._question.by.hi, self._basis.told)
        following, moments = self._following(), dict(self._moments(end))
        first = min(moments, default=end)
        later = (cut for cut in self._cuts(end) if cut > first)
        known_at = -1
        for cut in sorted({*moments, *later}):
            known_at = max(known_at, moments.get(cut, -1))
            at = replace(self._basis.at(cut), known_at=known_at, told=cut, root="")
            found = following.at(at, names(self._ledger, at))
            if found is not None:
                made = _published_at(found[0], at)
                if cut in moments:
                    made |= _recorded_at(found[0], cut - 1)
                yield self._seen(at, found[1], made)

    def _cuts(self, end: int) -> list[int]:
        """Give the cuts up to one at which an answer may change: something comes to be
        known, the time of a round or a price runs out, or a day arrives.
        """
        basis, cuts, days = self._basis, set[int](), set[int]()
        for entry in self._entries:
            for data in (entry.data, entry.data.get("set", {})):
                if published := data.get("published"):
                    when = parse_when(published)
                    known = min(when.hi, when.lo + 1) if basis.possible else when.hi
                    cuts |= {known, when.hi + EXPIRY}
                    days |= {when.day.first, when.day.last}
                if effective := data.get("effective"):
                    stretch = parse_days(effective)
                    days |= {stretch.first, stretch.last}
        there = (day for day in days if MIN_DAY < day < MAX_DAY)
        cuts |= {day_start(day, basis.zone) + 1 for day in there}
        return sorted(cut for cut in cuts if cut <= end)

    def _moments(self, end: int) -> list[tuple[int, int]]:
        """Give each first cut at which more had been told, with the last entry then."""
        log, known_at = self._ledger.log, self._basis.known_at
        registered = entries_of(log.read(names=True, upto=known_at))
        moments: dict[int, int] = {}
        for entry in (*self._entries, *registered):
            start = entry.recorded + 1
            if start <= end:
                moments[start] = max(entry.seq, moments.get(start, -1))
        return sorted(moments.items())

    def effective(self, found: CompanyAt, last: int) -> Iterator[_DayAnswer]:
        """Walk along the days of the world, as known now."""
        upto = min(last, self._basis.effective)
        for day in sorted(day for day in days_told(found) if day <= upto):
            at = self._basis.on(day)
            says = judged(self._question, found, at)
            yield _DayAnswer(at, day, None, says, _event(says, frozenset()))

    def settled(
        self, clock: str, seen: Iterator[_DayAnswer], *, over: bool
    ) -> ClockAnswer:
        """Give the first day that meets the question, else what comes nearest."""
        nearest: _DayAnswer | None = None
        others: dict[str, tuple[str, ComparedFigure]] = {}
        for one in seen:
            for other in one.judged.others:
                others.setdefault(other.label, (show_day(one.day), other))
            deciding = one.judged.deciding
            if deciding is None:
                continue
            if deciding.reading == "met":
                return self._settled(clock, YES, one, ())
            before = None if nearest is None else nearest.judged.deciding
            if before is None or (before.reading == "unmet" and before != deciding):
                nearest = one
        held = None if nearest is None else nearest.judged.deciding
        answer = NO if held is None or held.reading == "unmet" else OPEN
        return self._settled(
            clock, answer if over else NOT_YET, nearest, tuple(others.values())
        )

    def _settled(
        self,
        clock: str,
        answer: str,
        seen: _DayAnswer | None,
        others: tuple[tuple[str, ComparedFigure], ...],
    ) -> ClockAnswer:
        if seen is None:
            token = self._basis.token
            return ClockAnswer(clock, answer, None, None, None, None, token, others)
        at = seen.basis
        if at.known_at != self._basis.known_at:
            at = replace(at, head=self._ledger.log.head_at(at.known_at).leaf)
        held = seen.judged.deciding
        return ClockAnswer(
            clock=clock,
            answer=answer,
            on=show_day(seen.day),
            at=None if seen.cut is None else show_instant(seen.cut),
            held=held,
            event=seen.event,
            token=at.token,
            others=others,
        )


def days_told(found: CompanyAt) -> set[int]:
    """Give the days on which an answer about another day of the world may change.

    What says on which day it took effect does so then, all else on the day on which it
    was said.
    """
    stretches = [row.when.day for row in found.rows]
    stretches += [claim.effective for claim in found.claims.values()]
    stretches += [end.days for end in found.ends]
    return {day for one in stretches for day in (one.first, one.last)}


def _published_at(found: CompanyAt, basis: Basis) -> frozenset[int]:
    """Name the events that became visible at the cut of a basis."""
    return frozenset(
        row.seq
        for row in found.rows
        if (row.when.lo + 1 if basis.possible else row.when.hi) == basis.cut
    )


def _recorded_at(found: CompanyAt, instant: int) -> frozenset[int]:
    return frozenset(x.seq for x in found.recorded if x.recorded == instant)


def _event(says: Judged, made: frozenset[int]) -> int | None:
    """Choose the event that made an answer: one of the figure's, if it is new."""
    held = says.deciding
    if held is None:
        return None
    own = [seq for seq in held.events if seq in made]
    return max(own or made or held.events, default=None)
