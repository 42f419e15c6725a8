"""What the parts of a company offer, kept in the order in which it is chosen from.

A company of hundreds of rounds prints the newest of them: so what they offer is kept
sorted, and is read from the newest on. Parts come and go as a story is told, and each
takes only its own rows along. What is chosen (`choosing.py`) depends on the set alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ledger.claims.dates import MIN_DAY
from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT
from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates, by_content, line
from ledger.projections.deals import Deal
from ledger.projections.endings import End
from ledger.projections.parts import PartByPart
from ledger.projections.priced import RoundPrices
from ledger.projections.rounds import CompanyAt
from ledger.projections.valued import AGREED, TRANSACTIONS, Valued

if TYPE_CHECKING:
    from ledger.projections.links import RoundPair

T = TypeVar("T")
RankKey = tuple[Any, ...]

SINGLE: Final = frozenset({"exact", "about"})
LOWEST: Final = Decimal("0.8")
"""No single amount, or about one, begins lower than this share of its upper end."""


class SortedByKey(Generic[T]):
    """Things in the order of a key."""

    __slots__ = ("_keys", "_things")

    def __init__(self) -> None:
        self._keys: list[RankKey] = []
        self._things: list[T] = []

    def put(self, sign: int, key: RankKey, thing: T) -> None:
        """Put a thing in; with -1 take it out again."""
        keys, things = self._keys, self._things
        if sign > 0:
            place = bisect_right(keys, key)
            keys.insert(place, key)
            things.insert(place, thing)
            return
        place = bisect_left(keys, key)
        while things[place] is not thing:
            place += 1
        del keys[place], things[place]

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    @property
    def least(self) -> RankKey | None:
        """The smallest key."""
        return self._keys[0] if self._keys else None

    @property
    def most(self) -> RankKey | None:
        """The greatest key."""
        return self._keys[-1] if self._keys else None

    def down(self) -> Iterator[tuple[RankKey, T]]:
        """Give everything, the greatest first."""
        return zip(reversed(self._keys), reversed(self._things), strict=True)

    def before(self, key: RankKey) -> Iterator[T]:
        """Give what is smaller than a key, the greatest first."""
        return map(self._things.__getitem__, range(bisect_left(self._keys, key))[::-1])

    def between(self, low: RankKey, high: RankKey) -> list[T]:
        """Give what is at least one key, and smaller than another."""
        keys = self._keys
        return self._things[bisect_left(keys, low) : bisect_left(keys, high)]


class Offers:
    """What a company offers, whatever parts it was folded in."""

    def __init__(self) -> None:
        self._parts = PartByPart[Candidates]()
        self.apart: frozenset[RoundPair] = frozenset()
        """Rounds that somebody keeps apart."""
        self.happened = SortedByKey[RoundPrices]()
        """By when they first stood at committed."""
        self.named: dict[str, RoundPrices] = {}
        self.confirmed = SortedByKey[RoundPrices]()
        self.reported = SortedByKey[RoundPrices]()
        """Those with a price, by the line of it; none is in both."""
        self.money: dict[str | None, SortedByKey[RoundPrices]] = {}
        """The reported by the currencies of their prices."""
        self.disputed = SortedByKey[Valued]()
        self.agreed = SortedByKey[Valued]()
        """Signed prices that take effect later, in the order of what they say."""
        self.asked, self.past = SortedByKey[Valued](), SortedByKey[Valued]()
        """What is asked, and was asked, in the order of its last day; of what is asked
        on one day the order is that of what it says.
        """
        self.outside: dict[tuple[str, bool], SortedByKey[Valued]] = {}
        """Prices outside primary rounds and caps, by kind, and whether disputed."""
        self.sales = SortedByKey[Valued]()
        """By when they were published."""
        self.deals = SortedByKey[Deal]()
        self._ends, self._endings = SortedByKey[End](), SortedByKey[Valued]()
        self._taken = SortedByKey[Valued]()
        self._singles: dict[str | None, SortedByKey[Valued]] = {}
        self._others: dict[Figure, SortedByKey[Valued]] = {}
        self._overtaken: int | None = None

    def go_to(
        self,
        company: CompanyAt,
        basis: Basis,
        offered: Callable[[CompanyAt], Candidates],
    ) -> None:
        """Hold what a company offers on a day, and nothing else."""
        gone, come = self._parts.go_to(company, basis, offered)
        for found in gone:
            self._put(-1, found)
        for found in come:
            self._put(1, found)

    def _put(self, sign: int, found: Candidates) -> None:
        for x in found.prices:
            if sign > 0:
                self.named[x.found.name] = x
            else:
                del self.named[x.found.name]
            if x.stood is not None and x.found.happened:
                self._put_happened(sign, x, x.stood)
            self._put_others(sign, x)
        for row in found.outside:
            self._put_outside(sign, row)
        for deal in found.deals:
            self.deals.put(sign, (deal.on.last, deal.name), deal)
        for end in found.ends:
            self._ends.put(sign, end.row.key, end)

    def _put_others(self, sign: int, x: RoundPrices) -> None:
        for row in x.disputed:
            self.disputed.put(sign, (line(row),), row)
        for row in x.asked:
            self._put_asked(sign, row)
        for row in x.cast_off:
            if row.name == "sought":
                self.past.put(sign, row.place[:1], row)

    def _put_asked(self, sign: int, row: Valued) -> None:
        content = by_content(row)
        if AGREED in row.marks:
            self.agreed.put(sign, content, row)
        else:
            self.asked.put(sign, (row.place[0], content), row)

    def _put_happened(self, sign: int, x: RoundPrices, stood: RankKey) -> None:
        name = x.found.name
        self.happened.put(sign, (stood, name), x)
        price = x.price
        if price is None:
            return
        self._overtaken = None
        ranked = self.confirmed if x.confirmed else self.reported
        ranked.put(sign, (line(price), name), x)
        for code in {row.figure.currency for row in x.reported if not x.confirmed}:
            self.money.setdefault(code, SortedByKey()).put(sign, (stood, name), x)
        day = price.effective.last
        self._taken.put(sign, (min(x.told, day),), price)
        if price.figure.qualifier in SINGLE:
            low, _ = price.figure.bounds()
            same = self._singles.setdefault(price.figure.currency, SortedByKey())
            same.put(sign, (low,), price)
        else:
            same = self._others.setdefault(price.figure, SortedByKey())
            same.put(sign, (day,), price)

    def _put_outside(self, sign: int, row: Valued) -> None:
        if row.name == "sought":
            self._put_asked(sign, row)
        if row.name in {"secondary", "cap"}:
            same = self.outside.setdefault((row.kind, row.disputed), SortedByKey())
            same.put(sign, row.place[:1], row)
        if is_sale(row):
            self.sales.put(sign, (row.place[1],), row)
        if row.name in {"ipo", "deal_value"} or row.kind == "deal_value":
            self._endings.put(sign, row.place, row)

    @property
    def ending(self) -> Candidates:
        """What of it may end the line of the company."""
        return Candidates(
            outside=tuple(self._endings),
            deals=tuple(self.deals),
            ends=tuple(self._ends),
        )

    def aged(self, x: RoundPrices) -> RoundPrices:
        """Let a price that is only repeated, round by round, keep its age.

        Rounds follow each other in the order in which they first stood at committed.
        """
        price = x.price
        if price is None:
            return x
        figure, since = price.figure, price.since
        for before in self.happened.before((x.stood, x.found.name)):
            last = before.price
            if last is None:
                continue
            if not _same_price(last.figure, figure):
                break
            figure, since = last.figure, min(since, last.since)
        return x.aged(since) if since < price.since else x

    @property
    def overtaken(self) -> int:
        """The day up to which all that was asked before it is overtaken.

        That is when the last priced round at a price of its own was told and took
        effect.
        """
        if self._overtaken is None:
            own = (key[0] for key, price in self._taken.down() if self._own(price))
            self._overtaken = next(own, MIN_DAY)
        return self._overtaken

    def _own(self, price: Valued) -> bool:
        """Tell whether no round that took effect before has the very price."""
        figure, day = price.figure, price.effective.last
        if figure.qualifier not in SINGLE:
            (first,) = self._others[figure].least or (day,)
            return bool(first >= day)
        low, high = figure.bounds()
        assert low is not None
        assert high is not None
        # Who reaches up to `low` does not begin much lower.
        near = self._singles[figure.currency].between(
            (EXACT.multiply(low, LOWEST),), (high, 0)
        )
        return not any(
            x.effective.last < day and x.figure.overlaps(figure) for x in near
        )


def _same_price(one: Figure, other: Figure) -> bool:
    if one.qualifier in SINGLE and other.qualifier in SINGLE:
        return one.overlaps(other)
    return one == other


def is_sale(row: Valued) -> bool:
    """Tell whether a row is a sale outside a primary round that nobody denies."""
    return row.name == "secondary" and row.kind in TRANSACTIONS and not row.disputed
