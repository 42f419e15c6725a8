"""What the store asks of a database, whichever one it is.

A *session* is one open transaction. It runs statements by their names (see
`ledger.store.statements`): `ledger.store.sqlite.embedded` with the standard library's
sqlite3, `ledger.store.postgresql.server` with psycopg.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.store.statements import ChangeName, Filled, Query

Lock = Literal["append", "resolve", "schema", "ranking"]
"""What a transaction holds: the right to append, a pause of all who append, the right
to make and alter tables, or the right to change what is kept of the ranking."""

Rows = Sequence[tuple[Any, ...]]
Values = Mapping[str, Any]


class Session(Protocol):
    """One transaction."""

    def rows(self, name: "Query", values: Values) -> Rows:
        """Ask; give all rows, as tuples."""

    def run(self, name: "ChangeName", values: Values) -> None:
        """Run a statement that gives no rows."""

    def run_each(self, name: "ChangeName", values: Sequence[Values]) -> None:
        """Run it once for each of many values."""

    def add(self, table: "Filled", rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table, each in the order of its columns."""

    def now(self) -> int:
        """Give the clock of where the ledger is, in microseconds since 1970."""

    def abandon(self) -> None:
        """Take back what was done; nothing can be asked or done here any more."""


class Database(Protocol):
    """Where one ledger is kept."""

    @property
    def place(self) -> str:
        """The path, or the URL without a password, as messages show it."""

    @property
    def what_if(self) -> bool:
        """Whether it is a copy to try things in, of which nothing is signed."""

    @property
    def engine(self) -> "Engine":
        """The same database for SQLAlchemy, which is imported for it."""

    def transaction(self, lock: Lock | None = None) -> AbstractContextManager[Session]:
        """Open a session, committed at the end or rolled back on any exception."""

    def version(self) -> int:
        """Give the version of its schema; Refused if it is no ledger."""

    def close(self) -> None:
        """Let go of the database."""
