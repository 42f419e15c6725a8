"""Following a ledger from the command line, until somebody has had enough."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.entry import Stored
    from ledger.errors import Unreachable

QUIET_SECONDS = 60
"""So long nothing is said again about a server that is still away."""


def follow(
    book: "Book",
    ends: tuple[int | None, int | None],
    every: float,
    told: Callable[[list["Stored"]], None],
    idle: Callable[[], None],
) -> None:
    """Hands on events after a number as they are recorded, up to another one.

    `idle` is called whenever there is nothing new, and at the end; again and again
    where a database or a file is away. Ctrl-C and SIGTERM are how this ends, and no
    failure; so is a reader who left.
    """
    from ledger.errors import Unreachable

    since, until = ends
    trouble, pause = Trouble(), waiting(every)

    def wait() -> bool:
        try:
            idle()
        except Unreachable as error:
            trouble(error)
        return pause()

    try:
        with terminated_as_interrupted():
            for page in book.follow(since, wait=wait, trouble=trouble):
                told([one for one in page if until is None or one.seq <= until])
                if until is not None and page[-1].seq >= until:
                    idle()
                    return
    except KeyboardInterrupt:
        return


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Lets SIGTERM end a program as Ctrl-C does: what is open is closed."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def waiting(seconds: float) -> Callable[[], bool]:
    """Waits so long; False at once when nobody reads standard output any more.

    A pipe says so only to those who write, or ask.
    """
    try:
        import select

        asked: Any = select.poll()
        asked.register(sys.stdout.fileno(), 0)
    except (ImportError, AttributeError, OSError, ValueError):  # Windows, or a test
        asked = None

    def wait() -> bool:
        if asked is None:
            time.sleep(seconds)
            return True
        return not asked.poll(seconds * 1000)

    return wait


class Trouble:
    """Says that the database is away, and not each time that it is tried."""

    def __init__(self) -> None:
        self._said = -float("inf")

    def __call__(self, error: "Unreachable") -> None:
        now = time.monotonic()
        if now - self._said > QUIET_SECONDS:
            click.echo(f"{error.message}; still trying; stop with Ctrl-C", err=True)
            self._said = now
