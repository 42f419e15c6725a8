"""Laws of differences (L6), on each clock and mixed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.basis import Basis
from ledger.projections.diff import apply, changes
from tests.laws.answers import facts
from tests.laws.strategies import LAWS, History, bases, histories

KNOWN = st.integers(6, 24)


@LAWS
@given(histories(), bases(), KNOWN)
def test_nothing_differs_from_itself(history: History, basis: Basis, seq: int) -> None:
    there = facts(history.entries, replace(basis, known_at=seq))
    assert changes(there, there, {}) == []


@LAWS
@given(histories(), st.lists(st.tuples(bases(), KNOWN), min_size=3, max_size=3))
def test_differences_lead_on_and_follow_each_other(
    history: History, asked: list[tuple[Basis, int]]
) -> None:
    one, two, three = (
        facts(history.entries, replace(basis, known_at=seq)) for basis, seq in asked
    )
    first, second = changes(one, two, {}), changes(two, three, {})
    assert apply(one, first) == two
    assert apply(apply(one, first), second) == apply(one, changes(one, three, {}))


@LAWS
@given(histories(), bases(), bases(), KNOWN, st.sampled_from(["cut", "day", "known"]))
def test_a_difference_along_one_clock_leads_there(
    history: History, basis: Basis, other: Basis, seq: int, clock: str
) -> None:
    moved = {
        "cut": basis.at(other.cut),
        "day": basis.on(other.effective),
        "known": replace(basis, known_at=seq),
    }[clock]
    one, two = facts(history.entries, basis), facts(history.entries, moved)
    assert apply(one, changes(one, two, {})) == two
