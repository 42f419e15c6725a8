"""The log of a whole export: its entries, its tiles and its signed heads."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.judging import Anchors
from ledger.audit.merkle import Frontier, perfect
from ledger.audit.notes import Note
from ledger.audit.proofs import read_growth
from ledger.audit.tiles import ENTRIES, WIDTH, Tile, packed, tiles_of
from ledger.audit.verdicts import NOT_SIGNED, Finding, entries, span
from ledger.claims.canonical import MAX_BYTES
from ledger.store.entries import DamagedEntry
from ledger.store.scratch import Scratch
from ledger.store.walking import PAGE, Walk
from ledger.trail.bundle.facts import (
    EVENTS,
    HINT,
    BundleFacts,
    Wrong,
    altered,
    files_below,
    look,
    note_in,
    row_of,
)


def walk_whole(
    archive: Archive, facts: BundleFacts, made: Scratch, anchors: Anchors, *, deep: bool
) -> None:
    """Walk over all entries; hold the tree, the tiles and the heads against them."""
    facts.heads = heads_in(archive, facts)
    outside = {checkpoint_in(note).size for _, note in anchors.outside}
    seen_by = {checkpoint_in(note).size for _, note in facts.cosigned}
    stops = sorted({*facts.heads, *outside, *seen_by, facts.size})
    walk, tiles = Walk(deep=deep), _Tiles(archive, facts)
    seen: dict[int, bytes] = {}
    lines = archive.lines(EVENTS, MAX_BYTES)
    for page in pages_of(lines):
        first = walk.size
        try:
            for tree in walk.take(page, stops):
                seen[tree.size] = tree.root
                facts.recorded[tree.size] = page[tree.size - first - 1][6]
        except DamagedEntry as error:
            what = f"entry {error.seq} is not what was recorded: {error.what}"
            raise altered(what, EVENTS, error.seq) from None
        tiles.check(page, first)
        made.add(range(first, walk.size), page)
        look(page, first, facts)
    facts.found, facts.roots = walk.size, seen
    _check_size(facts, walk.size)
    if seen[facts.size] != facts.root:
        raise Wrong(_other_root(facts, seen, walk.frontier))
    tiles.check_upper()
    facts.expected.add(EVENTS)
    for size, note in facts.heads.items():
        if checkpoint_in(note).root != seen[size]:
            name = f"data/checkpoints/{size}.checkpoint"
            raise altered(f"{name} is not of these entries", name)
    check_growth(archive, facts)


def _check_size(facts: BundleFacts, found: int) -> None:
    if found < facts.size:
        what = f"signed {entries(facts.size)}, found {found:,}"
        between = (found, facts.size)
        raise Wrong(Finding("TRUNCATED", what, HINT, between=between))
    if found > facts.size:
        what = f"signed {entries(facts.size)}, found {found:,}"
        raise altered(what, EVENTS, facts.size)


def _other_root(facts: BundleFacts, seen: dict[int, bytes], tree: Frontier) -> Finding:
    """Say between which heads the entries stop being those that were signed."""
    holds = 0
    for size, note in sorted(facts.heads.items()):
        if checkpoint_in(note).root != seen[size]:
            what = span(holds, size, NOT_SIGNED)
            hashes = checkpoint_in(note).root.hex(), seen[size].hex()
            return Finding("ALTERED", what, HINT, None, (holds, size), None, *hashes)
        holds = size
    what = span(holds, facts.size, NOT_SIGNED)
    hashes = facts.root.hex(), tree.root.hex()
    return Finding("ALTERED", what, HINT, None, (holds, facts.size), None, *hashes)


def heads_in(archive: Archive, facts: BundleFacts) -> dict[int, Note]:
    """Read the older heads that come along, by their sizes; no signature is checked."""
    found = {}
    for name in files_below(archive, "data/checkpoints/"):
        note = note_in(archive, name)
        head = checkpoint_in(note)
        if name != f"data/checkpoints/{head.size}.checkpoint":
            raise altered(f"{name} is a head of {entries(head.size)}", name)
        if head.origin != facts.origin or head.size > facts.size:
            raise altered(f"{name} is not an earlier head of this log", name)
        found[head.size] = note
        facts.expected.add(name)
    return found


def check_growth(archive: Archive, facts: BundleFacts) -> set[int]:
    """Check the proofs that heads extend each other; give the sizes of those proven.

    Proven is the newest head, and whatever a proven head is proven to extend.
    """
    older: dict[int, list[int]] = {}
    for name in files_below(archive, "data/consistency/"):
        growth = read_growth(archive.read(name))
        head = checkpoint_in(growth.note)
        if name != f"data/consistency/{growth.old}-{head.size}.txt":
            raise altered(f"{name} is about other heads", name)
        if facts.heads.get(head.size) != growth.note or growth.old not in facts.heads:
            raise altered(f"{name} is about heads that are not here", name)
        growth.check(checkpoint_in(facts.heads[growth.old]))
        older.setdefault(head.size, []).append(growth.old)
        facts.expected.add(name)
    proven, waiting = set[int](), [facts.size]
    while waiting:
        size = waiting.pop()
        if size not in proven:
            proven.add(size)
            waiting += older.get(size, [])
    return proven


def pages_of(lines: Iterable[bytes]) -> Iterator[list[tuple[Any, ...]]]:
    """Give entries in pages of rows, as a ledger would."""
    page: list[tuple[Any, ...]] = []
    seq = 0
    for seq, line in enumerate(lines):
        page.append(row_of(line, seq))
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


class _Tiles:
    """The tiles of a bundle, each made again and compared."""

    def __init__(self, archive: Archive, facts: BundleFacts) -> None:
        self._archive, self._facts = archive, facts
        self._leaves = tiles_of(facts.size, 0)
        self._entries = tiles_of(facts.size, ENTRIES)
        self._roots: list[bytes] = []

    def check(self, page: list[tuple[Any, ...]], first: int) -> None:
        """Hold the tiles of a page of entries against it."""
        for at in range(0, len(page), WIDTH):
            rows = page[at : at + WIDTH]
            hashes = [row[7] for row in rows]
            with suppress(StopIteration):
                self._same(next(self._leaves), b"".join(hashes), first + at)
                bundle = packed(row[8] for row in rows)
                self._same(next(self._entries), bundle, first + at)
            if len(rows) == WIDTH:
                self._roots.append(perfect(hashes))

    def check_upper(self) -> None:
        """Hold the tiles above the leaves against their roots."""
        level, roots = 1, self._roots
        while roots:
            for tile in tiles_of(self._facts.size, level):
                part = roots[tile.number * WIDTH : (tile.number + 1) * WIDTH]
                self._same(tile, b"".join(part), None)
            whole = len(roots) // WIDTH
            places = (roots[n * WIDTH : (n + 1) * WIDTH] for n in range(whole))
            level, roots = level + 1, [perfect(part) for part in places]

    def _same(self, tile: Tile, expected: bytes, seq: int | None) -> None:
        name = f"data/log/{tile.path}"
        self._facts.expected.add(name)
        if not self._archive.holds(name):
            raise altered(f"{name} is missing", name)
        stated = self._archive.size(name)
        found = (
            self._archive.read(name, len(expected)) if stated <= len(expected) else b""
        )
        if found != expected:
            raise altered(f"{name} is not of these entries", name, seq)
