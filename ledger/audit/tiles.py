"""The folder of a log as C2SP's tlog-tiles lays it out.

    checkpoint                       the signed head
    tile/<level>/<number>            256 hashes, each the root over 256**level leaves
    tile/<level>/<number>.p/<width>  fewer, at the right edge
    tile/entries/<number>            the entries below a tile of level 0, each behind
                                     its length in two bytes

Numbers are written in groups of three digits, x001/x234/067. Nothing else is in the
folder; a tile is there either full or partial, never both.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from ledger.audit.merkle import perfect
from ledger.errors import NotProven

WIDTH: Final = 256
HEIGHT: Final = 8
"""A tile is a perfect subtree of 2**8 hashes."""

ENTRIES: Final = -1
"""The level of the bundles that hold the entries themselves."""

_LENGTH_BYTES: Final = 2
_GROUP: Final = 1000


class Tile(NamedTuple):
    """A place in the folder; `width` is 256 for a full tile."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """The file's name below the folder of the log."""
        rest, last = divmod(self.number, _GROUP)
        name = f"{last:03d}"
        while rest:
            rest, group = divmod(rest, _GROUP)
            name = f"x{group:03d}/{name}"
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{name}{partial}"


def tiles_of(size: int, level: int) -> Iterator[Tile]:
    """Give the tiles of one level of a tree, from the left."""
    full, rest = divmod(size >> (HEIGHT * max(level, 0)), WIDTH)
    for number in range(full):
        yield Tile(level, number, WIDTH)
    if rest:
        yield Tile(level, full, rest)


def levels(size: int) -> range:
    """Give the levels of hashes that a tree has."""
    return range((max(size.bit_length(), 1) + HEIGHT - 1) // HEIGHT)


def packed(entries: Iterable[bytes]) -> bytes:
    """Give the bundle of some entries."""
    return b"".join(
        part
        for entry in entries
        for part in (len(entry).to_bytes(_LENGTH_BYTES, "big"), entry)
    )


def bundle_entries(bundle: bytes) -> list[bytes]:
    """Give the entries in a bundle; NotProven if it is cut."""
    entries, place = [], 0
    while place < len(bundle):
        start = place + _LENGTH_BYTES
        end = start + int.from_bytes(bundle[place:start], "big")
        if start > len(bundle) or end > len(bundle):
            raise NotProven("a bundle of entries is cut short")
        entries.append(bundle[start:end])
        place = end
    return entries


class TileReader:
    """Perfect subtrees out of tiles; `fetch(level, number)` is asked for each once."""

    def __init__(self, fetch: Callable[[int, int], list[bytes]]) -> None:
        self._fetch = fetch
        self._kept: dict[tuple[int, int], list[bytes]] = {}

    def subtree(self, level: int, number: int) -> bytes:
        """Give the root of a perfect subtree, as proofs ask for it."""
        tile_level, inside = divmod(level, HEIGHT)
        tile, place = divmod(number << inside, WIDTH)
        key = (tile_level, tile)
        if key not in self._kept:
            self._kept[key] = self._fetch(*key)
        found = self._kept[key][place : place + (1 << inside)]
        if len(found) != 1 << inside:
            raise NotProven(f"tile {tile} of level {tile_level} lacks hashes")
        return perfect(found)
