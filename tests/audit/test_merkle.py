"""The tree of RFC 6962: the published vectors, then laws against the definition."""

import json
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    leaf,
    peaks_at,
    peaks_root,
    perfect,
)
from ledger.errors import NotProven

VECTORS = Path(__file__).resolve().parents[2] / "fixtures" / "vectors" / "merkle"
INCLUSION = sorted((VECTORS / "inclusion").rglob("*.json"))
CONSISTENCY = sorted((VECTORS / "consistency").rglob("*.json"))


def hashes(number: int) -> list[bytes]:
    return [leaf(b"%d" % one) for one in range(number)]


def mth(leaves: Sequence[bytes]) -> bytes:
    """The root as section 2.1 of RFC 6962 defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = mth(leaves[:split]), mth(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


class Kept:
    """Leaves in memory, and how many of their subtrees were asked for."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def __call__(self, level: int, number: int) -> bytes:
        width = 1 << level
        found = self.leaves[number * width : (number + 1) * width]
        assert len(found) == width, "no subtree reaches past the end"
        return perfect(found)


def read(path: Path) -> tuple[dict[str, Any], list[bytes]]:
    found = json.loads(path.read_bytes())
    return found, [b64decode(one) for one in found["proof"] or ()]


def test_all_the_vectors_are_here() -> None:
    assert (len(INCLUSION), len(CONSISTENCY)) == (98, 98)


@pytest.mark.parametrize("path", INCLUSION, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_vector_of_inclusion(path: Path) -> None:
    found, proof = read(path)
    values = found["leafIdx"], found["treeSize"], b64decode(found["leafHash"])
    root = b64decode(found["root"])
    if found["wantErr"]:
        with pytest.raises(NotProven):
            check_inclusion(*values, proof, root)
    else:
        check_inclusion(*values, proof, root)


@pytest.mark.parametrize(
    "path", CONSISTENCY, ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_vector_of_consistency(path: Path) -> None:
    found, proof = read(path)
    sizes = found["size1"], found["size2"]
    roots = b64decode(found["root1"]), b64decode(found["root2"])
    if found["wantErr"]:
        with pytest.raises(NotProven):
            check_consistency(*sizes, *roots, proof)
    else:
        check_consistency(*sizes, *roots, proof)


def test_the_empty_tree_has_the_root_of_the_rfc() -> None:
    assert Frontier().root == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 1000])
def test_a_frontier_has_the_root_of_the_definition(size: int) -> None:
    grown = Frontier()
    grown.extend(hashes(size))
    assert (grown.size, grown.root) == (size, mth(hashes(size)))
    assert grown.peaks == peaks_at(size, Kept(hashes(size)))
    assert len(grown.peaks) == size.bit_count()


def test_a_frontier_takes_whole_subtrees() -> None:
    leaves = hashes(300)
    grown = Frontier()
    grown.add(perfect(leaves[:256]), 8)
    grown.extend(leaves[256:])
    assert grown.root == mth(leaves)


def test_a_copy_of_a_frontier_grows_on_its_own() -> None:
    grown = Frontier()
    grown.extend(hashes(5))
    other = grown.copy()
    other.extend(hashes(9)[5:])
    assert (grown.root, other.root) == (mth(hashes(5)), mth(hashes(9)))


@given(st.integers(1, 200), st.data())
def test_every_leaf_can_be_proven(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = hashes(size)
    path = inclusion_path(index, size, Kept(leaves))
    check_inclusion(index, size, leaves[index], path, mth(leaves))


@given(st.integers(1, 200), st.data())
def test_every_prefix_can_be_proven(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    leaves = hashes(new)
    path = consistency_path(old, new, Kept(leaves))
    check_consistency(old, new, mth(leaves[:old]), mth(leaves), path)


@given(st.integers(2, 120), st.data())
def test_a_changed_proof_of_inclusion_proves_nothing(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = hashes(size)
    path = inclusion_path(index, size, Kept(leaves))
    place = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    turned = int.from_bytes(path[place], "big") ^ (1 << bit)
    changed = [*path[:place], turned.to_bytes(32, "big"), *path[place + 1 :]]
    for wrong in (changed, path[:place] + path[place + 1 :], [*path, leaves[0]]):
        with pytest.raises(NotProven):
            check_inclusion(index, size, leaves[index], wrong, mth(leaves))


@given(st.integers(2, 120), st.data())
def test_a_fork_can_not_be_proven(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    touched = data.draw(st.integers(0, old - 1))
    leaves = hashes(new)
    forked = [*leaves[:touched], leaf(b"other"), *leaves[touched + 1 :]]
    path = consistency_path(old, new, Kept(forked))
    with pytest.raises(NotProven):
        check_consistency(old, new, mth(leaves[:old]), mth(forked), path)


def test_an_inner_node_does_not_pass_for_an_entry() -> None:
    leaves = hashes(4)
    offered = leaves[0] + leaves[1]
    with pytest.raises(NotProven):
        check_inclusion(0, 2, leaf(offered), [perfect(leaves[2:])], mth(leaves))


def test_the_root_of_peaks_is_folded_from_the_right() -> None:
    one, two, three = hashes(3)
    assert peaks_root([perfect([one, two]), three]) == mth([one, two, three])
