"""Small lines of a company's figure: no fall that nobody reported."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.page.contents import ReportContents, Trend
from ledger.page.trends import ENDLESS, TrendPoint, trend_of
from tests.tales import Tale


def was(
    day: int, low: str, high: str = "", *, place: int, sure: bool = True
) -> TrendPoint:
    """Give what was seen from a day on; `place` is how new it is."""
    ends = Decimal(low), Decimal(high or low)
    middle = sum(ends, Decimal()) / 2
    return TrendPoint(day, *ends, middle, sure, "USD", (place, 0, 0))


def falls(trend: Trend | None) -> list[tuple[int, int]]:
    """Give the days between which a line goes down."""
    assert trend is not None
    pairs = zip(trend.points, trend.points[1:], strict=False)
    return [(a.day, b.day) for a, b in pairs if b.joined and 0 < b.amount < a.amount]


def test_a_lower_price_that_is_newer_is_a_fall() -> None:
    assert falls(trend_of([was(0, "50", place=1), was(5, "20", place=2)])) == [(0, 5)]


def test_an_older_figure_that_is_the_answer_again_is_none() -> None:
    trend = trend_of(
        [was(0, "20", place=1), was(3, "50", place=2), was(9, "20", place=1)]
    )
    assert trend is not None
    assert [point.joined for point in trend.points] == [False, True, False]
    assert falls(trend) == []


def test_a_price_within_the_range_before_it_is_none() -> None:
    trend = trend_of([was(0, "15", "20", place=1), was(5, "16", place=2)])
    assert trend is not None
    assert [point.amount for point in trend.points] == [Decimal("17.5")]


def test_a_price_above_the_range_before_it_is_none() -> None:
    trend = trend_of(
        [
            was(0, "70", "73", place=1),
            was(1, "10", "70", place=1),
            was(2, "71", place=2),
        ]
    )
    assert falls(trend) == []


def test_what_was_only_sought_does_not_lead_to_what_was_paid() -> None:
    sought = was(0, "75", place=1, sure=False)
    trend = trend_of([sought, was(5, "50", place=2)])
    assert falls(trend) == []


def test_at_least_is_no_more_than_what_follows() -> None:
    open_ = TrendPoint(
        0, Decimal(80), ENDLESS, Decimal(80), sure=True, currency="USD", place=(1, 0, 0)
    )
    trend = trend_of([open_, was(5, "60", place=2)])
    assert falls(trend) == [(0, 5)]


SEEN = st.builds(
    lambda low, more, place, sure: (low, low + more, place, sure),
    st.integers(1, 100),
    st.integers(0, 60),
    st.integers(1, 9),
    st.booleans(),
)


@given(st.lists(SEEN, max_size=8))
def test_every_fall_is_to_a_newer_figure_that_lies_below(
    story: list[tuple[int, int, int, bool]],
) -> None:
    points = [
        was(day, str(low), str(high), place=place, sure=sure)
        for day, (low, high, place, sure) in enumerate(story)
    ]
    trend = trend_of(points)
    assert (trend is None) == (not points)
    for before, after in falls(trend) if trend else []:
        one = max((x for x in points if x.day < after), key=lambda x: x.day)
        other = points[after]
        assert other.place > one.place, before
        assert other.high < one.low, before


def test_a_denied_price_leaves_no_fall_on_the_page(tale: Tale) -> None:
    tale.reported("halcyon/a", "2B", by="halcyon-co", on="2024-01-05", stage="closed")
    high = tale.reported("halcyon/b", "9B", by="herald", on="2024-06-05")
    tale.retracted(high, by="herald", on="2024-07-01")
    report: ReportContents = tale.book.report(
        tale.book.basis(as_of="2024-12-31"), believed=False
    )
    (halcyon,) = (x for x in report.sections if x.slug == "halcyon")
    assert halcyon.trend is not None
    amounts = [point.amount for point in halcyon.trend.points]
    assert amounts == [Decimal("2E9"), Decimal("9E9"), Decimal("2E9")]
    assert falls(halcyon.trend) == []
