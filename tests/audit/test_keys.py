"""Signing keys and pins: where they lie, and what becomes of broken ones."""

import os
import stat
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ledger.audit.keys import KeyStore, Locked
from ledger.audit.places import Home, filed, write_whole
from ledger.errors import LedgerError, Refused, Unreachable
from tests.audit.conftest import ORIGIN, Keeper, program

POSIX = os.name == "posix"


@pytest.fixture
def folders(tmp_path: Path) -> Home:
    """Give the empty folders of one person."""
    return Home.at(tmp_path / "home")


def test_a_key_is_for_its_owner_only(folders: Home) -> None:
    key = KeyStore(folders).make(ORIGIN)
    path = KeyStore(folders).path(ORIGIN)
    assert path.read_bytes().startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert (
        KeyStore(folders).open(ORIGIN).public
        == key.public
        == KeyStore(folders).public(ORIGIN)
    )
    if POSIX:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_openssh_reads_the_key(folders: Home) -> None:
    key = KeyStore(folders).make(ORIGIN, b"words")
    path = KeyStore(folders).path(ORIGIN)
    done = subprocess.run(
        [program("ssh-keygen"), "-y", "-P", "words", "-f", path],
        capture_output=True,
        check=True,
    )
    assert b64decode(done.stdout.split()[1]).endswith(key.public.public)


def test_a_key_is_made_once(folders: Home) -> None:
    KeyStore(folders).make(ORIGIN)
    with pytest.raises(Refused, match="already"):
        KeyStore(folders).make(ORIGIN)


@pytest.mark.parametrize("origin", ["two words", "a+b", ""])
def test_an_origin_that_cannot_name_a_key_is_refused(
    folders: Home, origin: str
) -> None:
    with pytest.raises(Refused, match="cannot name a signing key"):
        KeyStore(folders).make(origin)
    assert not folders.keys.exists()


@pytest.mark.parametrize(
    "origin", ["../../etc/passwd", "a/b", "x" * 300, "英偉達", "C:\\x", "."]
)
def test_an_origin_is_no_path(folders: Home, origin: str) -> None:
    path = KeyStore(folders).path(origin)
    assert path.parent == folders.keys
    assert len(filed(origin)) < 200
    KeyStore(folders).make(origin)
    assert KeyStore(folders).open(origin).public.name == origin


@pytest.mark.skipif(not POSIX, reason="permissions are not those of POSIX here")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_38_a_key_that_others_may_read_is_refused(folders: Home, mode: int) -> None:
    KeyStore(folders).make(ORIGIN)
    path = KeyStore(folders).path(ORIGIN)
    path.chmod(mode)
    with pytest.raises(Refused, match="others may read") as caught:
        KeyStore(folders).open(ORIGIN)
    assert "chmod 600" in (caught.value.hint or "")


@pytest.mark.parametrize("left", [0, 50, 300])
def test_38_a_key_that_was_cut_is_refused(folders: Home, left: int) -> None:
    KeyStore(folders).make(ORIGIN)
    path = KeyStore(folders).path(ORIGIN)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(Refused, match="cannot be read"):
        KeyStore(folders).open(ORIGIN)


def test_38_a_passphrase(folders: Home) -> None:
    key = KeyStore(folders).make(ORIGIN, b"open sesame")
    with pytest.raises(Locked):
        KeyStore(folders).open(ORIGIN)
    with pytest.raises(Refused, match="the passphrase is wrong"):
        KeyStore(folders).open(ORIGIN, b"open barley")
    assert KeyStore(folders).open(ORIGIN, b"open sesame").public == key.public
    assert KeyStore(folders).public(ORIGIN) == key.public


def test_a_passphrase_for_a_key_without_one_does_no_harm(folders: Home) -> None:
    key = KeyStore(folders).make(ORIGIN)
    assert KeyStore(folders).open(ORIGIN, b"words").public == key.public


def test_38_a_key_that_is_missing_is_not_made_anew(keeper: Keeper) -> None:
    key = keeper.key
    (keeper.home.keys / f"{filed(ORIGIN)}.key").unlink()
    with keeper.open() as book:
        book.record(keeper.events(1))
        assert book.trouble is None
        with pytest.raises(Refused, match="there is no signing key"):
            book.trail.sign()
    assert not list(keeper.home.keys.glob("*.key"))
    assert KeyStore(keeper.home).public(ORIGIN) == key


@pytest.mark.skipif(not POSIX, reason="permissions are not those of POSIX here")
def test_38_what_is_recorded_stays_when_the_key_cannot_be_used(
    keeper: Keeper,
) -> None:
    KeyStore(keeper.home).path(ORIGIN).chmod(0o644)
    with keeper.open() as book:
        (done,) = book.record(keeper.events(1))
        assert done.new
        assert isinstance(book.trouble, Refused)
    assert keeper.verify().verdict == "UNSIGNED"


def test_a_key_of_another_kind_is_refused(folders: Home) -> None:
    other = generate_private_key(SECP256R1())
    data = other.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    write_whole(KeyStore(folders).path(ORIGIN), data)
    with pytest.raises(Refused, match="not an Ed25519 key"):
        KeyStore(folders).open(ORIGIN)


def test_a_key_that_is_not_the_ledgers_signs_nothing(keeper: Keeper) -> None:
    for path in keeper.home.keys.iterdir():
        path.unlink()
    KeyStore(keeper.home).make(ORIGIN)
    keeper.pin.unlink()
    with keeper.open() as book:
        book.record(keeper.events(1))
        assert isinstance(book.trouble, LedgerError)
        assert "the ledger signs with" in book.trouble.message
    assert len(keeper.heads()) == 4


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Unreachable, match="cannot be written"):
        KeyStore(Home.at(tmp_path / "file")).make(ORIGIN)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b", b"one")
    write_whole(tmp_path / "a" / "b", b"two")
    assert (tmp_path / "a" / "b").read_bytes() == b"two"
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a" / "b", b"three", new=True)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_the_folders_are_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_HOME", "~/somewhere")
    given = Home.of_user()
    assert given.keys == Path("~/somewhere/keys").expanduser()
    monkeypatch.delenv("SAYSO_HOME")
    found = Home.of_user()
    assert "sayso" in found.keys.parts
    assert found.pins.parent == found.evidence.parent
