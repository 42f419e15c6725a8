"""Making, opening and upgrading a ledger, and every way in which that can fail."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.command import downgrade
from alembic.config import Config
from sqlalchemy import Engine, create_engine, inspect, text

from ledger.errors import BadInput, LedgerError, NeedsUpgrade, Refused, Unreachable
from ledger.store import connection, database
from ledger.store.connection import located, open_engine, shown_place, transaction
from ledger.store.database import connect, create, missing_guards, stats, upgrade
from ledger.store.log import Log
from ledger.store.sqlite.files import APPLICATION_ID, SCHEMA_VERSION
from ledger.store.strangers import strangers

if TYPE_CHECKING:
    from tests.store.conftest import Scribe


def test_a_new_ledger_can_be_opened_again(place: str) -> None:
    create(place).close()
    opened = connect(place)
    assert Log(opened).head().seq == -1
    assert opened.version() == SCHEMA_VERSION
    opened.close()


def test_a_ledger_without_entries_is_taken_as_it_is(place: str) -> None:
    create(place).close()
    create(place).close()
    opened = connect(place)
    assert Log(opened).head().seq == -1
    opened.close()


def test_a_ledger_with_entries_is_not_made_again(place: str, scribe: "Scribe") -> None:
    scribe.report()
    with pytest.raises(Refused, match="already"):
        create(place)


def test_sqlite_keeps_a_log_and_syncs_it(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as opened:
        for pragma, value in {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "recursive_triggers": 1,
        }.items():
            found = opened.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            assert (pragma, found) == (pragma, value)


def test_tables_of_sqlite_are_strict(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as opened:
        rows = opened.exec_driver_sql("PRAGMA table_list").all()
    strict = {row[1]: bool(row[5]) for row in rows}
    assert strict["entry"]
    assert strict["head"]


def test_only_what_an_event_may_lack_can_be_null(engine: Engine) -> None:
    columns = inspect(engine).get_columns("entry")
    assert {column["name"] for column in columns if column["nullable"]} == {
        "company",
        "other",
        "published_from",
        "published_to",
    }


def test_sessions_of_the_tests_are_not_in_utc(postgresql_engine: Engine) -> None:
    with transaction(postgresql_engine) as opened:
        zone = opened.exec_driver_sql("SHOW timezone").scalar_one()
    assert zone == "America/New_York"


@pytest.mark.parametrize(
    "place",
    ["mysql://u@h/d", "oracle://u@h/d", "://", "sqlite://", ":memory:", ""],
)
def test_a_place_where_no_ledger_can_be_is_refused(place: str) -> None:
    with pytest.raises(BadInput) as caught:
        located(place)
    assert caught.value.hint


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str) -> None:
    url = located(f"{scheme}://ann:secret@db.example/ledger")
    assert url.drivername == "postgresql+psycopg"


def test_a_password_is_not_shown() -> None:
    engine = open_engine(located("postgresql://ann:secret@db.example/ledger"))
    assert shown_place(engine) == "postgresql://ann:***@db.example/ledger"


@pytest.mark.parametrize("name", ["a b.db", "a?b#c%41.db", "英偉達.db", "sqlite"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    create(tmp_path / name).close()
    assert (tmp_path / name).exists()
    connect(tmp_path / name).close()


def test_a_relative_path_is_below_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    create("ledger.db").close()
    connect("sqlite:///ledger.db").close()
    assert (tmp_path / "ledger.db").exists()


Leave = Callable[[Path], None]
"""Puts something where a ledger is looked for."""


def not_sqlite(path: Path) -> None:
    """Leave a file that is no database."""
    path.write_text("Company,Round,Amount\n" * 400, encoding="utf-8")


def other_sqlite(path: Path) -> None:
    """Leave another program's database."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")


def empty(path: Path) -> None:
    """Leave a file without a byte."""
    path.touch()


def torn(path: Path) -> None:
    """Leave a ledger whose pages were overwritten."""
    create(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def folder(path: Path) -> None:
    """Leave a folder."""
    path.mkdir()


@pytest.mark.parametrize(
    ("left", "kind", "words"),
    [
        (lambda _: None, Unreachable, "there is no ledger at"),
        (folder, Unreachable, "is a folder"),
        (not_sqlite, Refused, "is not a sayso ledger"),
        (other_sqlite, Refused, "is not a sayso ledger"),
        (empty, Refused, "is not a sayso ledger"),
        (torn, LedgerError, "damaged"),
    ],
    ids=["nothing", "folder", "text", "other", "empty", "torn"],
)
def test_what_is_not_a_ledger_is_not_opened(
    tmp_path: Path, left: Leave, kind: type[LedgerError], words: str
) -> None:
    path = tmp_path / "sayso.db"
    left(path)
    with pytest.raises(kind, match=words) as caught:
        connect(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("left", [not_sqlite, other_sqlite], ids=["text", "other"])
def test_what_is_not_a_ledger_is_not_made_one(tmp_path: Path, left: Leave) -> None:
    path = tmp_path / "sayso.db"
    left(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match="is not a sayso ledger"):
        create(path)
    assert path.read_bytes() == before


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as caught:
        connect(tmp_path / "sayso.db")
    assert caught.value.hint == f"sayso init {tmp_path / 'sayso.db'}"
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_in_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="there is no folder"):
        create(tmp_path / "nowhere" / "sayso.db")


def test_a_server_that_does_not_answer_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be reached") as caught:
        connect(f"postgresql://ann:secret@/ledger?host={tmp_path}")
    assert "secret" not in caught.value.message
    assert caught.value.hint


def test_a_database_that_does_not_exist_is_unreachable(postgresql_url: str) -> None:
    with pytest.raises(Unreachable, match='database "nowhere" does not exist'):
        connect(located(postgresql_url).set(database="nowhere").render_as_string())


def test_a_database_of_another_program_is_not_opened(postgresql_url: str) -> None:
    with pytest.raises(Refused, match="is not a sayso ledger") as caught:
        connect(postgresql_url)
    assert caught.value.hint


def test_a_ledger_lives_next_to_the_tables_of_others(postgresql_url: str) -> None:
    raw = create_engine(located(postgresql_url))
    with raw.begin() as opened:
        opened.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
    create(postgresql_url).close()
    with raw.connect() as opened:
        others = opened.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert others.all() == []
    raw.dispose()
    written = connect(postgresql_url)
    assert written.version() == SCHEMA_VERSION
    written.close()


def test_a_table_of_another_program_is_not_taken_over(postgresql_url: str) -> None:
    raw = create_engine(located(postgresql_url))
    with raw.begin() as opened:
        opened.exec_driver_sql("CREATE TABLE entry (id int)")
    raw.dispose()
    with pytest.raises(Refused, match="has a table entry of another program"):
        create(postgresql_url)


def test_without_the_driver_postgresql_is_a_matter_of_installing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "find_spec", lambda _: None)
    with pytest.raises(Unreachable) as caught:
        connect("postgresql://ann@db.example/ledger")
    assert caught.value.hint == "pip install 'sayso[postgres]'"


def set_version(engine: Engine, version: int) -> None:
    """Pretend that another sayso made the ledger."""
    with transaction(engine) as opened:
        if engine.dialect.name == "sqlite":
            opened.exec_driver_sql(f"PRAGMA user_version = {version}")
        opened.exec_driver_sql(f"UPDATE sayso_schema SET version_num = '{version:04}'")


@pytest.mark.parametrize(
    ("version", "hint"),
    [(0, "sayso db upgrade"), (SCHEMA_VERSION + 1, "install a newer sayso")],
    ids=["older", "newer"],
)
def test_another_version_of_the_schema_is_not_opened(
    place: str, engine: Engine, version: int, hint: str
) -> None:
    set_version(engine, version)
    with pytest.raises(NeedsUpgrade, match=f"has schema {version}") as caught:
        connect(place)
    assert caught.value.hint == hint


def test_a_newer_ledger_is_not_upgraded(place: str, engine: Engine) -> None:
    set_version(engine, SCHEMA_VERSION + 1)
    opened = connect(place, any_version=True)
    with pytest.raises(NeedsUpgrade):
        upgrade(opened.engine)
    opened.close()


def test_upgrading_what_is_up_to_date_changes_nothing(engine: Engine) -> None:
    assert upgrade(engine) == SCHEMA_VERSION


def test_an_older_ledger_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    opened = connect(path, any_version=True)
    assert upgrade(opened.engine) == 0
    opened.close()
    opened = connect(path)
    assert Log(opened).check() == 0
    assert missing_guards(opened.engine) == []
    opened.close()


def described(engine: Engine) -> list[str]:
    """Say all that a database holds about its own shape."""
    questions = {
        "sqlite": [
            "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema",
            "SELECT version_num FROM sayso_schema",
            "SELECT hex(leaf) || one || seq || recorded FROM head",
            "PRAGMA user_version",
            "PRAGMA application_id",
        ],
        "postgresql": [
            (
                "SELECT concat_ws(' ', table_name, column_name, data_type, "
                "is_nullable, collation_name, column_default, ordinal_position) "
                "FROM information_schema.columns WHERE table_schema = 'public'"
            ),
            (
                "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE connamespace = 'public'::regnamespace"
            ),
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            (
                "SELECT pg_get_functiondef(oid) FROM pg_proc "
                "WHERE pronamespace = 'public'::regnamespace"
            ),
            "SELECT version_num FROM sayso_schema",
            "SELECT leaf::text || one || seq || recorded FROM head",
        ],
    }
    with transaction(engine) as opened:
        found = [
            str(line)
            for question in questions[engine.dialect.name]
            for line in opened.exec_driver_sql(question).scalars()
        ]
    assert len(found) > 10
    return sorted(found)


def test_a_new_ledger_is_what_all_migrations_make(place: str, empty_place: str) -> None:
    made, migrated = create(place), open_engine(located(empty_place), new=True)
    database.migrate(migrated)
    assert described(migrated) == described(made.engine)
    made.close()
    migrated.dispose()


def test_without_the_index_of_words_a_ledger_is_of_version_4(place: str) -> None:
    made = create(place)
    config = Config()
    config.set_main_option("script_location", "ledger.migrations:.")
    with transaction(made.engine, "schema") as connection:
        config.attributes["connection"] = connection
        downgrade(config, "0004")
        assert connection.scalar(text("SELECT version_num FROM sayso_schema")) == "0004"
        assert "search" not in inspect(connection).get_table_names()
    database.migrate(made.engine)
    assert list(strangers(made.engine)) == []
    made.close()


def test_stats_count_what_is_on_record(engine: Engine, scribe: "Scribe") -> None:
    scribe.register("xai")
    scribe.report(3, "xai")
    scribe.now += 5
    scribe.report(2, "anthropic")
    counted = stats(engine)
    assert counted.entries == 6
    assert counted.types == {"company.registered": 1, "round.reported": 5}
    assert counted.companies == 2
    assert (counted.first_recorded, counted.last_recorded) == (
        scribe.now - 5,
        scribe.now,
    )


def test_an_empty_ledger_has_a_size_too(engine: Engine) -> None:
    counted = stats(engine)
    assert (counted.entries, counted.types, counted.companies) == (0, {}, 0)
    assert counted.first_recorded is counted.last_recorded is None
    assert counted.size > 0


LAZY = ("alembic", "psycopg", "structlog", "rich", "pydantic", "click")


def test_opening_and_recording_imports_nothing_heavy(tmp_path: Path) -> None:
    script = f"""
import sys
from ledger.store.database import create, connect
from ledger.store.log import Log
create({str(tmp_path / "a.db")!r}).close()
Log(connect({str(tmp_path / "a.db")!r})).head()
print(*sorted(set(sys.modules) & set({LAZY})))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""
