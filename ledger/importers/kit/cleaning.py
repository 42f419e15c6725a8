"""The rows of a table as its layout means them: words for nothing gone, gaps filled."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.claims.names import fold
from ledger.errors import Problem
from ledger.importers.kit.reading import Layout
from ledger.importers.kit.tables import TableRow


def cleaned(
    rows: Iterable[TableRow | Problem], layout: Layout
) -> Iterator[TableRow | Problem]:
    """Give the rows of a table, in their order, with the cells that are meant."""
    above: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        cells = _emptied_cells(row.cells, layout.empty) if layout.empty else row.cells
        if layout.filled:
            above |= {x: cells.get(x) or above.get(x, "") for x in layout.filled}
            cells = {**cells, **above}
        yield TableRow(row.line, cells)


def _emptied_cells(
    cells: Mapping[str, str], words: frozenset[str]
) -> Mapping[str, str]:
    """Empty the cells that hold one of these words, which are folded."""
    return {
        name: "" if text and fold(text) in words else text
        for name, text in cells.items()
    }
