"""What a database holds on the tables of a ledger that is not the ledger's.

A trigger can swallow what is recorded, a rule or a view show something else, a policy
hide rows from some readers, a default or a column say what nobody said. None of that
touches an entry; so it is looked for by name, and so is what ought to be there and is
not. Triggers and rights of our own are for `ledger.store.guards.guards`.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, select

from ledger.store.connection import transaction
from ledger.store.guards.guards import GUARDS
from ledger.store.schema import metadata, version
from ledger.store.sqlite.files import SCHEMA_VERSION

TABLES: Final = sorted(metadata.tables)

_OBJECTS: Final = """SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE type IN ('table', 'index', 'trigger', 'view') AND name NOT LIKE 'sqlite_%'"""
_COLUMNS: Final = """SELECT name, type, "notnull", dflt_value, pk, hidden
FROM pragma_table_xinfo(?)"""


def strangers(engine: Engine) -> list[str]:
    """Name what is on the tables of a ledger and not its own, and what is lacking."""
    look = _in_file if engine.dialect.name == "sqlite" else _on_server
    with transaction(engine) as connection:
        found = list(look(connection))
        said = connection.scalars(select(version.c.version_num)).all()
    if list(said) != [f"{SCHEMA_VERSION:04d}"]:
        found.append(f"another version in sayso_schema: {', '.join(said) or 'none'}")
    return found


def _in_file(connection: Connection) -> Iterator[str]:
    ours = create_engine("sqlite://")
    with ours.begin() as made:
        metadata.create_all(made, checkfirst=False)
        expected, found = _objects(made), _objects(connection)
        guards = {name for _, name in _named_guards("sqlite")}
        for (type_, name), (table, sql) in found.items():
            if type_ == "view":
                yield f"the view {name}"
            elif type_ == "trigger" and name not in guards and table in TABLES:
                yield f"the trigger {name} on {table}"
            elif type_ == "index" and table in TABLES:
                if (type_, name) not in expected:
                    yield f"the index {name} on {table}"
                elif expected[type_, name][1] != sql:
                    yield f"the index {name}, which is another"
        for type_, name in {*expected, ("table", "search")} - found.keys():
            yield f"no {type_} {name}"
        for table in TABLES:
            if ("table", table) in found:
                columns = _columns(made, table), _columns(connection, table)
                yield from _columns_apart(table, *columns)
                yield from _unchecked(table, found["table", table][1])
    ours.dispose()


def _objects(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    rows = connection.exec_driver_sql(_OBJECTS)
    return {
        (row[0], row[1]): (row[2], " ".join((row[3] or "").split())) for row in rows
    }


def _columns(connection: Connection, table: str) -> dict[str, Any]:
    rows = connection.exec_driver_sql(_COLUMNS, (table,))
    return {row[0]: tuple(row[1:]) for row in rows}


def _columns_apart(
    table: str, expected: dict[str, Any], found: dict[str, Any]
) -> Iterator[str]:
    for name in found.keys() - expected.keys():
        yield f"the column {name} of {table}"
    for name in expected.keys() - found.keys():
        yield f"no column {name} of {table}"
    for name in expected.keys() & found.keys():
        if expected[name] != found[name]:
            yield f"the column {name} of {table}, which is another"


def _unchecked(table: str, sql: str) -> Iterator[str]:
    for name in _constraints(metadata.tables[table], "sqlite"):
        if f"CONSTRAINT {name} " not in sql:
            yield f"no rule {name} of {table}"


def _constraints(table: Table, dialect: str) -> list[str]:
    """Name the constraints of a table; one of them is PostgreSQL's alone."""
    alone = {"entry_leaf_is_of_body"} if dialect == "sqlite" else set()
    return sorted({str(x.name) for x in table.constraints if x.name} - alone)


def _named_guards(dialect: str) -> list[tuple[str, str]]:
    named = (re.match(r"CREATE (TRIGGER|FUNCTION) (\w+)", x) for x in GUARDS[dialect])
    return [(found[1], found[2]) for found in named if found]


# Each gives rows of what to say; a table is ours if it has one of our names and lies in
# the ledger's own schema.
_OURS: Final = """ours AS (
  SELECT oid, relname, relkind, relrowsecurity, relhasrules FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%(tables)s)
)"""
_ON_SERVER: Final = f"""WITH {_OURS}
SELECT 'the trigger ' || tgname || ' on ' || relname FROM pg_trigger
JOIN ours ON ours.oid = tgrelid
WHERE NOT tgisinternal AND NOT tgname = ANY(%(triggers)s)
UNION ALL
SELECT 'the rule ' || rulename || ' on ' || relname FROM pg_rewrite
JOIN ours ON ours.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL
SELECT relname || ', which is no table' FROM ours WHERE relkind <> 'r'
UNION ALL
SELECT 'the policy ' || polname || ' on ' || relname FROM pg_policy
JOIN ours ON ours.oid = polrelid
UNION ALL
SELECT 'row-level security on ' || relname
  || CASE WHEN row_security_active(oid) THEN ', which may hide rows from you'
  ELSE ', which may hide rows from others' END
FROM ours WHERE relrowsecurity
UNION ALL
SELECT 'the table ' || inhrelid::regclass || ', whose rows pass for those of '
  || relname
FROM pg_inherits JOIN ours ON ours.oid = inhparent
UNION ALL
SELECT DISTINCT 'the view ' || class.relname FROM pg_class AS class
JOIN pg_rewrite ON ev_class = class.oid
JOIN pg_depend ON objid = pg_rewrite.oid AND refobjid IN (SELECT oid FROM ours)
WHERE class.relkind IN ('v', 'm')
AND class.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'the index ' || class.relname || ' on ' || ours.relname FROM pg_index
JOIN ours ON ours.oid = indrelid JOIN pg_class AS class ON class.oid = indexrelid
WHERE NOT class.relname = ANY(%(indexes)s)
UNION ALL
SELECT 'no index ' || one FROM unnest(%(indexes)s::text[]) AS one
WHERE NOT EXISTS (
  SELECT FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
  WHERE relnamespace = current_schema()::regnamespace AND relname = one AND indisvalid
)
UNION ALL
SELECT 'no rule ' || one FROM unnest(%(rules)s::text[]) AS one
WHERE NOT EXISTS (
  SELECT FROM pg_constraint JOIN ours ON ours.oid = conrelid
  WHERE conname = one AND convalidated
)
UNION ALL
SELECT 'no table ' || one FROM unnest(%(tables)s::text[]) AS one
WHERE one NOT IN (SELECT relname FROM ours)"""  # noqa: S608 - our own words
_ON_COLUMNS: Final = f"""WITH {_OURS}
SELECT relname, attname, attnotnull, pg_get_expr(adbin, adrelid)
FROM pg_attribute JOIN ours ON ours.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped"""  # noqa: S608 - our own words


def _on_server(connection: Connection) -> Iterator[str]:
    tables = [metadata.tables[name] for name in TABLES]
    triggers = [x for kind, x in _named_guards("postgresql") if kind == "TRIGGER"]
    rules = [one for table in tables for one in _constraints(table, "postgresql")]
    keys = [x for x in rules if x.endswith(("_pkey", "_pkc")) or x == "entry_id"]
    named = [str(index.name) for table in tables for index in table.indexes]
    values = {
        "tables": TABLES,
        "triggers": triggers,
        "indexes": sorted([*named, *keys]),
        "rules": rules,
    }
    yield from sorted(row[0] for row in connection.exec_driver_sql(_ON_SERVER, values))
    found: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for row in connection.exec_driver_sql(_ON_COLUMNS, {"tables": TABLES}):
        found[row[0]][row[1]] = tuple(row[2:])
    for table in tables:
        expected = {x.name: (not x.nullable, None) for x in table.c}
        if found[table.name]:
            yield from sorted(_columns_apart(table.name, expected, found[table.name]))
