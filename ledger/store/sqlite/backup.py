"""Copying a SQLite ledger while it is in use."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine

from ledger.errors import Refused, Unreachable
from ledger.store.connection import plain, shown_place

_SUFFIXES: Final = ("", "-journal", "-shm", "-wal")
_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}


@contextmanager
def copied(engine: Engine, target: Path) -> Iterator[Path]:
    """Copy a ledger to a file next to the target; put it there if nothing fails.

    What is written meanwhile is not in the copy. Refused if the target exists: a
    backup never overwrites anything.
    """
    if engine.dialect.name != "sqlite":
        raise Refused(
            f"{shown_place(engine)} is on a server, which makes its own backups",
            "pg_dump --format=custom copies it while it is in use",
        )
    if os.path.lexists(target):
        raise _taken(target)
    part = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        with _files_in_words(target):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with plain(str(part)):
            _copy(engine, part)
        yield part
        with _files_in_words(target):
            shutil.copymode(shown_place(engine), part)
            _publish(part, target)
    finally:
        for suffix in _SUFFIXES:
            Path(f"{part}{suffix}").unlink(missing_ok=True)


def _copy(engine: Engine, part: Path) -> None:
    with (
        closing(engine.raw_connection()) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        raw = source.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.backup(copy)  # all pages in one step: writers do not make it begin again


def _publish(part: Path, target: Path) -> None:
    try:
        target.hardlink_to(part)  # which, unlike a rename, never overwrites
    except OSError as error:
        if error.errno not in _NO_LINKS or target.exists():
            raise
        part.rename(target)


@contextmanager
def _files_in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise _taken(target) from None
    except OSError as error:
        raise Unreachable(
            f"{target} cannot be written: {error.strerror}",
            "check that its folder exists, and who may write to it",
        ) from error


def _taken(target: Path) -> Refused:
    return Refused(f"{target} exists already", "choose another name for the backup")
