"""Tables of money raised: a row a round, then the sums of each company."""

from collections.abc import Iterable, Iterator

from ledger.projections.basis import Answer
from ledger.projections.raised import COLUMNS, Amount, RaisedLine, RaisedTotal, totals
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import without_empty
from ledger.rendering.tables import Cell, Column, Table


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
        )
    if brief:
        columns, rows = without_empty(columns, rows)
    notes = footnotes(answer)
    if brief and any(x.disputed for x in _amounts(answer.value)):
        notes = ("disputed amounts enter no sum", *notes)
    return Table(heading(answer.basis), columns, rows, facts(answer), notes)


def _amounts(companies: Iterable[Iterable[RaisedLine]]) -> Iterator[Amount]:
    for lines in companies:
        for line in lines:
            yield from line.amounts.values()


def _total_row(total: RaisedTotal, *, brief: bool) -> tuple[Cell, ...]:
    figures = tuple(total.amounts.get(column) for column in COLUMNS)
    if brief:
        return (f"{total.company}: total", "", "debt" * total.debt, *figures)
    return ("total", total.company, None, None, total.debt, False, (), *figures)


def _raised_row(line: RaisedLine, *, brief: bool) -> tuple[Cell, ...]:
    found = [line.amounts.get(column) for column in COLUMNS]
    figures = tuple(None if x is None else x.figure for x in found)
    disputed = any(x.disputed for x in line.amounts.values())
    if brief:
        marks = ["debt"] * line.debt + ["disputed"] * disputed
        standing = line.standing.replace("_", " ")
        return (line.round, standing, ", ".join(marks), *figures)
    events = sorted({x for amount in line.amounts.values() for x in amount.events})
    return (
        "round",
        line.company,
        line.round,
        line.standing,
        line.debt,
        disputed,
        tuple(events),
        *figures,
    )
