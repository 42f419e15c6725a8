"""Who may do what in a PostgreSQL ledger, as SQL for the person who administers it.

Five roles that nobody logs in as; people and programs are made members of them. The
owner holds the tables and the functions of the triggers, and nobody needs to be it
but who upgrades. The keeper makes the ranking, from which everybody is answered.
Everybody else can add and read, and change nothing.
"""

import re
from typing import Final

from ledger.errors import BadInput

ROLES: Final = ("owner", "keeper", "recorder", "eraser", "reader")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,50}")

_TABLES: Final = ("entry", "head", "node", "checkpoint", "payload", "sayso_schema")
_TRIGGERED: Final = (
    *("sayso_never", "sayso_append", "sayso_head", "sayso_reads"),
    *("sayso_early", "sayso_erase"),
)

_TEXT: Final = """\
-- Roles of a sayso ledger. Run it once, connected to the ledger's database as its owner
-- or as a superuser, and again after each `sayso db upgrade`:
--
--     sayso db roles | psql --set ON_ERROR_STOP=1 --single-transaction URL
--
-- Then make people and programs members:
--
--     GRANT {recorder} TO ann;     reads and appends
--     GRANT {reader} TO bob;       reads
--     GRANT {eraser} TO carol;     reads, appends, and erases texts
--     GRANT {keeper} TO erin;      reads, and makes the ranking (`sayso db rebuild`)
--     GRANT {owner} TO dan;        upgrades, with ?options=-c role={owner} in the URL

DO $$
DECLARE
  wanted name;
BEGIN
  FOREACH wanted IN ARRAY ARRAY[{names}]::name[] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    END IF;
  END LOOP;
  -- To hand things over one must be a member of who gets them.
  IF NOT pg_has_role('{owner}', 'MEMBER') THEN
    EXECUTE format('GRANT %I TO CURRENT_USER', '{owner}');
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO {all}', current_database());
  -- Who cannot make tables cannot put one before a table of the ledger.
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO {all}', current_schema());
  EXECUTE format('GRANT CREATE ON SCHEMA %I TO {owner}', current_schema());
END $$;

-- The owner: tables, and the functions that the triggers run with the owner's rights.
{owned}

-- These look for tables in the ledger's own schema, and last where anybody makes some.
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY[
    'sayso_append', 'sayso_reads', 'sayso_early', 'sayso_erase'
  ] LOOP
    EXECUTE format(
      'ALTER FUNCTION %I() SET search_path = %I, pg_temp', one, current_schema()
    );
  END LOOP;
END $$;

-- Nothing for everybody, and nothing that an older run gave.
REVOKE ALL ON {tables} FROM PUBLIC, {all};
REVOKE ALL ON FUNCTION {functions} FROM PUBLIC;

-- To lock the head one must have the right to update some column of it: `one`, which
-- holds 1 for ever. The trigger moves the rest.
{granted}
GRANT SELECT ON {tables} TO {reader}, {keeper};
GRANT UPDATE (one) ON head TO {reader}, {keeper};

-- Tables that can be thrown away and made again hold answers, not what was recorded:
-- all of them begin with `ranking`, and the index of words is `search`. Everybody is
-- answered from them, so a role that only records cannot change them.
DO $$
DECLARE
  one name;
BEGIN
  FOR one IN
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
    AND relkind IN ('r', 'p') AND (relname LIKE 'ranking%' OR relname = 'search')
  LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO {owner}', one);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, {all}', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {keeper}', one);
    EXECUTE format('GRANT SELECT ON %I TO {recorder}, {eraser}, {reader}', one);
  END LOOP;
END $$;

-- An eraser also takes the words of a text out of the index, and clears away what
-- deleted rows leave behind.
DO $$
BEGIN
  IF to_regclass('search') IS NOT NULL THEN
    EXECUTE 'GRANT INSERT, DELETE ON search TO {eraser}';
  END IF;
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON payload, search TO {eraser}';
  END IF;
END $$;
"""


def roles_sql(prefix: str = "sayso") -> str:
    """Give the SQL that makes the roles `PREFIX_owner` and so on, and their rights.

    It can be run again. BadInput for a prefix that would have to be quoted.
    """
    if not _NAME.fullmatch(prefix):
        raise BadInput(
            f"{prefix!r} cannot begin the name of a role",
            "small letters, digits and _, such as sayso or funding",
        )
    roles = {role: f"{prefix}_{role}" for role in ROLES}
    owned = [f"ALTER TABLE {table} OWNER TO {roles['owner']};" for table in _TABLES]
    owned += [
        f"ALTER FUNCTION {name}() OWNER TO {roles['owner']};" for name in _TRIGGERED
    ]
    granted = (
        *_appending(roles["recorder"]),
        *_appending(roles["eraser"]),
        f"GRANT DELETE ON payload TO {roles['eraser']}",
    )
    return _TEXT.format(
        **roles,
        names=", ".join(f"'{role}'" for role in roles.values()),
        all=", ".join(roles[role] for role in ROLES[1:]),
        owned="\n".join(owned),
        granted="\n".join(f"{grant};" for grant in granted),
        tables=", ".join(_TABLES),
        functions=", ".join(f"{name}()" for name in _TRIGGERED),
    )


def _appending(role: str) -> tuple[str, ...]:
    return (
        f"GRANT SELECT, INSERT ON entry, node, checkpoint, payload TO {role}",
        f"GRANT SELECT, UPDATE (one) ON head TO {role}",
        f"GRANT SELECT ON sayso_schema TO {role}",
    )
