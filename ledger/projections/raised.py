"""Money raised, per round and company: which rounds have a line, and what counts.

Each round has one amount a column: paid, committed, conditional, sought (`columns.py`
has the rule, `amount.py` says who is believed). Equity, debt, and both where nobody
says the split (*mixed*) are kept apart, in lines and sums. Grants and vendor financing
have lines, and enter no sum. Secondary sales and purchases never enter. Disputed
amounts, and rounds that are retracted, superseded, withdrawn or failed, enter no sum;
of an expired round only what was paid does. What is only sought was not raised.

Sums are intervals and keep both ends; each currency has its own. What has no number is
counted beside them. Two rounds in one sum that `links` proposes as one, and nobody has
judged, *may count twice*: the sum is a range, from what it is if each group of rounds
that may be one is counted once (`twice.py`) to what it is if all are two.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ledger.claims.amounts import Figure, between, total
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import PURCHASE_TYPES, SECONDARY_TYPES
from ledger.projections.amount import Amount, changed
from ledger.projections.basis import Basis
from ledger.projections.columns import amounts_of, asked_on
from ledger.projections.comparing import WINDOW, money_of
from ledger.projections.links import Pair, kept_apart, may_be_one
from ledger.projections.standing import GONE, CompanyAt, Round
from ledger.projections.stated import COLUMNS
from ledger.projections.twice import least_sum
from ledger.projections.valuations import offers_at

__all__ = [
    "COLUMNS",
    "SUMMED",
    "UNSUMMED",
    "Amount",
    "RaisedLine",
    "RaisedTotal",
    "raised_at",
    "totals",
]

SUMMED: Final = frozenset({"paid", "committed", "conditional"})
"""What is only sought was not raised, and is in no sum."""
SUMS: Final = ("equity", "debt", "mixed")
"""The kinds of money that are summed, each for itself."""
UNSUMMED: Final = frozenset({"grant", "vendor_financing"})
"""Kinds of money that enter no sum."""


Key = tuple[str, str, str]
"""Company, kind of money, currency; without one, for what no currency is known of."""


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """What one round raised; each column may be empty."""

    company: str
    round: str
    standing: str
    stage: str
    money: str
    """What kind: equity, debt, mixed, grant or vendor_financing."""
    counted: frozenset[str]
    """The columns whose amounts, unless disputed, enter the sums."""
    amounts: dict[str, Amount]
    may_be: tuple[str, ...] = ()
    """Rounds in the same sums that `links` proposes as one with it."""
    in_sums: dict[str, Amount] = field(init=False, compare=False, repr=False)
    """The amounts that enter the sums, by column."""

    def __post_init__(self) -> None:
        summed_up = {
            column: amount
            for column, amount in self.amounts.items()
            if column in self.counted and column in SUMMED and not amount.disputed
        }
        object.__setattr__(self, "in_sums", summed_up)

    def changed(self, unit: Unit) -> "RaisedLine":
        """Give the line in one currency, each amount at the rate of its own day."""
        return replace(self, amounts=changed(self.amounts, unit))

    @property
    def debt(self) -> bool:
        return self.money == "debt"


@dataclass(frozen=True, slots=True)
class RaisedTotal:
    """The sums of a company, one for each currency and kind of money."""

    company: str
    currency: str | None
    """None where nothing but amounts without a currency is known."""
    money: str
    amounts: dict[str, Figure]
    undisclosed: int
    """Rounds that would enter but have no number; they stand beside the sums."""
    may_count_twice: tuple[str, ...]
    """The rounds that make the sums a range."""

    @property
    def debt(self) -> bool:
        return self.money == "debt"

    def holds(self, line: RaisedLine) -> bool:
        """Tell whether a round stands in the sums, with an amount or beside them."""
        if not line.in_sums or line.money != self.money:
            return False
        codes = {x.figure.currency for x in line.in_sums.values() if not x.vague}
        return self.currency in codes if codes else bool(self.undisclosed)


def raised_at(company: CompanyAt, basis: Basis) -> list[RaisedLine]:
    """Give a line for every round of a company that says anything of money."""
    told = [
        one for part in company.apart for one in part.once("raised", basis, _lines_of)
    ]
    told.sort(key=lambda one: one.line.round)
    lines = [one.line for one in told]
    if any(one.asked is not None for one in told):
        day = offers_at(company, basis).overtaken
        found = (one.line if one.holds(day) else one.rest for one in told)
        lines = [line for line in found if line.amounts]
    doubts: _Doubts = company.shared.setdefault(("raised", "doubts"), _Doubts())
    return doubts.marked(lines, company)


class _Told(NamedTuple):
    """A line as its round alone tells it."""

    line: RaisedLine
    rest: RaisedLine
    """The same without money that is only sought."""
    asked: int | None
    """The last day on which money was asked that a later price overtakes."""

    def holds(self, day: int) -> bool:
        """Tell whether all of it holds if a price overtakes what was asked before."""
        return self.asked is None or self.asked >= day


def _unsought(line: RaisedLine) -> RaisedLine:
    amounts = {column: x for column, x in line.amounts.items() if column != "sought"}
    return replace(line, amounts=amounts)


def _lines_of(company: CompanyAt, basis: Basis) -> list[_Told]:
    lines = []
    for found in company.rounds.values():
        if not found.live or found.types & (SECONDARY_TYPES | PURCHASE_TYPES):
            continue
        amounts = amounts_of(found, company, basis)
        if amounts:
            money = money_of(found) or "equity"
            line = RaisedLine(
                company=company.slug,
                round=found.name,
                standing=found.standing,
                stage=found.stage,
                money=money,
                counted=_counted(found, amounts, money),
                amounts=amounts,
            )
            sought = amounts.get("sought")
            asked = None if sought is None else asked_on(found, sought)
            lines.append(
                _Told(line, line if sought is None else _unsought(line), asked)
            )
    return lines


def _counted(found: Round, amounts: Mapping[str, Amount], money: str) -> frozenset[str]:
    """Name the columns that enter the sums: of an expired round, what was paid."""
    if money in UNSUMMED:
        return frozenset()
    if found.standing == "expired":
        paid, committed = amounts.get("paid"), amounts.get("committed")
        return frozenset({"paid", "committed"} if paid == committed else {"paid"})
    return frozenset() if found.standing in GONE else frozenset(COLUMNS)


class _Doubts:
    """Which lines of a company stand in one sum and may be one round.

    A story asks at each of its events: lines that are the same objects as before are
    not held against each other again.
    """

    def __init__(self) -> None:
        self._lines: dict[str, RaisedLine] = {}
        self._apart: Mapping[Pair, int] = {}
        self._may_be: dict[str, set[str]] = {}
        self._marked: dict[str, RaisedLine] = {}

    def marked(
        self, lines: Sequence[RaisedLine], company: CompanyAt
    ) -> list[RaisedLine]:
        """Mark the lines that may be one round with others."""
        now = {line.round: line for line in lines if line.in_sums}
        apart = kept_apart(company) if len(now) > 1 else {}
        if apart != self._apart:
            self._apart, self._lines, self._may_be = dict(apart), {}, {}
        before, self._lines = self._lines, now
        fresh = {name for name, line in now.items() if before.get(name) is not line}
        for name in fresh | (before.keys() - now.keys()):
            for other in self._may_be.pop(name, ()):
                self._may_be.get(other, set()).discard(name)
        if fresh:
            self._doubt(fresh, company)
        return [self._mark(line) for line in lines]

    def _doubt(self, fresh: Container[str], company: CompanyAt) -> None:
        """Hold lines against those of rounds that are near enough to be one."""
        for one, other in _near(self._lines.values(), company):
            if one.round not in fresh and other.round not in fresh:
                continue
            pair = min(one.round, other.round), max(one.round, other.round)
            if pair in self._apart or not _meet(one, other):
                continue
            if may_be_one(*(company.rounds[name] for name in pair)):
                self._may_be.setdefault(one.round, set()).add(other.round)
                self._may_be.setdefault(other.round, set()).add(one.round)

    def _mark(self, line: RaisedLine) -> RaisedLine:
        may_be = tuple(sorted(self._may_be.get(line.round, ()))) if line.in_sums else ()
        if not may_be:
            return line
        known = self._marked.get(line.round)
        if known is None or known.may_be != may_be or not _is_of(known, line):
            known = self._marked[line.round] = replace(line, may_be=may_be)
        return known


def _is_of(marked: RaisedLine, line: RaisedLine) -> bool:
    """Tell whether a line was marked that is this one."""
    return marked.amounts is line.amounts and marked.counted is line.counted


def _near(
    lines: Iterable[RaisedLine], company: CompanyAt
) -> Iterator[tuple[RaisedLine, RaisedLine]]:
    """Give every two lines of which the rounds are near enough to be one."""
    timed = [(company.rounds[line.round].days, line) for line in lines]
    timed.sort(key=lambda pair: (pair[0], pair[1].round))
    for place, ((_, last), one) in enumerate(timed):
        for (first, _), other in timed[place + 1 :]:
            if first - last > WINDOW:
                break
            yield one, other


def _meet(one: RaisedLine, other: RaisedLine) -> bool:
    """Tell whether two lines stand in one sum."""
    if one.money != other.money:
        return False
    return any(
        column in other.in_sums
        and not amount.vague
        and amount.figure.currency == other.in_sums[column].figure.currency
        for column, amount in one.in_sums.items()
    )


def totals(lines: Iterable[RaisedLine]) -> list[RaisedTotal]:
    """Sum up undisputed amounts of rounds that count; kinds of money apart."""
    lines = list(lines)
    found: dict[Key, list[RaisedLine]] = {}
    for line in lines:
        for amount in line.in_sums.values():
            if not amount.vague:
                key = line.company, line.money, amount.figure.currency or ""
                found.setdefault(key, [])
                if found[key][-1:] != [line]:
                    found[key].append(line)
    vague = _vague(lines, found)
    return [
        _total(key, found.get(key, []), vague.get(key, 0))
        for key in sorted({**found, **vague}, key=_order)
    ]


def _order(key: Key) -> tuple[str, str, int]:
    """Order sums by company, by currency, equity first."""
    company, money, currency = key
    return company, currency, SUMS.index(money)


def _vague(lines: Iterable[RaisedLine], found: Mapping[Key, object]) -> dict[Key, int]:
    """Count the rounds without a number, beside the one sum where they belong."""
    counted: dict[Key, int] = {}
    for line in lines:
        vague = [amount for amount in line.in_sums.values() if amount.vague]
        if not vague:
            continue
        code = next((x.figure.currency for x in vague if x.figure.currency), None)
        sums = [key for key in found if key[:2] == (line.company, line.money)]
        if code is None and len(sums) == 1:
            code = sums[0][2]
        key = line.company, line.money, code or ""
        counted[key] = counted.get(key, 0) + 1
    return counted


def _total(key: Key, lines: Sequence[RaisedLine], undisclosed: int) -> RaisedTotal:
    company, money, currency = key
    amounts: dict[str, Figure] = {}
    twice: set[str] = set()
    for column in COLUMNS:
        figures = {
            line.round: line.in_sums[column].figure
            for line in lines
            if column in line.in_sums
            and line.in_sums[column].figure.has_amount
            and line.in_sums[column].figure.currency == currency
        }
        if not figures:
            continue
        links = {
            line.round: figures.keys() & line.may_be if line.may_be else set[str]()
            for line in lines
            if line.round in figures
        }
        doubted = {name for name, others in links.items() if others}
        figure = total(figures.values())
        if doubted:
            high = figure.bounds()[1]
            figure = between(currency, least_sum(figures, links), high)
        amounts[column] = figure
        twice |= doubted
    return RaisedTotal(
        company, currency or None, money, amounts, undisclosed, tuple(sorted(twice))
    )
