"""Money raised by sector or country: a row a group, a kind of money and a currency.

The sums are those of `raised`, over the companies of a group: equity and debt, and one
currency and another, are never added together. Companies without the tag have rows of
their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.tags import KEYS
from ledger.projections.basis import Answer
from ledger.projections.raised import SUMS, RaisedLine
from ledger.projections.sums import RaisedTotal, totals
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.raised import TWICE
from ledger.rendering.tables import Table
from ledger.rendering.tags import NONE
from ledger.rendering.units import CONVERTED, notes_on

MONEY: Final = ("paid", "committed", "conditional")


class TagTotal(NamedTuple):
    """What the companies of one tag raised, of one kind of money, in one currency."""

    tag: str
    """Empty for companies that have none."""
    sums: RaisedTotal
    companies: tuple[str, ...]
    rounds: tuple[str, ...]


def groups_of(
    companies: Sequence[Sequence[RaisedLine]], tags: Mapping[str, str]
) -> Iterator[TagTotal]:
    """Sum up what companies raised, by their tags; those without one come last."""
    grouped: dict[str, list[RaisedLine]] = {}
    owners: dict[str, str] = {}
    for line in (line for lines in companies for line in lines):
        owners[line.round] = line.company
        grouped.setdefault(tags.get(line.company, ""), []).append(line)
    for tag in sorted(grouped, key=lambda tag: (not tag, tag)):
        lines = [replace(line, company=tag) for line in grouped[tag]]
        for sums in totals(lines):
            rounds = tuple(x.round for x in lines if sums.holds(x))
            yield TagTotal(
                tag, sums, tuple(dict.fromkeys(owners[x] for x in rounds)), rounds
            )


def raised_by_table(
    answer: Answer[list[list[RaisedLine]]],
    by: str,
    names: Directory,
    *,
    brief: bool,
    unit: Unit | None = None,
) -> Table:
    """One row a group, kind of money and currency; in a `unit`, all in that one.

    BadInput where a rate is missing.
    """
    tags = {x.slug: x.tags[by] for x in names.tagged() if by in x.tags}
    companies: Sequence[Sequence[RaisedLine]] = answer.value
    notes: tuple[str, ...] = ()
    if unit is not None:
        companies = [[line.changed(unit) for line in some] for some in companies]
        notes = (*notes_on(unit, (), many=False), CONVERTED.format(code=unit.code))
        unit.check()
    found = list(groups_of(companies, tags))
    notes += tuple(_explained(found, by))
    columns = (_group(by), *_REST)
    table = answer_table(answer, columns, found, notes=notes, brief=brief)
    return table.without_empty() if brief else table


def _explained(found: Sequence[TagTotal], by: str) -> Iterator[str]:
    if any(not one.tag for one in found):
        yield f"{NONE[by]}: `sayso company tag NAME {by}=...` says it"
    if any(one.sums.may_count_twice for one in found):
        yield f"{TWICE}: see `sayso links`; the lower end counts them once"


def every_column(answer: Answer[list[list[RaisedLine]]]) -> Table:
    """Give the table with the columns of every grouping, for their schema."""
    return answer_table(answer, (*map(_group, KEYS), *_REST), [], brief=False)


def _group(by: str) -> Column[TagTotal]:
    return Column(
        by,
        by,
        lambda x: x.tag or None,
        lambda x, _: x.tag or NONE[by],
        wide=True,
        optional=True,
    )


def _marks(one: TagTotal) -> tuple[str, ...]:
    """Say what a reader must know of a sum."""
    undisclosed = one.sums.undisclosed
    marks = [f"and {undisclosed} undisclosed"] * bool(undisclosed)
    return (*marks, *[TWICE] * bool(one.sums.may_count_twice))


def _sum(column: str) -> Column[TagTotal]:
    return Column(
        column, column, lambda x: x.sums.amounts.get(column), kind="figure", right=True
    )


_REST: Final[Columns[TagTotal]] = (
    Column("money", "money", lambda x: x.sums.money, words=SUMS, flag=True),
    Column("currency", of=lambda x: x.sums.currency),  # people read it in the amounts
    Column("companies_counted", of=lambda x: len(x.companies), kind="whole"),
    Column(
        "rounds_counted", "rounds", lambda x: len(x.rounds), kind="whole", right=True
    ),
    *map(_sum, MONEY),
    Column("undisclosed", of=lambda x: x.sums.undisclosed, kind="whole"),
    Column("may_count_twice", of=lambda x: x.sums.may_count_twice, kind="texts"),
    Column("marks", "note", _marks, kind="texts", wide=True, below=""),
    Column("companies", of=lambda x: x.companies, kind="texts"),
)
