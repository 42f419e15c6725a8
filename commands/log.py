"""`sayso log`: events in the order in which they were recorded."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.claims.kinds import KINDS

from ._files import file_of
from ._options import Values, form, opened, place
from ._output import colour, pick_wanted, put, show, width

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.entry import Stored
    from ledger.projections.basis import Answer
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
    help="With jsonl: also print the texts of each entry, before it.",
)
@click.option("--follow", is_flag=True, help="Continue with new events until Ctrl-C.")
@click.option(
    "--every",
    type=click.FloatRange(0.05, 3600),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="With --follow: time between checks.",
)
@click.option(
    "--lake",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="With --follow: also append entries to this lake, once their head is signed.",
)
@form
@place
def log(
    *,
    since: int | None,
    until: int | None,
    types: tuple[str, ...],
    payloads: bool,
    follow: bool,
    every: float,
    lake: Path | None,
    form: str,
    place: Values,
) -> None:
    """List events in the order in which they were recorded.

    As jsonl it prints the stored entries, byte for byte, which `sayso import` reads.
    They do not contain quotes, articles and personal data; --payloads also prints those
    that are not erased, which makes it a full export.

    With --follow it prints the events on record, then each new one: all of them, once,
    in order, and none before it is on disk. If a server is unavailable, it waits. It
    ends with event N of --until, with Ctrl-C, or when the reader stops. With --lake it
    also keeps a lake up to date, as `sayso export --lake` does.

    \b
    Example:
        sayso log --since 100
        sayso log --type claim.denied -f csv
        sayso log -f jsonl --payloads > everything.jsonl
        sayso log --follow --since 100 -f jsonl
        sayso log --follow --lake lake > log.txt
    """
    check_ends(form, follow=follow, lake=lake)
    with opened(place) as book:
        printed = Printer(book, form, payloads=payloads)
        if follow:
            from ._following import follow as go_on

            def told(page: list["Stored"]) -> None:
                printed(one for one in page if not types or one.type in types)

            go_on(book, (since, until), every, told, appending(book, lake))
        else:
            printed.answered(book.logged(since, until, types))


def check_ends(form: str, *, follow: bool, lake: Path | None) -> None:
    """Refuses what needs an end where there is none, and the other way round."""
    context = click.get_current_context()
    if lake is not None and not follow:
        raise click.UsageError(
            "--lake is for --follow; `sayso export --lake DIR` writes a lake", context
        )
    if follow and (form == "xlsx" or file_of() is not None):
        raise click.UsageError(
            "a file has an end; with --follow print to standard output", context
        )
    check_pick(form, follow=follow)
    if follow and form == "json":
        raise click.UsageError(
            "a json document has an end; with --follow use -f jsonl", context
        )


def appending(book: "Book", lake: Path | None) -> "Callable[[], None]":
    """What is done whenever all is printed: a lake gets what it lacks."""
    if lake is None:
        return lambda: None
    from ledger.errors import Conflict
    from ledger.lake.copying import copy
    from ledger.store.checkpoints import count

    done: tuple[int, int] | None = None

    def append() -> None:
        nonlocal done
        now = book.log.head().seq, count(book.log)
        if now == done:
            return
        with suppress(Conflict):  # somebody else appends to it: the next time
            copy(book.log, book.opening, lake)
            done = now

    return append


def check_pick(form: str, *, follow: bool) -> None:
    """Refuses to pick from an endless list, and columns of stored entries."""
    pick = pick_wanted()
    if pick is not None and follow:
        raise click.UsageError(
            "--follow prints events as they come: choose them with --type and --since",
            click.get_current_context(),
        )
    if pick is not None and pick.columns and form == "jsonl":
        raise click.UsageError(
            "-f jsonl prints stored entries, whole; with --columns use -f csv or json",
            click.get_current_context(),
        )


class Printer:
    """Prints events; of a table that comes in pieces, the titles just once."""

    def __init__(self, book: "Book", form: str, *, payloads: bool) -> None:
        self._book, self._form, self._payloads = book, form, payloads
        self._titled = False

    def answered(self, answer: "Answer[Iterator[Stored]]") -> None:
        """Prints all that is there."""
        if self._form == "table" and next(answer.value, None) is None:
            last = self._book.log.head().seq
            click.echo(f"no such events; the last one is event {last}", err=True)
        elif self._form != "jsonl":
            show(answer, self._form)
        elif (pick := pick_wanted()) is None:
            self(answer.value)
        else:
            assert answer.told is not None
            numbers = [row[0] for row in answer.told.picked(pick).exact().rows]
            found = {one.seq: one for one in self._book.log.numbered(numbers)}
            self(found[number] for number in numbers)

    def __call__(self, events: Iterable["Stored"]) -> None:
        if self._form == "jsonl":
            put(lines(self._book, events, payloads=self._payloads))
        elif some := list(events):
            from ledger.rendering.lists import log_table

            brief = self._form == "table"
            self._piece(log_table(some, self._book.zone, brief=brief, firm=True))

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
