"""What became of other people's tables, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

SnapshotData = Mapping[str, Any]


def column_seen(data: SnapshotData) -> str:
    """Say which column came, and in how many rows it holds anything."""
    many = len(data.get("cells", ()))
    return f"has a new column{_of_table(data)}: {data['column']}, in {many:,} rows"


def row_seen(data: SnapshotData) -> str:
    """Say that a row came; what it says, unless claims were read in it."""
    words = f"has a new row{_of_table(data)}: {data['key']}"
    return words if data.get("claims") else f"{words} ({cells_said(data['cells'])})"


def row_changed(data: SnapshotData) -> str:
    """Say what a row says otherwise."""
    was = f", before {data['was']}" if "was" in data else ""
    return (
        f"rewrites row {data['key']}{was}{_of_table(data)}: {cells_said(data['cells'])}"
    )


def _of_table(data: SnapshotData) -> str:
    return f" in {data['table']}" if "table" in data else ""


def cells_said(cells: Sequence[SnapshotData]) -> str:
    """Say what cells hold, or what they held and hold now."""
    return "; ".join(_cell(cell) for cell in cells)


def _cell(cell: SnapshotData) -> str:
    name = cell.get("column") or cell["key"]
    if "value" in cell:
        return f"{name}: {cell['value']}"
    old, new = cell.get("old", "nothing"), cell.get("new", "nothing")
    return f"{name}: {old} -> {new}"
