"""The terms of a round: its kind, how much, at what price, since when, from whom."""

from typing import Any

import pytest

from ledger.projections.terms import Terms, terms_of
from tests.tales import Tale

ROUND = "halcyon/series-c"


def terms(tale: Tale, name: str = ROUND, **asked: Any) -> Terms:
    answer = tale.book.company("halcyon", tale.book.basis(**asked))
    return terms_of(answer.value.rounds[name], answer.value, answer.basis)


def amounts(found: Terms) -> dict[str, str]:
    return {column: str(one.figure) for column, one in found.amounts.items()}


def test_a_round_has_its_amount_price_day_and_investors(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "24B",
        by="halcyon-co",
        on="2025-03-03",
        stage="closed",
        raised="6B",
        round_type="series_c",
        effective="2025-02-28",
        investors=[{"name": "Big Fund", "lead": True, "amount": "2B"}],
    )
    found = terms(tale)
    assert (found.types, found.money) == (("series_c",), "equity")
    assert amounts(found) == {"paid": "6B", "committed": "6B"}
    assert [str(price.figure) for price in found.prices] == ["24B"]
    assert found.effective is not None
    assert found.effective.text == "2025-02-28"
    assert [(x.who.name, x.leads) for x in found.investors] == [("Big Fund", True)]


def test_what_is_asked_stands_until_there_is_a_price(tale: Tale) -> None:
    tale.reported(
        ROUND, "20B", by="the-wire", on="2025-01-03", stage="in_talks", raised="5B"
    )
    asked = terms(tale)
    assert (asked.effective, amounts(asked)) == (None, {"sought": "5B"})
    assert [(x.name, str(x.figure)) for x in asked.prices] == [("sought", "20B")]
    tale.reported(ROUND, "24B", by="halcyon-co", on="2025-03-03", stage="closed")
    assert [(x.name, str(x.figure)) for x in terms(tale).prices] == [
        ("confirmed", "24B")
    ]
    assert [x.name for x in terms(tale, as_of="2025-01-03").prices] == ["sought"]


@pytest.mark.parametrize(
    ("round_type", "money"),
    [
        ("acquihire_license", "purchase"),
        ("debt", "debt"),
        ("credit_facility", "debt"),
        ("tender", "secondary"),
        ("grant", "grant"),
        ("vendor_financing", "vendor_financing"),
    ],
)
def test_no_other_money_is_taken_for_equity(
    tale: Tale, round_type: str, money: str
) -> None:
    tale.reported(
        ROUND,
        by="the-wire",
        on="2025-03-03",
        stage="closed",
        raised="650M",
        round_type=round_type,
    )
    found = terms(tale)
    assert (found.types, found.money) == ((round_type,), money)
    assert set(amounts(found).values()) == {"650M"}


def test_a_purchase_has_what_is_paid_for_the_company(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "33B",
        kind="deal_value",
        by="the-wire",
        on="2025-03-03",
        stage="closed",
        round_type="acquisition",
    )
    assert [(x.kind, str(x.figure)) for x in terms(tale).prices] == [
        ("deal_value", "33B")
    ]


def test_a_round_that_failed_keeps_what_was_asked(tale: Tale) -> None:
    tale.reported(
        ROUND, "20B", by="the-wire", on="2025-01-03", stage="in_talks", raised="5B"
    )
    tale.reported(ROUND, by="halcyon-co", on="2025-02-03", stage="withdrawn")
    assert tale.standing(ROUND) == "withdrawn"
    assert amounts(terms(tale)) == {"sought": "5B"}
    assert [str(x.figure) for x in terms(tale).prices] == ["20B"]
