"""Flags on sums: what has one, and near misses that have not."""

import pytest

from tests.projections.flagging import A, names, shares
from tests.tales import Tale


@pytest.mark.parametrize(
    ("total", "second", "found"),
    [("1B", "500M", True), ("1B", "450M", False), (None, "9B", False)],
)
def test_parts_that_are_more_than_the_whole(
    tale: Tale, total: str | None, second: str, *, found: bool
) -> None:
    parts = ("tranche", "1", "600M"), ("tranche", "2", second)
    shares(tale, total, *parts)
    assert names(tale) == ["parts-exceed-total"] * found


def test_one_part_under_two_spellings_is_one_part(tale: Tale) -> None:
    shares(tale, "1B", ("per_investor", "NVIDIA", "700M"))
    shares(tale, None, ("per_investor", "Nvidia", "600M"))
    assert names(tale) == []


def test_a_whole_without_an_upper_end_is_never_exceeded(tale: Tale) -> None:
    shares(tale, "1B+", ("tranche", "1", "600M"), ("tranche", "2", "600M"))
    assert names(tale) == []


@pytest.mark.parametrize(
    ("total", "earlier", "found"),
    [
        ("3B", "2024-01-01", True),
        ("c.4B", "2024-01-01", False),
        ("3B", "2024-02-01", False),
    ],
)
def test_a_sum_below_one_of_its_rounds(
    tale: Tale, total: str, earlier: str, *, found: bool
) -> None:
    tale.reported(A, by="herald", on=earlier, stage="closed", raised="4B")
    tale.reported(A, by="the-wire", on="2024-01-10", raised=[("cumulative", total)])
    assert names(tale) == ["sum-below-round"] * found
