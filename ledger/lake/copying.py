"""From a ledger to its lake: what is new, one version for each signed head.

The lake ends with a signed head. What was recorded after it waits for the next one; of
a ledger that nobody signs, all that is on record makes one version. Entries alone are
copied, and these are never erased: quotations, articles and personal data, which can
be, stay in the ledger.
"""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Stored
from ledger.errors import Forked, Refused, RolledBack
from ledger.lake.table import BATCH, Commit, LakeTable, Version, create
from ledger.store.checkpoints import all_kept, count
from ledger.store.entries import LostEntry, UnreadEntry
from ledger.store.log import Log
from ledger.store.reading import stored
from ledger.store.tree import Tree

ANOTHER: Final = "name another folder; a lake has the entries of one ledger"


class Copied(NamedTuple):
    """What a lake has after it was brought up to date."""

    version: int
    size: int
    """How many entries it has."""
    new: int
    """How many of them came now."""
    waiting: int
    """How many entries the ledger has beyond its last signed head."""


def copy(log: Log, opening: Mapping[str, Any], folder: Path) -> Copied:
    """Append to a lake what it lacks, or begin it.

    Refused for the lake of another ledger, RolledBack or Forked where the ledger does
    not extend it, Conflict if somebody else appends at the same time.
    """
    table, end = LakeTable.found(folder), log.head().seq + 1
    last = None if table is None else table.newest()
    if last is not None:
        check_extends(log, opening, last, folder)
    done = begun = 0 if last is None else last.size
    for head in _heads(log, done, end):
        entries = _entries(log, done, head.size)
        if table is None:
            create(folder, entries, head, opening["log"])
            table = LakeTable.found(folder)
        else:
            table.append(entries, head, opening["log"])
        done = head.size
    assert table is not None, "a ledger has a first entry"
    version = table.delta.version() if last is None or done > begun else last.number
    return Copied(version, done, done - begun, end - done)


def check_extends(
    log: Log, opening: Mapping[str, Any], last: Version, folder: Path
) -> None:
    """Raise unless a ledger begins with what its lake has."""
    if last.ledger != opening["log"]:
        raise Refused(f"{folder} is the lake of another ledger", ANOTHER)
    end = log.head().seq + 1
    if last.size > end:
        raise RolledBack(
            f"the lake {folder} has {last.size:,} entries, the ledger {end:,}",
            "the ledger was rolled back; `sayso audit verify` tells more",
        )
    if Tree(log.rows, last.size).root().hex() != last.root:
        raise Forked(
            f"the lake {folder} has other entries than the ledger",
            "one of them was changed; `sayso audit verify` tells more",
        )


def check_current(
    log: Log, opening: Mapping[str, Any], last: Version, folder: Path
) -> None:
    """Raise unless a lake has all that is in its ledger, and nothing else."""
    check_extends(log, opening, last, folder)
    end = log.head().seq + 1
    if last.size < end:
        raise Refused(
            f"the lake {folder} is behind its ledger: {last.size:,} of {end:,} entries",
            shlex.join(["sayso", "export", "--lake", str(folder)]),
        )


def _heads(log: Log, done: int, end: int) -> Iterator[Commit]:
    """Give the heads of more than `done` entries, the smallest first."""
    kept = [(one.size, one.note) for one in all_kept(log, done)]
    if not kept and done < end and not count(log):
        kept = [(end, b"")]
    for size, note in kept:
        yield Commit(size, Tree(log.rows, size).root().hex(), note)


def _entries(log: Log, first: int, end: int) -> Iterator[Stored]:
    """Give the entries [first, end), also those that say nothing; all of them."""
    for begin in range(first, end, BATCH):
        bounds = {"first": begin, "end": min(begin + BATCH, end)}
        rows = log.rows("page", bounds)
        if len(rows) < bounds["end"] - begin:
            seqs = {row[0] for row in log.rows("seqs", bounds)}
            raise LostEntry(min(set(range(begin, bounds["end"])) - seqs))
        for seq, row in enumerate(rows, begin):
            one = Stored(seq, row[0].hex(), *row[1:])
            with suppress(UnreadEntry):  # its bytes are under the root as well
                stored(one)
            yield one
