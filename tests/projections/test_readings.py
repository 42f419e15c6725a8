"""One round read for its prices: what counts by a day, and since when."""

import pytest

from ledger.projections.readings import RoundReading
from tests.tales import Tale

ROUND = "halcyon/series-b"


def reading(tale: Tale, as_of: str = "2024-06-30") -> RoundReading:
    return RoundReading(tale.round(ROUND, as_of=as_of), tale.book.basis(as_of=as_of))


def test_a_round_stands_since_its_first_day_at_committed(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="in_talks")
    assert reading(tale).since() is None
    assert reading(tale).stood() == (None, 0)
    tale.reported(ROUND, "5B", by="herald", on="2024-02-10", stage="committed")
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-03-10", stage="closed")
    assert str(reading(tale).since()) == "2024-02-10"


@pytest.mark.parametrize(
    ("amounts", "given"),
    [
        ([("halcyon-co", "1B")], "1B"),
        ([("halcyon-co", "1B"), ("the-wire", "2B")], "1B"),
        ([("the-wire", "2B")], None),
        ([("halcyon-co", "1B"), ("founder", "2B")], None),
        ([("halcyon-co", "EUR1B")], None),
    ],
)
def test_the_amount_is_that_of_entitled_parties_who_agree(
    tale: Tale, amounts: list[tuple[str, str]], given: str | None
) -> None:
    for by, raised in amounts:
        tale.reported(ROUND, by=by, on="2024-01-10", stage="closed", raised=raised)
    found = reading(tale).amount("USD")
    assert (None if found is None else str(found[0])) == given


def test_the_currency_in_which_most_is_raised_comes_first(tale: Tale) -> None:
    prices = [{"figure": x, "kind": "post_money"} for x in ("5B", "EUR4B")]
    said = {"round": ROUND, "published": "2024-01-10", "stage": "closed"}
    raised = [{"figure": "EUR1B", "basis": "round_total"}]
    for price in prices:
        by = "herald" if price["figure"] == "5B" else "gazette"
        tale.say("round.reported", **said, source=by, valuation=[price], raised=raised)
    rows = tale.valuation(as_of="2024-06-30").rows
    assert [str(row.figure) for row in rows] == ["EUR4B", "5B"]


def test_a_claim_is_denied_in_price_or_stage_alone(tale: Tale) -> None:
    claims = {}
    for scope, by in (("valuation", "herald"), ("investors", "gazette")):
        claims[scope] = tale.reported(ROUND, "5B", by=by, on="2024-01-10")
        tale.denied(claims[scope], by="founder", on="2024-01-11", scope=scope)
    found = reading(tale)
    by_id = {claim.id: claim for claim in found.found.live}
    assert found.denied(by_id[claims["valuation"]])
    assert not found.denied(by_id[claims["investors"]])
