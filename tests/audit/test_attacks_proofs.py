"""Attacks on proofs, of one entry and of growth. Numbers as in docs/audit-format.md."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.merkle import Frontier, consistency_path, leaf, perfect
from ledger.audit.notes import Note
from ledger.audit.places import Home
from ledger.audit.proofs import Growth, Proof, read_proof
from ledger.audit.signatures import sign
from ledger.audit.verdicts import Report
from ledger.errors import BadInput, NotProven, Refused, UnknownName
from ledger.store.session import Rows, Values
from ledger.store.statements import Query
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.conftest import ORIGIN, Keeper

EVENT = 4


@pytest.fixture
def proof(keeper: Keeper) -> Proof:
    """Give the proof of event 4 of ten."""
    with keeper.open() as book:
        return book.trail.prove(str(EVENT))


def checked(proof: Proof, keeper: Keeper, folder: Path, *, key: bool = True) -> Report:
    """Verify a proof as somebody who has nothing but it, and the key."""
    path = folder / "event.tlog-proof"
    path.write_bytes(bytes(proof))
    given = Given(keys=[keeper.key] if key else [])
    return verified(str(path), Home.at(folder / "nobody"), given)


def test_a_proof_says_what_it_proves(
    keeper: Keeper, proof: Proof, tmp_path: Path
) -> None:
    report = checked(proof, keeper, tmp_path)
    assert (report.verdict, report.exit_code, report.seq) == ("VERIFIED", 0, EVENT)
    assert report.root == keeper.root()
    assert proof.entry == keeper.bodies()[EVENT]


def test_a_proof_without_a_key_from_outside_is_unpinned(
    keeper: Keeper, proof: Proof, tmp_path: Path
) -> None:
    report = checked(proof, keeper, tmp_path, key=False)
    assert (report.verdict, report.exit_code) == ("UNPINNED", 3)


def test_the_entry_may_lie_beside_the_proof(
    keeper: Keeper, proof: Proof, tmp_path: Path
) -> None:
    bare = replace(proof, entry=None)
    with pytest.raises(BadInput, match="is not in it"):
        checked(bare, keeper, tmp_path)
    (tmp_path / "event.json").write_bytes(keeper.bodies()[EVENT])
    assert checked(bare, keeper, tmp_path).verdict == "VERIFIED"
    (tmp_path / "event.json").write_bytes(keeper.bodies()[EVENT + 1])
    assert checked(bare, keeper, tmp_path).verdict == "ALTERED"


def other_index(proof: Proof) -> Proof:
    return replace(proof, index=proof.index + 1)


def past_the_end(proof: Proof) -> Proof:
    return replace(proof, index=10)


def other_entry(proof: Proof) -> Proof:
    assert proof.entry is not None
    return replace(proof, entry=proof.entry.replace(b"closed", b"seeking"))


def hash_dropped(proof: Proof) -> Proof:
    return replace(proof, path=proof.path[:-1])


def hash_added(proof: Proof) -> Proof:
    return replace(proof, path=(*proof.path, leaf(b"")))


@pytest.mark.parametrize(
    "touch", [other_index, past_the_end, other_entry, hash_dropped, hash_added]
)
def test_21_a_proof_that_was_touched(
    keeper: Keeper, proof: Proof, tmp_path: Path, touch: Callable[[Proof], Proof]
) -> None:
    report = checked(touch(proof), keeper, tmp_path)
    assert (report.verdict, report.exit_code) == ("ALTERED", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"index 4\n", b"index 100000000000000000000\n"),
        (b"index 4\n", b"index 4\nAAAA\n"),
        (b"index 4\n", b"index 4\n" + b"A" * 43 + b"=\n" + b""),
        (b"\n\n", b"\n" + (b"A" * 43 + b"=\n") * 64 + b"\n"),
    ],
    ids=["index 10^20", "3 bytes", "one more", "64 more"],
)
def test_21_a_proof_that_is_spelled_otherwise(
    keeper: Keeper, proof: Proof, tmp_path: Path, old: bytes, new: bytes
) -> None:
    path = tmp_path / "event.tlog-proof"
    path.write_bytes(bytes(proof).replace(old, new, 1))
    home = Home.at(tmp_path / "nobody")
    try:
        report = verified(str(path), home, Given(keys=[keeper.key]))
    except NotProven:
        return
    assert report.exit_code == 1


def test_22_an_inner_node_offered_as_an_entry(
    keeper: Keeper, proof: Proof, tmp_path: Path
) -> None:
    leaves = [leaf(body) for body in keeper.bodies()]
    inner = replace(
        proof,
        index=2,
        entry=leaves[4] + leaves[5],
        path=(perfect(leaves[6:8]), perfect(leaves[:4]), perfect(leaves[8:])),
    )
    assert checked(inner, keeper, tmp_path).verdict == "ALTERED"


def test_23_an_entry_that_gives_itself_another_number(
    keeper: Keeper, tmp_path: Path
) -> None:
    odd = keeper.bodies()[0].replace(b'"seq":0', b'"seq":1')
    text = Checkpoint(ORIGIN, 1, leaf(odd)).text
    signed = Note(text, (sign(text, ORIGIN, keeper.private),))
    report = checked(Proof(0, (), signed, odd), keeper, tmp_path)
    assert report.verdict == "ALTERED"
    assert "says that it is number 1, not 0" in report.findings[0].what


def test_what_is_no_entry_is_not_proven_to_be_one(
    keeper: Keeper, tmp_path: Path
) -> None:
    text = Checkpoint(ORIGIN, 1, leaf(b"text")).text
    signed = Note(text, (sign(text, ORIGIN, keeper.private),))
    report = checked(Proof(0, (), signed, b"text"), keeper, tmp_path)
    assert (report.verdict, report.exit_code) == ("ALTERED", 1)


def test_24_growth_from_a_head_to_a_later_one(keeper: Keeper) -> None:
    leaves = [leaf(body) for body in keeper.bodies()]
    _, early, _, newest = keeper.heads()
    old = checkpoint_in(early)

    def subtree(level: int, number: int) -> bytes:
        width = 1 << level
        return perfect(leaves[number * width : (number + 1) * width])

    growth = Growth(old.size, tuple(consistency_path(old.size, 10, subtree)), newest)
    growth.check(old)
    tree = Frontier()
    tree.extend(leaves[:4])
    for wrong, before in (
        (replace(growth, old=4), Checkpoint(ORIGIN, 4, tree.root)),
        (replace(growth, note=early), checkpoint_in(newest)),
        (replace(growth, old=0), Checkpoint(ORIGIN, 0, bytes(32))),
        (Growth(10, growth.path, newest), checkpoint_in(newest)),
        (growth, Checkpoint(ORIGIN, old.size, bytes(32))),
    ):
        with pytest.raises(NotProven):
            wrong.check(before)


def test_nothing_is_proven_of_what_is_not_on_record(keeper: Keeper) -> None:
    with keeper.open() as book, pytest.raises(UnknownName):
        book.trail.prove("99")


def test_nothing_is_proven_that_was_not_signed(keeper: Keeper) -> None:
    next(keeper.home.keys.glob("*.key")).unlink()
    keeper.report()
    with (
        keeper.open() as book,
        pytest.raises(Refused, match="no signed head includes event 10"),
    ):
        book.trail.prove("10")


def test_a_proof_in_a_large_ledger_is_short(
    sqlite_keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_keeper.report(3000)
    read: list[int] = []
    with sqlite_keeper.open() as book:
        ask = book.log.rows

        def counted(name: Query, values: Values) -> Rows:
            rows = ask(name, values)
            read.append(len(rows))
            return rows

        monkeypatch.setattr(book.log, "rows", counted)
        proof = book.trail.prove("1000")
    assert proof.index == 1000
    assert max(read) == 256
    assert sum(read) <= 256 + 16 + 4
    assert len(read_proof(bytes(proof)).path) == 12
