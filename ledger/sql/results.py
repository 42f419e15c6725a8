"""From what the engine answers to columns and cells of ours.

Amounts lose the zeros at their end, instants are microseconds and days are text, as in
every other table. What has no kind here (structures, intervals, times of day) becomes
text; structures and lists become JSON.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from ledger.claims.numerals import plain_number
from ledger.errors import BadInput
from ledger.rendering.cells import Field
from ledger.rendering.columns import CellKind, Cells
from ledger.rendering.frames import EPOCH

KINDS: Final[Mapping[str, CellKind]] = {
    "VARCHAR": "text",
    "VARCHAR[]": "texts",
    "INTEGER[]": "wholes",
    "BIGINT[]": "wholes",
    "BOOLEAN": "flag",
    "DATE": "day",
    "TIMESTAMP WITH TIME ZONE": "instant",
    "DOUBLE": "float",
    "FLOAT": "float",
    "TINYINT": "whole",
    "SMALLINT": "whole",
    "INTEGER": "whole",
    "BIGINT": "whole",
    "HUGEINT": "whole",
    "UTINYINT": "whole",
    "USMALLINT": "whole",
    "UINTEGER": "whole",
    "UBIGINT": "whole",
}
"""Type of a column -> what it holds; a DECIMAL is exact, all others are text."""

MICROSECOND: Final = timedelta(microseconds=1)
MOST: Final = 2**63 - 1


def result_rows(
    described: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]
) -> tuple[tuple[Field, ...], list[Cells]]:
    """Give the columns and the rows of an answer, as other tables have them."""
    kinds = [_kind(str(one[1])) for one in described]
    cells = [
        tuple(
            None if cell is None else _cell(kind, cell)
            for kind, cell in zip(kinds, row, strict=True)
        )
        for row in rows
    ]
    columns = list(zip(*cells, strict=True)) or [()] * len(kinds)
    held = [_column_kind(kind, one) for kind, one in zip(kinds, columns, strict=True)]
    names = _told_apart(str(one[0]) for one in described)
    return tuple(map(Field, names, held)), cells


def _kind(made: str) -> CellKind:
    if made.startswith("DECIMAL") and not made.endswith("]"):
        return "exact"
    return KINDS.get(made, "text")


def _column_kind(kind: CellKind, column: Sequence[Any]) -> CellKind:
    """Give what a column holds: whole numbers may be too large to be such."""
    large = kind == "whole" and any(x is not None and abs(x) > MOST for x in column)
    return "exact" if large else kind


def _told_apart(names: Iterable[str]) -> list[str]:
    """Give the names of columns; one that comes again gets a number."""
    found: list[str] = []
    for name in names:
        told, number = name, 1
        while told in found:
            number += 1
            told = f"{name}_{number}"
        found.append(told)
    return found


def _cell(kind: CellKind, cell: Any) -> Any:
    match kind:
        case "exact":
            return Decimal(plain_number(cell))
        case "day" | "instant":
            return _dated(cell)
        case "texts" | "wholes":
            return tuple(cell)
        case "text":
            return _text(cell)
    return cell


def _dated(cell: object) -> int | str:
    if isinstance(cell, datetime):
        return (cell.astimezone(UTC) - EPOCH) // MICROSECOND
    if isinstance(cell, date):
        return cell.isoformat()
    raise BadInput(f"query: {cell} is after the year 9999", "ask for less", ("query",))


def _text(cell: object) -> str:
    if isinstance(cell, dict | list | tuple):
        return json.dumps(cell, default=str, ensure_ascii=False)
    if isinstance(cell, bytes):
        return cell.hex()
    return str(cell)
