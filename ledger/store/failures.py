"""What a database says when it fails, in words for people.

No error of SQLAlchemy, sqlite3 or psycopg leaves the store: `plain` turns each into
one of our own, with what happened and what to do about it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ledger.errors import Damaged, LedgerError, Refused, Unreachable


class ReadOnly(Unreachable):
    """The database can be read but not written."""


_NOTHING: Final = "nothing was recorded"
_BACKUP: Final = "restore it from a backup"
_BUSY: Final = "another program is writing to it; try again in a moment"


@contextmanager
def plain(place: str) -> Iterator[None]:
    """Raise what the database complains about as an error of ours about `place`."""
    try:
        yield
    except DBAPIError as error:
        raise told(error.orig or error, place) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise told(error, place) from error


def told(error: BaseException, place: str) -> LedgerError:
    """Give our error for one of the database's."""
    state = getattr(error, "sqlstate", None)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, place)
    if isinstance(state, str):
        return _of_postgresql(error, state, place)
    return Unreachable(
        f"{place} cannot be reached: {_line(error)}", "check that the server runs"
    )


def _of_sqlite(error: sqlite3.Error, place: str) -> LedgerError:
    name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
    match name.split("_")[1]:
        case "BUSY" | "LOCKED":
            return Unreachable(f"{place} is busy", _BUSY)
        case "READONLY":
            return ReadOnly(
                f"{place} is read-only: {_NOTHING}",
                "check who may write to the file and to its folder",
            )
        case "FULL":
            return Unreachable(f"the disk is full: {_NOTHING}", "free some space")
        case "CANTOPEN" | "PERM" | "AUTH":
            return Unreachable(
                f"{place} cannot be opened", "check that you may read the file"
            )
        case "NOTADB":
            return Refused(
                f"{place} is not a sayso ledger", "choose another file with --db"
            )
        case "CORRUPT":
            return Damaged(f"{place} is damaged: {_line(error)}", _BACKUP)
        case "CONSTRAINT":
            return _refused(error)
        case "IOERR" | "NOLFS" | "PROTOCOL":
            return Unreachable(
                f"{place} cannot be read or written: {_line(error)}", "check the disk"
            )
        case _:
            return Damaged(f"{place} does not answer: {_line(error)}", _BACKUP)


def _of_postgresql(error: BaseException, state: str, place: str) -> LedgerError:
    match state[:2]:
        case "08" | "28" | "57" | "3D":
            return Unreachable(
                f"{place} cannot be reached: {_line(error)}",
                "check the address, the user and that the database exists",
            )
        case "23":
            return _refused(error)
        case "25" if state == "25006":
            return ReadOnly(f"{place} is read-only: {_NOTHING}", "ask the primary")
        case "40" | "55":
            return Unreachable(f"{place} is busy", _BUSY)
        case "53":
            return Unreachable(
                f"{place} has no room left: {_NOTHING}: {_line(error)}",
                "free some space or connections on the server",
            )
        case "XX" | "58":
            return Damaged(f"{place} is damaged: {_line(error)}", _BACKUP)
        case "42" if state == "42P01":
            return Refused(
                f"{place} is not a sayso ledger", "sayso init makes a new one"
            )
        case "42" if state == "42501":
            return Refused(
                f"{place}: {_line(error)}", "ask the owner of the database for the role"
            )
        case _:
            return Unreachable(f"{place} does not answer: {_line(error)}")


def _refused(error: BaseException) -> Refused:
    text = _line(error).removeprefix("sayso: ")
    return Refused(f"the database refuses: {text}", _NOTHING)


def _line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
