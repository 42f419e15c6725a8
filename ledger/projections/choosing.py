"""Which figures of a company are printed, and which of them is the headline.

Whatever parts a company is folded in, what they offer is put together here, and the
order of the parts decides nothing. Newest means effective first; on the same day, or
between rounds that may be one, an entitled party's before others'; then published.
Figures that are equally new, of one kind and one currency, are one hull and a count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ledger.claims.figures import Figure
from ledger.projections.candidates import Candidates, every, line, newest
from ledger.projections.ended import ended_at
from ledger.projections.links import may_be_one
from ledger.projections.priced import Priced
from ledger.projections.valued import (
    AGREED,
    SALES,
    TRANSACTIONS,
    Valuation,
    Valued,
    is_outside,
)

Headline = Literal["newest", "confirmed", "disputed"]
"""Which price may be the headline: any undisputed one, an entitled party's alone, or a
disputed one, too."""

HEADLINES: Final[tuple[Headline, ...]] = ("newest", "confirmed", "disputed")


class Chosen(NamedTuple):
    """What is printed of a company, whichever headline is asked for."""

    newest: Valuation
    confirmed: Valuation
    disputed: Valuation


def chosen(
    company: str,
    found: Candidates,
    headline: Headline = "newest",
    *,
    aside: bool = False,
) -> Valuation:
    """Choose the rows and the headline of a company; `aside` keeps what is left out."""
    ended = ended_at(company, found)
    valuation = ended or _Choice(company, found, headline).made()
    if aside:
        left = (row for row in every(found) if row not in valuation.rows)
        return valuation._replace(set_aside=tuple(left))
    return valuation


def choices(company: str, found: Candidates) -> Chosen:
    """Choose for each headline that can be asked for."""
    return Chosen(*(chosen(company, found, headline) for headline in HEADLINES))


@dataclass(slots=True)
class _Choice:
    """The rows of a company that goes on, as they are chosen."""

    company: str
    found: Candidates
    headline: Headline

    def made(self) -> Valuation:
        """Choose the rows, then the headline, then what stands beside it."""
        happened = _aged([x for x in self.found.prices if x.stood and x.found.happened])
        sure = newest([row for x in happened for row in x.confirmed[:1]])
        stated = [
            x for x in happened if x.confirmed and line(x.confirmed[0]) == line(sure[0])
        ]
        told = self._told(happened, stated)
        rows = [*sure, *(row for x in stated for row in x.confirmed[1:])]
        current = newest([x.reported[0] for x in told if x.current])
        latest = newest([x.reported[0] for x in told])
        reports = [row for row in latest if not sure or line(row) > line(sure[0])]
        head = _greatest([*sure, *current] if self.headline != "confirmed" else sure)
        if head is not None and head not in (*rows, *reports):
            reports.append(head)
        beside = [
            row
            for x in told
            for row in x.reported[1:]
            if any(line(x.reported[0]) == line(one) for one in reports)
        ]
        beside += self._other_money(happened, stated)
        disputed = self._disputed(sure, [*reports, *beside])
        if self.headline == "disputed" and disputed:
            head = _greatest([*([head] if head else []), *disputed])
        rows += [*reports, *beside, *disputed]
        asks = self._asks(happened)
        outside = self._outside(head)
        deals = [x.row for x in self.found.deals if x.whole and x.row is not None]
        denied = [x for x in self.found.outside if x.name == "deal_value"]
        rows += [*asks, *outside, *newest(deals), *newest(denied)]
        printed = tuple(dict.fromkeys(rows))
        return Valuation(
            company=self.company,
            rows=printed,
            headline=head,
            before=self._before(head, happened),
            newer=_newer(head, printed),
        )

    def _told(
        self, happened: Sequence[Priced], stated: Sequence[Priced]
    ) -> list[Priced]:
        """Give the rounds whose price others report, and that may not be one with a
        round whose price an entitled party states.
        """
        told = [x for x in happened if x.reported and not x.confirmed]
        return [x for x in told if not any(self._one(x, other) for other in stated)]

    def _one(self, one: Priced, other: Priced) -> bool:
        """Tell whether two rounds may be one, and nobody has said that they are two."""
        first, second = sorted((one.found.name, other.found.name))
        if (first, second) in self.found.apart:
            return False
        return may_be_one(one.found, other.found, one.identity)

    def _other_money(
        self, happened: Sequence[Priced], stated: Sequence[Priced]
    ) -> list[Valued]:
        """Give what others report of a confirmed price in another currency."""
        codes = {row.figure.currency for x in stated for row in x.confirmed}
        beside = [row for x in stated for row in x.reported]
        beside += [
            row
            for x in happened
            if x.reported and not x.confirmed
            if any(self._one(x, other) for other in stated)
            for row in x.reported
        ]
        return [row for row in beside if row.figure.currency not in codes]

    def _disputed(
        self, sure: Sequence[Valued], reports: Sequence[Valued]
    ) -> list[Valued]:
        """Give the disputed price at committed that is as new as what is printed."""
        rounds = {row.round for row in sure}
        denied = [
            row
            for x in self.found.prices
            if x.found.name not in rounds
            for row in x.disputed
        ]
        rows = newest(denied)
        if sure and rows and line(rows[0]) <= line(sure[0]):
            return []
        if not reports or not rows or line(rows[0]) > line(reports[0]):
            return rows
        return [row for row in denied if row.round == reports[0].round]

    def _asks(self, happened: Sequence[Priced]) -> list[Valued]:
        """Give what is still asked: in primary rounds, and outside them."""
        sought = [row for x in self.found.prices for row in x.asked]
        sought += [row for row in self.found.outside if row.name == "sought"]
        asked = [row for row in sought if AGREED not in row.marks]
        inside = [
            row
            for row in asked
            if not is_outside(row) and not overtaken(row.place[0], happened)
        ]
        caps = [
            row
            for row in asked
            if row.kind == "cap" and not overtaken(row.place[0], happened)
        ]
        listings = [row for row in asked if row.kind == "ipo"]
        sales = [row for row in self.found.outside if _is_sale(row)]
        without = [
            row
            for row in asked
            if row.kind in SALES
            and not any(sale.place[1] > row.place[1] for sale in sales)
        ]
        rows = [row for row in sought if AGREED in row.marks]
        past = [
            row
            for x in self.found.prices
            for row in x.cast_off
            if row.name == "sought" and not overtaken(row.place[0], happened)
        ]
        for group in (inside, without, caps, listings):
            rows += _said_first(_asked_last(group), [*group, *past])
        return rows

    def _outside(self, head: Valued | None) -> list[Valued]:
        """Give the newest price of each kind outside a primary round, and the cap."""
        rows: list[Valued] = []
        there = [row for row in self.found.outside if row.name in {"secondary", "cap"}]
        for kind in sorted({row.kind for row in there}):
            same = [row for row in there if row.kind == kind]
            sure = newest([row for row in same if not row.disputed], _day)
            denied = newest([row for row in same if row.disputed], _day)
            rows += sure
            if not sure or (denied and max(map(line, denied)) > max(map(line, sure))):
                rows += denied
        if head is not None:
            rows = [row for row in rows if row.effective.last >= head.effective.last]
        return sorted(rows, key=_by_kind)

    def _before(
        self, head: Valued | None, happened: Sequence[Priced]
    ) -> tuple[str, ...]:
        """Name the newest round without a headline's price, and the deals, after it."""
        if head is None:
            return ()
        own = [x for x in happened if x.found.name == head.round]
        day = head.effective.last
        later = [
            x
            for x in happened
            if x.stood is not None
            and x.stood[0] > day
            and x.found.name != head.round
            and not any(self._one(x, other) for other in own)
        ]
        last = max(later, key=lambda x: (x.stood or (0,), x.found.name), default=None)
        deals = sorted(
            (deal.on.last, deal.name) for deal in self.found.deals if deal.on.last > day
        )
        names = [] if last is None else [last.found.name]
        return (*names, *(name for _, name in deals))


def _aged(happened: Sequence[Priced]) -> list[Priced]:
    """Let a price that is only repeated, round by round, keep its age."""
    found: list[Priced] = []
    last: Valued | None = None
    for x in sorted(happened, key=lambda x: (x.stood or (0,), x.found.name)):
        price = x.price
        again = price is not None and last is not None and _repeats(price, last)
        found.append(x.aged(last.since) if again and last is not None else x)
        last = found[-1].price or last
    return found


def _repeats(price: Valued, last: Valued) -> bool:
    return last.since < price.since and _same_price(last.figure, price.figure)


def _greatest(rows: Iterable[Valued]) -> Valued | None:
    """Give the newest row; of equally new ones the first by kind and currency."""
    every = sorted(rows, key=lambda row: (row.kind, row.figure.currency or ""))
    return max(every, key=line, default=None)


def _asked_last(asks: Sequence[Valued]) -> list[Valued]:
    """Give what was asked on the last day, and what is disputed and no older."""
    sure = newest([row for row in asks if not row.disputed], _day)
    denied = newest([row for row in asks if row.disputed], _day)
    if sure and denied and _day(denied[0]) < _day(sure[0]):
        rounds = {row.round for row in sure} - {None}
        denied = [row for row in asks if row.disputed and row.round in rounds]
    return sure + denied


def _day(row: Valued) -> tuple[int, ...]:
    return row.place[:1]


def _said_first(rows: Sequence[Valued], asks: Iterable[Valued]) -> list[Valued]:
    """Let what is only asked again keep the age of its first saying."""
    first: dict[tuple[object, ...], Valued] = {}
    for row in asks:
        key = row.figure, row.kind
        if key not in first or row.since < first[key].since:
            first[key] = row
    said = [first.get((row.figure, row.kind), row) for row in rows]
    return [
        row._replace(effective=one.effective, since=one.since)
        for row, one in zip(rows, said, strict=True)
    ]


def overtaken(day: int, happened: Sequence[Priced]) -> bool:
    """Tell whether a priced round at a price of its own came after what was asked."""
    return any(
        x.told > day and price.effective.last > day and _own(price, x, happened)
        for x in happened
        if (price := x.price) is not None
    )


def _own(price: Valued, of: Priced, happened: Iterable[Priced]) -> bool:
    """Tell whether no round that took effect before has the very price."""
    return not any(
        other is not of
        and (known := other.price) is not None
        and known.effective.last < price.effective.last
        and _same_price(known.figure, price.figure)
        for other in happened
    )


def _same_price(one: Figure, other: Figure) -> bool:
    single = {"exact", "about"}
    if one.qualifier in single and other.qualifier in single:
        return one.overlaps(other)
    return one == other


def _is_sale(row: Valued) -> bool:
    return row.name == "secondary" and row.kind in TRANSACTIONS and not row.disputed


def _newer(head: Valued | None, rows: Iterable[Valued]) -> tuple[Valued, ...]:
    """Give the sales outside a primary round that took effect after the headline."""
    if head is None:
        return ()
    day = head.effective.last
    return tuple(row for row in rows if _is_sale(row) and row.effective.last > day)


def _by_kind(row: Valued) -> tuple[object, ...]:
    """Order prices outside primary rounds: sales first, then the newest."""
    sale = row.kind in TRANSACTIONS
    return row.name, not sale, tuple(-x for x in row.place), row.kind
