"""Who takes part in a round, and what is said of that part: typed, printed, refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.figures import parse_figure
from ledger.claims.investors import (
    Investor,
    investor_data,
    investor_from,
    parse_investor,
    stake_from,
)
from ledger.claims.vocabulary import STAGES
from ledger.errors import BadInput

INVESTORS = st.builds(
    Investor,
    name=st.sampled_from(["NVIDIA", "软银", "Y Combinator: Continuity", "a 16 z"]),
    leads=st.booleans(),
    amount=st.sampled_from(["2B", "EUR5M", "c.1B", "undisclosed", "millions"]).map(
        parse_figure
    )
    | st.none(),
    stage=st.sampled_from(STAGES) | st.none(),
    stake=st.sampled_from(["27", "2.5", "0.000001", "100"]).map(Decimal) | st.none(),
)
STORED = {"currency": "USD", "min": "5", "max": "5", "qualifier": "exact"}
FIVE = parse_figure("USD5")


@given(INVESTORS)
def test_what_is_printed_reads_back(investor: Investor) -> None:
    assert parse_investor(str(investor)) == investor


@pytest.mark.parametrize(
    ("text", "investor"),
    [
        ("NVIDIA", Investor("NVIDIA")),
        ("NVIDIA:lead", Investor("NVIDIA", leads=True)),
        ("NVIDIA:2B", Investor("NVIDIA", amount=parse_figure("2B"))),
        ("NVIDIA:..2B", Investor("NVIDIA", amount=parse_figure("..2B"))),
        ("Apple:Withdrawn", Investor("Apple", stage="withdrawn")),
        ("Microsoft:27 %", Investor("Microsoft", stake=Decimal(27))),
        ("Microsoft:27.50%", Investor("Microsoft", stake=Decimal("27.5"))),
        ("Area: 27 %", Investor("Area: 27 %")),
        ("source:fund", Investor("source:fund")),
        ("source:fund:2B", Investor("source:fund", amount=parse_figure("2B"))),
        (
            "A:10%:1B:committed:LEAD",
            Investor(
                "A",
                leads=True,
                amount=parse_figure("1B"),
                stage="committed",
                stake=Decimal(10),
            ),
        ),
    ],
)
def test_parts_are_known_by_how_they_look(text: str, investor: Investor) -> None:
    assert parse_investor(text) == investor


def test_an_amount_without_a_currency_is_in_the_one_that_is_given() -> None:
    assert parse_investor("A:2B", "EUR").amount == parse_figure("EUR2B")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":2B",
        "A:2B:3B",
        "A:lead:lead",
        "A:withdrawn:closed",
        "A:1%:2%",
        "A:wthdrawn",
        "A:500",
        "A:B",
        "lead:A",
    ],
)
def test_what_is_none_of_these_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_investor(text)
    assert "SoftBank:lead" in (refused.value.hint or "")


@pytest.mark.parametrize(
    "text", ["0", "0%", "100.1%", "120", "-1", "1e1", "27,5", "", "%", "NaN", "9" * 40]
)
def test_a_stake_is_more_than_nothing_and_at_most_the_whole(text: str) -> None:
    with pytest.raises(BadInput, match="stake"):
        stake_from(text)


def test_an_investor_with_all_that_may_be_said_of_it() -> None:
    item = {"name": "A", "lead": True, "amount": STORED, "stage": "closed"}
    found = investor_from({**item, "stake": "2.5"})
    assert found == Investor(
        "A", leads=True, amount=FIVE, stage="closed", stake=Decimal("2.5")
    )


@given(INVESTORS)
def test_what_is_stored_reads_back(investor: Investor) -> None:
    assert investor_from(investor_data(investor)) == investor


def test_an_investor_is_a_name_that_leads_nothing_unless_it_is_said() -> None:
    found = investor_from({"name": "A"})
    assert found == ("A", False, None, None, None)
