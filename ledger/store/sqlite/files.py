"""A SQLite file: where it may lie, and how it is opened.

SQLite runs with a write-ahead log, `synchronous=FULL` (what is recorded survives a
power cut) and transactions of our own: sqlite3's would begin too late to be a lock.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.errors import BadInput, Refused, Unreachable
from ledger.store.reads import GuardedConnection

APPLICATION_ID: Final = 0x53415953
"""What SQLite's header calls the file: "SAYS"."""

SCHEMA_VERSION: Final = 5
"""The version of the schema that this program reads and writes, on both databases."""

BUSY_SECONDS: Final = 60
"""So long one who writes waits for another one; SAYSO_WAIT says otherwise."""
PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
    # The guards ask functions of ours; there are no others that could do harm.
    "PRAGMA trusted_schema = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA application_id",
)
WHAT_IF: Final = 0x10000
"""Next to the version of the schema in a file's header: it is a what-if copy."""

_OLDEST_SQLITE: Final = (3, 37)


def absolute(path: str) -> str:
    """Give the whole path; BadInput if no file can have it."""
    if path in {"", ":memory:"}:
        raise BadInput("a ledger is a file", "give its path, such as sayso.db")
    return str(Path(path).expanduser().absolute())


@contextmanager
def made_whole(place: str) -> Iterator[None]:
    """Make a ledger whole, or leave no file where none was."""
    path = None if "://" in place else Path(place)
    there = path is None or path.exists()
    try:
        yield
    except BaseException:
        if path is not None and not there:
            for suffix in ("", "-wal", "-shm", "-journal"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
        raise


def patience() -> float:
    """Give how long to wait for another program, in seconds; BadInput for no number."""
    given = os.environ.get("SAYSO_WAIT")
    if given is None:
        return BUSY_SECONDS
    if not re.fullmatch(r"[0-9]{1,6}", given):
        raise BadInput(f"SAYSO_WAIT is {given!r}", "a number of seconds, such as 600")
    return int(given)


def foreign(path: str) -> Refused:
    """Give the error for a file of another program."""
    return Refused(
        f"{path} is not a sayso ledger",
        "name another file as `place`; sayso init makes a new one",
        ("place",),
    )


def check_place(path: str, *, new: bool = False) -> None:
    """Raise Unreachable where no file can be opened, or made if it is `new`."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise Unreachable(
            f"this Python has SQLite {sqlite3.sqlite_version}, too old for a ledger",
            "use a Python with SQLite 3.37 or newer",
        )
    if Path(path).is_dir():
        raise Unreachable(f"{path} is a folder", "name a file in it")
    folder = Path(path).parent
    if new and not folder.is_dir():
        raise Unreachable(f"there is no folder {folder}", f"mkdir -p {folder}")
    if not new and not Path(path).exists():
        raise Unreachable(f"there is no ledger at {path}", f"sayso init {path}")


def opened(path: str, *, new: bool = False) -> GuardedConnection:
    """Give a connection to a file; only `new` makes one."""
    try:
        return _raw(path, "mode=rwc" if new else "mode=rw")
    except sqlite3.OperationalError:
        # In a folder that nobody may write, SQLite cannot make the files next to a
        # write-ahead log. If there is no such log, the file alone is the ledger.
        if new or not _alone_and_fixed(path):
            raise
        return _raw(path, "mode=ro&immutable=1")


def _alone_and_fixed(path: str) -> bool:
    log = Path(path + "-wal")
    try:
        alone = not log.exists() or log.stat().st_size == 0
        readable = os.access(path, os.R_OK, effective_ids=True)
        fixed = not os.access(Path(path).parent, os.W_OK, effective_ids=True)
    except (OSError, NotImplementedError):
        return False
    return alone and readable and fixed


def _raw(path: str, mode: str) -> GuardedConnection:
    connection = sqlite3.connect(
        f"{Path(path).as_uri()}?{mode}",
        uri=True,
        timeout=patience(),
        isolation_level=None,
        check_same_thread=False,
        factory=GuardedConnection,
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
