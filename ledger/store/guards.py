"""What makes the tables append-only: triggers, in each database's own language.

They refuse, whoever asks: changing or removing an entry, also by REPLACE (which on
SQLite fires no delete trigger) and by an upsert; a sequence number that is not the
next one; an instant before the last one; and any move of the head but the one that
comes with an insert, which these triggers make themselves. Whoever owns the
database can drop them; then `missing_guards` and the hashes tell.

The texts belong to version 1 of the schema and stay as they are: a later version
adds its own.
"""

import re
from typing import Final

from sqlalchemy import Connection

_WORDS: Final = {
    "NEVER": "sayso: what is recorded is never changed or removed",
    "NEXT": "sayso: an entry takes the next sequence number, without a gap",
    "TWICE": "sayso: an entry with this id is already on record",
    "BACK": "sayso: the instant of recording never goes backwards",
    "HEAD": "sayso: the head moves only forward, together with an insert",
}


def _worded(*statements: str) -> tuple[str, ...]:
    """Put the messages in, which stand as quoted names in the texts below."""
    worded = []
    for statement in statements:
        text = statement
        for name, words in _WORDS.items():
            text = text.replace(f"'{name}'", f"'{words}'")
        worded.append(text)
    return tuple(worded)


SQLITE: Final = _worded(
    "INSERT INTO head (one, seq, leaf, recorded) VALUES (1, -1, zeroblob(32), 0)",
    """CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'NEVER'); END""",
    """CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'NEVER'); END""",
    """CREATE TRIGGER entry_insert BEFORE INSERT ON entry
BEGIN
  SELECT CASE
    WHEN NEW.seq IS NOT (SELECT seq + 1 FROM head) THEN RAISE(ABORT, 'NEXT')
    WHEN NEW.recorded < (SELECT recorded FROM head) THEN RAISE(ABORT, 'BACK')
    WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id) THEN RAISE(ABORT, 'TWICE')
  END;
END""",
    """CREATE TRIGGER entry_moves_head AFTER INSERT ON entry
BEGIN
  UPDATE head SET seq = NEW.seq, leaf = NEW.leaf, recorded = NEW.recorded;
END""",
    """CREATE TRIGGER head_insert BEFORE INSERT ON head
BEGIN SELECT RAISE(ABORT, 'HEAD'); END""",
    """CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'HEAD'); END""",
    """CREATE TRIGGER head_update BEFORE UPDATE ON head
WHEN NEW.seq IS NOT OLD.seq + 1 OR NOT EXISTS (
  SELECT 1 FROM entry
  WHERE seq = NEW.seq AND leaf = NEW.leaf AND recorded = NEW.recorded
)
BEGIN SELECT RAISE(ABORT, 'HEAD'); END""",
)

POSTGRESQL: Final = _worded(
    """INSERT INTO head (one, seq, leaf, recorded)
VALUES (1, -1, decode(repeat('00', 32), 'hex'), 0)""",
    """CREATE FUNCTION sayso_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'NEVER' USING ERRCODE = 'restrict_violation';
END $$""",
    """CREATE FUNCTION sayso_append() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was record;
  lowest bigint;
  highest bigint;
  rows bigint;
BEGIN
  SELECT min(seq), max(seq), count(*) INTO lowest, highest, rows FROM fresh;
  IF rows = 0 THEN
    RETURN NULL;
  END IF;
  SELECT * INTO was FROM head WHERE one = 1 FOR UPDATE;
  IF was.seq IS NULL OR lowest <> was.seq + 1 OR highest <> was.seq + rows THEN
    RAISE EXCEPTION 'NEXT' USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT recorded, lag(recorded, 1, was.recorded) OVER (ORDER BY seq) AS before
      FROM fresh
    ) AS pair WHERE recorded < before
  ) THEN
    RAISE EXCEPTION 'BACK' USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE head SET seq = fresh.seq, leaf = fresh.leaf, recorded = fresh.recorded
  FROM fresh WHERE head.one = 1 AND fresh.seq = highest;
  RETURN NULL;
END $$""",
    """CREATE FUNCTION sayso_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.seq > OLD.seq AND NEW.seq = (
    SELECT max(seq) FROM entry
  ) AND EXISTS (
    SELECT FROM entry
    WHERE seq = NEW.seq AND leaf = NEW.leaf AND recorded = NEW.recorded
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'HEAD' USING ERRCODE = 'restrict_violation';
END $$""",
    """CREATE TRIGGER entry_never BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION sayso_never()""",
    """CREATE TRIGGER entry_append AFTER INSERT ON entry
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sayso_append()""",
    """CREATE TRIGGER head_moves BEFORE INSERT OR UPDATE OR DELETE ON head
FOR EACH ROW EXECUTE FUNCTION sayso_head()""",
    """CREATE TRIGGER head_truncate BEFORE TRUNCATE ON head
FOR EACH STATEMENT EXECUTE FUNCTION sayso_never()""",
)

GUARDS: Final = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def grants(role: str) -> tuple[str, ...]:
    """Give what a PostgreSQL role needs to read and append, and no more.

    The right to update `head.one` is what locking the head takes; the trigger, which
    runs with its owner's rights, moves the rest. In a schema other than `public` the
    role needs `USAGE` of that schema, too.
    """
    quoted = '"' + role.replace('"', '""') + '"'
    return (
        f"GRANT SELECT, INSERT ON entry TO {quoted}",
        f"GRANT SELECT, UPDATE (one) ON head TO {quoted}",
        f"GRANT SELECT ON sayso_schema TO {quoted}",
    )


_FOUND: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, '' FROM pg_trigger
WHERE tgrelid IN ('entry'::regclass, 'head'::regclass) AND tgenabled IN ('O', 'A')
UNION ALL
SELECT proname, prosrc FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace""",
}


def missing(connection: Connection) -> list[str]:
    """Name the guards that a database lacks, or has with another text."""
    dialect = connection.dialect.name
    rows = connection.exec_driver_sql(_FOUND[dialect])
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
