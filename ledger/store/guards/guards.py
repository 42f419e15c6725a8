"""What makes the tables append-only: triggers, in each database's own language.

Anyone who owns the database can drop them, and anyone who owns a role can be given more
rights than it needs; then `missing` names what is gone or was added, and the hashes
tell what was done with it.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection

from ledger.store.guards import entry as guards_entry
from ledger.store.guards import reads as guards_reads
from ledger.store.guards import trail as guards_trail

ENTRY_GUARDS: Final = {
    "sqlite": guards_entry.SQLITE,
    "postgresql": guards_entry.POSTGRESQL,
}
TRAIL_GUARDS: Final = {
    "sqlite": guards_trail.SQLITE,
    "postgresql": guards_trail.POSTGRESQL,
}
READS_GUARDS: Final = {
    "sqlite": guards_reads.SQLITE,
    "postgresql": guards_reads.POSTGRESQL,
}
GUARDS: Final = {
    dialect: ENTRY_GUARDS[dialect] + TRAIL_GUARDS[dialect] + READS_GUARDS[dialect]
    for dialect in ENTRY_GUARDS
}
"""All of them, as a new ledger gets them."""


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
LEFT JOIN pg_attribute AS part ON part.attrelid = class.oid AND part.attacl IS NOT NULL
CROSS JOIN LATERAL (
  SELECT *, false AS locks FROM aclexplode(class.relacl)
  UNION ALL
  SELECT *, class.relname = 'head' AND part.attname = 'one' FROM aclexplode(part.attacl)
) AS given
LEFT JOIN pg_roles AS role ON role.oid = given.grantee
WHERE class.relnamespace = current_schema()::regnamespace
AND (class.relname = ANY(%s) OR class.relname LIKE 'ranking%%'
  OR class.relname = 'search')
AND given.grantee <> class.relowner
AND given.privilege_type NOT IN ('SELECT', 'REFERENCES', 'MAINTAIN')
AND NOT (given.privilege_type = 'INSERT' AND class.relname = ANY(%s))
AND NOT (given.privilege_type = 'DELETE' AND class.relname = 'payload')
AND NOT ((class.relname LIKE 'ranking%%' OR class.relname = 'search')
  AND COALESCE(right(role.rolname, 7), '') = '_keeper')
AND NOT (class.relname = 'search' AND given.privilege_type IN ('INSERT', 'DELETE')
  AND COALESCE(right(role.rolname, 7), '') = '_eraser')
AND NOT given.locks
ORDER BY 3, 2, 1"""
_MISLED: Final = """SELECT proname FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace
AND proname IN ('sayso_append', 'sayso_reads', 'sayso_early', 'sayso_erase')
AND NOT COALESCE(proconfig::text ~ 'search_path=.*pg_temp', false)
AND EXISTS (
  SELECT FROM pg_class AS class, aclexplode(class.relacl) AS given
  WHERE class.relnamespace = pronamespace AND class.relname = 'entry'
  AND given.grantee <> class.relowner AND given.privilege_type = 'INSERT'
)
ORDER BY 1"""
"""Triggers that would look into a temporary table of the one whom they guard against;
that matters as soon as somebody may append who does not own the tables."""


def missing(connection: Connection) -> list[str]:
    """Name the guards that a database lacks, or has with another text.

    On PostgreSQL also the rights that somebody has beyond reading and appending.
    """
    if connection.dialect.name == "sqlite":
        return _lacking("sqlite", connection.exec_driver_sql(_SQLITE))
    found = connection.exec_driver_sql(_POSTGRESQL, (_TABLES,))
    shared = [*_TABLES, "sayso_schema"]
    widened = connection.exec_driver_sql(_WIDENED, (shared, _TABLES))
    told = [f"{role} may {right} {table}" for right, table, role in widened]
    misled = [row[0] for row in connection.exec_driver_sql(_MISLED)]
    told += [f"{name} can be misled: run `sayso db roles`" for name in misled]
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
