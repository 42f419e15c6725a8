"""The guards of version 2 of the schema: the tree, checkpoints, and payloads.

Hashes of the tree and checkpoints are only added, one each, and never for entries
that are not there yet. A payload is never changed; it can be deleted while the last
entry is the event that says that it is erased, so that nothing vanishes unsaid.
"""

from typing import Final

from ledger.store.guards.wording import worded

_ONCE: Final = """CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) THEN RAISE(ABORT, 'TREE')
    WHEN {end} > (SELECT seq + 1 FROM head) THEN RAISE(ABORT, 'TREE')
  END;
END"""
_NODE: Final = _ONCE.format(
    table="node",
    same="level = NEW.level AND number = NEW.number",
    end="(NEW.number + 1) << (8 * NEW.level)",
)
_CHECKPOINT: Final = _ONCE.format(
    table="checkpoint", same="size = NEW.size", end="NEW.size"
)
_NEVER: Final = """CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'NEVER'); END"""

SQLITE: Final = worded(
    *(
        _NEVER.format(table=table, verb=verb)
        for table in ("node", "checkpoint")
        for verb in ("update", "delete")
    ),
    _NODE,
    _CHECKPOINT,
    _NEVER.format(table="payload", verb="update"),
    """CREATE TRIGGER payload_insert BEFORE INSERT ON payload
WHEN EXISTS (SELECT 1 FROM payload WHERE commitment = NEW.commitment)
BEGIN SELECT RAISE(ABORT, 'NEVER'); END""",
    """CREATE TRIGGER payload_delete BEFORE DELETE ON payload
WHEN NOT EXISTS (
  SELECT 1 FROM entry JOIN head ON entry.seq = head.seq
  WHERE entry.type = 'payload.erased' AND instr(
    entry.body, CAST('"commitment":"' || lower(hex(OLD.commitment)) || '"' AS BLOB)
  ) > 0
)
BEGIN SELECT RAISE(ABORT, 'ERASE'); END""",
)

POSTGRESQL: Final = worded(
    """CREATE FUNCTION sayso_early() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
  least bigint;
BEGIN
  IF TG_TABLE_NAME = 'node' THEN
    least := (to_jsonb(NEW)->>'number')::bigint + 1;
    least := least << (8 * (to_jsonb(NEW)->>'level')::int);
  ELSE
    least := (to_jsonb(NEW)->>'size')::bigint;
  END IF;
  IF least > (SELECT seq + 1 FROM head) THEN
    RAISE EXCEPTION 'TREE' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$""",
    """CREATE FUNCTION sayso_erase() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (
    SELECT FROM entry JOIN head ON entry.seq = head.seq
    WHERE entry.type = 'payload.erased' AND position(
      '"commitment":"' || encode(OLD.commitment, 'hex') || '"'
      IN convert_from(entry.body, 'UTF8')
    ) > 0
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'ERASE' USING ERRCODE = 'restrict_violation';
END $$""",
    *(
        f"""CREATE TRIGGER {table}_never BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sayso_never()"""
        for table in ("node", "checkpoint")
    ),
    *(
        f"""CREATE TRIGGER {table}_early BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION sayso_early()"""
        for table in ("node", "checkpoint")
    ),
    """CREATE TRIGGER payload_never BEFORE UPDATE OR TRUNCATE ON payload
FOR EACH STATEMENT EXECUTE FUNCTION sayso_never()""",
    """CREATE TRIGGER payload_erase BEFORE DELETE ON payload
FOR EACH ROW EXECUTE FUNCTION sayso_erase()""",
)
