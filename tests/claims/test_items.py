"""What stands in the lists of a stored claim, as values."""

from decimal import Decimal

from ledger.claims.figures import Price, Raised, parse_figure
from ledger.claims.investors import Investor
from ledger.claims.items import investor_from, price_from, raised_from

STORED = {"currency": "USD", "min": "5", "max": "5", "qualifier": "exact"}
FIVE = parse_figure("USD5")


def test_money_raised_with_all_that_may_be_said_of_it() -> None:
    item = {"figure": STORED, "basis": "conditional", "part": "a", "condition": "met"}
    assert raised_from(item) == Raised(FIVE, "conditional", "a", "met")


def test_money_raised_with_what_must_be_said_of_it() -> None:
    found = raised_from({"figure": STORED, "basis": "target"})
    assert (found.figure, found.basis) == (FIVE, "target")
    assert (found.part, found.condition) == (None, None)


def test_a_price_with_and_without_its_part() -> None:
    item = {"figure": STORED, "kind": "post_money"}
    assert price_from(item) == Price(FIVE, "post_money", None)
    assert price_from({**item, "part": "first"}) == Price(FIVE, "post_money", "first")


def test_an_investor_with_all_that_may_be_said_of_it() -> None:
    item = {"name": "A", "lead": True, "amount": STORED, "stage": "closed"}
    found = investor_from({**item, "stake": "2.5"})
    assert found == Investor("A", True, FIVE, "closed", Decimal("2.5"))  # noqa: FBT003


def test_an_investor_is_a_name_that_leads_nothing_unless_it_is_said() -> None:
    found = investor_from({"name": "A"})
    assert found == ("A", False, None, None, None)
