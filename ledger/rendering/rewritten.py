"""Tables of what other people's tables used to say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.rewritten import MONTH, RowChange, Snapshot, VendorTable
from ledger.projections.rows import Row
from ledger.rendering.basis import answer_table, footnotes, heading
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import day_part
from ledger.rendering.tables import Table


@dataclass(frozen=True, slots=True)
class RewrittenRow:
    """One rewriting: what a column said before and after; or a whole row."""

    table: str | None
    snapshot: Snapshot
    touched: RowChange
    column: str | None
    before: str | None
    after: str | None

    @property
    def row(self) -> Row:
        return self.touched.row


def rewritten_tables(
    answer: Answer[list[VendorTable]], source: str, *, brief: bool
) -> list[Table]:
    """The snapshots of a source, then the rows that were rewritten.

    Programs get every row that came, changed or went after the first snapshot.
    """
    if not brief:
        every = [
            line
            for theirs in answer.value
            for one in theirs.snapshots[1:]
            for line in _rewritten_rows(theirs, one)
        ]
        snapshots = [(x, one) for x in answer.value for one in x.snapshots]
        parts = {
            "tables": Table.of(None, TABLES, answer.value, brief=False),
            "snapshots": Table.of(None, SEEN, snapshots, brief=False),
        }
        table = answer_table(answer, LINES, every, source, brief=False)
        return [replace(table, parts=parts)]
    tables = []
    for theirs in answer.value:
        what = f"{source} {theirs.name}" if theirs.name else source
        title, notes = heading(answer.basis, what), _summary(theirs)
        tables.append(Table.of(title, SNAPSHOTS, theirs.snapshots, notes=notes))
        for one in theirs.snapshots[1:]:
            lines = [x for x in _rewritten_rows(theirs, one) if x.touched.what != "new"]
            if lines:
                title = f"rewritten by {day_part(one.when.text)}"
                tables.append(Table.of(title, LINES, lines))
    if not tables:
        tables = [Table.of(heading(answer.basis, source), SNAPSHOTS, ())]
    last = tables[-1]
    return [*tables[:-1], replace(last, notes=(*last.notes, *footnotes(answer)))]


def _column(line: RewrittenRow, _: Directory) -> str | None:
    return "(the row was removed)" if line.touched.what == "gone" else line.column


def _many(what: str) -> Column[Snapshot]:
    """Give a column that counts rows; of the first snapshot there is nothing to say."""
    return Column(what, what, lambda x: x.many(what) if x.before else None, right=True)


SNAPSHOTS: Final[Columns[Snapshot]] = (
    Column("published", "snapshot", lambda x: day_part(x.when.text), firm=True),
    Column("days", "days", lambda x: x.days if x.before else None, right=True),
    Column("rows", "rows", lambda x: x.rows, right=True),
    *map(_many, ("new", "changed", "gone")),
    Column("share", "rewritten", lambda x: _percent(x.share), right=True),
    Column("a_month", "a month", lambda x: _percent(x.a_month), right=True),
)
LINES: Final[Columns[RewrittenRow]] = (
    Column("table", of=lambda x: x.table),
    Column("published", of=lambda x: x.row.when.text, kind="when"),
    Column("event", "event", lambda x: x.row.seq, kind="event", right=True),
    Column("what", of=lambda x: x.touched.what, words=("new", "changed", "gone")),
    Column("company", of=lambda x: x.row.company or None),
    Column("row", "row", lambda x: x.touched.key, wide=True),
    Column("column", "column", lambda x: x.column, _column, wide=True),
    Column("before", "before", lambda x: x.before, wide=True),
    Column("after", "after", lambda x: x.after, wide=True),
    Column("rows_before", of=lambda x: x.snapshot.before, kind="whole"),
    Column("days", of=lambda x: x.snapshot.days, kind="whole"),
)
TABLES: Final[Columns[VendorTable]] = (
    Column("table", of=lambda x: x.name),
    Column("rows", of=lambda x: x.first_rows, kind="whole"),
    Column("days", of=lambda x: x.days, kind="whole"),
    Column("share", of=lambda x: _share(x.since_first), kind="exact"),
    Column("a_month", of=lambda x: _share(x.a_month), kind="exact"),
)
"""What is said of a table over all of its snapshots."""

SEEN: Final[Columns[tuple[VendorTable, Snapshot]]] = (
    Column("table", of=lambda x: x[0].name),
    Column("published", of=lambda x: x[1].when.text, kind="when"),
    Column("rows", of=lambda x: x[1].rows, kind="whole"),
    Column("rows_before", of=lambda x: x[1].before, kind="whole"),
    Column("days", of=lambda x: x[1].days, kind="whole"),
    Column("new", of=lambda x: x[1].many("new"), kind="whole"),
    Column("changed", of=lambda x: x[1].many("changed"), kind="whole"),
    Column("gone", of=lambda x: x[1].many("gone"), kind="whole"),
    Column("share", of=lambda x: _share(x[1].share), kind="exact"),
    Column("a_month", of=lambda x: _share(x[1].a_month), kind="exact"),
    Column("columns", of=lambda x: tuple(x[1].columns), kind="texts"),
    Column("lost", of=lambda x: tuple(x[1].lost), kind="texts"),
)
"""What is said of one snapshot."""


def _share(share: Decimal | None) -> Decimal | None:
    return None if share is None else share.quantize(Decimal("0.000001"))


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{share * 100:.1f} %"


def _summary(theirs: VendorTable) -> Iterator[str]:
    """Say how much was rewritten over all snapshots, and which columns came or went."""
    share, a_month = theirs.since_first, theirs.a_month
    if share is not None:
        yield (
            f"of the {theirs.first_rows:,} rows of the first snapshot"
            f" {_percent(share)} changed or disappeared within {theirs.days:,} days"
        )
    if a_month is not None:
        yield f"overall {_percent(a_month)} of all rows a month ({MONTH:.1f} days)"
    for one in theirs.snapshots[1:]:
        day = day_part(one.when.text)
        if one.columns:
            yield f"new columns on {day}: {', '.join(one.columns)}"
        if one.lost:
            yield f"columns removed on {day}: {', '.join(one.lost)}"


def _rewritten_rows(theirs: VendorTable, one: Snapshot) -> Iterator[RewrittenRow]:
    for touched in one.touched:
        for column, before, after in _cell_changes(theirs, touched):
            yield RewrittenRow(theirs.name, one, touched, column, before, after)


def _cell_changes(
    theirs: VendorTable, touched: RowChange
) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Give column, before and after: of each that changed, or of the whole row."""
    if touched.was is not None:
        yield ", ".join(theirs.key), touched.was, touched.key
    for cell in touched.rewritings:
        if touched.was is None or cell.column not in theirs.key:
            yield cell.column, cell.old, cell.new
    if touched.what != "changed":
        said = "; ".join(
            f"{name}: {text}"
            for name, text in touched.cells.items()
            if name not in theirs.key
        )
        came = touched.what == "new"
        yield None, None if came else said, said if came else None
