"""A lake to ask: whole, as signed, and what must be folded together.

Before anything is folded the lake is held against its own head: every file that its log
names is there, the entries have all numbers without a gap, and the root of the tree
over their hashes is that of the head. That the bytes of an entry have its hash is seen
where it is read.

Companies that events link (a merger, a claim that was moved) are folded together, as
in a ledger: they are one *unit*, whatever parts of the lake they lie in. Who sources
are is asked in all units, and goes to all of them; what companies are called is not.
"""

import shlex
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.merkle import Frontier, perfect
from ledger.audit.tiles import HEIGHT, WIDTH
from ledger.claims.entry import Stored
from ledger.errors import BadInput, Damaged, Refused
from ledger.lake.table import (
    NO_COMPANY,
    WRITE_AGAIN,
    File,
    LakeTable,
    Version,
    entries_in,
    modules,
    stored_in,
)
from ledger.reading.index.terms import CALLED
from ledger.store.entries import Head
from ledger.store.log import Log

if TYPE_CHECKING:
    from ledger.store.session import Rows, Values
    from ledger.store.statements import Query

TABLES_AND_TEXTS: Final = ("document.recorded", "snapshot.")
"""Entries of no company that say nothing of names: how their types begin."""


class Lake:
    """A lake that holds all that its head says."""

    def __init__(self, folder: Path) -> None:
        """Open the lake in a folder.

        Refused if there is none, Damaged if parts are missing or are not those that
        its head stands for.
        """
        table = LakeTable.found(folder)
        if table is None:
            raise Refused(
                f"there is no lake in {folder}",
                shlex.join(["sayso", "export", "--lake", str(folder)]),
            )
        self.folder, self._table = folder, table
        self.last = table.newest()
        self.files = table.files()
        self._check_there()
        self._index = self._checked()
        self.log = CopiedLog(self)

    def version(self, number: int) -> Version:
        """Give a version of the table; BadInput if it is not that of a head."""
        found = {one.number: one for one in self._table.versions()}
        if number not in found:
            last = self.last.number
            raise BadInput(
                f"at_version: the lake has no head of version {number}",
                f"its versions are 0 to {last}" if last else "it has version 0 only",
                ("at_version",),
            )
        return found[number]

    @cached_property
    def names(self) -> tuple[Stored, ...]:
        """The entries of no company, but for documents and rows of tables."""
        rows = stored_in(self._of_none())
        return tuple(x for x in rows if not x.type.startswith(TABLES_AND_TEXTS))

    @cached_property
    def voices(self) -> tuple[Stored, ...]:
        """Those among them that tell who sources are, and our own mistakes."""
        return tuple(one for one in self.names if one.type not in CALLED)

    @cached_property
    def units(self) -> dict[str, str]:
        """Companies that are linked -> the unit that they are in, by its first name."""
        _, pa = modules()
        linked = self._index.filter(pa.compute.is_valid(self._index["other"]))
        pairs = zip(*(linked[x].to_pylist() for x in ("company", "other")), strict=True)
        first: dict[str, set[str]] = {}
        for pair in pairs:
            joined = {x for x in pair if x is not None}
            joined = joined.union(*(first.get(x, ()) for x in joined))
            first |= dict.fromkeys(joined, joined)
        return {slug: min(joined) for slug, joined in first.items()}

    @cached_property
    def recorded(self) -> list[int]:
        """When each entry was recorded, in microseconds since 1970."""
        found: list[int] = self._index["recorded"].to_pylist()
        return found

    @cached_property
    def leaves(self) -> list[bytes]:
        """The hash of each entry."""
        found: list[bytes] = self._index["leaf"].to_pylist()
        return found

    def _of_none(self) -> Any:
        files = [one for one in self.files if one.part == NO_COMPANY]
        return entries_in(files).sort_by("seq")

    def _check_there(self) -> None:
        missing = [one.path for one in self.files if not one.path.is_file()]
        if missing:
            names = [str(one.relative_to(self.folder)) for one in missing]
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            raise Damaged(
                f"the lake {self.folder} lacks {names[0]}{more}",
                f"restore it from a copy, or {WRITE_AGAIN}",
            )

    def _checked(self) -> Any:
        """Read all but the bytes; Damaged unless it is what the head stands for."""
        columns = ("seq", "company", "other", "recorded", "leaf")
        found = entries_in(self.files, columns).sort_by("seq")
        size, there = self.last.size, found.num_rows
        if there < size:
            raise Damaged(
                f"the lake {self.folder} is behind its head:"
                f" {there:,} of {size:,} entries",
                f"restore it from a copy, or {WRITE_AGAIN}",
            )
        leaves = found["leaf"].to_pylist()
        numbered = found["seq"].to_pylist() == list(range(size))
        if not numbered or _root(leaves) != self.last.root:
            raise self._altered()
        return found

    def _altered(self) -> Damaged:
        """Name the first file with anything but entries of this ledger."""
        ours = b'"log":"%s"' % self.last.ledger.encode()
        for file in self.files:
            rows = entries_in([file], ("seq", "leaf", "body")).to_pylist()
            for row in rows:
                if ours not in row["body"]:
                    return self._wrong(file, "has entries of another ledger")
                if sha256(b"\x00" + row["body"]).digest() != row["leaf"]:
                    return self._wrong(file, f"holds entry {row['seq']}, altered")
        return Damaged(
            f"the lake {self.folder} has other entries than its head stands for",
            WRITE_AGAIN,
        )

    def _wrong(self, file: File, what: str) -> Damaged:
        name = file.path.relative_to(self.folder)
        return Damaged(f"the lake {self.folder}: {name} {what}", WRITE_AGAIN)


def _root(leaves: Sequence[bytes]) -> str:
    tree, whole = Frontier(), len(leaves) // WIDTH * WIDTH
    for at in range(0, whole, WIDTH):
        tree.add(perfect(leaves[at : at + WIDTH]), HEIGHT)
    for leaf in leaves[whole:]:
        tree.add(leaf)
    return tree.root.hex()


class NamesLog(Log):
    """A log that has the entries of no company alone: all that folds ask of one."""

    def __init__(self, names: Sequence[Stored]) -> None:
        self._names = names

    def rows(self, name: "Query", values: "Values") -> "Rows":
        if name == "ranking":
            return []  # neither a ranking nor an index is kept
        if name != "entries_of_names":
            raise Refused(
                "a lake answers rankings and panels alone", "ask the ledger itself"
            )
        wanted = (x for x in self._names if values["after"] < x.seq <= values["upto"])
        return list(islice(wanted, values["batch"]))


class CopiedLog(NamesLog):
    """The log of a lake: where it ends, its tree, and who is registered."""

    def __init__(self, lake: Lake) -> None:
        super().__init__(lake.names)
        self._lake = lake

    @property
    def place(self) -> str:
        """Where the lake is."""
        return str(self._lake.folder)

    def head(self) -> Head:
        """Give the last entry of the lake."""
        return self.head_at(self._lake.last.size - 1)

    def head_at(self, seq: int) -> Head:
        """Give the head of the ledger when an entry was its last one."""
        return Head(seq, self._lake.leaves[seq].hex(), self._lake.recorded[seq])

    def _settled_head(self) -> Head:
        return self.head()  # nobody appends to what was read

    def rows(self, name: "Query", values: "Values") -> "Rows":
        ask = _ASKED.get(name)
        return super().rows(name, values) if ask is None else ask(self._lake, values)


def _leaves(lake: Lake, values: "Values") -> "Rows":
    return [(one,) for one in lake.leaves[values["first"] : values["end"]]]


def _nodes(lake: Lake, values: "Values") -> "Rows":
    """Work out the roots of subtrees that a ledger keeps."""
    span = WIDTH ** values["level"]
    places = range(values["first"], values["end"])
    return [(perfect(lake.leaves[x * span : (x + 1) * span]),) for x in places]


_ASKED: Final[dict[str, Callable[[Lake, "Values"], "Rows"]]] = {
    "leaves": _leaves,
    "nodes": _nodes,
    "recorded": lambda lake, values: [(lake.recorded[values["seq"]],)],
}
