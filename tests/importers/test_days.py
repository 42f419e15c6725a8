"""Cells with dates, and what a column of them shows."""

import pytest

from ledger.errors import BadInput
from ledger.importers.kit.days import DayColumn


def column(*cells: str, order: str = "ymd") -> DayColumn:
    """A column that has looked at all of its cells."""
    made = DayColumn(order, "Date")
    for cell in cells:
        made.look(cell)
    made.settle()
    return made


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2024", "ymd", "2024"),
        ("2024-06", "dmy", "2024-06"),
        ("2024-6-5", "ymd", "2024-06-05"),
        ("2024/01/05", "ymd", "2024-01-05"),
        ("2024.12.4", "dmy", "2024-12-04"),
        ("20240105", "mdy", "2024-01-05"),
        ("2024年1月5日", "ymd", "2024-01-05"),
        ("2024年1月", "ymd", "2024-01"),
        ("2024Q2", "ymd", "2024-Q2"),
        ("Q2 2024", "ymd", "2024-Q2"),
        ("H1 2026", "ymd", "2026-H1"),
        ("Apr 14, 2026", "ymd", "2026-04-14"),
        ("January 5, 2024", "dmy", "2024-01-05"),
        ("14 April 2026", "ymd", "2026-04-14"),
        ("14th April 2026", "ymd", "2026-04-14"),
        ("14-Apr-2026", "ymd", "2026-04-14"),
        ("Apr 2026", "ymd", "2026-04"),
        ("Fri, 05 Jan 2024 10:00:00 GMT", "ymd", "2024-01-05T10:00:00Z"),
        ("05/2024", "ymd", "2024-05"),
        ("30/6/2012", "dmy", "2012-06-30"),
        ("6/30/2012", "mdy", "2012-06-30"),
        ("30.06.2012", "dmy", "2012-06-30"),
        ("30/6/12", "dmyy", "2012-06-30"),
        ("6/30/98", "mdyy", "1998-06-30"),
        ("14-Apr-26", "d-mon-yy", "2026-04-14"),
        ("Apr-26", "mon-yy", "2026-04"),
        ("45296", "excel", "2024-01-05"),
        ("1/5/2024 0:00", "mdy", "2024-01-05"),
        ("01/06/2024 00:00:00", "mdy", "2024-01-06"),
        ("1/7/2024 12:00:00 AM", "mdy", "2024-01-07"),
        ("2024-01-19T08:34+0800", "ymd", "2024-01-19T08:34+08:00"),
    ],
)
def test_a_date_is_read(cell: str, order: str, day: str) -> None:
    assert column(cell, order=order).read(cell) == day


@pytest.mark.parametrize(
    ("cell", "order", "hint"),
    [
        ("6/30/2012", "ymd", ":mdy"),
        ("6/5/12", "mdy", ":mdyy"),
        ("14-Apr-26", "ymd", "d-mon-yy"),
        ("Apr-26", "ymd", "mon-yy"),
        ("41090", "ymd", ":excel"),
        ("0026-11-14", "ymd", "typo"),
        ("2012-02-30", "ymd", "the day or the month"),
        ("2024-01-05 10:00", "ymd", "2024-01-19T08:00Z"),
        ("6/30.2012", "mdy", "write 2012-06-30"),
        ("H3 2024", "ymd", "write 2012-06-30"),
        ("Halcyon", "ymd", "write 2012-06-30"),
        ("12.5", "ymd", "write 2012-06-30"),
    ],
)
def test_a_date_that_is_none_is_told_with_a_hint(
    cell: str, order: str, hint: str
) -> None:
    with pytest.raises(BadInput) as told:
        column(cell, order=order).read(cell)
    assert hint in str(told.value.hint)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2024-01-05T00:00:00Z",
            "2024-01-05T00:00:00.000Z",
            "2024-01-05 00:00:00 UTC",
        ),
        *("2024-01-05T00:00:00+00:00", "2024-01-05 00:00:00"),
    ],
)
def test_midnight_says_nothing_where_the_column_has_no_other_time(cell: str) -> None:
    assert column(cell, "2024-01-06 00:00").read(cell) == "2024-01-05"


def test_midnight_is_an_instant_where_others_are() -> None:
    cells = ("2024-01-05T00:00:00Z", "2024-01-05T00:00:00+00:00", "2024-01-06T10:30Z")
    found = [column(*cells).read(cell) for cell in cells]
    assert found == ["2024-01-05T00:00:00Z"] * 2 + ["2024-01-06T10:30Z"]


def test_an_order_that_rows_disprove_is_the_columns_problem() -> None:
    with pytest.raises(BadInput, match="'Date' was said to be dmy") as told:
        column("05/03/2024", "6/30/2012", order="dmy")
    assert told.value.hint == ":mdy reads the column"
    with pytest.raises(BadInput, match="2 cells are not") as told:
        column("30/6/2012", "6/30/2012", "6/13/2012", order="dmy")
    assert "two orders" in str(told.value.hint)


def test_one_row_among_many_is_the_rows_problem() -> None:
    made = column(*["30/6/2012"] * 20, "6/30/2012", order="dmy")
    assert made.read("05/03/2024") == "2024-03-05"
    with pytest.raises(BadInput, match="this day does not exist"):
        made.read("6/30/2012")


def test_rows_that_show_the_order_are_told() -> None:
    made = column("30/6/2012", "05/03/2024")
    with pytest.raises(BadInput) as told:
        made.read("05/03/2024")
    assert "the day does in 1 cells" in str(told.value.hint)
