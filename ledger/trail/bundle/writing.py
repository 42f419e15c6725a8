"""Exporting a ledger as a bundle that anybody can verify, offline and without us.

It is a BagIt bag, a folder or one zip: the log as C2SP's tlog-tiles, its entries line
by line, signed heads and proofs that each extends the one before, the texts that are
not erased, and what is derived. The same head and the same options give the same bytes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import Final
from uuid import uuid4

import orjson

from ledger.audit.bag import BagWriter
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.keys import SigningKey
from ledger.audit.merkle import consistency_path
from ledger.audit.notes import Note, read_note
from ledger.audit.packing import pack
from ledger.audit.proofs import Growth, Proof
from ledger.audit.tiles import ENTRIES, WIDTH, levels, packed, tiles_of
from ledger.audit.witnesses import Witnesses
from ledger.claims.canonical import parse_entry
from ledger.claims.entry import Stored
from ledger.claims.evidence import CITED
from ledger.errors import Refused, Unreachable
from ledger.projections.basis import Basis
from ledger.reading.entries import texts
from ledger.reading.folding import clusters
from ledger.reading.questions import FixedLedger, Ledger, valuations
from ledger.store.checkpoints import StoredHead, all_kept, path_of
from ledger.store.entries import unread
from ledger.store.keys import keys_named
from ledger.store.log import Log
from ledger.store.scratch import scratch
from ledger.store.tree import Tree
from ledger.trail.bundle.deriving import ExportScope, StoredEntry, derived
from ledger.trail.bundle.facts import bag_info
from ledger.trail.bundle.readme import readme
from ledger.trail.bundle.witnessed import files_of, heads_upto, witness_summary
from ledger.trail.signing import receipt_of

MOST_HEADS: Final = 64
"""So many signed heads come along, spread over all of them."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported."""

    basis: Basis
    size: int
    """How many entries the head that is exported has."""
    head: StoredHead | None
    """The signed head of that size; None for an export that nobody signed."""
    company: str | None = None
    texts: bool = True
    witnesses: Witnesses | None = None
    """Who saw this ledger; None for an export that nobody signed."""
    key: SigningKey | None = None
    """What signs COSE receipts, if they are wanted."""
    question: str | None = None
    """A question whose answer comes along."""


def export(book: Ledger, order: ExportRequest, target: Path) -> int:
    """Write a bundle; give the number of its files.

    Nothing is left at the target if anything fails, and nothing there is overwritten.
    """
    if target.exists() or target.is_symlink():
        raise Refused(f"{target} exists already", "choose another name")
    part = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        part.mkdir(parents=True)
        files = _Bundle(book, order, BagWriter(part)).write()
        if target.suffix == ".zip":
            packed_part = part.with_suffix(".zip")
            pack(part, packed_part)
            packed_part.rename(target)
        else:
            part.rename(target)
    except OSError as error:
        raise Unreachable(f"{target} cannot be written: {error.strerror}") from None
    finally:
        rmtree(part, ignore_errors=True)
        with suppress(OSError):
            part.with_suffix(".zip").unlink()
    return files


class _Bundle:
    """One bundle on its way into a bag."""

    def __init__(self, book: Ledger, order: ExportRequest, bag: BagWriter) -> None:
        self._book, self._order, self._bag = book, order, bag
        self._log: Log = book.log
        self._tree = Tree(self._log.rows, order.size)
        self._policy = None if order.witnesses is None else order.witnesses.policy
        self._cosigned = self._seen_by_witnesses()
        self._files = 0

    def _add(self, name: str, pieces: Iterable[bytes]) -> None:
        self._bag.add(name, pieces)
        self._files += 1

    def write(self) -> int:
        order, log = self._order, self._log
        whole = order.company is None
        self._add("events.jsonl", (one.body + b"\n" for one in self._stored()))
        if whole:
            self._write_tiles()
        self._write_heads()
        if self._policy is not None:
            key = list(keys_named(log, order.size))[-1]
            for name, data in files_of(self._policy, self._cosigned, key):
                self._add(name, [data])
        self._write_texts()
        basis, whose = order.basis, order.company
        scope = ExportScope(basis.token, basis, whose, order.texts, order.question)
        with self._asked() as asked:
            for name, pieces in derived(asked, self._entries, scope):
                self._add(name, pieces)
        for seq in self._proven():
            self._write_proof(log.get(seq))
        root, origin = self._tree.root(), self._book.opening["origin"]
        count = order.size if whole else sum(1 for _ in self._stored())
        saw = (
            ""
            if self._policy is None
            else witness_summary(self._policy, self._cosigned)
        )
        signed = order.head is not None
        text = readme(origin, order.size, root, count, signed=signed, witnessed=saw)
        self._add("README.txt", [text.encode()])
        info = bag_info(origin, order.size, root)
        self._bag.finish({"Bag-Software-Agent": "sayso", **info})
        return self._files

    @contextmanager
    def _asked(self) -> Iterator[Ledger]:
        """Give the ledger that tables are made of; it knows just what is exported."""
        if self._order.company is None:
            yield self._book
            return
        with scratch() as made:
            for stored in self._stored():
                made.add([stored.seq], [(bytes.fromhex(stored.id), *stored[2:])])
            yield FixedLedger(made.log, "scratch")

    def _stored(self) -> Iterator[Stored]:
        """Give the entries that are exported, in order."""
        last, company = self._order.size - 1, self._order.company
        if company is None:
            return self._whole(last)
        together = clusters(self._log.linked(last)).get(company, [company])
        told = self._log.read(company=together, names=True, upto=last)
        return merge(told, self._cited(together, last), key=lambda x: x.seq)

    def _cited(self, together: Sequence[str], last: int) -> list[Stored]:
        """Give the documents that are evidence of what was said of some companies."""
        wanted = {
            parse_entry(one.body)["data"].get("document")
            for one in self._log.read(company=together, upto=last)
            if one.type == CITED
        }
        return [one for one in self._log.documents(last) if one.id in wanted]

    def _whole(self, last: int) -> Iterator[Stored]:
        """Give all entries; Damaged if one does not read, which no export may hide."""
        for seq, stored in enumerate(self._log.read(upto=last)):
            if stored.seq != seq:
                raise unread(seq)
            yield stored

    def _entries(self) -> Iterator[StoredEntry]:
        return ((one.body, parse_entry(one.body)) for one in self._stored())

    def _write_tiles(self) -> None:
        size = self._order.size
        bundles = tiles_of(size, ENTRIES)
        leaves = tiles_of(size, 0)
        for page in self._log.pages(size):
            for at in range(0, len(page), WIDTH):
                rows = page[at : at + WIDTH]
                hashes = b"".join(row[7] for row in rows)
                self._add(f"log/{next(leaves).path}", [hashes])
                self._add(f"log/{next(bundles).path}", [packed(r[8] for r in rows)])
        for level in levels(size)[1:]:
            for tile in tiles_of(size, level):
                hashes = b"".join(self._tree.tile(level, tile.number))
                self._add(f"log/{tile.path}", [hashes])

    def _write_heads(self) -> None:
        keys = "".join(f"{key}\n" for key in keys_named(self._log, self._order.size))
        remark = (
            "# For convenience, no proof: get the key from the keeper of the ledger.\n"
        )
        self._add("log.vkey", [(remark + keys).encode()])
        if self._order.head is None:
            head = {
                "origin": self._book.opening["origin"],
                "size": self._order.size,
                "root": self._tree.root().hex(),
            }
            self._add("log/tree-head.json", [orjson.dumps(head) + b"\n"])
            return
        self._add("log/checkpoint", [self._order.head.note])
        before: StoredHead | None = None
        also = {checkpoint_in(note).size for _, note in self._cosigned}
        for kept in chosen_heads(self._log, self._order.head, also):
            self._add(f"checkpoints/{kept.size}.checkpoint", [kept.note])
            if before is not None:
                name = f"consistency/{before.size}-{kept.size}.txt"
                self._add(name, [bytes(self._growth(before, kept))])
            before = kept

    def _seen_by_witnesses(self) -> list[tuple[str, Note]]:
        """Give the heads that witnesses cosigned, and that can be checked in it.

        In a selection that is a head to which the others are proven to extend.
        """
        order = self._order
        if order.witnesses is None:
            return []
        heads = heads_upto(order.witnesses, order.size)
        if order.company is None:
            return heads
        stored = {kept.size for kept in all_kept(self._log)}
        return [one for one in heads if checkpoint_in(one[1]).size in stored]

    def _growth(self, before: StoredHead, after: StoredHead) -> Growth:
        subtree = Tree(self._log.rows, after.size).subtree
        path = consistency_path(before.size, after.size, subtree)
        return Growth(before.size, tuple(path), read_note(after.note))

    def _write_texts(self) -> None:
        if not self._order.texts:
            return
        lines = self._texts()
        first = next(lines, None)
        if first is not None:
            self._add("payloads.jsonl", chain([first], lines))

    def _texts(self) -> Iterator[bytes]:
        """Give each text once: several entries may commit to the same one."""
        told = set[str]()
        for stored in self._stored():
            for text in texts(self._book, stored):
                if text["commitment"] not in told:
                    told.add(text["commitment"])
                    yield orjson.dumps(text, option=orjson.OPT_SORT_KEYS) + b"\n"

    def _proven(self) -> list[int]:
        """Give the entries that come with a proof of their own.

        Those that today's figures rest on; of a selection all.
        """
        if self._order.head is None:
            return []
        if self._order.company is not None:
            return [one.seq for one in self._stored()]
        known = valuations(self._book, self._order.basis).value
        figures = (row for one in known for row in one.rows)
        return sorted({seq for figure in figures for seq in figure.events})

    def _write_proof(self, stored: Stored) -> None:
        head = self._order.head
        assert head is not None
        path = path_of(self._log, stored.seq, head)
        proof = Proof(stored.seq, tuple(path), read_note(head.note))
        self._add(f"proofs/{stored.seq}.tlog-proof", [bytes(proof)])
        self._add(f"proofs/{stored.seq}.json", [stored.body])
        if self._order.key is not None:
            receipt = receipt_of(proof, stored.body, self._order.key)
            self._add(f"receipts/{stored.seq}.cose", [bytes(receipt)])


def chosen_heads(
    log: Log, last: StoredHead, also: Collection[int] = ()
) -> Iterator[StoredHead]:
    """Give some signed heads up to one, and all that several keys signed.

    `also` are sizes of heads that are wanted, too.
    """
    sizes = [(x.size, x.note.count("\n\N{EM DASH} ".encode())) for x in all_kept(log)]
    sizes = [pair for pair in sizes if pair[0] <= last.size]
    step = max(1, len(sizes) // MOST_HEADS)
    wanted = {size for size, _ in sizes[::-step]}
    wanted |= {size for size, lines in sizes if lines > 1 or size in also}
    return (kept for kept in all_kept(log) if kept.size in wanted)
