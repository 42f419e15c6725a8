"""A role of PostgreSQL that records, asks and signs, and cannot change the past."""

import subprocess
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ledger.claims.canonical import draft
from ledger.errors import BadInput, Refused
from ledger.reading.index import keeping
from ledger.reading.index.keeping import last_indexed, rebuild
from ledger.store.database import connect, migrate, missing_guards, upgrade
from ledger.store.log import Log
from ledger.store.postgresql.roles import roles_sql
from ledger.store.search import add, drop, found
from ledger.store.session import Database
from ledger.store.sqlite.files import SCHEMA_VERSION
from tests.conftest import Sayso
from tests.servers import postgresql_binaries
from tests.store.conftest import PLAIN, Scribe, member

DENIED, RULE, TAKEN = "42501", "23001", "23505"
ROW = (
    "INSERT INTO entry SELECT {seq}, sha256(id), type, company, other, published_from,"
    " published_to, recorded, leaf, body FROM entry WHERE seq = 1"
)
"""Entry 1 once more, under another id and another number."""

ATTEMPTS = {
    "update": ("UPDATE entry SET type = 'x' WHERE seq = 1", DENIED),
    "delete": ("DELETE FROM entry WHERE seq = 2", DENIED),
    "truncate": ("TRUNCATE entry CASCADE", DENIED),
    "a number that is used": (ROW.format(seq=1), TAKEN),
    "a number that is skipped": (ROW.format(seq=9), RULE),
    "an upsert": (
        ROW.format(seq=1) + " ON CONFLICT (seq) DO UPDATE SET type = 'x'",
        DENIED,
    ),
    "a merge": (
        "MERGE INTO entry USING head ON entry.seq = head.seq WHEN MATCHED THEN DELETE",
        DENIED,
    ),
    "an instant gone by": (
        ROW.format(seq=3).replace("recorded,", "recorded - 1,"),
        RULE,
    ),
    "a head that moves": ("UPDATE head SET seq = 1", DENIED),
    "a head that is touched": ("UPDATE head SET one = one", RULE),
    "no head": ("DELETE FROM head", DENIED),
    "a second head": (
        "INSERT INTO head SELECT 2, seq, leaf, recorded FROM head",
        DENIED,
    ),
    "triggers switched off": ("ALTER TABLE entry DISABLE TRIGGER ALL", DENIED),
    "triggers dropped": ("DROP TRIGGER entry_never ON entry", DENIED),
    "a trigger of one's own": (
        "CREATE TRIGGER a BEFORE INSERT ON entry EXECUTE FUNCTION sayso_never()",
        DENIED,
    ),
    "a rule": ("CREATE RULE a AS ON INSERT TO entry DO INSTEAD NOTHING", DENIED),
    "another function": (
        (
            "CREATE OR REPLACE FUNCTION sayso_never() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        ),
        DENIED,
    ),
    "another table": ("ALTER TABLE entry RENAME TO other", DENIED),
    "no table": ("DROP TABLE entry CASCADE", DENIED),
    "a replica": ("SET session_replication_role = replica", DENIED),
    "the owner's role": ("SET ROLE {prefix}_owner", DENIED),
    "the owner's tables": ("ALTER TABLE entry OWNER TO {prefix}_recorder", DENIED),
    "a file of the server": ("COPY entry FROM '/dev/null'", DENIED),
    "a checkpoint that is replaced": ("UPDATE checkpoint SET note = ''", DENIED),
    "a checkpoint of what is to come": (
        "INSERT INTO checkpoint VALUES (9, ''::bytea, ''::bytea)",
        RULE,
    ),
    "a hash that is replaced": ("DELETE FROM node", DENIED),
    "a text that is taken away": ("DELETE FROM payload", DENIED),
    "a text that is changed": ("UPDATE payload SET body = ''", DENIED),
    "a table put before": (
        "CREATE TEMPORARY TABLE head AS SELECT * FROM head",
        DENIED,
    ),
    "a ranking of one's own": (
        "INSERT INTO ranking VALUES ('valuations', 1, 0, '', 0, ''::bytea)",
        DENIED,
    ),
    "another ranking": ("UPDATE ranking SET told = 0", DENIED),
    "no ranking": ("TRUNCATE ranking", DENIED),
    "a price in the ranking": ("UPDATE ranking_line SET amount = 1000", DENIED),
    "a line of the ranking": ("DELETE FROM ranking_line", DENIED),
    "a count of the ranking": ("UPDATE ranking_count SET late = 0", DENIED),
    "a name of the ranking": (
        "INSERT INTO ranking_name VALUES (1, 'fund', 'xai')",
        DENIED,
    ),
    "a word of one's own": ("INSERT INTO search VALUES (1, 'xai')", DENIED),
    "an event that nobody finds": ("DELETE FROM search", DENIED),
    "another version": ("UPDATE sayso_schema SET version_num = '0001'", DENIED),
}
"""What somebody who may record tries, and the SQLSTATE of the refusal."""


def state(engine: Engine, *statements: str) -> str:
    """Run statements in one transaction; give the SQLSTATE of the refusal."""

    def run() -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement, execution_options=PLAIN)

    with pytest.raises(DBAPIError) as caught:
        run()
    return str(getattr(caught.value.orig, "sqlstate", None))


@pytest.mark.parametrize(("statement", "refusal"), ATTEMPTS.values(), ids=ATTEMPTS)
def test_40_who_may_record_cannot_change_the_past(
    clerk: Database,
    with_roles: str,
    postgresql_scribe: Scribe,
    statement: str,
    refusal: str,
) -> None:
    postgresql_scribe.report(3)
    before = postgresql_scribe.entries()
    assert state(clerk.engine, statement.format(prefix=with_roles)) == refusal
    assert postgresql_scribe.entries() == before
    assert postgresql_scribe.log.check() == 3


def test_40_rows_that_are_copied_in_pass_the_same_guard(
    clerk: Database, postgresql_scribe: Scribe
) -> None:
    postgresql_scribe.report(3)
    with clerk.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        row = raw.execute("SELECT * FROM entry WHERE seq = 1").fetchone()
        with (
            pytest.raises(Exception, match="without a gap") as caught,
            raw.cursor().copy("COPY entry FROM STDIN") as rows,
        ):
            rows.write_row((7, bytes(32), *row[2:]))
        assert caught.value.sqlstate == RULE  # type: ignore[attr-defined]
    assert postgresql_scribe.log.check() == 3


@pytest.mark.parametrize(
    "attempt",
    [
        ROW.format(seq=9),
        "INSERT INTO checkpoint VALUES (9, ''::bytea, ''::bytea)",
    ],
)
def test_40_a_table_put_before_the_ledgers_own_misleads_no_trigger(
    clerk: Database,
    postgresql_engine: Engine,
    postgresql_scribe: Scribe,
    attempt: str,
) -> None:
    postgresql_scribe.report(3)
    with postgresql_engine.begin() as connection:
        database = postgresql_engine.url.database
        connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC")
    decoy = (
        "CREATE TEMPORARY TABLE head AS SELECT 1 AS one, 8::bigint AS seq, leaf,"
        " recorded FROM public.head"
    )
    entry = attempt.replace("INTO entry", "INTO public.entry")
    assert state(clerk.engine, decoy, entry) == RULE
    assert postgresql_scribe.log.check() == 3


def test_without_the_roles_a_trigger_can_be_misled_and_that_is_told(
    postgresql_engine: Engine,
) -> None:
    role = f"ann_{postgresql_engine.url.database}"
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role}")
        connection.exec_driver_sql(f"GRANT INSERT ON entry TO {role}")
    try:
        told = missing_guards(postgresql_engine)
    finally:
        with postgresql_engine.begin() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")
    assert told == [
        f"sayso_{name} can be misled: run `sayso db roles`"
        for name in ("append", "early", "erase", "reads")
    ]


def test_sql_can_be_run_again(
    clerk: Database, with_roles: str, postgresql_engine: Engine
) -> None:
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(roles_sql(with_roles), execution_options=PLAIN)
    Scribe(Log(clerk)).report(2)
    assert missing_guards(postgresql_engine) == []


def test_the_owner_upgrades(postgresql_engine: Engine, with_roles: str) -> None:
    with member(postgresql_engine, f"{with_roles}_owner") as owner:
        url = owner.engine.url.set(drivername="postgresql").update_query_dict(
            {"options": f"-c role={with_roles}_owner"}
        )
        found = connect(url.render_as_string(), any_version=True)
        assert upgrade(found.engine) == SCHEMA_VERSION
        migrate(found.engine)
        found.close()


def test_a_reader_reads_and_appends_nothing(
    postgresql_engine: Engine, with_roles: str, postgresql_scribe: Scribe
) -> None:
    postgresql_scribe.report(3)
    with member(postgresql_engine, f"{with_roles}_reader") as reader:
        log = Log(reader)
        assert len(list(log.read())) == 3
        assert log.seq_at(2**60) == 2
        with pytest.raises(Refused, match="permission denied") as caught:
            Scribe(log).report(4)
        assert caught.value.hint


def test_a_keeper_makes_the_index_and_an_eraser_takes_words_out(
    postgresql_engine: Engine,
    with_roles: str,
    postgresql_scribe: Scribe,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who records neither makes it nor is kept from recording by it.

    The first entry of a ledger is of no company: so an index is known not to be empty.
    """
    wire = {"slug": "wire", "name": "Wire", "kind": "wire"}
    postgresql_scribe.record(draft("source.registered", wire, 1))
    postgresql_scribe.report(2)
    with member(postgresql_engine, f"{with_roles}_keeper") as keeper:
        assert rebuild(Log(keeper)) == 3
    with member(postgresql_engine, f"{with_roles}_recorder") as recorder:
        with pytest.raises(Refused, match="permission denied"):
            rebuild(Log(recorder))
        assert last_indexed(Log(recorder)) == 2
        postgresql_scribe.report(2)
        monkeypatch.setattr(keeping, "BEHIND", 1)
        with monkeypatch.context() as refused_first:
            refused_first.setattr(keeping, "_term_rows", None)
            with pytest.raises(Refused, match="permission denied"):
                keeping.keep(Log(recorder))
    row = 1, "a secret"
    with member(postgresql_engine, f"{with_roles}_eraser") as eraser:
        with Log(eraser).writer() as writer:
            drop(writer, [row])
            add(writer, [row])
        assert found(Log(eraser), ["secret"]) == [1]
        assert Log(eraser).scrub() is True
    assert missing_guards(postgresql_engine) == []


@pytest.mark.parametrize("prefix", ["", "Über", "a b", "x;drop", "1st", "a" * 60])
def test_a_prefix_that_would_have_to_be_quoted_is_refused(prefix: str) -> None:
    with pytest.raises(BadInput, match="begin the name of a role"):
        roles_sql(prefix)


def test_psql_runs_what_the_command_prints(
    postgresql_engine: Engine, sayso: Sayso
) -> None:
    printed = sayso("db", "roles", "--prefix", "psql_printed")
    assert printed.exit_code == 0
    url = postgresql_engine.url.set(drivername="postgresql").render_as_string()
    words = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", url]
    done = subprocess.run(
        [postgresql_binaries() / "psql", *words],
        input=printed.stdout + CLEARED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


CLEARED = """
DO $$
DECLARE
  roles text := 'psql_printed_owner, psql_printed_recorder, psql_printed_eraser,'
    ' psql_printed_keeper,'
    ' psql_printed_reader';
BEGIN
  EXECUTE 'REASSIGN OWNED BY ' || roles || ' TO CURRENT_USER';
  EXECUTE 'DROP OWNED BY ' || roles;
  EXECUTE 'DROP ROLE ' || roles;
END $$;
"""
