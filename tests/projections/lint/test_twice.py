"""Flags on money that a sum may count twice: what has one, and what has not."""

import pytest

from tests.projections.flagging import flags
from tests.tales import Tale

A, B = "halcyon/spring", "halcyon/summer"
"""Their labels name no type: it may be one round."""


def twice(tale: Tale, by: str = "the-wire", figure: str = "1B") -> list[object]:
    """What is flagged of two rounds, of which the second is told by a source."""
    first = tale.reported(A, by="the-wire", on="2024-01-10", raised="1B")
    second = tale.reported(B, by=by, on="2024-01-10", raised=figure)
    events = {tale.book.event(x).seq: place for place, x in enumerate((first, second))}
    return [
        (events[flag.event], *(events[event] for event in flag.beside))
        for flag in flags(tale)
        if flag.name == "may-count-twice"
    ]


def test_one_source_that_says_the_same_twice_is_flagged_once(tale: Tale) -> None:
    assert twice(tale) in ([(1, 0)], [(0, 1)])


@pytest.mark.parametrize(
    ("by", "figure"), [("herald", "1B"), ("the-wire", "7B"), ("the-wire", "EUR1B")]
)
def test_two_sources_or_two_amounts_are_not(tale: Tale, by: str, figure: str) -> None:
    assert twice(tale, by, figure) == []


def test_rounds_that_are_kept_apart_are_not(tale: Tale) -> None:
    tale.say("rounds.kept_apart", company="halcyon", round=A, other=B, reason="two")
    assert twice(tale) == []
