"""The database itself refuses whatever would change what is on record.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.exc import DBAPIError

from ledger.claims.canonical import derived, entry_bytes, leaf_hash
from ledger.errors import Refused
from ledger.store.connection import transaction
from ledger.store.database import missing_guards
from ledger.store.guards.guards import GUARDS
from ledger.store.log import Log
from ledger.store.schema import entry
from ledger.store.session import Database
from tests.store.conftest import UUID, attacked

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

CHANGED = "what is recorded is never changed or removed"
GAP = "takes the next sequence number, without a gap"
HEAD = "the head moves only forward, together with an insert"
BACK = "the instant of recording never goes backwards"
TWICE = "an entry with this id is already on record"

COLUMNS = "id, type, company, other, published_from, published_to, recorded, leaf, body"
AGAIN = f"SELECT {{seq}}, {COLUMNS} FROM entry WHERE seq = 1"
OTHER = AGAIN.replace("id,", "leaf AS id,", 1)
"""Entry 1 once more: under another number; and under another id, too."""

BOTH = {
    "an update": ("UPDATE entry SET type = 'round.denied' WHERE seq = 1", CHANGED),
    "an update of nothing": ("UPDATE entry SET seq = seq", CHANGED),
    "a renumbering": ("UPDATE entry SET seq = 9 WHERE seq = 2", CHANGED),
    "a delete": ("DELETE FROM entry WHERE seq = 2", CHANGED),
    "a delete of all": ("DELETE FROM entry", CHANGED),
    "a gap": (f"INSERT INTO entry {OTHER.format(seq=4)}", GAP),
    "a number before 0": (f"INSERT INTO entry {OTHER.format(seq=-1)}", GAP),
    "an instant gone by": (
        f"INSERT INTO entry {OTHER.format(seq=3)}".replace("recorded", "recorded - 1"),
        BACK,
    ),
    "a head ahead": ("UPDATE head SET seq = seq + 1", HEAD),
    "a head back": ("UPDATE head SET seq = seq - 1", HEAD),
    "a head elsewhere": ("UPDATE head SET leaf = id FROM entry", HEAD),
    "a head touched": ("UPDATE head SET one = one", HEAD),
    "a head later": ("UPDATE head SET recorded = recorded + 1", HEAD),
    "no head": ("DELETE FROM head", HEAD),
    "a second head": ("INSERT INTO head SELECT 2, seq, leaf, recorded FROM head", HEAD),
}
SQLITE = {
    **BOTH,
    "an upsert by number": (
        (
            f"INSERT INTO entry {OTHER.format(seq=1)} "
            "ON CONFLICT(seq) DO UPDATE SET type = 'x'"
        ),
        GAP,
    ),
    "an upsert by id": (
        (
            f"INSERT INTO entry {AGAIN.format(seq=3)} "
            "ON CONFLICT(id) DO UPDATE SET type = 'x'"
        ),
        TWICE,
    ),
    "a replace by number": (
        f"INSERT OR REPLACE INTO entry {OTHER.format(seq=1)}",
        GAP,
    ),
    "a replace of the last": (f"REPLACE INTO entry {OTHER.format(seq=2)}", GAP),
    "a replace by id": (f"INSERT OR REPLACE INTO entry {AGAIN.format(seq=3)}", TWICE),
    "an update or replace": (
        "UPDATE OR REPLACE entry SET seq = 0 WHERE seq=2",
        CHANGED,
    ),
    "a gap that is ignored": (
        f"INSERT OR IGNORE INTO entry {OTHER.format(seq=4)}",
        GAP,
    ),
    "no number": (f"INSERT INTO entry {OTHER.format(seq='NULL')}", GAP),
    "a replaced head": ("REPLACE INTO head SELECT 1, 0, leaf, 0 FROM head", HEAD),
    "text for bytes": (
        f"INSERT INTO entry {OTHER.format(seq=3)}".replace(
            "body", "CAST(body AS TEXT)"
        ),
        "cannot store TEXT value in BLOB column",
    ),
}
POSTGRESQL = {
    **BOTH,
    "an upsert by number": (
        (
            f"INSERT INTO entry {OTHER.format(seq=1)} "
            "ON CONFLICT (seq) DO UPDATE SET type = 'x'"
        ),
        CHANGED,
    ),
    "an upsert by id": (
        (
            f"INSERT INTO entry {AGAIN.format(seq=3)} "
            "ON CONFLICT (id) DO UPDATE SET type = 'x'"
        ),
        CHANGED,
    ),
    "a merge": (
        (
            "MERGE INTO entry USING head ON entry.seq = head.seq "
            "WHEN MATCHED THEN UPDATE SET type = 'x'"
        ),
        CHANGED,
    ),
    "a truncate": ("TRUNCATE entry", CHANGED),
    "a truncate of the head": ("TRUNCATE head", CHANGED),
    "a truncate of both": ("TRUNCATE entry, head CASCADE", CHANGED),
    "a leaf of other bytes": (
        f"INSERT INTO entry {OTHER.format(seq=3)}".replace(
            "leaf, body", "sha256(body), body"
        ),
        "entry_leaf_is_of_body",
    ),
    "rows out of step": (
        f"INSERT INTO entry {OTHER.format(seq=3)} UNION ALL "
        + OTHER.format(seq=5).replace("leaf AS id", "sha256(id)"),
        GAP,
    ),
}

NOT_FOR_CLERKS = (
    "UPDATE entry SET type = 'x'",
    "DELETE FROM entry",
    "TRUNCATE entry",
    "UPDATE head SET seq = 7",
    "DELETE FROM head",
    "ALTER TABLE entry DISABLE TRIGGER ALL",
    "DROP TABLE entry",
    "SET session_replication_role = replica",
)


@pytest.mark.parametrize(("statement", "words"), SQLITE.values(), ids=SQLITE)
def test_40_sqlite_refuses(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", statement: str, words: str
) -> None:
    sqlite_scribe.report(3)
    before = sqlite_scribe.entries()
    with pytest.raises(DBAPIError, match=words):
        attacked(sqlite_engine, statement)
    assert sqlite_scribe.entries() == before
    assert sqlite_scribe.log.check() == 3


@pytest.mark.parametrize(("statement", "words"), POSTGRESQL.values(), ids=POSTGRESQL)
def test_40_postgresql_refuses(
    postgresql_engine: Engine, statement: str, words: str, postgresql_scribe: "Scribe"
) -> None:
    postgresql_scribe.report(3)
    before = postgresql_scribe.entries()
    with pytest.raises(DBAPIError, match=words):
        attacked(postgresql_engine, statement)
    assert postgresql_scribe.entries() == before
    assert postgresql_scribe.log.check() == 3


def test_the_head_moves_with_an_entry_that_another_program_puts_in(
    engine: Engine, scribe: "Scribe"
) -> None:
    """What another program may put in is an entry that reads, and nothing else."""
    scribe.report(3)
    end = scribe.log.head()
    one = scribe.said(100)
    body = entry_bytes(
        one, log=UUID, seq=3, prev=end.leaf, recorded=end.recorded, actor="bob"
    )
    row = (3, bytes.fromhex(one.id), one.type, *derived(one.type, one.data))
    hashes = (end.recorded, bytes.fromhex(leaf_hash(body)), body)
    names = [column.name for column in entry.c]
    with engine.begin() as connection:
        values = dict(zip(names, (*row, *hashes), strict=True))
        connection.execute(insert(entry), values)
    assert scribe.log.head().seq == 3
    assert scribe.log.check() == 4


def test_other_programs_cannot_replace_what_sqlite_holds(
    sqlite_engine: Engine, sqlite_scribe: "Scribe"
) -> None:
    sqlite_scribe.report(3)
    plain = create_engine(sqlite_engine.url)
    with pytest.raises(DBAPIError, match="no such function: sayso_reads"):
        attacked(plain, f"INSERT OR REPLACE INTO entry {AGAIN.format(seq=3)}")
    plain.dispose()
    assert sqlite_scribe.log.check() == 3


def test_what_the_database_refuses_is_refused_in_plain_words(
    engine: Engine, scribe: "Scribe"
) -> None:
    scribe.report(1)
    with (
        pytest.raises(
            Refused, match=f"^the database rejects this: {CHANGED}"
        ) as caught,
        transaction(engine) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM entry")
    assert caught.value.hint == "nothing was recorded"


def test_no_guard_is_missing_in_a_new_ledger(engine: Engine) -> None:
    assert missing_guards(engine) == []


@pytest.mark.parametrize("name", ["entry_update", "entry_insert", "head_update"])
def test_a_guard_dropped_from_sqlite_is_missed(
    sqlite_engine: Engine, name: str
) -> None:
    attacked(sqlite_engine, f"DROP TRIGGER {name}")
    assert missing_guards(sqlite_engine) == [name]


def test_a_guard_rewritten_on_sqlite_is_missed(sqlite_engine: Engine) -> None:
    attacked(sqlite_engine, "DROP TRIGGER entry_delete")
    attacked(
        sqlite_engine,
        "CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT 1; END",
    )
    assert missing_guards(sqlite_engine) == ["entry_delete"]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER entry_never ON entry", "entry_never"),
        ("ALTER TABLE entry DISABLE TRIGGER entry_append", "entry_append"),
        ("ALTER TABLE head ENABLE REPLICA TRIGGER head_moves", "head_moves"),
        (
            (
                "CREATE OR REPLACE FUNCTION sayso_never() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
            ),
            "sayso_never",
        ),
    ],
)
def test_a_guard_tampered_with_on_postgresql_is_missed(
    postgresql_engine: Engine, statement: str, name: str
) -> None:
    attacked(postgresql_engine, statement)
    assert missing_guards(postgresql_engine) == [name]


def test_every_guard_has_a_name_of_its_own() -> None:
    for statements in GUARDS.values():
        assert len({text[:40] for text in statements}) == len(statements)


def test_a_role_of_postgresql_that_may_append_appends(
    clerk: Database, postgresql_scribe: "Scribe"
) -> None:
    postgresql_scribe.report(2)
    with Log(clerk).writer() as writer:
        one = postgresql_scribe.said(100)
        writer.append([one], recorded=1, actor="bob", log=UUID)
    assert Log(clerk).seq_at(2**60) == 2
    assert Log(clerk).get(2).id == one.id


@pytest.mark.parametrize("statement", NOT_FOR_CLERKS)
def test_40_a_role_of_postgresql_that_may_append_may_nothing_else(
    clerk: Database, statement: str
) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        attacked(clerk.engine, statement)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        ("an upsert by number", "permission denied"),
        ("a gap", GAP),
        ("a leaf of other bytes", "entry_leaf_is_of_body"),
    ],
)
def test_40_a_role_that_may_append_appends_nothing_else(
    clerk: Database, postgresql_scribe: "Scribe", attempt: str, words: str
) -> None:
    postgresql_scribe.report(3)
    statement, _ = POSTGRESQL[attempt]
    with pytest.raises(DBAPIError, match=words):
        attacked(clerk.engine, statement)
    assert postgresql_scribe.log.check() == 3


def test_40_all_nine_attempts_are_made() -> None:
    made = " ".join(text for text, _ in (*SQLITE.values(), *POSTGRESQL.values()))
    made += " ".join(NOT_FOR_CLERKS)
    for attempt in ("UPDATE", "DELETE", "TRUNCATE", "REPLACE", "ON CONFLICT", "ALTER"):
        assert attempt in made
    assert {"a gap", "a leaf of other bytes"} <= POSTGRESQL.keys()
    assert any(text.startswith("DROP") for text in NOT_FOR_CLERKS)
