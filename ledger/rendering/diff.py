"""The table of what changed between two bases, and by which events."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from ledger.claims.figures import Figure
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change, Value
from ledger.rendering.basis import cuts, facts, replay
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import spaced
from ledger.rendering.tables import Table

NOTE: Final = 76
"""Characters: where a long note is wrapped."""


def diff_table(before: Basis, answer: Answer[list[Change]], *, brief: bool) -> Table:
    """One row a fact that differs between two bases."""
    title = f"from {cuts(before)} to {cuts(answer.basis)}"
    notes = list(_causes(answer.value)) or ["nothing changed"]
    notes += [replay(before), replay(answer.basis)]
    basis = {**facts(answer), "before": facts(Answer(before, None))}
    return Table.of(title, DIFF, answer.value, basis, notes, brief=brief)


DIFF: Final[Columns[Change]] = (
    Column("company", "company", lambda x: x.company),
    Column("item", "item", lambda x: x.item, firm=True),
    Column(
        "before", "before", lambda x: x.before, lambda x, _: told(x.before), wide=True
    ),
    Column("after", "after", lambda x: x.after, lambda x, _: told(x.after), wide=True),
    Column("events", of=lambda x: x.events),
)


def _causes(changes: Iterable[Change]) -> Iterator[str]:
    """Say which events did it, company by company."""
    by = {change.company: change.events for change in changes}
    for company, events in by.items():
        if events:
            words = f"{company}: by events {' '.join(map(str, events))}"
            yield from wrap(words, NOTE, subsequent_indent="  ")
        else:
            yield f"{company}: time alone did it"


def told(value: Value | None) -> str:
    """Write the value of a fact for eyes; nothing where there is nothing to say."""
    words: list[str] = []
    for part in value or ():
        if isinstance(part, Figure):
            word = part.brief()
        else:
            word = "disputed" if part is True else spaced(part or "")
        if word and word != "unspecified" and word not in words:
            words.append(word)
    return ", ".join(words)
