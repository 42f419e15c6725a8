"""What others do with the same events on SQLite: eventsourcing, and sqlite-utils.

Both set a write-ahead log here and keep `synchronous` at FULL. What is not installed
is left out by whoever asks, with a reason.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.rows import Skipped
from benchmarks.runner import installed
from benchmarks.taking import Subject

Bodies = Sequence[bytes]
Fresh = Callable[[], Path]
"""Gives a place where no database is."""


def subjects(bodies: Bodies, fresh: Fresh, size: int) -> Iterator[Subject | Skipped]:
    """Give the peers, who append the bodies, `size` in a transaction."""
    missing = "it is not installed: pip install 'sayso[bench]'"
    if installed("eventsourcing"):
        yield from _eventsourcing(bodies, fresh, size)
    else:
        yield Skipped("eventsourcing", missing)
    if installed("sqlite-utils"):
        yield _sqlite_utils(bodies, fresh, size)
    else:
        yield Skipped("sqlite-utils", missing)


def chunks(bodies: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Cut a sequence into pieces of a size."""
    for first in range(0, len(bodies), size):
        yield bodies[first : first + size]


def _eventsourcing(bodies: Bodies, fresh: Fresh, size: int) -> Iterator[Subject]:
    from eventsourcing.application import Application  # noqa: PLC0415 - an extra
    from eventsourcing.persistence import StoredEvent  # noqa: PLC0415

    @contextmanager
    def application() -> Iterator[Any]:
        place = {"SQLITE_DBNAME": str(fresh())}
        module = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
        app: Any = Application(env={**module, **place})
        yield app
        app.close()

    def recorded(app: Any) -> None:  # noqa: ANN401 - as above
        stream = uuid4()
        rows = [StoredEvent(stream, at, "Said", x) for at, x in enumerate(bodies)]
        for several in chunks(rows, size):
            app.recorder.insert_events(list(several))

    def saved(app: Any) -> None:  # noqa: ANN401 - as above
        one = _aggregate()()
        app.save(one)
        for several in chunks(bodies, size):
            for body in several:
                one.say(body.decode())
            app.save(one)

    many = len(bodies)
    yield Subject("eventsourcing, its recorder, bytes", recorded, application, many)
    yield Subject("eventsourcing, app.save", saved, application, many)


@cache
def _aggregate() -> type[Any]:
    """Give an aggregate of theirs; they want no class of the same name twice."""
    from eventsourcing.domain import Aggregate, event  # noqa: PLC0415 - an extra

    class Company(Aggregate):
        said = ""

        @event("Said")
        def say(self, said: str) -> None:
            self.said = said

    return Company


def _sqlite_utils(bodies: Bodies, fresh: Fresh, size: int) -> Subject:
    from sqlite_utils import Database  # noqa: PLC0415 - an extra

    @contextmanager
    def database() -> Iterator[Any]:
        with closing(sqlite3.connect(fresh())) as connection:
            made = Database(connection)
            made.enable_wal()
            yield made

    def inserted(made: Any) -> None:  # noqa: ANN401 - its own type is an extra's
        rows = [{"seq": at, "body": body} for at, body in enumerate(bodies)]
        for several in chunks(rows, size):
            made["event"].insert_all(several, pk="seq", batch_size=size)

    return Subject("sqlite-utils, insert_all", inserted, database, len(bodies))
