"""A ledger in a SQLite file, through the standard library's sqlite3.

The statements are those of `ledger.store.statements`, as they stand there.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ledger.logs import warn
from ledger.store.failures import ledger_error
from ledger.store.sqlite.files import (
    APPLICATION_ID,
    WHAT_IF,
    check_place,
    foreign,
    opened,
    patience,
)
from ledger.store.statements import (
    CHANGES,
    FILLED,
    OWN_CHANGES,
    OWN_QUERIES,
    QUERIES,
    insert_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.store.reads import GuardedConnection
    from ledger.store.session import Lock, Rows, Values
    from ledger.store.statements import ChangeName, Filled, Query

_QUIET_SECONDS: Final = 1
"""So long nothing is said."""

_QUERIES: Final = QUERIES | OWN_QUERIES["sqlite"]
_CHANGES: Final = CHANGES | OWN_CHANGES["sqlite"]
_INSERTS: Final = {table: insert_of(table, "?") for table in FILLED}
_LEAF: Final = FILLED["entry"].index("leaf")
_LIST: Final = "IN (:"
"""Before a list of values, whose length is not known yet."""


class Embedded:
    """One file. Threads may use it; each transaction has a connection to itself."""

    def __init__(self, path: str) -> None:
        check_place(path)
        self.place = path
        self.what_if = False
        self._free: list[GuardedConnection] = []
        self._closed = False

    @cached_property
    def engine(self) -> "Engine":
        """The same file for SQLAlchemy."""
        from ledger.store.connection import located, open_engine

        return open_engine(located(self.place))

    @contextmanager
    def transaction(self, lock: "Lock | None" = None) -> "Iterator[EmbeddedSession]":
        """Open a session; with a lock nobody else can append meanwhile."""
        try:
            connection = self._taken()
            try:
                if lock:
                    self._lock(connection)
                else:
                    connection.execute("BEGIN")
                yield EmbeddedSession(connection)
                connection.commit()
            finally:
                self._give_back(connection)
        except sqlite3.Error as error:
            raise ledger_error(error, self.place) from error

    def _lock(self, connection: "GuardedConnection") -> None:
        """Begin to write; wait for another program that does, and say so."""
        whole = patience()
        try:
            first = min(whole, _QUIET_SECONDS)
            connection.execute(f"PRAGMA busy_timeout = {int(first * 1000)}")
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or whole <= _QUIET_SECONDS:
                raise
            warn(
                f"another program is writing to {self.place}: waiting for up to"
                f" {whole:g} s (SAYSO_WAIT)"
            )
            rest = int((whole - _QUIET_SECONDS) * 1000)
            connection.execute(f"PRAGMA busy_timeout = {rest}")
            connection.execute("BEGIN IMMEDIATE")

    def version(self) -> int:
        """Give the version of its schema; Refused if the file is no ledger."""
        marks = ("PRAGMA application_id", "PRAGMA user_version")
        try:
            connection = self._taken()
            try:
                found = [connection.execute(mark).fetchall() for mark in marks]
            finally:
                self._give_back(connection)
        except sqlite3.Error as error:
            raise ledger_error(error, self.place) from error
        if found[0][0][0] != APPLICATION_ID:
            raise foreign(self.place)
        self.what_if = bool(found[1][0][0] & WHAT_IF)
        return int(found[1][0][0]) & ~WHAT_IF

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        while self._free:
            self._free.pop().close()
        if "engine" in vars(self):
            self.engine.dispose()

    def _taken(self) -> "GuardedConnection":
        try:
            return self._free.pop()
        except IndexError:
            return opened(self.place)

    def _give_back(self, connection: "GuardedConnection") -> None:
        try:
            connection.rollback()  # nothing, after a commit
        except sqlite3.Error:
            connection.close()
            raise
        if self._closed:
            connection.close()
        else:
            self._free.append(connection)


class EmbeddedSession:
    """One transaction of a file."""

    def __init__(self, connection: "GuardedConnection") -> None:
        self._connection = connection

    def rows(self, name: "Query", values: "Values") -> "Rows":
        """Ask; give all rows, as tuples."""
        assert self._connection.in_transaction, "it was abandoned"
        text = _QUERIES[name]
        if _LIST in text:
            text, values = _expanded_lists(text, values)
        return self._connection.execute(text, values).fetchall()

    def run(self, name: "ChangeName", values: "Values") -> None:
        """Run a statement that gives no rows."""
        assert self._connection.in_transaction, "it was abandoned"
        self._connection.execute(_CHANGES[name], values)

    def run_each(self, name: "ChangeName", values: "Sequence[Values]") -> None:
        """Run it once for each of many values."""
        assert self._connection.in_transaction, "it was abandoned"
        self._connection.executemany(_CHANGES[name], values)

    def add(self, table: "Filled", rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table, each in the order of its columns."""
        assert self._connection.in_transaction, "it was abandoned"
        if table == "entry":
            self._connection.made = frozenset(row[_LEAF] for row in rows)
        try:
            self._connection.executemany(_INSERTS[table], rows)
        finally:
            self._connection.made = frozenset()

    def now(self) -> int:
        """Give this machine's clock, in microseconds since 1970."""
        return time.time_ns() // 1000

    def abandon(self) -> None:
        """Take back what was done; nothing can be asked or done here any more."""
        self._connection.rollback()


def _expanded_lists(text: str, values: "Values") -> "tuple[str, Values]":
    """Make room for each value of a list."""
    given = dict(values)
    for name in [key for key, value in values.items() if isinstance(value, list)]:
        parts = {f"{name}_{place}": one for place, one in enumerate(given.pop(name))}
        room = ", ".join(f":{part}" for part in parts)
        text = text.replace(f"{_LIST}{name})", f"IN ({room})")
        given |= parts
    return text, given
