"""A ledger through SQLAlchemy: on a server, or in whatever is made or upgraded.

See `ledger.store.session` for what is asked of it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.dialects import postgresql

from ledger.store.connection import named, plain, transaction
from ledger.store.failures import told
from ledger.store.files import WHAT_IF, foreign
from ledger.store.journeys import MICROSECONDS, append_one
from ledger.store.schema import APPLICATION_ID, version
from ledger.store.statements import CHANGES, FILLED, QUERIES

if TYPE_CHECKING:
    from ledger.claims.canonical import Draft
    from ledger.store.compiled import Change, Filled, Query
    from ledger.store.session import Lock, Rows, Values


class Server:
    """One database; threads may use it."""

    what_if = False

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def place(self) -> str:
        """The URL without a password."""
        return named(self.engine)

    @contextmanager
    def transaction(self, lock: "Lock | None" = None) -> "Iterator[ServerSession]":
        """Open a session; see `ledger.store.connection` for its locks."""
        with transaction(self.engine, lock) as connection:
            yield ServerSession(connection)

    def append_one(self, one: "Draft", *, actor: str, log: str) -> int | None:
        """Append an event in one journey; see `ledger.store.journeys`."""
        try:
            with plain(self.place):
                return append_one(self.engine, one, actor=actor, log=log)
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise told(error, self.place) from error

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
        if name == "known" and self._on_postgresql:
            # A list of 1,000 values would be 1,000 parameters.
            found = self._connection.exec_driver_sql(_KNOWN, (values["ids"],))
        else:
            found = self._connection.execute(QUERIES[name], dict(values))
        # Rows as the driver gives them: wrapped ones take twice as long.
        rows: Rows = found.cursor.fetchall()
        return rows

    def run(self, name: "Change", values: "Values") -> None:
        """Run a statement that gives no rows."""
        self._connection.execute(CHANGES[name], dict(values))

    def run_each(self, name: "Change", values: "Sequence[Values]") -> None:
        """Run it once for each of many values."""
        if values:
            self._connection.execute(CHANGES[name], [dict(one) for one in values])

    def add(self, table: "Filled", rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table, each in the order of its columns."""
        filled = _TABLES[table]
        if self._on_postgresql:
            self._copy(filled, rows)
        else:
            names = [column.name for column in filled.c]
            made = [dict(zip(names, row, strict=True)) for row in rows]
            self._connection.execute(insert(filled), made)

    def _copy(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows in by COPY, whose rows the driver writes in C."""
        words, kinds = _COPIES[table.name]
        wire: Any = self._connection.connection
        try:
            with wire.cursor() as cursor, cursor.copy(words) as copy:
                copy.set_types(kinds)
                for row in rows:
                    copy.write_row(row)
        except self._connection.dialect.loaded_dbapi.Error as error:
            raise told(error, named(self._connection.engine)) from error

    @property
    def _on_postgresql(self) -> bool:
        return self._connection.dialect.name == "postgresql"

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
        raise foreign(named(connection.engine))


def _copied(table: Table) -> tuple[str, list[str]]:
    """Give the words of a COPY, and the types of its columns."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    kinds = [column.type.compile(dialect=dialect) for column in table.c]
    names = ", ".join(column.name for column in table.c)
    words = f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)"
    return words, [kind.partition(" COLLATE")[0].lower() for kind in kinds]


_NOW: Final = f"SELECT {MICROSECONDS}"
_TABLES: Final = {table.name: table for table in FILLED}
_COPIES: Final = {name: _copied(table) for name, table in _TABLES.items()}
_KNOWN: Final = "SELECT id, seq, body FROM entry WHERE id = ANY(%b::bytea[])"
