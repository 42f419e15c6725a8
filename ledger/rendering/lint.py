"""The table of flags: what deserves a second look, and why."""

from typing import Final

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.flags import Flag
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import speakers
from ledger.rendering.tables import Cell, Column, Table

_BRIEF: Final = (
    Column("event", "event", right=True),
    Column("about", "about", firm=True),
    Column("reason", "flag, and why", wide=True),
)
_EXACT: Final = (
    Column("company", "company"),
    Column("round", "round"),
    Column("event", "event"),
    Column("source", "source"),
    Column("flag", "flag"),
    Column("field", "field"),
    Column("reason", "reason"),
    Column("beside", "beside"),
)


def lint_table(
    answer: Answer[list[Flag]],
    names: Directory,
    *,
    brief: bool,
    only: str | None = None,
) -> Table:
    """One row a flag; `only` leaves out those of other names."""
    flags = [flag for flag in answer.value if only in {None, flag.name}]
    rows: list[tuple[Cell, ...]]
    if brief:
        rows = [_brief(flag, names) for flag in flags]
    else:
        rows = [_exact(flag) for flag in flags]
    notes = footnotes(answer)
    if not flags and not answer.empty:
        notes = (f"no flags{f' {only}' if only else ''} by then", *notes)
    columns = _BRIEF if brief else _EXACT
    return Table(heading(answer.basis), columns, rows, facts(answer), notes)


def _brief(flag: Flag, names: Directory) -> tuple[Cell, ...]:
    said = speakers([flag.source], names) if flag.source else ""
    words = ": ".join(x for x in (flag.name, said, flag.reason) if x)
    return flag.event, flag.round or flag.company, words


def _exact(flag: Flag) -> tuple[Cell, ...]:
    return (
        flag.company,
        flag.round,
        flag.event,
        flag.source,
        flag.name,
        flag.field,
        flag.reason,
        flag.beside,
    )
