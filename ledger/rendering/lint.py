"""The table of flags: what deserves a second look, and why."""

from typing import Final

from ledger.claims.names import Directory
from ledger.claims.vocabulary import FLAGS as FLAG_NAMES
from ledger.projections.basis import Answer
from ledger.projections.lint.flags import Flag
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import source_names
from ledger.rendering.tables import Table


def lint_table(
    answer: Answer[list[Flag]],
    names: Directory,
    *,
    brief: bool,
    only: str | None = None,
) -> Table:
    """One row a flag; `only` leaves out those of other names."""
    flags = [flag for flag in answer.value if only in {None, flag.name}]
    notes = []
    if not flags and not answer.empty:
        notes.append(f"no flags{f' {only}' if only else ''} by that date")
    return answer_table(answer, FLAGS, flags, notes=notes, names=names, brief=brief)


def _why(flag: Flag, names: Directory) -> str:
    """Write the flag, whose claim it is on, and the reason."""
    said = source_names([flag.source], names) if flag.source else ""
    return ": ".join(x for x in (flag.name, said, flag.reason) if x)


FLAGS: Final[Columns[Flag]] = (
    Column("company", of=lambda x: x.company),
    Column("round", of=lambda x: x.round),
    Column("event", "event", lambda x: x.event, kind="event", right=True),
    Column("about", "about", brief=lambda x, _: x.round or x.company, firm=True),
    Column("source", of=lambda x: x.source, kind="source"),
    Column("flag", of=lambda x: x.name, words=FLAG_NAMES),
    Column("field", of=lambda x: x.field),
    Column("reason", "flag and reason", lambda x: x.reason, _why, wide=True),
    Column("beside", of=lambda x: x.beside, kind="events"),
)
