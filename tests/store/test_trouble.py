"""A database that cannot be written, or is in use: plain words, and nothing lost."""

import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.errors import Damaged, Refused, Unreachable
from ledger.store.connection import located, plain, transaction
from ledger.store.database import connect, create
from ledger.store.failures import ReadOnly, ledger_error
from ledger.store.log import Log
from ledger.store.postgresql import pooling
from ledger.store.sqlite import files

if TYPE_CHECKING:
    from ledger.store.session import Database
    from tests.store.conftest import Scribe

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Give a folder with a ledger in it, whose rights the test may change."""
    base = Path(tempfile.mkdtemp(prefix="sayso"))
    base.chmod(0o755)
    create(base / "sayso.db").close()
    yield base
    for path in (base, *base.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(base)


@contextmanager
def anybody() -> Iterator[None]:
    """Go on as somebody whom the rights of files bind, even where root runs us."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    import pwd  # Windows has none

    nobody = pwd.getpwnam("nobody")
    os.setegid(nobody.pw_gid)
    os.seteuid(nobody.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def closed_to_all(path: Path) -> None:
    """Take away the right to write from everybody."""
    path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def reported(shelf: Path, scribe: "Scribe", times: int) -> None:
    """Record in the ledger on the shelf."""
    database = connect(shelf / "sayso.db")
    scribe.log = Log(database)
    scribe.report(times)
    database.close()


@pytest.fixture
def archived(shelf: Path, sqlite_scribe: "Scribe") -> Path:
    """Give a ledger of three entries that nobody may write, in such a folder."""
    reported(shelf, sqlite_scribe, 3)
    closed_to_all(shelf / "sayso.db")
    closed_to_all(shelf)
    return shelf / "sayso.db"


def test_a_read_only_ledger_can_be_read(archived: Path) -> None:
    with anybody():
        database = connect(archived)
        log = Log(database)
        assert log.check() == 3
        assert log.seq_at(2**60) == 2
        database.close()


def test_a_read_only_ledger_takes_no_entry(
    archived: Path, sqlite_scribe: "Scribe"
) -> None:
    with anybody():
        database = connect(archived)
        sqlite_scribe.log = Log(database)
        with pytest.raises(ReadOnly, match=r"sayso\.db is read-only") as caught:
            sqlite_scribe.report()
        database.close()
    assert caught.value.hint


def test_a_read_only_file_in_a_folder_in_use_takes_no_entry(
    shelf: Path, sqlite_scribe: "Scribe"
) -> None:
    reported(shelf, sqlite_scribe, 3)
    closed_to_all(shelf / "sayso.db")
    shelf.chmod(0o777)
    with anybody():
        database = connect(shelf / "sayso.db")
        sqlite_scribe.log = Log(database)
        assert sqlite_scribe.log.seq_at(2**60) == 2
        with pytest.raises(ReadOnly):
            sqlite_scribe.report()
        database.close()


def test_a_log_that_cannot_be_joined_is_not_left_out(
    shelf: Path, sqlite_scribe: "Scribe"
) -> None:
    reported(shelf, sqlite_scribe, 3)
    with closing(sqlite3.connect(shelf / "sayso.db")) as holder:
        holder.execute("SELECT * FROM head").fetchall()
        reported(shelf, sqlite_scribe, 2)
        shutil.copytree(shelf, shelf / "copy")
    copy = shelf / "copy"
    (copy / "sayso.db-shm").unlink()
    assert (copy / "sayso.db-wal").stat().st_size > 0
    for path in (*copy.iterdir(), copy):
        closed_to_all(path)
    with anybody(), pytest.raises(Unreachable) as caught:
        connect(copy / "sayso.db")
    assert caught.value.hint


def test_a_file_that_may_not_be_read_is_unreachable(shelf: Path) -> None:
    (shelf / "sayso.db").chmod(0)
    with anybody(), pytest.raises(Unreachable, match="cannot be opened") as caught:
        connect(shelf / "sayso.db")
    assert caught.value.hint


def test_a_ledger_is_not_made_where_nobody_may_write(shelf: Path) -> None:
    closed_to_all(shelf)
    with anybody(), pytest.raises(Unreachable, match="cannot be opened") as caught:
        create(shelf / "new.db")
    assert caught.value.hint


def test_a_postgresql_that_is_read_only_can_be_read(
    postgresql_scribe: "Scribe", postgresql_url: str
) -> None:
    postgresql_scribe.report(3)
    url = located(postgresql_url).update_query_dict(
        {"options": "-c default_transaction_read_only=on"}
    )
    database = connect(url.render_as_string(hide_password=False))
    assert Log(database).seq_at(2**60) == 2
    postgresql_scribe.log = Log(database)
    with pytest.raises(ReadOnly, match="is read-only"):
        postgresql_scribe.report()
    database.close()


def test_a_full_disk_loses_nothing(
    sqlite_database: "Database",
    sqlite_scribe: "Scribe",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sqlite_scribe.report(20)
    sqlite_database.close()
    size = Path(sqlite_database.place).stat().st_size
    with closing(sqlite3.connect(sqlite_database.place)) as raw:
        (bytes_a_page,) = raw.execute("PRAGMA page_size").fetchone()
    most = f"PRAGMA max_page_count = {size // bytes_a_page + 5}"
    monkeypatch.setattr(files, "PRAGMAS", (*files.PRAGMAS, most))
    sqlite_scribe.log = Log(connect(sqlite_database.place))
    with pytest.raises(Unreachable, match="has no space left") as caught:
        sqlite_scribe.report(3000)
    assert "nothing was recorded" in caught.value.message
    assert caught.value.hint
    assert sqlite_scribe.log.check() == 20
    sqlite_scribe.report(1)
    assert sqlite_scribe.log.check() == 21
    sqlite_scribe.log.close()


def test_a_ledger_that_somebody_else_is_writing_is_busy(
    place: str, scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe.report(3)
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.1)
    monkeypatch.setitem(pooling.LIMITS, "lock_timeout", "100ms")
    impatient = connect(place)
    with scribe.log.writer():
        scribe.log = Log(impatient)
        with pytest.raises(Unreachable, match="is busy") as caught:
            scribe.report()
        with pytest.raises(Unreachable, match="is busy"):
            scribe.log.seq_at(2**60)
        assert scribe.log.check() == 3
    assert caught.value.hint
    scribe.report()
    assert scribe.log.check() == 4
    impatient.close()


def test_an_instant_that_is_past_needs_no_lock(
    place: str, scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe.report(3)
    scribe.now += 1
    scribe.report()
    monkeypatch.setattr(files, "BUSY_SECONDS", 5)
    database = connect(place)
    begin = time.monotonic()
    with scribe.log.writer():
        assert Log(database).seq_at(scribe.now) == 2
    assert time.monotonic() - begin < 4
    database.close()


def test_a_server_that_ends_a_session_is_unreachable(
    postgresql_engine: Engine, postgresql_scribe: "Scribe"
) -> None:
    def cut_off() -> None:
        with postgresql_scribe.log.writer() as writer:
            with transaction(postgresql_engine) as other:
                other.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            one = postgresql_scribe.said(1)
            writer.append([one], recorded=1, actor="ann", log=UUID)

    with pytest.raises(Unreachable):
        cut_off()
    postgresql_scribe.report()
    assert postgresql_scribe.log.check() == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_BUSY", Unreachable),
        ("SQLITE_BUSY_SNAPSHOT", Unreachable),
        ("SQLITE_CORRUPT", Damaged),
        ("SQLITE_IOERR_FSYNC", Unreachable),
        ("SQLITE_CONSTRAINT_TRIGGER", Refused),
        ("SQLITE_NOMEM", Unreachable),
        ("SQLITE_READONLY_DIRECTORY", ReadOnly),
    ],
)
def test_what_sqlite_says_is_told_in_our_words(
    name: str, kind: type[Exception]
) -> None:
    error = sqlite3.OperationalError("sayso: the matter")
    error.sqlite_errorname = name
    ours = ledger_error(error, "sayso.db")
    assert isinstance(ours, kind)
    assert ours.hint


def test_an_error_that_is_not_the_databases_passes() -> None:
    with pytest.raises(KeyError), plain("sayso.db"):
        raise KeyError
