"""What `eventsourcing` does with the same events on PostgreSQL.

Its default way: a lock on the table in each transaction, so that its readers miss
nothing. It wants a pool of psycopg's, which comes with the extra `bench`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from benchmarks.appends import chunks
from benchmarks.rows import Skipped
from benchmarks.runner import installed
from benchmarks.taking import Subject


def peers(
    place: str, bodies: Sequence[bytes], size: int
) -> Iterator[Subject | Skipped]:
    """Give the peer, who appends the bodies, `size` in a transaction."""
    if not (installed("eventsourcing") and installed("psycopg-pool")):
        missing = "it, or psycopg-pool, is not installed: pip install 'sayso[bench]'"
        yield Skipped("eventsourcing on PostgreSQL", missing)
        return

    def recorded(recorder: Any) -> None:  # noqa: ANN401 - theirs has no types for this
        from eventsourcing.persistence import StoredEvent  # noqa: PLC0415 - an extra

        stream = uuid4()
        rows = [StoredEvent(stream, at, "Said", x) for at, x in enumerate(bodies)]
        for several in chunks(rows, size):
            recorder.insert_events(list(several))

    @contextmanager
    def ready() -> Iterator[Any]:
        from eventsourcing.application import Application  # noqa: PLC0415 - an extra

        app: Any = Application(env=_settings(place))
        try:
            yield app.recorder
        finally:
            app.close()

    many = len(bodies)
    yield Subject("eventsourcing, its recorder, bytes", recorded, ready, many)


def _settings(place: str) -> dict[str, str]:
    """Tell it where: it makes its URL of these parts."""
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - an extra

    parts = conninfo_to_dict(place)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts.get("port", "5432")),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "none",
    }
