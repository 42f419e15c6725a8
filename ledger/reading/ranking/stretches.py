"""The figures of a company at all times, as stretches of one answer each.

Along the published clock, the effective day being that of the cut, an answer changes
when an event comes to be known, when the time of a round runs out, and when a day
arrives on which something that was said takes effect; at no other instant. A stretch
`[start, end)` holds the cuts between two of these: a cut itself is the first instant
that is *not* known, so an event whose interval ends at `hi` counts from cut `hi` on.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.claims.dates import MAX_DAY, MAX_US, day_of, day_start
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates, joined
from ledger.projections.choosing import Chosen, choices
from ledger.projections.links import KEPT_APART
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.valuations import candidates_at
from ledger.reading.ranking.components import components, concerns, identified

END: Final = MAX_US
"""The end of a stretch that goes on."""

Turn = tuple[int, Chosen | None]
"""From this cut on a company is this; None while nothing of it is visible."""

Offer = tuple[int, int, Candidates | None]
"""From this cut on a component, by its number, offers this."""


def turns(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    zone: str,
    recorded: Sequence[Entry] = (),
) -> list[Turn]:
    """Give the turns of a company, in order, no two alike one after the other.

    `rows` are all that is published about it and about those that events link to it,
    in the order of folds; `recorded` holds what was judged of its rounds.
    """
    rows = [row for row in rows if row.when.hi < MAX_US]
    judged = [entry for entry in recorded if entry.type == KEPT_APART]
    parts = [rows] if identified(rows) else components(rows)
    found = [
        [
            (cut, number, offer)
            for cut, offer in _followed(slug, part, directory, zone, judged)
        ]
        for number, part in enumerate(parts)
        if len(parts) == 1 or concerns(slug, part)
    ]
    return list(_thinned(_joined(slug, found)))


def _joined(slug: str, parts: Sequence[Iterable[Offer]]) -> Iterator[Turn]:
    """Choose among what the components offer, each time that one changes."""
    now: dict[int, Candidates] = {}
    for cut, changed in groupby(merge(*parts, key=itemgetter(0)), key=itemgetter(0)):
        for _, number, offer in changed:
            now.pop(number, None)
            if offer is not None:
                now[number] = offer
        yield cut, choices(slug, joined(now.values())) if now else None


def _thinned(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Leave out turns after which all is as it was."""
    last: Chosen | None = None
    for cut, chosen in turns:
        if chosen != last:
            yield cut, chosen
            last = chosen


def _followed(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    zone: str,
    judged: Sequence[Entry],
) -> Iterator[tuple[int, Candidates | None]]:
    """Fold at every cut at which the answer may be another than before it."""
    known, cut = 0, rows[0].when.hi
    company: CompanyAt | None = None
    while cut < MAX_US:
        told = known
        while known < len(rows) and rows[known].when.hi <= cut:
            known += 1
        if company is None or known != told or _runs_out(company, cut - 1) <= cut:
            company = company_at(slug, rows[:known], directory, cut, judged)
        day = day_of(cut - 1, zone)
        basis = Basis(cut, -1, day, zone, cut)
        there = company.slug == slug and bool(company.rows)
        yield cut, candidates_at(company, basis) if there else None
        ahead = [_runs_out(company, cut), _next_day(company, day, zone)]
        if known < len(rows):
            ahead.append(rows[known].when.hi)
        cut = min(ahead)


def _runs_out(company: CompanyAt, cut: int) -> int:
    """Give when the time of a round or a price runs out next, after a cut."""
    at = company.runs_out(cut)
    return MAX_US if at is None else at


def _next_day(company: CompanyAt, day: int, zone: str) -> int:
    """Give the first cut on the next day on which something takes effect."""
    turn = company.turns(day)
    if turn is None or turn >= MAX_DAY:
        return MAX_US
    return day_start(turn, zone) + 1
