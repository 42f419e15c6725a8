"""The figures of a company at all times, as stretches of one answer each.

Along the published clock, the effective day being that of the cut, an answer changes
when an event comes to be known, when the time of a round runs out, and when a day
arrives on which something that was said takes effect; at no other instant. A stretch
`[start, end)` holds the cuts between two of these: a cut itself is the first instant
that is *not* known, so an event whose interval ends at `hi` counts from cut `hi` on.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ledger.claims.dates import MAX_US
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.choosing import Chosen, choices
from ledger.projections.links import KEPT_APART
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.story import Story, along
from ledger.projections.valuations import offers_at

END: Final = MAX_US
"""The end of a stretch that goes on."""

Turn = tuple[int, Chosen | None]
"""From this cut on a company is this; None while nothing of it is visible."""


def turns(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    zone: str,
    recorded: Sequence[Entry] = (),
) -> list[Turn]:
    """Give the turns of a company, in order, no two alike one after the other.

    `rows` are all that is published about it and about those that events link to it;
    `recorded` holds what was judged of its rounds.
    """
    judged = [entry for entry in recorded if entry.type == KEPT_APART]
    story, last = Story(slug, directory, judged), Basis(END - 1, -1, 0, zone, END)
    return list(_thinned(_turned(slug, along(story, rows, last))))


def _turned(slug: str, told: Iterable[tuple[Basis, CompanyAt]]) -> Iterator[Turn]:
    """Choose each time that something changed."""
    for at, company in told:
        chosen = None
        if company.slug == slug and not company.empty:
            chosen = choices(slug, offers_at(company, at))
        yield at.cut, chosen


def _thinned(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Leave out turns after which all is as it was."""
    last: Chosen | None = None
    for cut, chosen in turns:
        if chosen != last:
            yield cut, chosen
            last = chosen
