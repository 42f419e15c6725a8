"""Making sure that what was deleted is gone from the file, too.

SQLite leaves what it deletes in its write-ahead log, and sometimes in free parts of a
page; its search of texts keeps words that were taken out until its parts are merged. So
they are merged, the log is emptied into the file, the file is searched, and only if
something is still found it is rewritten as a whole. On PostgreSQL the tables are
vacuumed, and no more is promised: its server keeps logs and copies of its own.
"""

import mmap
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from ledger.errors import Unreachable
from ledger.store.connection import plain, shown_place, transaction
from ledger.store.schema import metadata

_ERASED: Final = "payload, search"
"""The tables of a server in which an erased text was."""

_PIECE: Final = 32
_STRIDE: Final = 256


def rewrite(engine: Engine) -> None:
    """Write the whole database again, its indexes too, without what was deleted."""
    with plain(shown_place(engine)):
        if engine.dialect.name == "sqlite":
            _rewrite(engine)
        else:
            _vacuum(engine, _ERASED, *metadata.tables, "search")


def scrub(engine: Engine, deleted: Iterable[bytes]) -> bool:
    """Leave no trace of deleted bytes; tell whether none was found at the end.

    A trace may be the same words in another place, which nobody asked to erase.
    Unreachable if another program keeps the write-ahead log from being emptied.
    """
    wanted = list(deleted)
    with plain(shown_place(engine)):
        if engine.dialect.name != "sqlite":
            _vacuum(engine, _ERASED)
            return True
        _merge_words(engine)
        _empty_log(engine)
        if not any(traces(Path(shown_place(engine)), wanted)):
            return True
        _rewrite(engine)
    return not any(traces(Path(shown_place(engine)), wanted))


def _vacuum(engine: Engine, cleared: str, *indexed: str) -> None:
    with engine.connect() as opened:
        alone = opened.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql("SET statement_timeout = 0")
        for table in indexed:
            alone.exec_driver_sql(f"REINDEX TABLE {table}")
        alone.exec_driver_sql(f"VACUUM {cleared}")
        alone.exec_driver_sql("RESET statement_timeout")


def _empty_log(engine: Engine) -> None:
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchall()[0][0]
    if busy:
        raise Unreachable(
            f"{shown_place(engine)} is being read: its write-ahead log still contains"
            " what was"
            " erased",
            "end the other program, then `sayso db scrub`",
        )


def _merge_words(engine: Engine) -> None:
    with transaction(engine, "schema") as connection:
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('optimize')")


def _rewrite(engine: Engine) -> None:
    _merge_words(engine)
    with closing(engine.raw_connection()) as raw:
        raw.cursor().execute("REINDEX")  # VACUUM copies a stale index as it is
        raw.cursor().execute("VACUUM")
    _empty_log(engine)


def traces(path: Path, wanted: Iterable[bytes]) -> Iterator[int]:
    """Give the places in a file, and in the log next to it, where bytes still stand."""
    pieces = [piece for body in wanted for piece in _pieces(body)]
    for name in (path, Path(f"{path}-wal")):
        if not name.exists() or not name.stat().st_size:
            continue
        with (
            name.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held,
        ):
            yield from (at for piece in pieces if (at := held.find(piece)) >= 0)


def _pieces(body: bytes) -> Iterator[bytes]:
    """Cut bytes into what is looked for: pages may hold only a part of them."""
    if len(body) <= _PIECE:
        yield body
        return
    for start in range(0, len(body) - _PIECE + 1, _STRIDE):
        yield body[start : start + _PIECE]
    yield body[-_PIECE:]
