"""A panel as Parquet, through pyarrow: an extra, imported when it is asked for.

Amounts are decimal128(38, 6), which holds every figure that can be recorded; instants
are microseconds in UTC, days are dates; lists are lists of text. Rows are written in
groups as they come, so that memory holds one group. The basis stands in the metadata
of the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from ledger.errors import Refused
from ledger.panels.panel import Panel
from ledger.projections.basis import RULES
from ledger.rendering.columns import Cell, Cells

if TYPE_CHECKING:
    from ledger.rendering.cells import Field

GROUP: Final = 4096
"""Rows in a row group."""


def arrow() -> Any:  # pyarrow has no types
    """Import pyarrow; Refused if it is not installed."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError:
        raise Refused(
            "Parquet needs one more package",
            "pip install 'sayso[parquet]', or -f csv",
        ) from None
    return pa


def write_parquet(panel: Panel, sink: IO[bytes]) -> None:
    """Write all rows of a panel."""
    pa = arrow()
    schema = _schema(pa, panel)
    makers = [_date if one.kind == "day" else None for one in panel.fields]
    with pa.parquet.ParquetWriter(sink, schema) as writer:
        for rows in _groups(panel.rows):
            columns = zip(*rows, strict=True)
            arrays = [
                pa.array(map(made, column) if made else column, type=one.type)
                for column, one, made in zip(columns, schema, makers, strict=True)
            ]
            batch = pa.record_batch(arrays, schema=schema)
            writer.write_batch(batch, row_group_size=GROUP)


def _groups(rows: Iterable[Cells]) -> Iterator[Sequence[Cells]]:
    ahead = iter(rows)
    while group := list(islice(ahead, GROUP)):
        yield group


def _date(cell: Cell) -> date | None:
    """Make a date of a day that is written as text."""
    return None if cell is None else date.fromisoformat(str(cell))


def _schema(pa: Any, panel: Panel) -> Any:
    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "whole": pa.int64(),
        "wholes": pa.list_(pa.int64()),
        "exact": pa.decimal128(38, 6),
        "flag": pa.bool_(),
        "instant": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
    }
    fields: Sequence[Field] = panel.fields
    about = {
        "sayso.table": panel.table,
        "sayso.basis": panel.basis.token,
        "sayso.rules": str(RULES),
        "sayso.then": "true" if panel.then else "false",
    }
    return pa.schema([(one.name, types[one.kind]) for one in fields], metadata=about)
