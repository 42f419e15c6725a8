"""`sayso log`: events in the order of their recording."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from ledger.claims.upcasting import SCHEMAS

from ._options import Values, form, opened, place
from ._output import put, show

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.rendering.tables import Cell
    from ledger.store.log import Stored


@click.command
@click.option("--since", type=int, metavar="N", help="Only events after number N.")
@click.option("--until", type=int, metavar="N", help="Only events up to number N.")
@click.option(
    "--type",
    "types",
    type=click.Choice(tuple(SCHEMAS)),
    multiple=True,
    metavar="TYPE",
    help="Only this type of event, such as claim.denied.",
)
@click.option(
    "--payloads",
    is_flag=True,
    help="With jsonl: before an entry, the texts that it commits to.",
)
@form
@place
def log(
    since: int | None,
    until: int | None,
    types: tuple[str, ...],
    payloads: bool,  # noqa: FBT001 (click's signature)
    form: str,
    place: Values,
) -> None:
    """List events in the order of their recording.

    As jsonl it prints the stored entries, byte for byte, which `sayso import` reads.
    Quotes, articles and personal data are not among them; --payloads prints those
    that are not erased, too, and makes it a full export.

    \b
    Example:
        sayso log --since 100
        sayso log --type claim.denied -f csv
        sayso log -f jsonl --payloads > everything.jsonl
    """
    with opened(place) as book:
        events = book.events(after=since, upto=until, types=types)
        if form == "jsonl":
            put(lines(book, events, payloads=payloads))
        else:
            listed(events, form, book.zone)


def lines(book: "Book", events: Iterable["Stored"], *, payloads: bool) -> Iterator[str]:
    """The stored entries, if wanted each behind the texts that it commits to."""
    import json

    for stored in events:
        for text in book.texts(stored) if payloads else ():
            yield json.dumps({"payload": text}, ensure_ascii=False, sort_keys=True)
        yield stored.body.decode()


def listed(events: Iterable["Stored"], form: str, zone: str) -> None:
    """One row an event."""
    from ledger.rendering.tables import Column, Table

    columns = (
        Column("event", "event", right=True),
        Column("recorded", "recorded", firm=True),
        Column("type", "type", firm=True),
        Column("about", "about", wide=True),
        Column("source", "source", wide=True),
        Column("published", "published", wide=True),
        Column("id", "id", firm=True),
    )
    brief = zone if form == "table" else None
    show(Table(None, columns, rows(events, brief)), form)


def rows(events: Iterable["Stored"], zone: str | None) -> Iterator[tuple["Cell", ...]]:
    """What an event is about, from its own bytes.

    For eyes `zone` is the ledger's, which goes without saying; the day of recording
    is enough then, and an id is its first eight letters.
    """
    from ledger.claims.canonical import parse_entry
    from ledger.claims.dates import day_of, show_day, show_instant

    for stored in events:
        data = parse_entry(stored.body)["data"]
        published, recorded, id_ = data.get("published"), stored.recorded, stored.id
        if zone is not None:
            published = published and published.removesuffix(f"[{zone}]")
            id_ = id_[:8]
        yield (
            stored.seq,
            show_instant(recorded)
            if zone is None
            else show_day(day_of(recorded, zone)),
            stored.type,
            data.get("round") or data.get("company") or data.get("slug"),
            data.get("source") or data.get("carrier"),
            published,
            id_,
        )
