"""Rows of tables as texts, each written once: from day to day most stay as they are."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.claims.names import Directory, shown
from ledger.page.contents import CellText, RowTexts, Shared
from ledger.page.spans import PlacedRows
from ledger.projections.claims import Claim
from ledger.projections.explain import Common, Reason
from ledger.projections.prose import Prose
from ledger.rendering.columns import Cell
from ledger.rendering.explained import CLAIMS
from ledger.rendering.tables import Table, brief

WHY: Final = [x.name for x in CLAIMS if x.title is not None].index("reason")
"""Which cell of a row of claims says why it is set aside."""


class _ClaimRow(NamedTuple):
    """A claim, what was said of it, and the row that says so."""

    claim: Claim
    said: tuple[object, ...]
    cells: RowTexts


class Written:
    """Remembers the rows of what did not change, as long as names stay the same."""

    def __init__(self) -> None:
        self._names: tuple[object, object] = (None, None)
        self._claims: dict[str, _ClaimRow] = {}

    def under(self, names: Directory) -> bool:
        """Tell whether companies or sources go by other names; forget all if so."""
        sources, companies = self._names
        if sources is names.sources and companies is names.companies:
            return False
        self._names = (names.sources, names.companies)
        self._claims.clear()
        return True

    def claims(
        self, reasons: Sequence[Reason], names: Directory
    ) -> Iterator[PlacedRows]:
        """Give the rows of claims, each where its claim stands among all."""
        fresh = [reason for reason in reasons if not self._is_written(reason)]
        table = Table.of("claims", CLAIMS, fresh, names=names, brief=True)
        for reason, cells in zip(fresh, texts(table), strict=True):
            row = _ClaimRow(reason.claim, _said(reason), _sharing(cells, reason.common))
            self._claims[reason.claim.id] = row
        for reason in reasons:
            row = self._claims[reason.claim.id]
            yield row.claim.row.key, (), (row.cells,)

    def _is_written(self, reason: Reason) -> bool:
        row = self._claims.get(reason.claim.id)
        return (
            row is not None and row.claim is reason.claim and row.said == _said(reason)
        )


def _sharing(cells: RowTexts, why: Common | None) -> RowTexts:
    """Name the reason instead of saying it, if other claims have it, too."""
    if why is None:
        return cells
    return (*cells[:WHY], Shared(" ".join(why)), *cells[WHY + 1 :])


def _said(reason: Reason) -> tuple[object, ...]:
    return reason.counted, reason.common or reason.reason, reason.against


def texts(table: Table) -> list[RowTexts]:
    """Give the rows of a table for people as texts."""
    return [tuple([_cell_words(cell) for cell in row]) for row in table.rows]


def _cell_words(cell: Cell) -> CellText:
    """Write a cell; a whole number is that of an event."""
    match cell:
        case bool():
            return brief(cell)
        case int():
            return Prose.of(cell)
        case Prose():
            return cell.worded(shown)
        case (int(), *_):
            return Prose.listed(x for x in cell if isinstance(x, int))
    return brief(cell)
