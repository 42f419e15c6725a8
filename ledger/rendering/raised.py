"""Tables of money raised: a row a round, then the sums of each company."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.raised import (
    COLUMNS,
    SUMS,
    UNSUMMED,
    Amount,
    RaisedLine,
)
from ledger.projections.sums import RaisedTotal, totals
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns, Thing
from ledger.rendering.money_in import raised_in
from ledger.rendering.tables import Table
from ledger.rendering.units import CONVERTED, notes_on

ALL: Final = ""
"""In place of a company, for sums over several."""
TWICE: Final = "may count twice"
AMOUNT_DISPUTED: Final = "amount disputed"
"""How people read the mark `disputed` of a round that itself is not."""
KINDS: Final = {"mixed": "equity and debt", "vendor_financing": "vendor financing"}
"""How a kind of money is written where its word is not plain."""


@dataclass(frozen=True, slots=True)
class RaisedRow:
    """What was raised in a round, or the sums of a company."""

    company: str
    money: str
    """What kind of money it is."""
    figures: Mapping[str, Figure]
    """By column."""
    round: str | None = None
    standing: str | None = None
    disputed: bool = False
    events: tuple[int, ...] = ()
    said: Mapping[str, Amount] = field(default_factory=dict)
    """By column: who states it, in which events."""
    undisclosed: int = 0
    """The rounds in it that have no number."""
    twice: tuple[str, ...] = ()
    """Rounds that may be one with others in the same sums."""
    converted: bool = False
    """Whether they are sums of amounts that were converted first."""

    @property
    def days(self) -> dict[str, int]:
        """Give the day on which each amount was last said, by column."""
        return {column: amount.said_on for column, amount in self.said.items()}

    @property
    def sources(self) -> tuple[str, ...]:
        """Who states the amounts."""
        every = (source for amount in self.said.values() for source in amount.sources)
        return tuple(dict.fromkeys(every))

    @property
    def kind(self) -> str:
        """What kind of money it is, for people."""
        return KINDS.get(self.money, self.money)

    @property
    def marks(self) -> tuple[str, ...]:
        """What people are to know of it."""
        kind = [] if self.money == "equity" else [self.kind]
        marks = kind + ["converted"] * self.converted
        marks += ["disputed"] * self.disputed + [TWICE] * bool(self.twice)
        if self.undisclosed and self.round is None:
            marks.append(f"and {self.undisclosed} undisclosed")
        return tuple(marks)


def line_of(raised: RaisedLine) -> RaisedRow:
    """Give the row of a round."""
    amounts = raised.amounts
    return RaisedRow(
        raised.company,
        raised.money,
        {column: amount.figure for column, amount in amounts.items()},
        raised.round,
        raised.standing,
        any(amount.disputed for amount in amounts.values()),
        tuple(sorted({x for amount in amounts.values() for x in amount.events})),
        amounts,
        int(any(amount.vague for amount in raised.in_sums.values())),
        raised.may_be,
    )


def _total(found: RaisedTotal) -> RaisedRow:
    return RaisedRow(
        found.company,
        found.money,
        found.amounts,
        undisclosed=found.undisclosed,
        twice=found.may_count_twice,
    )


def raised_table(
    answer: Answer[list[list[RaisedLine]]], *, brief: bool, unit: Unit | None = None
) -> Table:
    """One row a round, then the sums of each company, then of all; in a `unit`, too.

    BadInput where a rate is missing.
    """
    lines = list(_raised_rows(answer.value, unit))
    notes, columns = list(_explained(lines)), RAISED
    if not lines and not answer.empty:
        notes.append("no rounds with money are known by that date")
    if unit is not None:
        converted: Columns[RaisedRow] = raised_in(unit)
        columns = (*RAISED, *converted)
        notes += notes_on(unit, (), many=False)
        if any(line.converted for line in lines):
            notes.append(CONVERTED.format(code=unit.code))
    table = answer_table(answer, columns, lines, notes=notes, brief=brief)
    if unit is not None:
        unit.check()
    table = table.without_empty() if brief else table

    def again(places: Sequence[int]) -> Table:
        """Make the sums of some rounds."""
        names = {lines[place].round for place in places}
        some = [[x for x in one if x.round in names] for one in answer.value]
        sums = [line for line in _raised_rows(some, unit) if line.round is None]
        return Table.of(None, columns, sums, brief=brief)

    sums = (place for place, line in enumerate(lines) if line.round is None)
    return replace(table, sums=frozenset(sums), again=again)


def _raised_rows(
    companies: Sequence[list[RaisedLine]], unit: Unit | None
) -> Iterator[RaisedRow]:
    """Give rounds and sums of each company, then the sums of all."""
    for company in companies:
        yield from map(line_of, company)
        yield from _sums(company, unit)
    if sum(map(bool, companies)) > 1:
        yield from _of_all(companies, unit)


def _of_all(
    companies: Iterable[list[RaisedLine]], unit: Unit | None
) -> Iterator[RaisedRow]:
    """Give the sums over several companies, which are those of none."""
    every = [replace(line, company=ALL) for one in companies for line in one]
    return _sums(every, unit)


def _sums(company: list[RaisedLine], unit: Unit | None) -> Iterator[RaisedRow]:
    sums = totals(company)
    for total in sums:
        yield _total(total)
    if unit is not None and any(x.currency not in {None, unit.code} for x in sums):
        for total in totals(line.changed(unit) for line in company):
            yield replace(_total(total), converted=True)


def _explained(lines: Sequence[RaisedRow]) -> Iterator[str]:
    """Say of marks what they do to the sums."""
    if any(line.disputed for line in lines):
        yield "disputed amounts are in no sum"
    if any(line.twice for line in lines):
        yield "may count twice: see `sayso links`; the lower end counts them once"
    if any(line.money in UNSUMMED for line in lines):
        yield "grants and vendor financing are in no sum"


def _row_kind(line: RaisedRow) -> str:
    """Say whether it is a round, the sums of a company, or those of all listed."""
    return "round" if line.round else "total" if line.company else "all"


def _name(line: RaisedRow, _: Directory) -> str:
    """Name the round; for sums the company, and the kind of money if not equity."""
    if line.round is not None:
        return line.round
    kind = "" if line.money == "equity" else f" {line.kind}"
    return f"{line.company or 'all listed'}: total{kind}"


def _mark(line: RaisedRow, _: Directory) -> str:
    """Write the marks, but none that the name of sums or the standing says."""
    said = {line.standing} if line.round else {line.kind}
    marks = (x for x in line.marks if x not in said)
    return ", ".join(AMOUNT_DISPUTED if x == "disputed" else x for x in marks)


def _amount_column(column: str) -> Column[RaisedRow]:
    return Column(
        column, column, lambda x: x.figures.get(column), kind="figure", right=True
    )


DEBT: Final[Column[RaisedRow]] = Column(
    "debt", of=lambda x: x.money == "debt", kind="flag"
)
MONEY: Final[Columns[RaisedRow]] = tuple(map(_amount_column, COLUMNS))
DISPUTED: Final[Column[RaisedRow]] = Column(
    "disputed", of=lambda x: x.disputed, kind="flag"
)


def _amount_with_sources(stated: tuple[str, Amount]) -> str:
    column, amount = stated
    return f"{column}: {', '.join(amount.sources)}"


SAID: Final[Columns[tuple[str, Amount]]] = (
    Column("column", of=lambda x: x[0], words=COLUMNS),
    Column("disputed", of=lambda x: x[1].disputed, kind="flag"),
    Column("sources", of=lambda x: x[1].sources, kind="sources"),
    Column("events", of=lambda x: x[1].events, kind="events"),
)
RAISED: Final[Columns[RaisedRow]] = (
    Column("row", of=_row_kind, words=("round", "total", "all")),
    Column("company", of=lambda x: x.company or None),
    Column("round", "round", lambda x: x.round, _name, firm=True),
    Column("standing", "standing", lambda x: x.standing, words=STANDINGS, flag=True),
    Column("mark", "", brief=_mark, wide=True, below=""),
    DEBT,
    DISPUTED,
    Column(
        "said",
        of=lambda x: tuple(
            Thing(one, _amount_with_sources(one)) for one in x.said.items()
        ),
        kind="things",
        parts=SAID,
    ),
    Column("sources", of=lambda x: x.sources, kind="sources"),
    Column("events", of=lambda x: x.events, kind="events"),
    *MONEY,
    Column("money", of=lambda x: x.money, words=(*SUMS, *sorted(UNSUMMED))),
    Column("undisclosed", of=lambda x: x.undisclosed, kind="whole"),
    Column("may_count_twice", of=lambda x: x.twice, kind="texts"),
    Column("marks", of=lambda x: x.marks, kind="texts"),
)
