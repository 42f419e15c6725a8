"""Rows for the libraries in which people work on: Arrow, pandas and polars.

Nothing is rounded on the way. Amounts are decimals, days are dates, instants have their
zone (UTC), a list is a list, and what is not known is missing: never 0, never "".

    kind       Arrow                  pandas                polars
    text       string                 str                   String
    texts      list<string>           object (lists)        List(String)
    whole      int64                  Int64                 Int64
    wholes     list<int64>            object (lists)        List(Int64)
    exact      decimal128(38, 6)      object (Decimal)      Decimal(38, 6)
    exacts     list<decimal128(38,6)> object (lists)        List(Decimal(38, 6))
    float      double                 Float64               Float64
    flag       bool                   boolean               Boolean
    day        date32                 datetime64[s]         Date
    instant    timestamp[us, UTC]     datetime64[us, UTC]   Datetime("us", "UTC")

pandas has no type for days: they are the midnights that begin them, without a zone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.figures import Figure
from ledger.errors import Refused
from ledger.rendering.cells import ENDS, Field
from ledger.rendering.columns import Cell, CellKind, Cells, Column
from ledger.rendering.exact import DATED, ends_of, flattened, spread_of

if TYPE_CHECKING:
    import polars as pl

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS: Final = 38
BEHIND: Final = 6
"""Digits of an amount, and those of them behind the point."""

PANDAS: Final = {
    "text": "str",
    "whole": "Int64",
    "float": "Float64",
    "flag": "boolean",
    "day": "datetime64[s]",
    "instant": "datetime64[us, UTC]",
}


class Framed:
    """Rows under columns, which other libraries can take."""

    __slots__ = ()

    def framed(self) -> tuple[Sequence[Field], Iterable[Cells]]:
        """Give the columns, and the rows that stand under them."""
        raise NotImplementedError

    def to_arrow(self) -> Any:  # pyarrow has no types
        """Give the rows as a `pyarrow.Table`; Refused if pyarrow is not installed."""
        return arrow(*self.framed())

    def to_pandas(self) -> Any:  # pandas has no types
        """Give the rows as a `pandas.DataFrame`; Refused if it is not installed."""
        return pandas(*self.framed())

    def to_polars(self) -> "pl.DataFrame":
        """Give the rows as a `polars.DataFrame`; Refused if it is not installed."""
        return polars(*self.framed())


HELD: Final[Mapping[CellKind, CellKind]] = {
    "event": "whole",
    "events": "wholes",
    **dict.fromkeys(("source", "prose", "thing", "json"), "text"),
    **dict.fromkeys(("sources", "things", "figures"), "texts"),
}
"""What a column holds here, where the kind differs."""


def framed(
    columns: Sequence[Column[Any]], rows: Iterable[Cells]
) -> tuple[list[Field], list[Cells]]:
    """Give the rows of a table under the columns of csv, each of one plain kind.

    An amount is four columns, and a partial date three: its text and its ends.
    """
    columns, flat = flattened(columns, rows)
    kept = list(flat)
    spread = [spread_of(one, kept, place) for place, one in enumerate(columns)]
    fields = []
    for one, ends in zip(columns, spread, strict=True):
        whole = HELD.get(one.kind, one.kind) if len(ends) == 1 else "text"
        fields += [Field(one.name + end, ENDS.get(end, whole)) for end in ends]
    kinds = [one.kind for one in columns]
    return fields, [_plain_row(row, kinds, spread) for row in kept]


def _plain_row(row: Cells, kinds: Sequence[CellKind], spread: Sequence[Sized]) -> Cells:
    cells: list[Any] = []
    for cell, kind, ends in zip(row, kinds, spread, strict=True):
        if len(ends) == 1:
            cells.append(_list_text(cell, kind))
        elif isinstance(cell, Figure):
            cells += (cell.currency, cell.min, cell.max, cell.qualifier)
        elif kind in DATED and isinstance(cell, str):
            cells += (cell, *ends_of(kind, cell))
        else:
            cells += (None,) * len(ends)
    return tuple(cells)


def _list_text(cell: Cell, kind: CellKind) -> Cell:
    """Give a list that stands in a column of text as csv writes it."""
    if isinstance(cell, tuple) and HELD.get(kind, kind) == "text":
        return ";".join(map(str, cell))
    return cell


def arrow(fields: Sequence[Field], rows: Iterable[Cells]) -> Any:
    """Give rows as a `pyarrow.Table`."""
    pa = installed("pyarrow", "sayso[parquet]")
    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "whole": pa.int64(),
        "wholes": pa.list_(pa.int64()),
        "float": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
    }
    columns = values_by_column(fields, rows)
    return pa.table(
        [
            pa.array(x, type=types.get(one.kind) or _decimals(pa, one, x))
            for one, x in zip(fields, columns, strict=True)
        ],
        names=[one.name for one in fields],
    )


def _decimals(pa: Any, field: Field, column: Sequence[Any]) -> Any:
    several = field.kind == "exacts"
    made = pa.decimal128(*digits(flat(column) if several else column))
    return pa.list_(made) if several else made


def pandas(fields: Sequence[Field], rows: Iterable[Cells]) -> Any:
    """Give rows as a `pandas.DataFrame`."""
    pd = installed("pandas", "pandas")
    columns = zip(fields, values_by_column(fields, rows), strict=True)
    return pd.DataFrame(
        {
            one.name: pd.Series(values, dtype=PANDAS.get(one.kind, "object"))
            for one, values in columns
        }
    )


def polars(fields: Sequence[Field], rows: Iterable[Cells]) -> "pl.DataFrame":
    """Give rows as a `polars.DataFrame`."""
    library = installed("polars", "polars")
    types = {
        "text": library.String,
        "texts": library.List(library.String),
        "whole": library.Int64,
        "wholes": library.List(library.Int64),
        "float": library.Float64,
        "flag": library.Boolean,
        "day": library.Date,
        "instant": library.Datetime("us", "UTC"),
    }
    made: pl.DataFrame = library.DataFrame(
        [
            library.Series(
                one.name,
                column,
                dtype=types.get(one.kind) or _decimal_series(library, one, column),
            )
            for one, column in zip(fields, values_by_column(fields, rows), strict=True)
        ]
    )
    return made


def _decimal_series(library: Any, field: Field, column: Sequence[Any]) -> Any:
    several = field.kind == "exacts"
    made = library.Decimal(*digits(flat(column) if several else column))
    return library.List(made) if several else made


def flat(column: Iterable[Sequence[object] | None]) -> list[object]:
    """Give what stands in the lists of a column."""
    return [one for several in column for one in several or ()]


def digits(column: Iterable[object]) -> tuple[int, int]:
    """Give how many digits a column of decimals has, and how many behind the point.

    An amount has six; what SQL reckons from amounts may have more.
    """
    ends = [
        x.as_tuple().exponent
        for x in column
        if isinstance(x, Decimal) and x.is_finite()
    ]
    return DIGITS, max([BEHIND, *(-x for x in ends if isinstance(x, int))])


def values_by_column(
    fields: Sequence[Field], rows: Iterable[Cells]
) -> list[list[object]]:
    """Give the cells of each column as Python has them."""
    columns: list[list[object]] = [[] for _ in fields]
    kinds = [one.kind for one in fields]
    for row in rows:
        for column, kind, cell in zip(columns, kinds, row, strict=True):
            column.append(None if cell is None else python_value(kind, cell))
    return columns


def python_value(kind: str, cell: Any) -> object:
    """Give a cell that is there as Python has it, by the kind of its column."""
    make = MAKERS.get(kind)
    found: object = cell if make is None else make(cell)
    return found


def _texts(cell: Iterable[object]) -> list[str | None]:
    return [None if one is None else str(one) for one in cell]


def _exacts(cell: Iterable[Any]) -> list[Decimal | None]:
    return [None if one is None else Decimal(one) for one in cell]


def _as_date(cell: str | date) -> date:
    return cell if isinstance(cell, date) else date.fromisoformat(cell)


def _instant_value(cell: int | str | datetime) -> datetime:
    """Give an instant, of microseconds or as it is printed, in UTC."""
    if isinstance(cell, int):
        return EPOCH + timedelta(microseconds=cell)
    found = datetime.fromisoformat(cell) if isinstance(cell, str) else cell
    return found.astimezone(UTC)


MAKERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "text": str,
    "texts": _texts,
    "wholes": list,
    "exact": Decimal,
    "exacts": _exacts,
    "day": _as_date,
    "instant": _instant_value,
}


def installed(package: str, wanted: str) -> Any:  # a module
    """Import a package; Refused, with what to install, if it is not there."""
    try:
        return import_module(package)
    except ImportError:
        raise Refused(
            f"{package} is not installed", f"pip install '{wanted}'"
        ) from None
