"""`stats`: what a ledger holds, counted."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.answers.asking import Shape
from ledger.answers.telling import Told
from ledger.claims.dates import show_instant
from ledger.rendering.columns import Column, Columns
from ledger.rendering.tables import Table
from ledger.store.database import Stats
from ledger.store.storage import HEAL


class LedgerCounts(NamedTuple):
    """What was counted, and which guards are missing."""

    stats: Stats
    missing: Sequence[str]

    @property
    def first(self) -> int | None:
        """When the first event came on record."""
        return self.stats.first_recorded

    @property
    def last(self) -> int | None:
        """When the last event came on record."""
        return self.stats.last_recorded


def _when(instant: int | None) -> str | None:
    return None if instant is None else show_instant(instant)


LEDGER: Final[Columns[LedgerCounts]] = (
    Column("events", of=lambda x: x.stats.entries, kind="whole"),
    Column("companies", of=lambda x: x.stats.companies, kind="whole"),
    Column(
        "first_recorded", of=lambda x: _when(x.stats.first_recorded), kind="instant"
    ),
    Column("last_recorded", of=lambda x: _when(x.stats.last_recorded), kind="instant"),
    Column("bytes", of=lambda x: x.stats.size, kind="whole"),
    Column("ranking_upto", of=lambda x: x.stats.ranking, kind="whole"),
    Column("guards_missing", of=lambda x: tuple(x.missing), kind="texts"),
    Column("unsound", of=lambda x: tuple(x.stats.unsound or ()), kind="texts"),
)
TYPES: Final[Columns[tuple[str, int]]] = (
    Column("type", "type", lambda x: x[0]),
    Column("events", "events", lambda x: x[1], kind="whole", right=True),
)


def stats_answer(stats: Stats, missing: Sequence[str]) -> Told:
    """Say how many events of each type a ledger holds, and how it is kept."""
    counted = LedgerCounts(stats, missing)
    return Told(
        question="stats",
        asked={},
        exact=lambda: _table(counted, brief=False),
        drawn=lambda _: [_table(counted, brief=True)],
    )


def _table(counted: LedgerCounts, *, brief: bool) -> Table:
    stats = counted.stats
    heading = (
        f"events: {stats.entries:,}, companies: {stats.companies:,},"
        f" {stats.size:,} bytes"
    )
    rows = list(stats.types.items())
    table = Table.of(heading, TYPES, rows, None, _notes(counted), brief=brief)
    if brief:
        return table
    return table.with_lists({"ledger": Table.of(None, LEDGER, [counted], brief=False)})


def _notes(counted: LedgerCounts) -> Iterator[str]:
    stats = counted.stats
    first, last = _when(counted.first), _when(counted.last)
    if first:
        yield f"recorded from {first} to {last}"
    if stats.ranking is not None:
        yield f"the ranking holds events up to {stats.ranking}"
    if stats.index is not None:
        yield f"the index of words holds events up to {stats.index}"
    if counted.missing:
        named = ", ".join(counted.missing)
        yield f"guards missing: {named}; past entries can be changed unnoticed"
    if stats.unsound:
        yield f"storage is damaged: {stats.unsound[0]}; {HEAL}"


def _stats() -> Table:
    table = Table.of(None, TYPES, (), brief=False)
    return table.with_lists({"ledger": Table.of(None, LEDGER, (), brief=False)})


SHAPES: Final = {
    "stats": Shape(
        "what a ledger holds; a row is a type of event", _stats, based=False
    ),
}
