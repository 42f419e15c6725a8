"""Rows in the libraries of others: typed, exact, and what is missing stays missing."""

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from ledger.errors import Refused
from ledger.rendering import frames
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cells

FIELDS = (
    Field("name"),
    Field("names", "texts"),
    Field("count", "whole"),
    Field("events", "wholes"),
    Field("amount", "exact"),
    Field("share", "float"),
    Field("open", "flag"),
    Field("day", "day"),
    Field("at", "instant"),
)
ROWS: list[Any] = [
    (
        *("xAI", ("a", "b"), 3, (1, 2), Decimal("15000000000.5"), 0.5, True),
        *("2024-01-19", 1_705_622_400_000_000),
    ),
    (None,) * 9,
    ("", (), 0, (), Decimal(0), 0.0, False, "9998-12-31", "2024-01-19T00:00:00Z"),
]
AT = datetime(2024, 1, 19, tzinfo=UTC)


class Rows(frames.Framed):
    """Rows that can be taken."""

    def framed(self) -> tuple[tuple[Field, ...], list[Cells]]:
        return FIELDS, ROWS


def test_arrow_has_the_type_of_each_column() -> None:
    table = Rows().to_arrow()
    assert [str(one.type) for one in table.schema] == [
        "string",
        "list<item: string>",
        "int64",
        "list<item: int64>",
        "decimal128(38, 6)",
        "double",
        "bool",
        "date32[day]",
        "timestamp[us, tz=UTC]",
    ]
    first, missing, last = table.to_pylist()
    assert first == {
        "name": "xAI",
        "names": ["a", "b"],
        "count": 3,
        "events": [1, 2],
        "amount": Decimal("15000000000.500000"),
        "share": 0.5,
        "open": True,
        "day": date(2024, 1, 19),
        "at": AT,
    }
    assert set(missing.values()) == {None}
    assert (last["name"], last["names"], last["count"]) == ("", [], 0)
    assert (last["day"], last["at"]) == (date(9998, 12, 31), AT)


def test_polars_has_the_same() -> None:
    frame = Rows().to_polars()
    assert frame.schema == {
        "name": pl.String,
        "names": pl.List(pl.String),
        "count": pl.Int64,
        "events": pl.List(pl.Int64),
        "amount": pl.Decimal(38, 6),
        "share": pl.Float64,
        "open": pl.Boolean,
        "day": pl.Date,
        "at": pl.Datetime("us", "UTC"),
    }
    assert frame.rows(named=True) == Rows().to_arrow().to_pylist()


def test_pandas_has_the_same_and_its_own_missing_values() -> None:
    frame = Rows().to_pandas()
    assert {k: str(v) for k, v in frame.dtypes.items()} == {
        "name": "str",
        "names": "object",
        "count": "Int64",
        "events": "object",
        "amount": "object",
        "share": "Float64",
        "open": "boolean",
        "day": "datetime64[s]",
        "at": "datetime64[us, UTC]",
    }
    first, missing, last = frame.to_dict("records")
    assert first == {
        "name": "xAI",
        "names": ["a", "b"],
        "count": 3,
        "events": [1, 2],
        "amount": Decimal("15000000000.5"),
        "share": 0.5,
        "open": True,
        "day": pd.Timestamp("2024-01-19"),
        "at": pd.Timestamp(AT),
    }
    assert all(pd.isna(x) for x in missing.values())
    assert last["day"] == pd.Timestamp("9998-12-31")
    assert frame["amount"].dropna().sum() == Decimal("15000000000.5")


def test_no_rows_keep_their_types() -> None:
    for make in (frames.arrow, frames.pandas, frames.polars):
        empty, full = make(FIELDS, []), make(FIELDS, ROWS)
        assert len(empty) == 0
        for types in ("schema", "dtypes"):
            if hasattr(empty, types):
                assert str(getattr(empty, types)) == str(getattr(full, types))


def test_what_is_reckoned_from_amounts_may_have_more_digits_behind_the_point() -> None:
    fields = (Field("amount", "exact"),)
    amount = Decimal("0.123456789")
    assert frames.arrow(fields, [(amount,)])["amount"].to_pylist() == [amount]
    assert frames.polars(fields, [(amount,)])["amount"].to_list() == [amount]
    assert frames.arrow(fields, [(amount,)]).schema.types == [pa.decimal128(38, 9)]


@pytest.mark.parametrize(
    ("name", "package", "wanted"),
    [
        ("to_arrow", "pyarrow", "sayso[parquet]"),
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
    ],
)
def test_a_library_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str, wanted: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Refused, match=f"^{package} is not installed") as caught:
        getattr(Rows(), name)()
    assert caught.value.hint == f"pip install '{wanted}'"
