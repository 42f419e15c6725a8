"""The Merkle tree of RFC 6962 over entries, and what can be proven with it.

A leaf is SHA-256 of a zero byte and the entry's stored bytes, an inner node SHA-256 of
a one byte and its two children; so no node can pass for an entry. A tree of n leaves
is described by its *peaks*: the roots of the perfect subtrees that n's binary digits
stand for, the largest first. Anyone who keeps the peaks can go on without the leaves.

Proofs ask for hashes of perfect subtrees, `subtree(level, number)`: the root over the
leaves [number * 2**level, (number + 1) * 2**level). Where those come from, a list, a
database or a folder of tiles, is the caller's business. Hashes are 32 raw bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from ledger.errors import NotProven

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
LONGEST_PATH: Final = 63
"""No proof has more hashes: sizes stay below 2**63."""

Subtree = Callable[[int, int], bytes]


def leaf(entry: bytes) -> bytes:
    """Give the hash of an entry's stored bytes."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Give the hash of two children."""
    return sha256(b"\x01" + left + right).digest()


def perfect(hashes: Sequence[bytes]) -> bytes:
    """Give the root of a perfect subtree from the 1, 2, 4, ... hashes of one level."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(pairs, pairs, strict=True)
        ]
    return hashes[0]


@dataclass(slots=True)
class Frontier:
    """A tree that grows at its right edge; it holds its size and its peaks."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, hash_: bytes, level: int = 0) -> None:
        """Append a leaf, or a perfect subtree of 2**level leaves at its own place."""
        place = self.size >> level
        assert place << level == self.size, "a subtree begins where its size divides"
        while place & 1:
            hash_ = node(self.peaks.pop(), hash_)
            place >>= 1
        self.peaks.append(hash_)
        self.size += 1 << level

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf after leaf."""
        for one in leaves:
            self.add(one)

    def copy(self) -> "Frontier":
        """Give another one that grows on its own."""
        return Frontier(self.size, list(self.peaks))

    @property
    def root(self) -> bytes:
        """The root of the tree as it is."""
        return peaks_root(self.peaks)


def peaks_root(peaks: Sequence[bytes]) -> bytes:
    """Give the root of the tree that has these peaks."""
    if not peaks:
        return EMPTY_ROOT
    *rest, root = peaks
    for peak in reversed(rest):
        root = node(peak, root)
    return root


def spans(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split [start, end) into perfect subtrees, (level, number), from the left.

    `start` must be where a subtree as large as the range can begin: 0, or the start
    of a right child in a tree that ends at `end`.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def peaks_at(size: int, subtree: Subtree) -> list[bytes]:
    """Give the peaks of the tree of the first `size` leaves."""
    return [subtree(level, number) for level, number in spans(0, size)]


def _range_root(start: int, end: int, subtree: Subtree) -> bytes:
    return peaks_root([subtree(*span) for span in spans(start, end)])


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Give the hashes next to the way from a leaf up to the root of a tree."""
    assert 0 <= index < size
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_size(end - start)
        if index < middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(start, middle, subtree))
            start = middle
    return path[::-1]


def consistency_path(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Give the hashes that show that the tree of size `new` extends that of `old`."""
    assert 0 < old <= new
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _left_size(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(start, middle, subtree))
            start, whole = middle, False
    if not whole:
        path.append(_range_root(start, end, subtree))
    return path[::-1]


def _left_size(size: int) -> int:
    """Give the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def check_inclusion(
    index: int, size: int, hash_: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """Raise NotProven unless the path leads from a leaf's hash to the root."""
    _are_hashes(root)
    found = rooted(index, size, hash_, path)
    if found != root:
        raise NotProven(f"the proof leads to another root, {found.hex()[:12]}")


def rooted(index: int, size: int, hash_: bytes, path: Sequence[bytes]) -> bytes:
    """Give the root to which a path leads from a leaf's hash; NotProven if to none."""
    _are_hashes(hash_, *path)
    if not 0 <= index < size:
        raise NotProven(f"there is no entry {index} in a tree of {size}")
    for sibling, on_the_left in _climb(index, size - 1, path):
        hash_ = node(sibling, hash_) if on_the_left else node(hash_, sibling)
    return hash_


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Raise NotProven unless the path shows that the new tree extends the old one."""
    if not 0 < old <= new:
        raise NotProven(
            f"that a tree of {new} extends one of {old} is not a valid statement"
        )
    if old == new:
        _check_same(old, old_root, new_root, path)
        return
    _are_hashes(old_root, new_root, *path)
    if not path:
        raise NotProven("the proof has no hashes")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first, *rest = path if place else (old_root, *path)
    one = two = first
    for sibling, on_the_left in _climb(place, last, rest):
        if on_the_left:
            one, two = node(sibling, one), node(sibling, two)
        else:
            two = node(two, sibling)
    if (one, two) != (old_root, new_root):
        raise NotProven("the proof leads to other roots")


def _climb(
    place: int, last: int, path: Sequence[bytes]
) -> Iterator[tuple[bytes, bool]]:
    """Give each hash of a path, and whether it stands to the left of the way up.

    `place` is where the way begins in its level, `last` the level's last place.
    """
    for sibling in path:
        if last == 0:
            raise NotProven("the proof has hashes left over")
        on_the_left = bool(place & 1) or place == last
        yield sibling, on_the_left
        while on_the_left and not place & 1 and place:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven("the proof lacks hashes")


def _check_same(
    size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    if path:
        raise NotProven("the proof has hashes where none are needed")
    if old_root != new_root:
        raise NotProven(f"two trees of size {size} have different roots")


def _are_hashes(*found: bytes) -> None:
    if len(found) > LONGEST_PATH + 2:
        raise NotProven(f"a proof has at most {LONGEST_PATH} hashes")
    for one in found:
        if len(one) != HASH_BYTES:
            raise NotProven(f"a hash has {len(one)} bytes, not {HASH_BYTES}")
