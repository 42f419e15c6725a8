"""Money raised by period: what each quarter came to, and what was known at its end.

A round's money belongs to the period in which it first stood at committed or later, by
the claims that count for its stage: the day on which it took effect where one is told,
else that on which it was said. A stretch of days ("2023") counts by its last one; the
rounds whose stretch is longer than a period are counted as *spread*.

What enters is what enters the sums of `raised`: undisputed amounts of rounds that
count, in the columns paid, committed and conditional. Columns are never added to each
other, nor equity to debt, nor one currency to another. Sums are intervals. Rounds
without a number are counted next to them, as *undisclosed*; the lower end counts rounds
that may be one once. By investor these are the own amounts of each (`investors.py`),
and what nobody states is undisclosed; by type, the types of the rounds; by sector or
country, the tags of the companies, which are no part of what a company tells.

In a currency that is asked for, a period with other currencies has one sum more: that
of all of them, each amount converted at the rate of its own day. The sums as stated
stay.

Each sum has its *vintage* next to it: the same sum as it was known when the period had
ended. What it grew by since was reported later. A period that is not over has none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from ledger.claims.amounts import Figure, total
from ledger.claims.dates import Days
from ledger.claims.rates import Unit
from ledger.claims.tags import KEYS
from ledger.projections.amount import Amount
from ledger.projections.basis import Basis
from ledger.projections.comparing import types_of
from ledger.projections.investors import investments_at
from ledger.projections.pricedates import effect
from ledger.projections.raised import (
    COLUMNS,
    SUMMED,
    SUMS,
    RaisedLine,
    raised_at,
)
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.sums import RaisedTotal, totals
from ledger.projections.vintages import DECEMBER, MONTHS

By = Literal["investor", "type", "currency", "sector", "country"]
BY: Final[tuple[By, ...]] = get_args(By)
EVERY: Final = ("quarter", "month", "year")
UNKNOWN: Final = "unknown"

TotalKey = tuple[int, str, str, str, bool]
"""The last day of a period, what it is grouped by, the kind of money, the currency, and
whether amounts of other currencies were converted into it."""


class CompanyTotal(NamedTuple):
    """The sums of one company in one period and group."""

    key: TotalKey
    amounts: Mapping[str, Figure]
    rounds: tuple[str, ...]
    undisclosed: int
    spread: int
    twice: tuple[str, ...]
    name: str = ""
    """Of the investor by whom it is grouped, as it was written."""


def in_group(parts: Iterable[CompanyTotal], group: str) -> list[CompanyTotal]:
    """Put the sums of a company into the group of its tag."""
    return [part._replace(key=(part.key[0], group, *part.key[2:])) for part in parts]


@dataclass(slots=True)
class PeriodTotal:
    """What the companies raised in one period and group, by column."""

    figures: dict[str, list[Figure]] = field(default_factory=dict)
    rounds: int = 0
    undisclosed: int = 0
    spread: int = 0
    twice: int = 0
    """The rounds that may be one with others in the same sum."""
    name: str = ""
    """Of the investor by whom it is grouped, as it was written first."""

    def add(self, part: CompanyTotal) -> None:
        """Add what one company raised."""
        for column, figure in part.amounts.items():
            self.figures.setdefault(column, []).append(figure)
        self.name = self.name or part.name
        self.rounds += len(part.rounds)
        self.undisclosed += part.undisclosed
        self.spread += part.spread
        self.twice += len(part.twice)

    @property
    def amounts(self) -> dict[str, Figure]:
        """The sums by column, each an interval."""
        return {column: total(some) for column, some in self.figures.items()}


@dataclass(frozen=True, slots=True)
class Total:
    """One period of one group: what is known of it, and what was at its end."""

    period: str
    last: int
    """The last day of it, as an ordinal."""
    group: str | None
    """An investor, a type of rounds or a tag of companies.

    None where all are summed, and for companies that have no tag.
    """
    money: str
    currency: str | None
    now: PeriodTotal
    then: PeriodTotal | None
    """None for a period that is not over."""
    converted: bool = False
    """Whether it sums all currencies, each amount converted at the rate of its day."""
    name: str | None = None
    """Of an investor, as it was written."""


def parts_at(
    company: CompanyAt,
    basis: Basis,
    every: str,
    by: By | None = None,
    unit: Unit | None = None,
) -> list[CompanyTotal]:
    """Give what a company raised, by period and group; in a `unit`, too."""
    days = {name: _day_of(found) for name, found in company.rounds.items()}
    grouped: dict[tuple[int, str], list[RaisedLine]] = {}
    names: dict[str, str] = {}
    for group, name, line in _lines(company, basis, by):
        names.setdefault(group, name)
        last = period_end(days[line.round].last, every)
        grouped.setdefault((last, group), []).append(line)
    spread = frozenset(x for x, when in days.items() if _is_spread(when, every))
    found = []
    for (last, group), lines in grouped.items():
        found += [
            _company_total(last, group, x, lines, spread, names[group])
            for x in totals(lines)
        ]
        if unit is not None:
            own = [line.changed(unit) for line in lines]
            sums = (
                _company_total(last, group, x, own, spread, names[group])
                for x in totals(own)
            )
            found += [part._replace(key=(*part.key[:4], True)) for part in sums]
    return found


def _company_total(
    last: int,
    group: str,
    sums: RaisedTotal,
    lines: Sequence[RaisedLine],
    spread: frozenset[str],
    name: str,
) -> CompanyTotal:
    own = [x.round for x in lines if _is_in(x, sums.money, sums.currency)]
    return CompanyTotal(
        key=(last, group, sums.money, sums.currency or "", False),
        amounts=sums.amounts,
        rounds=tuple(own),
        undisclosed=sums.undisclosed,
        spread=len(spread.intersection(own)),
        twice=sums.may_count_twice,
        name=name,
    )


def _is_in(line: RaisedLine, money: str, currency: str | None) -> bool:
    """Tell whether a round stands in a sum, with an amount or next to it."""
    codes = {x.figure.currency for x in line.in_sums.values() if not x.vague}
    return line.money == money and (currency in codes or not codes)


def _lines(
    company: CompanyAt, basis: Basis, by: By | None
) -> Iterator[tuple[str, str, RaisedLine]]:
    """Give what enters the sums, each with its group and the name of that."""
    lines = [x for x in raised_at(company, basis) if x.in_sums and x.money in SUMS]
    if by != "investor":
        for line in lines:
            types = sorted(types_of(company.rounds[line.round])) if by == "type" else []
            yield (" ".join(types) or UNKNOWN if by == "type" else ""), "", line
        return
    counting = {line.round: line for line in lines}
    for one in investments_at(company, basis).investments:
        whole = counting.get(one.round)
        if whole is not None and one.counts and not one.disputed:
            yield one.who.key, one.who.name, _investor_line(whole, one.amounts)


def _investor_line(whole: RaisedLine, amounts: Mapping[str, Amount]) -> RaisedLine:
    """Give the line of one investor in a round; undisclosed, if it tells no amount."""
    own = {
        column: amount
        for column, amount in amounts.items()
        if column in SUMMED and not amount.disputed
    }
    if not own:
        silent = Figure(None, None, None, "undisclosed")
        own = {"committed": Amount(silent, disputed=False, sources=(), events=())}
    return RaisedLine(
        company=whole.company,
        round=whole.round,
        standing=whole.standing,
        stage=whole.stage,
        money=whole.money,
        counted=frozenset(COLUMNS),
        amounts=own,
    )


def _day_of(found: Round) -> Days:
    """Give the days on which a round first stood at committed or later."""
    counting = found.counting
    days = [day for claim in counting if (day := effect(claim)) is not None]
    days = days or [claim.effective for claim in counting] or [found.news.when.day]
    return min(days, key=lambda day: (day.last, -day.first))


def period_end(day: int, every: str) -> int:
    """Give the last day of the period that holds a day."""
    start = date.fromordinal(day)
    months = MONTHS[every]
    month = (start.month - 1) // months * months + months
    following = date(start.year + month // DECEMBER, month % DECEMBER + 1, 1)
    return following.toordinal() - 1


def _is_spread(days: Days, every: str) -> bool:
    return period_end(days.first, every) != period_end(days.last, every)


def period_name(last: int, every: str) -> str:
    """Write a period by its last day: 2024-Q1, 2024-03, 2024."""
    day = date.fromordinal(last)
    if every == "year":
        return f"{day.year:04}"
    if every == "month":
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def period_totals(
    now: Iterable[CompanyTotal],
    then: Mapping[TotalKey, PeriodTotal],
    every: str,
    over: int,
) -> list[Total]:
    """Put the sums of all companies together, and what was known at each end.

    `over` is the last day that is over: a period that ends later has no vintage. A
    converted sum stands only next to sums of other currencies.
    """
    sums: dict[TotalKey, PeriodTotal] = {}
    for part in now:
        sums.setdefault(part.key, PeriodTotal()).add(part)
    keys = {**sums, **then}
    stated = (key for key in keys if key[3] and not key[4])
    foreign = {key[:3] for key in stated if (*key[:4], True) not in keys}
    return [
        Total(
            period=period_name(key[0], every),
            last=key[0],
            group=key[1] or None,
            money=key[2],
            currency=key[3] or None,
            now=sums.get(key, PeriodTotal()),
            then=then.get(key, PeriodTotal()) if key[0] <= over else None,
            converted=key[4],
            name=(sums.get(key) or then[key]).name or None,
        )
        for key in keys
        if not key[4] or key[:3] in foreign
    ]


def ordered(found: Iterable[Total], by: By | None) -> list[Total]:
    """Order totals by what they are grouped by, then by period, equity first.

    Companies without the tag come last.
    """

    def place(one: Total) -> tuple[bool, str, int, str, bool, str, int]:
        code, group = one.currency or "", one.group or ""
        first = code if by == "currency" else group
        untagged = by in KEYS and not group
        money = SUMS.index(one.money)
        return untagged, first, one.last, group, one.converted, code, money

    return sorted(found, key=place)
