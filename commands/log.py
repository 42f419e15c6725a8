"""`sayso log`: events in the order of their recording."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ledger.claims.kinds import KINDS

from ._options import Values, form, opened, place
from ._output import colour, put, show, width

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.entry import Stored
    from ledger.rendering.tables import Table


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


class Logged(NamedTuple):
    """An event, and what its own bytes say of it."""

    stored: "Stored"
    data: Mapping[str, Any]


def table(
    events: Iterable["Stored"], form: str, zone: str, *, firm: bool = False
) -> "Table":
    """One row an event; firm columns are as wide in the next table.

    `zone` is the ledger's, which goes without saying for eyes; the day of recording is
    enough then, and an id is its first eight letters.
    """
    from ledger.claims.canonical import parse_entry
    from ledger.claims.dates import day_of, show_day, show_instant
    from ledger.rendering.columns import Column, Columns
    from ledger.rendering.tables import Table

    def published(x: Logged, _: object) -> str:
        return (x.data.get("published") or "").removesuffix(f"[{zone}]")

    columns: Columns[Logged] = (
        Column("event", "event", lambda x: x.stored.seq, right=True, room=5 * firm),
        Column(
            "recorded",
            "recorded",
            lambda x: show_instant(x.stored.recorded),
            lambda x, _: show_day(day_of(x.stored.recorded, zone)),
            firm=True,
            room=10 * firm,
        ),
        Column("type", "type", lambda x: x.stored.type, firm=True, room=18 * firm),
        Column("about", "about", lambda x: _about(x.data), wide=True, room=9 * firm),
        Column("source", "source", lambda x: _who(x.data), wide=True, room=8 * firm),
        Column(
            "published",
            "published",
            lambda x: x.data.get("published"),
            published,
            wide=True,
            room=10 * firm,
        ),
        Column(
            "id", "id", lambda x: x.stored.id, lambda x, _: x.stored.id[:8], firm=True
        ),
    )
    lines = (Logged(x, parse_entry(x.body)["data"]) for x in events)
    return Table.of(None, columns, lines, brief=form == "table")


def _about(data: Mapping[str, Any]) -> str | None:
    names = ("round", "company", "slug", "title", "url")
    return next((str(data[name]) for name in names if name in data), None)


def _who(data: Mapping[str, Any]) -> str | None:
    return data.get("source") or data.get("carrier")
