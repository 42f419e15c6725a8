"""The one row of a company whose own line has ended.

From the day on which its purchase is closed a company has no headline, and one row:
what was paid for it. From the day on which it listed it has one row, of the listing,
with its price if one was said, by an event or by a round of type `ipo` that closed.
One that shut down has none. Its other figures stay in
its history.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.vocabulary import PRIMARY_KINDS
from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates, newest_row
from ledger.projections.claims import Claim
from ledger.projections.deals import NOBODY_SAID, sold_alone
from ledger.projections.denials import SETTLED
from ledger.projections.endings import BOUGHT, End, in_force, last_end
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import primary_words, words_of
from ledger.projections.pricedates import applies, effect
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.valued import LISTED, Ended, Valuation, Valued

LISTING: Final = "ipo"
"""The type of a round by which a company is listed."""


def ended_at(company: str, found: Candidates) -> Valuation | None:
    """Give the one row of a company whose own line ended; None if it goes on."""
    end = last_end(found.ends)
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
        rows = newest_row([x.row for x in closed if x.row is not None])
        into = next((name for row in rows for name in row.by), None)
        told = Ended(BOUGHT, into, max(days))
    else:
        rows, told = _listed(None, listings), Ended(LISTED, None, max(days))
    return Valuation(company, tuple(rows), ended=told)


def ends_in(company: CompanyAt, rounds: Iterable[Round], basis: Basis) -> Iterator[End]:
    """Give the end of a company's own line that holds, and listings that are rounds."""
    end = in_force(company.ends, basis.effective)
    if end is not None:
        rank = company.may.rank(end.row.source or "", company.slug, None)
        yield end._replace(entitled=rank >= PRINCIPAL)
    for found in rounds:
        types = found.types
        if LISTING in types and found.happened:
            yield from _listing(found, company, basis)


def _listing(found: Round, company: CompanyAt, basis: Basis) -> Iterator[End]:
    """Give the listing that a round is, once it closed: an entitled word's price."""
    told = [
        (company.may.of(claim) >= PRINCIPAL, _price(claim) is not None, claim, day)
        for claim in found.counting
        if claim.stage in SETTLED and applies(claim, basis)
        if (day := effect(claim)) is not None
    ]
    if not told:
        return
    days = min((day for *_, day in told), key=lambda day: (day.last, -day.first))
    entitled, _, claim, _ = max(told, key=lambda one: (*one[:2], one[2].row.key))
    yield End(LISTED, claim.row, days, price=_price(claim), entitled=entitled)


def _price(claim: Claim) -> Figure | None:
    """Give the one price of a listing that a claim states."""
    words = words_of(claim, ["ipo"]) or primary_words(claim, PRIMARY_KINDS)
    return words[0].figure if len(words) == 1 else None


def _rows_of_end(end: End, found: Candidates) -> list[Valued]:
    if end.how == BOUGHT:
        paid = [x.row for x in found.deals if x.whole and x.row is not None]
        rows = newest_row(paid or sold_alone(found.outside, end))
        return [row._replace(marks=(), effective=end.days) for row in rows]
    if end.how == LISTED:
        return _listed(end, [x for x in found.outside if x.name == "ipo"])
    return []


def _listed(end: End | None, listings: Sequence[Valued]) -> list[Valued]:
    """Make the row of a listing, with its price if one was said."""
    priced = newest_row([row for row in listings if not row.disputed])
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
            standing="confirmed" if end.entitled else "reported",
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
