"""Which figures of a company are printed, and which of them is the headline.

Whatever parts a company is folded in, what they offer is put together here, and the
order of the parts decides nothing. Newest means effective first; on the same day, or
between rounds that may be one, an entitled party's before others'; then published.
Figures that are equally new, of one kind and one currency, are one hull and a count.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeVar

from ledger.claims.dates import MAX_DAY, MIN_US
from ledger.projections.candidates import by_content, line, newest_row
from ledger.projections.ended import ended_at
from ledger.projections.links import RoundPair, may_be_one
from ledger.projections.offers import Offers, RankKey, SortedByKey, is_sale
from ledger.projections.priced import RoundPrices
from ledger.projections.valued import (
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


T = TypeVar("T")

LAST: Final = "\U0010ffff"
"""No name of a round comes after it."""

Heads = tuple[Valued | None, Valued | None]
"""A headline, and what it is once a disputed price may be one."""


class Chosen(NamedTuple):
    """What is printed of a company, whichever headline is asked for."""

    newest: Valuation
    confirmed: Valuation
    disputed: Valuation


def choose_valuation(
    company: str, offers: Offers, headline: Headline = "newest"
) -> Valuation:
    """Choose the rows and the headline of a company."""
    ended = ended_at(company, offers.ending)
    return ended or _Choice(company, offers).made(headline)


def choices(company: str, offers: Offers) -> Chosen:
    """Choose for each headline that can be asked for."""
    ended = ended_at(company, offers.ending)
    if ended is not None:
        return Chosen(ended, ended, ended)
    choice = _Choice(company, offers)
    return Chosen(*(choice.made(headline) for headline in HEADLINES))


class _Choice:
    """The rows of a company that goes on, as they are chosen.

    Whether two rounds may be one is asked last, of those that can be printed.
    """

    def __init__(self, company: str, offers: Offers) -> None:
        self.company, self.offers = company, offers
        self.stated = [offers.aged(x) for x in _top(offers.confirmed)]
        self.sure = newest_row([x.confirmed[0] for x in self.stated])
        self.told, self.current = (
            self._newest_reported(),
            self._newest_reported(current=True),
        )
        self.other_money = self._other_money()
        self.asks = self._asks()
        paid = [x.row for x in offers.deals if x.whole and x.row is not None]
        denied = [x for x in offers.ending.outside if x.name == "deal_value"]
        self.deals = [*newest_row(paid), *newest_row(denied)]
        self.made_of: dict[Heads, Valuation] = {}

    def made(self, headline: Headline) -> Valuation:
        """Choose the headline; what stands next to it is made once for each."""
        sure = self.sure
        others = self.current if headline != "confirmed" else []
        head = _greatest([*sure, *others])
        reports = self._reports(head)
        disputed = self._disputed(reports)
        first = head
        if headline == "disputed" and disputed:
            head = _greatest([*([head] if head else []), *disputed])
        if (first, head) not in self.made_of:
            self.made_of[first, head] = self._printed(head, reports, disputed)
        return self.made_of[first, head]

    def _reports(self, head: Valued | None) -> list[Valued]:
        """Give what others report that is newer than what is confirmed, or next to it.

        The headline is among it, unless it is confirmed.
        """
        reports = list(self.told)
        if head is not None and head not in (*self.sure, *reports):
            reports.append(head)
        offered = [
            x
            for at in {line(row) for row in reports}
            for x in self.offers.reported.between((at, ""), (at, LAST))
            if self._counts(x)
        ]
        more = [row for x in _in_order(offered) for row in x.reported[1:]]
        return [*reports, *more, *self.other_money]

    def _printed(
        self, head: Valued | None, reports: list[Valued], disputed: list[Valued]
    ) -> Valuation:
        """Give all rows that are printed with a headline, each once.

        Only a price of a round that happened may be there twice.
        """
        stated = [row for x in self.stated for row in x.confirmed[1:]]
        happened = dict.fromkeys((*self.sure, *stated, *reports, *disputed))
        outside = self._outside(head)
        return Valuation(
            company=self.company,
            rows=(*happened, *self.asks, *outside, *self.deals),
            headline=head,
            before=self._before(head),
            newer=_newer(head, outside),
        )

    def _newest_reported(self, *, current: bool = False) -> list[Valued]:
        """Give the newest price that others report, or that can be a headline."""
        found: list[RoundPrices] = []
        last: RankKey = ()
        for (at, _), x in self.offers.reported.down():
            if at < last or (self.sure and at <= line(self.sure[0])):
                break
            if (x.current or not current) and self._counts(x):
                found.append(self.offers.aged(x))
                last = at
        return newest_row([x.reported[0] for x in found])

    def _counts(self, x: RoundPrices) -> bool:
        """Tell whether what others report is of another round than what an entitled
        party states.
        """
        return not self._one_of(x, self.stated)

    def _one_of(self, one: RoundPrices, others: Iterable[RoundPrices]) -> bool:
        """Tell whether a round may be one with another of which nobody has said that
        they are two.
        """
        return any(
            may_be_one(one.found, other.found)
            and _pair(one, other) not in self.offers.apart
            for other in others
        )

    def _other_money(self) -> list[Valued]:
        """Give what others report of a confirmed price in another currency."""
        if not self.stated:
            return []
        codes = {row.figure.currency for x in self.stated for row in x.confirmed}
        there = {
            x.found.name: x
            for code, ranked in self.offers.money.items()
            if code not in codes
            for x in ranked
            if self._one_of(x, self.stated)
        }
        others = [self.offers.aged(x) for x in _in_order(there.values())]
        rows = (row for x in (*self.stated, *others) for row in x.reported)
        return [row for row in rows if row.figure.currency not in codes]

    def _disputed(self, reports: Sequence[Valued]) -> list[Valued]:
        """Give the disputed price at committed that is as new as what is printed."""
        sure = self.sure
        rounds = {row.round for row in sure}
        rows = newest_row(
            _top(self.offers.disputed, lambda row: row.round not in rounds)
        )
        if sure and rows and line(rows[0]) <= line(sure[0]):
            return []
        if not reports or not rows or line(rows[0]) > line(reports[0]):
            return rows
        same = self.offers.named.get(reports[0].round or "")
        return [] if same is None or same.found.name in rounds else same.disputed

    def _asks(self) -> list[Valued]:
        """Give what is still asked: in primary rounds, and outside them."""
        offers = self.offers
        rows, asked = list(offers.agreed), list(offers.asked)
        if not asked:
            return rows
        overtaken = offers.overtaken
        lasting = [row for row in asked if row.place[0] >= overtaken]
        inside = [row for row in lasting if not is_outside(row)]
        caps = [row for row in lasting if row.kind == "cap"]
        listings = [row for row in asked if row.kind == "ipo"]
        (sold,) = offers.sales.most or (MIN_US,)
        without = [x for x in asked if x.kind in SALES and x.place[1] >= sold]
        groups = [group for group in (inside, without, caps, listings) if group]
        past = offers.past.between((overtaken,), (MAX_DAY + 1,)) if groups else []
        for group in groups:
            rows += _said_first(_asked_last(group), [*group, *past])
        return rows

    def _outside(self, head: Valued | None) -> list[Valued]:
        """Give the newest price of each kind outside a primary round, and the cap."""
        rows: list[Valued] = []
        outside = self.offers.outside
        for kind in sorted({kind for kind, _ in outside}):
            sure, denied = (
                newest_row(_top(outside.get((kind, x), SortedByKey())), _day)
                for x in (False, True)
            )
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
        offers, day = self.offers, head.effective.last
        own = [x for x in (offers.named.get(head.round or ""),) if x is not None]
        names = []
        for (stood, name), x in offers.happened.down():
            if stood[0] <= day:
                break
            if name != head.round and not self._one_of(x, own):
                names.append(name)
                break
        names += [deal.name for deal in offers.deals if deal.on.last > day]
        return tuple(names)


def _top(ranked: SortedByKey[T], holds: Callable[[T], bool] = bool) -> list[T]:
    """Give what comes last, of those for which something holds."""
    found: list[T] = []
    last: object = None
    for key, x in ranked.down():
        if found and key[0] != last:
            break
        if holds(x):
            found.append(x)
            last = key[0]
    return found


def _in_order(prices: Iterable[RoundPrices]) -> list[RoundPrices]:
    """Put rounds in the order in which they first stood at committed."""
    return sorted(prices, key=lambda x: (x.stood or (0,), x.found.name))


def _pair(one: RoundPrices, other: RoundPrices) -> RoundPair:
    first, second = sorted((one.found.name, other.found.name))
    return first, second


def _greatest(rows: Iterable[Valued]) -> Valued | None:
    """Give the newest row; of equally new ones the first by kind and currency."""
    every = sorted(rows, key=lambda row: (row.kind, row.figure.currency or ""))
    return max(every, key=line, default=None)


def _asked_last(asks: Sequence[Valued]) -> list[Valued]:
    """Give what was asked on the last day, and what is disputed and no older."""
    sure = newest_row([row for row in asks if not row.disputed], _day)
    denied = newest_row([row for row in asks if row.disputed], _day)
    if sure and denied and _day(denied[0]) < _day(sure[0]):
        rounds = {row.round for row in sure} - {None}
        again = (row for row in asks if row.disputed and row.round in rounds)
        denied = sorted(again, key=by_content)
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
        if key not in first or _said_before(row, first[key]):
            first[key] = row
    said = [first.get((row.figure, row.kind), row) for row in rows]
    return [
        row._replace(effective=one.effective, since=one.since)
        for row, one in zip(rows, said, strict=True)
    ]


def _said_before(one: Valued, other: Valued) -> bool:
    """Tell whether one was said first, or says it first, in any order of recording."""
    if one.since != other.since:
        return one.since < other.since
    return by_content(one) < by_content(other)


def _newer(head: Valued | None, rows: Iterable[Valued]) -> tuple[Valued, ...]:
    """Give the sales outside a primary round that took effect after the headline."""
    if head is None:
        return ()
    day = head.effective.last
    return tuple(row for row in rows if is_sale(row) and row.effective.last > day)


def _by_kind(row: Valued) -> tuple[object, ...]:
    """Order prices outside primary rounds: sales first, then the newest."""
    sale = row.kind in TRANSACTIONS
    return row.name, not sale, tuple(-x for x in row.place), row.kind
