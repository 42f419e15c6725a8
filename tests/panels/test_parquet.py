"""Panels as Parquet: the same values as csv, exact, typed and in groups."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ledger.book import Book
from ledger.panels import parquet
from tests.panels.reading import read, written
from tests.tales import Tale

TABLES = ("valuations", "raised", "rounds", "claims", "credibility")
SPAN = {"since": "2023-01", "until": "2026-06", "every": "quarter"}


def text(value: object) -> str:
    """Write a value as csv does."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(map(str, value))
        case datetime():
            fine = value.isoformat().replace("+00:00", "")
            return (fine.rstrip("0") if "." in fine else fine) + "Z"
        case Decimal():
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".")
    return str(value)


def bare(name: str, cell: str) -> str:
    """Take zeros at the end off scores, which csv prints to six places."""
    return cell.rstrip("0").rstrip(".") if "." in cell and name in SCORES else cell


SCORES = frozenset(
    {"mean", "low", "high", "settled", "lapsed", "changed", "lead_days", "prior"}
)


@pytest.mark.parametrize("table", TABLES)
def test_it_holds_what_csv_holds(demo: Book, table: str) -> None:
    def panel(form: str) -> bytes:
        return written(demo.panel(table, demo.basis(), **SPAN), form)  # type: ignore[arg-type]

    found = pq.read_table(BytesIO(panel("parquet")))
    rows = read(panel("csv"))
    assert found.num_rows == len(rows) > 100
    there = [
        {name: text(value) for name, value in row.items()} for row in found.to_pylist()
    ]
    told = [{name: bare(name, cell) for name, cell in row.items()} for row in rows]
    assert [{k: v.lstrip("'") for k, v in row.items()} for row in told] == there
    assert panel("parquet") == panel("parquet")


def test_amounts_and_instants_have_types_of_their_own(tale: Tale) -> None:
    price = "EUR999999999999999999.999999"
    tale.reported("halcyon/a", price, by="herald", on="2024-01-10")
    panel = tale.book.panel("valuations", tale.book.basis(as_of="2024-02"))
    file = pq.ParquetFile(BytesIO(written(panel, "parquet")))
    (row,) = file.read().to_pylist()
    assert row["amount_max"] == Decimal("999999999999999999.999999")
    assert row["published_to"] == datetime(2024, 1, 11, tzinfo=UTC)
    assert row["headline"] is True
    assert row["sources"] == ["herald"]
    schema = file.schema_arrow
    assert str(schema.field("amount_max").type) == "decimal128(38, 6)"
    assert str(schema.field("recorded").type) == "timestamp[us, tz=UTC]"


def test_the_file_names_its_basis_which_replays_it(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    panel = tale.book.panel("rounds", tale.book.basis(), since="2024-01")
    data = written(panel, "parquet")
    about = pq.read_schema(BytesIO(data)).metadata
    assert about[b"sayso.table"] == b"rounds"
    token = about[b"sayso.basis"].decode()
    assert token == panel.basis.token
    tale.reported("halcyon/a", "2B", by="gazette", on="2024-01-11")
    again = tale.book.panel("rounds", tale.book.basis(token=token), since="2024-01")
    assert written(again, "parquet") == data


def test_rows_are_written_in_groups_as_they_come(
    demo: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parquet, "GROUP", 100)
    panel = demo.panel("claims", demo.basis(), since="2026-01", until="2026-06")
    path = tmp_path / "claims.parquet"
    path.write_bytes(written(panel, "parquet"))
    found = pq.ParquetFile(path).metadata
    assert found.num_row_groups == -(-found.num_rows // 100) > 2


def test_a_panel_without_rows_has_all_its_columns(tale: Tale) -> None:
    panel = tale.book.panel("claims", tale.book.basis())
    found = pq.read_table(BytesIO(written(panel, "parquet")))
    assert found.num_rows == 0
    assert found.column_names == [one.name for one in panel.fields]
