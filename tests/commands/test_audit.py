"""`sayso audit verify` and `audit prove`: what people and scripts are told."""

import json
import shlex
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import failed, fits
from tests.conftest import Sayso

NEITHER = "give a ledger, an export (a folder or a zip) or a proof"


# -- verdicts ----------------------------------------------------------------


@pytest.mark.parametrize("what", [[], ["sayso.db"], ["export.zip"], ["proof"]])
def test_a_verdict_of_what_is_whole(kept: Sayso, what: list[str]) -> None:
    done = kept("audit", "verify", *what)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("VERIFIED  ")
    fits(done.stdout)


def tampered() -> None:
    with closing(sqlite3.connect("sayso.db")) as opened:
        for table, verb in (("entry", "update"), ("entry", "delete")):
            opened.execute(f"DROP TRIGGER {table}_{verb}")
        opened.execute("UPDATE entry SET type = 'claim.denied' WHERE seq = 3")
        opened.commit()


def shortened() -> None:
    with closing(sqlite3.connect("sayso.db")) as opened:
        for (name,) in opened.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TRIGGER%'"
        ).fetchall():
            opened.execute(f"DROP TRIGGER {name}")
        opened.execute("DELETE FROM entry WHERE seq = 4")
        opened.execute(
            "UPDATE head SET (seq, leaf, recorded) = "
            "(SELECT seq, leaf, recorded FROM entry ORDER BY seq DESC LIMIT 1)"
        )
        opened.commit()


def unguarded() -> None:
    with closing(sqlite3.connect("sayso.db")) as opened:
        opened.execute("DROP TRIGGER entry_delete")
        opened.commit()


@pytest.mark.parametrize(
    ("change", "words", "verdict", "code"),
    [
        (None, [], "VERIFIED", 0),
        (tampered, [], "ALTERED", 1),
        (shortened, [], "TRUNCATED", 1),
        (unguarded, [], "GUARDS-MISSING", 3),
        (None, ["export.zip"], "VERIFIED", 0),
        (None, ["bare.zip"], "PARTIAL", 3),
        (None, ["xai.zip"], "PARTIAL", 3),
        (None, ["unsigned.zip"], "UNSIGNED", 3),
        (None, ["proof"], "VERIFIED", 0),
        (None, ["proof", "--entry", "ledger.vkey"], "ALTERED", 1),
        (None, ["--quorum", "1"], "UNWITNESSED", 3),
    ],
)
def test_every_verdict_is_json_and_fits(
    kept: Sayso, change: object, words: list[str], verdict: str, code: int
) -> None:
    for name, *how in (
        ("bare", "--no-payloads"),
        ("xai", "--company", "xai"),
        ("unsigned", "--unsigned"),
    ):
        assert kept("audit", "export", f"{name}.zip", *how).exit_code == 0
    if callable(change):
        change()
    told = kept("audit", "verify", *words)
    assert (told.exit_code, told.stdout.split()[0]) == (code, verdict)
    fits(told.stdout)
    done = kept("audit", "verify", *words, "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (code, "")
    assert (report["verdict"], report["exit_code"]) == (verdict, code)
    assert (report["findings"] == []) == (code == 0)


def test_a_stranger_is_told_what_to_get(kept: Sayso, tmp_path: Path) -> None:
    home = str(tmp_path / "stranger")
    done = kept("audit", "verify", "export.zip", SAYSO_HOME=home)
    assert (done.exit_code, done.stdout.split()[0]) == (3, "UNPINNED")
    assert "hint: get the key from the keeper of the ledger" in done.stdout
    known = kept(
        "audit", "verify", "export.zip", "--key", "ledger.vkey", SAYSO_HOME=home
    )
    assert known.exit_code == 0


def test_numbers_have_their_grammar(kept: Sayso) -> None:
    assert kept("audit", "export", "bare.zip", "--no-payloads").exit_code == 0
    told = kept("audit", "verify", "bare.zip").stdout
    assert told.startswith("PARTIAL  1 text was left out of it\n")
    made = kept("audit", "export", "first.zip", "--until", "0").stdout
    assert made.startswith("first.zip: a log of 1 event in ")
    assert kept("audit", "verify", "first.zip").stdout.startswith("VERIFIED  1 entry,")
    assert kept("init", "u.db", "--unsigned").exit_code == 0
    at = ("--db", "u.db")
    assert kept("audit", "key", "new", *at).exit_code == 0
    kept("company", "add", "b", "--name", "B", *at, SAYSO_HOME="elsewhere")
    told = kept("audit", "verify", *at).stdout
    assert told.startswith("UNSIGNED  entry 2 is not signed yet\n")


# -- what is no ledger, export or proof --------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("nothing", None, "there is nothing at nothing to verify"),
        ("nothing.zip", None, "there is nothing at nothing.zip to verify"),
        ("empty", b"", "empty is empty"),
        ("text.txt", b"hello\n", "text.txt is neither a ledger nor an export nor"),
        ("noise", bytes(range(256)) * 9, "noise is neither a ledger nor an export"),
    ],
)
def test_what_is_none_of_these(
    kept: Sayso, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        Path(name).write_bytes(data)
    failed(kept("audit", "verify", name), 2, message, NEITHER)
    failed(kept("audit", "verify", name, "--json"), 2, message, NEITHER)


def test_a_folder_a_zip_and_a_database_of_something_else(kept: Sayso) -> None:
    Path("folder").mkdir()
    with zipfile.ZipFile("other.zip", "w") as made:
        made.writestr("a.txt", "b")
    for name in ("folder", "other.zip"):
        failed(kept("audit", "verify", name), 2, f"{name} is not an export of a ledger")
    Path("noise.zip").write_bytes(bytes(range(256)) * 9)
    failed(
        kept("audit", "verify", "noise.zip"), 2, "noise.zip is not a complete zip file"
    )
    with closing(sqlite3.connect("other.db")) as made_too:
        made_too.execute("CREATE TABLE t (x)")
    done = kept("audit", "verify", "other.db")
    assert done.exit_code == 1
    assert "is not a sayso ledger" in done.stderr


# -- keys and heads that are given -------------------------------------------


def test_a_key_is_given_as_a_file_or_as_it_is(kept: Sayso, tmp_path: Path) -> None:
    key, home = Path("ledger.vkey").read_text().strip(), str(tmp_path / "stranger")
    Path("remarks").write_text(f"# from the keeper\n\n{key}\r\n")
    for given in ("ledger.vkey", key, "remarks"):
        for command in (("audit", "verify"), ("db", "restore")):
            target = [] if command[0] == "audit" else [f"{len(given)}.db"]
            words = (*command, "export.zip", *target, "--key", given)
            done = kept(*words, SAYSO_HOME=home)
            assert done.exit_code == 0, done.output
            assert "trusted by the key example.com/" in done.output


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "there is no verifier key in given", "one looks like name+id+base64"),
        ("hello\n", "given: this is not a verifier key: 'hello'", "one looks like"),
        ("a+00000000+AAAA\n", "given: the verifier key of a is not", "one looks like"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\n",
            "given is a private key, which only signs; never give it away",
            "`sayso audit key show` prints its public side",
        ),
    ],
)
def test_a_file_that_holds_no_key(
    kept: Sayso, text: str, message: str, hint: str
) -> None:
    Path("given").write_text(text)
    for option in ("--key", "--witness"):
        failed(kept("audit", "verify", option, "given"), 2, message, hint)
    failed(kept("db", "restore", "export.zip", "x.db", "--key", "given"), 2, message)
    assert not Path("x.db").exists()


def test_a_key_that_is_a_folder_or_nothing_or_changed(kept: Sayso) -> None:
    done = kept("audit", "verify", "--key", ".")
    failed(done, 2, "invalid value for '--key': File '.' is a directory")
    failed(kept("audit", "verify", "--key", "nothing"), 2, "nothing cannot be read")
    key = Path("ledger.vkey").read_text().strip()
    swapped = "0" if key[-1] != "0" else "1"
    failed(
        kept("audit", "verify", "--key", key[:-4] + swapped + key[-3:]), 2, "the key"
    )


def test_a_key_that_lies_in_the_export_proves_nothing(kept: Sayso) -> None:
    assert kept("audit", "export", "folder").exit_code == 0
    done = kept("audit", "verify", "folder", "--key", "folder/data/log.vkey")
    failed(
        done, 1, "folder/data/log.vkey is part of what is to be checked", "get the key"
    )


def test_a_head_that_is_none(kept: Sayso) -> None:
    assert kept("audit", "verify", "--since", "head").exit_code == 0
    for name in ("ledger.vkey", "sayso.db"):
        done = kept("audit", "verify", "--since", name)
        failed(
            done, 2, f"{name} is not a checkpoint", "`sayso audit checkpoint` prints"
        )
    done = kept("audit", "verify", "--since", "monday")
    failed(done, 2, "invalid value for '--since': File 'monday' does not exist")


@pytest.mark.parametrize("event", ["99", "nothing", "ffffffff", "-1", ""])
def test_a_proof_of_an_event_that_is_not_there(kept: Sayso, event: str) -> None:
    done = kept("audit", "prove", "--", event)
    assert done.exit_code in {1, 2}
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert "hint: " in done.stderr


def test_a_written_proof_is_named_with_the_command_that_checks_it(kept: Sayso) -> None:
    done = kept("audit", "prove", "1", "-o", "one proof", "--entry", "one.json")
    assert (done.exit_code, done.stdout) == (0, "")
    entry, proof = done.stderr.splitlines()
    assert entry == "one.json: event 1"
    told, command = proof.rstrip("`").split("; check it with `sayso ")
    assert told == "one proof: a proof of event 1"
    assert kept(*shlex.split(command)).exit_code == 0
