"""Money raised: paid, committed, conditional and sought, and what is in no sum."""

import pytest

from tests.tales import Tale

ROUND = "halcyon/series-b"
DAY = "2024-01-10"


@pytest.mark.parametrize(
    ("stage", "basis", "columns"),
    [
        ("closed", "round_total", {"paid", "committed"}),
        ("filed", "raised_to_date", {"paid", "committed"}),
        ("announced", "round_total", {"committed"}),
        ("committed", "committed", {"committed"}),
        ("closed", "conditional", {"conditional"}),
        ("committed", "target", {"sought"}),
        ("loi_signed", "committed", {"sought"}),
        ("in_talks", "round_total", {"sought"}),
        ("closed", "cumulative", set()),
        ("closed", "sector_aggregate", set()),
    ],
)
def test_stage_and_basis_choose_the_column(
    tale: Tale, stage: str, basis: str, columns: set[str]
) -> None:
    tale.reported(ROUND, by="herald", on=DAY, stage=stage, raised=[(basis, "5B")])
    assert set(tale.amounts(ROUND, as_of=DAY)) == columns


def test_a_letter_of_intent_is_in_no_total(tale: Tale) -> None:
    tale.reported(ROUND, by="halcyon-co", on=DAY, stage="loi_signed", raised="..100B")
    assert tale.amounts(ROUND, as_of=DAY) == {"sought": "..100B"}
    assert tale.totals(as_of=DAY) == []


@pytest.mark.parametrize("kind", ["secondary", "tender", "acquisition", "bid"])
def test_sales_and_purchases_are_not_raised(tale: Tale, kind: str) -> None:
    tale.reported(
        ROUND, by="herald", on=DAY, stage="closed", raised="1B", round_type=kind
    )
    assert tale.lines(as_of=DAY) == {}


def test_debt_has_a_sum_of_its_own(tale: Tale) -> None:
    tale.reported(
        ROUND, by="herald", on=DAY, stage="closed", raised="1B", round_type="debt"
    )
    assert [total.debt for total in tale.totals(as_of=DAY)] == [True]


def test_an_amount_that_the_company_stands_by_goes_first(tale: Tale) -> None:
    claim = tale.reported(ROUND, by="herald", on=DAY, stage="closed", raised="500M")
    tale.reported(ROUND, by="the-wire", on=DAY, stage="closed", raised="700M")
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "500M..700M"
    tale.confirmed(claim, by="halcyon-co", on="2024-01-12")
    assert tale.amounts(ROUND, as_of="2024-01-12")["paid"] == "500M"


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("6B", "5B+", "6B"),
        ("6B", "c.6.2B", "6B"),
        ("6B", "..7B", "6B"),
        ("6B", "8B+", "6B+"),
        ("c.6B", "5B+", "c.6B"),
        ("6B", "7B", "6B..7B"),
        ("6B", "billions", "6B"),
    ],
)
def test_a_hull_is_as_narrow_as_its_exact_figures(
    tale: Tale, one: str, other: str, figure: str
) -> None:
    tale.reported(ROUND, by="herald", on=DAY, stage="closed", raised=one)
    tale.reported(ROUND, by="the-wire", on=DAY, stage="closed", raised=other)
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == figure


def test_of_one_day_the_more_entitled_goes_first_and_equals_are_an_interval(
    tale: Tale,
) -> None:
    for by, figure in (("halcyon-co", "5B"), ("founder", "6B")):
        tale.reported(ROUND, by=by, on=DAY, stage="closed", raised=figure)
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "5B..6B"
    tale.reported(ROUND, by="sec", on=DAY, stage="filed", raised="5.9B")
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "5.9B"


def test_the_newest_entitled_word_may_be_a_revision(tale: Tale) -> None:
    claim = tale.reported(ROUND, by="halcyon-co", on=DAY, stage="closed", raised="6B")
    tale.reported(ROUND, by="founder", on="2024-01-12", stage="closed", raised="5B")
    tale.revised(claim, by="halcyon-co", on="2024-01-14", raised="6.1B")
    assert tale.amounts(ROUND, as_of="2024-01-12")["paid"] == "5B"
    assert tale.amounts(ROUND, as_of="2024-01-14")["paid"] == "6.1B"


def share(tale: Tale, by: str, figure: str, part: str, on: str = DAY) -> str:
    item = {"figure": figure, "basis": "per_investor", "part": part}
    return tale.say(
        "round.reported",
        round=ROUND,
        source=by,
        published=on,
        stage="closed",
        raised=[item],
        investors=[{"name": "Angel"}, {"name": "The Fund"}],
    )


def test_shares_of_single_investors_add_up(tale: Tale) -> None:
    share(tale, "herald", "100M", "Angel")
    share(tale, "the-wire", "200M", "The Fund")
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "300M"


def test_one_share_under_two_names_counts_once(tale: Tale) -> None:
    share(tale, "herald", "100M", "The Fund")
    share(tale, "the-wire", "100M", "fund")
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "100M"


def test_an_investor_speaks_for_its_own_part_only(tale: Tale) -> None:
    share(tale, "herald", "100M", "The Fund")
    share(tale, "angel", "120M", "The Fund")
    assert tale.amounts(ROUND, as_of=DAY)["paid"] == "100M..120M"
    share(tale, "fund", "110M", "The Fund", on="2024-01-12")
    assert tale.amounts(ROUND, as_of="2024-01-12")["paid"] == "110M"


@pytest.mark.parametrize(
    ("committed", "paid", "figure"),
    [
        ("..2B", "500M", "500M..2B"),
        ("200M..2B", "500M", "500M..2B"),
        ("1B..2B", "500M", "1B..2B"),
        ("..2B", "2B", "2B"),
        ("..2B", "EUR500M", "..2B"),
    ],
)
def test_committed_is_at_least_what_is_paid(
    tale: Tale, committed: str, paid: str, figure: str
) -> None:
    said = [("committed", committed), ("paid", paid)]
    tale.reported(ROUND, by="herald", on=DAY, stage="committed", raised=said)
    assert tale.amounts(ROUND, as_of=DAY)["committed"] == figure
