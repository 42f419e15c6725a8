"""What rounds add up to at least, if those that may be one are one."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.figures import Figure, parse_figure
from ledger.projections.twice import LARGEST, LeastSum

NAMES = "abcdef"


def least_sum(figures: Mapping[str, Figure], links: Mapping[str, set[str]]) -> Decimal:
    """The least that figures add up to, given what may be one with what."""
    sums = LeastSum()
    for name, figure in figures.items():
        sums.put(name, figure, links[name])
    return sums.sum


def least(amounts: dict[str, str], *pairs: str) -> Decimal:
    """The least sum of figures, with pairs of names that may be one."""
    links: dict[str, set[str]] = {name: set() for name in amounts}
    for one, other in map(tuple, pairs):
        links[one].add(other)
        links[other].add(one)
    figures = {
        name: parse_figure(text if "K" in text else f"USD{text}")
        for name, text in amounts.items()
    }
    return least_sum(figures, links)


def test_nothing_adds_up_to_nothing() -> None:
    assert least({}) == 0


def test_rounds_that_are_two_add_up() -> None:
    assert least({"a": "5", "b": "7"}) == 12


def test_rounds_that_may_be_one_count_once_at_the_smallest() -> None:
    assert least({"a": "5", "b": "7"}, "ab") == 5
    assert least({"a": "5", "b": "7", "c": "9"}, "ab", "bc", "ac") == 5


def test_in_a_group_every_two_may_be_one() -> None:
    chain = {"a": "5", "b": "7", "c": "9"}
    assert least(chain, "ab", "bc") == 12
    assert least({**chain, "b": "1"}, "ab", "bc") == 6


def test_groups_that_do_not_hang_together_add_up() -> None:
    amounts = {"a": "5", "b": "7", "c": "9", "d": "2"}
    assert least(amounts, "ab", "cd") == 7


def test_a_range_counts_from_its_lower_end_and_a_ceiling_from_nothing() -> None:
    assert least({"a": "5K..8K", "b": "3K+", "c": "..7K"}) == 8000


def test_of_many_that_hang_together_the_smallest_counts() -> None:
    names = "abcdefghi"
    assert len(names) == LARGEST + 1
    amounts = {name: str(place) for place, name in enumerate(names, 1)}
    pairs = [names[at : at + 2] for at in range(len(names) - 1)]
    assert least(amounts, *pairs) == 1
    fewer = {name: amounts[name] for name in names[:-1]}
    assert least(fewer, *pairs[:-1]) == 1 + 3 + 5 + 7


def every_way(names: tuple[str, ...]) -> Iterable[list[tuple[str, ...]]]:
    """All ways to form groups."""
    if not names:
        yield []
        return
    first, rest = names[0], names[1:]
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            left = tuple(name for name in rest if name not in others)
            for groups in every_way(left):
                yield [(first, *others), *groups]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 20), min_size=1),
    st.sets(st.sampled_from(["".join(pair) for pair in combinations(NAMES, 2)])),
)
def test_it_is_the_smallest_of_all_ways(
    amounts: dict[str, int], pairs: set[str]
) -> None:
    known = {pair for pair in pairs if set(pair) <= amounts.keys()}
    sums = [
        sum(min(amounts[name] for name in group) for group in groups)
        for groups in every_way(tuple(sorted(amounts)))
        if all(
            "".join(pair) in known
            for group in groups
            for pair in combinations(group, 2)
        )
    ]
    texts = {name: str(number) for name, number in amounts.items()}
    assert least(texts, *known) == min(sums)


@pytest.mark.parametrize("digits", [18])
def test_no_digit_is_lost(digits: int) -> None:
    large = "9" * digits
    assert least({"a": large, "b": "0.000001"}) == Decimal(large) + Decimal("0.000001")


@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 20), min_size=1),
    st.sets(st.sampled_from(["".join(pair) for pair in combinations(NAMES, 2)])),
    st.lists(st.sampled_from(NAMES)),
)
def test_rounds_that_went_and_came_leave_nothing_behind(
    amounts: dict[str, int], pairs: set[str], moved: list[str]
) -> None:
    texts = {name: str(number) for name, number in amounts.items()}
    sums, there = LeastSum(), dict[str, str]()
    for name in (*amounts, *moved):
        if name in there:
            sums.take(name)
            del there[name]
        elif name in texts:
            may_be = {x for pair in pairs if name in pair for x in pair} - {name}
            sums.put(name, parse_figure(f"USD{texts[name]}"), may_be)
            there[name] = texts[name]
        known = [pair for pair in pairs if set(pair) <= there.keys()]
        assert sums.sum == least(there, *known)
        assert sums.doubted == {name for pair in known for name in pair}
