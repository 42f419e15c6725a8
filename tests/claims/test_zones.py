"""Days begin where their zone says, not every 24 hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.claims.dates import (
    MAX_DAY,
    MAX_US,
    MIN_DAY,
    MIN_US,
    check_zone,
    day_of,
    day_start,
    show_day,
    show_instant,
)
from ledger.errors import BadInput

HOUR = 3_600_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
zones = st.sampled_from(ZONES)
days = st.integers(date(1970, 1, 1).toordinal(), date(2037, 12, 31).toordinal())


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def us(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def local_day(instant: int, zone: str) -> int:
    moment = EPOCH + timedelta(microseconds=instant)
    return moment.astimezone(ZoneInfo(zone)).toordinal()


@pytest.mark.parametrize(
    ("zone", "which", "start"),
    [
        pytest.param("UTC", "2024-01-19", "2024-01-19T00:00Z", id="utc"),
        pytest.param(
            "America/New_York", "2024-01-20", "2024-01-20T05:00Z", id="new-york"
        ),
        pytest.param(
            "Asia/Beirut", "2024-03-31", "2024-03-30T22:00Z", id="midnight-left-out"
        ),
        pytest.param(
            "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00Z", id="sao-paulo-gap"
        ),
        pytest.param(
            "America/Havana", "2024-11-03", "2024-11-03T04:00Z", id="set-back-at-one"
        ),
        pytest.param(
            "America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00Z", id="back-to-23:00"
        ),
        pytest.param(
            "America/St_Johns", "2010-11-07", "2010-11-07T03:30Z", id="second-midnight"
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", id="day-left-out"
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z", id="day-after-that"
        ),
        pytest.param(
            "America/Scoresbysund",
            "2024-03-31",
            "2024-03-31T01:00Z",
            id="gap-to-midnight",
        ),
        pytest.param(
            "America/Juneau", "1867-10-19", "1867-10-19T08:57:41Z", id="day-lived-twice"
        ),
        pytest.param("Africa/Monrovia", "1971-06-01", "1971-06-01T00:44:30Z", id="lmt"),
    ],
)
def test_a_day_starts_when_the_day_before_is_over_for_good(
    zone: str, which: str, start: str
) -> None:
    assert show_instant(day_start(day(which), zone)) == show_instant(us(start))


@pytest.mark.parametrize(
    ("zone", "which", "hours"),
    [
        pytest.param("Europe/Berlin", "2024-03-31", 23, id="spring"),
        pytest.param("Europe/Berlin", "2024-10-27", 25, id="autumn"),
        pytest.param("Asia/Beirut", "2024-03-31", 23, id="no-midnight"),
        pytest.param("Australia/Lord_Howe", "2024-04-07", 24.5, id="half-an-hour"),
        pytest.param("Pacific/Apia", "2011-12-30", 0, id="no-day"),
        pytest.param("America/St_Johns", "2010-11-06", 25, id="two-midnights"),
        pytest.param("Asia/Shanghai", "2024-01-19", 24, id="plain"),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(
    zone: str, which: str, hours: float
) -> None:
    first = day(which)
    assert day_start(first + 1, zone) - day_start(first, zone) == hours * HOUR


@given(days, zones)
@example(day("2011-12-30"), "Pacific/Apia")
@example(day("2024-03-31"), "Asia/Beirut")
@example(day("2010-11-07"), "America/St_Johns")
@example(day("1993-08-21"), "Pacific/Kwajalein")
@example(day("2024-11-03"), "America/Havana")
@example(day("1995-01-01"), "Pacific/Kiritimati")
def test_the_local_date_is_earlier_just_before_and_never_after(
    ordinal: int, zone: str
) -> None:
    start = day_start(ordinal, zone)
    assert local_day(start - 1, zone) < ordinal
    after = range(start, start + 26 * HOUR, HOUR // 4)
    assert all(local_day(instant, zone) >= ordinal for instant in after)


@given(days, zones)
@example(day("2011-12-30"), "Pacific/Apia")
def test_starts_never_decrease_and_are_equal_only_where_a_day_is_left_out(
    ordinal: int, zone: str
) -> None:
    start, following = day_start(ordinal, zone), day_start(ordinal + 1, zone)
    assert start <= following
    if start == following:
        assert local_day(start, zone) > ordinal
        assert local_day(start - 1, zone) < ordinal


@given(days, zones)
@example(day("2010-11-07"), "America/St_Johns")
def test_a_day_holds_its_first_and_its_last_microsecond(
    ordinal: int, zone: str
) -> None:
    start, following = day_start(ordinal, zone), day_start(ordinal + 1, zone)
    if start < following:
        assert day_of(start, zone) == ordinal
        assert day_of(following - 1, zone) == ordinal


@given(st.integers(MIN_US, MAX_US - 1), zones)
def test_every_instant_lies_in_just_one_day(instant: int, zone: str) -> None:
    ordinal = day_of(instant, zone)
    assert day_start(ordinal, zone) <= instant < day_start(ordinal + 1, zone)


def test_between_two_midnights_of_one_night_it_is_still_the_day_before() -> None:
    first_midnight = us("2010-11-07T02:30:30Z")
    assert local_day(first_midnight, "America/St_Johns") == day("2010-11-07")
    assert day_of(first_midnight, "America/St_Johns") == day("2010-11-06")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_open_ends_lie_beyond_every_day(zone: str) -> None:
    assert day_start(MIN_DAY, zone) == MIN_US < day_start(MIN_DAY + 1, zone)
    assert day_start(MAX_DAY, zone) < MAX_US == day_start(MAX_DAY + 1, zone)
    assert (day_of(MIN_US, zone), day_of(MAX_US, zone)) == (MIN_DAY, MAX_DAY)
    assert -(2**63) <= MIN_US < MAX_US < 2**63


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "2024-01-20T05:00:00Z"),
        ("America/New_York", "2024-01-20T00:00:00-05:00"),
        ("Asia/Kolkata", "2024-01-20T10:30:00+05:30"),
        ("Europe/London", "2024-01-20T05:00:00Z"),
    ],
)
def test_an_instant_is_shown_in_a_zone(zone: str, shown: str) -> None:
    assert show_instant(us("2024-01-20T05:00:00Z"), zone) == shown


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (us("2024-01-20T05:00:00.5Z"), "2024-01-20T05:00:00.5Z"),
        (us("2024-01-20T05:00:10.000001Z"), "2024-01-20T05:00:10.000001Z"),
        (us("2024-01-20T05:00:10Z"), "2024-01-20T05:00:10Z"),
        (MIN_US, ".."),
        (MAX_US, ".."),
    ],
)
def test_a_fraction_is_shown_only_where_there_is_one(instant: int, shown: str) -> None:
    assert show_instant(instant) == shown


def test_an_old_local_time_that_iso_cannot_write_is_shown_in_utc() -> None:
    assert show_instant(us("1850-01-01T00:00Z"), "Europe/Berlin").endswith("Z")


@given(st.integers(us("1000-01-02T00:00Z"), us("9998-12-30T00:00Z")), zones)
def test_what_is_shown_is_the_same_instant(instant: int, zone: str) -> None:
    assert us(show_instant(instant, zone)) == instant


def test_days_are_shown_with_their_open_ends() -> None:
    assert [show_day(d) for d in (day("2024-01-19"), MIN_DAY, MAX_DAY)] == [
        "2024-01-19",
        "..",
        "..",
    ]


@pytest.mark.parametrize("name", ["UTC", "America/New_York", "Etc/GMT+12", "EST"])
def test_zones_of_the_iana_database_are_known(name: str) -> None:
    assert check_zone(name) == name


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("new york", "America/New_York"),
        ("Asia/Shangai", "Asia/Shanghai"),
        ("berlin", "Europe/Berlin"),
        ("utc", "UTC"),
    ],
)
def test_an_unknown_zone_is_refused_with_near_misses(name: str, guess: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_zone(name)
    assert guess in (refused.value.hint or "")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "+08:00",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "America",
        "leapseconds",
        "Mars/Olympus",
        "Asia/Tokyo\x00",
        "x" * 10_000,
    ],
)
def test_what_is_no_place_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_zone(name)
    assert refused.value.hint
    assert len(refused.value.message) < 200


def test_an_unknown_zone_is_refused_wherever_one_is_taken() -> None:
    with pytest.raises(BadInput):
        day_start(day("2024-01-19"), "Nowhere")
    with pytest.raises(BadInput):
        day_of(0, "Nowhere")
