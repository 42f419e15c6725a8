"""Prices that are asked, and prices outside primary rounds: worked answers."""

import pytest

from tests.projections.worked.conftest import Acme


def test_a_sale_that_is_sought_is_printed(acme: Acme) -> None:
    acme.told("P 2025-08-06 value --stage in_talks --price secondary:500B")
    assert acme.printed("2025-08-06") == ["sought 500B secondary"]
    assert acme.printed("2026-08-05") == ["sought 500B secondary"]
    assert acme.printed("2026-08-06") == []


def test_an_old_sale_told_of_late_has_its_own_age(acme: Acme) -> None:
    acme.told(
        "P 2023-01-05 value --stage in_talks --price tender:29B",
        "P 2023-01-05 value --price tender:14B --effective 2021",
    )
    assert acme.printed("2023-01-05") == ["sought 29B tender", "secondary 14B tender"]
    asked, done = acme.valued("2023-01-05")
    assert (asked["age_days"], done["effective"]) == (0, "2021")
    assert done["age_days"] >= 365


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("D 2026-01-10 old closed --post-money 300B --effective 2025-03-31", True),
        ("A 2026-01-20 x closed --raised 5M --post-money 500B", True),
        ("A 2026-01-20 o closed --raised 5B", True),
        ("A 2026-01-20 o closed --raised 5B --post-money 700B", False),
        ("P 2026-01-20 o committed --raised 5B --post-money 700B", False),
        ("P 2026-01-20 o in_talks --raised 5B --post-money 700B", False),
        ("A 2026-01-20 o closed --post-money 700B --effective 2025-12-17", True),
    ],
    ids=[
        "a row of an older round",
        "an extension at the old price",
        "a round without a price",
        "a round at a price of its own",
        "a round that is reported",
        "a newer ask",
        "a round of the very day",
    ],
)
def test_an_ask_stays_until_a_round_at_a_price_of_its_own(
    acme: Acme, said: str, *, stays: bool
) -> None:
    acme.told(
        "A 2025-10-28 m closed --raised 6B --post-money 500B",
        "P 2025-12-17 n in_talks --raised ..100B --valuation 750B",
        said,
    )
    asks = [row for row in acme.printed("2026-01-21") if row.startswith("sought")]
    assert ("sought 750B" in asks) == stays


def test_asks_of_a_round_and_of_a_sale_are_two(acme: Acme) -> None:
    acme.told(
        "P 2025-04-25 n in_talks --raised 20B --valuation 120B+",
        "Q 2025-06-02 s in_talks --round-type secondary --raised 300M"
        " --price secondary:113B",
    )
    assert acme.printed("2025-06-03") == ["sought 120B+", "sought 113B secondary"]


def test_a_sale_ends_the_ask_for_one(acme: Acme) -> None:
    acme.told(
        "P 2025-08-06 value --stage in_talks --price secondary:500B",
        "fund-1 2025-09-06 value --price mark:450B",
    )
    assert "sought 500B secondary" in acme.printed("2025-10-01")
    acme.told("Q 2025-10-02 value --price secondary:500B")
    assert acme.printed("2025-10-03") == [
        "secondary 500B secondary",
        "secondary 450B mark",
    ]


def test_a_sale_goes_before_a_mark(acme: Acme) -> None:
    acme.told(
        "P 2024-01-10 value --price tender:18B",
        "fund-1 2024-02-10 value --price mark:9B",
    )
    assert acme.printed("2024-02-11") == ["secondary 18B tender", "secondary 9B mark"]


@pytest.mark.parametrize(
    "told",
    [
        [f"P {year}-05-01 r{year} rumoured --valuation 5B" for year in (2022, 2023)],
        [f"P {year}-05-01 r rumoured --valuation 5B" for year in (2022, 2023)],
        [
            f"P {year}-05-01 value --stage rumoured --price unspecified:5B"
            for year in (2022, 2023)
        ],
    ],
    ids=["round by round", "in one round", "alone"],
)
def test_a_rumour_that_is_told_again_keeps_its_age(acme: Acme, told: list[str]) -> None:
    acme.told(*told)
    (row,) = acme.valued("2023-05-02")
    assert (row["figure"], row["age_days"]) == ("sought", 366)


def test_what_expires_names_its_deadline(acme: Acme) -> None:
    acme.told("P 2023-03-01 c in_talks --valuation 5B")
    changes = acme.rows("diff", "2024-02-28", "2024-02-29", "--no-belief")
    assert {row["item"] for row in changes} == {"sought", "standing acme/c"}
    assert {row["expired"] for row in changes} == {"2024-02-29"}


def test_people_see_the_day_of_a_sale_that_is_told_late(acme: Acme) -> None:
    acme.told("P 2023-01-05 value --price tender:14B --effective 2021")
    shown = acme.run("valuations", "acme", "--as-of", "2023-01-05", "--no-belief")
    assert "14B tender," in shown
    assert "effective 2021" in shown


@pytest.mark.parametrize("stage", ["terms_agreed", "loi_signed", "committed"])
def test_a_signed_price_that_takes_effect_later_is_agreed(
    acme: Acme, stage: str
) -> None:
    acme.told(f"A 2024-03-01 a {stage} --post-money 9B --effective 2024-12-01")
    (row,) = acme.valued("2024-04-01")
    assert (row["figure"], row["marks"]) == ("sought", ["agreed"])
    assert row["effective"] == "2024-12-01"


def test_once_its_day_has_come_a_price_below_committed_is_only_asked(
    acme: Acme,
) -> None:
    acme.told("A 2024-03-01 a terms_agreed --post-money 9B --effective 2024-12-01")
    assert acme.printed("2024-12-02") == ["sought 9B"]
    assert acme.printed("2025-03-01", "--effective", "2024-11-01") == []


def test_talks_of_a_later_day_are_not_agreed(acme: Acme) -> None:
    acme.told("A 2024-03-01 a in_talks --post-money 9B --effective 2024-12-01")
    assert acme.printed("2024-04-01") == ["sought 9B"]


def test_agreed_terms_that_are_denied_are_disputed(acme: Acme) -> None:
    acme.told("P 2024-03-01 a terms_agreed --post-money 9B --effective 2024-12-01")
    event = acme.rows("log", "--type", "round.reported")[0]["event"]
    acme.told(f"F 2024-03-02 deny {event} --scope valuation --form false")
    assert acme.printed("2024-04-01") == ["sought 9B disputed"]


def test_agreed_terms_are_what_was_asked_once_the_round_is_committed(
    acme: Acme,
) -> None:
    acme.told(
        "A 2024-03-01 a terms_agreed --post-money 9B --effective 2024-12-01",
        "A 2024-03-05 a committed --raised 1B",
    )
    assert acme.printed("2024-04-01") == ["reported* 9B from talks"]
