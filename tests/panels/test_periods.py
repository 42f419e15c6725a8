"""Which days a panel asks about."""

from datetime import date

import pytest

from ledger.errors import BadInput
from ledger.panels.periods import ends_within
from tests.panels.reading import rows_of
from tests.tales import Tale


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("every", "ends"),
    [
        ("month", ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"]),
        ("quarter", ["2023-12-31"]),
        ("year", ["2023-12-31"]),
    ],
)
def test_a_period_has_a_row_once_it_is_over(every: str, ends: list[str]) -> None:
    found = ends_within(day("2023-11-05"), day("2024-02-29"), every)
    assert [date.fromordinal(x).isoformat() for x in found] == ends
    assert list(ends_within(day("2023-11-05"), day("2024-03-01"), every)) == list(found)


def test_weeks_end_on_sundays_and_days_with_themselves() -> None:
    weeks = ends_within(day("2024-01-01"), day("2024-01-21"), "week")
    assert [date.fromordinal(x).isoformat() for x in weeks] == [
        *("2024-01-07", "2024-01-14", "2024-01-21")
    ]
    assert list(ends_within(day("2024-01-07"), day("2024-01-07"), "week")) == [
        day("2024-01-07")
    ]
    assert len(ends_within(day("2024-02-01"), day("2024-03-01"), "day")) == 30


@pytest.fixture
def told(tale: Tale) -> Tale:
    tale.reported("halcyon/series-b", "9B", by="herald", on="2024-01-10")
    tale.clock("2024-05-20")
    return tale


def months(tale: Tale, **asked: str) -> list[str]:
    span = {key: asked.pop(key) for key in ("since", "until", "every") if key in asked}
    return [row["as_of"] for row in rows_of(tale.book, "valuations", (), asked, **span)]


def test_the_last_period_is_the_last_that_is_over(told: Tale) -> None:
    ends = ["2024-02-29", "2024-03-31", "2024-04-30"]
    assert months(told, since="2024-02") == ends
    assert months(told, since="2024-02", as_of="today") == ends
    assert months(told, since="2024-02", as_of="2024-03-31") == ends[:2]
    assert months(told, since="3mo ago") == ends


def test_an_as_of_to_come_makes_no_rows_to_come(told: Tale) -> None:
    assert months(told, since="2024-04", as_of="2030") == ["2024-04-30"]


def test_a_year_asked_for_is_all_of_its_months(told: Tale) -> None:
    told.clock("2025-05-20")
    assert len(months(told, since="2024", until="2024")) == 12


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "2024-04", "until": "2024-02"}, "`since` 2024-04 is after"),
        ({"since": "2024-01", "until": "2030-01"}, "`until` 2030-01 is in the future"),
        ({"since": "2024-01", "until": "2024-05"}, "`until` 2024-05 is not over yet"),
        (
            {"since": "2024-01", "until": "2024-04", "as_of": "2024-04-05"},
            "`until` 2024-04 ends after 2024-04-05, the as-of day",
        ),
        ({"since": "2025-01"}, "`since` 2025-01 is after the last whole day"),
        ({"since": "Jan 2024"}, "since: 'Jan 2024'"),
        ({"since": "2024-13"}, "since: '2024-13'"),
        ({"since": "2024-01/2024-03"}, "'2024-01/2024-03' is not one period"),
        (
            {"since": "2024-01", "until": "2024-03~"},
            "until: '2024-03~' is not one period",
        ),
        ({"since": "2024-03-02", "until": "2024-03-09"}, "no month ends from"),
        ({"since": "1700", "every": "day"}, "periods are too many"),
    ],
)
def test_what_is_no_span_is_refused_in_words(
    told: Tale, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        months(told, **asked)
    assert said in caught.value.message
    assert caught.value.hint
