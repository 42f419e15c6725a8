"""One date or instant: its first and last day, its microseconds, its one text."""

from datetime import date

import pytest

from ledger.claims.points import NotAPoint, Point, parse_point
from ledger.claims.zones import MAX_DAY

MINUTE = 60_000_000
SECOND = 1_000_000


def days(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-h2", "2024-07-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2024-01-19", "2024-01-19", "2024-01-19"),
        ("1000", "1000-01-01", "1000-12-31"),
        ("9998", "9998-01-01", "9998-12-31"),
        ("2024-01-19~", "2024-01-18", "2024-01-20"),
        ("2024-06~", "2024-05-02", "2024-07-30"),
        ("2023~", "2022-01-01", "2024-12-30"),
    ],
)
def test_a_date_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    point = parse_point(text)
    assert (point.first, point.last) == days(first, last)
    assert point.text == text.upper()
    assert point.day_text == point.text
    assert point.instant is None


def test_about_the_last_year_ends_with_the_calendar() -> None:
    assert parse_point("9998~").last == MAX_DAY - 1
    assert parse_point("9997~").last == date(9998, 12, 31).toordinal()


@pytest.mark.parametrize(
    ("text", "stored", "lo", "length"),
    [
        ("1970-01-01T00:00Z", "1970-01-01T00:00Z", 0, MINUTE),
        ("1970-01-01t00:00z", "1970-01-01T00:00Z", 0, MINUTE),
        ("1970-01-02T00:00Z", "1970-01-02T00:00Z", 1440 * MINUTE, MINUTE),
        ("1970-01-01T10:20:30Z", "1970-01-01T10:20:30Z", 37_230 * SECOND, SECOND),
        ("1970-01-01T00:00:00.5Z", "1970-01-01T00:00:00.5Z", 500_000, 1),
        ("1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.0Z", 0, 1),
        ("1970-01-01T00:00:01.000123Z", "1970-01-01T00:00:01.000123Z", 1_000_123, 1),
        ("1970-01-01T08:34+08:00", "1970-01-01T08:34+08:00", 34 * MINUTE, MINUTE),
        ("1969-12-31T19:00-05:00", "1969-12-31T19:00-05:00", 0, MINUTE),
        ("1970-01-01T14:00+14:00", "1970-01-01T14:00+14:00", 0, MINUTE),
        ("1970-01-01T05:45+05:45", "1970-01-01T05:45+05:45", 0, MINUTE),
        ("1970-01-01T00:00+00:00", "1970-01-01T00:00Z", 0, MINUTE),
        ("1970-01-01T00:00-00:00", "1970-01-01T00:00Z", 0, MINUTE),
        ("1970-01-01T23:59:59Z", "1970-01-01T23:59:59Z", 86_399 * SECOND, SECOND),
    ],
)
def test_an_instant_lasts_as_long_as_its_finest_part(
    text: str, stored: str, lo: int, length: int
) -> None:
    point = parse_point(text)
    assert point.text == stored
    assert point.instant == (lo, lo + length)
    assert (point.start("Asia/Tokyo"), point.end("Asia/Tokyo")) == point.instant
    assert point.first == point.last
    assert point.day_text == stored[:10]


def test_a_date_starts_and_ends_where_its_zone_cuts_it() -> None:
    point = parse_point("1970-01-02")
    assert point.start("UTC") == 1440 * MINUTE
    assert point.end("UTC") == 2 * 1440 * MINUTE
    assert point.start("Asia/Tokyo") == 900 * MINUTE
    assert point.end("Asia/Tokyo") == (900 + 1440) * MINUTE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", None),
        ("soon", None),
        ("2024-1", None),
        ("2024-Q5", None),
        ("2024-Q0", None),
        ("2024-H3", None),
        ("01/02/2024", None),
        ("2024-01-19T8:34Z", None),
        ("2024-01-19T08:34:10.1234567Z", None),
        ("0999", "years run from 1000 to 9998"),
        ("9999", "years run from 1000 to 9998"),
        ("2024-13", "there is no month 13"),
        ("2024-00", "there is no month 00"),
        ("2023-02-29", "there is no such day"),
        ("2024-01-19T08:34", "a time of day needs its offset"),
        ("2024-01-19T08:34Z~", "~ goes with a date"),
        ("2024-01-19T24:00Z", "there is no such time of day"),
        ("2024-01-19T08:60Z", "there is no such time of day"),
        ("2024-01-19T08:34:60Z", "there is no such time of day"),
        ("2024-01-19T08:34+14:01", "there is no such offset"),
        ("2024-01-19T08:34-15:00", "there is no such offset"),
        ("2024-01-19T08:34+05:60", "there is no such offset"),
    ],
)
def test_what_is_no_point_in_time_is_refused(text: str, why: str | None) -> None:
    with pytest.raises(NotAPoint) as refused:
        parse_point(text)
    if why is None:
        assert refused.value.why is None
    else:
        assert str(refused.value.why).startswith(why)


def test_a_point_without_an_instant_is_a_date() -> None:
    assert Point("2024", 1, 2) == Point("2024", 1, 2, None)
