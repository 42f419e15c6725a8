"""Credibility at one basis after the other: the whole ledger is read once.

A replay goes forward from period to period (`sweeping.py`). Where the ledger itself
had been told more at the next period, it begins again over all that it had been told.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.credibility.sweeping import Sweep, group_of
from ledger.panels.score_rows import CREDIBILITY, source_rows
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.visible import mend, published_rows, seen
from ledger.reading.folding import Folding, Group
from ledger.rendering.cells import Cells, cells_by


def score_rows(
    folding: Folding, days: Sequence[tuple[Basis, Directory]], wanted: frozenset[str]
) -> Iterator[tuple[str, Cells]]:
    """Give rows period by period, in each the sources by slug."""
    cells = cells_by(CREDIBILITY)
    first, last = days[0][0].known_at, days[-1][0].known_at
    groups: Iterable[Group] = folding.groups((), last)
    if first != last:  # else they are needed once, and need not be held
        groups = list(groups)
    for known_at, part in groupby(days, key=lambda day: day[0].known_at):
        told = [
            (slugs, _known(entries, known_at, days[-1][0])) for slugs, entries in groups
        ]
        events = {row.seq: row for _, rows in told for row in rows}
        sweep = None
        for basis, directory in part:
            if sweep is None:
                possible = basis.possible
                found = [group_of(*one, possible=possible) for one in told]
                sweep = Sweep(found, directory)
            moment = sweep.to(basis.cut)
            for row in source_rows(moment, directory, events, basis):
                slug = row.source.slug
                if not wanted or slug in wanted:
                    yield slug, cells(row)


def _known(entries: Iterable[Entry], known_at: int, last: Basis) -> list[Row]:
    """Give what the ledger had been told, of what is visible on the last day."""
    mended = mend([entry for entry in entries if entry.seq <= known_at])
    rows = published_rows(mended.entries)
    return seen(rows, last.cut, possible=last.possible)
