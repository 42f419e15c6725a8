"""Purchases that are denied, listings told as rounds, and prices of one day."""

import csv

import pytest

from tests.projections.worked.conftest import Acme

BUY = "--round-type acquisition --price deal_value:250B --investor newco"


@pytest.mark.parametrize("stage", ["announced", "closed"])
def test_a_purchase_that_is_denied_stands_disputed(acme: Acme, stage: str) -> None:
    acme.told(
        "A 2025-09-19 e closed --post-money 200B", f"P 2026-02-02 buy {stage} {BUY}"
    )
    event = acme.rows("log")[-1]["event"]
    acme.told(f"A 2026-02-03 deny {event} --scope whole --form false")
    mark = "" if stage == "closed" else " announced"
    denied = f"deal_value 250B deal_value disputed{mark} by newco"
    assert acme.printed("2026-02-04") == ["confirmed* 200B", denied]
    assert acme.printed("2026-02-04", "--include-disputed")[0] == "confirmed* 200B"
    assert acme.printed("2027-02-04") == ["confirmed* 200B"]


@pytest.mark.parametrize(
    "other",
    [
        "P 2024-05-02 s in_talks --instrument convertible --price cap:20M",
        "P 2024-05-02 value --stage in_talks --price ipo:20M",
        "P 2024-05-02 value --stage announced --price ipo:20M",
    ],
)
def test_a_cap_or_a_listing_that_is_planned_hides_no_ask(
    acme: Acme, other: str
) -> None:
    acme.told("P 2024-05-01 c in_talks --valuation 50M", other)
    kind = "cap" if "cap" in other else "ipo"
    assert acme.printed("2024-05-03") == ["sought 50M", f"sought 20M {kind}"]


@pytest.mark.parametrize("price", ["--price ipo:23B", "--post-money 23B"])
def test_a_listing_may_be_told_as_a_round(acme: Acme, price: str) -> None:
    acme.told(
        "A 2023-05-01 c closed --raised 1B --post-money 19B",
        f"P 2025-03-01 i announced --round-type ipo --raised 1.5B {price}",
    )
    assert acme.printed("2025-03-02")[0].startswith("confirmed* 19B")
    acme.told(f"A 2025-03-28 i closed --round-type ipo --raised 1.5B {price}")
    assert acme.printed("2025-03-28") == ["ipo 23B ipo listed"]
    (row,) = acme.valued("2025-03-28")
    assert (row["standing"], row["sources"]) == ("confirmed", ["a"])


def test_a_listing_by_the_word_of_the_company_is_confirmed(acme: Acme) -> None:
    acme.told("P 2025-03-28 end --listed --price 23B")
    assert [row["standing"] for row in acme.valued("2025-03-28")] == ["reported"]
    acme.told("A 2025-03-29 end --listed --price 23B --effective 2025-03-28")
    assert [row["standing"] for row in acme.valued("2025-03-29")] == ["confirmed"]


def test_prices_of_one_day_in_two_currencies_are_two_rows(acme: Acme) -> None:
    acme.told(
        "fund-1 2024-02-10 value --price mark:15B --effective 2023-12-31",
        "fund-2 2024-02-20 value --price mark:EUR18B --effective 2023-12-31",
    )
    printed = ["secondary EUR18B mark", "secondary 15B mark"]
    assert acme.printed("2024-03-02") == printed


@pytest.mark.parametrize("price", [(), ("--price", "23B")])
def test_a_listing_is_exported_with_its_event(
    acme: Acme, price: tuple[str, ...]
) -> None:
    acme.told(f"A 2025-03-28 end --listed {' '.join(price)}")
    exported = acme.run("export", "valuations", "--as-of", "2025-03-29")
    names, row, *_ = csv.reader(exported.splitlines())
    told = dict(zip(names, row, strict=True))
    assert (told["figure"], told["company"]) == ("ipo", "acme")
    assert told["events"]
    assert told["recorded_last"]


def test_a_confirmed_tender_confirms_no_report_of_its_price(acme: Acme) -> None:
    tender = "closed --round-type tender --price tender:80B"
    acme.told(f"P 2024-02-16 t {tender}")
    (row,) = acme.valued("2024-02-17")
    assert (row["figure"], row["standing"]) == ("secondary", "reported")
    acme.told("A 2024-02-20 t closed --round-type tender")
    (row,) = acme.valued("2024-02-21")
    assert row["standing"] == "reported"
    acme.told(f"A 2024-02-22 t {tender}")
    (row,) = acme.valued("2024-02-23")
    assert row["standing"] == "confirmed"


def test_no_paper_takes_away_what_the_company_says_of_a_sale(acme: Acme) -> None:
    acme.told("A 2024-02-16 value --price tender:80B")
    event = acme.rows("log")[-1]["event"]
    acme.told(f"P 2024-02-17 deny {event} --scope valuation --form inaccurate")
    (row,) = acme.valued("2024-02-18")
    assert (row["standing"], row["disputed"]) == ("confirmed", False)
    acme.told(f"F 2024-02-18 deny {event} --scope valuation --form inaccurate")
    (row,) = acme.valued("2024-02-19")
    assert (row["standing"], row["disputed"]) == ("disputed", True)


def test_a_merger_that_others_call_a_purchase_is_no_sale_of_shares(acme: Acme) -> None:
    acme.told("P 2024-02-16 m closed --round-type merger_stock --price deal_value:80B")
    assert acme.printed("2024-02-17") == ["secondary 80B deal_value"]
    acme.told("Q 2024-02-17 m closed --round-type acquisition")
    assert [row["figure"] for row in acme.valued("2024-02-18")] == ["deal_value"]
