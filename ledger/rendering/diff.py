"""The table of what changed between two bases, and by which events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from ledger.claims.dates import day_of, show_day
from ledger.claims.entry import Entry
from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change, FactValue, Unseen, round_named_in
from ledger.projections.prose import Prose
from ledger.projections.raised import COLUMNS
from ledger.projections.reasons import REASONS
from ledger.rendering.basis import cuts, facts, replay
from ledger.rendering.columns import CellKind, Column, Columns, Thing
from ledger.rendering.sentences import PRICE_WORDS, spaced, subject
from ledger.rendering.tables import Table


def diff_table(
    before: Basis,
    answer: Answer[list[Change]],
    more: Sequence[str] = (),
    *,
    brief: bool,
) -> Table:
    """One row a fact that differs between two bases; `more` is what to note."""
    title = f"from {cuts(before)} to {cuts(answer.basis)}"
    zone = answer.basis.zone
    notes = (*more, replay(before), replay(answer.basis))
    basis = facts(answer)
    why = Column[Change](
        "why", of=lambda x: tuple(dict.fromkeys(x.why)), kind="texts", words=REASONS
    )
    expired = Column[Change]("expired", of=lambda x: _expired(x, zone), kind="day")
    by = Column[Change](
        "by", "by", brief=lambda x, _: caused(x, zone), wide=True, room=10
    )
    columns = (*DIFF, why, expired, by)
    return Table.of(title, columns, answer.value, basis, notes, brief=brief)


def _expired(change: Change, zone: str) -> str | None:
    """Give the last day on which something new would have kept a fact."""
    if change.deadline is None:
        return None
    return show_day(day_of(change.deadline - 1, zone))


class ChangeEvent(Protocol):
    """An event that changed something, and what it says."""

    @property
    def entry(self) -> Entry: ...
    @property
    def says(self) -> Prose: ...


def said_table(events: Iterable[ChangeEvent], names: Directory, zone: str) -> Table:
    """One row an event that changed something: who said what, for people."""
    columns: Columns[ChangeEvent] = (
        Column("event", "event", lambda x: x.entry.seq, kind="event", right=True),
        Column("published", "published", lambda x: _published(x, zone), firm=True),
        Column("says", "says", lambda x: _event_words(x, names), wide=True),
    )
    return Table.of(None, columns, events, names=names)


def _published(event: ChangeEvent, zone: str) -> str:
    """Give when it was published; the zone of the ledger goes without saying."""
    return str(event.entry.data.get("published", "")).removesuffix(f"[{zone}]")


def _event_words(event: ChangeEvent, names: Directory) -> str:
    words = (subject(event.entry.data, names), str(event.says))
    return ": ".join(word for word in words if word)


def clocks(before: Basis, after: Basis) -> tuple[str, ...]:
    """Name the clocks on which two bases differ."""
    apart = {
        "published": before.cut != after.cut or before.possible != after.possible,
        "recorded": before.known_at != after.known_at,
        "effective": before.effective != after.effective
        and (before.dated or after.dated),
    }
    return tuple(name for name, differs in apart.items() if differs)


NAMED: Final = 5
"""Entries that are named in a note."""


def told_unseen(
    before: Basis, answer: Answer[list[Change]], unseen: Unseen
) -> list[str]:
    """Say on which clock nothing changed, and what another clock would show."""
    notes = []
    if not answer.value:
        notes.append(_unchanged(before, answer.basis, silent=unseen.silent))
        notes += _idle(unseen.idle)
    if unseen.both:
        notes.append(
            f"{_events(unseen.both)} recorded after {before.as_of} about earlier days"
            " (--axis recorded)"
        )
    if unseen.ahead:
        notes.append(
            f"{_events(unseen.ahead)} recorded whose day of publication is not over"
            " (--possible)"
        )
    return notes


def _idle(entries: Sequence[int]) -> Iterator[str]:
    """Name the entries that were recorded and move nothing, as names and notes do."""
    if not entries:
        return
    some = " ".join(map(str, entries[:NAMED]))
    more = f" and {len(entries) - NAMED:,} more" * (len(entries) > NAMED)
    if len(entries) == 1:
        yield f"entry {some} was recorded and changes no answer"
    else:
        yield f"entries {some}{more} were recorded and change no answer"


def _events(count: int) -> str:
    return "1 event was" if count == 1 else f"{count:,} events were"


def _unchanged(before: Basis, after: Basis, *, silent: bool) -> str:
    moved = clocks(before, after)
    if not moved:
        return "nothing changed: both sides are the same"
    if silent:
        return "nothing changed on any clock: no event was recorded in between"
    if "published" in moved and "recorded" in moved:
        return "nothing changed on any clock"
    return f"nothing changed on the {' and the '.join(moved)} clock"


def caused(change: Change, zone: str) -> Prose:
    """Name the events that did it, or the day on which it expired."""
    day = _expired(change, zone)
    if day is not None:
        return Prose.of(f"expired {day}")
    if len(change.why) != len(change.events) or "score" in change.why:
        return Prose.of(*_spaced(change.events) or ["a deadline passed"])
    numbers: dict[str, list[int]] = {}
    for word, event in zip(change.why, change.events, strict=True):
        numbers.setdefault(word, []).append(event)
    parts: list[str | int] = []
    for word, some in numbers.items():
        parts += [", " if parts else "", f"{BY.get(word, word)} ", *_spaced(some)]
    return Prose.of(*parts)


def _spaced(events: Iterable[int]) -> list[str | int]:
    """Put the numbers of events side by side."""
    parts = [part for event in events for part in (" ", event)]
    return parts[1:]


BY: Final = {"correction": "our correction of", "voiding": "our voiding of"}
"""What we did ourselves, to which event."""


def fact(item: str, value: FactValue | None) -> Thing | None:
    """Give the fields of a fact under their names, by what it is a fact of."""
    if value is None:
        return None
    what = item.split(maxsplit=1)[0]
    if what in SHORT:
        names = SHORT[what]
    elif what == "amount":
        names = ("amount", "kind", "disputed")
    elif what in COLUMNS and round_named_in(item):
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
    "tag": ("tag",),
    **dict.fromkeys(("bought", "listed", "shut_down"), ("into",)),
}
"""The fields of facts that are no figure, in order."""

LISTED: Final = frozenset({"denied", "marks"})
"""Fields that hold all that is left."""


def _field(name: str, kind: CellKind = "text") -> Column[Mapping[str, Any]]:
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
    _field("tag"),
    _field("score"),
    _field("rated"),
)
"""What may be said of a fact; what is not said is null."""

DIFF: Final[Columns[Change]] = (
    Column("company", "company", lambda x: x.company),
    Column("item", "item", lambda x: x.item, lambda x, _: spaced(x.item), firm=True),
    Column("about", of=lambda x: round_named_in(x.item)),
    Column(
        "before",
        "before",
        lambda x: fact(x.item, x.before),
        lambda x, _: said(x.item, x.before),
        kind="thing",
        parts=FACT,
        spread=True,
        wide=True,
    ),
    Column(
        "after",
        "after",
        lambda x: fact(x.item, x.after),
        lambda x, _: said(x.item, x.after),
        kind="thing",
        parts=FACT,
        spread=True,
        wide=True,
    ),
    Column("events", of=lambda x: x.events, kind="events"),
)


def said(item: str, value: FactValue | None) -> str:
    """Write the value of a fact for eyes; with a standing also the denied fields."""
    what = item.split(maxsplit=1)[0]
    if what == "tag":
        return "" if value is None else str(value[0])
    if value is None or what != "standing":
        return value_text(value)
    denied = value_text(value[2:])
    return value_text(value[:2]) + f"; denied: {denied}" * bool(denied)


def value_text(value: FactValue | None) -> str:
    """Write the value of a fact for eyes; nothing where there is nothing to say."""
    words: list[str] = []
    for part in value or ():
        if isinstance(part, str) and part in PRICE_WORDS and words:
            words[-1] = f"{words[-1]} {PRICE_WORDS[part]}".rstrip()
            continue
        if isinstance(part, Figure):
            word = part.brief()
        else:
            word = "disputed" if part is True else spaced(part or "")
        if word and word not in words:
            words.append(word)
    return ", ".join(words)
