"""The table of what changed between two bases, and by which events."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from ledger.claims.dates import day_of, show_day
from ledger.claims.figures import Figure
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change, Value
from ledger.rendering.basis import cuts, facts, replay
from ledger.rendering.columns import Column, Columns
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table

NOTE: Final = 76
"""Characters: where a long note is wrapped."""


def diff_table(before: Basis, answer: Answer[list[Change]], *, brief: bool) -> Table:
    """One row a fact that differs between two bases."""
    title = f"from {cuts(before)} to {cuts(answer.basis)}"
    zone = answer.basis.zone
    notes = list(_causes(answer.value, zone)) or ["nothing changed"]
    notes += [replay(before), replay(answer.basis)]
    basis = {**facts(answer), "before": facts(Answer(before, None))}
    expired = Column[Change]("expired", of=lambda x: _expired(x, zone))
    columns = (*DIFF, expired)
    return Table.of(title, columns, answer.value, basis, notes, brief=brief)


def _expired(change: Change, zone: str) -> str | None:
    """Give the last day on which something new would have kept a fact."""
    if change.deadline is None:
        return None
    return show_day(day_of(change.deadline - 1, zone))


DIFF: Final[Columns[Change]] = (
    Column("company", "company", lambda x: x.company),
    Column("item", "item", lambda x: x.item, firm=True),
    Column(
        "before", "before", lambda x: x.before, lambda x, _: told(x.before), wide=True
    ),
    Column("after", "after", lambda x: x.after, lambda x, _: told(x.after), wide=True),
    Column("events", of=lambda x: x.events),
)


def _causes(changes: Sequence[Change], zone: str) -> Iterator[str]:
    """Say which events did it, company by company, and what expired on which day."""
    by = {change.company: change.events for change in changes}
    for company, events in by.items():
        expired: dict[str, list[str]] = {}
        for change in changes:
            day = _expired(change, zone)
            if change.company == company and day is not None:
                expired.setdefault(day, []).append(change.item)
        if events:
            yield from _wrapped(f"{company}: by events {' '.join(map(str, events))}")
        for day, items in sorted(expired.items()):
            words = f"expired after 365 days without news, on {day}"
            yield from _wrapped(f"{company}: {', '.join(items)}: {words}")
        if not (events or expired):
            yield f"{company}: time alone did it"


def _wrapped(words: str) -> list[str]:
    return wrap(words, NOTE, subsequent_indent="  ")


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
