"""How a transaction ends on PostgreSQL, so that nobody waits for a disk with the lock.

Who appends holds the head row, one at a time. If that lock were kept until the commit
is on disk, all who append would queue for the disk one by one. So the commit itself is
asynchronous: it gives the lock away at once. Then a second, empty transaction of the
same session is committed synchronously, and only after it the caller is told that
something is recorded. PostgreSQL's log is one sequence: what takes that commit to disk
takes everything before it there, for all who wait at the same time.

If the process, or the server, dies in between, the entries are there or they are not,
and nobody was told. But others may have seen them. A sequence number that was seen
must not mean another entry after a crash; so anyone who reads does the same: before
rows are handed out, everything up to them is on disk, by an empty commit if need be.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.errors import Unconfirmed

LOCKS: Final = {
    "append": "SELECT one FROM head WHERE one = 1 FOR UPDATE",
    "resolve": "SELECT one FROM head WHERE one = 1 FOR SHARE",
    "schema": "SET LOCAL statement_timeout = 0; "
    "SELECT pg_advisory_xact_lock(1398364499)",
    "ranking": "SELECT pg_advisory_xact_lock(1398364500)",
}
"""What takes the locks that `ledger.store.session` names."""

_KEEP: Final = "SET LOCAL synchronous_commit = off; COMMIT"
_BEGIN: Final = "BEGIN ISOLATION LEVEL READ COMMITTED"

# A transaction that writes nothing is never waited for, even one that has a number;
# a message to nobody is the smallest thing that can be written. A default of `off` is
# overruled: what is told to be recorded is on disk.
WRITTEN: Final = """set_config('synchronous_commit', CASE
  WHEN current_setting('synchronous_commit') = 'off' THEN 'on'
  ELSE current_setting('synchronous_commit') END, true),
pg_logical_emit_message(true, 'sayso', '')"""

_RECORD: Final = f"SET LOCAL synchronous_commit = off; COMMIT; SELECT {WRITTEN}"
"""In a transaction that failed the first of these is refused: COMMIT would not be."""

# A copy that only replays what another server wrote to its disk has nothing to wait
# for. What is visible was written to the log before this is asked.
_SEE: Final = f"""SELECT {WRITTEN} WHERE CASE
  WHEN pg_is_in_recovery() THEN false
  ELSE pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() END; COMMIT"""

UNKNOWN: Final = (
    "the server did not confirm that it is on disk: it may or may not be on record",
    "record it again: an event that is on record adds nothing",
)
_UNDONE: Final = {"25P02", "25P03"}
"""What PostgreSQL calls a transaction in which a statement has failed, and one that
it ended because nothing happened in it for too long."""

_PLAIN: Final = {"no_parameters": True}
"""Several statements in one go, which is one journey to the server and back."""


@contextmanager
def begun(bare: Connection, lock: str | None) -> Iterator[Connection]:
    """Begin a transaction; with a lock, which a statement of its own takes.

    PostgreSQL gives a statement that waits the view from before the wait, and a
    chain that is read in it forks.
    """
    # Left to the driver, BEGIN would be a journey more.
    connection = bare.execution_options(isolation_level="AUTOCOMMIT")
    with connection.begin():
        first = f"{_BEGIN}; {lock}" if lock else _BEGIN
        connection.exec_driver_sql(first, execution_options=_PLAIN)
        yield connection


def record(connection: Connection) -> None:
    """Commit what was appended; come back when it is on disk.

    Unconfirmed if the server, or the way to it, fails before it says so.
    """
    try:
        connection.exec_driver_sql(_RECORD, execution_options=_PLAIN)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _UNDONE:
            raise  # nothing was committed
        raise Unconfirmed(*UNKNOWN) from error


def keep(connection: Connection) -> None:
    """Commit what can be made again: it may be lost, with all that came after it."""
    connection.exec_driver_sql(_KEEP, execution_options=_PLAIN)


def see(connection: Connection) -> None:
    """End a transaction that has read; come back when what it saw is on disk."""
    connection.exec_driver_sql(_SEE, execution_options=_PLAIN)
