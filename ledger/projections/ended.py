"""The one row of a company whose own line has ended.

From the day on which its purchase is closed a company has no headline, and one row:
what was paid for it. From the day on which it listed it has one row, of the listing,
with its price if one was said. One that shut down has none. Its other figures stay in
its history.
"""

from collections.abc import Sequence

from ledger.projections.candidates import Candidates, newest
from ledger.projections.deals import NOBODY_SAID, sold_alone
from ledger.projections.ends import BOUGHT, End, last_of
from ledger.projections.valued import LISTED, Ended, Valuation, Valued


def ended_at(company: str, found: Candidates) -> Valuation | None:
    """Give the one row of a company whose own line ended; None if it goes on."""
    end = last_of(found.ends)
    closed = [x for x in found.deals if x.whole and x.closed]
    listings = [x for x in found.outside if x.name == "ipo" and not x.disputed]
    days = [
        *([end.days.last] if end else []),
        *(deal.on.last for deal in closed),
        *(row.effective.last for row in listings),
    ]
    if not days:
        return None
    if end is not None and end.days.last == max(days):
        rows = _rows_of_end(end, found)
        told = Ended(end.how, end.into, end.days.last)
    elif closed and max(x.on.last for x in closed) == max(days):
        rows = newest([x.row for x in closed if x.row is not None])
        into = next((name for row in rows for name in row.by), None)
        told = Ended(BOUGHT, into, max(days))
    else:
        rows, told = _listed(None, listings), Ended(LISTED, None, max(days))
    return Valuation(company, tuple(rows), ended=told)


def _rows_of_end(end: End, found: Candidates) -> list[Valued]:
    if end.how == BOUGHT:
        paid = [x.row for x in found.deals if x.whole and x.row is not None]
        rows = newest(paid or sold_alone(found.outside, end))
        return [row._replace(marks=(), effective=end.days) for row in rows]
    if end.how == LISTED:
        return _listed(end, [x for x in found.outside if x.name == "ipo"])
    return []


def _listed(end: End | None, listings: Sequence[Valued]) -> list[Valued]:
    """Make the row of a listing, with its price if one was said."""
    priced = newest([row for row in listings if not row.disputed])
    if end is None:
        return [row._replace(marks=(LISTED,)) for row in priced]
    if priced and end.price is None:
        return [
            row._replace(marks=(LISTED,), effective=end.days, since=end.days.last)
            for row in priced
        ]
    source, day = end.row.source, end.days.last
    return [
        Valued(
            name="ipo",
            figure=end.price or NOBODY_SAID,
            kind="ipo",
            standing="reported",
            stage="closed",
            disputed=False,
            derived=False,
            marks=(LISTED,),
            round=None,
            sources=() if source is None else (source,),
            number=1,
            published=end.row.when.text,
            effective=end.days,
            since=day,
            until=None,
            by=(),
            tiers=(),
            blended=None,
            deniers=(),
            events=(end.row.seq,),
            place=(day, *end.row.key[:2]),
        )
    ]
