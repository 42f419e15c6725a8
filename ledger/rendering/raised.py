"""Tables of money raised: a row a round, then the sums of each company."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.raised import COLUMNS, RaisedLine, totals
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.tables import Table


@dataclass(frozen=True, slots=True)
class Line:
    """What was raised in a round, or the sums of a company."""

    company: str
    debt: bool
    figures: Mapping[str, Figure]
    """By column."""
    round: str | None = None
    standing: str | None = None
    disputed: bool = False
    events: tuple[int, ...] = ()


def line_of(raised: RaisedLine) -> Line:
    """Give the row of a round."""
    amounts = raised.amounts
    return Line(
        raised.company,
        raised.debt,
        {column: amount.figure for column, amount in amounts.items()},
        raised.round,
        raised.standing,
        any(amount.disputed for amount in amounts.values()),
        tuple(sorted({x for amount in amounts.values() for x in amount.events})),
    )


def raised_table(answer: Answer[list[list[RaisedLine]]], *, brief: bool) -> Table:
    """One row a round, then the sums of each company."""
    lines = [line for one in answer.value for line in _lines(one)]
    disputed = brief and any(line.disputed for line in lines)
    notes = ["disputed amounts enter no sum"] * disputed
    table = answer_table(answer, RAISED, lines, notes=notes, brief=brief)
    return table.without_empty() if brief else table


def _lines(company: list[RaisedLine]) -> Iterator[Line]:
    yield from map(line_of, company)
    for total in totals(company):
        yield Line(total.company, total.debt, total.amounts)


def _mark(line: Line, _: Directory) -> str:
    return ", ".join(["debt"] * line.debt + ["disputed"] * line.disputed)


def _amount(column: str) -> Column[Line]:
    return Column(
        column, column, lambda x: x.figures.get(column), kind="figure", right=True
    )


DEBT: Final[Column[Line]] = Column("debt", of=lambda x: x.debt, kind="flag")
MONEY: Final[Columns[Line]] = tuple(map(_amount, COLUMNS))
DISPUTED: Final[Column[Line]] = Column("disputed", of=lambda x: x.disputed, kind="flag")

RAISED: Final[Columns[Line]] = (
    Column("row", of=lambda x: "round" if x.round else "total"),
    Column("company", of=lambda x: x.company),
    Column(
        "round",
        "round",
        lambda x: x.round,
        lambda x, _: x.round or f"{x.company}: total",
    ),
    Column("standing", "standing", lambda x: x.standing, flag=True),
    Column("mark", "", brief=_mark, wide=True),
    DEBT,
    DISPUTED,
    Column("events", of=lambda x: x.events),
    *MONEY,
)
