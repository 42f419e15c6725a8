"""`sayso audit prove --cose` and `audit export --cose`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_ssh_private_key,
)

from tests.commands.conftest import failed
from tests.conftest import Sayso

SCITT = Path(sys.executable).with_name("scitt-cose")


def test_a_receipt_from_the_command_line(kept: Sayso) -> None:
    done = kept("audit", "prove", "3", "--cose", "--entry", "3.json")
    Path("3.cose").write_bytes(done.stdout_bytes)
    Path("key.pem").write_text(kept("audit", "key", "show", "--pem").stdout)
    entry = Path("3.json").read_bytes()
    words = ["--receipt", "3.cose", "--receipt-log-pubkey", "key.pem", "--json"]
    told = subprocess.run(
        [SCITT, *words, "--leaf-entry-hex", entry.hex()],
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout)["receipt"]["ok"] is True
    assert kept("audit", "verify", "3.cose").stdout.startswith("VERIFIED  event 3")
    Path("3.json").unlink()
    failed(kept("audit", "verify", "3.cose"), 2, "3.cose proves an entry that is not")


def test_a_receipt_says_whose_bytes_it_proves(kept: Sayso) -> None:
    words = ("audit", "prove", "3", "--cose", "--entry", "3.json", "-o", "3.cose")
    done = kept(*words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert (
        "looked at the entry's bytes in 3.json"
        in kept("audit", "verify", "3.cose").stdout
    )
    kept("audit", "prove", "3", "-o", "3.proof")
    told = kept("audit", "verify", "3.proof").stdout
    assert "looked at the entry's bytes in the proof" in told
    data = Path("3.json").read_bytes()
    for changed in (data.replace(b'"v":', b'"v" :'), data + b"\n"):
        Path("other.json").write_bytes(changed)
        done = kept("audit", "verify", "3.cose", "--entry", "other.json")
        assert done.exit_code == 1
        assert "other.json" in done.stdout
        assert "bytes or the receipt were changed" in " ".join(done.stdout.split())


def test_a_receipt_is_not_written_to_a_terminal(
    kept: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.commands.audit_prove.at_screen", lambda: True)
    failed(
        kept("audit", "prove", "3", "--cose"),
        2,
        "a COSE receipt is not text: use -o",
    )
    assert kept("audit", "prove", "3", "--cose", "-o", "3.cose").exit_code == 0
    assert kept("audit", "prove", "3").exit_code == 0


def test_a_key_with_a_passphrase_wants_it(sayso: Sayso, home: Path) -> None:
    sayso("init", "--origin", "example.com/x")
    (key,) = home.glob("keys/*.key")
    private = load_ssh_private_key(key.read_bytes(), None)
    assert isinstance(private, Ed25519PrivateKey)
    locked = BestAvailableEncryption(b"open sesame")
    data = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, locked)
    key.write_bytes(data)
    done = sayso("audit", "prove", "0", "--cose")
    needs = f"the signing key {key} needs a passphrase"
    failed(done, 1, needs, "set SAYSO_PASSPHRASE; at a terminal you are asked")
    words = {"SAYSO_PASSPHRASE": "open sesame"}
    done = sayso("audit", "prove", "0", "--cose", **words)
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"\xd2\x84")


def test_without_its_package_the_command_says_which(
    kept: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cbor2", None)
    done = kept("audit", "prove", "3", "--cose")
    failed(done, 1, "COSE receipts need one more package", "pip install 'sayso[cose]'")
    done = kept("audit", "export", "x", "--cose", "--company", "xai")
    failed(done, 1, "COSE receipts need one more package")
    assert not Path("x").exists()


def test_receipts_of_an_export_that_nobody_signs_are_refused(kept: Sayso) -> None:
    done = kept("audit", "export", "x", "--cose", "--unsigned")
    failed(done, 2, "--cose needs a signature")
