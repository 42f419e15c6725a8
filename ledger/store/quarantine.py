"""Entries that do not read: found before anything is signed over them, and taken out.

Guards keep them out. Where one got in all the same, it is left out of answers, and no
head is signed over it. The way out cuts the log off before it, in one transaction, and
appends again what comes after it and reads. Nothing else may ever remove an entry, and
what was removed is written down first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update

from ledger.audit.tiles import HEIGHT
from ledger.claims.canonical import draft, parse_entry
from ledger.errors import Damaged, Refused
from ledger.store.checkpoints import last_kept
from ledger.store.connection import transaction
from ledger.store.database import session_of
from ledger.store.guards.guards import GUARDS
from ledger.store.log import Log, Writer
from ledger.store.reads import first_unread
from ledger.store.schema import entry, head, node, ranking
from ledger.store.session import Database

RemovedRow = tuple[Any, ...]

_OPENED: Final = {
    "sqlite": {
        "entry_delete": "DROP TRIGGER entry_delete",
        "head_update": "DROP TRIGGER head_update",
        "node_delete": "DROP TRIGGER node_delete",
    },
    "postgresql": {
        table: f"ALTER TABLE {table} DISABLE TRIGGER USER"
        for table in ("entry", "head", "node")
    },
}


@dataclass(slots=True)
class Cut:
    """What was taken off the end of a log."""

    first: int
    """The first entry that did not read."""
    removed: list[RemovedRow] = field(default_factory=list)
    """All rows from there on, as they stood."""
    again: int = 0
    """How many of them read, and were appended again."""


def quarantined(database: Database, keep: Callable[[Cut], None]) -> Cut | None:
    """Take what does not read off the end of a log; None if all of it reads.

    `keep` writes down what is taken out, before anything is. What comes after it and
    reads is appended again, under other numbers. Refused if a signed head covers it.
    """
    log = Log(database)
    kept, end = last_kept(log), log.ends()[1] + 1
    first = first_unread(log, 0, end)
    if first is None:
        return None
    if kept is not None and kept.size > first:
        raise Refused(
            f"entry {first} was signed, and changed since, or an older sayso signed it",
            f"`sayso audit export --until {first - 1} DIR` keeps what is before it, and"
            " `sayso db restore` makes a ledger of that",
        )
    if not first:
        raise Refused("the ledger does not begin with an entry", "restore a copy")
    with transaction(database.engine, "append") as connection:
        cut = Cut(first, _removed(connection, first))
        keep(cut)
        _remove_from(connection, first)
        cut.again = _appended(Writer(session_of(connection)), cut.removed)
    return cut


def _removed(connection: Connection, first: int) -> list[RemovedRow]:
    asked = select(entry).where(entry.c.seq >= first).order_by(entry.c.seq)
    return [tuple(row) for row in connection.execute(asked)]


def _remove_from(connection: Connection, first: int) -> None:
    """Remove entries, and the hashes over them, with the guards out of the way."""
    dialect = connection.dialect.name
    for statement in _OPENED[dialect].values():
        connection.exec_driver_sql(statement)
    connection.execute(delete(entry).where(entry.c.seq >= first))
    last = select(entry.c.seq, entry.c.leaf, entry.c.recorded)
    row = connection.execute(last.where(entry.c.seq == first - 1)).one()
    connection.execute(update(head).values(dict(zip(row._fields, row, strict=True))))
    levels = select(node.c.level).distinct()
    for level in connection.scalars(levels).all():
        whole = first >> (HEIGHT * level)
        past = (node.c.level == level) & (node.c.number >= whole)
        connection.execute(delete(node).where(past))
    connection.execute(delete(ranking))
    _guarded(connection)


def _guarded(connection: Connection) -> None:
    dialect = connection.dialect.name
    if dialect == "postgresql":
        for table in _OPENED[dialect]:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    for statement in GUARDS[dialect]:
        if any(f" {name} " in statement.split("\n")[0] for name in _OPENED[dialect]):
            connection.exec_driver_sql(statement)


def _appended(writer: Writer, removed: Sequence[RemovedRow]) -> int:
    """Append again what reads, in its order, at its own instants."""
    done = 0
    for row in removed:
        try:
            said = parse_entry(row[9])
            one = draft(said["type"], said["data"], said["schema"])
            same = one.id == said["id"] == row[1].hex()
            actor, log = str(said["actor"]), str(said["log"])
            writer.append([one] if same else [], recorded=row[7], actor=actor, log=log)
            done += same
        except (Damaged, Refused, KeyError, TypeError, ValueError):
            continue
    return done
