"""Attacks on an export of one company: it shows some entries, each with its proof.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import shutil
from pathlib import Path

import pytest

from ledger.audit.keys import KeyStore
from ledger.audit.places import Home
from ledger.trail.given import Given
from tests.audit.bundles import EVENTS, Bundle, altered, exported, relined, story
from tests.audit.conftest import ORIGIN, Keeper, size_of


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Give an export of a ledger with a story in it, and some reports."""
    folder = tmp_path_factory.mktemp("original")
    keeper = Keeper(str(folder / "sayso.db"), Home.at(folder / "keeper"))
    keeper.make()
    with keeper.open() as book:
        story(book)
    keeper.report(3)
    return exported(keeper, folder / "export")


@pytest.fixture
def selection(original: Bundle, tmp_path: Path) -> Bundle:
    """Give an export of one company."""
    return exported(original.keeper, tmp_path / "x", company="x-corp")


def test_a_selection_with_an_entry_touched(selection: Bundle) -> None:
    selection.touch(
        EVENTS, relined(lambda x: [x[0], x[1].replace(b"ann", b"bob"), *x[2:]])
    )
    assert "is not the one that was signed" in altered(selection.verify(), EVENTS, 1)


def test_a_selection_in_another_order(selection: Bundle) -> None:
    selection.touch(EVENTS, relined(lambda x: [x[0], x[2], x[1], *x[3:]]))
    assert "comes after entry" in altered(selection.verify(), EVENTS)


def test_a_selection_with_an_entry_less(selection: Bundle) -> None:
    selection.touch(EVENTS, relined(lambda x: x[:-1]))
    altered(selection.verify())


def test_a_selection_without_a_proof(selection: Bundle) -> None:
    selection.drop("data/proofs/1.tlog-proof")
    assert "without a proof" in altered(selection.verify())


@pytest.mark.parametrize("head", [b"", b"[]", b"{}", b'{"size":"x","root":"zz"}'])
def test_an_unsigned_head_that_is_none(
    original: Bundle, tmp_path: Path, head: bytes
) -> None:
    bundle = exported(original.keeper, tmp_path / "x", signed=False)
    bundle.touch("data/log/tree-head.json", lambda _: head)
    altered(bundle.verify(), "data/log/tree-head.json")
    bundle.drop("data/log/tree-head.json")
    altered(bundle.verify())


def forged(original: Bundle, tmp_path: Path, longer: int) -> Bundle:
    """Make a selection of a ledger that a stranger made up.

    It has the keeper's origin, names the keeper's key first and the stranger's own
    next, and is longer than the keeper's by some entries.
    """
    stranger = Keeper(str(tmp_path / "forged.db"), Home.at(tmp_path / "stranger"))
    stranger.make(signed=False)
    own = KeyStore(stranger.home).make(ORIGIN).public
    with stranger.open() as book:
        for new in (original.keeper.key, own):
            book.trail._keep("key.rotated", {"new": str(new)})
    stranger.report(len(original.keeper.bodies()) - len(stranger.bodies()) + longer)
    made = exported(stranger, tmp_path / "forged", company="xai")
    return Bundle(made.path, original.keeper)


def test_15_a_selection_of_another_ledger_that_names_the_key(
    original: Bundle, tmp_path: Path
) -> None:
    assert forged(original, tmp_path, 1).verify().verdict == "BAD-SIGNATURE"


def test_15_a_head_put_into_a_selection_vouches_for_nothing(
    original: Bundle, tmp_path: Path
) -> None:
    bundle, head = forged(original, tmp_path, 1), original.keeper.heads()[-1]
    name = f"data/checkpoints/{size_of(head)}.checkpoint"
    bundle.touch(name, lambda _: bytes(head))
    assert "not proven" in altered(bundle.verify(), name)


def test_15_heads_of_the_same_size_do_not_stand_in_for_each_other(
    original: Bundle, tmp_path: Path
) -> None:
    bundle = forged(original, tmp_path, 0)
    for folder in ("checkpoints", "consistency"):
        shutil.rmtree(bundle.file(folder), ignore_errors=True)
        shutil.copytree(original.file(folder), bundle.file(folder))
    bundle.rehash()
    size = size_of(original.keeper.heads()[-1])
    altered(bundle.verify(), f"data/checkpoints/{size}.checkpoint")


def test_an_older_head_is_held_against_what_a_selection_proves(
    selection: Bundle,
) -> None:
    older, *_, newest = selection.keeper.heads()
    for head in (older, newest):
        given = Given(keys=[selection.keeper.key], heads=[("monday", head)])
        report = selection.verify(given)
        assert report.verdict == "PARTIAL"
        assert f"monday at {size_of(head)}" in report.trusted_by
