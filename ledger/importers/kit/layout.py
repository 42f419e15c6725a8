"""How a table is laid out: where its header stands, what divides, what says nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """What somebody says of a table as such; nothing, if it can be told from it."""

    divider: str | None = None
    """What stands between two cells."""
    header: int | None = None
    """The line that names the columns."""
    comment: str | None = None
    """How lines begin that are no rows."""
    empty: frozenset[str] = frozenset()
    """Words that stand for an empty cell, folded."""
    filled: tuple[str, ...] = ()
    """Columns in which an empty cell means the one above it."""
    sheet: str | None = None
    """Sheet of a workbook, or file in a zip file."""
