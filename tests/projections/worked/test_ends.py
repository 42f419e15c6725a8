"""Purchases, listings and closures: worked answers of rules 3."""

import pytest

from tests.projections.worked.conftest import Acme

BOUGHT = "N 2026-02-02 deal closed --round-type acquisition --price deal_value:250B"


@pytest.mark.parametrize("investor", ["--investor Newco", ""])
def test_what_was_paid_is_the_only_row_once_the_purchase_closed(
    acme: Acme, investor: str
) -> None:
    acme.told("A 2024-05-26 b closed --raised 6B --post-money 24B")
    acme.told(f"{BOUGHT} {investor}".strip())
    acme.told("N 2026-02-02 merge acme newco --form acquired")
    assert acme.printed("2026-02-01") == ["confirmed* 24B"]
    (row,) = acme.valued("2026-02-02")
    assert (row["figure"], row["amount"]["text"]) == ("deal_value", "250B")
    assert (row["headline"], row["sources"]) == (False, ["n"])
    assert acme.standing("deal", "2026-02-02") == "confirmed, closed"
    assert acme.rows("valuations", "--as-of", "2026-03-01", "--top", "3") == []


def test_a_price_alone_says_what_was_paid_in_a_merger_on_record(acme: Acme) -> None:
    acme.told(
        "A 2024-05-26 b closed --raised 6B --post-money 24B",
        "P 2026-02-02 value --price deal_value:250B",
        "N 2026-02-02 merge acme newco --form acquired",
    )
    assert acme.printed("2026-02-03") == ["deal_value 250B deal_value by newco"]


BY_NEWCO = "--round-type acquisition --investor newco"
ANNOUNCED = (
    "A 2024-05-01 c closed --raised 1B --valuation 10B",
    f"N 2025-03-18 buy announced {BY_NEWCO} --price deal_value:32B",
)


def test_a_purchase_that_is_announced_stands_beside_the_headline(acme: Acme) -> None:
    acme.told(*ANNOUNCED)
    assert acme.printed("2025-03-19") == [
        "confirmed* 10B before acme/buy",
        "deal_value 32B deal_value announced by newco",
    ]


@pytest.mark.parametrize(
    ("last", "printed"),
    [
        ("closed", ["deal_value 32B deal_value by newco"]),
        ("failed", ["confirmed* 10B"]),
        ("withdrawn", ["confirmed* 10B"]),
    ],
)
def test_a_purchase_closes_or_its_row_goes(
    acme: Acme, last: str, printed: list[str]
) -> None:
    acme.told(*ANNOUNCED, f"N 2026-01-18 buy {last} --round-type acquisition")
    assert acme.printed("2026-01-19") == printed


def test_talks_of_a_purchase_and_bids_are_no_figures(acme: Acme) -> None:
    acme.told(
        ANNOUNCED[0],
        "P 2025-12-24 buy in_talks --round-type acquisition --price deal_value:30B",
        "P 2025-12-24 bid announced --round-type bid --price offer:97B",
    )
    assert acme.printed("2026-01-01") == ["confirmed* 10B"]


@pytest.mark.parametrize("type_", ["acquihire_license", "spin_off"])
def test_a_deal_for_a_part_marks_the_headline(acme: Acme, type_: str) -> None:
    acme.told(ANNOUNCED[0], f"N 2025-12-24 deal closed --round-type {type_}")
    assert acme.printed("2026-01-01") == ["confirmed* 10B before acme/deal"]


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ("", "ipo undisclosed ipo listed"),
        (" --price 23B", "ipo 23B ipo listed"),
    ],
)
def test_a_company_that_listed_has_one_row(acme: Acme, more: str, printed: str) -> None:
    acme.told(
        "P 2024-05-01 c closed --raised 1.1B --valuation 19B",
        f"A 2025-03-28 end --listed{more}",
    )
    assert acme.printed("2025-03-27") == ["reported* 19B"]
    assert acme.printed("2026-03-28") == [printed]
    (row,) = acme.valued("2026-03-28")
    assert (row["effective"], row["age_days"]) == ("2025-03-28", 365)


def test_a_company_that_shut_down_has_no_figures(acme: Acme) -> None:
    acme.told(
        "P 2024-05-01 c closed --raised 1.1B --valuation 19B",
        "A 2025-03-28 end --shut-down",
    )
    assert acme.printed("2025-03-27") == ["reported* 19B"]
    assert acme.printed("2025-03-28") == []
    assert acme.standing("c", "2026-01-01") == "reported, closed"


def test_the_amount_of_a_purchase_without_a_price_is_what_is_paid(acme: Acme) -> None:
    acme.told(ANNOUNCED[0], f"N 2025-03-18 buy announced {BY_NEWCO} --raised 32B")
    assert acme.printed("2025-03-19") == [
        "confirmed* 10B before acme/buy",
        "deal_value 32B deal_value announced by newco",
    ]
    shown = " ".join(acme.run("rounds", "acme/buy", "--as-of", "2025-03-19").split())
    assert "32B, announced" in shown
    assert "at 32B" not in shown


def test_the_amount_of_a_purchase_that_is_denied_is_disputed(acme: Acme) -> None:
    acme.told(f"P 2025-03-18 buy announced {BY_NEWCO} --raised 32B")
    event = acme.rows("log", "--type", "round.reported")[0]["event"]
    acme.told(f"F 2025-03-19 deny {event} --scope raised --form false")
    (row,) = acme.valued("2025-03-20")
    assert (row["figure"], row["disputed"]) == ("deal_value", True)


def test_a_price_of_a_purchase_goes_before_its_amount(acme: Acme) -> None:
    acme.told(
        f"N 2025-03-18 buy announced {BY_NEWCO} --price deal_value:32B --raised 30B"
    )
    assert acme.printed("2025-03-19") == [
        "deal_value 32B deal_value announced by newco",
    ]


def test_the_amount_for_a_part_is_no_price_of_the_company(acme: Acme) -> None:
    acme.told("N 2025-12-24 deal closed --round-type acquihire_license --raised 900M+")
    assert acme.printed("2026-01-01") == []
