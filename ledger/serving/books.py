"""A few open books, each for one request at a time.

A book keeps what it read, so that the second question costs less; and it is not made
for two threads at once. So a request takes one, and gives it back. One whose ledger
failed, or is another file now, is closed, and the next request opens another.
"""

import gc
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ledger.book import Book
from ledger.errors import (
    Damaged,
    Forked,
    NeedsUpgrade,
    Refused,
    RolledBack,
    Unreachable,
)
from ledger.logs import log
from ledger.serving.failing import AWAY, LOOK
from ledger.serving.settings import ServerSettings

MOST: Final = 4
"""Books at once: more would only wait for the processor."""

SWEPT: Final = 100
"""Requests between two searches for what refers to itself: answers hold such cycles,
and Python by itself lets them pile up to a quarter of all that is held.
"""

LOST: Final = (Damaged, Forked, NeedsUpgrade, RolledBack, Unreachable)
"""Errors after which a book is not used again."""


class Books:
    """The open books of one ledger."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._free: deque[tuple[Book, object]] = deque()
        self._room = threading.BoundedSemaphore(MOST)
        self._closed = False
        self._answered = 0

    @contextmanager
    def opened(self) -> Iterator[Book]:
        """Take a book for one request; Unreachable if the ledger is away."""
        with self._room:
            book, mark = self._taken()
            try:
                yield book
            except LOST:
                book.close()
                raise
            except BaseException:
                self._give_back(book, mark)
                raise
            self._give_back(book, mark)

    @contextmanager
    def recording(self, actor: str) -> Iterator[Book]:
        """Open a book in which an actor records, for one request."""
        with self._room, self._new(actor) as book:
            yield book

    def close(self) -> None:
        """Close them all; those in use are closed when they come back."""
        self._closed = True
        while self._free:
            self._free.pop()[0].close()

    def _taken(self) -> tuple[Book, object]:
        mark = _mark(self._settings.place)
        while True:
            try:
                book, before = self._free.pop()
            except IndexError:
                return self._new(), mark
            if before == mark:
                return book, mark
            book.close()

    def _new(self, actor: str | None = None) -> Book:
        one = self._settings
        try:
            return Book.open(
                one.place,
                clock=one.clock,
                actor=actor,
                home=one.home,
                only_read=actor is None,
            )
        except Refused:
            # It was a ledger when the server started; that it is none now is told
            # there, and not to those who ask.
            log("no ledger", place=one.place)
            raise Unreachable(AWAY, LOOK) from None

    def _give_back(self, book: Book, mark: object) -> None:
        self._answered += 1
        if self._answered % SWEPT == 0:
            gc.collect()
        if self._closed:
            book.close()
        else:
            self._free.append((book, mark))


def _mark(place: str) -> object:
    """Tell a file from another one that was put in its place; servers have none."""
    if "://" in place:
        return None
    try:
        found = os.stat(place)  # noqa: PTH116 - a place is text, as it was given
    except OSError:
        return None
    return found.st_dev, found.st_ino
