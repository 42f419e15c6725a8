"""One figure out of several words: worked answers of rules 3."""

from itertools import permutations

import pytest

from tests.projections.worked.conftest import Acme


def test_a_floor_that_an_exact_price_satisfies_does_not_widen_it(acme: Acme) -> None:
    acme.told(
        "P 2024-08-28 d in_talks --valuation 100B+",
        "Q 2024-09-11 d in_talks --raised 6.5B --pre-money 150B",
    )
    assert acme.printed("2024-09-11") == ["sought 150B pre_money (2)"]
    (row,) = acme.valued("2024-09-11")
    assert (set(row["sources"]), row["age_days"]) == ({"p", "q"}, 0)


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        ("1B", "2B", ["1B..2B differ (2)"]),
        ("1B", "1.2B", ["1B..1.2B (2)"]),
        ("1B", "EUR1B", ["1B", "EUR1B"]),
        ("5B", "c.5.2B", ["5B (2)"]),
        ("5B", "c.9B", ["5B differ", "c.9B differ"]),
        ("5B", "4B+", ["5B (2)"]),
        ("5B", "6B+", ["5B", "6B+"]),
        ("5B", "..8B", ["5B (2)"]),
        ("100B+", "120B+", ["120B+ (2)"]),
        ("100B+", "..150B", ["100B..150B (2)"]),
        ("c.60B", "c.62B", ["60B..62B (2)"]),
        ("15B..20B", "17B", ["15B..20B (2)"]),
        ("15B..20B", "18B..22B", ["15B..22B (2)"]),
    ],
)
def test_two_words_make_a_hull_or_stand_apart(
    acme: Acme, one: str, other: str, printed: list[str]
) -> None:
    acme.told(
        f"P 2024-05-01 c closed --valuation {one}",
        f"Q 2024-05-01 c closed --valuation {other}",
    )
    found = [row.split(" ", 1)[1] for row in acme.printed("2024-05-02")]
    assert sorted(found) == sorted(printed)
    starred = [row for row in acme.printed("2024-05-02") if row.startswith("reported*")]
    assert len(starred) == 1


def test_pre_and_post_money_do_not_mix(acme: Acme) -> None:
    acme.told(
        "P 2024-05-01 c closed --pre-money 8B",
        "Q 2024-05-01 c closed --post-money 10B",
    )
    assert sorted(acme.printed("2024-05-02")) == [
        "reported 8B pre_money",
        "reported* 10B",
    ]
    acme.told("A 2024-05-02 c closed --raised 2B")
    assert acme.printed("2024-05-02") == ["reported* 10B derived (2)"]


@pytest.mark.parametrize("order", list(permutations(range(3)))[:4])
def test_three_marks_for_one_day_are_one_hull_and_a_count(
    acme: Acme, order: tuple[int, ...]
) -> None:
    told = [
        f"fund-{number} 2024-02-{day} value --price mark:{price} --effective 2023-12-31"
        for number, day, price in ((1, 10, "15B"), (2, 20, "18B"), (3, 25, "22B"))
    ]
    acme.told(*(told[place] for place in order))
    assert acme.printed("2024-03-02") == ["secondary 15B..22B mark differ (3)"]
    reasons = acme.rows("explain", "acme", "--as-of", "2024-03-02")
    assert all(row["counted_for"] for row in reasons if row.get("counted_for"))


TIERS = "--post-money first:450M --post-money second:1B"
MONEY = "--raised tranche:first:35M --raised tranche:second:15M"


@pytest.mark.parametrize(("by", "figure"), [("A", "confirmed"), ("P", "reported")])
@pytest.mark.parametrize(
    "said",
    [
        f"{TIERS} {MONEY}",
        f"{MONEY} --post-money second:1B --post-money first:450M",
    ],
    ids=["in order", "backwards"],
)
def test_a_round_sold_at_two_prices_is_tiered(
    acme: Acme, by: str, figure: str, said: str
) -> None:
    acme.told(f"{by} 2024-03-01 a closed {said}")
    assert acme.printed("2024-03-02") == [f"{figure}* 450M..1B tiered"]
    (row,) = acme.valued("2024-03-02")
    assert row["blended"]["text"].startswith("USD538922")
    assert row["tiers"] == ["first:450M 35M", "second:1B 15M"]


def test_tiers_before_the_money_stay_before_the_money(acme: Acme) -> None:
    said = "--pre-money first:415M --pre-money second:950M --raised 50M"
    acme.told(f"P 2024-03-01 a closed {said} {MONEY}")
    assert acme.printed("2024-03-02") == ["reported* 415M..950M pre_money tiered"]


def test_tiers_without_amounts_have_no_blended_price(acme: Acme) -> None:
    acme.told(f"P 2024-03-01 a closed {TIERS}")
    (row,) = acme.valued("2024-03-02")
    assert (row["marks"], row["blended"]) == (["tiered"], None)


def test_a_paper_that_stands_by_another_is_an_origin(acme: Acme) -> None:
    acme.told("P 2025-06-10 c committed --raised 5B --post-money 30B")
    event = acme.rows("log", "--type", "round.reported")[0]["event"]
    acme.told(f"Q 2025-06-11 confirm {event} --scope whole")
    assert acme.printed("2025-06-12") == ["reported* 30B (2)"]
    assert acme.standing("c", "2025-06-12") == "corroborated, committed"


@pytest.mark.parametrize("by", ["A", "F"])
def test_tiers_may_be_told_one_by_one(acme: Acme, by: str) -> None:
    acme.told(
        "A 2024-03-01 a closed --post-money first:450M --raised tranche:first:35M",
        f"{by} 2024-03-05 a closed --post-money second:1B --raised tranche:second:15M",
    )
    assert acme.printed("2024-03-02") == ["confirmed* 450M tiered"]
    (row,) = acme.valued("2024-03-06")
    assert (row["amount"]["text"], row["marks"]) == ("450M..1B", ["tiered"])
    assert row["blended"]["text"].startswith("USD538922")
    acme.told("A 2024-03-07 a closed --post-money 900M")
    assert acme.printed("2024-03-08") == ["confirmed* 900M"]


def test_a_new_word_on_one_tier_leaves_the_others(acme: Acme) -> None:
    acme.told(
        "A 2024-03-01 a closed --post-money first:450M --post-money second:1B",
        "A 2024-03-05 a closed --post-money first:500M",
    )
    (row,) = acme.valued("2024-03-06")
    assert row["tiers"] == ["first:500M", "second:1B"]
    assert acme.printed("2024-03-06") == ["confirmed* 500M..1B tiered"]
    acme.told("A 2024-03-07 a closed --post-money second:2B")
    assert acme.printed("2024-03-08") == ["confirmed* 500M..2B tiered"]
    acme.told("A 2024-03-09 a closed --post-money third:3B")
    assert acme.printed("2024-03-10") == ["confirmed* 500M..3B tiered"]


def test_of_others_a_new_word_on_one_tier_leaves_the_others_too(acme: Acme) -> None:
    acme.told(
        "P 2024-03-01 a closed --post-money first:450M --post-money second:1B",
        "P 2024-03-05 a closed --post-money second:900M",
    )
    assert acme.printed("2024-03-06") == ["reported* 450M..900M tiered"]


def test_two_papers_may_tell_of_one_tier_each(acme: Acme) -> None:
    acme.told(
        "P 2024-03-01 a closed --post-money first:450M",
        "Q 2024-03-05 a closed --post-money second:1B",
    )
    assert acme.printed("2024-03-06") == ["reported* 450M..1B tiered (2)"]
    acme.told("R 2024-03-05 a closed --post-money second:2B")
    assert acme.printed("2024-03-06") == ["reported* 450M..2B tiered differ (3)"]


def test_the_price_of_one_tier_is_never_converted(acme: Acme) -> None:
    acme.told("A 2024-03-01 a closed --pre-money first:415M --raised 50M")
    assert acme.printed("2024-03-02") == ["confirmed* 415M pre_money tiered"]


def test_people_see_tiers_and_the_blended_price(acme: Acme) -> None:
    acme.told(f"A 2024-03-01 a closed {TIERS} {MONEY}")
    shown = " ".join(acme.run("valuations", "acme", "--no-belief").split())
    assert "first 35M at 450M" in shown
    assert "538.9M" in shown


def test_a_reported_price_before_the_money_becomes_one_after_it(acme: Acme) -> None:
    acme.told("P 2024-05-26 b closed --raised 6B --pre-money 18B")
    assert acme.printed("2024-06-01") == ["reported* 24B derived"]
