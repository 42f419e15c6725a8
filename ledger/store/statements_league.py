"""The statements of the league; see `ledger.store.statements` for what becomes of them.

`INSERT ... ON CONFLICT` is one text for both databases, where SQLAlchemy has one way
for each.
"""

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    text,
    update,
)

from ledger.store.league import WEIGHTS
from ledger.store.schema import league, league_count, league_line, league_name

FILLED: Final[tuple[Table, ...]] = (league, league_line)
"""The tables that rows are put into."""

_state = tuple(column for column in league.c if column is not league.c.projection)
_projection = league.c.projection == bindparam("which")
_generation: BindParameter[int] = bindparam("generation")
_cut: BindParameter[int] = bindparam("cut")
_USD: ColumnElement[str] = literal_column("'USD'")


def _lines() -> dict[str, Select[Any]]:
    line = league_line.c
    figure = select(*list(line)[1:])
    there = (line.generation == _generation, line.until > _cut, line.start <= _cut)
    # Where a better index is at hand, + 0 keeps a database from that of the cuts.
    once = (line.generation == _generation, line.until + 0 > _cut, line.start <= _cut)
    ranked = select(line.company, line.currency, line.amount).where(
        *once, line.amount.is_not(None)
    )
    top: BindParameter[int] = bindparam("top")
    among = line.company.in_(bindparam("companies", expanding=True))
    # What orders the lines is summed as it stands: see `ledger.store.league.weight`.
    weight = line.amount % WEIGHTS * case((line.currency == _USD, 1), else_=3)
    return {
        "league_lines": figure.where(*there),
        "league_lines_of": figure.where(*once, among),
        "league_companies": select(line.company)
        .where(line.generation == _generation)
        .distinct(),
        "league_marks": select(
            func.coalesce(func.sum(line.mark + func.coalesce(weight, 0)), 0)
        ).where(*there),
        "league_story": figure.where(
            line.generation == _generation, line.company == bindparam("company")
        ).order_by(line.start),
        "league_top": ranked.where(line.currency == _USD)
        .order_by(line.amount.desc())
        .limit(top),
        "league_top_other": ranked.where(line.currency != _USD)
        .order_by(line.currency, line.amount.desc())
        .limit(top),
        "league_tied": select(line.company).where(
            *once,
            line.amount.is_not(None),
            line.currency == bindparam("currency"),
            line.amount == bindparam("amount"),
        ),
    }


def _counts() -> dict[str, Select[Any]]:
    count = league_count.c
    changes = (count.late, count.possible, count.marks)
    sums = [func.coalesce(func.sum(x), 0) for x in changes]
    level = select(*sums).where(
        count.generation == _generation, count.level == bindparam("level")
    )
    return {
        "league_counts": level.where(
            count.at >= bindparam("first"), count.at <= bindparam("last")
        )
    }


_KEYS: Final = {league_line: "company", league_count: "at", league_name: "name"}
"""By what the lines of a generation are taken away, some at a time."""


def _old(table: Table) -> dict[str, Select[Any]]:
    generation, key = table.c.generation, table.c[_KEYS[table]]
    kept = generation != _generation, generation != bindparam("building")
    return {
        f"{table.name}_old": select(generation).where(*kept).limit(1),
        f"{table.name}_nth": select(key)
        .where(generation == _generation)
        .order_by(key)
        .limit(1)
        .offset(bindparam("skipped")),
    }


def _clear(table: Table) -> Delete:
    key = table.c[_KEYS[table]]
    return delete(table).where(
        table.c.generation == _generation, key <= bindparam("last")
    )


QUERIES: Final[dict[str, Select[Any]]] = {
    "league": select(*_state).where(_projection),
    **_lines(),
    **_counts(),
    "league_named": select(league_name.c.company).where(
        league_name.c.generation == _generation,
        league_name.c.name == bindparam("name"),
    ),
    **{name: x for table in _KEYS for name, x in _old(table).items()},
}

CHANGES: Final[dict[str, Delete | Update | TextClause]] = {
    "set_league": update(league)
    .where(_projection)
    .values({column: bindparam(f"new_{column.name}") for column in _state}),
    "add_league_count": text(
        "INSERT INTO league_count (generation, level, at, late, possible, marks)"
        " VALUES (:generation, :level, :at, :late, :possible, :marks)"
        " ON CONFLICT (generation, level, at) DO UPDATE SET"
        " late = league_count.late + excluded.late,"
        " possible = league_count.possible + excluded.possible,"
        " marks = league_count.marks + excluded.marks"
    ),
    "add_league_name": text(
        "INSERT INTO league_name (generation, name, company)"
        " VALUES (:generation, :name, :company) ON CONFLICT DO NOTHING"
    ),
    "drop_league": delete(league).where(_projection),
    "drop_league_lines": delete(league_line).where(
        league_line.c.generation == _generation,
        league_line.c.company == bindparam("company"),
    ),
    **{f"clear_{table.name}": _clear(table) for table in _KEYS},
}
