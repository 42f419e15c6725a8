"""The table of money raised by period, with what was known at the end of each."""

from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.tags import KEYS
from ledger.projections.basis import Answer
from ledger.projections.investors import SOURCE
from ledger.projections.raised import SUMS
from ledger.projections.totals import PeriodTotal, Total
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.raised import KINDS, TWICE
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table
from ledger.rendering.tags import NONE
from ledger.rendering.units import sum_notes

MONEY: Final = ("paid", "committed", "conditional")


def totals_table(
    answer: Answer[list[Total]],
    by: str | None,
    *,
    names: Directory | None = None,
    unit: Unit | None = None,
    brief: bool,
) -> Table:
    """One row a period, group, kind of money and currency; the first by `by`.

    In a `unit` there are sums of all currencies, too. BadInput where a rate is missing.
    """
    found = answer.value
    notes = _explained(found, by)
    if not found and not answer.empty:
        notes.append("no money raised is known by that date")
    notes += sum_notes(unit, converted=any(one.converted for one in found))
    table = answer_table(
        answer, _columns(by, names), found, notes=notes, names=names, brief=brief
    )
    return table.without_empty() if brief else table


def every_column(answer: Answer[list[Total]]) -> Table:
    """Give the table with the columns of every grouping, for their schema."""
    groups = (_group("investor"), _investor_column(None), *map(_group, ("type", *KEYS)))
    columns = (*_columns(None), *groups)
    return answer_table(answer, columns, answer.value, brief=False)


def _explained(found: list[Total], by: str | None) -> list[str]:
    notes = []
    if found:
        notes.append("at its end: committed, as known when the period ended")
    if any(one.now.twice for one in found):
        notes.append(f"{TWICE}: see `sayso links`; the lower end counts them once")
    if any(one.now.spread for one in found):
        notes.append(
            "spread: dated to a time longer than the period; counted on its last day"
        )
    if by in KEYS and any(one.group is None for one in found):
        notes.append(f"{NONE[by]}: `sayso company tag NAME {by}=...` says it")
    if by == "investor":
        notes.append("money whose investor is not stated is in no row")
    return notes


def _marks(one: Total) -> tuple[str, ...]:
    """Say what a reader must know of a sum."""
    kind = KINDS.get(one.money, one.money) if one.money != "equity" else ""
    marks = ["converted"] * one.converted + [kind] * bool(kind)
    if one.now.undisclosed:
        marks.append(f"and {one.now.undisclosed} undisclosed")
    marks += [TWICE] * bool(one.now.twice)
    marks += [f"{one.now.spread} spread"] * bool(one.now.spread)
    return tuple(marks)


def _sum(column: str) -> Column[Total]:
    return Column(
        column, column, lambda x: x.now.amounts.get(column), kind="figure", right=True
    )


def _vintage(column: str) -> Column[Total]:
    def figure(one: Total) -> Figure | None:
        return None if one.then is None else one.then.amounts.get(column)

    title = "at its end" if column == "committed" else None
    return Column(f"{column}_then", title, figure, kind="figure", right=True)


def growth_since(one: Total) -> Decimal | None:
    """Give how much more is known to be committed than was at its end.

    Of the lower ends; None for a period that is not over. Less than 0 where a sum
    shrank.
    """
    if one.then is None:
        return None
    return _least(one.now) - _least(one.then)


def _least(found: PeriodTotal) -> Decimal:
    figure = found.amounts.get("committed")
    return Decimal(0) if figure is None else figure.bounds()[0] or Decimal(0)


def _name(one: Total, names: Directory) -> str:
    """Name an investor as people know it; as it is written, if it is not registered."""
    key = one.group or ""
    slug = key.removeprefix(SOURCE)
    known = names.companies.get(key) if slug == key else names.sources.get(slug)
    return known.name if known is not None else one.name or key


def _columns(by: str | None, names: Directory | None = None) -> Columns[Total]:
    period = Column[Total]("period", "period", lambda x: x.period, firm=True)
    currency = Column[Total]("currency", "currency", lambda x: x.currency, firm=True)
    if by == "currency":
        return (currency, period, *_REST)
    if by is None:
        return (period, currency, *_REST)
    named = (_investor_column(names),) if by == "investor" else ()
    return (_group(by), *named, period, currency, *_REST)


def _investor_column(names: Directory | None) -> Column[Total]:
    """Give the name of an investor for programs, as people read it."""
    return Column(
        "name",
        of=lambda x: None if names is None else _name(x, names),
        optional=True,
    )


def _group(by: str) -> Column[Total]:
    def told(one: Total, names: Directory) -> str:
        group = one.group or ""
        if by in KEYS:
            return group or NONE[by]
        return spaced(group) if by == "type" else _name(one, names)

    return Column(by, by, lambda x: x.group, told, wide=True, optional=True)


_REST: Final[Columns[Total]] = (
    Column("money", of=lambda x: x.money, words=SUMS),
    Column(
        "rounds_counted", "rounds", lambda x: x.now.rounds, kind="whole", right=True
    ),
    *map(_sum, MONEY),
    *map(_vintage, MONEY),
    Column("grown", of=growth_since, kind="exact"),
    Column("marks", "note", _marks, kind="texts", wide=True, below=""),
    Column("undisclosed", of=lambda x: x.now.undisclosed, kind="whole"),
    Column(
        "undisclosed_then",
        of=lambda x: None if x.then is None else x.then.undisclosed,
        kind="whole",
    ),
    Column("may_count_twice_rounds", of=lambda x: x.now.twice, kind="whole"),
    Column("spread", of=lambda x: x.now.spread, kind="whole"),
)
