"""`sayso log`: events in the order of their recording."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from ledger.claims.kinds import KINDS

from ._options import Values, form, opened, place
from ._output import colour, put, show, width

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.rendering.tables import Cell, Table
    from ledger.store.log import Stored


@click.command
@click.option("--since", type=int, metavar="N", help="Only events after number N.")
@click.option("--until", type=int, metavar="N", help="Only events up to number N.")
@click.option(
    "--type",
    "types",
    type=click.Choice(tuple(KINDS)),
    multiple=True,
    metavar="TYPE",
    help="Only this type of event, such as claim.denied.",
)
@click.option(
    "--payloads",
    is_flag=True,
    help="With jsonl: before an entry, the texts that it commits to.",
)
@click.option(
    "--follow", is_flag=True, help="Go on with what is recorded next, until Ctrl-C."
)
@click.option(
    "--every",
    type=click.FloatRange(0.05, 3600),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="With --follow: how long to wait before looking again.",
)
@form
@place
def log(
    since: int | None,
    until: int | None,
    types: tuple[str, ...],
    payloads: bool,  # noqa: FBT001 (click's signature)
    follow: bool,  # noqa: FBT001 (as above)
    every: float,
    form: str,
    place: Values,
) -> None:
    """List events in the order of their recording.

    As jsonl it prints the stored entries, byte for byte, which `sayso import` reads.
    Quotes, articles and personal data are not among them; --payloads prints those
    that are not erased, too, and makes it a full export.

    With --follow it prints what is there, then each event as it is recorded: all of
    them, once, in order, and none before it is on disk. A server that cannot be
    reached is waited for. It ends with event N of --until, with Ctrl-C, or when
    nobody reads any more.

    \b
    Example:
        sayso log --since 100
        sayso log --type claim.denied -f csv
        sayso log -f jsonl --payloads > everything.jsonl
        sayso log --follow --since 100 -f jsonl
    """
    if follow and form == "json":
        raise click.UsageError(
            "a json document has an end; with --follow use -f jsonl",
            click.get_current_context(),
        )
    with opened(place) as book:
        printed = Printer(book, form, payloads=payloads, follow=follow)
        if follow:
            from ._following import follow as go_on

            def told(page: list["Stored"]) -> None:
                printed(one for one in page if not types or one.type in types)

            go_on(book, (since, until), every, told)
        else:
            printed(book.events(after=since, upto=until, types=types))


class Printer:
    """Prints events; of a table that comes in pieces, the titles just once."""

    def __init__(
        self, book: "Book", form: str, *, payloads: bool, follow: bool
    ) -> None:
        self._book, self._form, self._payloads = book, form, payloads
        self._follow, self._titled = follow, False

    def __call__(self, events: Iterable["Stored"]) -> None:
        if self._form == "jsonl":
            put(lines(self._book, events, payloads=self._payloads))
        elif not self._follow:
            show(table(events, self._form, self._book.zone), self._form)
        elif some := list(events):
            self._piece(table(some, self._form, self._book.zone, firm=True))

    def _piece(self, part: "Table") -> None:
        from ledger.rendering.tables import render

        drawn = render(part, self._form, width=width(), colour=colour())
        put(islice(drawn, self._titled, None), exact=self._form != "table")
        self._titled = True


def lines(book: "Book", events: Iterable["Stored"], *, payloads: bool) -> Iterator[str]:
    """The stored entries, if wanted each behind the texts that it commits to."""
    import json

    for stored in events:
        for text in book.texts(stored) if payloads else ():
            yield json.dumps({"payload": text}, ensure_ascii=False, sort_keys=True)
        yield stored.body.decode()


def table(
    events: Iterable["Stored"], form: str, zone: str, *, firm: bool = False
) -> "Table":
    """One row an event; firm columns are as wide in the next table."""
    from ledger.rendering.tables import Column, Table

    columns = (
        Column("event", "event", right=True, room=5 * firm),
        Column("recorded", "recorded", firm=True, room=10 * firm),
        Column("type", "type", firm=True, room=18 * firm),
        Column("about", "about", wide=True, room=9 * firm),
        Column("source", "source", wide=True, room=8 * firm),
        Column("published", "published", wide=True, room=10 * firm),
        Column("id", "id", firm=True),
    )
    return Table(None, columns, rows(events, zone if form == "table" else None))


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
