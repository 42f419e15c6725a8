"""Which figures of a company are printed, and which of them is the headline.

Whatever parts a company is folded in, what they offer is put together here, and the
order of the parts decides nothing. Newest means effective first; on the same day, or
between rounds that may be one, an entitled party's before others'; then published.
Figures that are equally new, of one kind and one currency, are one hull and a count.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from ledger.claims.dates import MIN_DAY
from ledger.claims.figures import Figure
from ledger.projections.candidates import Candidates, every, line, newest
from ledger.projections.ended import ended_at
from ledger.projections.links import Pair, may_be_one
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


_SINGLE: Final = frozenset({"exact", "about"})

Heads = tuple[Valued | None, Valued | None]
"""A headline, and what it is once a disputed price may be one."""


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
    valuation = ended or _Choice(company, found).made(headline)
    if aside:
        left = (row for row in every(found) if row not in valuation.rows)
        return valuation._replace(set_aside=tuple(left))
    return valuation


def choices(company: str, found: Candidates) -> Chosen:
    """Choose for each headline that can be asked for."""
    ended = ended_at(company, found)
    if ended is not None:
        return Chosen(ended, ended, ended)
    choice = _Choice(company, found)
    return Chosen(*(choice.made(headline) for headline in HEADLINES))


class _Choice:
    """The rows of a company that goes on, as they are chosen.

    Whether two rounds may be one is asked last, of those that can be printed.
    """

    def __init__(self, company: str, found: Candidates) -> None:
        self.company, self.found = company, found
        self.happened = _aged([x for x in found.prices if x.stood and x.found.happened])
        stated = [x for x in self.happened if x.confirmed]
        self.sure = newest([x.confirmed[0] for x in stated])
        self.stated = [x for x in stated if line(x.confirmed[0]) == line(self.sure[0])]
        self.told = self._told()
        self.other_money = self._other_money()
        self.asks = self._asks()
        deals = [x.row for x in found.deals if x.whole and x.row is not None]
        denied = [x for x in found.outside if x.name == "deal_value"]
        self.deals = [*newest(deals), *newest(denied)]
        self.made_of: dict[Heads, Valuation] = {}

    def made(self, headline: Headline) -> Valuation:
        """Choose the headline; what stands beside it is made once for each."""
        sure = self.sure
        current = newest([x.reported[0] for x in self.told if x.current])
        head = _greatest([*sure, *current] if headline != "confirmed" else sure)
        reports = self._reports(head)
        disputed = self._disputed(reports)
        first = head
        if headline == "disputed" and disputed:
            head = _greatest([*([head] if head else []), *disputed])
        if (first, head) not in self.made_of:
            self.made_of[first, head] = self._printed(head, reports, disputed)
        return self.made_of[first, head]

    def _reports(self, head: Valued | None) -> list[Valued]:
        """Give what others report that is newer than what is confirmed, or beside it.

        The headline is among it, unless it is confirmed.
        """
        reports = newest([x.reported[0] for x in self.told])
        if head is not None and head not in (*self.sure, *reports):
            reports.append(head)
        lines = {line(row) for row in reports}
        beside = [
            row
            for x in self.told
            if line(x.reported[0]) in lines
            for row in x.reported[1:]
        ]
        return [*reports, *beside, *self.other_money]

    def _printed(
        self, head: Valued | None, reports: list[Valued], disputed: list[Valued]
    ) -> Valuation:
        """Give all rows that are printed with a headline."""
        stated = [row for x in self.stated for row in x.confirmed[1:]]
        rows = [*self.sure, *stated, *reports, *disputed, *self.asks]
        rows += [*self._outside(head), *self.deals]
        printed = tuple(dict.fromkeys(rows))
        return Valuation(
            company=self.company,
            rows=printed,
            headline=head,
            before=self._before(head),
            newer=_newer(head, printed),
        )

    def _told(self) -> list[Priced]:
        """Give the rounds whose price others report, if it is newer than what an
        entitled party states, and they may not be one with a round of that price.
        """
        told = [x for x in self.happened if x.reported and not x.confirmed]
        if self.sure:
            last = line(self.sure[0])
            told = [x for x in told if line(x.reported[0]) > last]
        return [x for x in told if not self._one_of(x, self.stated)]

    def _one_of(self, one: Priced, others: Iterable[Priced]) -> bool:
        """Tell whether a round may be one with another of which nobody has said that
        they are two.
        """
        return any(
            _may_be_one(one, other) and _pair(one, other) not in self.found.apart
            for other in others
        )

    def _other_money(self) -> list[Valued]:
        """Give what others report of a confirmed price in another currency."""
        if not self.stated:
            return []
        codes = {row.figure.currency for x in self.stated for row in x.confirmed}
        beside = [(x, row) for x in self.stated for row in x.reported]
        there = [x for x in self.happened if x.reported and not x.confirmed]
        beside += [(x, row) for x in there for row in x.reported]
        other = [(x, row) for x, row in beside if row.figure.currency not in codes]
        return [row for x, row in other if x.confirmed or self._one_of(x, self.stated)]

    def _disputed(self, reports: Sequence[Valued]) -> list[Valued]:
        """Give the disputed price at committed that is as new as what is printed."""
        sure = self.sure
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

    def _asks(self) -> list[Valued]:
        """Give what is still asked: in primary rounds, and outside them."""
        sought = [row for x in self.found.prices for row in x.asked]
        sought += [row for row in self.found.outside if row.name == "sought"]
        if not sought:
            return []
        overtaken = overtaking(self.happened)
        asked = [row for row in sought if AGREED not in row.marks]
        inside = [
            row for row in asked if not is_outside(row) and row.place[0] >= overtaken
        ]
        caps = [row for row in asked if row.kind == "cap" and row.place[0] >= overtaken]
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
            if row.name == "sought" and row.place[0] >= overtaken
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

    def _before(self, head: Valued | None) -> tuple[str, ...]:
        """Name the newest round without a headline's price, and the deals, after it."""
        if head is None:
            return ()
        own = [x for x in self.happened if x.found.name == head.round]
        day = head.effective.last
        later = [x for x in self.happened if x.stood is not None and x.stood[0] > day]
        last = next(
            (
                x
                for x in reversed(later)
                if x.found.name != head.round and not self._one_of(x, own)
            ),
            None,
        )
        deals = sorted(
            (deal.on.last, deal.name) for deal in self.found.deals if deal.on.last > day
        )
        names = [] if last is None else [last.found.name]
        return (*names, *(name for _, name in deals))


def _may_be_one(one: Priced, other: Priced) -> bool:
    known = one.ones
    if other.found not in known:
        known[other.found] = may_be_one(
            one.found, other.found, one.identity, other.identity
        )
    return known[other.found]


def _pair(one: Priced, other: Priced) -> Pair:
    first, second = sorted((one.found.name, other.found.name))
    return first, second


def _aged(happened: Sequence[Priced]) -> list[Priced]:
    """Let a price that is only repeated, round by round, keep its age.

    The rounds are given in the order in which they first stood at committed.
    """
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
    if not rows:
        return []
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


def overtaking(happened: Iterable[Priced]) -> int:
    """Give the day up to which all that was asked before it is overtaken.

    That is when the last priced round at a price of its own was told and took effect.
    """
    prices = [
        (min(x.told, price.effective.last), price)
        for x in happened
        if (price := x.price) is not None
    ]
    prices.sort(key=lambda pair: pair[0], reverse=True)
    return next((day for day, price in prices if _own(price, prices)), MIN_DAY)


def _own(price: Valued, prices: Iterable[tuple[int, Valued]]) -> bool:
    """Tell whether no round that took effect before has the very price."""
    return not any(
        known.effective.last < price.effective.last
        and _same_price(known.figure, price.figure)
        for _, known in prices
    )


def _same_price(one: Figure, other: Figure) -> bool:
    if one.qualifier in _SINGLE and other.qualifier in _SINGLE:
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
