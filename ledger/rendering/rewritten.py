"""Tables of what other people's tables used to say."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.projections.basis import Answer
from ledger.projections.rewritten import MONTH, Snapshot, Touched
from ledger.projections.rewritten import Table as Theirs
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import day_part
from ledger.rendering.tables import Cell, Column, Table


def rewritten_tables(
    answer: Answer[list[Theirs]], source: str, *, brief: bool
) -> list[Table]:
    """The snapshots of a source, then the rows that were rewritten.

    Programs get every row that came, changed or went after the first snapshot.
    """
    if not brief:
        return [_every_row(answer, source)]
    tables = []
    for theirs in answer.value:
        what = f"{source} {theirs.name}" if theirs.name else source
        tables.append(
            Table(
                heading(answer.basis, what),
                _SNAPSHOTS,
                [_snapshot_row(one) for one in theirs.snapshots],
                notes=tuple(_summary(theirs)),
            )
        )
        tables += [
            Table(f"rewritten by {day_part(one.when.text)}", _REWRITTEN, rows)
            for one in theirs.snapshots[1:]
            if (rows := list(_rewritten_rows(theirs, one)))
        ]
    if not tables:
        tables = [Table(heading(answer.basis, source), _SNAPSHOTS, [])]
    last = tables[-1]
    notes = (*last.notes, *footnotes(answer))
    return [*tables[:-1], Table(last.heading, last.columns, last.rows, None, notes)]


_SNAPSHOTS: Final = (
    Column("published", "snapshot", firm=True),
    Column("days", "days", right=True),
    Column("rows", "rows", right=True),
    Column("new", "new", right=True),
    Column("changed", "changed", right=True),
    Column("gone", "gone", right=True),
    Column("share", "rewritten", right=True),
    Column("a_month", "a month", right=True),
)
_REWRITTEN: Final = (
    Column("event", "event", right=True),
    Column("row", "row", wide=True),
    Column("column", "column", wide=True),
    Column("before", "before", wide=True),
    Column("after", "after", wide=True),
)
_EVERY: Final = (
    Column("table", "table"),
    Column("published", "published"),
    Column("event", "event"),
    Column("what", "what"),
    Column("company", "company"),
    Column("row", "row"),
    *_REWRITTEN[2:],
    Column("rows_before", "rows before"),
    Column("days", "days"),
)


def _snapshot_row(one: Snapshot) -> tuple[Cell, ...]:
    first = not one.before
    return (
        day_part(one.when.text),
        None if first else one.days,
        one.rows,
        *(None if first else one.many(what) for what in ("new", "changed", "gone")),
        _percent(one.share),
        _percent(one.a_month),
    )


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{share * 100:.1f} %"


def _summary(theirs: Theirs) -> Iterator[str]:
    """Say how much was rewritten over all snapshots, and which columns came or went."""
    share, a_month = theirs.since_first, theirs.a_month
    if share is not None:
        yield (
            f"of the {theirs.first_rows:,} rows of the first snapshot"
            f" {_percent(share)} changed or vanished within {theirs.days:,} days"
        )
    if a_month is not None:
        yield f"overall {_percent(a_month)} of all rows a month ({MONTH:.1f} days)"
    for one in theirs.snapshots[1:]:
        day = day_part(one.when.text)
        if one.columns:
            yield f"new columns on {day}: {', '.join(one.columns)}"
        if one.lost:
            yield f"columns gone on {day}: {', '.join(one.lost)}"


def _every_row(answer: Answer[list[Theirs]], source: str) -> Table:
    rows = [
        (
            theirs.name,
            touched.row.when.text,
            touched.row.seq,
            touched.what,
            touched.row.company or None,
            touched.key,
            *cells,
            one.before,
            one.days,
        )
        for theirs in answer.value
        for one in theirs.snapshots[1:]
        for touched in one.touched
        for cells in _said(theirs, touched)
    ]
    title = heading(answer.basis, source)
    return Table(title, _EVERY, rows, facts(answer), footnotes(answer))


def _rewritten_rows(theirs: Theirs, one: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for touched in one.touched:
        about = (touched.row.seq, touched.key)
        for column, before, after in _said(theirs, touched):
            if touched.what == "gone":
                yield (*about, "(the row is gone)", before, None)
            elif touched.what == "changed":
                yield (*about, column, before, after)


def _said(
    theirs: Theirs, touched: Touched
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
