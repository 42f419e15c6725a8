"""How a table is laid out: where its header stands, what divides, what says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.claims.names import fold


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


@dataclass(slots=True)
class Cleaning:
    """The cells of a table, row after row, as the layout means them."""

    layout: Layout
    _above: dict[str, str] = field(default_factory=dict)

    def cells(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """Give the cells of the next row: words for nothing gone, gaps filled."""
        layout = self.layout
        if layout.empty:
            cells = {
                name: "" if text and fold(text) in layout.empty else text
                for name, text in cells.items()
            }
        if layout.filled:
            filled = {
                name: cells.get(name) or self._above.get(name, "")
                for name in layout.filled
            }
            self._above |= filled
            cells = {**cells, **filled}
        return cells
