"""The guards of version 4: what is put into the log reads, and the ranking is ours.

An entry that does not read would stand there for ever, since nothing is removed. So its
bytes are parsed and held against its columns and the entry before, by the database: on
SQLite through functions that only this program's connections have, on PostgreSQL by a
trigger. A program that has no such functions cannot put anything into a file; that goes
for the tables of the ranking, too, which anybody may empty but only we may fill.
"""

from typing import Final

from ledger.claims.kinds import KINDS
from ledger.store.guards.wording import worded

_OURS: Final = """CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
WHEN sayso_ours() IS NOT 1 BEGIN SELECT RAISE(ABORT, 'OURS'); END"""

SQLITE: Final = worded(
    """CREATE TRIGGER entry_reads AFTER INSERT ON entry
WHEN sayso_reads(
  NEW.seq, NEW.id, NEW.type, NEW.company, NEW.other, NEW.published_from,
  NEW.published_to, NEW.recorded, NEW.leaf, NEW.body,
  (SELECT body FROM entry WHERE seq = NEW.seq - 1)
) IS NOT 1
BEGIN SELECT RAISE(ABORT, 'READS'); END""",
    *(
        _OURS.format(table=table, verb=verb)
        for table, verbs in (
            ("ranking", ("insert", "update")),
            ("ranking_line", ("insert", "update", "delete")),
            ("ranking_count", ("insert", "update", "delete")),
            ("ranking_name", ("insert", "update", "delete")),
        )
        for verb in verbs
    ),
)

_NEWEST: Final = " ".join(
    f"WHEN '{type_}' THEN {kind.schema}" for type_, kind in KINDS.items()
)
"""The newest shape of each type: who adds a type makes this guard again."""

# What follows the data in the bytes is made from the columns, and must stand there; so
# must what the id is the hash of. The rest has to be JSON, and to name the company; in
# JSON that holds a NUL, PostgreSQL finds no members. OFFSET 0 has each part made once.
POSTGRESQL: Final = worded(
    f"""CREATE FUNCTION sayso_reads() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
  lowest bigint;
  ledger text;
BEGIN
  SELECT min(seq) INTO lowest FROM fresh;
  IF lowest IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT substring(convert_from(body, 'UTF8')
    FROM '"log":"([^"]*)","prev":"0{{64}}","recorded_at":"[^"]*"[^{{}}]*}}$')
  INTO ledger FROM entry WHERE seq = 0;
  IF EXISTS (
    SELECT FROM (
      SELECT *, convert_from(body, 'UTF8')::json AS said,
        position(',"data":'::bytea IN body) AS start,
        octet_length(body) - octet_length(behind) - octet_length(shape)
          - octet_length(envelope) AS until
      FROM (
        SELECT *, convert_to(concat(
          ',"id":"', encode(id, 'hex'), '","log":"', ledger,
          '","prev":"', encode(prev, 'hex'), '","recorded_at":"', to_char(
            timestamp 'epoch' + recorded * interval '1 microsecond',
            'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
          ), '","schema":'), 'UTF8') AS envelope,
          substring(encode(
            substr(body, octet_length(body) - octet_length(behind) - 3, 4), 'escape'
          ) FROM '[0-9]+$') AS shape
        FROM (
          SELECT *, convert_to(
            concat(',"seq":', seq, ',"type":"', type, '","v":1}}'), 'UTF8'
          ) AS behind, lag(leaf, 1, coalesce(
            (SELECT leaf FROM entry WHERE seq = lowest - 1),
            decode(repeat('00', 32), 'hex')
          )) OVER (ORDER BY seq) AS prev
          FROM fresh OFFSET 0
        ) AS one OFFSET 0
      ) AS two OFFSET 0
    ) AS part
    WHERE NOT coalesce(
      substr(body, 1, 10) = '{{"actor":"'::bytea AND start BETWEEN 10 AND until
      AND substr(body, until + 1) = envelope || convert_to(shape, 'UTF8') || behind
      AND shape::int BETWEEN 1 AND CASE type {_NEWEST} ELSE 0 END
      AND CASE WHEN position('\\\\u0000'::bytea IN body) > 0
        THEN company IS NULL
          OR position(convert_to('"company":"' || company || '"', 'UTF8') IN body) > 0
        ELSE said -> 'data' ->> 'company' IS NOT DISTINCT FROM company END
      AND id = sha256(
        '{{'::bytea || substr(body, start + 1, until - start)
        || convert_to(concat(',"schema":', shape, ',"type":"', type, '"}}'), 'UTF8')
      ), false)
  ) THEN
    RAISE EXCEPTION 'READS' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
EXCEPTION
  WHEN data_exception THEN
    RAISE EXCEPTION 'READS' USING ERRCODE = 'restrict_violation';
END $$""",  # noqa: S608 - our own words
    """CREATE TRIGGER entry_reads AFTER INSERT ON entry
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sayso_reads()""",
)
