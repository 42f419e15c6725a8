"""On PostgreSQL: what was told is on disk, what was read is too, and nobody waits."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from ledger.errors import Unconfirmed
from ledger.store.connection import transaction
from ledger.store.database import connect, create
from ledger.store.log import Log, Writer
from ledger.store.postgresql.server import ServerSession
from ledger.store.session import Database
from tests.servers import Server, serving
from tests.store.conftest import Scribe

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
SLOW = ("wal_writer_delay=10s", "checkpoint_timeout=1h", "autovacuum=off")
"""A server that takes nothing to disk by itself while a test runs."""

ON_DISK = "SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()"

DYING = f"""
import sys
from ledger.claims.canonical import draft
from ledger.store.postgresql import commits
from ledger.store.database import connect
from ledger.store.log import Log, Writer
from ledger.store.postgresql.server import ServerSession
from ledger.store.session import Database
from tests.store.conftest import Scribe

commits._RECORD = "SET LOCAL synchronous_commit = off; COMMIT"
with Log(connect(sys.argv[1])).writer() as writer:
    writer.append([Scribe.said(7)], recorded=2, actor="ann", log="{UUID}")
"""
"""Somebody who commits, and dies before the flush."""


@pytest.fixture(scope="module")
def slow_server() -> Iterator[Server]:
    """Serve with a disk that is waited for."""
    with serving(*SLOW) as server:
        yield server


@pytest.fixture
def slow(slow_server: Server) -> Iterator[Database]:
    """Give an empty ledger there."""
    place = slow_server.url.set(drivername="postgresql").render_as_string()
    made = create(place)
    yield made
    with made.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    made.close()


def asked(engine: Engine, question: str) -> Any:  # whatever it is
    """Ask past the program, which would wait for the disk."""
    with engine.connect() as connection:
        return connection.scalar(text(question))


def connection_of(writer: Writer) -> Connection:
    """Give what a writer on a server speaks through."""
    assert isinstance(writer.session, ServerSession)
    return writer.session._connection


def dies(engine: Engine) -> None:
    """Let a process append and end before anything is on disk."""
    place = engine.url.set(drivername="postgresql").render_as_string()
    subprocess.run([sys.executable, "-c", DYING, place], check=True)


def test_what_was_told_is_on_disk(slow: Database) -> None:
    scribe = Scribe(Log(slow))
    scribe.report(3)
    assert asked(slow.engine, ON_DISK)


def test_a_commit_of_the_append_alone_is_not_on_disk(slow: Database) -> None:
    scribe = Scribe(Log(slow))
    found = []
    for _ in range(3):  # something else may have gone to disk in between, for once
        scribe.report(3)
        dies(slow.engine)
        found.append(asked(slow.engine, ON_DISK))
    assert not all(found)


@pytest.mark.parametrize("reading", ["head", "entries", "one", "a question"])
def test_what_was_read_is_on_disk(slow: Database, reading: str) -> None:
    scribe = Scribe(Log(slow))
    scribe.report(3)
    dies(slow.engine)
    match reading:
        case "head":
            assert scribe.log.head().seq == 3
        case "entries":
            assert next(scribe.log.read(upto=10, after=2)).seq == 3
        case "one":
            assert scribe.log.get(3).seq == 3
        case _:
            with transaction(slow.engine) as connection:
                assert connection.scalar(text("SELECT seq FROM head")) == 3
    assert asked(slow.engine, ON_DISK)


def test_what_is_on_record_already_is_on_disk_when_that_is_said(slow: Database) -> None:
    scribe = Scribe(Log(slow))
    scribe.report(3)
    dies(slow.engine)
    [outcome] = scribe.record(scribe.said(7))
    assert (outcome.seq, outcome.new) == (3, False)
    assert asked(slow.engine, ON_DISK)


def test_a_default_that_waits_for_no_disk_is_overruled(slow: Database) -> None:
    place = slow.engine.url.set(drivername="postgresql")
    hasty = place.update_query_dict({"options": "-c synchronous_commit=off"})
    database = connect(hasty.render_as_string())
    Scribe(Log(database)).report(3)
    assert asked(slow.engine, ON_DISK)
    database.close()


def test_after_a_crash_all_that_was_told_is_there(
    slow: Database, slow_server: Server
) -> None:
    scribe = Scribe(Log(slow))
    scribe.report(3)
    seen = [stored.id for stored in scribe.entries()]
    dies(slow.engine)
    slow_server.crash()
    slow_server.start()
    slow.engine.dispose()
    assert [stored.id for stored in scribe.entries()][:3] == seen
    assert scribe.log.check() in {3, 4}  # nobody was told of the last one


def test_a_crash_takes_nothing_back_that_somebody_saw(
    slow: Database, slow_server: Server
) -> None:
    scribe = Scribe(Log(slow))
    scribe.report(3)
    dies(slow.engine)
    seen = [stored.id for stored in scribe.entries()]
    slow_server.crash()
    slow_server.start()
    slow.engine.dispose()
    assert [stored.id for stored in scribe.entries()] == seen
    assert scribe.log.check() == 4


def administered(engine: Engine, *statements: str) -> None:
    """Change settings of the server while it runs."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        for statement in (*statements, "SELECT pg_reload_conf()"):
            connection.exec_driver_sql(statement)


def test_the_lock_is_given_away_before_the_disk_is_waited_for(slow: Database) -> None:
    """With a second disk that never answers, two are waiting to be told at once."""
    scribe = Scribe(Log(slow))
    administered(slow.engine, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    waiting = [threading.Thread(target=scribe.report) for _ in range(2)]
    for one in waiting:
        one.start()
    try:
        for _ in range(400):
            if asked(slow.engine, "SELECT seq FROM head") == 1:
                break
            time.sleep(0.05)
        assert asked(slow.engine, "SELECT seq FROM head") == 1
        assert all(one.is_alive() for one in waiting)
    finally:
        administered(slow.engine, "ALTER SYSTEM RESET synchronous_standby_names")
        for one in waiting:
            one.join(20)
    assert not any(one.is_alive() for one in waiting)
    assert scribe.log.check() == 2


def test_who_is_cut_off_while_waiting_for_the_disk_is_told_what_is_not_known(
    postgresql_engine: Engine, postgresql_scribe: Scribe
) -> None:
    def cut(connection: Any, *_: object) -> None:  # SQLAlchemy's
        with postgresql_engine.begin() as other:
            pid = connection.connection.driver_connection.info.backend_pid
            other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")

    def ending(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "COMMIT" in statement:
            cut(connection)

    def careless() -> None:
        with postgresql_scribe.log.writer() as writer:
            one = postgresql_scribe.said(1)
            writer.append([one], recorded=1, actor="ann", log=UUID)
            event.listen(connection_of(writer), "before_cursor_execute", ending)

    with pytest.raises(Unconfirmed) as caught:
        careless()
    assert "again" in str(caught.value.hint)
    assert postgresql_scribe.log.check() == 0


def test_a_transaction_in_which_something_failed_is_not_committed(
    postgresql_scribe: Scribe,
) -> None:
    def careless() -> None:
        with postgresql_scribe.log.writer() as writer:
            one = postgresql_scribe.said(1)
            writer.append([one], recorded=1, actor="ann", log=UUID)
            with pytest.raises(Exception, match="division by zero"):
                connection_of(writer).exec_driver_sql("SELECT 1 / 0")

    with pytest.raises(Exception, match="transaction is aborted"):
        careless()
    assert postgresql_scribe.log.check() == 0
