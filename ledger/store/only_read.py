"""A ledger that can only be read, no matter who asks: what would write is refused here.

For servers and programs that answer questions. Nothing above this can get round it,
since every transaction that writes says so when it begins.
"""

from typing import TYPE_CHECKING, Final

from ledger.errors import Refused

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine

    from ledger.store.session import Database, Lock, Session

READING: Final = frozenset({None, "resolve"})
"""Locks of transactions that write nothing: `resolve` pauses those who append."""


class OnlyRead:
    """A database of which every transaction reads."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self.place, self.what_if = database.place, database.what_if

    @property
    def engine(self) -> "Engine":
        """Raise Refused: through an engine anything could be written."""
        raise _refused()

    def transaction(
        self, lock: "Lock | None" = None
    ) -> "AbstractContextManager[Session]":
        """Open a session that reads; Refused for one that would write."""
        if lock not in READING:
            raise _refused()
        return self._database.transaction(lock)

    def version(self) -> int:
        """Give the version of its schema."""
        return self._database.version()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def _refused() -> Refused:
    return Refused("this ledger was opened to be read", "record with `sayso record`")
