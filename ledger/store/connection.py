"""Where a ledger is, and how SQLAlchemy speaks to it.

A place is a path (SQLite) or a URL (`postgresql://user@host/name`). To a file
SQLAlchemy speaks through the same connections as the standard library does.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from ledger.errors import BadInput, Unreachable
from ledger.store.failures import ledger_error
from ledger.store.postgresql import commits
from ledger.store.postgresql.pooling import server_engine
from ledger.store.session import Lock
from ledger.store.sqlite.files import absolute, check_place, opened


def located(place: str | os.PathLike[str]) -> URL:
    """Give the URL of a place; BadInput if no ledger can be there."""
    text = os.fspath(place)
    if "://" not in text:
        return URL.create("sqlite", database=absolute(text))
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadInput(f"{text} is not a URL", "postgresql://user@host/name") from None
    match url.get_backend_name():
        case "sqlite":
            return URL.create("sqlite", database=absolute(url.database or ""))
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise BadInput(
                f"a ledger cannot be kept in {other}",
                "give the path of a file, or postgresql://user@host/name",
            )


def shown_place(engine: Engine) -> str:
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
    return server_engine(url)


def _sqlite(url: URL, *, new: bool) -> Engine:
    path = url.database or ""
    check_place(path, new=new)
    engine = create_engine(url, creator=lambda: opened(path, new=new))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    locked = connection.get_execution_options().get("sayso_lock")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if locked else "BEGIN")


@contextmanager
def plain(place: str) -> Iterator[None]:
    """Raise what the database complains about as an error of ours about `place`."""
    try:
        yield
    except DBAPIError as error:
        raise ledger_error(error.orig or error, place) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise ledger_error(error, place) from error


@contextmanager
def transaction(engine: Engine, lock: Lock | None = None) -> Iterator[Connection]:
    """One transaction, committed at the end or rolled back on any exception.

    What it appended, or saw, is on disk by that time; see
    `ledger.store.postgresql.commits`.
    """
    with plain(shown_place(engine)), engine.connect() as bare:
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
    with commits.begun(bare, commits.LOCKS[lock] if lock else None) as connection:
        yield connection
        if not connection.in_transaction():
            return  # what was done was taken back
        if lock == "append":
            commits.record(connection)
        elif lock == "ranking":
            commits.keep(connection)
        else:
            commits.see(connection)
