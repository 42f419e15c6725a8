"""Where a ledger is, and how to speak to it.

A place is a path (SQLite) or a URL (`postgresql://user@host/name`). SQLite runs with
a write-ahead log, `synchronous=FULL` (what is recorded survives a power cut) and
transactions of our own: sqlite3's would begin too late to be a lock.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from ledger.errors import BadInput, Unreachable
from ledger.store import commits
from ledger.store.failures import plain

BUSY_SECONDS: Final = 5
_OLDEST_SQLITE: Final = (3, 37)
_WAIT: Final = "-c lock_timeout=30s"

Lock = Literal["append", "resolve", "schema"]
"""What a transaction holds: the right to append, a pause of all who append, or the
right to make and alter tables."""

_LOCKS: Final = {
    "append": "SELECT one FROM head WHERE one = 1 FOR UPDATE",
    "resolve": "SELECT one FROM head WHERE one = 1 FOR SHARE",
    "schema": "SELECT pg_advisory_xact_lock(1398364499)",
}
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -16000",
    "PRAGMA application_id",
)


def located(place: str | os.PathLike[str]) -> URL:
    """Give the URL of a place; BadInput if no ledger can be there."""
    text = os.fspath(place)
    if "://" not in text:
        return URL.create("sqlite", database=_absolute(text))
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadInput(f"{text} is not a URL", "postgresql://user@host/name") from None
    match url.get_backend_name():
        case "sqlite":
            return URL.create("sqlite", database=_absolute(url.database or ""))
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise BadInput(
                f"a ledger cannot be kept in {other}",
                "give the path of a file, or postgresql://user@host/name",
            )


def _absolute(path: str) -> str:
    if path in {"", ":memory:"}:
        raise BadInput("a ledger is a file", "give its path, such as sayso.db")
    return str(Path(path).expanduser().absolute())


def named(engine: Engine) -> str:
    """Give the place as messages show it: the path, or the URL without a password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ""
    return engine.url.set(drivername="postgresql").render_as_string()


def open_engine(url: URL, *, new: bool = False) -> Engine:
    """Give an engine for a place; on SQLite only `new` makes a file."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, new=new)
    if find_spec("psycopg") is None:
        raise Unreachable(
            "PostgreSQL needs a driver that is not installed",
            "pip install 'sayso[postgres]'",
        )
    # Whoever waits for the head row must then see what the other one committed,
    # whatever the server's own default is.
    given = url.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} {_WAIT}"
    return create_engine(
        url, isolation_level="READ COMMITTED", connect_args={"options": options}
    )


def _sqlite(url: URL, *, new: bool) -> Engine:
    path = url.database or ""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise Unreachable(
            f"this Python has SQLite {sqlite3.sqlite_version}, too old for a ledger",
            "use a Python with SQLite 3.37 or newer",
        )
    if Path(path).is_dir():
        raise Unreachable(f"{path} is a folder", "name a file in it")
    if new and not Path(path).parent.is_dir():
        folder = Path(path).parent
        raise Unreachable(f"there is no folder {folder}", f"mkdir -p {folder}")
    if not new and not Path(path).exists():
        raise Unreachable(f"there is no ledger at {path}", f"sayso init {path}")
    engine = create_engine(url, creator=lambda: _opened(path, new=new))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    locked = connection.get_execution_options().get("sayso_lock")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if locked else "BEGIN")


def _opened(path: str, *, new: bool) -> sqlite3.Connection:
    try:
        return _raw(path, "mode=rwc" if new else "mode=rw")
    except sqlite3.OperationalError:
        # In a folder that nobody may write, SQLite cannot make the files beside a
        # write-ahead log. If there is no such log, the file alone is the ledger.
        if new or not _alone_and_fixed(path):
            raise
        return _raw(path, "mode=ro&immutable=1")


def _alone_and_fixed(path: str) -> bool:
    log = Path(path + "-wal")
    try:
        alone = not log.exists() or log.stat().st_size == 0
        readable = os.access(path, os.R_OK, effective_ids=True)
        fixed = not os.access(Path(path).parent, os.W_OK, effective_ids=True)
    except (OSError, NotImplementedError):
        return False
    return alone and readable and fixed


def _raw(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{Path(path).as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(engine: Engine, lock: Lock | None = None) -> Iterator[Connection]:
    """One transaction, committed at the end or rolled back on any exception.

    What it appended, or saw, is on disk by then; see `ledger.store.commits`.
    """
    with plain(named(engine)), engine.connect() as bare:
        begun = _on_server if engine.dialect.name == "postgresql" else _in_file
        with begun(bare, lock) as connection:
            yield connection


@contextmanager
def _in_file(bare: Connection, lock: Lock | None) -> Iterator[Connection]:
    connection = bare.execution_options(sayso_lock=lock)
    with connection.begin():
        yield connection


@contextmanager
def _on_server(bare: Connection, lock: Lock | None) -> Iterator[Connection]:
    with commits.begun(bare, _LOCKS[lock] if lock else None) as connection:
        yield connection
        if not connection.in_transaction():
            return  # what was done was taken back
        if lock == "append":
            commits.record(connection)
        else:
            commits.see(connection)
