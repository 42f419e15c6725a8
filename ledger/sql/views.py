"""What can be asked in SQL: eight tables at one basis, and the columns of each.

    valuations   a figure of a company
    rounds       a round, those merged away included
    claims       a claim, also a retracted one or a copy
    raised       an amount of money raised: of a round, under one basis
    investors    an investor's part in a round
    sources      a source that is registered
    documents    a document, or a piece of evidence of a claim
    events       an entry of the ledger

The first three hold what `sayso export` writes, under the same names. Everything is as
of the basis: what was published later is in none of them. Rows have both clocks: when
the event that decides them was published (an interval whose end is outside it) and when
it came on record here, with its number, `seq`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from ledger.claims.figures import Figure
from ledger.panels.panel import PanelKind
from ledger.panels.rows import (
    CLAIMS,
    ROUNDS,
    VALUATIONS,
    AskedOf,
    claim_rows,
    figure_rows,
    round_rows,
    worded_rows,
)
from ledger.projections.amount import Amount
from ledger.projections.basis import Basis
from ledger.projections.explain import explanation_at
from ledger.projections.investors import Invested, Investment, investments_at
from ledger.projections.raised import COLUMNS, RaisedLine, raised_at
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import valuation_at
from ledger.reading.citations import EvidenceReader
from ledger.reading.questions import Ledger
from ledger.rendering.cells import (
    ASKED,
    TRACED,
    Field,
    Trace,
    cells_by,
    fields_of,
    names_of,
    traced,
)
from ledger.rendering.columns import Cells, Column, Columns, join_columns, part
from ledger.sql.entries import DOCUMENTS, EVENTS, SOURCES, documents, events, sources


class Traced(Protocol):
    """What rests on an event."""

    @property
    def trace(self) -> Trace | None: ...


SEQ: Final[Column[Traced]] = Column(
    "seq", of=lambda x: None if x.trace is None else x.trace.deciding.seq, kind="whole"
)


def numbered(columns: Columns[Any]) -> Columns[Any]:
    """Give the columns of a panel for one basis, which is said once for all tables.

    The number of the event stands behind it.
    """
    asked = {one.name for one in ASKED}
    kept = [one for one in columns if one.name not in asked]
    return join_columns(*((x, SEQ) if x.name == "event" else (x,) for x in kept))


@dataclass(slots=True)
class RaisedTableRow(AskedOf):
    """One amount of a round."""

    line: RaisedLine
    of: str
    """Paid, committed, conditional or sought."""
    amount: Amount
    trace: Trace | None


def raised_rows(
    company: CompanyAt, lines: Sequence[RaisedLine], basis: Basis
) -> Iterator[RaisedTableRow]:
    """One row an amount, in the order of rounds."""
    rows = {row.seq: row for row in company.rows}
    for line in lines:
        for name, amount in line.amounts.items():
            trace = _trace(amount.events, rows, basis)
            yield RaisedTableRow(company, basis, line, name, amount, trace)


def _behind(row: RaisedTableRow) -> tuple[str, ...]:
    numbers = set(row.amount.events)
    return names_of(x for x in row.company.rows if x.seq in numbers)


RAISED: Final[Columns[RaisedTableRow]] = join_columns(
    (
        Column("company", of=lambda x: x.company.slug),
        Column("round", of=lambda x: x.line.round),
        Column("money", of=lambda x: x.line.money),
        Column("basis", of=lambda x: x.of),
        Column("amount", of=lambda x: x.amount.figure, kind="figure"),
        Column("standing", of=lambda x: x.line.standing),
        Column("stage", of=lambda x: x.line.stage or None),
        Column("disputed", of=lambda x: x.amount.disputed, kind="flag"),
        Column("in_sums", of=lambda x: x.of in x.line.in_sums, kind="flag"),
        Column("may_count_twice", of=lambda x: x.line.may_be, kind="texts"),
        Column("sources", of=lambda x: x.amount.sources, kind="texts"),
    ),
    numbered(part(TRACED, lambda x: x.trace)),
    (Column("events", of=_behind, kind="texts"),),
)


@dataclass(slots=True)
class InvestorRow(AskedOf):
    """One investor's part in one round."""

    investment: Investment
    trace: Trace | None


def investor_rows(
    company: CompanyAt, found: Invested, basis: Basis
) -> Iterator[InvestorRow]:
    """One row an investor and round, in the order of rounds."""
    rows = {row.seq: row for row in company.rows}
    for one in found.investments:
        yield InvestorRow(company, basis, one, _trace(one.events, rows, basis))


def _trace(
    events: Iterable[int], rows: Mapping[int, Row], basis: Basis
) -> Trace | None:
    """Trace a row to the newest of its events; None if none of them is known."""
    behind = [rows[seq] for seq in events if seq in rows]
    newest = max(behind, key=lambda row: row.key, default=None)
    return None if newest is None else traced(newest, behind, basis.cut)


def _amount_column(column: str) -> Column[InvestorRow]:
    def amount(row: InvestorRow) -> Figure | None:
        found = row.investment.amounts.get(column)
        return None if found is None else found.figure

    return Column(column, of=amount, kind="figure")


INVESTORS: Final[Columns[InvestorRow]] = join_columns(
    (
        Column("company", of=lambda x: x.company.slug),
        Column("round", of=lambda x: x.investment.round),
        Column("investor", of=lambda x: x.investment.who.name),
        Column("investor_key", of=lambda x: x.investment.who.key),
        Column("may_be", of=lambda x: x.investment.who.may_be, kind="texts"),
        Column("leads", of=lambda x: x.investment.leads, kind="flag"),
        Column("money", of=lambda x: x.investment.money),
    ),
    tuple(map(_amount_column, COLUMNS)),
    (
        Column("sole", of=lambda x: x.investment.sole, kind="flag"),
        Column("stake", of=lambda x: x.investment.stake, kind="exact"),
        Column("stage", of=lambda x: x.investment.stage or None),
        Column("standing", of=lambda x: x.investment.standing),
        Column("disputed", of=lambda x: x.investment.disputed, kind="flag"),
        Column("counts", of=lambda x: x.investment.counts, kind="flag"),
        Column("sources", of=lambda x: x.investment.sources, kind="texts"),
    ),
    numbered(part(TRACED, lambda x: x.trace)),
)


@dataclass(frozen=True, slots=True)
class SqlView:
    """One table: its columns, and its rows at a basis."""

    about: str
    fields: tuple[Field, ...]
    """Its columns, a figure as four."""
    rows: Callable[[Ledger, Basis], Iterator[Cells]]


def of_companies(
    about: str,
    columns: Columns[Any],
    ask: Callable[[CompanyAt, Basis], Any],
    things: Callable[[CompanyAt, Any, Basis], Iterator[Any]],
    worded: Callable[[Callable[[], EvidenceReader]], Callable[..., Iterator[Any]]]
    | None = None,
) -> SqlView:
    """Make a table of all companies; memory holds one of them at a time."""
    kind = PanelKind(columns, ask, things, worded)

    def rows(ledger: Ledger, basis: Basis) -> Iterator[Cells]:
        days = [(basis, ledger.folding.names.at(basis))]
        companies = ledger.folding.one_by_one(
            (), basis.known_at, evidence=worded is not None
        )
        made = kind.reading(partial(EvidenceReader, ledger.log)).made(
            companies, days, frozenset()
        )
        return (row for _, row in made)

    return SqlView(about, kind.fields, rows)


def of_entries(
    about: str,
    columns: Columns[Any],
    things: Callable[[Ledger, Basis], Iterator[Any]],
) -> SqlView:
    """Make a table of entries, in sequence."""
    cells = cells_by(columns)

    def rows(ledger: Ledger, basis: Basis) -> Iterator[Cells]:
        return map(cells, things(ledger, basis))

    return SqlView(about, fields_of(columns), rows)


VIEWS: Final[Mapping[str, SqlView]] = {
    "valuations": of_companies(
        "what companies were said to be worth; a row is a figure of a company",
        numbered(VALUATIONS),
        valuation_at,
        figure_rows,
    ),
    "rounds": of_companies(
        "rounds, including those merged into another, with their standing and money",
        numbered(ROUNDS),
        raised_at,
        round_rows,
    ),
    "claims": of_companies(
        "what each source says, including retracted claims and copies",
        numbered(CLAIMS),
        explanation_at,
        claim_rows,
        worded_rows,
    ),
    "raised": of_companies(
        "money raised; a row is an amount of a round: paid, committed, conditional"
        " or sought",
        RAISED,
        raised_at,
        raised_rows,
    ),
    "investors": of_companies(
        "who invested how much; a row is an investor's part in a round",
        INVESTORS,
        investments_at,
        investor_rows,
    ),
    "sources": of_entries(
        "sources, and for which companies they speak", SOURCES, sources
    ),
    "documents": of_entries(
        "documents, and where and how claims were read; a row is a document or a piece"
        " of evidence",
        DOCUMENTS,
        documents,
    ),
    "events": of_entries("the entries of the ledger", EVENTS, events),
}
"""The tables, by their names."""
