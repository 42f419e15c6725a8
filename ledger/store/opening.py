"""Opening a ledger for a day's work: its place, and whether this program fits it."""

import os

from ledger.errors import NeedsUpgrade
from ledger.store.only_read import OnlyRead
from ledger.store.session import Database
from ledger.store.sqlite.embedded import Embedded
from ledger.store.sqlite.files import SCHEMA_VERSION, absolute

_NEWER = "install a newer sayso"
_OLDER = "sayso db upgrade"


def connect(
    place: str | os.PathLike[str],
    *,
    any_version: bool = False,
    only_read: bool = False,
) -> Database:
    """Open the ledger at a path or URL; with `only_read` nothing can be written.

    Unreachable if there is none, Refused if it is something else, and NeedsUpgrade
    if its schema is not this program's (unless `any_version`, for upgrades).
    """
    database = _found(os.fspath(place))
    try:
        found = database.version()
        if not any_version:
            check_version(database.place, found)
    except BaseException:
        database.close()
        raise
    return OnlyRead(database) if only_read else database


def _found(place: str) -> Database:
    if "://" not in place:
        return Embedded(absolute(place))
    # A URL is SQLAlchemy's to read, and whatever is on a server is its to ask.
    from ledger.store.connection import located, open_engine
    from ledger.store.postgresql.server import Server

    url = located(place)
    if url.get_backend_name() == "sqlite":
        return Embedded(absolute(url.database or ""))
    return Server(open_engine(url))


def check_version(place: str, found: int) -> None:
    """Raise NeedsUpgrade unless a schema is the one that this program wants."""
    if found == SCHEMA_VERSION:
        return
    raise NeedsUpgrade(
        f"{place} has schema {found}, this program needs {SCHEMA_VERSION}",
        _OLDER if found < SCHEMA_VERSION else _NEWER,
    )
