"""The table of what changed between two bases, and by which events."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

from ledger.claims.dates import day_of, show_day
from ledger.claims.figures import Figure
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change, Value
from ledger.projections.raised import COLUMNS
from ledger.rendering.basis import cuts, facts, replay
from ledger.rendering.columns import Column, Columns, Kind, Thing
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
    basis = facts(answer)
    expired = Column[Change]("expired", of=lambda x: _expired(x, zone), kind="day")
    columns = (*DIFF, expired)
    return Table.of(title, columns, answer.value, basis, notes, brief=brief)


def _expired(change: Change, zone: str) -> str | None:
    """Give the last day on which something new would have kept a fact."""
    if change.deadline is None:
        return None
    return show_day(day_of(change.deadline - 1, zone))


def about(item: str) -> str | None:
    """Name the round that a fact is about, if its name says so."""
    name = item.partition(" ")[2]
    return name if "/" in name else None


def fact(item: str, value: Value | None) -> Thing | None:
    """Give the fields of a fact under their names, by what it is a fact of."""
    if value is None:
        return None
    what = item.partition(" ")[0]
    if what in SHORT:
        names = SHORT[what]
    elif what in COLUMNS and about(item):
        names = ("amount", "disputed")
    else:
        names = ("amount", "kind", "standing", "disputed", "round", "marks")
    several = names[-1] in LISTED
    last = len(names) - 1 if several else len(names)
    found: dict[str, Any] = dict(zip(names[:last], value, strict=False))
    if several:
        found[names[-1]] = value[last:]
    return Thing(found, told(value))


SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "standing": ("standing", "stage", "denied"),
    "score": ("score", "rated"),
    **dict.fromkeys(("bought", "listed", "shut_down"), ("into",)),
}
"""The fields of facts that are no figure, in order."""

LISTED: Final = frozenset({"denied", "marks"})
"""Fields that hold all that is left."""


def _field(name: str, kind: Kind = "text") -> Column[Mapping[str, Any]]:
    return Column(name, of=lambda x: x.get(name), kind=kind)


FACT: Final[Columns[Mapping[str, Any]]] = (
    _field("amount", "figure"),
    _field("kind"),
    _field("standing"),
    _field("stage"),
    _field("disputed", "flag"),
    _field("denied", "texts"),
    _field("round"),
    _field("marks", "texts"),
    _field("into"),
    _field("score"),
    _field("rated"),
)
"""What may be said of a fact; what is not said is null."""

DIFF: Final[Columns[Change]] = (
    Column("company", "company", lambda x: x.company),
    Column("item", "item", lambda x: x.item, firm=True),
    Column("about", of=lambda x: about(x.item)),
    Column(
        "before",
        "before",
        lambda x: fact(x.item, x.before),
        lambda x, _: told(x.before),
        kind="thing",
        parts=FACT,
        wide=True,
    ),
    Column(
        "after",
        "after",
        lambda x: fact(x.item, x.after),
        lambda x, _: told(x.after),
        kind="thing",
        parts=FACT,
        wide=True,
    ),
    Column("events", of=lambda x: x.events, kind="events"),
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
