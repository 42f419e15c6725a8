"""Which price is printed, and which is the headline: worked answers of rules 3."""

import pytest

from tests.projections.worked.conftest import Acme

XAI = (
    "A 2024-05-26 b closed --raised 6B --post-money 24B",
    "P 2025-11-19 e in_talks --raised 15B --valuation 230B",
    "A 2026-01-06 e closed --raised 20B",
)


@pytest.mark.parametrize("told", [XAI, XAI[::-1]], ids=["told in order", "backwards"])
def test_a_price_from_talks_stays_when_the_round_closes_without_one(
    acme: Acme, told: tuple[str, ...]
) -> None:
    acme.told(*told)
    assert acme.printed("2026-01-31") == ["confirmed 24B", "reported* 230B from talks"]
    ages = [row["age_days"] // 30 for row in acme.valued("2026-01-31")]
    assert ages == [20, 2]
    assert acme.printed("2026-01-31", "--headline", "confirmed") == [
        "confirmed* 24B before acme/e",
        "reported 230B from talks",
    ]


@pytest.mark.parametrize(
    ("closed", "headline"),
    [("2026-05-18", "reported* 230B"), ("2026-05-19", "confirmed* 24B before acme/e")],
    ids=["180 days later", "181 days later"],
)
def test_an_old_price_from_talks_is_no_headline(
    acme: Acme, closed: str, headline: str
) -> None:
    acme.told(*XAI[:2], f"A {closed} e closed --raised 20B")
    printed = acme.printed("2026-06-30")
    assert [row.startswith(headline) for row in printed].count(True) == 1
    assert "from talks" in printed[1]


def test_a_price_that_somebody_names_once_it_closed_goes_before_its_talks(
    acme: Acme,
) -> None:
    acme.told(*XAI, "Q 2026-01-07 e closed --valuation 225B")
    assert acme.printed("2026-01-31") == ["confirmed 24B", "reported* 225B"]


OPENAI = (
    "P 2023-01-09 ms in_talks --raised 10B --valuation 29B",
    "A 2023-01-23 ms announced --raised billions",
    "Q 2023-04-28 vc closed --raised 300M --valuation 40B",
)


def test_what_a_paper_says_was_closed_does_not_expire(acme: Acme) -> None:
    acme.told(*OPENAI)
    for day in ("2023-04-28", "2024-04-26", "2024-04-28", "2026-04-28"):
        assert acme.printed(day) == ["reported* 40B"]
    assert acme.rows("diff", "2024-04-26", "2024-04-30", "--no-belief") == []


def test_an_upper_bound_from_talks_is_the_headline_of_a_round_that_closed(
    acme: Acme,
) -> None:
    acme.told(
        "P 2023-12-21 d in_talks --raised 750M --valuation ..18.4B",
        "Q 2024-02-20 d closed --raised 750M",
    )
    assert acme.printed("2024-02-20") == ["reported* ..18.4B from talks"]
    (row,) = acme.valued("2024-02-20")
    assert (row["standing"], row["stage"]) == ("reported", "closed")


def test_the_talks_of_a_price_that_is_denied_are_no_price(acme: Acme) -> None:
    acme.told(
        "A 2022-05-01 a closed --raised 10M --post-money 1B",
        "P 2024-01-10 b in_talks --post-money 6B",
        "Q 2024-10-10 b closed --raised 50M --post-money 1.5B",
        "A 2024-10-11 deny acme/b --scope valuation --form false",
        "A 2024-10-11 b closed --raised 50M",
    )
    assert acme.printed("2024-10-12") == [
        "confirmed* 1B before acme/b",
        "reported 1.5B disputed",
    ]
    assert acme.printed("2024-10-12", "--include-disputed") == [
        "confirmed 1B",
        "reported* 1.5B disputed",
    ]
    every = acme.printed("2024-10-12", "--all")
    assert [row for row in every if "6B" in row] == ["sought 6B disputed"]


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["P 2025-12-30 m closed --raised tranche:last:22.5B --post-money 300B"],
        ["A 2025-12-30 m closed --raised 40B --post-money 300B"],
    ],
    ids=["as told", "paid in full", "closed at the price"],
)
def test_later_tranches_at_one_price_do_not_date_it_again(
    acme: Acme, more: list[str]
) -> None:
    acme.told(
        "A 2025-03-31 m committed --raised 40B --post-money 300B",
        "P 2025-08-01 m partially_closed --raised tranche:second:8.3B"
        " --post-money 300B",
        "Q 2025-10-02 value --price secondary:500B",
        *more,
    )
    printed = ["confirmed* 300B newer secondary 500B", "secondary 500B secondary"]
    assert acme.printed("2025-10-31") == printed
    head, sale = acme.valued("2025-10-31")
    assert (head["effective"], head["age_days"] // 30) == ("2025-03-31", 7)
    assert sale["effective"] == "2025-10-02"
    assert acme.printed("2026-02-01") == printed


def test_a_sale_before_the_headline_is_set_aside(acme: Acme) -> None:
    acme.told(
        "Q 2025-10-02 value --price secondary:500B",
        "A 2026-03-31 n closed --raised 122B --post-money 852B",
    )
    assert acme.printed("2026-04-01") == ["confirmed* 852B"]
    assert acme.printed("2026-04-01", "--all") == [
        "confirmed* 852B",
        "secondary 500B secondary",
    ]


@pytest.mark.parametrize("label", ["c", "c-2"], ids=["one round", "another label"])
def test_prices_of_other_currencies_stand_beside_the_companys(
    acme: Acme, label: str
) -> None:
    acme.told(
        "A 2025-09-09 c closed --raised EUR1.7B --post-money EUR11.7B",
        f"D 2025-09-09 {label} closed --raised EUR1.7B --post-money USD13.7B",
    )
    assert acme.printed("2025-09-10") == ["confirmed* EUR11.7B", "reported 13.7B"]


def test_a_row_of_one_round_a_day_later_is_no_newer_round(acme: Acme) -> None:
    acme.told(
        "A 2025-09-02 f closed --raised 13B --post-money 183B",
        "D 2025-10-01 row-7 closed --raised 13B --post-money 183B"
        " --effective 2025-09-05",
    )
    assert acme.printed("2025-10-02") == ["confirmed* 183B"]
    acme.run("record", "apart", "acme/f", "acme/row-7", "--reason", "two rounds")
    assert acme.printed("2025-10-02") == ["confirmed 183B", "reported* 183B"]


def test_a_late_report_about_an_old_round_is_not_the_current_figure(
    acme: Acme,
) -> None:
    acme.told(
        "P 2025-09-02 f closed --raised 13B --post-money 183B",
        "Q 2025-12-10 a closed --raised 124M --post-money 500M --effective 2021-05",
    )
    assert acme.printed("2025-12-12") == ["reported* 183B"]
    (row,) = acme.rows("valuations", "acme", "--as-of", "2025-12-12", "--belief")
    assert abs(int(row["worth"]["min"]) / 183_000_000_000 - 1) < 0.02


def test_an_old_round_told_of_late_without_a_date_stays_old(acme: Acme) -> None:
    acme.told(
        "A 2021-05-28 a closed --raised 124M",
        "A 2025-09-02 f closed --raised 13B --post-money 183B",
        "Q 2025-12-10 a closed --raised 124M --post-money 500M",
    )
    assert acme.printed("2025-12-12") == ["confirmed* 183B"]


@pytest.mark.parametrize("kind", ["cap:20M", "post_money:20M"])
def test_the_cap_of_a_safe_is_no_price(acme: Acme, kind: str) -> None:
    acme.told(f"A 2024-05-01 s closed --raised 1M --round-type safe --price {kind}")
    assert acme.printed("2024-05-02") == ["cap 20M cap"]
    acme.told("A 2025-05-01 a closed --raised 5M --post-money 40M")
    assert acme.printed("2025-05-02") == ["confirmed* 40M"]


@pytest.mark.parametrize("said", ["2025-06", "2025-06-30"])
def test_a_signed_price_that_takes_effect_later_is_agreed(
    acme: Acme, said: str
) -> None:
    acme.told(
        f"A 2024-05-01 c committed --raised 9M --post-money 2B --effective {said}"
    )
    (row,) = acme.valued("2024-05-02")
    assert (row["figure"], row["marks"], row["effective"]) == (
        "sought",
        ["agreed"],
        said,
    )
    assert acme.printed("2025-06-29") == ["sought 2B agreed"]
    assert acme.printed("2025-06-30") == ["confirmed* 2B"]


def test_an_extension_at_the_old_price_is_as_old_as_the_price(acme: Acme) -> None:
    acme.told(
        "A 2025-10-28 m closed --raised 6B --post-money 500B",
        "A 2026-01-20 x closed --raised 5M --post-money 500B --round-type extension",
    )
    (row,) = acme.valued("2026-01-21")
    assert (row["round"], row["age_days"]) == ("acme/x", 85)


def test_an_upper_bound_is_never_ranked_by(acme: Acme) -> None:
    acme.told("P 2024-05-26 a closed --raised 6M --post-money ..9B")
    acme.run(
        *("record", "report", "newco/a", "--source", "p", "--stage", "closed"),
        *("--published", "2024-05-26", "--post-money", "1B"),
    )
    rows = acme.rows("valuations", "--as-of", "2024-06-01", "--no-belief")
    assert [row["company"] for row in rows] == ["newco", "acme"]


def test_one_price_of_two_rows_is_the_headline(acme: Acme) -> None:
    row = "closed --raised 750M --post-money 18B --effective 2024-01-11"
    acme.told(f"D 2024-03-01 row-1 {row}", f"D 2024-03-01 row-9 {row}")
    assert acme.printed("2024-04-01") == ["reported* 18B (2)"]


def test_a_price_from_talks_is_no_older_than_its_first_saying(acme: Acme) -> None:
    acme.told("P 2025-09-19 e committed --raised 10B --post-money 200B")
    event = acme.rows("log")[-1]["event"]
    acme.told(
        f"F 2025-09-19 deny {event} --scope whole --form fake",
        "Q 2025-11-19 e in_talks --raised 15B --valuation 230B",
        "A 2026-01-06 e closed --raised 20B",
    )
    (row, *_) = [row for row in acme.valued("2026-01-10") if row["headline"]]
    assert (row["amount"]["text"], row["effective"]) == ("230B", "2025-11-19")


def test_a_denied_day_does_not_date_a_price_from_talks(acme: Acme) -> None:
    acme.told(
        "P 2025-05-01 e committed --raised 10B",
        "Q 2025-06-01 e in_talks --raised 15B --valuation 230B",
        "R 2025-06-02 e committed --raised 10B --effective 2025-05-01",
    )
    (row,) = [row for row in acme.valued("2025-06-10") if row["headline"]]
    assert row["effective"] == "2025-05-01"
    event = acme.rows("log")[-1]["event"]
    acme.told(f"F 2025-06-03 deny {event} --scope stage --form inaccurate")
    (row,) = [row for row in acme.valued("2025-06-10") if row["headline"]]
    assert row["effective"] == "2025-06-01"
