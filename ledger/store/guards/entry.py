"""The guards of version 1: entries are only added, the head only moves on.

They refuse, no matter who asks: changing or removing an entry, also by REPLACE (which
on SQLite fires no delete trigger) and by an upsert; a sequence number that is not the
next one; an instant before the last one; and any move of the head but the one that
comes with an insert, which these triggers make themselves. The texts stay as they
are: a later version of the schema adds its own.
"""

from typing import Final

from ledger.store.guards.wording import worded

SQLITE: Final = worded(
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

POSTGRESQL: Final = worded(
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
