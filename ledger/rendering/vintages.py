"""A revision triangle: what was said of each day, as known on each later day."""

from ledger.claims.dates import show_day
from ledger.projections.basis import Answer
from ledger.projections.valuations import Valued
from ledger.projections.vintages import Triangle
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.tables import Cell, Column, Table


def vintages_table(
    answer: Answer[Triangle], figure: str, company: str, *, brief: bool, width: int
) -> Table:
    """A triangle for eyes; for programs a row a cell."""
    found = answer.value
    title = heading(answer.basis, f"{company}, {figure}")
    if not brief:
        return Table(title, _CELLS, _cells(found), facts(answer), footnotes(answer))
    fit = max(1, (width - 12) // 12)
    left_out = max(0, len(found.columns) - fit)
    columns = (
        Column("about", "about"),
        *(
            Column(show_day(day), show_day(day), right=True)
            for day in found.columns[left_out:]
        ),
    )
    rows: list[tuple[Cell, ...]] = [
        (show_day(day), *(_cell(x) for x in cells[left_out:]))
        for day, cells in zip(found.rows, found.cells, strict=True)
    ]
    notes = ["rows: the day asked about; columns: as known on that day"]
    if left_out:
        notes.append(f"{left_out} earlier columns do not fit; -f csv has them all")
    return Table(title, columns, rows, facts(answer), (*notes, *footnotes(answer)))


_CELLS = (
    Column("about", "about"),
    Column("known_on", "known on"),
    Column("amount", "amount", figure=True),
    Column("kind", "kind"),
    Column("standing", "standing"),
    Column("round", "round"),
    Column("sources", "sources"),
    Column("published", "published"),
    Column("events", "events"),
)


def _cells(found: Triangle) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for about, cells in zip(found.rows, found.cells, strict=True):
        for known, valued in zip(found.columns, cells, strict=True):
            if known < about:
                continue
            rows.append((show_day(about), show_day(known), *_said(valued)))
    return rows


def _said(valued: Valued | None) -> tuple[Cell, ...]:
    if valued is None:
        return (None, None, None, None, (), None, ())
    return (
        valued.figure,
        valued.kind,
        valued.standing,
        valued.round,
        valued.sources,
        valued.published,
        valued.events,
    )


def _cell(valued: Valued | None) -> Cell:
    if valued is None:
        return None
    return valued.figure.brief() + ("?" if valued.disputed else "")
