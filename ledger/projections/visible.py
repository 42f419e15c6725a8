"""Which events count at a basis, with our own mistakes corrected.

First the record clock: of the entries up to `known_at`, corrections and voidings are
applied, the later one winning; taking one back restores what it replaced. They act
on every as-of. Then the published clock: an event counts once its interval is over
(strict), or once it has begun (possible). Nothing else decides what is visible, and
the result does not depend on the order in which events were recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from ledger.claims.entry import Entry
from ledger.projections.basis import Basis
from ledger.projections.rows import Row, row_from

CORRECTED = "entry.corrected"
VOIDED = "entry.voided"


@dataclass(slots=True)
class Corrected:
    """Entries as the ledger holds them now, and what was done to them."""

    entries: list[Entry]
    voided: dict[str, int] = field(default_factory=dict)
    """Event id -> sequence number of the voiding."""
    corrected: dict[str, list[int]] = field(default_factory=dict)
    """Event id -> sequence numbers of the corrections in force."""


def apply_corrections(entries: Sequence[Entry]) -> Corrected:
    """Apply our corrections and voidings, newest first, to everything older."""
    done = Corrected([])
    patches: dict[str, list[Mapping[str, Any]]] = {}
    for entry in sorted(entries, key=attrgetter("seq"), reverse=True):
        if entry.id in done.voided:
            continue
        data = entry.data
        for patch in reversed(patches.get(entry.id, ())):
            data = {**data, **patch}
        if entry.id in patches:
            data = {key: value for key, value in data.items() if value is not None}
        if entry.type == VOIDED:
            done.voided.setdefault(data["target"], entry.seq)
        elif entry.type == CORRECTED:
            patches.setdefault(data["target"], []).append(data["set"])
            done.corrected.setdefault(data["target"], []).append(entry.seq)
        done.entries.append(entry if data is entry.data else entry._replace(data=data))
    done.entries.reverse()
    return done


@dataclass(slots=True)
class View:
    """What can be seen at a basis: published events in the order of folds."""

    basis: Basis
    rows: list[Row]
    late: int = 0
    """Events seen that were recorded after the as-of cut."""
    straddling: int = 0
    """Events whose published interval holds the cut."""
    recorded: Sequence[Entry] = ()
    """All that is recorded, our own mistakes corrected, published yet or not."""


def published_rows(entries: Iterable[Entry]) -> list[Row]:
    """Parse every published entry, in the order of folds."""
    rows = [row_from(entry) for entry in entries if "published" in entry.data]
    rows.sort(key=lambda row: row.key)
    return rows


def visible(entries: Sequence[Entry], basis: Basis) -> View:
    """Select what counts at a basis out of all entries about some companies."""
    applied = apply_corrections(
        [entry for entry in entries if entry.seq <= basis.known_at]
    )
    view = select(published_rows(applied.entries), basis)
    view.recorded = applied.entries
    return view


def select(rows: Sequence[Row], basis: Basis) -> View:
    """Cut rows that are parsed and sorted already at a basis."""
    cut = basis.cut
    there = seen(rows, cut, possible=basis.possible)
    return View(
        basis=basis,
        rows=there,
        late=sum(row.recorded >= cut for row in there),
        straddling=sum(row.when.lo < cut < row.when.hi for row in rows),
    )


def seen(rows: Iterable[Row], cut: int, *, possible: bool) -> list[Row]:
    """Give the rows that are published by a cut: for sure, or possibly."""
    return [
        row for row in rows if row.when.hi <= cut or (possible and row.when.lo < cut)
    ]
