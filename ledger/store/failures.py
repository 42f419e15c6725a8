"""What a database says when it fails, in words for people.

No error of SQLAlchemy, sqlite3 or psycopg leaves the store: each becomes one of our
own, with what happened and what to do about it.
"""

import sqlite3
from typing import Final

from ledger.errors import Damaged, LedgerError, Refused, Unreachable


class ReadOnly(Unreachable):
    """The database can be read but not written."""


_Words = tuple[type[LedgerError], str, str]

_BUSY: Final = (
    Unreachable,
    "{place} is busy",
    "another program is writing to it; try again, or wait longer: SAYSO_WAIT=600",
)
_DAMAGED: Final = (
    Damaged,
    "{place} is damaged: {line}",
    (
        "`sayso audit verify` says what: `sayso db scrub` rebuilds indexes, the rest"
        " comes from a backup"
    ),
)
_FULL: Final = (
    Unreachable,
    "{place} has no space left, nothing was recorded: {line}",
    "free some space, then repeat",
)
_ODD: Final = (
    Unreachable,
    "{place} does not answer: {line}",
    "`sayso db backup FILE` copies the ledger and checks the copy",
)
_RULE: Final = (Refused, "the database rejects this: {line}", "nothing was recorded")

_SQLITE: Final[dict[str, _Words]] = {
    "BUSY": _BUSY,
    "LOCKED": _BUSY,
    "READONLY": (
        ReadOnly,
        "{place} is read-only, nothing was recorded",
        "check who may write to the file and to its folder",
    ),
    "FULL": _FULL,
    "CANTOPEN": (
        Unreachable,
        "{place} cannot be opened",
        "check who may read the file, and write to its folder",
    ),
    "NOTADB": (
        Refused,
        "{place} is not a sayso ledger",
        "name another file as `place`",
    ),
    "CORRUPT": _DAMAGED,
    "CONSTRAINT": _RULE,
    "IOERR": (Unreachable, "{place} fails: {line}", "check the disk"),
}
_SERVER: Final = (
    Unreachable,
    "{place} cannot be reached: {line}",
    "check that the server runs, the address, the user, and that the database exists",
)
_CROWDED: Final = (
    Unreachable,
    "{place} accepts no more connections: {line}",
    "try again in a moment; ?pool_size= in the URL sets how many each program keeps",
)
_POSTGRESQL: Final[dict[str, _Words]] = {
    "08": _SERVER,
    "23": _RULE,
    "22012": (
        Damaged,
        "{place} did not store what it was given: nothing was recorded",
        "`sayso audit verify` names the foreign objects in it",
    ),
    "25P03": (
        Unreachable,
        "{place} ended a session that did nothing for too long: nothing was recorded",
        (
            "do it without a pause, or add ?idle_in_transaction_session_timeout=1h to"
            " the URL"
        ),
    ),
    "25006": (
        ReadOnly,
        "{place} is read-only, nothing was recorded",
        "record at the primary server",
    ),
    "28": _SERVER,
    "3D": _SERVER,
    "40": _BUSY,
    "42501": (
        Refused,
        "{place} refuses: {line}",
        "ask the owner of the database for permission",
    ),
    "42P01": (
        Refused,
        "{place} is not a sayso ledger",
        "sayso init makes a new one",
    ),
    "53": _FULL,
    "53300": _CROWDED,
    "55": _BUSY,
    "55P03": (
        Unreachable,
        "{place} is busy: {line}",
        "another program is recording; try again, or add ?lock_timeout=5min to the URL",
    ),
    "57": _SERVER,
    "57014": (
        Unreachable,
        "{place} took too long: {line}",
        "add ?statement_timeout=10min to the URL",
    ),
    "pool": _CROWDED,
    "58": _DAMAGED,
    "XX": _DAMAGED,
}
_STATELESS: Final = {
    "OperationalError": "08",
    "ConnectionTimeout": "08",
    "TimeoutError": "pool",
}
"""What the driver, and SQLAlchemy's pool, say without a state."""
_UNSEARCHABLE: Final = (
    Unreachable,
    "{place}: the SQLite of this Python has no full-text search (FTS5)",
    (
        "use a Python whose SQLite has it, such as one of python.org or of your"
        " distribution, or keep the ledger in PostgreSQL: --db postgresql://..."
    ),
)
_INDEXLESS: Final = (
    Damaged,
    "{place} has lost the table of its index of words",
    "no entry is lost: `sayso db rebuild` makes the index again",
)
_SAID: Final[dict[str, _Words]] = {
    "no such module: fts": _UNSEARCHABLE,
    "no such table: search": _INDEXLESS,
    'relation "search" does not exist': _INDEXLESS,
}
"""What a database says that its code for the error does not tell."""


def ledger_error(error: BaseException, place: str) -> LedgerError:
    """Give our error for one of the database's."""
    line = _first_line(error)
    said = next((words for text, words in _SAID.items() if text in line), None)
    if said is not None:
        kind, message, hint = said
    elif isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
        kind, message, hint = _SQLITE.get(name.split("_")[1], _ODD)
    else:
        state = getattr(error, "sqlstate", None) or _STATELESS.get(
            type(error).__name__, ""
        )
        kind, message, hint = _POSTGRESQL.get(state, _POSTGRESQL.get(state[:2], _ODD))
    return kind(message.format(place=place, line=line), hint, ("place",))


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].removeprefix("sayso: ")
