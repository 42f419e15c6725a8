"""Whether a database's own storage is sound: pages, and indexes that say what rows say.

Rows are read through indexes, so a stale index hides rows without a hash being wrong.
SQLite checks itself; on PostgreSQL its extension amcheck does, where it is installed.
The indexes of the entries of a file are compared on the way of anyone who reads all
entries anyway, which takes less than SQLite's own check.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from ledger.store.connection import transaction
from ledger.store.pages import EntryPage
from ledger.store.schema import metadata

HEAL: Final = "no entry is lost: `sayso db scrub` rebuilds the indexes from the tables"
_TABLES: Final = sorted(metadata.tables)
_MOST: Final = 20
"""So many problems are told."""

_CHECKED: Final = "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"
_INDEXES: Final = """SELECT indexrelid, relname FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid IN (
  SELECT oid FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
) AND relam = (SELECT oid FROM pg_am WHERE amname = 'btree')
ORDER BY relname"""
_BY_INDEX: Final = {
    "entry_id": "SELECT id, seq FROM entry INDEXED BY sqlite_autoindex_entry_1"
    " WHERE seq < ?",
    "entry_company": "SELECT company, seq FROM entry INDEXED BY entry_company"
    " WHERE seq < ?",
    "entry_other": "SELECT other, seq FROM entry INDEXED BY entry_other"
    " WHERE other IS NOT NULL AND seq < ?",
}


def unsound(engine: Engine, *, whole: bool = True) -> list[str] | None:
    """Give what a database says is wrong with its own storage; None if it cannot tell.

    Without `whole` the entries of a file are left out: see `Indexes`.
    """
    with transaction(engine) as connection:
        if engine.dialect.name == "sqlite":
            found = [*_of_file(connection, whole=whole)]
            return found[:_MOST]
        return _of_server(connection)


def _of_file(connection: Connection, *, whole: bool) -> Iterator[str]:
    if whole:
        asked = ["PRAGMA integrity_check"]
    else:
        rest = [table for table in _TABLES if table != "entry"]
        asked = [f"PRAGMA integrity_check({table})" for table in rest]
    for pragma in asked:
        for row in connection.exec_driver_sql(pragma):
            if row[0] != "ok":
                yield str(row[0])


def _of_server(connection: Connection) -> list[str] | None:
    if not connection.exec_driver_sql(_CHECKED).scalar():
        return None
    found = []
    for index, name in connection.exec_driver_sql(_INDEXES, (_TABLES,)).fetchall():
        try:
            with connection.begin_nested():
                values = {"index": index}
                connection.execute(text("SELECT bt_index_check(:index, true)"), values)
        except DatabaseError as error:
            if getattr(error.orig, "sqlstate", None) == "42501":
                return None  # not everybody may ask
            found.append(f"index {name}: {str(error.orig).splitlines()[0]}")
    return found


class Indexes:
    """The indexes of the entries of a file, held against the rows that go past."""

    def __init__(self) -> None:
        self._sums = dict.fromkeys(_BY_INDEX, 0)
        self._end = 0

    def take(self, page: EntryPage, first: int) -> None:
        """Count the rows of a page, which begins with entry `first`."""
        self._end = first + len(page)
        seqs = range(first, self._end)
        ids, _, companies, others, *_ = zip(*page, strict=True)
        for name, column in (("entry_id", ids), ("entry_company", companies)):
            self._sums[name] += sum(map(hash, zip(column, seqs, strict=True)))
        if any(others):
            pairs = zip(others, seqs, strict=True)
            self._sums["entry_other"] += sum(hash(x) for x in pairs if x[0] is not None)

    def stale(self, engine: Engine) -> list[str]:
        """Name the indexes that do not hold the rows that went past."""
        if engine.dialect.name != "sqlite":
            return []
        with transaction(engine) as connection:
            return [
                f"index {name} does not match its table"
                for name, asked in _BY_INDEX.items()
                if self._sum(connection, asked) != self._sums[name]
            ]

    def _sum(self, connection: Connection, asked: str) -> int | None:
        try:
            rows: Any = connection.exec_driver_sql(asked, (self._end,)).cursor
            return sum(map(hash, rows))
        except (DatabaseError, sqlite3.DatabaseError):
            return None  # it is gone, or cannot be read
