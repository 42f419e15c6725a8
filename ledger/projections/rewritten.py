"""What somebody's table used to say, and how much of it was rewritten since.

A snapshot is what a table said on one day. Its events are those of one source, table
and published interval; applied in the order of folds they turn the rows of the snapshot
before into its own: rows that went, rows that changed (perhaps under another key),
columns that came, rows that came. Columns that `snapshot.taken` does not list any more
are gone from every row.

*Rewritten* is a row of the snapshot before that changed or went. A new row rewrites
nothing, nor does a new column. The share of a snapshot is rewritten rows of all rows of
the one before; *a month* is what that comes to in 365.25 / 12 days. Over all snapshots,
`since_first` counts the rows of the first one of which something was rewritten by the
last one, and `a_month` the rewritten rows of all that could have been, in row-months.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from ledger.claims.dates import When
from ledger.projections.rows import SNAPSHOTS, Row

DAY: Final = 86_400_000_000
MONTH: Final = Decimal("365.25") / 12
"""Days."""


@dataclass(frozen=True, slots=True)
class RewrittenCell:
    """One column of a row that says something else; None is an empty cell."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of a row: `what` is new, changed or gone."""

    row: Row
    what: str
    key: str
    was: str | None
    """The key that it had before, if that changed."""
    cells: Mapping[str, str]
    """What it said before; of a new row, what it says."""
    rewritings: tuple[RewrittenCell, ...]


@dataclass(slots=True)
class VendorRow:
    """A row of a table, as it is by now."""

    cells: dict[str, str]
    company: str | None
    claims: tuple[str, ...]
    first: bool
    """Whether it was in the first snapshot."""
    rewritten: bool = False


@dataclass(slots=True)
class Snapshot:
    """One snapshot, and what it changed."""

    when: When
    events: tuple[int, ...]
    rows: int
    before: int
    """Rows of the snapshot before; 0 for the first one."""
    days: int
    """Since the snapshot before."""
    touched: list[RowChange]
    columns: tuple[str, ...]
    """New ones; of the first snapshot all."""
    lost: tuple[str, ...]
    """Columns that it does not have any more, and that were not left out."""

    def many(self, what: str) -> int:
        """Count the rows that are new, changed or gone."""
        return sum(one.what == what for one in self.touched)

    @property
    def rewritten(self) -> int:
        return sum(one.what != "new" for one in self.touched)

    @property
    def share(self) -> Decimal | None:
        """Rewritten of all rows there were; None where there were none."""
        return Decimal(self.rewritten) / self.before if self.before else None

    @property
    def a_month(self) -> Decimal | None:
        share = self.share
        return None if share is None or not self.days else share * MONTH / self.days


@dataclass(slots=True)
class VendorTable:
    """A table of a source, as its newest snapshot has it, and how that came."""

    source: str
    name: str | None
    key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    rows: dict[str, VendorRow] = field(default_factory=dict)
    snapshots: list[Snapshot] = field(default_factory=list)
    first_rows: int = 0
    first_rewritten: int = 0

    @property
    def when(self) -> When | None:
        """When the newest snapshot was taken."""
        return self.snapshots[-1].when if self.snapshots else None

    @property
    def days(self) -> int:
        return sum(one.days for one in self.snapshots)

    @property
    def since_first(self) -> Decimal | None:
        """Rows of the first snapshot that were rewritten since, of all its rows."""
        if not self.first_rows or len(self.snapshots) == 1:
            return None
        return Decimal(self.first_rewritten) / self.first_rows

    @property
    def a_month(self) -> Decimal | None:
        """Rows rewritten a month, of all rows that could have been."""
        exposed = sum(one.before * one.days for one in self.snapshots)
        rewritten = sum(one.rewritten for one in self.snapshots if one.before)
        return Decimal(rewritten) * MONTH / exposed if exposed else None


def tables_of(rows: Iterable[Row], source: str) -> list[VendorTable]:
    """Fold rows, in the order of folds, into the tables of a source, by name."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        if row.type in SNAPSHOTS and row.source == source:
            named.setdefault(row.data.get("table", ""), []).append(row)
    return [_folded(source, name or None, named[name]) for name in sorted(named)]


def _folded(source: str, name: str | None, rows: Sequence[Row]) -> VendorTable:
    table = VendorTable(source, name)
    for _, events in groupby(rows, key=lambda row: (row.when.hi, row.when.lo)):
        _apply_snapshot(table, list(events))
    return table


def _apply_snapshot(table: VendorTable, events: Sequence[Row]) -> None:
    """Apply the events of one snapshot."""
    before, when, earlier = len(table.rows), events[0].when, table.when
    columns, ignored = table.columns, table.ignored
    touched = [
        one for row in events if (one := _apply(table, row, columns)) is not None
    ]
    touched.sort(key=lambda one: (one.what, one.key))
    if not table.snapshots:
        table.first_rows = len(table.rows)
    known = frozenset((*columns, *ignored))
    dropped = frozenset(columns) - frozenset(table.columns)
    if dropped:
        _drop(table, dropped)
    table.snapshots.append(
        Snapshot(
            when=when,
            events=tuple(row.seq for row in events),
            rows=len(table.rows),
            before=before if earlier else 0,
            days=0 if earlier is None else round((when.hi - earlier.hi) / DAY),
            touched=touched,
            columns=tuple(x for x in table.columns if x not in known),
            lost=tuple(x for x in columns if x in dropped - set(table.ignored)),
        )
    )


def _drop(table: VendorTable, columns: frozenset[str]) -> None:
    for row in table.rows.values():
        row.cells = {k: value for k, value in row.cells.items() if k not in columns}


def _apply(table: VendorTable, row: Row, columns: Sequence[str]) -> RowChange | None:
    """Apply one event; give what it did to a row, if it did anything to one.

    `columns` are those of the snapshot before.
    """
    data = row.data
    match row.type:
        case "snapshot.taken":
            table.key, table.columns = tuple(data["key"]), tuple(data["columns"])
            table.ignored = tuple(data.get("ignored", ()))
        case "snapshot.column_seen":
            for cell in data.get("cells", ()):
                if cell["key"] in table.rows:
                    table.rows[cell["key"]].cells[data["column"]] = cell["value"]
        case "snapshot.row_seen":
            return _seen(table, row)
        case "snapshot.row_changed":
            return _change_row(table, row, columns)
        case "snapshot.row_gone":
            return _remove_row(table, row)
    return None


def _seen(table: VendorTable, row: Row) -> RowChange:
    data = row.data
    cells = {cell["column"]: cell["value"] for cell in data["cells"]}
    claims, first = tuple(data.get("claims", ())), not table.snapshots
    table.rows[data["key"]] = VendorRow(cells, data.get("company"), claims, first)
    return RowChange(row, "new", data["key"], None, dict(cells), ())


def _change_row(
    table: VendorTable, row: Row, columns: Sequence[str]
) -> RowChange | None:
    """Change a row; of one that is not there (its event was voided) make one.

    A row that only got another key, of columns that the table did not have before, was
    not rewritten.
    """
    data = row.data
    told = any("old" in x or x["column"] in columns for x in data["cells"])
    was = data.get("was", data["key"])
    found = table.rows.pop(was, None) or VendorRow({}, None, (), first=False)
    old = dict(found.cells)
    for cell in data["cells"]:
        found.cells.pop(cell["column"], None)
        if "new" in cell:
            found.cells[cell["column"]] = cell["new"]
    found.company = data.get("company", found.company)
    found.claims = tuple(data.get("claims", ()))
    table.rows[data["key"]] = found
    if not told:
        return None
    _count(table, found)
    said = tuple(_rewriting(cell) for cell in data["cells"])
    return RowChange(row, "changed", data["key"], data.get("was"), old, said)


def _rewriting(cell: Mapping[str, Any]) -> RewrittenCell:
    return RewrittenCell(cell["column"], cell.get("old"), cell.get("new"))


def _remove_row(table: VendorTable, row: Row) -> RowChange:
    key = row.data["key"]
    found = table.rows.pop(key, None)
    cells = {} if found is None else found.cells
    if found is not None:
        _count(table, found)
    return RowChange(row, "gone", key, None, cells, ())


def _count(table: VendorTable, row: VendorRow) -> None:
    table.first_rewritten += row.first and not row.rewritten
    row.rewritten = True
