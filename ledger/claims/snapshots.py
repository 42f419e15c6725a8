"""What becomes of somebody's table between two copies of it, row by row.

A table is a source's, and may have a name. A copy of it is a *snapshot*, published on
the day on which it was taken. Cells are text, an empty one is absent, and numbers and
dates of columns that are known to hold them are written in one way. The events of all
snapshots, in their order, give the rows of the newest one.
"""

from typing import Annotated, Final, Self

from pydantic import Field, StrictInt, model_validator

from ledger.claims.fields import EventId, EventPart, Name, Published, Slug, Some

MOST_COLUMNS: Final = 500
MOST_SIGNS: Final = 10_000
"""A cell has no more."""

CellValue = Annotated[str, Field(min_length=1, max_length=MOST_SIGNS)]


class SnapshotCell(EventPart):
    """What stands in a column of a row."""

    column: Name
    value: CellValue


class Filling(EventPart):
    """What stands in the row of a key; the column is named elsewhere."""

    key: Name
    value: CellValue


class Rewriting(EventPart):
    """What stood in a column of a row, and what stands there now."""

    column: Name
    old: CellValue | None = None
    new: CellValue | None = None

    @model_validator(mode="after")
    def _it_changed(self) -> Self:
        if self.old == self.new:
            raise ValueError("nothing changed here")
        return self


ColumnNames = Annotated[tuple[Name, ...], Field(min_length=1, max_length=MOST_COLUMNS)]
SnapshotCells = Annotated[
    tuple[SnapshotCell, ...], Field(min_length=1, max_length=MOST_COLUMNS)
]


class _OfTable(Published):
    source: Slug
    table: Slug | None = None
    """Which of its tables, if it has several."""


class SnapshotTaken(_OfTable):
    """A copy of a table, as a whole: what identifies a row, and how many there are."""

    type = "snapshot.taken"
    key: ColumnNames
    columns: ColumnNames
    """All that were read, in their order."""
    rows: StrictInt = Field(ge=0, lt=2**53)
    ignored: tuple[Name, ...] = Some
    """Columns that were left out."""


class SnapshotColumnSeen(_OfTable):
    """A column that the table did not have before, for the rows that it had.

    A long one takes several events.
    """

    type = "snapshot.column_seen"
    column: Name
    cells: tuple[Filling, ...] = Field(default=(), max_length=2000)


class _OfRow(_OfTable):
    key: Name
    """The row's value in the key column; of several columns, with ` / ` between."""
    company: Slug | None = None
    claims: tuple[EventId, ...] = Some
    """The claims of the same source that the row was read as."""

    @model_validator(mode="after")
    def _claims_have_a_company(self) -> Self:
        if self.claims and self.company is None:
            raise ValueError("claims are about a company; name it")
        return self


class SnapshotRowSeen(_OfRow):
    """A row that the snapshot before did not have."""

    type = "snapshot.row_seen"
    cells: SnapshotCells


class SnapshotRowChanged(_OfRow):
    """A row of which some columns hold something else than before."""

    type = "snapshot.row_changed"
    was: Name | None = None
    """The key that it had before, if that changed."""
    cells: Annotated[
        tuple[Rewriting, ...], Field(min_length=1, max_length=MOST_COLUMNS)
    ]


class SnapshotRowGone(_OfRow):
    """A row that the table does not have any more; its claims are taken back."""

    type = "snapshot.row_gone"
