"""`sayso raised`, `links` and `lint` on money that a sum may count twice."""

import json
from typing import Any

import pytest

from tests.conftest import Sayso
from tests.projections.worked.raising import A, Ledger, texts


@pytest.fixture
def ledger(sayso: Sayso) -> Ledger:
    return Ledger(sayso)


def row_again(ledger: Ledger, label: str, amount: str, **more: str) -> int:
    """Record a row of the database about one day."""
    words = {"effective": "2024-05-01", **more}
    published = words.pop("published", "2024-05-02")
    stage = words.pop("stage", "closed")
    return ledger.told("base", published, label, stage, amount, **words)


def links(ledger: Ledger) -> list[dict[str, Any]]:
    return json.loads(ledger.done("links", "-f", "json"))["rows"]  # type: ignore[no-any-return]


def flags(ledger: Ledger) -> list[dict[str, Any]]:
    said = ledger.done("lint", "--flag", "may-count-twice", "-f", "json")
    return json.loads(said)["rows"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"published": "2025-01-01"},
        {"post_money": "100B"},
        {"post_money": "100B", "published": "2025-01-01"},
        {"round_type": "series_b"},
        {"stage": "announced", "published": "2025-01-01"},
        {"instrument": "equity"},
    ],
)
def test_rows_that_come_again_under_other_ids_may_count_twice(
    ledger: Ledger, again: dict[str, str]
) -> None:
    first = row_again(ledger, "row-1", "10B")
    second = row_again(ledger, "row-2", "10B", **again)
    total = ledger.total()
    assert texts(total)["committed"] == "10B..20B"
    assert total["may_count_twice"] == ["halcyon/row-1", "halcyon/row-2"]
    assert total["marks"] == ["may count twice"]
    (link,) = links(ledger)
    assert link["events"] == [first, second]
    (flag,) = flags(ledger)
    assert sorted([flag["event"], *flag["beside"]]) == [first, second]


def test_the_same_price_of_the_same_day_suffices(ledger: Ledger) -> None:
    row_again(ledger, "row-1", "10B", post_money="100B")
    row_again(ledger, "row-2", "12B", post_money="100B")
    assert texts(ledger.total())["paid"] == "10B..22B"


@pytest.mark.parametrize(
    ("day", "twice"), [("2024-05", True), ("2024-05-31", True), ("2024", False)]
)
def test_a_month_is_near_enough_and_a_year_is_not(
    ledger: Ledger, day: str, *, twice: bool
) -> None:
    row_again(ledger, "row-1", "10B", effective=day, post_money="100B")
    row_again(ledger, "row-2", "10B", effective=day, post_money="90B")
    assert bool(links(ledger)) is twice


def test_rows_without_a_day_of_their_own_have_that_of_their_publication(
    ledger: Ledger,
) -> None:
    for label, price in (("row-1", "100B"), ("row-2", "90B")):
        ledger.told("base", "2024-05-02", label, "closed", "10B", post_money=price)
    assert texts(ledger.total())["paid"] == "10B..20B"


def test_every_pair_is_proposed_and_each_group_counts_once(ledger: Ledger) -> None:
    for label in ("row-1", "row-2", "row-3"):
        row_again(ledger, label, "10B")
    assert len(links(ledger)) == len(flags(ledger)) == 3
    assert texts(ledger.total())["paid"] == "10B..30B"
    for other in ("row-2", "row-3"):
        ledger.done(
            *("record", "apart", "halcyon/row-1", f"halcyon/{other}"),
            *("--reason", "two sales"),
        )
    assert texts(ledger.total())["paid"] == "20B..30B"


def test_a_judgement_makes_one_figure_of_the_range(ledger: Ledger) -> None:
    row_again(ledger, "row-1", "10B")
    row_again(ledger, "row-2", "10B")
    ledger.done(
        *("record", "apart", "halcyon/row-1", "halcyon/row-2"),
        *("--reason", "two sales"),
    )
    total = ledger.total()
    assert (texts(total)["paid"], total["may_count_twice"]) == ("20B", [])
    assert links(ledger) == flags(ledger) == []


def test_a_merge_counts_once(ledger: Ledger) -> None:
    row_again(ledger, "row-1", "10B")
    row_again(ledger, "row-2", "10B", published="2025-01-01")
    ledger.done(
        *("record", "merge", "halcyon/row-2", "halcyon/row-1"),
        *("--published", "2025-02-01"),
    )
    assert texts(ledger.total())["paid"] == "10B"
    before = ledger.total("--as-of", "2025-01-15")
    assert texts(before)["paid"] == "10B..20B"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"round_type": "series_b"}, {"round_type": "debt"}),
        ({"instrument": "equity"}, {"instrument": "debt"}),
        ({}, {"instrument": "debt"}),
        ({}, {"instrument": "mixed"}),
        ({"round_type": "series_a"}, {"round_type": "series_b"}),
        ({}, {"effective": "2024-05-02", "published": "2024-05-03"}),
    ],
)
def test_other_money_other_types_and_other_days_are_two(
    ledger: Ledger, one: dict[str, str], other: dict[str, str]
) -> None:
    row_again(ledger, "row-1", "5B", **one)
    row_again(ledger, "row-2", "5B", **other)
    assert links(ledger) == flags(ledger) == []
    assert not any(row["may_count_twice"] for row in ledger.rows())


def test_two_tranches_of_one_announcement_are_two(ledger: Ledger) -> None:
    words = {"effective": "2024-05-01"}
    ledger.told(A, "2024-05-02", "x", "closed", "tranche:first:5B", **words)
    ledger.told(A, "2024-05-02", "y", "closed", "tranche:second:5B", **words)
    assert links(ledger) == []
    assert texts(ledger.total())["paid"] == "10B"


def test_what_one_paper_tells_at_once_is_two(ledger: Ledger) -> None:
    words = {"effective": "2024-05-01"}
    ledger.told("paper", "2024-05-02", "x", "closed", "5B", post_money="20B", **words)
    ledger.told("paper", "2024-05-02", "y", "closed", "5B", post_money="25B", **words)
    assert links(ledger) == []
    assert texts(ledger.total())["paid"] == "10B"


def test_two_papers_that_may_speak_of_one_round_may_count_twice(
    ledger: Ledger,
) -> None:
    ledger.told("paper", "2024-05-02", "x", "closed", "5B")
    ledger.told("wire", "2024-05-20", "y", "closed", "5B")
    total = ledger.total()
    assert (texts(total)["paid"], total["marks"]) == ("5B..10B", ["may count twice"])
    assert "may count twice" in " ".join(ledger.done("raised").split())
