"""From which day on something counts, where only a part of the date is said."""

import pytest

from tests.projections.worked.conftest import Acme


@pytest.mark.parametrize(
    "days", ["2024-02", "2024", "2024-Q1", "2024-02-01/2024-03-15", "2024-02-20"]
)
def test_what_is_said_to_be_closed_was_closed_by_then(acme: Acme, days: str) -> None:
    acme.told(f"P 2024-02-20 d closed --raised 750M --valuation 18B --effective {days}")
    assert acme.printed("2024-02-20") == ["reported* 18B"]
    total = acme.rows("raised", "acme", "--as-of", "2024-02-20")[-1]
    assert total["paid"]["text"] == "750M"


def test_a_round_revised_to_closed_counts_from_that_day_on(acme: Acme) -> None:
    acme.told("P 2024-02-01 d in_talks --valuation 18B --effective 2024-02")
    event = acme.rows("log")[-1]["event"]
    acme.run("record", "revise", str(event), *DONE)
    assert acme.printed("2024-02-19") == ["sought 18B"]
    assert acme.printed("2024-02-20") == ["reported* 18B"]


DONE = ("--published", "2024-02-20", "--stage", "closed")


def test_a_sale_revised_to_done_counts_from_that_day_on(acme: Acme) -> None:
    acme.told(
        "A 2024-02-10 d closed --post-money 9B",
        "P 2024-02-01 value --stage in_talks --price secondary:10B",
    )
    event = acme.rows("log")[-1]["event"]
    acme.run("record", "revise", str(event), *DONE)
    assert acme.printed("2024-02-20") == [
        "confirmed* 9B newer secondary 10B",
        "secondary 10B secondary",
    ]


def test_a_sale_and_a_listing_of_this_quarter_have_happened(acme: Acme) -> None:
    acme.told("P 2024-02-20 value --price tender:18B --effective 2024-Q1")
    assert acme.printed("2024-02-20") == ["secondary 18B tender"]
    acme.told("A 2024-03-28 end --listed --price 19B --effective 2024-03")
    assert acme.printed("2024-03-28") == ["ipo 19B ipo listed"]


@pytest.mark.parametrize("stage", ["committed", "announced", "closed"])
def test_what_is_told_in_advance_counts_later(acme: Acme, stage: str) -> None:
    acme.told(f"A 2024-02-20 d {stage} --valuation 18B --effective 2024-03")
    assert acme.printed("2024-02-20") == ["sought 18B agreed"]
    assert acme.printed("2024-03-31") == ["confirmed* 18B"]
