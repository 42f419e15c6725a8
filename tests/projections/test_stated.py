"""What one claim states of money: in which column, of the whole or of a part."""

from typing import Any

import pytest

from ledger.claims.figures import Raised, parse_figure
from ledger.projections.claims import Claim
from ledger.projections.stated import (
    COLUMNS,
    column_of,
    figures_of_part,
    part_label,
    shares_in,
    wholes_in,
)
from tests.projections.entries import amount, claims_of, directory, report

WHO = directory(("fund", "investor", ()), ("herald", "press", ()))


def claim(stage: str, *raised: dict[str, Any], **more: Any) -> Claim:
    return claims_of(report(1, "herald", stage=stage, raised=list(raised), **more))[1]


@pytest.mark.parametrize(
    ("basis", "columns"),
    [
        ("round_total", ["sought", "committed", "committed", "paid", "paid"]),
        ("raised_to_date", ["sought", "paid", "paid", "paid", "paid"]),
        ("committed", ["sought", "committed", "committed", "committed", "committed"]),
        ("tranche", ["sought", "committed", "paid", "paid", "paid"]),
        ("per_investor", ["sought", "committed", "committed", "paid", "paid"]),
        ("conditional", ["sought"] + ["conditional"] * 4),
        ("target", ["sought"] * 5),
        ("paid", ["paid"] * 5),
        ("cumulative", [None] * 5),
        ("sector_aggregate", [None] * 5),
    ],
)
def test_a_basis_and_a_stage_choose_the_column(
    basis: str, columns: list[str | None]
) -> None:
    stages = ("loi_signed", "committed", "partially_closed", "closed", "filed")
    assert [column_of(basis, stage) for stage in stages] == columns


def wholes(said: Claim) -> dict[str, list[tuple[str, str]]]:
    """What a claim says of the whole, column by column."""
    return {
        column: [(whole.basis, str(whole.figure)) for whole in found]
        for column in COLUMNS
        if (found := wholes_in(said, column))
    }


@pytest.mark.parametrize(
    ("stage", "raised", "found"),
    [
        ("in_talks", [amount("5B")], {"sought": [("round_total", "5B")]}),
        (
            "in_talks",
            [amount("5B"), amount("6B", "target"), amount("1B", "paid")],
            {"paid": [("paid", "1B")], "sought": [("target", "6B")]},
        ),
        ("in_talks", [amount("5B", "committed")], {"sought": [("committed", "5B")]}),
        ("committed", [amount("5B")], {"committed": [("round_total", "5B")]}),
        ("committed", [amount("6B", "target")], {"sought": [("target", "6B")]}),
        ("closed", [amount("5B")], {"paid": [("round_total", "5B")]}),
        (
            "closed",
            [amount("5B"), amount("2B", "paid")],
            {"paid": [("paid", "2B")], "committed": [("round_total", "5B")]},
        ),
        (
            "closed",
            [amount("5B"), amount("2B", "raised_to_date")],
            {"paid": [("raised_to_date", "2B")], "committed": [("round_total", "5B")]},
        ),
        (
            "announced",
            [amount("5B"), amount("2B", "committed")],
            {"committed": [("committed", "2B")]},
        ),
        (
            "closed",
            [amount("5B"), amount("6B"), amount("EUR4B")],
            {"paid": [("round_total", "5B..6B"), ("round_total", "EUR4B")]},
        ),
        ("closed", [amount("5B", "tranche"), amount("6B", "per_investor")], {}),
        ("closed", [amount("5B", "paid", part="a")], {}),
        ("closed", [amount("5B", "cumulative")], {}),
    ],
)
def test_what_is_said_of_the_whole(
    stage: str, raised: list[dict[str, Any]], found: dict[str, list[tuple[str, str]]]
) -> None:
    assert wholes(claim(stage, *raised)) == found


def shares(said: Claim) -> list[tuple[str, str, str, str]]:
    return [(x.basis, x.label, str(x.figure), x.stage) for x in shares_in(said, WHO)]


@pytest.mark.parametrize(
    ("raised", "investors", "found"),
    [
        (
            [amount("5B", "tranche", part="First")],
            [],
            [("tranche", "first", "5B", "closed")],
        ),
        (
            [amount("5B", "paid", part="Fund")],
            [],
            [("paid", "fund", "5B", "closed")],
        ),
        ([amount("5B", "paid")], [], []),
        ([amount("5B")], [], []),
        (
            [amount("5B", "per_investor")],
            [],
            [("per_investor", "herald", "5B", "closed")],
        ),
        (
            [amount("5B", "per_investor", part="Fund")],
            [{"name": "Fund", "stage": "committed"}],
            [("per_investor", "fund", "5B", "committed")],
        ),
        (
            [amount("5B", "tranche", part="Fund")],
            [{"name": "Fund", "stage": "committed"}],
            [("tranche", "fund", "5B", "closed")],
        ),
        (
            [amount("5B", "per_investor", part="Fund")],
            [{"name": "Fund", "stage": "withdrawn"}],
            [],
        ),
        (
            [],
            [{"name": "Fund", "amount": amount("5B")["figure"]}, {"name": "B"}],
            [("per_investor", "fund", "5B", "closed")],
        ),
        (
            [],
            [{"name": "Fund", "amount": amount("5B")["figure"], "stage": "failed"}],
            [],
        ),
        (
            [amount("6B", "per_investor", part="fund")],
            [{"name": "Fund", "amount": amount("5B")["figure"]}],
            [("per_investor", "fund", "6B", "closed")],
        ),
    ],
)
def test_what_is_said_of_parts(
    raised: list[dict[str, Any]],
    investors: list[dict[str, Any]],
    found: list[tuple[str, str, str, str]],
) -> None:
    assert shares(claim("closed", *raised, investors=investors)) == found


@pytest.mark.parametrize(
    ("basis", "part", "source", "label"),
    [
        ("tranche", "First", "", "first"),
        ("tranche", None, "herald", ""),
        ("tranche", "Fund", "", "fund"),
        ("per_investor", "FUND", "", "fund"),
        ("per_investor", "Other", "", "other"),
        ("per_investor", None, "herald", "herald"),
        ("conditional", None, "herald", ""),
    ],
)
def test_a_part_goes_by_one_name(
    basis: str, part: str | None, source: str, label: str
) -> None:
    item = Raised(parse_figure("5B"), basis, part)
    assert part_label(item, WHO, source) == label


@pytest.mark.parametrize(
    ("basis", "label", "texts", "found"),
    [
        ("tranche", "", ["1B", "2B"], ["3B"]),
        ("conditional", "", ["1B", "2B", "undisclosed"], ["3B", "undisclosed"]),
        ("tranche", "first", ["1B", "2B"], ["1B..2B"]),
        ("per_investor", "", ["1B", "2B"], ["1B..2B"]),
        ("tranche", "", ["1B", "EUR2B"], ["1B", "EUR2B"]),
        ("tranche", "", ["undisclosed"], ["undisclosed"]),
        ("tranche", "", [], []),
    ],
)
def test_parts_without_a_name_add_up(
    basis: str, label: str, texts: list[str], found: list[str]
) -> None:
    figures = figures_of_part(basis, label, [parse_figure(text) for text in texts])
    assert [str(figure) for figure in figures] == found
