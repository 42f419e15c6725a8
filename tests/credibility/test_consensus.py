"""Consensus figures: which, how wide, and who shifted them."""

from math import exp, log

import pytest

from ledger.credibility.consensus import (
    Opinion,
    bell,
    consensus_of,
    grid_over,
    mixed,
    shifts_of,
    summary,
)
from ledger.credibility.worth import Outside, RoundOrder, of_company, of_one_round
from tests.credibility.asked import moment, weighed
from tests.tales import Tale


def opinion(amount: float, event: int = 1, sound: float = 0.9) -> Opinion:
    return Opinion(event, f"s{event}", log(amount), 0.1, sound)


def test_one_figure_alone_is_the_consensus_and_nobody_shifts_it() -> None:
    found = consensus_of([opinion(20)], None, 0.5)
    assert found is not None
    assert exp(found.median) == pytest.approx(20, rel=1e-3)
    assert exp(found.low) < 18
    assert exp(found.high) > 22
    assert [shift.by for shift in shifts_of([opinion(20)], None, 0.5)] == [None]


def test_nobody_says_a_figure_and_there_is_none() -> None:
    assert consensus_of([], None, 0.5) is None


@pytest.mark.parametrize("apart", [1.0, 1000.0])
def test_hundreds_of_origins_do_not_break_it(apart: float) -> None:
    many = 85 if apart > 1 else 206
    said = [
        Opinion(event, f"s{event}", log(2e9) + event * log(apart), 0.1, 0.9)
        for event in range(many)
    ]
    found = consensus_of(said, None, 0.5)
    assert found is not None
    assert found.low <= found.median <= found.high


def test_figures_that_agree_narrow_the_interval() -> None:
    one = consensus_of([opinion(20)], None, 0.5)
    two = consensus_of([opinion(20, 1), opinion(20.5, 2)], None, 0.5)
    assert one is not None
    assert two is not None
    assert two.high - two.low < 0.7 * (one.high - one.low)


def test_a_gross_error_is_outvoted_and_shifts_little() -> None:
    said = [opinion(20, 1), opinion(21, 2), opinion(60, 3)]
    found = consensus_of(said, None, 0.5)
    assert found is not None
    assert 19.5 < exp(found.median) < 22
    shifts = {shift.event: shift.by for shift in shifts_of(said, None, 0.5)}
    assert shifts[3] is not None
    assert abs(shifts[3]) < 0.03


def test_two_camps_are_two_modes() -> None:
    said = [opinion(20, 1), opinion(20, 2), opinion(60, 3), opinion(60, 4)]
    found = consensus_of(said, None, 0.5)
    assert found is not None
    assert [round(exp(mode)) for mode in found.modes] == [20, 60]


def test_a_leave_one_out_shift_is_the_median_with_it_over_that_without() -> None:
    said = [opinion(20, 1), opinion(24, 2)]
    found, without = consensus_of(said, None, 0.5), consensus_of(said[:1], None, 0.5)
    assert found is not None
    assert without is not None
    by = shifts_of(said, None, 0.5)[1].by
    assert by == pytest.approx(exp(found.median - without.median) - 1)


def test_a_grid_holds_a_normal_distribution() -> None:
    grid = grid_over([0.0])
    found = summary(bell(grid, 0.3, 0.1), grid)
    assert found.median == pytest.approx(0.3, abs=1e-4)
    assert found.high - found.median == pytest.approx(0.1645, abs=1e-3)
    half = summary(mixed(bell(grid, -1, 0.1), bell(grid, 1, 0.1), 0.25), grid)
    assert half.median < -0.9 < 0.9 < half.high


def test_a_settled_price_is_believed(tale: Tale) -> None:
    name = "halcyon/a"
    tale.reported(name, "30B", by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(name, "20B", by="halcyon-co", on="2024-03-01", stage="closed")
    now = moment(tale)
    rounds = now.company("halcyon")
    found = of_one_round(rounds[0], rounds, now.scores)
    assert found is not None
    assert exp(found.median) == pytest.approx(20e9, rel=1e-3)
    worth = of_company(rounds, now.scores, now.cut)
    assert worth is not None
    assert worth.low < log(20e9) < worth.high


def test_a_live_rumour_widens_what_a_company_is_worth(tale: Tale) -> None:
    tale.reported("halcyon/a", "20B", by="halcyon-co", on="2024-03-01", stage="closed")
    tale.reported("halcyon/b", "60B", by="herald", on="2024-06-01", stage="committed")
    ends = {}
    for day in ("2024-05-31", "2024-06-02"):
        now = moment(tale, as_of=day)
        worth = of_company(now.company("halcyon"), now.scores, now.cut)
        assert worth is not None
        ends[day] = exp(worth.high) / 1e9
    assert ends["2024-05-31"] < 50
    assert ends["2024-06-02"] > 60


def test_where_nobody_confirmed_a_price_every_round_that_may_have_happened_counts(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", "10B", by="herald", on="2023-01-10", stage="closed")
    tale.reported("halcyon/b", "30B", by="gazette", on="2024-03-01", stage="in_talks")
    ends = []
    for day in ("2024-03-20", "2028-03-20"):
        now = moment(tale, as_of=day)
        worth = of_company(now.company("halcyon"), now.scores, now.cut)
        assert worth is not None
        assert worth.low < log(10e9)
        assert worth.high > log(28e9)
        ends.append(worth.high - worth.low)
    assert ends[1] > ends[0]  # the older, the more may have happened since


def test_a_price_outside_rounds_moves_what_a_company_is_worth(tale: Tale) -> None:
    tale.reported("halcyon/a", "20B", by="halcyon-co", on="2024-03-01", stage="closed")
    now = moment(tale, as_of="2026-03-01")
    rounds, wide = now.company("halcyon"), []
    for sale in (None, True, False):
        price = Outside(9, "herald", (log(40e9),) * 2, "USD", now.cut, bool(sale))
        order = RoundOrder(outside=() if sale is None else (price,))
        worth = of_company(rounds, now.scores, now.cut, order)
        assert worth is not None
        wide.append(worth.median)
    assert wide[0] < wide[2] < wide[1] < log(44e9)


def test_prices_of_merger_tender_and_another_currency_are_not_the_companys(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", "20B", by="halcyon-co", on="2024-03-01", stage="closed")
    before = moment(tale, as_of="2024-05-01")
    on = {"by": "halcyon-co", "on": "2024-04-01", "stage": "closed"}
    tale.reported("halcyon/t", "50B", kind="tender", round_type="tender", **on)
    tale.reported("halcyon/m", "EUR9B", **on)
    after = moment(tale, as_of="2024-05-01")
    one, other = (
        of_company(x.company("halcyon"), x.scores, x.cut) for x in (before, after)
    )
    assert one is not None
    assert other is not None
    assert one.median == pytest.approx(other.median, abs=0.02)


def test_a_denial_of_the_terms_widens_the_figure_and_leaves_the_belief(
    tale: Tale,
) -> None:
    name = "halcyon/a"
    tale.reported(name, "20B", by="herald", on="2024-01-10", stage="in_talks")
    before = weighed(tale, name, as_of="2024-01-12")
    widths = []
    for denied in (False, True):
        if denied:
            on = {"by": "founder", "on": "2024-01-11", "form": "inaccurate"}
            tale.denied(name, scope="valuation", **on)
        now = moment(tale, as_of="2024-01-12")
        rounds = now.company("halcyon")
        found = of_one_round(rounds[0], rounds, now.scores)
        assert found is not None
        widths.append(found.high - found.low)
    assert widths[1] > 1.5 * widths[0]
    assert weighed(tale, name, as_of="2024-01-12").belief.chance <= before.belief.chance


def test_what_is_only_possibly_published_has_no_age(tale: Tale) -> None:
    tale.reported("halcyon/a", "2B", by="halcyon-co", on="2024-01-20/..", stage="filed")
    tale.reported("halcyon/b", "3B", by="herald", on="2024-01-20/..", stage="in_talks")
    now = moment(tale, as_of="2024-02-01", possible=True)
    worth = of_company(now.company("halcyon"), now.scores, now.cut)
    assert worth is not None
    assert exp(worth.median) == pytest.approx(2e9, rel=0.05)
