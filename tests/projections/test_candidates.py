"""What the rounds and prices of a company offer, before anything is chosen."""

import pytest

from ledger.projections.candidates import (
    Candidates,
    line,
    merge_candidates,
    merge_rows,
    newest_row,
)
from ledger.projections.valued import AGREED, DIFFER, TIERED, Valued
from tests.projections.figures import valued


def test_nothing_offers_nothing() -> None:
    assert Candidates() == ((), (), (), ())
    assert merge_candidates([]) == Candidates()
    assert newest_row([]) == []


def test_parts_are_put_together() -> None:
    one, two = valued("5B"), valued("6B")
    parts = [Candidates(outside=(one,)), Candidates(outside=(two,))]
    assert merge_candidates(parts) == Candidates(outside=(one, two))


def figures(*rows: Valued) -> list[tuple[str, int]]:
    return [(str(row.figure), row.number) for row in newest_row(rows)]


def test_the_newest_takes_effect_last_then_is_confirmed_then_published() -> None:
    first = valued("1B", place=(9, 99, 9))
    second = valued("2B", place=(10, 10, 9))
    later = valued("3B", place=(10, 11, 9))
    sure = valued("4B", name="confirmed", place=(10, 9, 9))
    assert figures(first, second) == [("2B", 1)]
    assert figures(later, second) == [("3B", 1)]
    assert figures(later, second, sure) == [("4B", 1)]
    assert line(sure) == (10, True, 9, 9)
    assert line(later) == (10, False, 11, 9)


def test_what_is_equally_new_is_a_hull_for_each_kind_and_currency() -> None:
    rows = (
        valued("5B"),
        valued("6B"),
        valued("EUR4B"),
        valued("3B", kind="pre_money"),
        valued("9B", disputed=True),
    )
    assert (
        figures(*rows)
        == figures(*rows[::-1])
        == [
            ("EUR4B", 1),
            ("5B..6B", 2),
            ("9B", 1),
            ("3B", 1),
        ]
    )


def test_one_row_stays_the_same_object() -> None:
    row = valued()
    assert merge_rows([row]) is row


def test_a_merged_row_holds_what_stands_behind_each() -> None:
    one = valued("5B", events=(3, 4), sources=("a", "b"), deniers=("x",))
    two = valued(
        "5B", events=(1, 3), sources=("b", "c"), deniers=("y", "x"), since=one.since - 1
    )
    row = merge_rows([one, two])
    assert str(row.figure) == "5B"
    assert (row.events, row.sources) == ((1, 3, 4), ("a", "b", "c"))
    assert (row.deniers, row.number) == (("x", "y"), 2)
    assert (row.since, row.until, row.derived) == (one.since - 1, None, False)
    assert (row.round, row.marks) == (one.round, ())


@pytest.mark.parametrize(
    ("one", "two", "derived"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
def test_a_merged_row_is_derived_if_one_is(
    *, one: bool, two: bool, derived: bool
) -> None:
    rows = [valued("5B", derived=one), valued("5B", derived=two)]
    assert merge_rows(rows).derived is derived


@pytest.mark.parametrize(
    ("one", "two", "until"), [(None, None, None), (5, None, 5), (5, 7, 7), (7, 5, 7)]
)
def test_a_merged_row_expires_with_the_last(
    one: int | None, two: int | None, until: int | None
) -> None:
    assert merge_rows([valued(until=one), valued(until=two)]).until == until


def test_a_merged_row_of_two_rounds_has_none_and_keeps_its_marks_in_order() -> None:
    rows = [
        valued("5B", marks=(AGREED,), round="halcyon/b"),
        valued("7B", marks=(TIERED,)),
    ]
    row = merge_rows(rows)
    assert row.round is None
    assert row.marks == (TIERED, DIFFER, AGREED)
    near = merge_rows([valued("5B"), valued("6B")])
    assert near.marks == ()
