"""Credibility at one basis after the other: the whole ledger is read once.

A replay goes forward from period to period (`sweeping.py`). Where the ledger itself
had been told more at the next period, it begins again over all that it had been told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.credibility.replaying import Replay
from ledger.credibility.sweeping import Sweep, group_of
from ledger.panels.periods import PanelDay
from ledger.panels.score_rows import CREDIBILITY, ScoreInputs, source_rows, spoken_in
from ledger.panels.settledclaims import LeadTallies, settled_in
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.visible import apply_corrections, published_rows, seen
from ledger.reading.folding import Folding, Group
from ledger.rendering.cells import cells_by
from ledger.rendering.columns import Cells

SourceRows = Iterator[tuple[str, Cells]]
"""Rows, each with its source."""


class Period(NamedTuple):
    """Where a replay stands at a basis; good until the next one is asked for."""

    basis: Basis
    names: Directory
    replay: Replay
    events: Mapping[int, Row]
    """All published events by number."""


def periods(
    groups: Iterable[Group], days: Sequence[PanelDay], begun: Callable[[Basis], Replay]
) -> Iterator[Period]:
    """Replay groups of companies, period by period.

    `begun` makes the replay that begins with a basis.
    """
    last = days[-1][0]
    if days[0][0].known_at != last.known_at:  # else they are needed once
        groups = list(groups)
    for known_at, part in groupby(days, key=lambda day: day[0].known_at):
        told = [(slugs, _known(entries, known_at, last)) for slugs, entries in groups]
        events = {row.seq: row for _, rows in told for row in rows}
        sweep = None
        for basis, names in part:
            if sweep is None:
                found = [group_of(*one, possible=basis.possible) for one in told]
                sweep = Sweep(found, names, begun(basis))
            sweep.go(basis.cut)
            yield Period(basis, names, sweep.replay, events)


def score_rows(
    folding: Folding, days: Sequence[PanelDay], wanted: frozenset[str]
) -> SourceRows:
    """Give rows period by period, in each the sources by slug."""
    groups = folding.groups((), days[-1][0].known_at)

    def begun(_: Basis) -> Replay:
        return Replay(tallies=LeadTallies())

    for basis, names, replay, events in periods(groups, days, begun):
        yield from panel_rows(found_in(replay, events), names, basis, wanted)


def found_in(replay: Replay, events: Mapping[int, Row]) -> ScoreInputs:
    """Give what the rows at the cut of a replay are made of."""
    settled = settled_in(replay.shares.values(), events, replay.cut)
    return ScoreInputs(replay.scores(), spoken_in(replay.cases.values()), settled)


def panel_rows(
    found: ScoreInputs,
    names: Directory,
    basis: Basis,
    wanted: frozenset[str] = frozenset(),
) -> SourceRows:
    """Give the rows of one basis, of some sources or of all."""
    cells = cells_by(CREDIBILITY)
    for row in source_rows(found, names, basis):
        slug = row.source.slug
        if not wanted or slug in wanted:
            yield slug, cells(row)


def _known(entries: Iterable[Entry], known_at: int, last: Basis) -> list[Row]:
    """Give what the ledger had been told, of what is visible on the last day."""
    applied = apply_corrections([entry for entry in entries if entry.seq <= known_at])
    rows = published_rows(applied.entries)
    return seen(rows, last.cut, possible=last.possible)
