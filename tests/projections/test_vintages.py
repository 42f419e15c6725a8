"""The revision triangle: rows are days asked about, columns days of knowing."""

from datetime import date

import pytest

from ledger.projections.vintages import period_ends
from tests.tales import Tale


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("step", "ends"),
    [
        ("month", ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-10"]),
        ("quarter", ["2023-12-31", "2024-02-10"]),
        ("half", ["2023-12-31", "2024-02-10"]),
        ("year", ["2023-12-31", "2024-02-10"]),
    ],
)
def test_periods_end_with_the_day_of_asking(step: str, ends: list[str]) -> None:
    found = period_ends(day("2023-11-05"), day("2024-02-10"), step)
    assert [date.fromordinal(x).isoformat() for x in found] == ends


def test_a_last_day_that_ends_a_period_stands_once() -> None:
    found = period_ends(day("2024-01-05"), day("2024-02-29"), "month")
    assert found == (day("2024-01-31"), day("2024-02-29"))


def test_a_cell_shows_what_was_known_of_a_day_and_none_is_a_forecast(
    tale: Tale,
) -> None:
    claim = tale.reported(
        "halcyon/series-b", "9B", by="herald", on="2024-01-10", effective="2024-01-10"
    )
    tale.revised(claim, by="herald", on="2024-02-10", price="8B")
    basis = tale.book.basis(as_of="2024-03-31")
    answer = tale.book.vintages("halcyon", basis, "reported", "month", recorded=False)
    cells = [
        [None if cell is None else str(cell.figure) for cell in row]
        for row in answer.value.cells
    ]
    assert cells == [["9B", "8B", "8B"], [None, "8B", "8B"], [None, None, "8B"]]


def test_on_the_record_clock_nothing_is_known_before_it_was_recorded(
    tale: Tale,
) -> None:
    tale.reported("halcyon/series-b", "9B", by="herald", on="2024-01-10")
    basis = tale.book.basis(as_of="2024-03-31")
    answer = tale.book.vintages("halcyon", basis, "reported", "month", recorded=True)
    assert {cell for row in answer.value.cells for cell in row} == {None}
