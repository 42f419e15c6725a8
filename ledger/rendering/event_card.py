"""An event for people: a table that is read downwards, a field a row.

A company, a round and a source, which look the same, stand in `parties.py`. Programs
get what `cards.py` makes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from ledger.claims.dates import parse_when, show_instant
from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED
from ledger.claims.figures import figure_from, price_from, raised_from
from ledger.claims.investors import investor_from
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.prose import Prose
from ledger.rendering.basis import facts, footnotes
from ledger.rendering.columns import Cell, Column, Columns
from ledger.rendering.sentences import sentence, sentence_of, subject
from ledger.rendering.snapshots import cells_said
from ledger.rendering.tables import Table

Fields = list[tuple[str | Prose, Cell]]

_FIELDS: Final[Columns[tuple[str | Prose, Cell]]] = (
    Column("field", "field", lambda x: x[0]),
    Column("value", "value", lambda x: x[1], wide=True),
)


def card(title: str, fields: Fields, answer: Answer[object] | None) -> Table:
    """Make a table of fields, those left out that hold nothing."""
    full = [field for field in fields if field[1] not in (None, "", ())]
    if answer is None:
        return Table.of(title, _FIELDS, full)
    return Table.of(title, _FIELDS, full, facts(answer), footnotes(answer))


def led_by(who: str, what: Prose) -> Prose:
    """Put who says something in front of it, if it is known."""
    return Prose.of(f"{who} ", *what.parts) if who else what


def event_card(
    stored: Mapping[str, Any],
    leaf: str,
    today: Entry,
    answers: Sequence[Entry],
    names: Directory,
    numbers: Mapping[str, int],
) -> Table:
    """An event: what it says, who recorded it, and what answers it.

    `stored` is the entry as its bytes say; `numbers` gives the numbers of the events
    that it is about, by id.
    """
    answer_table = {entry.id: entry.seq for entry in answers}
    numbers = {**numbers, today.id: today.seq, **answer_table}
    fields: Fields = [
        ("event", today.seq),
        ("says", sentence(today.type, today.data, names, numbers)),
        ("type", today.type),
        ("recorded", stored["recorded_at"]),
        ("recorded by", stored["actor"]),
        ("voided by", today.voided_by),
        *_interval(today.data.get("published")),
    ]
    fields += [(f"data.{key}", _as_typed(value)) for key, value in today.data.items()]
    if dict(today.data) != dict(stored["data"]):
        fields += [
            (f"recorded {key}", _as_typed(value))
            for key, value in stored["data"].items()
            if today.data.get(key) != value
        ]
    fields += [
        (
            Prose.of("event ", entry.seq),
            led_by(
                subject(entry.data, names), sentence_of(entry.type, entry.data, numbers)
            ),
        )
        for entry in answers
        if entry.type != CITED  # its evidence follows, with its words
    ]
    fields += [("id", today.id), ("leaf hash", leaf), ("follows", stored["prev"])]
    return card(f"event {today.seq}", fields, None)


def _interval(published: str | None) -> Fields:
    """Give the instants between which a date says that something was published."""
    if published is None:
        return []
    when = parse_when(published)
    return [
        ("published from", show_instant(when.lo)),
        ("published before", show_instant(when.hi)),
    ]


def _as_typed(value: object) -> str:
    """Write a field as it can be typed again; JSON where there is no such form."""
    items: Any = value
    match value:
        case str():
            return value
        case {"qualifier": _}:
            return str(figure_from(items))
        case [_, *_]:
            return _as_typed_list(items)
    return orjson.dumps(value).decode()


def _as_typed_list(items: Sequence[Any]) -> str:
    """The same for a field that holds several things of one shape."""
    match items[0]:
        case str():
            return ", ".join(items)
        case {"figure": _}:
            return ", ".join(_typed(item) for item in items)
        case {"name": _}:
            return ", ".join(str(investor_from(item)) for item in items)
        case {"commitment": _}:
            return ", ".join(f"{item['what']} {item['commitment']}" for item in items)
        case {"column": _} | {"key": _}:
            return cells_said(items)
    return orjson.dumps(items).decode()


def _typed(item: Mapping[str, Any]) -> str:
    """Write money raised, or a price, as `record report` takes it."""
    return str(raised_from(item) if "basis" in item else price_from(item))
