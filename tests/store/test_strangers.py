"""What is on the tables of a ledger and is not its own is named, and fools nobody."""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.errors import Damaged, LedgerError
from ledger.store import checkpoints, payloads
from ledger.store.connection import located, open_engine
from ledger.store.database import migrate
from ledger.store.log import Writer
from ledger.store.strangers import strangers
from tests.store.conftest import PLAIN, UUID, member

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

NOT_HELD = "did not store what it was given: nothing was recorded"
NOTHING = "AS $$ BEGIN RETURN NULL; END $$"
FUNCTION = "CREATE FUNCTION {} RETURNS trigger LANGUAGE plpgsql {};"
SQLITE = {
    "a trigger": (
        ("CREATE TRIGGER hide BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END"),
        "the trigger hide on entry",
    ),
    "a trigger on texts": (
        "CREATE TRIGGER t AFTER INSERT ON payload BEGIN SELECT 1; END",
        "the trigger t on payload",
    ),
    "a trigger on the ranking": (
        "CREATE TRIGGER t AFTER INSERT ON ranking BEGIN SELECT 1; END",
        "the trigger t on ranking",
    ),
    "a view": ("CREATE VIEW v AS SELECT * FROM entry", "the view v"),
    "an index": ("CREATE INDEX i ON entry (type)", "the index i on entry"),
    "no index": ("DROP INDEX entry_company", "no index entry_company"),
    "an index of less": (
        (
            "DROP INDEX entry_company; CREATE INDEX entry_company"
            " ON entry (company, seq) WHERE type <> 'claim.denied'"
        ),
        "the index entry_company, which is another",
    ),
    "a column": ("ALTER TABLE entry ADD COLUMN more TEXT", "the column more of entry"),
    "a column with a default": (
        "ALTER TABLE checkpoint ADD COLUMN more TEXT DEFAULT 'x'",
        "the column more of checkpoint",
    ),
}
POSTGRESQL = {
    "a trigger": (
        FUNCTION.format("hide()", NOTHING)
        + "CREATE TRIGGER hide BEFORE INSERT ON entry"
        " FOR EACH ROW EXECUTE FUNCTION hide()",
        "the trigger hide on entry",
    ),
    "a trigger that is disabled": (
        FUNCTION.format("hide()", NOTHING)
        + "CREATE TRIGGER hide BEFORE INSERT ON entry"
        " FOR EACH ROW EXECUTE FUNCTION hide(); ALTER TABLE entry DISABLE TRIGGER hide",
        "the trigger hide on entry",
    ),
    "a rule": (
        "CREATE RULE hide AS ON INSERT TO entry DO INSTEAD NOTHING",
        "the rule hide on entry",
    ),
    "a rule on reading less": (
        "CREATE RULE more AS ON UPDATE TO ranking DO ALSO NOTHING",
        "the rule more on ranking",
    ),
    "a policy": (
        "CREATE POLICY hide ON entry FOR SELECT USING (type <> 'claim.denied')",
        "the policy hide on entry",
    ),
    "hidden rows": (
        "ALTER TABLE entry ENABLE ROW LEVEL SECURITY",
        "row-level security on entry, which may hide rows from others",
    ),
    "a view": ("CREATE VIEW v AS SELECT * FROM entry", "the view v"),
    "a table that passes for another": (
        "CREATE TABLE child () INHERITS (checkpoint)",
        "the table child, whose rows pass for those of checkpoint",
    ),
    "a column": ("ALTER TABLE entry ADD COLUMN more text", "the column more of entry"),
    "a default": (
        "ALTER TABLE entry ALTER COLUMN company SET DEFAULT 'xai'",
        "the column company of entry, which is another",
    ),
    "a column that may be empty": (
        "ALTER TABLE entry ALTER COLUMN body DROP NOT NULL",
        "the column body of entry, which is another",
    ),
    "an index": ("CREATE INDEX i ON entry (type)", "the index i on entry"),
    "no index": ("DROP INDEX entry_company", "no index entry_company"),
    "no rule": (
        "ALTER TABLE entry DROP CONSTRAINT entry_leaf_is_of_body",
        "no rule entry_leaf_is_of_body",
    ),
}


def done(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(statements, execution_options=PLAIN)
            return
        for one in [statements] if "BEGIN" in statements else statements.split(";"):
            connection.exec_driver_sql(one)


def test_a_new_ledger_has_none(engine: Engine, scribe: "Scribe") -> None:
    scribe.report(3)
    assert strangers(engine) == []


def test_one_that_was_upgraded_has_none(empty_engine: Engine) -> None:
    migrate(empty_engine)
    assert strangers(empty_engine) == []


@pytest.mark.parametrize(("statements", "what"), SQLITE.values(), ids=SQLITE)
def test_in_a_file_they_are_named(
    sqlite_engine: Engine, statements: str, what: str
) -> None:
    done(sqlite_engine, statements)
    assert strangers(sqlite_engine) == [what]


@pytest.mark.parametrize(("statements", "what"), POSTGRESQL.values(), ids=POSTGRESQL)
def test_on_a_server_they_are_named(
    postgresql_engine: Engine, statements: str, what: str
) -> None:
    done(postgresql_engine, statements)
    assert strangers(postgresql_engine) == [what]


def test_who_reads_is_told_that_rows_may_be_hidden(
    postgresql_engine: Engine, with_roles: str
) -> None:
    done(postgresql_engine, "ALTER TABLE entry ENABLE ROW LEVEL SECURITY")
    with member(postgresql_engine, f"{with_roles}_reader") as reader:
        hidden = "row-level security on entry, which may hide rows from you"
        assert strangers(reader.engine) == [hidden]


SWALLOWED = {
    "sqlite": "CREATE TRIGGER a BEFORE INSERT ON {} BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": FUNCTION.format("a()", NOTHING)
    + "CREATE TRIGGER a BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION a()",
}
CHANGED = [
    "NEW.company := 'ssi'",
    "NEW.published_from := 0",
    "NEW.other := 'ssi'",
    "NEW.type := 'claim.denied'",
]


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_swallowed_is_not_told_as_recorded(
    engine: Engine, scribe: "Scribe", count: int
) -> None:
    scribe.report(2)
    done(engine, SWALLOWED[engine.dialect.name].format("entry"))
    with pytest.raises(LedgerError, match=f"{NOT_HELD}|the database rejects this"):
        scribe.report(count)
    assert scribe.log.check() == 2


@pytest.mark.parametrize("change", CHANGED)
def test_what_a_trigger_changed_is_not_told_as_recorded(
    postgresql_engine: Engine, postgresql_scribe: "Scribe", change: str
) -> None:
    postgresql_scribe.report(2)
    body = f"AS $$ BEGIN {change}; RETURN NEW; END $$"
    trigger = (
        "CREATE TRIGGER a BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION a()"
    )
    done(postgresql_engine, FUNCTION.format("a()", body) + trigger)
    log, one = postgresql_scribe.log, postgresql_scribe.said(99)
    with pytest.raises(LedgerError, match=f"{NOT_HELD}|the database rejects this"):
        postgresql_scribe.report()
    with pytest.raises(LedgerError, match=f"{NOT_HELD}|the database rejects this"):
        log.append([one], actor="ann", log=UUID)
    assert log.check() == 2


def test_what_a_rule_swallows_is_not_told_either(
    postgresql_engine: Engine, postgresql_scribe: "Scribe"
) -> None:
    done(postgresql_engine, "CREATE RULE a AS ON INSERT TO entry DO INSTEAD NOTHING")
    with pytest.raises(Damaged, match=NOT_HELD):
        postgresql_scribe.report(2)
    assert postgresql_scribe.log.check() == 0


@pytest.mark.parametrize("table", ["checkpoint", "payload"])
def test_a_head_or_a_text_that_is_swallowed_is_told(
    engine: Engine, scribe: "Scribe", table: str
) -> None:
    scribe.report(2)
    done(engine, SWALLOWED[engine.dialect.name].format(table))
    body = b"said in confidence"
    one = payloads.Payload(sha256(bytes(32) + body).digest(), bytes(32), "t", body)

    def put(writer: Writer) -> None:
        if table == "payload":
            payloads.keep(writer, one)
        else:
            checkpoints.keep(writer, 2, b"note", [bytes(32)])

    with pytest.raises(Damaged, match=NOT_HELD), scribe.log.writer() as writer:
        put(writer)


@pytest.fixture
def empty_engine(empty_place: str) -> Iterator[Engine]:
    """A database without tables."""
    engine = open_engine(located(empty_place), new=True)
    yield engine
    engine.dispose()
