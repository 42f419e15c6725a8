"""What others do with the same events on SQLite: eventsourcing, and sqlite-utils.

Both set a write-ahead log here and keep `synchronous` at FULL. What is not installed
is left out by whoever asks, with a reason.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.rows import Skipped
from benchmarks.runner import installed

Put = Callable[[Sequence[bytes]], object]
"""Appends bodies in one durable transaction."""

Fresh = Callable[[], Path]
"""Gives a place where no database is."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who appends; `ready` opens a new database and gives what appends."""

    what: str
    ready: Callable[[], AbstractContextManager[Put]]


def peers(fresh: Fresh) -> Iterator[Peer | Skipped]:
    """Give those that are installed, and why the others are left out."""
    missing = "it is not installed: pip install 'sayso[bench]'"
    if installed("eventsourcing"):
        yield Peer("eventsourcing, its recorder, bytes", partial(_recorder, fresh))
        yield Peer("eventsourcing, app.save", partial(_saving, fresh))
    else:
        yield Skipped("eventsourcing", missing)
    if installed("sqlite-utils"):
        yield Peer("sqlite-utils, insert_all", partial(_sqlite_utils, fresh))
    else:
        yield Skipped("sqlite-utils", missing)


@contextmanager
def _application(fresh: Fresh) -> Iterator[Any]:
    from eventsourcing.application import Application  # noqa: PLC0415 - an extra

    place = {"SQLITE_DBNAME": str(fresh())}
    app: Any = Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", **place})
    yield app
    app.close()


@contextmanager
def _recorder(fresh: Fresh) -> Iterator[Put]:
    from eventsourcing.persistence import StoredEvent  # noqa: PLC0415 - an extra

    with _application(fresh) as app:
        stream, numbers = uuid4(), count()

        def put(bodies: Sequence[bytes]) -> None:
            rows = [StoredEvent(stream, next(numbers), "Said", x) for x in bodies]
            app.recorder.insert_events(rows)

        yield put


@contextmanager
def _saving(fresh: Fresh) -> Iterator[Put]:
    with _application(fresh) as app:
        one = _aggregate()()
        app.save(one)

        def put(bodies: Sequence[bytes]) -> None:
            for body in bodies:
                one.say(body.decode())
            app.save(one)

        yield put


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


@contextmanager
def _sqlite_utils(fresh: Fresh) -> Iterator[Put]:
    from sqlite_utils import Database  # noqa: PLC0415 - an extra

    with closing(sqlite3.connect(fresh())) as connection:
        made, numbers = Database(connection), count()
        made.enable_wal()
        table: Any = made["event"]

        def put(bodies: Sequence[bytes]) -> None:
            rows = [{"seq": next(numbers), "body": body} for body in bodies]
            table.insert_all(rows, pk="seq", batch_size=len(rows))

        yield put
