"""The panel of money raised: a row a company, kind of money and currency.

The amounts are the sums that `raised` prints for a company: paid, committed and
conditional, never added to each other. Equity, debt, and both where nobody says the
split (*mixed*) have rows of their own, and so has each currency. A company of which
something is known and that raised nothing has one row without amounts. Disputed money
is in no sum; each row of its company names the rounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.panels.rows import BEGIN, AskedOf, behind_of
from ledger.projections.basis import Basis
from ledger.projections.raised import SUMMED, RaisedLine
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.sums import RaisedTotal, totals
from ledger.rendering.cells import TRACED, Trace, names_of, traced
from ledger.rendering.columns import Column, Columns, join_columns, part

MONEY: Final = ("paid", "committed", "conditional")


@dataclass(slots=True)
class SumRow(AskedOf):
    """The sums of one kind of money in one currency, or their absence."""

    sums: RaisedTotal | None = None
    rounds: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    """Rounds of the company whose money is disputed, and in no sum."""
    trace: Trace | None = None
    events: tuple[str, ...] | None = None


def sum_rows(
    company: CompanyAt, lines: Sequence[RaisedLine], basis: Basis
) -> Iterator[SumRow]:
    """One row a sum, those of a currency together, equity first."""
    found = totals(lines)
    disputed = tuple(line.round for line in lines if _is_disputed(line))
    if not found:
        yield SumRow(company, basis, disputed=disputed)
    for sums in found:
        own = [line for line in lines if sums.holds(line)]
        told = _stating(company, own)
        rounds = [x.round for x in lines if x.money == sums.money]
        behind = [row for name in rounds for row in behind_of(company, name)]
        deciding = max(told, key=lambda row: row.key)
        trace = traced(deciding, [*told, *behind], basis.cut)
        names = tuple(line.round for line in own)
        yield SumRow(company, basis, sums, names, disputed, trace, names_of(told))


def _is_disputed(line: RaisedLine) -> bool:
    """Tell whether somebody denies what would enter the sums."""
    amounts = (line.amounts.get(column) for column in line.counted & SUMMED)
    return any(amount.disputed for amount in amounts if amount is not None)


def _stating(company: CompanyAt, lines: Sequence[RaisedLine]) -> list[Row]:
    """Give the events that state the amounts of some rounds."""
    numbers = {x for line in lines for y in line.in_sums.values() for x in y.events}
    told = [x.row for x in company.claims.values() if x.seq in numbers]
    return told or [company.rounds[line.round].news for line in lines]


def _amount(column: str) -> Column[RaisedTotal]:
    return Column(column, of=lambda x: x.amounts.get(column), kind="figure")


SUMS: Final[Columns[RaisedTotal]] = (
    Column("money", of=lambda x: x.money),
    Column("debt", of=lambda x: x.debt, kind="flag"),
    Column("currency", of=lambda x: x.currency),
    *map(_amount, MONEY),
    Column("undisclosed", of=lambda x: x.undisclosed, kind="whole"),
    Column("may_count_twice", of=lambda x: x.may_count_twice, kind="texts"),
)
RAISED: Final[Columns[SumRow]] = join_columns(
    BEGIN,
    part(SUMS, lambda x: x.sums),
    (
        Column("rounds", of=lambda x: x.rounds, kind="texts"),
        Column("disputed_rounds", of=lambda x: x.disputed, kind="texts"),
    ),
    part(TRACED, lambda x: x.trace),
    (Column("events", of=lambda x: x.events, kind="texts"),),
)
