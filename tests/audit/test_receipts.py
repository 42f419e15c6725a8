"""COSE receipts: what we write others verify, and nothing else passes with us."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cbor2
import pytest
from scitt_cose import verify_receipt  # type: ignore[import-untyped]  # no types

from ledger.audit.notes import read_key
from ledger.audit.places import Home
from ledger.audit.receipts import Receipt, read_receipt
from ledger.audit.signatures import pem_of
from ledger.audit.verdicts import Report
from ledger.errors import NotProven, Refused
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.bundles import Bundle, exported
from tests.audit.conftest import Keeper


def receipt(keeper: Keeper, seq: int) -> tuple[Receipt, bytes]:
    """Give the receipt of an entry, and the entry."""
    with keeper.open() as book:
        proof = book.trail.prove(str(seq))
        assert proof.entry is not None
        return book.trail.receipt(proof), proof.entry


def foreign(data: bytes, entry: bytes, keeper: Keeper) -> Any:  # it has no types
    """Let scitt-cose judge."""
    pem = pem_of(keeper.key)
    return verify_receipt(data, leaf_entry_hex=entry.hex(), log_public_key_pem=pem)


def check(
    keeper: Keeper, data: bytes, entry: bytes, folder: Path, given: Given | None = None
) -> Report:
    """Verify it as somebody who has nothing but the two files, and a key."""
    path = folder / "event.cose"
    path.write_bytes(data)
    path.with_suffix(".json").write_bytes(entry)
    brought = given or Given(keys=[keeper.key])
    return verified(str(path), Home.at(folder / "nobody"), brought)


# -- what is right -----------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 4, 7, 8, 9])
def test_others_verify_every_receipt_of_a_log(tmp_path: Path, size: int) -> None:
    keeper = Keeper(str(tmp_path / "sayso.db"), Home.at(tmp_path / "keeper"))
    keeper.make()
    if size > 3:
        keeper.report(size - 3)
    for seq in range(size):
        made, entry = receipt(keeper, seq)
        told = foreign(bytes(made), entry, keeper)
        assert told.ok, told.errors
        assert (told.tree_size, told.leaf_index) == (size, seq)
        assert bytes.fromhex(told.root) == keeper.root()
        said = json.loads(entry)
        assert (told.issuer, told.subject) == ("example.com/ledger", said["id"])
        report = check(keeper, bytes(made), entry, tmp_path)
        assert (report.verdict, report.exit_code) == ("VERIFIED", 0)
        assert (report.seq, report.size) == (seq, size)


def test_a_receipt_is_the_same_each_time(sqlite_keeper: Keeper) -> None:
    made, _ = receipt(sqlite_keeper, 3)
    assert receipt(sqlite_keeper, 3)[0] == made
    assert read_receipt(bytes(made)) == made


def test_it_is_spelled_as_the_standard_says(sqlite_keeper: Keeper) -> None:
    made, _ = receipt(sqlite_keeper, 3)
    found = cbor2.loads(bytes(made))
    protected, proofs, payload, signature = found.value
    assert (found.tag, payload, len(signature)) == (18, None, 64)
    head = cbor2.loads(protected)
    assert (head[1], head[395], head[4]) == (-8, 1, sqlite_keeper.key.key_id)
    ((blob,),) = [proofs[396][-1]]
    assert list(cbor2.loads(blob))[:2] == [10, 3]


# -- what is wrong -----------------------------------------------------------------


def other_spelling(data: bytes) -> bytes:
    """Write the same with a map of no fixed length."""
    tag = cbor2.loads(data)
    return cbor2.dumps(cbor2.CBORTag(18, list(tag.value)), indefinite_containers=True)


Change = Callable[[Receipt], Receipt]


@pytest.mark.parametrize(
    "change",
    [
        lambda it: replace(it, index=it.index + 1),
        lambda it: replace(it, size=it.size + 1),
        lambda it: replace(it, path=it.path[:-1]),
        lambda it: replace(it, path=(*it.path, b"\0" * 32)),
        lambda it: replace(it, path=(b"\0" * 32, *it.path[1:])),
        lambda it: replace(it, subject="0" * 64),
        lambda it: replace(it, origin="example.com/other"),
        lambda it: replace(it, key_id=b"\0\0\0\0"),
        lambda it: replace(it, signature=bytes(64)),
        lambda it: replace(it, signature=b""),
    ],
)
def test_nothing_of_a_receipt_can_be_changed(
    sqlite_keeper: Keeper, tmp_path: Path, change: Change
) -> None:
    made, entry = receipt(sqlite_keeper, 3)
    report = check(sqlite_keeper, bytes(change(made)), entry, tmp_path)
    assert report.verdict in {"ALTERED", "BAD-SIGNATURE"}
    assert report.exit_code == 1


def test_another_entry_is_told(sqlite_keeper: Keeper, tmp_path: Path) -> None:
    made, _ = receipt(sqlite_keeper, 3)
    _, other = receipt(sqlite_keeper, 4)
    report = check(sqlite_keeper, bytes(made), other, tmp_path)
    assert (report.verdict, report.exit_code) == ("ALTERED", 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"\0",
        lambda data: data[:-1],
        lambda data: data[:2],
        lambda _: b"\xd2\x84" + b"\x81" * 90_000,
        lambda _: b"\xd2\x84" + b"\xff" * 9,
        lambda _: b"\xd2\x84" + b"\x5b" + b"\x7f" * 8,
        lambda _: b"\xd2\x84" + b"\0" * 200_000,
        other_spelling,
    ],
)
def test_what_is_no_receipt_is_refused(
    sqlite_keeper: Keeper, change: Callable[[bytes], bytes]
) -> None:
    made, _ = receipt(sqlite_keeper, 3)
    data = change(bytes(made))
    assert data != bytes(made)
    with pytest.raises(NotProven):
        read_receipt(data)


def test_without_a_key_from_outside_it_is_unpinned(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    made, entry = receipt(sqlite_keeper, 3)
    report = check(sqlite_keeper, bytes(made), entry, tmp_path, Given())
    assert (report.verdict, report.exit_code) == ("UNPINNED", 3)


def test_a_key_signs_no_head_but_its_own(sqlite_keeper: Keeper) -> None:
    with sqlite_keeper.open() as book:
        trail = book.trail
        proof = trail.prove("3")
        other = read_key(str(sqlite_keeper.key))
        trail.rotate()
        with pytest.raises(Refused, match="did not sign the newest head"):
            trail.receipt(proof)  # of the head before, which the old key signed
        assert trail.receipt(trail.prove("3")).key_id != other.key_id


# -- exports -----------------------------------------------------------------------


@pytest.fixture
def bundle(sqlite_keeper: Keeper, tmp_path: Path) -> Bundle:
    """Give the export of one company, with receipts."""
    made = exported(sqlite_keeper, tmp_path / "x", company="xai", receipts=True)
    assert made.file("receipts/3.cose").exists()
    return made


def test_others_verify_the_receipts_of_an_export(bundle: Bundle) -> None:
    paths = sorted(bundle.file("receipts").iterdir())
    assert len(paths) == len(bundle.entries())
    for path in paths:
        entry = bundle.file(f"proofs/{path.stem}.json").read_bytes()
        assert foreign(path.read_bytes(), entry, bundle.keeper).ok
    report = bundle.verify()
    assert (report.verdict, len(report.findings)) == ("PARTIAL", 1)


@pytest.mark.parametrize("options", [{}, {"until": 5}])
def test_a_whole_export_has_one_beside_each_proof(
    sqlite_keeper: Keeper, tmp_path: Path, options: dict[str, Any]
) -> None:
    made = exported(sqlite_keeper, tmp_path / "x", receipts=True, **options)
    assert made.verify().verdict == "VERIFIED"


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("3", lambda data: data[:-1] + bytes([data[-1] ^ 1]), "BAD-SIGNATURE"),
        ("3", lambda data: data[:-9], "ALTERED"),
        ("3", lambda data: data.replace(b"example.com", b"example.org"), "ALTERED"),
        ("99", lambda _: b"x", "ALTERED"),
    ],
)
def test_a_receipt_of_an_export_is_checked(
    bundle: Bundle, name: str, change: Callable[[bytes], bytes], code: str
) -> None:
    bundle.touch(f"data/receipts/{name}.cose", change)
    assert bundle.verify().verdict == code


def test_a_receipt_under_anothers_name_is_told(bundle: Bundle) -> None:
    other = bundle.file("receipts/4.cose").read_bytes()
    bundle.touch("data/receipts/3.cose", lambda _: other)
    assert bundle.verify().verdict == "ALTERED"


def test_without_its_package_receipts_are_not_looked_at_and_that_is_said(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cbor2", None)
    report = bundle.verify()
    told = [one.what for one in report.findings]
    assert report.verdict == "PARTIAL"
    assert any("not checked:" in what for what in told)
