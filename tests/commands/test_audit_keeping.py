"""Keys, exports, restoring and erasing: what anyone who keeps a ledger is told."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import failed, fits
from tests.conftest import Sayso

POSIX = os.name == "posix"


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*")}


def key_file(home: Path) -> Path:
    (found,) = (home / "keys").glob("*.key")
    return found


# -- export ------------------------------------------------------------------


def test_an_export_overwrites_nothing(kept: Sayso) -> None:
    Path("folder").mkdir()
    before = files()
    for target in ("export.zip", "folder", ".", "sayso.db"):
        done = kept("audit", "export", target)
        failed(done, 1, f"{target} exists already", "choose another name")
    assert files() == before


def test_an_export_makes_the_folders_above_it(kept: Sayso) -> None:
    for target in ("a/b/export.zip", "c/d/export"):
        done = kept("audit", "export", target)
        assert done.exit_code == 0
        assert done.stdout.startswith(f"{target}: a log of 5 events in ")
        assert kept("audit", "verify", target).exit_code == 0
        assert [path.name for path in Path(target).parent.iterdir()] == [
            Path(target).name
        ]


def test_an_export_below_a_file_leaves_nothing(kept: Sayso) -> None:
    before = files()
    done = kept("audit", "export", "sayso.db/export.zip")
    failed(done, 1, "sayso.db/export.zip cannot be written: Not a directory")
    assert files() == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_an_export_to_where_nobody_may_write(kept: Sayso) -> None:
    failed(kept("audit", "export", "/proc/x/export"), 1, "/proc/x/export cannot be")


def test_an_export_of_what_is_not_there(kept: Sayso) -> None:
    before = files()
    done = kept("audit", "export", "x", "--until", "9")
    failed(done, 2, "--until: there is no event 9; the last one is 4")
    failed(kept("audit", "export", "x", "--company", "nobody"), 1, "unknown company")
    failed(kept("audit", "export", "x", "--as-of", "01/02/2024"), 2, "")
    assert files() == before


# -- restore -----------------------------------------------------------------


def test_a_ledger_is_made_of_an_export_once(kept: Sayso) -> None:
    done = kept("db", "restore", "export.zip", "copy.db")
    assert (done.exit_code, done.stdout) == (0, "copy.db: 5 events\n")
    assert done.stderr.startswith("VERIFIED  5 entries, ")
    data = Path("copy.db").read_bytes()
    for place in ("copy.db", "sayso.db"):
        done = kept("db", "restore", "export.zip", place)
        assert done.exit_code == 1
        assert f"there is a ledger at {Path(place).absolute()} already" in done.stderr
    assert Path("copy.db").read_bytes() == data


def test_nothing_is_made_of_a_part_or_of_what_was_changed(kept: Sayso) -> None:
    assert kept("audit", "export", "xai.zip", "--company", "xai").exit_code == 0
    assert kept("audit", "export", "bare.zip", "--no-payloads").exit_code == 0
    assert kept("audit", "export", "folder").exit_code == 0
    events = Path("folder/data/events.jsonl")
    events.write_bytes(events.read_bytes().replace(b"Bloomberg", b"Bloomborg"))
    before = files()
    for name, message, hint in (
        ("xai.zip", "PARTIAL  5 of 5 events; that nothing", "ask for the whole export"),
        ("bare.zip", "PARTIAL  1 text was left out", "ask for an export with its"),
        ("folder", "ALTERED  data/events.jsonl is not the file", "ask for it again"),
    ):
        failed(kept("db", "restore", name, "new.db"), 1, message, hint)
    failed(
        kept("db", "restore", "proof", "new.db"), 2, "proof is not a complete zip file"
    )
    failed(kept("db", "restore", "nothing", "new.db"), 2, "invalid value for 'EXPORT'")
    done = kept("db", "restore", "export.zip", "no/folder/new.db")
    failed(done, 1, "there is no folder", "mkdir -p")
    assert files() == before


def test_an_export_from_before_a_rotation_is_restored_with_its_key(
    kept: Sayso,
) -> None:
    old = Path("ledger.vkey").read_text().strip()
    assert kept("audit", "key", "rotate").exit_code == 0
    done = kept("db", "restore", "export.zip", "copy.db")
    failed(done, 1, "BAD-SIGNATURE  the newest head was signed by", "your own key did")
    assert f"--key {old}" in done.stderr
    assert not Path("copy.db").exists()
    assert kept("db", "restore", "export.zip", "copy.db", "--key", old).exit_code == 0


# -- erase -------------------------------------------------------------------


def test_a_text_is_erased_once(kept: Sayso) -> None:
    erase = ("record", "erase", "3", "--reason", "asked to")
    done = kept(*erase)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "5  a text of event 3 is erased: asked to\n"
    failed(kept(*erase), 1, "event 3 has no text to erase: it was erased by event 5")
    told = kept("audit", "verify").stdout
    assert "payloads erased, each with its event: 1" in told
    fits(told)


def test_where_there_is_no_text_nothing_is_erased(kept: Sayso) -> None:
    why = ("--reason", "asked to")
    done = kept("record", "erase", "1", *why)
    failed(done, 1, "event 1 has no text to erase: it has none")
    failed(kept("record", "erase", "9", *why), 1, "there is no event 9")
    done = kept("record", "erase", "3", "--what", "article", *why)
    failed(done, 1, "event 3 has no article to erase")
    assert kept("audit", "verify").stdout.startswith("VERIFIED  5 entries")


# -- keys --------------------------------------------------------------------


def test_the_first_key_of_a_ledger_is_shown(sayso: Sayso) -> None:
    assert sayso("init", "--unsigned").exit_code == 0
    assert sayso("audit", "key", "new").exit_code == 0
    shown = sayso("show", "1", "-f", "json")
    assert shown.exit_code == 0, shown.output
    assert "names the signing key" in shown.stdout


def test_a_ledger_without_a_key(sayso: Sayso) -> None:
    assert sayso("init", "--unsigned").exit_code == 0
    told = sayso("audit", "verify")
    assert (told.exit_code, told.stdout.split()[0]) == (3, "UNSIGNED")
    assert "can sign it: `sayso audit key new`" in told.stdout
    new = "`sayso audit key new` creates one"
    failed(sayso("audit", "key", "show"), 1, "the ledger has no signing key", new)
    for words in (["checkpoint"], ["key", "rotate"], ["export", "x"]):
        failed(sayso("audit", *words), 1, "the ledger has no signing key", new)
    failed(
        sayso("audit", "key", "rotate", "--lost"),
        1,
        "the ledger has no signing key",
        new,
    )
    failed(sayso("audit", "prove", "0"), 1, "no signed head includes event 0 yet")
    assert not Path("x").exists()


def test_a_first_key_is_made_once(sayso: Sayso, home: Path) -> None:
    assert sayso("init", "--unsigned").exit_code == 0
    done = sayso("audit", "key", "new")
    assert done.exit_code == 0
    assert str(key_file(home)) in done.stdout
    assert done.stdout.splitlines()[0] == sayso("audit", "key", "show").stdout.strip()
    again = sayso("audit", "key", "new")
    failed(again, 1, "the ledger signs with ", "restore its key from a copy, or")
    assert sayso("audit", "verify").exit_code == 0


def test_a_key_that_is_gone_is_not_made_anew(kept: Sayso, home: Path) -> None:
    key_file(home).unlink()
    for words in (["checkpoint"], ["key", "rotate"]):
        assert kept("company", "add", words[0], "--name", words[0]).exit_code == 0
        failed(kept("audit", *words), 1, "there is no signing key of example.com/")
    failed(kept("audit", "key", "new"), 1, "the ledger signs with ")
    assert kept("audit", "key", "rotate", "--lost").exit_code == 0
    assert kept("audit", "verify").exit_code == 0


def test_two_ledgers_of_one_name_are_refused_before_one_is_made(kept: Sayso) -> None:
    name = kept("audit", "key", "show").stdout.partition("+")[0]
    done = kept("init", "other.db", "--origin", name)
    failed(done, 1, f"there is already a key of {name}", "`sayso audit key rotate`")
    assert not Path("other.db").exists()


@pytest.mark.skipif(not POSIX, reason="modes of files are POSIX's")
def test_a_key_that_others_may_read(kept: Sayso, home: Path) -> None:
    key_file(home).chmod(0o644)
    done = kept("company", "add", "b", "--name", "B")
    assert (done.exit_code, done.stdout) == (0, "5  b is B\n")
    assert done.stderr.startswith("recorded, but not signed: others may read the ")
    failed(kept("audit", "checkpoint"), 1, "others may read the signing key", "chmod")
    failed(kept("audit", "export", "x"), 1, "others may read the signing key", "chmod")
    told = kept("audit", "verify").stdout
    assert told.startswith("UNSIGNED  entry 5 is not signed yet\n")
    key_file(home).chmod(0o600)
    assert kept("audit", "checkpoint").exit_code == 0
    assert kept("audit", "verify").exit_code == 0


def test_a_key_that_is_cut_short(kept: Sayso, home: Path) -> None:
    path = key_file(home)
    path.write_bytes(path.read_bytes()[:100])
    done = kept("company", "add", "b", "--name", "B")
    assert done.exit_code == 0
    assert "recorded, but not signed: the signing key " in done.stderr
    failed(kept("audit", "checkpoint"), 1, "the signing key ", "restore it from a")


def test_a_key_with_a_passphrase(sayso: Sayso, home: Path) -> None:
    words, wrong = ({"SAYSO_PASSPHRASE": text} for text in ("open sesame", "close"))
    assert sayso("init", "--unsigned").exit_code == 0
    alone = sayso("audit", "key", "new", "--passphrase")
    failed(alone, 2, "the key needs a passphrase; set SAYSO_PASSPHRASE")
    assert not (home / "keys").exists()
    assert sayso("audit", "key", "new", "--passphrase", **words).exit_code == 0
    done = sayso("company", "add", "xai", "--name", "xAI")
    assert (done.exit_code, done.stderr) == (0, "")
    done = sayso("audit", "checkpoint")
    failed(done, 1, "the signing key ", "set SAYSO_PASSPHRASE; at a terminal")
    assert "needs a passphrase" in done.stderr
    done = sayso("audit", "checkpoint", **wrong)
    failed(done, 1, "the signing key ", "try again, or restore it from a copy")
    assert "the passphrase is wrong, or it is damaged" in done.stderr
    assert sayso("audit", "verify").exit_code == 3
    assert sayso("audit", "checkpoint", **words).exit_code == 0
    assert sayso("audit", "verify").exit_code == 0
    assert sayso("audit", "key", "rotate", **words).exit_code == 0
    assert sayso("audit", "verify").exit_code == 0


def test_a_database_that_was_emptied_stops_everybody(kept: Sayso) -> None:
    with closing(sqlite3.connect("sayso.db")) as opened:
        named = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TRIGGER%'"
        for (name,) in opened.execute(named).fetchall():
            opened.execute(f"DROP TRIGGER {name}")
        opened.execute("DELETE FROM entry")
        opened.commit()
    for words in (["log"], ["audit", "checkpoint"], ["audit", "export", "x"]):
        done = kept(*words)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "ROLLED-BACK" in done.stderr
    assert kept("audit", "verify").stdout.startswith("ROLLED-BACK  ")
