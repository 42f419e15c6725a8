"""Copies next to a ledger: told as what they are, and the ledger stays open."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import read_note
from ledger.errors import Forked, Refused, RolledBack
from tests.audit.conftest import Keeper, size_of


def copied(keeper: Keeper, name: str = "b.db") -> Keeper:
    """Copy the file as a shell would."""
    with keeper.open() as book:
        book.log.scrub()
    target = Path(keeper.place).with_name(name)
    shutil.copy(keeper.place, target)
    return Keeper(str(target), keeper.home, now=keeper.now, said=keeper.said + 1000)


def test_a_record_in_a_copy_does_not_lock_the_original(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    a = sqlite_keeper
    b = copied(a)
    b.report()
    said = capsys.readouterr().err
    assert "warning: b.db is a copy of sayso.db" in said
    for _ in range(2):
        with a.open() as book:
            assert book.log.head().seq == 9
    assert a.verify().verdict == "VERIFIED"
    a.report(2)
    assert a.verify().verdict == "VERIFIED"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("kind", ["folder", "file", "hard"])
def test_another_path_to_the_same_file_is_no_copy(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    a = Path(sqlite_keeper.place)
    other = a.with_name("other.db")
    if kind == "folder":
        a.parent.with_name(f"{a.parent.name}-2").symlink_to(a.parent)
        other = a.parent.with_name(f"{a.parent.name}-2") / a.name
    elif kind == "file":
        other.symlink_to(a)
    else:
        with sqlite_keeper.open() as book:
            book.log.scrub()
        other.hardlink_to(a)
    same = replace(sqlite_keeper, place=str(other), said=1000)
    same.report()
    assert same.verify().verdict == "VERIFIED"
    assert capsys.readouterr().err == ""


def test_a_key_does_not_sign_a_copy(sqlite_keeper: Keeper) -> None:
    b = copied(sqlite_keeper)
    with b.open() as book:
        book.record(b.events(1))
        assert book.trouble is not None
        assert "is a copy of" in book.trouble.message
    assert [size_of(note) for note in b.heads()][-1] == 10
    assert b.verify().verdict == "UNSIGNED"


def test_a_copy_that_went_its_own_way_is_told(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    b = copied(sqlite_keeper)
    b.report(2)
    sqlite_keeper.report(2)
    capsys.readouterr()
    with b.open() as book:
        assert book.log.head().seq == 11
    assert "and continued differently" in capsys.readouterr().err
    report = b.verify()
    assert (report.verdict, report.exit_code) == ("UNSIGNED", 3)
    assert "and continued differently" in report.warnings[0]
    assert sqlite_keeper.verify().verdict == "VERIFIED"


def test_an_older_copy_is_read_and_not_written(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    b = copied(sqlite_keeper)
    sqlite_keeper.report(5)
    capsys.readouterr()
    with b.open() as book:
        assert book.company("xai", book.basis()).value.rounds
        with pytest.raises(Refused, match="it is read-only") as caught:
            book.record(b.events(1))
    assert caught.value.hint
    assert "older: 10 entries" in capsys.readouterr().err
    report = b.verify()
    assert report.verdict == "VERIFIED"
    assert "15 were seen" in report.warnings[0]
    assert checkpoint_in(read_note(b.pin.read_bytes())).size == 15


def test_one_that_is_gone_on_from_is_the_ledger(sqlite_keeper: Keeper) -> None:
    b = copied(sqlite_keeper)
    sqlite_keeper.report(5)
    Path(sqlite_keeper.place).unlink()
    with b.open(held=False) as book:
        book.trail.accept_rollback("the disk is gone")
    b.report(1)
    assert b.verify().verdict == "VERIFIED"


def test_a_ledger_that_was_moved_is_the_ledger(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    b = copied(sqlite_keeper)
    Path(sqlite_keeper.place).unlink()
    b.report(2)
    assert b.verify().verdict == "VERIFIED"
    assert capsys.readouterr().err == ""


def test_an_older_copy_in_its_place_is_a_rollback(sqlite_keeper: Keeper) -> None:
    a = sqlite_keeper
    b = copied(a)
    a.report(5)
    shutil.copy(b.place, a.place)
    for suffix in ("-wal", "-shm"):
        Path(a.place + suffix).unlink(missing_ok=True)
    with pytest.raises(RolledBack):
        a.open()
    assert a.verify().verdict == "ROLLED-BACK"


def test_a_copy_that_went_on_in_its_place_is_a_fork(sqlite_keeper: Keeper) -> None:
    a = sqlite_keeper
    b = copied(a)
    b.report(7)
    a.report(5)
    shutil.copy(b.place, a.place)
    for suffix in ("-wal", "-shm"):
        Path(a.place + suffix).unlink(missing_ok=True)
    with pytest.raises(Forked):
        a.open()
    assert a.verify().verdict == "FORKED"


def test_a_strangers_ledger_of_the_same_name_is_no_copy(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    other = Keeper(str(tmp_path / "other.db"), sqlite_keeper.home.at(tmp_path / "x"))
    other.make()
    other.report(12)
    other.home = sqlite_keeper.home
    with pytest.raises(Forked):
        other.open()
