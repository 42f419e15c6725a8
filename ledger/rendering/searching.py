"""The table of what holds the words that were looked for."""

from typing import Final

from ledger.projections.basis import Answer
from ledger.projections.search import KINDS, WITHIN, Hit
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.tables import Table

FOUND: Final[Columns[Hit]] = (
    Column("kind", "kind", lambda x: x.part.kind, words=KINDS, firm=True, once=True),
    Column("name", "name", lambda x: x.part.name),
    Column("within", "found in", lambda x: x.part.within, words=WITHIN, firm=True),
    Column("passage", "passage", lambda x: x.passage, wide=True),
    Column("event", "event", lambda x: x.event, kind="event", right=True),
)


def search_table(answer: Answer[list[Hit]], *, brief: bool) -> Table:
    """One row a thing that holds the words."""
    return answer_table(answer, FOUND, answer.value, brief=brief)
