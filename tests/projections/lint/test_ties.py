"""Flags on what one source says in two ways at one time."""

import pytest

from tests.projections.flagging import A, flags, names, priced
from tests.tales import Tale

FLAG = "two-values-one-day"


@pytest.mark.parametrize(
    ("price", "more", "found"),
    [
        ("6B", {}, True),
        ("5B", {}, False),
        ("6B", {"published": "2024-01-11"}, False),
        ("6B", {"source": "herald"}, False),
        ("6B", {"round": "halcyon/series-c"}, False),
    ],
)
def test_two_prices_of_one_source_and_day(
    tale: Tale, price: str, more: dict[str, str], *, found: bool
) -> None:
    priced(tale, ("post_money", "5B"))
    priced(tale, ("post_money", price), note="again", **more)
    assert (FLAG in names(tale)) is found


def test_two_stages_and_two_amounts_are_flagged_each(tale: Tale) -> None:
    on = "2024-01-10"
    tale.reported(A, by="the-wire", on=on, stage="in_talks", raised="1B")
    tale.reported(A, by="the-wire", on=on, stage="committed", raised="2B")
    found = [flag for flag in flags(tale) if flag.name == FLAG]
    assert sorted(flag.field for flag in found) == ["raised", "stage"]
