"""A ledger on the move: other databases, other machines, the same root.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import shutil
from pathlib import Path

import pytest

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.places import Home
from ledger.errors import BadInput, LedgerError, Refused
from ledger.store.database import backup, connect
from ledger.trail.auditing import restored
from ledger.trail.given import Given
from tests.audit.bundles import exported, of_other_rules, story
from tests.audit.conftest import Keeper


def moved(keeper: Keeper, target: Path, place: str) -> Keeper:
    """Export a ledger and restore it elsewhere, for the same keeper."""
    exported(keeper, target)
    report = restored(target, place, keeper.home, Given())
    assert report.verdict == "VERIFIED"
    return Keeper(place, keeper.home, now=keeper.now, said=keeper.said)


def test_43_to_a_server_and_back(
    sqlite_keeper: Keeper, postgresql_url: str, tmp_path: Path
) -> None:
    keeper = sqlite_keeper
    with keeper.open() as book:
        story(book)
    keeper.report(300)
    server = moved(keeper, tmp_path / "out.zip", postgresql_url)
    assert server.bodies() == keeper.bodies()
    assert server.heads()[-1] == keeper.heads()[-1]
    assert server.verify(deep=True).verdict == "VERIFIED"
    back = moved(server, tmp_path / "back", str(tmp_path / "back.db"))
    assert back.root() == keeper.root()
    assert back.heads()[-1] == keeper.heads()[-1]
    assert back.verify(deep=True).verdict == "VERIFIED"
    again = exported(back, tmp_path / "again.zip")
    assert again.path.read_bytes() == (tmp_path / "out.zip").read_bytes()
    back.report(3)
    assert back.verify().verdict == "VERIFIED"


def test_43_a_backup_has_the_same_root(sqlite_keeper: Keeper, tmp_path: Path) -> None:
    keeper, target = sqlite_keeper, tmp_path / "copy.db"
    database = connect(keeper.place)
    assert backup(database.engine, target) == 10
    database.close()
    copy = Keeper(str(target), keeper.home)
    report = copy.verify(deep=True)
    assert (report.verdict, report.root) == ("VERIFIED", keeper.root())
    assert copy.heads() == keeper.heads()


def test_only_a_whole_export_is_restored(keeper: Keeper, tmp_path: Path) -> None:
    partial = exported(keeper, tmp_path / "x", company="xai").path
    with pytest.raises(Refused, match="PARTIAL"):
        restored(partial, str(tmp_path / "x.db"), keeper.home, Given())
    touched = exported(keeper, tmp_path / "y")
    touched.touch("data/events.jsonl", lambda data: data.replace(b"ann", b"bob", 1))
    with pytest.raises(Refused, match="ALTERED"):
        restored(touched.path, str(tmp_path / "x.db"), keeper.home, Given())
    assert not (tmp_path / "x.db").exists()


def test_a_ledger_is_not_restored_over_another(keeper: Keeper, tmp_path: Path) -> None:
    target = tmp_path / "export.zip"
    exported(keeper, target)
    with pytest.raises(Refused, match="already"):
        restored(target, keeper.place, keeper.home, Given())
    assert keeper.verify().verdict == "VERIFIED"


def test_an_export_from_a_stranger_is_restored_and_stays_a_strangers(
    sqlite_keeper: Keeper, tmp_path: Path, stranger: Home
) -> None:
    target, place = tmp_path / "export.zip", str(tmp_path / "copy.db")
    exported(sqlite_keeper, target)
    assert restored(target, place, stranger, Given()).verdict == "UNPINNED"
    copy = Keeper(place, stranger, said=99)
    assert copy.verify().verdict == "UNPINNED"
    copy.report()
    assert [one.code for one in copy.verify().findings] == ["UNSIGNED", "UNPINNED"]


def test_a_restored_ledger_that_is_older_is_a_copy_that_is_read_only(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    keeper, target = sqlite_keeper, tmp_path / "export.zip"
    exported(keeper, target)
    keeper.report(2)
    place = str(tmp_path / "copy.db")
    restored(target, place, keeper.home, Given())
    copy = Keeper(place, keeper.home)
    report = copy.verify()
    assert report.verdict == "VERIFIED"
    assert "and older: 10 entries" in report.warnings[0]
    with copy.open() as book, pytest.raises(LedgerError, match="it is read-only"):
        book.record(copy.events(1))


def test_what_is_no_export_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(BadInput):
        restored(tmp_path / "x.zip", str(tmp_path / "x.db"), Home.at(tmp_path), Given())
    shutil.rmtree(tmp_path / "nothing", ignore_errors=True)
    assert not (tmp_path / "x.db").exists()


def test_heads_that_two_keys_signed_come_along(
    keeper: Keeper, tmp_path: Path, stranger: Home
) -> None:
    old = keeper.key
    with keeper.open() as book:
        book.trail.rotate()
    keeper.report(2)
    bundle = exported(keeper, tmp_path / "export")
    report = bundle.verify(Given(keys=[old]))
    assert report.verdict == "VERIFIED"
    assert report.signed_by == keeper.key.brief
    both = keeper.heads()[-2]
    bundle.drop(f"data/checkpoints/{checkpoint_in(both).size}.checkpoint")
    for name in bundle.names():
        if "/consistency/" in name:
            bundle.drop(name)
    assert bundle.verify(Given(keys=[old])).verdict == "BAD-SIGNATURE"
    assert not stranger.pins.exists()


def test_an_export_of_other_rules_is_restored(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    bundle = exported(sqlite_keeper, tmp_path / "export")
    bundle.touch("data/scope.json", of_other_rules)
    place = str(tmp_path / "again.db")
    restored(bundle.path, place, sqlite_keeper.home, Given())
    again = Keeper(place, sqlite_keeper.home)
    assert again.bodies() == sqlite_keeper.bodies()
