"""What the rounds and prices of a company offer, before anything is chosen.

Whatever parts a company is folded in, what they offer is put together here, and the
order of the parts decides nothing. Newest means effective first; on the same day an
entitled party's before others'; then published. Figures that are equally new, of one
kind and one currency, are one hull and a count.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.projections.deals import Deal
from ledger.projections.endings import End
from ledger.projections.hulls import apart, span
from ledger.projections.priced import RoundPrices
from ledger.projections.valued import DIFFER, MARKS, Valued


class Candidates(NamedTuple):
    """What the rounds and prices of a company, or of a part of it, offer."""

    prices: tuple[RoundPrices, ...] = ()
    outside: tuple[Valued, ...] = ()
    deals: tuple[Deal, ...] = ()
    ends: tuple[End, ...] = ()


def merge_candidates(parts: Iterable[Candidates]) -> Candidates:
    """Put what the parts of a company offer together."""
    offers = list(parts)
    return Candidates(
        prices=tuple(x for part in offers for x in part.prices),
        outside=tuple(x for part in offers for x in part.outside),
        deals=tuple(x for part in offers for x in part.deals),
        ends=tuple(x for part in offers for x in part.ends),
    )


Newness = tuple[int, bool, int, int]


def line(row: Valued) -> Newness:
    """Give what rows are ordered by, the newest greatest."""
    day, hi, lo = row.place
    return day, row.name == "confirmed", hi, lo


def every(found: Candidates) -> Iterator[Valued]:
    """Give every figure that there is."""
    for x in found.prices:
        yield from (*x.confirmed, *x.reported, *x.disputed, *x.asked, *x.cast_off)
    yield from found.outside
    yield from (deal.row for deal in found.deals if deal.row is not None)


def newest_row(
    rows: Iterable[Valued], order: Callable[[Valued], tuple[int, ...]] = line
) -> list[Valued]:
    """Give the newest row; of equally new ones a hull for each kind and currency."""
    there = list(rows)
    if len(there) <= 1:
        return there
    last = max(map(order, there))
    groups: dict[tuple[str, str, bool], list[Valued]] = {}
    for row in there:
        if order(row) == last:
            key = row.kind, row.figure.currency or "", row.disputed
            groups.setdefault(key, []).append(row)
    ordered = sorted(groups.items(), key=lambda one: one[0])
    return [merge_rows(same) for _, same in ordered]


def merge_rows(rows: Sequence[Valued]) -> Valued:
    """Make one row of several that are equally new, of one kind and currency."""
    if len(rows) == 1:
        return rows[0]
    first, *_ = ordered = sorted(rows, key=by_content)
    marks = {mark for row in rows for mark in row.marks}
    if apart([row.figure for row in rows]):
        marks.add(DIFFER)
    rounds = {row.round for row in rows}
    last = max(rows, key=lambda row: row.place)
    return first._replace(
        published=last.published,
        place=last.place,
        figure=span([row.figure for row in rows]),
        derived=any(row.derived for row in rows),
        round=first.round if len(rounds) == 1 else None,
        marks=tuple(mark for mark in MARKS if mark in marks),
        sources=tuple(dict.fromkeys(x for row in ordered for x in row.sources)),
        number=sum(row.number for row in rows),
        since=min(row.since for row in rows),
        until=max((row.until for row in rows if row.until is not None), default=None),
        deniers=tuple(dict.fromkeys(x for row in ordered for x in row.deniers)),
        events=tuple(sorted({x for row in rows for x in row.events})),
    )


def by_content(row: Valued) -> tuple[str, ...]:
    """Order equals by what they say, never by when they were recorded."""
    return (
        *(row.round or "", row.standing, row.stage, row.effective.text),
        *(row.published, str(row.figure), *row.sources),
    )
