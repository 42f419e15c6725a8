"""A ledger on a server, through SQLAlchemy's connections.

See `ledger.store.session` for what is asked of it.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, select

from ledger.store.connection import shown_place, transaction
from ledger.store.schema import version
from ledger.store.sqlite.files import APPLICATION_ID, WHAT_IF, foreign
from ledger.store.statements import (
    CHANGES,
    FILLED,
    OWN_CHANGES,
    OWN_QUERIES,
    QUERIES,
    insert_of,
)

if TYPE_CHECKING:
    from ledger.store.session import Lock, Rows, Values
    from ledger.store.statements import ChangeName, Filled, Query


class Server:
    """One database; threads may use it."""

    what_if = False

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def place(self) -> str:
        """The URL without a password."""
        return shown_place(self.engine)

    @contextmanager
    def transaction(self, lock: "Lock | None" = None) -> "Iterator[ServerSession]":
        """Open a session; see `ledger.store.connection` for its locks."""
        with transaction(self.engine, lock) as connection:
            yield ServerSession(connection)

    def version(self) -> int:
        """Give the version of its schema; Refused if it is no ledger."""
        return schema_version(self.engine)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


class ServerSession:
    """One transaction, on a connection that somebody opened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, name: "Query", values: "Values") -> "Rows":
        """Ask; give all rows, as tuples."""
        found = self._connection.exec_driver_sql(_QUERIES[name], dict(values))
        # Rows as the driver gives them: wrapped ones take twice as long.
        rows: Rows = found.cursor.fetchall()
        return rows

    def run(self, name: "ChangeName", values: "Values") -> None:
        """Run a statement that gives no rows."""
        self._connection.exec_driver_sql(_CHANGES[name], dict(values))

    def run_each(self, name: "ChangeName", values: "Sequence[Values]") -> None:
        """Run it once for each of many values."""
        if values:
            each = [dict(one) for one in values]
            self._connection.exec_driver_sql(_CHANGES[name], each)

    def add(self, table: "Filled", rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table, each in the order of its columns."""
        self._connection.exec_driver_sql(_INSERTS[table], [tuple(row) for row in rows])

    def now(self) -> int:
        """Give the server's clock, in microseconds since 1970."""
        return int(self._connection.exec_driver_sql(_NOW).scalar_one())

    def abandon(self) -> None:
        """Take back what was done; nothing can be asked or done here any more."""
        opened = self._connection.get_transaction()
        assert opened is not None
        opened.rollback()


def schema_version(engine: Engine) -> int:
    """Give the version of a ledger's schema; Refused if it is no ledger."""
    with transaction(engine) as connection:
        if engine.dialect.name == "sqlite":
            check_is_ledger(connection)
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            return int(found) & ~WHAT_IF
        return int(connection.scalars(select(version.c.version_num)).one())


def check_is_ledger(connection: Connection) -> None:
    """Raise Refused if a SQLite file is another program's."""
    marked = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if marked != APPLICATION_ID:
        raise foreign(shown_place(connection.engine))


def _worded(text: str) -> str:
    """Give a statement with its values named as psycopg names them."""
    listed = re.sub(r"IN \(:(\w+)\)", r"= ANY(:\1)", text.replace("%", "%%"))
    return re.sub(r":(\w+)", r"%(\1)s", listed)


_NOW: Final = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_QUERIES: Final = {
    name: _worded(text) for name, text in (QUERIES | OWN_QUERIES["postgresql"]).items()
}
_CHANGES: Final = {
    name: _worded(text) for name, text in (CHANGES | OWN_CHANGES["postgresql"]).items()
}
_INSERTS: Final = {table: insert_of(table, "%s") for table in FILLED}
