"""What can be recorded in an open ledger, each a function of what is open.

Each is a method of `Book`, too: `book.record([...])`. What only writers need is
imported when somebody records.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from ledger.errors import LedgerError
from ledger.logs import log, warn
from ledger.store.log import Log, Writer
from ledger.store.ranking import kept_in
from ledger.store.reads import YEAR

if TYPE_CHECKING:
    from ledger.importers.kit.lines import Item
    from ledger.reading.ranking.keeping import Keeper
    from ledger.reading.registered import Registered
    from ledger.recording.desk import Desk
    from ledger.recording.intake import Imported, Intake
    from ledger.recording.outcomes import Recordable, Recorded

BEHIND: Final = 300_000_000
"""So far (microseconds) clocks of several machines may be apart without a word."""


class Writable(Protocol):
    """An open ledger, and who records in it."""

    log: Log
    zone: str
    clock: Callable[[], int]

    @property
    def registered(self) -> "Registered":
        """Who is registered, as the last transaction left it."""

    @property
    def keeper(self) -> "Keeper":
        """Who keeps the figures of all companies, in a large ledger."""

    def actor(self) -> str:
        """Give who records."""

    def check_writable(self) -> None:
        """Raise Refused if nothing may be recorded in it."""

    def sign(self) -> None:
        """Sign the head, where somebody can."""


def record(
    book: Writable,
    events: "Iterable[Recordable]",
    *,
    expected: int | None = None,
    dry_run: bool = False,
    future: bool = False,
) -> "list[Recorded]":
    """Record events, all or none; what is on record already adds nothing.

    An event that names others of the list is a function of the ids of those before it.
    Conflict if `expected` is given and is not the last sequence number. Refused for a
    date of publication that lies ahead, unless `future` allows it.
    """
    from ledger.recording.outcomes import record

    book.check_writable()
    with book.log.writer(expected=expected) as writer:
        desk = _desk(book, writer, future=future)
        done = record(desk, events, dry_run=dry_run)
        _tell_clock(writer)
        if dry_run:
            writer.abandon()
    log("recorded", events=len(done), new=sum(x.new for x in done), dry=dry_run)
    if not dry_run:
        book.registered.keep(desk.names)
        book.sign()
        keep(book, make=False)
    return done


def import_lines(
    book: Writable,
    lines: Iterable[bytes],
    *,
    name: str,
    dry_run: bool = False,
    future: bool = False,
    progress: Callable[[int], None] | None = None,
) -> "Imported":
    """Record JSON lines, all or nothing; every problem is listed.

    A date of publication that lies ahead is a problem, unless `future` allows it.
    `progress` is called with the number of lines read so far.
    """
    from ledger.importers.jsonl import counted_lines, lines_in
    from ledger.recording.intake import Intake

    feed = lines if progress is None else counted_lines(lines, progress)
    items, intake = lines_in(feed), Intake(ahead=True, future=future)
    return import_items(book, items, name=name, intake=intake, dry_run=dry_run)


def import_items(
    book: Writable,
    items: "Iterable[Item]",
    *,
    name: str,
    intake: "Intake | None" = None,
    dry_run: bool = False,
    ranking: bool = True,
) -> "Imported":
    """Record what an importer read, all or nothing unless `intake` says otherwise.

    Every problem is listed. Without `ranking` it is left to a `keep` afterwards.
    Stranger, and nothing is recorded, if a company is not registered and `intake` does
    not say whether it is to be.
    """
    from ledger.reading.garbage import unswept
    from ledger.recording.intake import Imported, Intake, record_items

    book.check_writable()
    intake, imported = intake or Intake(), Imported()
    with book.log.writer() as writer:
        desk = _desk(book, writer, future=intake.future)
        with unswept():
            record_items(desk, items, imported, intake, keep=dry_run)
        _tell_clock(writer)
        if dry_run or (imported.problems and not intake.skip_bad):
            writer.abandon()
    log(
        "imported",
        name=name,
        new=imported.new,
        known=imported.known,
        problems=len(imported.problems),
        dry=dry_run,
    )
    if not dry_run:
        book.sign()
    if ranking and not dry_run:
        keep(book)
    return imported


def erase(book: Writable, text: str, kinds: tuple[str, ...], reason: str) -> list[int]:
    """Erase texts that came with an event; give the events that say so.

    Refused if there is nothing to erase.
    """
    from ledger.recording.erasing import erase

    book.check_writable()
    event_id = book.log.get(text).id
    done = erase(book.log, event_id, kinds, reason, partial(_desk, book))
    book.sign()
    keep(book, make=False)
    return done


def rebuild(book: Writable, progress: Callable[[int], None] | None = None) -> int:
    """Make the index of words, the ranking and the sums behind beliefs again; give the
    number of companies. `progress` is called with that so far.

    The old ones answer meanwhile. Refused if somebody else does so, too.
    """
    from ledger.reading.index import keeping as index
    from ledger.reading.ranking import keeping

    index.rebuild(book.log)
    return keeping.rebuild([*_keepers(book)], progress)


def _keepers(book: Writable) -> "Iterator[Keeper]":
    """Give what keeps the figures of all companies, what they raised, the sums behind
    beliefs, and what the parts of large companies offer.

    The last of these goes last: until then the others read it as it was.
    """
    from ledger.reading.ranking.keeping import LineKeeper
    from ledger.reading.sums.keeping import SumsKeeper
    from ledger.store.ranking import PARTS, RAISED

    figures, log, zone = book.keeper, book.log, book.zone
    figures.appends.forget()
    yield figures
    yield LineKeeper(log, zone, RAISED, figures.appends)
    yield SumsKeeper(log, zone, figures.appends)
    yield LineKeeper(log, zone, PARTS, figures.appends)
    figures.appends.forget()


def keep(
    book: Writable, progress: Callable[[int], None] | None = None, *, make: bool = True
) -> None:
    """Let the index, the ranking, and the sums behind beliefs follow what was recorded;
    make them in a ledger that is large.

    `progress` is called with the number of companies done. Without `make` only what
    is quick is done. Where it fails, a question reads the log, and folds.
    """
    from ledger.reading.index import keeping as index

    try:
        index.keep(book.log, make=make)
    except LedgerError as error:
        log("the index of words is behind", why=error.message)
    behind = []
    for keeper in _keepers(book) if kept_in(book.log) else ():
        with _put_off(keeper.projection):
            if not keeper.follow():
                behind.append(keeper)
    if make and behind:
        from ledger.reading.ranking import keeping

        with _put_off("all"):
            keeping.rebuild(behind, progress)


@contextmanager
def _put_off(what: str) -> "Iterator[None]":
    """Leave what is kept behind where it cannot be made: questions fold."""
    try:
        yield
    except LedgerError as error:
        log("what is kept is behind", what=what, why=error.message)


def _tell_clock(writer: Writer) -> None:
    """Say that what was recorded is stamped years after all before it, if so."""
    if writer.ahead:
        years = writer.ahead // YEAR
        warn(
            f"the entry before was recorded {years} years ago, and nothing recorded"
            " now was published since: is this machine's clock ahead? what follows"
            " can never be stamped earlier"
        )


def _desk(book: Writable, writer: Writer, *, future: bool = False) -> "Desk":
    from ledger.recording.desk import Desk

    behind = writer.head.recorded - book.clock()
    if behind > BEHIND:
        from ledger.claims.dates import show_instant

        warn(
            "this machine's clock is behind the last entry, so what is recorded is"
            f" stamped as that was: {show_instant(writer.head.recorded)}"
        )
    return Desk(
        writer,
        book.zone,
        recorded=book.clock(),
        actor=book.actor(),
        registered=book.registered,
        future=future,
    )


def login() -> str:
    """Give the login name of the person who runs this, for the record."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
