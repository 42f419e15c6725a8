"""`sayso log`: events in the order of their recording."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from ._options import Values, form, opened, place
from ._output import put, show

if TYPE_CHECKING:
    from ledger.rendering.tables import Cell
    from ledger.store.log import Stored

SECOND = 1_000_000


@click.command
@click.option("--since", type=int, metavar="N", help="Only events after number N.")
@click.option("--until", type=int, metavar="N", help="Only events up to number N.")
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="TYPE",
    help="Only this type of event, such as claim.denied.",
)
@form
@place
def log(
    since: int | None,
    until: int | None,
    types: tuple[str, ...],
    form: str,
    place: Values,
) -> None:
    """List events in the order of their recording.

    As jsonl it prints the stored entries, byte for byte: a full export, which
    `sayso import` reads.

    \b
    Example:
        sayso log --since 100
        sayso log --type claim.denied -f csv
        sayso log -f jsonl > everything.jsonl
    """
    with opened(place) as book:
        events = book.events(after=since, upto=until, types=types)
        if form == "jsonl":
            put(stored.body.decode() for stored in events)
        else:
            listed(events, form)


def listed(events: Iterable["Stored"], form: str) -> None:
    """One row an event."""
    from ledger.rendering.tables import Column, Table

    columns = (
        Column("event", "event", right=True),
        Column("recorded", "recorded"),
        Column("type", "type"),
        Column("about", "about", wide=True),
        Column("source", "source", wide=True),
        Column("published", "published"),
        Column("id", "id"),
    )
    show(Table(None, columns, rows(events, brief=form == "table")), form)


def rows(events: Iterable["Stored"], *, brief: bool) -> Iterator[tuple["Cell", ...]]:
    """What an event is about, from its own bytes; for eyes, ids are cut to eight."""
    from ledger.claims.canonical import parse_entry
    from ledger.claims.dates import show_instant

    for stored in events:
        data = parse_entry(stored.body)["data"]
        instant = stored.recorded - (stored.recorded % SECOND if brief else 0)
        yield (
            stored.seq,
            show_instant(instant),
            stored.type,
            data.get("round") or data.get("company") or data.get("slug"),
            data.get("source") or data.get("carrier"),
            data.get("published"),
            stored.id[:8] if brief else stored.id,
        )
