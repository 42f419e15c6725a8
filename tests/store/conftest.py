"""Somebody who records, on both databases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from ledger.claims.canonical import draft
from ledger.claims.entry import Draft, Stored
from ledger.store.database import connect
from ledger.store.log import AppendOutcome, Log
from ledger.store.postgresql.roles import ROLES, roles_sql
from ledger.store.postgresql.server import ServerSession
from ledger.store.session import Database, Rows, Session, Values
from ledger.store.sqlite.embedded import EmbeddedSession
from ledger.store.statements import Filled, Query

UUID: Final = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
PLAIN: Final = {"no_parameters": True}
"""Runs several statements at once, as psql does."""

NEW_YEAR_2026: Final = 1_767_225_600_000_000


@dataclass(slots=True)
class Scribe:
    """Records in a ledger, at an instant that stands still until it is set."""

    log: Log
    now: int = NEW_YEAR_2026
    _numbers: "count[int]" = field(default_factory=count)

    @staticmethod
    def said(number: int, company: str = "xai", **more: object) -> Draft:
        """Prepare a report, the same for the same arguments."""
        data = {
            "company": company,
            "round": f"{company}/series-a",
            "source": "bloomberg",
            "published": "2024-01-19",
            "stage": "closed",
            "note": f"report {number}",
            **more,
        }
        return draft("round.reported", data, 2)

    def record(
        self, *drafts: Draft, expected: int | None = None
    ) -> list[AppendOutcome]:
        """Append in one transaction."""
        with self.log.writer(expected=expected) as writer:
            return writer.append(drafts, recorded=self.now, actor="ann", log=UUID)

    def report(self, times: int = 1, company: str = "xai") -> list[AppendOutcome]:
        """Append so many reports that nobody made before, in one transaction."""
        numbers = [next(self._numbers) for _ in range(times)]
        return self.record(*(self.said(number, company) for number in numbers))

    def register(self, slug: str) -> list[AppendOutcome]:
        """Append an event of the names stream."""
        data = {"slug": slug, "name": slug.title()}
        return self.record(draft("company.registered", data, 1))

    def entries(self) -> list[Stored]:
        """Give all that is on record."""
        return list(self.log.read())


@dataclass(slots=True)
class Overheard:
    """What a database was asked, and what was put into it, by the names of these."""

    asked: list[tuple[Query, Values]] = field(default_factory=list)
    added: list[tuple[str, list[Any]]] = field(default_factory=list)


@pytest.fixture
def overheard(monkeypatch: pytest.MonkeyPatch) -> Overheard:
    """Listen to every session that is opened from now on."""
    heard = Overheard()

    def listen(kind: type[Session]) -> None:
        rows, add = kind.rows, kind.add

        def ask(self: Session, name: Query, values: Values) -> Rows:
            heard.asked.append((name, values))
            return rows(self, name, values)

        def put(self: Session, table: Filled, given: Sequence[Sequence[Any]]) -> None:
            heard.added.append((table, list(given)))
            add(self, table, given)

        monkeypatch.setattr(kind, "rows", ask)
        monkeypatch.setattr(kind, "add", put)

    listen(EmbeddedSession)
    listen(ServerSession)
    return heard


@pytest.fixture
def scribe(database: Database) -> Scribe:
    """Give somebody who records in an empty ledger, on SQLite, then PostgreSQL."""
    return Scribe(Log(database))


@pytest.fixture
def sqlite_scribe(sqlite_database: Database) -> Scribe:
    """Give somebody who records in an empty ledger on SQLite."""
    return Scribe(Log(sqlite_database))


@pytest.fixture
def postgresql_scribe(server_database: Database) -> Scribe:
    """Give somebody who records in an empty ledger on PostgreSQL."""
    return Scribe(Log(server_database))


@contextmanager
def roles_in(engine: Engine) -> Iterator[str]:
    """Give a ledger its roles; give what their names begin with."""
    prefix = str(engine.url.database)
    with engine.begin() as connection:
        connection.exec_driver_sql(roles_sql(prefix), execution_options=PLAIN)
    yield prefix
    roles = ", ".join(f"{prefix}_{role}" for role in ROLES)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"REASSIGN OWNED BY {roles} TO CURRENT_USER")
        connection.exec_driver_sql(f"DROP OWNED BY {roles}")
        connection.exec_driver_sql(f"DROP ROLE {roles}")
        connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {prefix} TO PUBLIC")


@pytest.fixture
def with_roles(postgresql_engine: Engine) -> Iterator[str]:
    """Give what the names of the roles of a ledger on PostgreSQL begin with."""
    with roles_in(postgresql_engine) as prefix:
        yield prefix


@contextmanager
def member(engine: Engine, role: str) -> Iterator[Database]:
    """Open a ledger as somebody who has a role, and nothing else."""
    name = f"ann_{engine.url.database}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN IN ROLE {role}")
    url = engine.url.set(username=name, drivername="postgresql")
    database = connect(url.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {name}")
            connection.exec_driver_sql(f"DROP ROLE {name}")


@pytest.fixture
def clerk(postgresql_engine: Engine, with_roles: str) -> Iterator[Database]:
    """Give the same ledger for somebody who may read and append."""
    with member(postgresql_engine, f"{with_roles}_recorder") as found:
        yield found


def attacked(engine: Engine, statement: str) -> None:
    """Run one statement as a stranger would: past the program."""
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
