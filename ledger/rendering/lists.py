"""Lists of what is registered, and of events in the order of recording."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from ledger.claims.canonical import parse_entry
from ledger.claims.dates import day_of, show_day, show_instant
from ledger.claims.entry import Stored
from ledger.claims.names import Company, Source
from ledger.projections.basis import Answer
from ledger.rendering.basis import facts
from ledger.rendering.columns import Column, Columns
from ledger.rendering.tables import Table
from ledger.rendering.tags import TAGS

COMPANIES: Final[Columns[Company]] = (
    Column("company", "company", lambda x: x.slug),
    Column("name", "name", lambda x: x.name),
    *TAGS,
    Column("aliases", "also", lambda x: x.aliases, kind="texts", wide=True),
    Column("event", "event", lambda x: x.seq, kind="event", right=True),
)
SOURCES: Final[Columns[Source]] = (
    Column("source", "source", lambda x: x.slug),
    Column("name", "name", lambda x: x.name),
    Column("kind", "kind", lambda x: x.kind),
    Column("speaks_for", "speaks for", lambda x: x.speaks_for, kind="texts", wide=True),
    Column("aliases", "also", lambda x: x.aliases, kind="texts", wide=True),
    Column("event", "event", lambda x: x.seq, kind="event", right=True),
)
_HOUR: Final = re.compile(r"T[^/[]*|\[[^]]*\]")
"""The hour of a published date, with its zone: `T08:34+08:00`, `[Asia/Shanghai]`."""


def companies_table(answer: Answer[list[Company]], *, brief: bool) -> Table:
    """One row a company that is registered."""
    columns = COMPANIES
    if brief and not any(company.tags for company in answer.value):
        columns = tuple(x for x in COMPANIES if x not in TAGS)
    none = "no company is registered: `sayso company add` registers one"
    table = _listed(answer, columns, none, brief=brief)
    return table.without_empty() if brief and answer.value else table


def sources_table(answer: Answer[list[Source]], *, brief: bool) -> Table:
    """One row a source that is registered."""
    none = "no source is registered: `sayso source add` registers one"
    return _listed(answer, SOURCES, none, brief=brief)


def _listed(
    answer: Answer[list[Any]], columns: Columns[Any], none: str, *, brief: bool
) -> Table:
    basis = None if brief else facts(answer)
    notes = (none,) if brief and not answer.value else ()
    return Table.of(None, columns, answer.value, basis, notes, brief=brief)


class Logged(NamedTuple):
    """An event, and what its own bytes say of it."""

    stored: Stored
    data: Mapping[str, Any]


def log_table(
    events: Iterable[Stored], zone: str, *, brief: bool, firm: bool = False
) -> Table:
    """One row an event; firm columns are as wide in the next table.

    `zone` is the ledger's. For eyes the day of recording is enough, that of publication
    as it was there, and the number of an event without its id.
    """
    lines = (Logged(x, parse_entry(x.body)["data"]) for x in events)
    return Table.of(None, _columns(zone, firm=firm), lines, brief=brief)


def _columns(zone: str, *, firm: bool) -> Columns[Logged]:
    return (
        Column(
            "event",
            "event",
            lambda x: x.stored.seq,
            kind="whole",
            right=True,
            room=5 * firm,
        ),
        Column(
            "recorded",
            "recorded",
            lambda x: show_instant(x.stored.recorded),
            lambda x, _: show_day(day_of(x.stored.recorded, zone)),
            kind="instant",
            firm=True,
            room=10 * firm,
        ),
        Column("type", "type", lambda x: x.stored.type, firm=True, room=18 * firm),
        Column(
            "about",
            "about, source",
            lambda x: _subject(x.data),
            lambda x, _: ", ".join(filter(None, (_subject(x.data), _who(x.data)))),
            wide=True,
            room=29 * firm,
        ),
        Column("source", of=lambda x: _who(x.data)),
        Column(
            "published",
            "published",
            lambda x: x.data.get("published"),
            lambda x, _: _HOUR.sub("", str(x.data.get("published") or "")),
            kind="when",
            wide=True,
            room=10 * firm,
        ),
        Column("id", of=lambda x: x.stored.id),
    )


def _subject(data: Mapping[str, Any]) -> str | None:
    names = ("round", "company", "slug", "title", "url")
    return next((str(data[name]) for name in names if name in data), None)


def _who(data: Mapping[str, Any]) -> str | None:
    return data.get("source") or data.get("carrier")
