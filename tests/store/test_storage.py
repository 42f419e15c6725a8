"""Storage that is damaged is told, with the command that heals it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.errors import Damaged
from ledger.store.database import backup, stats
from ledger.store.sqlite.scrubbing import rewrite
from ledger.store.storage import Indexes, unsound
from tests.conftest import Sayso

if TYPE_CHECKING:
    from tests.store.conftest import Scribe


def stale(path: str, index: str = "entry_company") -> None:
    """Leave an index without the rows that are there now, as bit rot may."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA writable_schema = ON")
        where = "SELECT sql FROM sqlite_schema WHERE name = ?"
        (sql,) = file.execute(where, [index]).fetchone()
        less = sql.split(" WHERE ")[0] + " WHERE 0"
        put = "UPDATE sqlite_schema SET sql = ? WHERE name = ?"
        file.execute(put, [less, index])
        file.commit()
        file.execute("PRAGMA writable_schema = RESET")
        file.execute(f"REINDEX {index}")
        file.execute("PRAGMA writable_schema = ON")
        file.execute(put, [sql, index])
        file.commit()


def seen(scribe: "Scribe") -> Indexes:
    indexes, first = Indexes(), 0
    for page in scribe.log.pages(scribe.log.head().seq + 1):
        indexes.take(page, first)
        first += len(page)
    return indexes


def test_storage_that_is_sound(sqlite_engine: Engine, sqlite_scribe: "Scribe") -> None:
    sqlite_scribe.register("xai")
    sqlite_scribe.report(1100)
    assert unsound(sqlite_engine) == unsound(sqlite_engine, whole=False) == []
    assert seen(sqlite_scribe).stale(sqlite_engine) == []


def test_a_stale_index_is_found_and_healed(
    sqlite_engine: Engine, sqlite_scribe: "Scribe"
) -> None:
    sqlite_scribe.report(3)
    sqlite_engine.dispose()
    stale(sqlite_scribe.log.place)
    assert not list(sqlite_scribe.log.read(company="xai"))
    whole = unsound(sqlite_engine)
    assert whole
    assert "entry_company" in whole[0]
    assert unsound(sqlite_engine, whole=False) == []
    words = "index entry_company does not match its table"
    assert seen(sqlite_scribe).stale(sqlite_engine) == [words]
    rewrite(sqlite_engine)
    assert unsound(sqlite_engine) == []
    assert len(list(sqlite_scribe.log.read(company="xai"))) == 3


def test_a_backup_of_damaged_storage_is_refused(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(3)
    sqlite_engine.dispose()
    stale(sqlite_scribe.log.place)
    with pytest.raises(Damaged, match="entry_company") as caught:
        backup(sqlite_engine, tmp_path / "copy.db")
    assert caught.value.hint
    assert "sayso db scrub" in caught.value.hint
    assert sorted(x.name for x in tmp_path.iterdir() if "copy" in x.name) == []
    found = stats(sqlite_engine).unsound
    assert found
    assert "entry_company" in found[0]


def test_the_commands_say_so(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "sayso.db").exit_code == 0
    stale("sayso.db")
    done = sayso("audit", "verify")
    assert done.exit_code == 1
    assert done.stdout.startswith("ALTERED  the database's storage is damaged: index")
    assert "`sayso db scrub`" in done.stdout
    assert "storage is damaged" in sayso("db", "stats").stdout
    assert sayso("db", "scrub").exit_code == 0
    done = sayso("audit", "verify")
    assert (done.exit_code, done.stdout.split()[0]) == (3, "UNSIGNED")
    assert "storage is damaged" not in sayso("db", "stats").stdout


def test_a_server_cannot_tell_without_its_extension(
    postgresql_engine: Engine, postgresql_scribe: "Scribe"
) -> None:
    postgresql_scribe.report(3)
    assert unsound(postgresql_engine) is None


def test_a_server_tells_with_its_extension(
    postgresql_engine: Engine, postgresql_scribe: "Scribe"
) -> None:
    postgresql_scribe.report(3)
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION amcheck")
    assert unsound(postgresql_engine) == []
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE pg_index SET indisready = false, indislive = true"
            " WHERE indexrelid = 'entry_company'::regclass"
        )
    postgresql_scribe.report(3)
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE pg_index SET indisready = true"
            " WHERE indexrelid = 'entry_company'::regclass"
        )
    found = unsound(postgresql_engine)
    assert found
    assert "entry_company" in found[0]
    rewrite(postgresql_engine)
    assert unsound(postgresql_engine) == []
