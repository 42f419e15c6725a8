"""A ledger's database as a whole: make it, bring it up to date, copy it, count it.

The version of the schema is one cheap read: SQLite keeps it in the file's header,
PostgreSQL in a table of one row. All here goes through SQLAlchemy; what is done every
day needs only `ledger.store.opening`. Alembic is imported only while a database is
upgraded; a new one is made from the tables and guards as they are today, which a
test holds equal to what all the migrations make.
"""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text

from ledger.errors import Damaged, Refused
from ledger.store.connection import (
    located,
    open_engine,
    plain,
    shown_place,
    transaction,
)
from ledger.store.guards.guards import GUARDS, missing
from ledger.store.log import Log
from ledger.store.opening import check_version, connect
from ledger.store.postgresql.server import (
    ServerSession,
    check_is_ledger,
    schema_version,
)
from ledger.store.ranking import PROJECTION, WORDS
from ledger.store.reads import GuardedConnection
from ledger.store.schema import (
    SEARCH,
    entry,
    head,
    metadata,
    ranking,
    version,
)
from ledger.store.session import Database, Session
from ledger.store.sqlite.backup import copied
from ledger.store.sqlite.embedded import EmbeddedSession
from ledger.store.sqlite.files import APPLICATION_ID, SCHEMA_VERSION, WHAT_IF
from ledger.store.storage import HEAL, unsound

__all__ = [
    "Stats",
    "backup",
    "connect",
    "create",
    "mark",
    "migrate",
    "missing_guards",
    "schema_version",
    "session_of",
    "stats",
    "upgrade",
    "what_if",
]

_MIGRATIONS: Final = "ledger.migrations:."


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a ledger holds. Instants are microseconds, None while it is empty."""

    entries: int
    types: dict[str, int]
    companies: int
    first_recorded: int | None
    last_recorded: int | None
    ranking: int | None
    """The last event that is in the ranking; None if there is no ranking."""
    index: int | None
    """The last event that is in the index of words; None if there is none."""
    size: int
    """Bytes on disk, indexes included."""
    unsound: list[str] | None = None
    """What the database says is wrong with its storage; None if it cannot tell."""


def create(place: str | os.PathLike[str]) -> Database:
    """Make a new, empty ledger; Refused where something else is already.

    A ledger that was made but has no entry yet is taken as it is.
    """
    engine = open_engine(located(place), new=True)
    try:
        with plain(shown_place(engine)):
            _create(engine)
    finally:
        engine.dispose()
    return connect(place)


def _create(engine: Engine) -> None:
    with transaction(engine, "schema") as connection:
        if _is_vacant(connection):
            metadata.create_all(connection, checkfirst=False)
            for made in (*SEARCH[engine.dialect.name], *GUARDS[engine.dialect.name]):
                connection.exec_driver_sql(made)
            connection.execute(insert(version), {"version_num": _revision()})
            mark(connection)
        elif connection.scalar(select(head.c.seq)) != -1:
            raise Refused(
                f"there is a ledger at {shown_place(engine)} already",
                "record in it, or choose another location",
            )
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode = WAL")


def _is_vacant(connection: Connection) -> bool:
    tables = inspect(connection).get_table_names()
    if connection.dialect.name == "sqlite" and tables:
        check_is_ledger(connection)
    if version.name in tables:
        return False
    if taken := {entry.name, head.name} & set(tables):
        place = shown_place(connection.engine)
        raise Refused(
            f"{place} has a table {min(taken)} of another program",
            "choose another database or schema",
        )
    return True


def session_of(connection: Connection) -> Session:
    """Give a session in a transaction that SQLAlchemy opened, on either database."""
    if connection.dialect.name == "postgresql":
        return ServerSession(connection)
    file = connection.connection.driver_connection
    assert isinstance(file, GuardedConnection)
    return EmbeddedSession(file)


def mark(connection: Connection) -> None:
    """Write the version of the schema where a new connection looks for it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        kept = connection.exec_driver_sql("PRAGMA user_version").scalar_one() & WHAT_IF
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION | kept}")


def _revision() -> str:
    return f"{SCHEMA_VERSION:04d}"


def upgrade(engine: Engine) -> int:
    """Bring the schema up to date; give the version it had before."""
    found = schema_version(engine)
    if found > SCHEMA_VERSION:
        check_version(shown_place(engine), found)
    if found < SCHEMA_VERSION:
        migrate(engine)
    return found


def migrate(engine: Engine) -> None:
    """Run the migrations that a database has not had yet, in one transaction."""
    # Alembic takes 0.4 s to import: nobody pays for it but who upgrades.
    from alembic.command import upgrade as run
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    with transaction(engine, "schema") as connection:
        config.attributes["connection"] = connection
        run(config, "head")
        mark(connection)


def backup(engine: Engine, path: str | os.PathLike[str]) -> int:
    """Copy a SQLite ledger, in use or not, and check the copy; give its entries.

    Nothing is left at the path, and nothing there is overwritten, if anything fails.
    Its schema may be an older one.
    """
    with copied(engine, Path(path).absolute()) as part:
        return _check_backup(engine, part)


def what_if(engine: Engine, path: str | os.PathLike[str]) -> int:
    """Make a copy to try things in, which says that it is one; give its entries."""
    with copied(engine, Path(path).absolute()) as part:
        done = _check_backup(engine, part)
        with closing(sqlite3.connect(part)) as file:
            (version,) = file.execute("PRAGMA user_version").fetchone()
            file.execute(f"PRAGMA user_version = {version | WHAT_IF}")
            file.commit()
        return done


def _check_backup(engine: Engine, part: Path) -> int:
    copy = connect(part, any_version=True)
    try:
        if wrong := unsound(copy.engine):
            place = shown_place(engine)
            raise Damaged(
                f"{place} is damaged, and so would be its copy: {wrong[0]}",
                f"{HEAL}; then repeat",
            )
        return Log(copy).check()
    finally:
        copy.close()


def missing_guards(engine: Engine) -> list[str]:
    """Name the guards that were dropped, switched off or rewritten."""
    with transaction(engine) as connection:
        return missing(connection)


def stats(engine: Engine) -> Stats:
    """Count what a ledger holds."""
    kinds = select(entry.c.type, func.count()).group_by(entry.c.type)
    companies = select(func.count(entry.c.company.distinct()))
    ends = select(entry.c.recorded).order_by(entry.c.seq).limit(1)
    with transaction(engine) as connection:
        types = {row[0]: row[1] for row in connection.execute(kinds)}
        return Stats(
            entries=sum(types.values()),
            types=dict(sorted(types.items())),
            companies=connection.scalar(companies) or 0,
            first_recorded=connection.scalar(ends),
            last_recorded=connection.scalar(
                ends.order_by(None).order_by(entry.c.seq.desc())
            ),
            ranking=_upto(connection, PROJECTION),
            index=_upto(connection, WORDS),
            size=connection.scalar(text(_SIZE[engine.dialect.name])) or 0,
            unsound=unsound(engine),
        )


def _upto(connection: Connection, projection: str) -> int | None:
    """Give the last event that is in something kept, if it is used."""
    there = ranking.c.generation > 0, ranking.c.projection == projection
    return connection.scalar(select(ranking.c.told).where(*there))


_SIZE: Final = {
    "sqlite": "SELECT page_count * page_size "
    "FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_total_relation_size('entry')",
}
