"""Tables of money raised: a row a round, then the sums of each company."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ledger.projections.basis import Answer
from ledger.projections.raised import (
    COLUMNS,
    UNSUMMED,
    Amount,
    RaisedLine,
    RaisedTotal,
    totals,
)
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import without_empty
from ledger.rendering.tables import Cell, Column, Table

TWICE: Final = "may count twice"
MONEY: Final = {"mixed": "equity and debt", "vendor_financing": "vendor financing"}
"""How a kind of money is written where its word is not plain."""


def raised_table(answer: Answer[list[list[RaisedLine]]], *, brief: bool) -> Table:
    """One row a round, then the sums of each company."""
    rows: list[tuple[Cell, ...]] = []
    for lines in answer.value:
        rows += [_raised_row(line, brief=brief) for line in lines]
        rows += [_total_row(total, brief=brief) for total in totals(lines)]
    money = tuple(Column(x, x, right=True, figure=not brief) for x in COLUMNS)
    if brief:
        columns = (
            Column("round", "round"),
            Column("standing", "standing", flag=True),
            Column("mark", "", wide=True),
            *money,
        )
    else:
        columns = (
            Column("row", "row"),
            Column("company", "company"),
            Column("round", "round"),
            Column("standing", "standing"),
            Column("debt", "debt"),
            Column("disputed", "disputed"),
            Column("events", "events"),
            *money,
            Column("money", "kind of money"),
            Column("undisclosed", "rounds without a number"),
            Column("may_count_twice", "rounds that may be one"),
            Column("marks", "marks"),
        )
    if brief:
        columns, rows = without_empty(columns, rows)
    notes = footnotes(answer)
    if brief:
        notes = (*_explained(answer.value), *notes)
    return Table(heading(answer.basis), columns, rows, facts(answer), notes)


def _amounts(companies: Iterable[Iterable[RaisedLine]]) -> Iterator[Amount]:
    for lines in companies:
        for line in lines:
            yield from line.amounts.values()


def _explained(companies: Sequence[Sequence[RaisedLine]]) -> Iterator[str]:
    """Say of marks what they do to the sums."""
    if any(amount.disputed for amount in _amounts(companies)):
        yield "disputed amounts enter no sum"
    lines = [line for lines in companies for line in lines]
    if any(line.may_be for line in lines):
        yield "may count twice: see `sayso links`; the lower end counts them once"
    if any(line.money in UNSUMMED for line in lines):
        yield "grants and vendor financing enter no sum"


def _total_row(total: RaisedTotal, *, brief: bool) -> tuple[Cell, ...]:
    figures = tuple(total.amounts.get(column) for column in COLUMNS)
    marks = [_kind(total.money)] if total.money != "equity" else []
    if total.may_count_twice:
        marks.append(TWICE)
    if total.undisclosed:
        marks.append(f"and {total.undisclosed} undisclosed")
    if brief:
        return (f"{total.company}: total", "", ", ".join(marks), *figures)
    return (
        *("total", total.company, None, None, total.debt, False, (), *figures),
        total.money,
        total.undisclosed,
        total.may_count_twice,
        tuple(marks),
    )


def _kind(money: str) -> str:
    return MONEY.get(money, money)


def _raised_row(line: RaisedLine, *, brief: bool) -> tuple[Cell, ...]:
    found = [line.amounts.get(column) for column in COLUMNS]
    figures = tuple(None if x is None else x.figure for x in found)
    disputed = any(x.disputed for x in line.amounts.values())
    marks = [_kind(line.money)] if line.money != "equity" else []
    marks += ["disputed"] * disputed + [TWICE] * bool(line.may_be)
    if brief:
        standing = line.standing.replace("_", " ")
        return (line.round, standing, ", ".join(marks), *figures)
    events = sorted({x for amount in line.amounts.values() for x in amount.events})
    vague = any(amount.vague for amount in line.in_sums.values())
    return (
        "round",
        line.company,
        line.round,
        line.standing,
        line.debt,
        disputed,
        tuple(events),
        *figures,
        line.money,
        int(vague),
        line.may_be,
        tuple(marks),
    )
