"""How claims of one company are held against each other."""

from typing import Any

import pytest

from ledger.claims.figures import parse_figure
from ledger.projections.claims import Claim
from ledger.projections.comparing import (
    WINDOW,
    Match,
    conflicts,
    dated,
    days_apart,
    matches,
    may_be_same,
    money_of,
    near,
    types_fit,
    types_of,
)
from tests.projections.entries import amount, claims_of, price, report
from tests.tales import Tale


def claim(seq: int = 1, **data: Any) -> Claim:  # fields of events
    return claims_of(report(seq, **data))[seq]


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("series_a", "series_a", True),
        ("series_a", "series_b", False),
        ("series_a", "growth", True),
        ("strategic", "series_c", True),
        ("growth", "strategic", True),
        ("seed", "pre_seed", True),
        ("seed_plus", "growth", True),
        ("seed", "series_a", False),
        ("convertible", "safe", True),
        ("debt", "credit_facility", True),
        ("debt", "growth", False),
        ("secondary", "tender", True),
        ("acquisition", "merger_stock", True),
        ("acquisition", "series_a", False),
        ("vendor_financing", "strategic", True),
        ("growth", "secondary", False),
    ],
)
def test_types_go_together_if_they_are_of_one_family(
    one: str, other: str, *, fit: bool
) -> None:
    assert types_fit(frozenset({one}), frozenset({other})) is fit
    assert types_fit(frozenset({other}), frozenset({one})) is fit
    assert types_fit(frozenset({one, "grant"}), frozenset({other})) is fit


def test_a_type_that_is_unknown_goes_with_any() -> None:
    assert types_fit(frozenset(), frozenset({"debt"})) is True
    assert types_fit(frozenset({"debt"}), frozenset()) is True


@pytest.mark.parametrize(
    ("label", "type_", "found"),
    [
        ("series-b", None, {"series_b"}),
        ("series-b-2", None, {"series_b"}),
        ("series-a-plus", None, {"series_a_plus"}),
        ("series-bx", None, set()),
        ("talks", None, set()),
        ("series-b", "seed", {"seed"}),
    ],
)
def test_a_round_has_the_type_that_is_claimed_or_that_of_its_label(
    tale: Tale, label: str, type_: str | None, found: set[str]
) -> None:
    name = f"halcyon/{label}"
    tale.reported(name, by="the-wire", on="2024-01-10", round_type=type_)
    assert types_of(tale.round(name, as_of="2024-02-01")) == found


DEBT = {"instrument": "debt"}


@pytest.mark.parametrize(
    ("said", "money"),
    [
        ([("the-wire", {})], None),
        ([("the-wire", {"round_type": "series_b"})], "equity"),
        ([("the-wire", {"instrument": "safe"})], "equity"),
        ([("the-wire", {"round_type": "debt"})], "debt"),
        ([("the-wire", {"instrument": "debt"})], "debt"),
        ([("the-wire", {"instrument": "mixed"})], "mixed"),
        ([("the-wire", {"round_type": "grant"})], "grant"),
        ([("the-wire", {"round_type": "vendor_financing"})], "vendor_financing"),
        ([("the-wire", {"round_type": "secondary"})], None),
        (
            [
                ("the-wire", {"instrument": "debt"}),
                ("herald", {"instrument": "equity"}),
            ],
            "mixed",
        ),
        (
            [("the-wire", {"round_type": "grant"}), ("herald", {"instrument": "debt"})],
            "grant",
        ),
        (
            [
                ("halcyon-co", {"instrument": "debt"}),
                ("herald", {"instrument": "equity"}),
            ],
            "debt",
        ),
    ],
)
def test_what_kind_of_money_a_round_brings(
    tale: Tale, said: list[tuple[str, dict[str, str]]], money: str | None
) -> None:
    for by, more in said:
        tale.reported("halcyon/x", by=by, on="2024-01-10", **more)
    assert money_of(tale.round("halcyon/x", as_of="2024-02-01")) == money


@pytest.mark.parametrize(
    ("days", "says"),
    [("2024", True), ("2024-01-19", True), ("2024-01-01/2025-01-02", False)],
)
def test_a_date_longer_than_a_year_says_nothing(days: str, *, says: bool) -> None:
    assert dated(claim(effective=days)) is says


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2024-01-10", "2024-01-10", 0),
        ("2024-01-10", "2024-01-12", 2),
        ("2024-01", "2024-01-12", 0),
        ("2024-01", "2024-02-03", 3),
    ],
)
def test_days_are_as_far_apart_as_the_nearest(one: str, other: str, apart: int) -> None:
    first, second = claim(effective=one), claim(effective=other)
    assert (days_apart(first, second), days_apart(second, first)) == (apart, apart)


def test_claims_are_held_against_their_neighbours() -> None:
    said = claims_of(
        report(1, on="2024-04-09"),
        report(2, on="2024-01-10"),
        report(3, on="2024-04-10"),
    )
    assert WINDOW == 90
    pairs = [(one.seq, other.seq) for one, other in near(said.values())]
    assert pairs == [(2, 1), (1, 3)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5B", "5B", True),
        ("5B", "6B", False),
        ("5B", "EUR5B", False),
        ("5B..6B", "6B..7B", True),
        ("60B+", "75B", True),
        ("60B+", "76B", False),
        ("..60B", "45B", True),
        ("..60B", "44B", False),
    ],
)
def test_figures_that_may_be_one_amount(one: str, other: str, *, same: bool) -> None:
    assert may_be_same(parse_figure(one), parse_figure(other)) is same
    assert may_be_same(parse_figure(other), parse_figure(one)) is same


FIVE = amount("5B")
TOLD = price("50B")


@pytest.mark.parametrize(
    ("one", "other", "alike", "against"),
    [
        ({"raised": [FIVE]}, {"raised": [amount("5B", "target")]}, ["raised"], False),
        ({"raised": [FIVE]}, {"raised": [amount("6B")]}, [], True),
        ({"raised": [FIVE]}, {"raised": [amount("5B", "tranche")]}, [], False),
        ({"raised": [FIVE]}, {"raised": [amount("5B", part="a")]}, ["raised"], False),
        (
            {"raised": [amount("5B", part="A")]},
            {"raised": [amount("5B", part="a")]},
            ["raised"],
            False,
        ),
        (
            {"raised": [amount("5B", part="b")]},
            {"raised": [amount("5B", part="a")]},
            [],
            False,
        ),
        (
            {"raised": [amount("5B", "tranche", part="a")]},
            {"raised": [amount("5B", "tranche", part="a")]},
            ["raised"],
            False,
        ),
        (
            {"raised": [amount("5B", "tranche")]},
            {"raised": [amount("5B", "tranche")]},
            [],
            False,
        ),
        ({"raised": [amount("undisclosed")]}, {"raised": [FIVE]}, [], False),
        ({"valuation": [TOLD]}, {"valuation": [TOLD]}, ["valuation"], False),
        (
            {"valuation": [TOLD]},
            {"valuation": [price("50B", "sought")]},
            ["valuation"],
            False,
        ),
        (
            {"valuation": [TOLD]},
            {"valuation": [price("50B", "pre_money")]},
            [],
            False,
        ),
        (
            {"valuation": [price("50B", "pre_money")]},
            {"valuation": [price("50B", "unspecified")]},
            ["valuation"],
            False,
        ),
        (
            {"valuation": [price("50B", "mark")]},
            {"valuation": [price("50B", "mark")]},
            ["valuation"],
            False,
        ),
        (
            {"valuation": [price("50B", "mark")]},
            {"valuation": [price("50B", "tender")]},
            [],
            False,
        ),
        (
            {"raised": [FIVE], "valuation": [TOLD]},
            {"raised": [FIVE], "valuation": [price("60B")]},
            ["raised"],
            True,
        ),
    ],
)
def test_fields_that_are_alike_and_fields_that_conflict(
    one: dict[str, Any], other: dict[str, Any], alike: list[str], *, against: bool
) -> None:
    first, second = claim(**one), claim(**other)
    for a, b in ((first, second), (second, first)):
        assert [match.field for match in matches(a, b)] == alike
        assert conflicts(a, b) is against


def test_of_each_field_the_closest_pair_is_given() -> None:
    one = claim(raised=[amount("5B"), amount("c.6B", "target")])
    other = claim(raised=[amount("5B..6B", "committed"), amount("5B", "target")])
    (match,) = matches(one, other)
    assert (str(match.one), str(match.other)) == ("5B", "5B")


@pytest.mark.parametrize(
    ("one", "other", "exact", "same"),
    [
        ("5B", "5B", True, True),
        ("5B", "c.5B", False, True),
        ("5B", "5B..6B", False, False),
    ],
)
def test_a_match_may_be_exact_or_have_the_same_ends(
    one: str, other: str, *, exact: bool, same: bool
) -> None:
    match = Match("raised", parse_figure(one), parse_figure(other))
    assert (match.exact, match.same) == (exact, same)
