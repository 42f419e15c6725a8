"""A date is an interval: what it covers, how it is written, what is refused."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.claims.dates import (
    MAX_DAY,
    MAX_US,
    MIN_DAY,
    MIN_US,
    Days,
    When,
    day_of,
    day_start,
    parse_days,
    parse_when,
    resolve_relative,
    show_day,
    show_instant,
)
from ledger.errors import BadInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEW_YORK = "America/New_York"


def us(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def span(when: When) -> tuple[str, str]:
    return show_instant(when.lo), show_instant(when.hi)


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        pytest.param("2024", "2024-01-01", "2025-01-01", id="year"),
        pytest.param("2024-01", "2024-01-01", "2024-02-01", id="month"),
        pytest.param("2024-12", "2024-12-01", "2025-01-01", id="december"),
        pytest.param("2024-02", "2024-02-01", "2024-03-01", id="leap-february"),
        pytest.param("2024-Q1", "2024-01-01", "2024-04-01", id="first-quarter"),
        pytest.param("2024-Q4", "2024-10-01", "2025-01-01", id="last-quarter"),
        pytest.param("2024-H1", "2024-01-01", "2024-07-01", id="first-half"),
        pytest.param("2024-H2", "2024-07-01", "2025-01-01", id="second-half"),
        pytest.param("2024-01-19", "2024-01-19", "2024-01-20", id="day"),
        pytest.param("2024-02-29", "2024-02-29", "2024-03-01", id="leap-day"),
        pytest.param("2024-01-19~", "2024-01-18", "2024-01-21", id="about-a-day"),
        pytest.param("2024-02~", "2024-01-03", "2024-03-30", id="about-a-month"),
        pytest.param("2023~", "2022-01-01", "2024-12-31", id="about-a-year"),
        pytest.param("2024-01/2024-03", "2024-01-01", "2024-04-01", id="range"),
        pytest.param("2024-01-19/2024-02", "2024-01-19", "2024-03-01", id="mixed"),
        pytest.param("2024/2024-06", "2024-01-01", "2024-07-01", id="year-to-june"),
        pytest.param("2024-03~/2024-05", "2024-01-30", "2024-06-01", id="about-from"),
        pytest.param("1000", "1000-01-01", "1001-01-01", id="first-year"),
        pytest.param("9998", "9998-01-01", "9999-01-01", id="last-year"),
    ],
)
def test_a_partial_date_is_all_of_it(text: str, lo: str, hi: str) -> None:
    when = parse_when(text)
    assert span(when) == (f"{lo}T00:00:00Z", f"{hi}T00:00:00Z")
    assert (when.text, when.zone) == (text, None)
    assert parse_days(text) == Days(text, day(lo), day(hi) - 1)


@pytest.mark.parametrize(
    ("text", "lo", "length"),
    [
        pytest.param("2024-01-19T08:34+08:00", "2024-01-19T00:34Z", 60_000_000, id="m"),
        pytest.param("2024-01-19T08:34:10Z", "2024-01-19T08:34:10Z", 1_000_000, id="s"),
        pytest.param("2024-01-19T08:34:10.5Z", "2024-01-19T08:34:10.5Z", 1, id="us"),
        pytest.param("2024-01-19T23:59-05:00", "2024-01-20T04:59Z", 60_000_000, id="w"),
        pytest.param("2024-01-19T00:00+14:00", "2024-01-18T10:00Z", 60_000_000, id="e"),
    ],
)
def test_an_instant_lasts_as_long_as_its_finest_part(
    text: str, lo: str, length: int
) -> None:
    assert parse_when(text) == When(text, us(lo), us(lo) + length, None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("../2024-03", Days("../2024-03", MIN_DAY, day("2024-03-31"))),
        ("2024-03/..", Days("2024-03/..", day("2024-03-01"), MAX_DAY)),
    ],
)
def test_a_range_may_be_open_at_one_end(text: str, days: Days) -> None:
    assert parse_days(text) == days
    when = parse_when(text)
    assert when.day == days
    if days.first == MIN_DAY:
        assert (when.lo, when.hi) == (MIN_US, day_start(days.last + 1, "UTC"))
    else:
        assert (when.lo, when.hi) == (day_start(days.first, "UTC"), MAX_US)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" 2024-01-19\n", "2024-01-19"),
        ("2024-q1", "2024-Q1"),
        ("2024-h2~", "2024-H2~"),
        ("2024-01-19t08:34z", "2024-01-19T08:34Z"),
        ("2024-01-19T08:34+00:00", "2024-01-19T08:34Z"),
        ("2024-01-19T08:34-00:00", "2024-01-19T08:34Z"),
        ("2024-01-19T08:34:10.500Z", "2024-01-19T08:34:10.5Z"),
        ("2024-01-19T08:34:10.000Z", "2024-01-19T08:34:10.0Z"),
    ],
)
def test_spellings_of_one_date_have_one_text(typed: str, canonical: str) -> None:
    assert parse_when(typed).text == canonical
    assert parse_when(typed) == parse_when(canonical)


@pytest.mark.parametrize(
    ("typed", "zone", "text", "carried"),
    [
        pytest.param("2024-01-19", "UTC", "2024-01-19", None, id="utc"),
        pytest.param(
            "2024-01-19", NEW_YORK, f"2024-01-19[{NEW_YORK}]", NEW_YORK, id="ledger"
        ),
        pytest.param(
            "2024-01-19[Asia/Shanghai]",
            NEW_YORK,
            "2024-01-19[Asia/Shanghai]",
            "Asia/Shanghai",
            id="own-zone-first",
        ),
        pytest.param("2024[UTC]", NEW_YORK, "2024[UTC]", "UTC", id="utc-kept"),
        pytest.param(
            "2024-01~/..", NEW_YORK, f"2024-01~/..[{NEW_YORK}]", NEW_YORK, id="range"
        ),
        pytest.param(
            "2024-01-19T08:34+08:00",
            NEW_YORK,
            "2024-01-19T08:34+08:00",
            None,
            id="instant",
        ),
        pytest.param(
            "2024-01-19T08:34Z/2024-01-20",
            NEW_YORK,
            f"2024-01-19T08:34Z/2024-01-20[{NEW_YORK}]",
            NEW_YORK,
            id="instant-to-date",
        ),
    ],
)
def test_a_date_carries_the_zone_where_it_was_said(
    typed: str, zone: str, text: str, carried: str | None
) -> None:
    when = parse_when(typed, zone)
    assert (when.text, when.zone) == (text, carried)
    assert parse_when(when.text) == when


def test_a_day_is_cut_where_its_own_zone_cuts_it() -> None:
    assert span(parse_when("2024-01-19[America/New_York]")) == (
        "2024-01-19T05:00:00Z",
        "2024-01-20T05:00:00Z",
    )
    assert span(parse_when("2024-03-31", "Asia/Beirut")) == (
        "2024-03-30T22:00:00Z",
        "2024-03-31T21:00:00Z",
    )


def test_a_day_that_its_zone_left_out_is_empty() -> None:
    when = parse_when("2011-12-30[Pacific/Apia]")
    assert when.lo == when.hi == us("2011-12-30T10:00Z")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("2024-01-20T08:34+08:00", "2024-01-20", id="own-offset"),
        pytest.param("2024-01-19T23:00-05:00", "2024-01-19", id="west"),
        pytest.param("2024-01-19[Asia/Shanghai]", "2024-01-19", id="zone"),
        pytest.param("2024-Q1~", "2024-Q1~", id="partial"),
        pytest.param(
            "2024-01-19T08:00Z/2024-01-20T09:00Z", "2024-01-19/2024-01-20", id="range"
        ),
        pytest.param("2024-01-19T08:00Z/2024-01-19T09:00Z", "2024-01-19", id="hour"),
        pytest.param(
            "2024-01-19T08:00Z/..",
            "2024-01-19/..",
            id="open",
        ),
        pytest.param(
            "2024-01-20T23:00+08:00/2024-01-20T12:00-05:00", "2024-01-20", id="offsets"
        ),
    ],
)
def test_its_day_is_the_one_of_the_place_where_it_was_said(
    text: str, days: str
) -> None:
    assert parse_when(text).day == parse_days(days)


REFUSED = {
    "empty": "",
    "blank": "  \t",
    "american": "01/02/2024",
    "day-first": "19.01.2024",
    "month-13": "2024-13-01",
    "month-0": "2024-00",
    "february-30": "2024-02-30",
    "no-leap-day": "2023-02-29",
    "day-0": "2024-01-00",
    "five-digit-year": "12024-01-01",
    "signed-year": "-2024",
    "year-999": "0999",
    "year-0": "0000-01-01",
    "year-9999": "9999-12-31",
    "two-digit-year": "24-01-19",
    "short-month": "2024-1-19",
    "week": "2024-W03",
    "week-day": "2024-W03-5",
    "day-of-year": "2024-019",
    "basic": "20240119",
    "quarter-5": "2024-Q5",
    "half-0": "2024-H0",
    "season": "2024-21",
    "arabic-digits": "٢٠٢٤-٠١-١٩",
    "full-width-digits": "\uff12\uff10\uff12\uff14-01-19",
    "minus-sign": "2024\u221201\u221219",
    "dots": "..",
    "open-both": "../..",
    "slash": "/",
    "half-range": "2024-01/",
    "three-ends": "2024-01/2024-02/2024-03",
    "backwards": "2024-03/2024-01",
    "backwards-days": "2024-01-20/2024-01-19",
    "words": "last week",
    "english": "Jan 19, 2024",
    "relative": "3d ago",
    "doubt": "2024?",
    "two-tildes": "2024~~",
    "tilde-first": "~2024",
    "inside": "on 2024-01-19",
    "two-lines": "2024-01-19\n2024-01-20",
    "nul": "2024-01-19\x00",
    "number": "1705622400",
    "long": "2" * 10_000,
    "long-blank": " " * 10_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_not_in_the_grammar_is_refused_by_both(text: str) -> None:
    for parse in (parse_when, parse_days):
        with pytest.raises(BadInput) as refused:
            parse(text)
        assert len(refused.value.message) < 120


NO_INSTANTS = {
    "naive-minute": "2024-01-19T08:34",
    "naive-second": "2024-01-19T08:34:10",
    "space": "2024-01-19 08:34Z",
    "hour-only": "2024-01-19T08Z",
    "hour-24": "2024-01-19T24:00Z",
    "minute-60": "2024-01-19T08:60Z",
    "leap-second": "2016-12-31T23:59:60Z",
    "nanoseconds": "2024-01-19T08:34:10.123456789Z",
    "empty-fraction": "2024-01-19T08:34:10.Z",
    "offset-15": "2024-01-19T08:34+15:00",
    "offset-minutes": "2024-01-19T08:34+08:60",
    "short-offset": "2024-01-19T08:34+08",
    "basic-offset": "2024-01-19T08:34+0800",
    "abbreviation": "2024-01-19T08:34 EST",
    "about": "2024-01-19T08:34Z~",
    "no-such-day": "2024-02-30T08:34Z",
    "with-zone": "2024-01-19T08:34Z[UTC]",
    "open-with-zone": "2024-01-19T08:34Z/..[Asia/Shanghai]",
    "unknown-zone": "2024-01-19[Asia/Shangai]",
    "empty-zone": "2024-01-19[]",
    "offset-as-zone": "2024-01-19[+08:00]",
    "two-zones": "2024-01-19[UTC][UTC]",
    "zone-left": "2024-01-19[UTC]/2024-01-20",
    "zone-first": "[UTC]2024-01-19",
    "open-zone": "2024-01-19[UTC",
    "about-after-zone": "2024-01-19[UTC]~",
}


@pytest.mark.parametrize("text", NO_INSTANTS.values(), ids=NO_INSTANTS)
def test_an_unclear_instant_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_when(text)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["", "Jan 19, 2024", "2024-W03", ".."])
def test_the_hint_shows_the_grammar(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_when(text)
    for example in ("2024-Q1", "2024-01-19T08:34+08:00", "../2024-03", "~"):
        assert example in (refused.value.hint or "")


def test_a_word_is_refused_with_the_words_that_are_known() -> None:
    with pytest.raises(BadInput) as refused:
        parse_when("3 days ago")
    assert "3d ago" in (refused.value.hint or "")


@pytest.mark.parametrize(
    "text", ["2024-01-19T08:34Z", "2024-01-19[UTC]", "2024-01/2024-01-19T08:34Z"]
)
def test_days_have_no_instants_and_no_zones(text: str) -> None:
    with pytest.raises(BadInput):
        parse_days(text)


def test_an_unknown_zone_of_the_ledger_is_refused() -> None:
    with pytest.raises(BadInput):
        parse_when("2024-01-19", "Nowhere")


dates = st.dates(date(1000, 1, 1), date(9998, 12, 31))
zones = st.sampled_from(
    ["UTC", NEW_YORK, "Asia/Beirut", "Pacific/Apia", "America/St_Johns", "Asia/Kolkata"]
)


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    one = draw(dates)
    quarter, half = (one.month + 2) // 3, (one.month + 5) // 6
    year = f"{one.year:04}"
    text = draw(
        st.sampled_from(
            [
                year,
                f"{year}-{one.month:02}",
                f"{year}-Q{quarter}",
                f"{year}-h{half}",
                one.isoformat(),
            ]
        )
    )
    return text + draw(st.sampled_from(["", "~"]))


@st.composite
def instants(draw: st.DrawFn) -> str:
    clock = draw(st.times())
    zone = draw(
        st.sampled_from(["Z", "+00:00", "-00:00", "+08:00", "-05:30", "+14:00"])
    )
    shape = draw(st.sampled_from(["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]))
    return f"{draw(dates).isoformat()}T{clock.strftime(shape)}{zone}"


def ranges(ends: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(ends | st.just(".."), ends | st.just("..")).map("/".join)


@given(partial_dates() | instants() | ranges(partial_dates() | instants()), zones)
def test_the_text_of_a_when_reads_back_to_it(text: str, zone: str) -> None:
    try:
        when = parse_when(text, zone)
    except BadInput:
        assume("/" not in text)
        raise
    assert parse_when(str(when)) == when
    assert when.lo <= when.hi
    if when.zone is not None:
        assert parse_when(str(when), "Asia/Tokyo") == when
    assert parse_days(str(when.day)) == when.day


@given(partial_dates() | ranges(partial_dates()))
def test_the_text_of_days_reads_back_to_them(text: str) -> None:
    try:
        days = parse_days(text)
    except BadInput:
        assume("/" not in text)
        raise
    assert parse_days(str(days)) == days
    assert days.first <= days.last


@given(st.dates(date(1970, 1, 1), date(2037, 12, 31)), zones)
def test_as_of_a_day_is_as_of_its_last_microsecond(one: date, zone: str) -> None:
    whole = parse_when(one.isoformat(), zone)
    assume(whole.lo < whole.hi)
    last = day_of(whole.hi - 1, zone)
    assert parse_when(show_day(last), zone).hi == whole.hi


@given(st.dates(date(1970, 1, 1), date(2037, 12, 31)), zones)
def test_a_month_ends_where_its_last_day_ends(one: date, zone: str) -> None:
    month = parse_when(f"{one:%Y-%m}", zone)
    assert month.lo <= parse_when(one.isoformat(), zone).lo
    assert parse_when(one.isoformat(), zone).hi <= month.hi
    assert parse_when(str(one.year), zone).hi >= month.hi


@given(st.text(max_size=30) | st.text("0123456789-/.~TZ:+[]QH", max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for parse in (parse_when, parse_days):
        with suppress(BadInput):
            assert str(parse(text))


NOW = us("2024-03-31T03:00:00Z")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2024-03-31"),
        (" Today ", "2024-03-31"),
        ("yesterday", "2024-03-30"),
        ("0d ago", "2024-03-31"),
        ("3d ago", "2024-03-28"),
        ("2w ago", "2024-03-17"),
        ("1mo ago", "2024-02-29"),
        ("13mo ago", "2023-02-28"),
        ("3mo ago", "2023-12-31"),
        ("1y ago", "2023-03-31"),
        ("24 mo ago", "2022-03-31"),
        ("3 days ago", "2024-03-28"),
        ("1 week ago", "2024-03-24"),
        ("2 months ago", "2024-01-31"),
        ("1 year ago", "2023-03-31"),
        ("monday", "2024-03-25"),
        ("Saturday", "2024-03-30"),
        ("sunday", "2024-03-24"),  # today is one: today is called today
        ("last  Friday", "2024-03-29"),
        ("last week", "2024-03-18/2024-03-24"),
        ("last month", "2024-02"),
        ("last quarter", "2023-Q4"),
        ("last year", "2023"),
    ],
)
def test_relative_words_become_a_day(text: str, day: str) -> None:
    assert resolve_relative(text, NOW, "UTC") == day


def test_the_quarter_before_this_one_may_be_of_this_year() -> None:
    assert resolve_relative("last quarter", us("2024-08-01T00:00Z"), "UTC") == "2024-Q2"


def test_today_is_the_day_of_the_zone() -> None:
    assert resolve_relative("today", NOW, NEW_YORK) == "2024-03-30"
    assert resolve_relative("today", NOW, "Asia/Tokyo") == "2024-03-31"


@pytest.mark.parametrize(
    "text",
    [
        "2024-01",
        "this week",
        "next monday",
        "-3d ago",
        "tomorrow",
        "",
        "٣d ago",
        "last",
    ],
)
def test_any_other_text_comes_back_unchanged(text: str) -> None:
    assert resolve_relative(text, NOW, "UTC") == text


@pytest.mark.parametrize(
    "text", ["99999w ago", "55555w ago", "99999mo ago", "2000y ago", "1025y ago"]
)
def test_a_day_before_the_first_year_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        resolve_relative(text, NOW, "UTC")
    assert refused.value.hint


@given(st.integers(0, 99_999), st.sampled_from(["d", "w", "mo", "y"]), zones)
def test_a_day_that_is_found_can_be_read(count: int, unit: str, zone: str) -> None:
    with suppress(BadInput):
        assert parse_days(resolve_relative(f"{count}{unit} ago", NOW, zone))
