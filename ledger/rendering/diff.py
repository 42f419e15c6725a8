"""The table of what changed between two bases, and by which events."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.claims.dates import day_of, show_day
from ledger.claims.figures import Figure
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change, Value, about
from ledger.projections.raised import COLUMNS
from ledger.rendering.basis import cuts, facts, replay
from ledger.rendering.columns import Column, Columns, Kind, Thing
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table


def diff_table(before: Basis, answer: Answer[list[Change]], *, brief: bool) -> Table:
    """One row a fact that differs between two bases."""
    title = f"from {cuts(before)} to {cuts(answer.basis)}"
    zone = answer.basis.zone
    notes = [] if answer.value else ["nothing changed"]
    notes += [replay(before), replay(answer.basis)]
    basis = facts(answer)
    expired = Column[Change]("expired", of=lambda x: _expired(x, zone), kind="day")
    by = Column[Change]("by", "by", brief=lambda x, _: _by(x, zone), wide=True)
    columns = (*DIFF, expired, by)
    return Table.of(title, columns, answer.value, basis, notes, brief=brief)


def _expired(change: Change, zone: str) -> str | None:
    """Give the last day on which something new would have kept a fact."""
    if change.deadline is None:
        return None
    return show_day(day_of(change.deadline - 1, zone))


def _by(change: Change, zone: str) -> str:
    """Name the events that did it, or the day on which it expired."""
    day = _expired(change, zone)
    if day is not None:
        return f"expired {day}"
    return " ".join(map(str, change.events)) or "time alone"


def fact(item: str, value: Value | None) -> Thing | None:
    """Give the fields of a fact under their names, by what it is a fact of."""
    if value is None:
        return None
    what = item.split(maxsplit=1)[0]
    if what in SHORT:
        names = SHORT[what]
    elif what == "amount":
        names = ("amount", "kind", "disputed")
    elif what in COLUMNS and about(item):
        names = ("amount", "disputed")
    else:
        names = ("amount", "kind", "standing", "disputed", "round", "marks")
    several = names[-1] in LISTED
    last = len(names) - 1 if several else len(names)
    found: dict[str, Any] = dict(zip(names[:last], value, strict=False))
    if several:
        found[names[-1]] = value[last:]
    return Thing(found, said(item, value))


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
        lambda x, _: said(x.item, x.before),
        kind="thing",
        parts=FACT,
        wide=True,
    ),
    Column(
        "after",
        "after",
        lambda x: fact(x.item, x.after),
        lambda x, _: said(x.item, x.after),
        kind="thing",
        parts=FACT,
        wide=True,
    ),
    Column("events", of=lambda x: x.events, kind="events"),
)


def said(item: str, value: Value | None) -> str:
    """Write the value of a fact for eyes; of a standing, also what of it is denied."""
    if value is None or item.split(maxsplit=1)[0] != "standing":
        return told(value)
    denied = told(value[2:])
    return told(value[:2]) + f"; denied: {denied}" * bool(denied)


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
