"""Copies of a ledger that is in use."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.errors import Damaged, Refused, Unreachable
from ledger.store.database import backup, connect
from ledger.store.log import Log

if TYPE_CHECKING:
    from tests.store.conftest import Scribe


def test_a_copy_is_the_ledger_byte_for_byte(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(50)
    assert backup(sqlite_engine, tmp_path / "monday.db") == 50
    copy = connect(tmp_path / "monday.db")
    assert list(Log(copy).read()) == sqlite_scribe.entries()
    assert Log(copy).head() == sqlite_scribe.log.head()
    copy.close()


def test_a_copy_is_one_file_and_nothing_else_is_left(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(5)
    (tmp_path / "to").mkdir()
    backup(sqlite_engine, tmp_path / "to" / "monday.db")
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["monday.db"]


def test_a_copy_is_a_ledger_that_takes_entries(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(5)
    backup(sqlite_engine, tmp_path / "monday.db")
    copy = connect(tmp_path / "monday.db")
    sqlite_scribe.log = Log(copy)
    sqlite_scribe.report()
    assert Log(copy).check() == 6
    assert Log(connect(tmp_path / "sayso.db")).check() == 5
    copy.close()


def test_an_empty_ledger_can_be_copied(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert backup(sqlite_engine, tmp_path / "monday.db") == 0


def test_a_ledger_is_copied_while_it_is_written(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(500)
    stop = threading.Event()

    def busily() -> None:
        while not stop.is_set():
            sqlite_scribe.report()

    writer = threading.Thread(target=busily)
    writer.start()
    try:
        counts = [backup(sqlite_engine, tmp_path / f"{one}.db") for one in range(5)]
    finally:
        stop.set()
        writer.join()
    assert counts == sorted(counts)
    assert counts[0] >= 500


@pytest.mark.parametrize("what", ["a file", "the ledger itself", "a broken link"])
def test_a_copy_overwrites_nothing(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path, what: str
) -> None:
    sqlite_scribe.report()
    target = tmp_path / "monday.db"
    match what:
        case "a file":
            target.write_text("precious", encoding="utf-8")
        case "the ledger itself":
            target = tmp_path / "sayso.db"
        case _:
            target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused, match="exists already") as caught:
        backup(sqlite_engine, target)
    assert caught.value.hint
    assert what != "a file" or target.read_text(encoding="utf-8") == "precious"
    assert sqlite_scribe.log.check() == 1


def test_what_is_damaged_is_not_kept_as_a_copy(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", tmp_path: Path
) -> None:
    sqlite_scribe.report(5)
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_update")
        connection.exec_driver_sql("UPDATE entry SET type = 'x' WHERE seq = 3")
    (tmp_path / "to").mkdir()
    with pytest.raises(Damaged, match="entry 3"):
        backup(sqlite_engine, tmp_path / "to" / "monday.db")
    assert list((tmp_path / "to").iterdir()) == []


def test_a_copy_into_a_missing_folder_is_refused(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match="cannot be written") as caught:
        backup(sqlite_engine, tmp_path / "nowhere" / "monday.db")
    assert caught.value.hint


def test_a_copy_has_the_rights_of_the_ledger(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "sayso.db").chmod(0o640)
    backup(sqlite_engine, tmp_path / "monday.db")
    assert (tmp_path / "monday.db").stat().st_mode & 0o777 == 0o640


def test_a_server_makes_its_own_copies(
    postgresql_engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="on a server") as caught:
        backup(postgresql_engine, tmp_path / "monday.db")
    assert "pg_dump" in (caught.value.hint or "")
    assert list(tmp_path.iterdir()) == []
