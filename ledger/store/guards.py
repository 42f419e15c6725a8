"""What makes the tables append-only: triggers, in each database's own language.

Whoever owns the database can drop them, and whoever owns a role can be given more
rights than it needs; then `missing` names what is gone or was added, and the hashes
tell what was done with it.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection

from ledger.store import guards_entry, guards_trail

ENTRY_GUARDS: Final = {
    "sqlite": guards_entry.SQLITE,
    "postgresql": guards_entry.POSTGRESQL,
}
TRAIL_GUARDS: Final = {
    "sqlite": guards_trail.SQLITE,
    "postgresql": guards_trail.POSTGRESQL,
}
GUARDS: Final = {
    dialect: ENTRY_GUARDS[dialect] + TRAIL_GUARDS[dialect] for dialect in ENTRY_GUARDS
}
"""All of them, as a new ledger gets them."""


def grants(role: str, *, erases: bool = False) -> tuple[str, ...]:
    """Give what a PostgreSQL role needs to read and append, and no more.

    The right to update `head.one` is what locking the head takes; the trigger, which
    runs with its owner's rights, moves the rest. In a schema other than `public` the
    role needs `USAGE` of that schema, too. Who `erases` may delete payloads, which a
    trigger allows only right after the event that says so.
    """
    quoted = '"' + role.replace('"', '""') + '"'
    given = (
        f"GRANT SELECT, INSERT ON entry, node, checkpoint, payload TO {quoted}",
        f"GRANT SELECT, UPDATE (one) ON head TO {quoted}",
        f"GRANT SELECT ON sayso_schema TO {quoted}",
    )
    return (*given, f"GRANT DELETE ON payload TO {quoted}") if erases else given


_TABLES: Final = ["entry", "head", "node", "checkpoint", "payload"]
_SQLITE: Final = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
_POSTGRESQL: Final = """SELECT tgname, '' FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
AND tgenabled IN ('O', 'A')
UNION ALL
SELECT proname, prosrc FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace"""
_WIDENED: Final = """SELECT DISTINCT lower(given.privilege_type), class.relname,
  COALESCE(role.rolname, 'everybody')
FROM pg_class AS class
CROSS JOIN LATERAL aclexplode(class.relacl) AS given
LEFT JOIN pg_roles AS role ON role.oid = given.grantee
WHERE class.relnamespace = current_schema()::regnamespace AND class.relname = ANY(%s)
AND given.grantee <> class.relowner
AND given.privilege_type NOT IN ('SELECT', 'INSERT', 'REFERENCES', 'MAINTAIN')
AND NOT (given.privilege_type = 'DELETE' AND class.relname = 'payload')
ORDER BY 3, 2, 1"""


def missing(connection: Connection) -> list[str]:
    """Name the guards that a database lacks, or has with another text.

    On PostgreSQL also the rights that somebody has beyond reading and appending.
    """
    if connection.dialect.name == "sqlite":
        return _lacking("sqlite", connection.exec_driver_sql(_SQLITE))
    found = connection.exec_driver_sql(_POSTGRESQL, (_TABLES,))
    widened = connection.exec_driver_sql(_WIDENED, (_TABLES,))
    told = [f"{role} may {right} {table}" for right, table, role in widened]
    return _lacking("postgresql", found) + told


def _lacking(dialect: str, rows: Iterable[Any]) -> list[str]:
    found = {name: _core(text) for name, text in rows}
    lacking = []
    for statement in GUARDS[dialect]:
        named = re.match(r"CREATE (TRIGGER|FUNCTION) (\w+)", statement)
        if named is None:
            continue
        kind, name = named.groups()
        in_trigger = dialect == "postgresql" and kind == "TRIGGER"
        expected = "" if in_trigger else _core(statement)
        if found.get(name) != expected:
            lacking.append(name)
    return lacking


def _core(text: str) -> str:
    """What counts of a guard's text: on PostgreSQL, what stands between the $$."""
    parts = text.split("$$")
    return (parts[1] if len(parts) > 1 else text).strip()
