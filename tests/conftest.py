"""What the tests share: the command, a clock set by hand, real and empty databases.

PostgreSQL is started for the tests (see `tests.servers`); SAYSO_TEST_PG_URL names
a server that runs already.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final
from uuid import uuid4

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url

from ledger.book import Book
from ledger.store.database import create
from ledger.store.session import Database
from tests.demo import demo_book
from tests.servers import EMPTY_AGAIN, HASTY, serving

SECOND: Final = 1_000_000
NEW_YEAR_2026: Final = 1_767_225_600 * SECOND
NOVEMBER_2026: Final = 1_795_424_400 * SECOND
KEPT: Final = (
    *("SAYSO_DB", "SAYSO_ACTOR", "SAYSO_DEBUG"),
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS"),
)
"""Variables of the environment that no test inherits."""

# Whether a property holds does not depend on how busy the machine is.
settings.register_profile(
    "sayso", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("sayso")

Sayso = Callable[..., Result]
"""Runs one command line: its words, `stdin`, and variables of the environment."""


def pytest_configure() -> None:
    """End as Ctrl-C does when asked to terminate: servers are stopped on the way.

    Who is started in the background ignores SIGINT, and so would all programs that
    tests start: they are given it back.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(slots=True)
class Clock:
    """A clock that stands still until somebody sets it; microseconds since 1970."""

    now: int = NEW_YEAR_2026

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on, or back."""
        self.now += round(seconds * SECOND)


@pytest.fixture
def clock() -> Clock:
    """Give a clock that shows 2026-01-01T00:00:00Z."""
    return Clock()


@pytest.fixture
def november(clock: Clock) -> None:
    """Set the clock to 2026-11-23, when all has happened that the fixtures tell."""
    clock.now = NOVEMBER_2026


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a folder of its own for keys and pins, never the user's; not made yet."""
    folder = tmp_path_factory.getbasetemp() / "homes" / uuid4().hex
    monkeypatch.setenv("SAYSO_HOME", str(folder))
    return folder


def root_group() -> click.Group:
    """The root group, found as the shell finds it."""
    (script,) = entry_points(group="console_scripts", name="sayso")
    found = sys.modules[script.load().__module__].root
    assert isinstance(found, click.Group)
    return found


@pytest.fixture(scope="session")
def root() -> click.Group:
    """The root group."""
    return root_group()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger, recorded on one day of November 2026."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.fixture
def sayso(
    root: click.Group,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Callable[[], int],
) -> Sayso:
    """Runs a command line in an empty folder; the clock stands still."""
    monkeypatch.chdir(tmp_path)
    for name in KEPT:
        monkeypatch.delenv(name, raising=False)

    def run(
        *words: str, stdin: bytes | str | None = None, **environment: str
    ) -> Result:
        return CliRunner().invoke(
            root,
            words,
            input=stdin,
            env={"SAYSO_ACTOR": "ann", "COLUMNS": "100", **environment},
            obj={"clock": clock},
            prog_name="sayso",
        )

    return run


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Start a PostgreSQL server whose time zone is New York's."""
    if given := os.environ.get("SAYSO_TEST_PG_URL"):
        yield make_url(given)
        return
    with serving(*HASTY) as server:
        yield server.url


@contextmanager
def database_on(server: URL) -> Iterator[str]:
    """Make a database, and drop it at the end."""
    name = f"t{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = server.set(database=name, drivername="postgresql")
    yield url.render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: URL) -> Iterator[str]:
    """Give a database for one test after another: making one is slow."""
    with database_on(postgresql_server) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_database: str) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    yield postgresql_database
    driver = make_url(postgresql_database).set(drivername="postgresql+psycopg")
    emptying = create_engine(driver, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with emptying.connect() as connection:
        for statement in EMPTY_AGAIN:
            connection.exec_driver_sql(statement)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place where a ledger can be made: a path, then a PostgreSQL URL."""
    if request.param == "sqlite":
        return str(tmp_path / "sayso.db")
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def empty_place(place: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give another place of the same kind."""
    if "://" not in place:
        yield f"{place}.other"
        return
    server: URL = request.getfixturevalue("postgresql_server")
    with database_on(server) as url:
        yield url


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    """Give a new, empty ledger, on SQLite and then on PostgreSQL."""
    made = create(place)
    yield made
    made.close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """Give a new, empty ledger on SQLite."""
    made = create(tmp_path / "sayso.db")
    yield made
    made.close()


@pytest.fixture
def server_database(postgresql_url: str) -> Iterator[Database]:
    """Give a new, empty ledger on PostgreSQL."""
    made = create(postgresql_url)
    yield made
    made.close()


@pytest.fixture
def engine(database: Database) -> Engine:
    """Give SQLAlchemy's way into the same ledger, past what guards our own."""
    return database.engine


@pytest.fixture
def sqlite_engine(sqlite_database: Database) -> Engine:
    """Give the same on SQLite."""
    return sqlite_database.engine


@pytest.fixture
def postgresql_engine(server_database: Database) -> Engine:
    """Give the same on PostgreSQL."""
    return server_database.engine
