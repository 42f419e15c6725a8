"""docs/audit-format.md: what it tells a reader to run is run, on a real export."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.notes import VerifierKey
from ledger.audit.signatures import verifier_key
from tests.audit.bundles import Bundle, exported, story
from tests.audit.conftest import ORIGIN, Keeper, program

HERE: Final = Path(__file__).resolve().parents[2]
DOCUMENT: Final = (HERE / "docs" / "audit-format.md").read_text("utf-8")
CHECKS: Final = re.findall(
    r"^```(sh|python)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL
)


@pytest.fixture
def bundle(sqlite_keeper: Keeper, tmp_path: Path) -> Bundle:
    """Give an export of two tiles, with proofs and a text."""
    with sqlite_keeper.open() as book:
        story(book)
    sqlite_keeper.report(300)
    return exported(sqlite_keeper, tmp_path / "export")


def outcomes(bundle: Bundle, key: VerifierKey | None = None) -> list[tuple[int, str]]:
    """Run every block of the document as its reader would: exit codes, and words."""
    path = bundle.path.parent / "sayso.vkey"
    path.write_text(f"{key or bundle.keeper.key}\n", "utf-8")
    shells = {"sh": [program("sh")], "python": [sys.executable]}
    done = [
        subprocess.run(
            [*shells[language], "-c", text],
            cwd=bundle.path,
            env={**os.environ, "KEY": str(path)},
            capture_output=True,
            text=True,
            check=False,
        )
        for language, text in CHECKS
    ]
    return [(one.returncode, one.stdout + one.stderr) for one in done]


@pytest.fixture(autouse=True)
def _programs() -> None:
    for name in ("sha256sum", "jq", "openssl", "basenc"):
        program(name)


def test_what_it_tells_to_run_holds_for_an_export(bundle: Bundle) -> None:
    whole, order, root, signature, texts, proof = outcomes(bundle)
    size = len(bundle.keeper.bodies())
    assert whole == (0, "")
    assert order == (0, "true\n")
    assert root[0] == 0
    assert root[1].split()[1] == str(size)
    assert signature == (0, "Signature Verified Successfully\n")
    assert texts == (0, "")
    assert proof[0] == 0
    assert "is on record" in proof[1]
    assert bundle.file("payloads.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "told_by"),
    [
        ("data/README.txt", b"entries", b"Entries", 0),
        ("data/events.jsonl", b'"seq":7', b'"seq":8', 1),
        ("data/events.jsonl", b"report 9", b"report 8", 2),
        ("data/log/checkpoint", b"\n\n", b"\nmore\n\n", 3),
        ("data/payloads.jsonl", b'"text":"', b'"text":"not ', 4),
    ],
)
def test_what_was_touched_is_told(
    bundle: Bundle, name: str, old: bytes, new: bytes, told_by: int
) -> None:
    path = bundle.path / name
    before = path.read_bytes()
    path.write_bytes(before.replace(old, new, 1))
    assert path.read_bytes() != before
    code, words = outcomes(bundle)[told_by]
    assert code or words


def test_a_proof_of_another_entry_is_told(bundle: Bundle) -> None:
    path = next(bundle.file("proofs").glob("*.json"))
    path.write_bytes(path.read_bytes().replace(b"xai", b"xbi"))
    assert outcomes(bundle)[5][0] != 0


def test_another_key_of_the_same_name_is_told(bundle: Bundle) -> None:
    other = verifier_key(ORIGIN, Ed25519PrivateKey.generate())
    assert outcomes(bundle, other)[3][0] != 0


def test_it_asks_for_twenty_lines_at_most() -> None:
    for language, text in CHECKS:
        lines = [line for line in text.splitlines() if line]
        assert len(lines) <= {"python": 20, "sh": 10}[language]


def test_every_attack_that_it_lists_is_made() -> None:
    tests = "\n".join(
        path.read_text("utf-8") for path in HERE.joinpath("tests").rglob("test_*.py")
    )
    named = re.findall(r"def test_((?:\d+_)+)", tests)
    made = {number for one in named for number in one.strip("_").split("_")}
    listed = re.findall(r"^\| (\d+) \|", DOCUMENT, re.MULTILINE)
    assert listed == [str(number) for number in range(1, 47)]
    assert set(listed) <= made
