"""A Form D settles what was said of money raised, and never a price."""

import pytest

from tests.credibility.asked import score, weighed
from tests.importers.filings import filed, take
from tests.tales import Tale

ROUND = "halcyon/series-c"
FILED = "halcyon/form-d-2023-01-19"


@pytest.fixture
def reported(tale: Tale) -> str:
    """A paper's claim: 5M raised at 20M; a filing follows, and says 5M sold."""
    claim = tale.reported(
        ROUND, "20M", by="herald", on="2023-01-10", stage="closed", raised="5M"
    )
    take(tale, filed(sold="5000000", signed="2023-01-27"))
    return claim


def settled(tale: Tale, as_of: str) -> list[str]:
    """Give the fields of the round that evidence states, by that time."""
    outcome = weighed(tale, ROUND, as_of=as_of).outcome
    if outcome is None:
        return []
    assert (outcome.tier, outcome.real) == (1, True)
    return [name for name, *_ in outcome.truth]


def graded(tale: Tale, field: str = "occurrence", *, as_of: str) -> int:
    """Give how many claims of the paper were settled in a field."""
    return round(score(tale, "herald", field=field, as_of=as_of).n)


def test_a_filing_settles_nothing_of_another_round(tale: Tale, reported: str) -> None:
    assert settled(tale, "2023-02-01") == []
    assert graded(tale, as_of="2023-02-01") == 0
    assert reported


def test_merged_into_a_round_it_settles_the_amount_and_no_price(
    tale: Tale, reported: str
) -> None:
    tale.joined(FILED, ROUND, on="2023-02-02")
    assert settled(tale, "2023-02-01") == []
    assert settled(tale, "2023-02-02") == ["raised"]
    assert graded(tale, as_of="2023-02-02") == 1
    assert graded(tale, field="raised", as_of="2023-02-02") == 1
    assert graded(tale, field="valuation", as_of="2023-02-02") == 0
    assert tale.figure("confirmed", as_of="2023-02-02") is None
    assert tale.figure("reported", as_of="2023-02-02") == "20M"
    assert reported


def test_a_claim_that_is_moved_onto_the_filed_round_is_settled_too(
    tale: Tale, reported: str
) -> None:
    tale.moved(reported, FILED, on="2023-02-02")
    assert graded(tale, field="raised", as_of="2023-02-02") == 1
    assert graded(tale, field="valuation", as_of="2023-02-02") == 0


def test_an_offer_of_which_nothing_is_sold_settles_nothing(tale: Tale) -> None:
    tale.reported(ROUND, by="herald", on="2023-01-10", stage="closed", raised="5M")
    take(tale, filed(sold="0", remaining="8000000", first_sale=None))
    tale.joined("halcyon/form-d-signed-2023-01-27", ROUND, on="2023-02-02")
    assert settled(tale, "2023-06-01") == []


def test_an_amendment_settles_anew(tale: Tale, reported: str) -> None:
    tale.joined(FILED, ROUND, on="2023-02-02")
    before = score(tale, "herald", field="raised", as_of="2023-02-28").mean
    later = filed(
        sold="8000000",
        remaining="0",
        signed="2023-03-01",
        amends="0" * 10 + "-23-000001",
    )
    take(tale, later)
    assert tale.amounts(ROUND, as_of="2023-02-28")["paid"] == "5M"
    assert tale.amounts(ROUND, as_of="2023-03-01")["paid"] == "8M"
    assert score(tale, "herald", field="raised", as_of="2023-03-01").mean < before
    assert reported
