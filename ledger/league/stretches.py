"""The figures of a company at all times, as stretches of one answer each.

Along the published clock, the effective day being that of the cut, an answer changes
when an event comes to be known, when the time of a round runs out, and when a day
arrives on which something that was said takes effect; at no other instant. A stretch
`[start, end)` holds the cuts between two of these: a cut itself is the first instant
that is *not* known, so an event whose interval ends at `hi` counts from cut `hi` on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.claims.dates import MAX_DAY, MAX_US, day_of, day_start
from ledger.claims.names import Directory
from ledger.league.components import components, links
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.valuations import candidates_at, valuation_at
from ledger.projections.valued import Candidates, Valued, newest

SLOTS: Final = tuple(one.name for one in fields(Candidates))
"""The kinds of candidates, in the order in which they are kept."""

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
    if not rows:
        return []
    whole = links(rows) or any(row.company != slug for row in rows)
    if whole:
        return list(_thinned(_together(slug, rows, directory, zone)))
    there = rows[0].when.hi
    parts = [
        [(cut, number, line) for cut, line in _apart(slug, part, directory, zone)]
        for number, part in enumerate(components(rows))
    ]
    return list(_thinned(_joined(parts, there)))


def _joined(
    parts: Sequence[Iterable[tuple[int, int, Candidates]]], there: int
) -> Iterable[Turn]:
    """Take the newest of what the components offer, each time that one changes."""
    now: dict[int, Candidates] = {}
    best = NONE
    yield there, Line()
    order = merge(*parts, key=itemgetter(0))
    for cut, changed in groupby(order, key=itemgetter(0)):
        for _, number, found in changed:
            before, now[number] = now.get(number, NONE), found
            best = _better(best, before, found, now)
        yield cut, Line(_wanted(best))


def _better(
    best: Candidates,
    before: Candidates,
    after: Candidates,
    now: dict[int, Candidates],
) -> Candidates:
    """Let one component's candidates take the place of those it had."""
    slots: dict[str, Valued | None] = {}
    for slot in SLOTS:
        old, new, held = (getattr(x, slot) for x in (before, after, best))
        if held is not None and held is old:
            slots[slot] = newest(getattr(x, slot) for x in now.values())
        else:
            slots[slot] = newest((held, new))
    return Candidates(**slots)


def _wanted(found: Candidates) -> Candidates:
    """Leave out what no choice can fall on: reports older than the confirmed one."""
    sure, told = found.confirmed, found.reported
    if sure is None:
        return found
    kept = told if told is not None and told.key > sure.key else None
    return Candidates(sure, kept, None, found.sought, found.secondary)


def _thinned(turns: Iterable[Turn]) -> Iterable[Turn]:
    """Leave out turns after which all is as it was; the last of one cut stands."""
    last: Line | None = None
    for cut, same in groupby(turns, key=itemgetter(0)):
        *_, (_, line) = same
        if line != last:
            yield cut, line
            last = line


def _apart(
    slug: str, rows: Sequence[Row], directory: Directory, zone: str
) -> Iterable[tuple[int, Candidates]]:
    for basis, company in _folded(slug, rows, directory, zone):
        yield basis.cut, candidates_at(company, basis)


def _together(
    slug: str, rows: Sequence[Row], directory: Directory, zone: str
) -> Iterable[Turn]:
    for basis, company in _folded(slug, rows, directory, zone):
        if company.slug != slug or not company.rows:
            yield basis.cut, None
            continue
        valuation = valuation_at(company, basis)
        if valuation.ended is not None:
            yield basis.cut, Line(NONE, valuation.ended, valuation.ended_on)
        else:
            yield basis.cut, Line(_wanted(candidates_at(company, basis)))


def _folded(
    slug: str, rows: Sequence[Row], directory: Directory, zone: str
) -> Iterable[tuple[Basis, CompanyAt]]:
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
        yield Basis(cut=cut, known_at=-1, effective=day, zone=zone, told=cut), company
        ahead = [_deadline(company, cut), _next_day(company, day, zone)]
        if known < len(rows):
            ahead.append(rows[known].when.hi)
        cut = min(ahead)


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
