"""Money that is bound only if something happens: what is left of it, and until when."""

import pytest

from tests.tales import Tale

ROUND = "halcyon/series-b"
TOLD = [("committed", "110B"), ("conditional", "35B")]


def asked(tale: Tale) -> dict[str, str]:
    return tale.amounts(ROUND, as_of="2024-06-30")


def conditional(figure: str = "35B", **more: str) -> dict[str, object]:
    return {"raised": [{"basis": "conditional", "figure": figure, **more}]}


def test_what_is_conditional_is_shown_apart_from_what_is_committed(tale: Tale) -> None:
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", raised=TOLD)
    assert asked(tale) == {"committed": "75B", "conditional": "35B"}


@pytest.mark.parametrize(
    ("by", "condition", "expected"),
    [
        ("halcyon-co", "met", {"committed": "110B"}),
        ("halcyon-co", "dropped", {"committed": "75B"}),
        ("the-wire", "met", {"committed": "75B", "conditional": "35B"}),
        ("the-wire", "dropped", {"committed": "75B", "conditional": "35B"}),
    ],
)
def test_only_an_entitled_party_ends_a_condition(
    tale: Tale, by: str, condition: str, expected: dict[str, str]
) -> None:
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", raised=TOLD)
    said = conditional(condition=condition)["raised"]
    tale.say(
        "round.reported",
        round=ROUND,
        source=by,
        published="2024-02-10",
        stage="committed",
        raised=said,
    )
    assert asked(tale) == expected


def test_a_closing_alone_ends_no_condition_but_payment_does(tale: Tale) -> None:
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", raised=TOLD)
    tale.reported(ROUND, by="halcyon-co", on="2024-02-10", stage="closed")
    assert asked(tale)["conditional"] == "35B"
    paid = [("paid", "110B")]
    tale.reported(ROUND, by="herald", on="2024-03-10", stage="closed", raised=paid)
    assert "conditional" not in asked(tale)


def test_parts_with_a_name_add_up(tale: Tale) -> None:
    items = [
        {"basis": "committed", "figure": "110B"},
        {"basis": "conditional", "figure": "20B", "part": "first"},
        {"basis": "conditional", "figure": "15B", "part": "second"},
    ]
    tale.say(
        "round.reported",
        round=ROUND,
        source="halcyon-co",
        published="2024-01-10",
        stage="committed",
        raised=items,
    )
    assert asked(tale) == {"committed": "75B", "conditional": "35B"}


def test_what_is_paid_of_a_part_is_held_against_this_part_alone(tale: Tale) -> None:
    items = [
        {"basis": "committed", "figure": "80B"},
        {"basis": "tranche", "figure": "20B", "part": "first"},
        {"basis": "tranche", "figure": "60B", "part": "second"},
        {"basis": "conditional", "figure": "10B", "part": "first"},
    ]
    paid = [{"basis": "paid", "figure": "15B", "part": "first"}]
    for day, raised in (("2024-01-10", items), ("2024-02-10", paid)):
        tale.say(
            "round.reported",
            round=ROUND,
            source="halcyon-co",
            published=day,
            stage="committed",
            raised=raised,
        )
    assert asked(tale)["conditional"] == "5B"
