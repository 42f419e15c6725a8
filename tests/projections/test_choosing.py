"""Which figures of a company are printed, and which of them is the headline."""

import pytest

from tests.tales import Tale

OLD, NEW = "halcyon/series-a", "halcyon/series-b"


def printed(tale: Tale, headline: str = "newest") -> tuple[list[str], str | None]:
    """Give every row, and the headline."""
    found = tale.valuation(as_of="2024-06-30", headline=headline)
    rows = [f"{row.name} {row.figure}" for row in found.rows]
    return rows, None if found.headline is None else str(found.headline.figure)


@pytest.mark.parametrize(
    ("headline", "head"), [("newest", "8B"), ("confirmed", "5B"), ("disputed", "8B")]
)
def test_the_newest_round_leads_unless_only_the_company_counts(
    tale: Tale, headline: str, head: str
) -> None:
    tale.reported(OLD, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    tale.reported(NEW, "8B", by="the-wire", on="2024-03-10", stage="closed")
    assert printed(tale, headline) == (["confirmed 5B", "reported 8B"], head)


def test_what_others_report_of_an_older_round_is_not_printed(tale: Tale) -> None:
    tale.reported(OLD, "8B", by="the-wire", on="2024-01-10", stage="closed")
    tale.reported(NEW, "5B", by="halcyon-co", on="2024-03-10", stage="closed")
    assert printed(tale) == (["confirmed 5B"], "5B")


def test_a_disputed_price_leads_only_if_that_is_asked_for(tale: Tale) -> None:
    tale.reported(OLD, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    claim = tale.reported(NEW, "8B", by="the-wire", on="2024-03-10", stage="closed")
    tale.denied(claim, by="founder", on="2024-03-11")
    rows, head = printed(tale)
    assert (rows[0], head) == ("confirmed 5B", "5B")
    assert printed(tale, "disputed")[1] == "8B"


def test_a_company_of_which_no_price_is_known_has_no_headline(tale: Tale) -> None:
    tale.reported(NEW, by="halcyon-co", on="2024-03-10", stage="closed", raised="1B")
    assert printed(tale) == ([], None)


def test_prices_of_one_day_are_one_row_and_a_count(tale: Tale) -> None:
    for price, by in (("8B", "herald"), ("9B", "gazette")):
        tale.reported(NEW, price, by=by, on="2024-03-10", stage="closed")
    (row,) = tale.valuation(as_of="2024-06-30").rows
    assert (str(row.figure), row.number) == ("8B..9B", 2)
