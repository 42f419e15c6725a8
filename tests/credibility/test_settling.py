"""What becomes of rounds: tiers, their dates, and what is no outcome."""

import pytest

from ledger.credibility.settling import LAPSED, STANDING
from ledger.credibility.worth import digit_of
from tests.credibility.asked import moment, score, weighed
from tests.tales import Tale

ROUND = "halcyon/series-c"


def tier(tale: Tale, as_of: str) -> int | None:
    outcome = weighed(tale, ROUND, as_of=as_of).outcome
    return None if outcome is None else outcome.tier


def rumour(tale: Tale, on: str = "2024-01-10", by: str = "a-blog") -> str:
    return tale.reported(ROUND, "10B", by=by, on=on, stage="in_talks")


def test_a_round_is_open_until_a_party_states_it_and_then_dated_by_that(
    tale: Tale,
) -> None:
    rumour(tale)
    tale.reported(ROUND, "10B", by="halcyon-co", on="2024-03-01", stage="closed")
    assert tier(tale, "2024-02-29") is None
    outcome = weighed(tale, ROUND, as_of="2024-03-01").outcome
    assert outcome is not None
    assert (outcome.tier, outcome.real) == (3, True)
    assert outcome.when == tale.round(ROUND).claims[1].row.when.hi


def test_two_parties_outrank_one_and_a_filing_outranks_them(tale: Tale) -> None:
    rumour(tale)
    said = tale.reported(
        *(ROUND, "10B"),
        by="halcyon-co",
        on="2024-03-01",
        stage="closed",
        investors=[{"name": "The Fund", "lead": True}],
    )
    tale.confirmed(said, by="fund", on="2024-03-05")
    tale.reported(ROUND, by="sec", on="2024-04-01", stage="filed", raised="1B")
    days = ("2024-03-04", "2024-03-05", "2024-04-01")
    assert [tier(tale, day) for day in days] == [3, 2, 1]


def test_a_company_and_its_founder_are_one_party(tale: Tale) -> None:
    rumour(tale)
    said = tale.reported(ROUND, "1B", by="halcyon-co", on="2024-03-01", stage="closed")
    tale.confirmed(said, by="founder", on="2024-03-02")
    assert tier(tale, "2024-03-02") == 3


def test_two_papers_that_say_it_closed_settle_it_when_they_stand_30_days(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "10B", by="herald", on="2024-01-10", stage="closed")
    tale.reported(ROUND, "10.5B", by="gazette", on="2024-02-01", stage="closed")
    tale.reported("halcyon/b", "10B", by="a-blog", on="2024-01-10", stage="closed")
    assert tier(tale, "2024-03-02") is None
    assert tier(tale, "2024-03-03") is None  # 10.5B does not overlap 10B
    tale.reported(ROUND, "10B..11B", by="the-wire", on="2024-02-02", stage="closed")
    assert tier(tale, "2024-03-02") is None
    assert tier(tale, "2024-03-04") == 4


def test_blogs_and_talks_settle_nothing(tale: Tale) -> None:
    for by in ("herald", "gazette"):
        tale.reported(ROUND, by=by, on=f"2024-01-1{len(by)}", stage="in_talks")
    for by in ("a-blog", "stranger"):
        tale.reported(ROUND, by=by, on="2024-02-10", stage="closed", raised="1B")
    assert tier(tale, "2024-12-01") is None


def test_a_denial_settles_nothing(tale: Tale) -> None:
    rumour(tale)
    tale.denied(ROUND, by="halcyon-co", on="2024-01-11")
    tale.denied(ROUND, by="fund", on="2024-01-12")
    assert tier(tale, "2024-12-01") is None
    assert tier(tale, "2025-01-08") is None
    assert tier(tale, "2025-01-10") == LAPSED


def test_one_partys_end_settles_nothing_but_two_parties_refute(tale: Tale) -> None:
    first = rumour(tale)
    end = {"stage": "withdrawn", "investors": [{"name": "The Fund", "lead": True}]}
    tale.reported(ROUND, by="halcyon-co", on="2024-02-01", **end)  # type: ignore[arg-type]
    assert tier(tale, "2024-02-01") is None
    tale.reported(ROUND, by="fund", on="2024-02-05", **end)  # type: ignore[arg-type]
    outcome = weighed(tale, ROUND, as_of="2024-02-05").outcome
    assert outcome is not None
    assert (outcome.tier, outcome.real) == (5, False)
    rows = score(tale, "a-blog", as_of="2024-02-05").rows
    assert [(one.row.grade, one.row.tier) for one in rows] == [(0.0, 5)]
    assert first


def test_a_closed_round_grows_old_and_does_not_lapse(tale: Tale) -> None:
    rumour(tale)
    assert [x.row.tier for x in score(tale, "a-blog", as_of="2025-05-01").rows] == [
        LAPSED
    ]
    closed = tale.reported(ROUND, "9B", by="herald", on="2024-06-01", stage="closed")
    assert tier(tale, "2025-05-01") == STANDING
    believed = [weighed(tale, ROUND, as_of=x).belief.chance for x in ("2025-05-01",)]
    assert believed == [weighed(tale, ROUND, as_of="2026-05-01").belief.chance]
    (row,) = score(tale, "a-blog", as_of="2025-05-01").rows
    assert row.row.tier == STANDING  # silence says of its source what it always says
    tale.denied(closed, by="stranger", on="2024-06-02")
    assert tier(tale, "2025-05-01") == LAPSED


def test_an_entitled_word_at_committed_settles_that_money_was_committed(
    tale: Tale,
) -> None:
    tale.reported(ROUND, raised="2B", by="herald", on="2024-01-10")
    tale.reported(ROUND, raised="2B", by="halcyon-co", on="2024-02-10")
    rows = score(tale, "herald", as_of="2024-02-10").rows
    assert [(one.row.tier, one.row.grade) for one in rows] == [(3, 1.0)]


def test_a_late_outcome_replaces_a_lapse(tale: Tale) -> None:
    rumour(tale)
    tale.reported(ROUND, "10B", by="halcyon-co", on="2025-06-01", stage="closed")
    rows = score(tale, "a-blog", as_of="2025-05-01").rows
    assert [one.row.tier for one in rows] == [LAPSED]
    rows = score(tale, "a-blog", as_of="2025-06-01").rows
    assert [(one.row.tier, one.row.grade) for one in rows] == [(3, 1.0)]


def test_what_repeats_the_official_word_is_no_report_to_be_graded(tale: Tale) -> None:
    tale.reported(ROUND, "10B", by="halcyon-co", on="2024-03-01", stage="closed")
    tale.reported(ROUND, "10B", by="herald", on="2024-03-01", stage="closed")
    tale.reported(ROUND, "10B", by="gazette", on="2024-03-02", stage="closed")
    assert not score(tale, "herald").rows
    assert not score(tale, "gazette").rows
    assert not score(tale, "halcyon-co").rows


@pytest.mark.parametrize(
    ("said", "grade"), [("24B", "1.00"), ("18B", "0.24"), ("20B+", "0.89")]
)
def test_a_price_is_graded_after_the_money(tale: Tale, said: str, grade: str) -> None:
    tale.reported(ROUND, said, by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, by="halcyon-co", on="2024-03-01", stage="closed", raised="6B")
    tale.reported(
        ROUND, "18B", by="founder", on="2024-03-02", stage="closed", kind="pre_money"
    )
    (one,) = score(tale, "herald", field="valuation").rows
    assert f"{one.row.grade:.2f}" == grade


def test_a_round_has_the_admiraltys_digit(tale: Tale) -> None:
    rumour(tale)
    tale.denied(ROUND, by="founder", on="2024-01-11")
    digits = [digit_of(weighed(tale, ROUND, as_of="2024-01-12"))]
    tale.reported(ROUND, "10B", by="halcyon-co", on="2024-03-01", stage="closed")
    digits.append(digit_of(weighed(tale, ROUND, as_of="2024-03-01")))
    tale.reported(ROUND, by="sec", on="2024-04-01", stage="filed", raised="1B")
    digits.append(digit_of(weighed(tale, ROUND, as_of="2024-04-01")))
    assert digits == [5, 2, 1]


def test_rounds_teach_what_silence_says_month_by_month(tale: Tale) -> None:
    for number, day in enumerate(("2020-01-05", "2020-01-20", "2020-02-20")):
        tale.reported(f"halcyon/r{number}", "1B", by="herald", on=day)
    days = ("2021-01-31", "2021-02-01", "2021-03-02", "2021-03-03")
    sums = [moment(tale, as_of=day).replay.tallies.of("matured") for day in days]
    # Months are of thirty days since 1970: one ends with 1 February, one with 3 March.
    assert [sum(n for (n,) in held.values()) for held in sums] == [0, 2, 2, 3]
