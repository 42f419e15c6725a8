"""Purchases of the company, and deals that take a part of it."""

import pytest

from ledger.projections.deals import Deal, deal_of, denied_deal
from tests.tales import Tale

DEAL = "halcyon/purchase"
BOUGHT = {"round_type": "acquisition", "kind": "deal_value"}


def deal(tale: Tale, as_of: str = "2024-06-30") -> Deal | None:
    company = tale.company(as_of=as_of)
    return deal_of(company.rounds[DEAL], company, tale.book.basis(as_of=as_of))


@pytest.mark.parametrize(
    ("stage", "closed"), [("committed", False), ("announced", False), ("closed", True)]
)
def test_a_purchase_is_announced_then_closed(
    tale: Tale, stage: str, *, closed: bool
) -> None:
    on = "2024-01-10"
    tale.reported(DEAL, "9B", by="halcyon-co", on=on, stage=stage, **BOUGHT)
    found = deal(tale)
    assert found is not None
    assert (found.name, found.whole, found.closed) == (DEAL, True, closed)
    assert found.row is not None
    assert (found.row.kind, str(found.row.figure)) == ("deal_value", "9B")


@pytest.mark.parametrize("stage", ["in_talks", "withdrawn", "failed"])
def test_a_purchase_that_is_talked_of_or_came_to_nothing_is_none(
    tale: Tale, stage: str
) -> None:
    tale.reported(DEAL, "9B", by="the-wire", on="2024-01-10", stage=stage, **BOUGHT)
    assert deal(tale) is None


def test_the_amount_is_what_is_paid_where_no_price_is_stated(tale: Tale) -> None:
    more = {"stage": "closed", "round_type": "acquisition"}
    tale.reported(DEAL, by="herald", on="2024-01-10", raised="9B", **more)
    found = deal(tale)
    assert found is not None
    assert found.row is not None
    assert (found.row.kind, str(found.row.figure)) == ("deal_value", "9B")


def test_an_ordinary_round_is_no_deal(tale: Tale) -> None:
    tale.reported(DEAL, "9B", by="halcyon-co", on="2024-01-10", stage="closed")
    assert deal(tale) is None


@pytest.mark.parametrize("days", [("2024-01", "2024-01-31"), ("2024-01-31", "2024-01")])
def test_of_days_that_end_together_a_purchase_is_on_the_one_that_is_known_best(
    tale: Tale, days: tuple[str, str]
) -> None:
    for by, day in zip(("herald", "gazette"), days, strict=True):
        more = {"stage": "closed", "effective": day, **BOUGHT}
        tale.reported(DEAL, "9B", by=by, on="2024-03-01", **more)
    found = deal(tale)
    assert found is not None
    assert str(found.on) == "2024-01-31"
    tale.denied(DEAL, by="halcyon-co", on="2024-04-01", scope="stage")
    company = tale.company(as_of="2024-06-30")
    basis = tale.book.basis(as_of="2024-06-30")
    denied = denied_deal(company.rounds[DEAL], company, basis)
    assert [str(row.effective) for row in denied] == ["2024-01-31"]
