"""The figures of a company at all times, as stretches of one answer each.

Along the published clock, the effective day being that of the cut, an answer changes
when an event comes to be known, when the time of a round runs out, and when a day
arrives on which something that was said takes effect; at no other instant. A stretch
`[start, end)` holds the cuts between two of these: a cut itself is the first instant
that is *not* known, so an event whose interval ends at `hi` counts from cut `hi` on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.claims.dates import MAX_DAY, MAX_US, day_of, day_start
from ledger.claims.names import Directory
from ledger.league.components import components, concerns, identified
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.valuations import candidates_at
from ledger.projections.valued import Candidates, Valued, newest

END: Final = MAX_US
"""The end of a stretch that goes on."""

NONE: Final = Candidates()


@dataclass(frozen=True, slots=True)
class Line:
    """What a company is at a cut: there, with candidates, or merged into another."""

    found: Candidates = NONE
    ended: str | None = None
    ended_on: int | None = None


Turn = tuple[int, Line | None]
"""From this cut on a company is this; None while nothing of it is visible."""


def turns(
    slug: str, rows: Sequence[Row], directory: Directory, zone: str
) -> list[Turn]:
    """Give the turns of a company, in order, no two alike one after the other.

    `rows` are all that is published about it and about those that events link to it,
    in the order of folds.
    """
    rows = [row for row in rows if row.when.hi < MAX_US]
    parts = [rows] if identified(rows) else components(rows)
    found = [
        [(cut, number, line) for cut, line in _followed(slug, part, directory, zone)]
        for number, part in enumerate(parts)
        if len(parts) == 1 or concerns(slug, part)
    ]
    return list(_thinned(_joined(found)))


def _joined(parts: Sequence[Iterable[tuple[int, int, Line | None]]]) -> Iterator[Turn]:
    """Take the newest of what the components offer, each time that one changes."""
    now: dict[int, Line] = {}
    best = NONE
    for cut, changed in groupby(merge(*parts, key=itemgetter(0)), key=itemgetter(0)):
        for _, number, line in changed:
            before = now.pop(number, None)
            if line is not None:
                now[number] = line
            best = _better(best, before, line, now)
        end = next((line for line in now.values() if line.ended is not None), None)
        yield cut, end or (Line(_wanted(best)) if now else None)


def _better(
    best: Candidates, before: Line | None, after: Line | None, now: dict[int, Line]
) -> Candidates:
    """Let one component's candidates take the place of those it had."""
    old, new = (NONE if line is None else line.found for line in (before, after))
    found: list[Valued | None] = []
    for slot, (held, gone, one) in enumerate(zip(best, old, new, strict=True)):
        if held is not None and held is gone:
            found.append(newest(line.found[slot] for line in now.values()))
        elif one is None or (held is not None and held.key > one.key):
            found.append(held)
        else:
            found.append(one)
    return Candidates._make(found)


def _wanted(found: Candidates) -> Candidates:
    """Leave out what no choice can fall on: reports older than the confirmed one."""
    sure, told = found.confirmed, found.reported
    if sure is None:
        return found
    kept = told if told is not None and told.key > sure.key else None
    return Candidates(sure, kept, None, found.sought, found.secondary)


def _thinned(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Leave out turns after which all is as it was."""
    last: Line | None = None
    for cut, line in turns:
        if line != last:
            yield cut, line
            last = line


def _followed(
    slug: str, rows: Sequence[Row], directory: Directory, zone: str
) -> Iterator[Turn]:
    """Fold at every cut at which the answer may be another than before it."""
    known, cut = 0, rows[0].when.hi
    company: CompanyAt | None = None
    while cut < MAX_US:
        told = known
        while known < len(rows) and rows[known].when.hi <= cut:
            known += 1
        if company is None or known != told or _deadline(company, cut - 1) <= cut:
            company = company_at(slug, rows[:known], directory, cut)
        day = day_of(cut - 1, zone)
        yield cut, _line(slug, company, Basis(cut, -1, day, zone, cut))
        ahead = [_deadline(company, cut), _next_day(company, day, zone)]
        if known < len(rows):
            ahead.append(rows[known].when.hi)
        cut = min(ahead)


def _line(slug: str, company: CompanyAt, basis: Basis) -> Line | None:
    if company.slug != slug or not company.rows:
        return None
    if company.ended is not None and company.ended.last <= basis.effective:
        assert company.merged is not None
        return Line(NONE, company.merged.data["into"], company.ended.last)
    return Line(candidates_at(company, basis))


def _deadline(company: CompanyAt, cut: int) -> int:
    """Give when the time of a round runs out next, after a cut."""
    ahead = [x.deadline for x in company.rounds.values() if x.deadline > cut]
    return min(ahead, default=MAX_US)


def _next_day(company: CompanyAt, day: int, zone: str) -> int:
    """Give the first cut on the next day on which something takes effect."""
    days = [claim.days.last for claim in company.claims.values() if claim.dated]
    if company.ended is not None:
        days.append(company.ended.last)
    turn = min((one for one in days if one > day), default=MAX_DAY)
    return MAX_US if turn >= MAX_DAY else day_start(turn, zone) + 1
