"""Which events count at a basis, with our own mistakes mended.

First the record clock: of the entries up to `known_at`, corrections and voidings are
applied, the later one winning; taking one back restores what it replaced. They act
on every as-of. Then the published clock: an event counts once its interval is over
(strict), or once it has begun (possible). Nothing else decides what is visible, and
the result does not depend on the order in which events were recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ledger.projections.basis import Basis
from ledger.projections.rows import Entry, Row, row_from

CORRECTED = "entry.corrected"
VOIDED = "entry.voided"


@dataclass(slots=True)
class Mended:
    """Entries as the ledger holds them now, and what was done to them."""

    entries: list[Entry]
    voided: dict[str, int] = field(default_factory=dict)
    """Event id -> sequence number of the voiding."""
    corrected: dict[str, list[int]] = field(default_factory=dict)
    """Event id -> sequence numbers of the corrections in force."""


def mend(entries: Sequence[Entry]) -> Mended:
    """Apply our corrections and voidings, newest first, to everything older."""
    done = Mended([])
    patches: dict[str, list[Mapping[str, Any]]] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq, reverse=True):
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
        done.entries.append(entry if data is entry.data else replace(entry, data=data))
    done.entries.reverse()
    return done


@dataclass(slots=True)
class View:
    """What can be seen at a basis: published events in the order of folds."""

    basis: Basis
    rows: list[Row]
    names: list[Entry]
    """Registrations and aliases, which only the record clock governs."""
    late: int = 0
    """Events seen that were recorded after the as-of cut."""
    straddling: int = 0
    """Events whose published interval holds the cut."""
    later: int = 0
    """Events that are recorded, but published after the cut."""


def published_rows(entries: Iterable[Entry]) -> list[Row]:
    """Parse every published entry, in the order of folds."""
    rows = [row_from(entry) for entry in entries if "published" in entry.data]
    rows.sort(key=lambda row: row.key)
    return rows


def visible(entries: Sequence[Entry], basis: Basis) -> View:
    """Select what counts at a basis out of all entries of the ledger, or of some
    companies together with the names.
    """
    known = [entry for entry in entries if entry.seq <= basis.known_at]
    mended = mend(known)
    rows = published_rows(mended.entries)
    names = [entry for entry in mended.entries if ".registered" in entry.type]
    names += [entry for entry in mended.entries if ".alias_added" in entry.type]
    return select(rows, names, basis)


def select(rows: Sequence[Row], names: list[Entry], basis: Basis) -> View:
    """Cut rows that are parsed and sorted already at a basis."""
    cut, possible = basis.cut, basis.possible
    seen = [
        row for row in rows if row.when.hi <= cut or (possible and row.when.lo < cut)
    ]
    return View(
        basis=basis,
        rows=seen,
        names=names,
        late=sum(row.recorded >= cut for row in seen),
        straddling=sum(row.when.lo < cut < row.when.hi for row in rows),
        later=sum(row.when.lo >= cut for row in rows),
    )
