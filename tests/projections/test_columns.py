"""What one round raised, column by column: paid, committed, sought."""

import pytest

from tests.tales import Tale

ROUND = "halcyon/series-b"


def asked(tale: Tale, as_of: str = "2024-06-30") -> dict[str, str]:
    return tale.amounts(ROUND, as_of=as_of)


@pytest.mark.parametrize(
    ("stage", "basis", "expected"),
    [
        ("in_talks", "round_total", {"sought": "2B"}),
        ("committed", "target", {"sought": "2B"}),
        ("committed", "round_total", {"committed": "2B"}),
        ("committed", "committed", {"committed": "2B"}),
        ("committed", "paid", {"paid": "2B", "committed": "2B"}),
        ("closed", "round_total", {"paid": "2B", "committed": "2B"}),
        ("closed", "committed", {"committed": "2B"}),
        ("closed", "cumulative", {}),
        ("closed", "sector_aggregate", {}),
    ],
)
def test_stage_and_basis_decide_in_which_columns_an_amount_stands(
    tale: Tale, stage: str, basis: str, expected: dict[str, str]
) -> None:
    money = [(basis, "2B")]
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", stage=stage, raised=money)
    assert asked(tale) == expected


def test_a_target_ends_when_its_round_closes(tale: Tale) -> None:
    target = [("target", "3B")]
    tale.reported(ROUND, by="the-wire", on="2024-01-10", stage="seeking", raised=target)
    assert asked(tale) == {"sought": "3B"}
    tale.reported(ROUND, by="halcyon-co", on="2024-02-10", stage="closed", raised="2B")
    assert asked(tale) == {"paid": "2B", "committed": "2B"}
    assert asked(tale, "2024-02-09") == {"sought": "3B"}


def test_an_amount_that_every_claim_has_denied_is_disputed(tale: Tale) -> None:
    claim = tale.reported(ROUND, by="the-wire", on="2024-01-10", raised="2B")
    line = tale.lines(as_of="2024-01-10")[ROUND]
    assert not line.amounts["committed"].disputed
    tale.denied(claim, by="founder", on="2024-01-11", scope="raised")
    assert tale.lines(as_of="2024-01-11")[ROUND].amounts["committed"].disputed


def test_conditional_money_in_another_currency_is_not_taken_away(tale: Tale) -> None:
    money = [("round_total", "2B"), ("conditional", "EUR1B")]
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", stage="closed", raised=money)
    assert asked(tale)["committed"] == "2B"
