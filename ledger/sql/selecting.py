"""From a query to its answer, and the tables as a file for other tools."""

import shutil
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ledger.errors import BadInput
from ledger.panels.writing import check_target, whole
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cells
from ledger.rendering.frames import Framed

if TYPE_CHECKING:
    from ledger.projections.basis import Basis
    from ledger.reading.questions import Ledger


@dataclass(frozen=True, slots=True)
class Selection(Framed):
    """What a query selects: columns, and rows of plain values."""

    fields: tuple[Field, ...]
    rows: list[Cells]

    def framed(self) -> tuple[tuple[Field, ...], list[Cells]]:
        """Give the columns and the rows."""
        return self.fields, self.rows


def select(ledger: "Ledger", query: str, basis: "Basis") -> Selection:
    """Answer a SELECT over the tables of `views` at a basis."""
    from ledger.sql.duck import selected

    if not query.strip():
        raise BadInput(
            f"query: {query!r} is not SQL", "write SELECT * FROM claims", ("query",)
        )
    return Selection(*selected(ledger, basis, query))


def write_tables(
    ledger: "Ledger",
    path: str | PathLike[str],
    basis: "Basis",
    *,
    place: str,
    force: bool,
) -> dict[str, int]:
    """Write the tables at a basis as a DuckDB file; give how many rows each has.

    The file is there whole or not at all. Refused where one is, unless `force`
    replaces it.
    """
    target = Path(path)
    check_target(target, place, force=force)
    from ledger.sql.duck import filed

    with whole(target, force=force) as sink, TemporaryDirectory() as folder:
        made = Path(folder) / "tables.duckdb"
        counts = filed(made, ledger, basis)
        with made.open("rb") as file:
            shutil.copyfileobj(file, sink)
    return counts
