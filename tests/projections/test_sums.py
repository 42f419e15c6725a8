"""Sums of money raised: what they hold, and what is left when lines come and go."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.figures import parse_figure
from ledger.projections.amount import Amount
from ledger.projections.basis import Answer, Basis
from ledger.projections.raised import RaisedLine
from ledger.projections.sums import RaisedTotal, Sums, totals
from ledger.rendering.raised import raised_table

ROUNDS = ("a", "b", "c", "d")
MONEY = ("equity", "debt", "mixed")
FIGURES = ("5M", "c.7M", "1M..6M", "2M+", "EUR3M", "undisclosed", "EURbillions")


def line(round_: str, money: str = "equity", **amounts: str) -> RaisedLine:
    """Give a line whose columns all count, unless `counted` says which do."""
    return RaisedLine(
        company="halcyon",
        round=f"halcyon/{round_}",
        standing="reported",
        stage="closed",
        money=money,
        counted=frozenset({"paid", "committed", "conditional", "sought"}),
        amounts={
            column: Amount(parse_figure(text), disputed=False, sources=(), events=())
            for column, text in amounts.items()
        },
    )


def summed(*lines: RaisedLine) -> list[tuple[object, ...]]:
    return [
        (
            total.currency,
            total.money,
            {column: str(figure) for column, figure in total.amounts.items()},
            total.undisclosed,
        )
        for total in totals(lines)
    ]


@pytest.mark.parametrize(
    ("money", "debt"),
    [("equity", False), ("debt", True), ("mixed", False), ("grant", False)],
)
def test_only_debt_is_debt(money: str, *, debt: bool) -> None:
    assert line("a", money).debt is debt
    assert RaisedTotal("halcyon", "USD", money, {}, 0, ()).debt is debt


@pytest.mark.parametrize(
    ("found", "undisclosed", "held"),
    [
        (line("a", paid="1B"), 0, True),
        (line("a", paid="EUR1B"), 1, False),
        (line("a", paid="1B", committed="undisclosed"), 0, True),
        (line("a", paid="EUR1B", committed="undisclosed"), 1, False),
        (line("a", paid="undisclosed"), 1, True),
        (line("a", paid="undisclosed"), 0, False),
        (line("a", "debt", paid="1B"), 0, False),
        (line("a"), 1, False),
    ],
)
def test_sums_hold_amounts_of_their_currency_and_rounds_without_a_number(
    found: RaisedLine, undisclosed: int, *, held: bool
) -> None:
    dollars = RaisedTotal("halcyon", "USD", "equity", {}, undisclosed, ())
    assert dollars.holds(found) is held


def test_kinds_of_money_and_currencies_have_sums_of_their_own() -> None:
    assert summed(
        line("a", paid="1B", committed="2B"),
        line("b", paid="EUR3B"),
        line("c", "debt", paid="4B"),
        line("d", paid="5B"),
    ) == [
        ("EUR", "equity", {"paid": "EUR3B"}, 0),
        ("USD", "equity", {"paid": "6B", "committed": "2B"}, 0),
        ("USD", "debt", {"paid": "4B"}, 0),
    ]


@pytest.mark.parametrize(
    ("lines", "sums"),
    [
        (
            [line("a", paid="1B"), line("b", paid="undisclosed")],
            [("USD", "equity", {"paid": "1B"}, 1)],
        ),
        (
            [line("a", "debt", paid="1B"), line("b", paid="undisclosed")],
            [(None, "equity", {}, 1), ("USD", "debt", {"paid": "1B"}, 0)],
        ),
        (
            [
                line("a", paid="1B"),
                line("b", paid="EUR1B"),
                line("c", paid="undisclosed"),
            ],
            [
                (None, "equity", {}, 1),
                ("EUR", "equity", {"paid": "EUR1B"}, 0),
                ("USD", "equity", {"paid": "1B"}, 0),
            ],
        ),
        (
            [line("a", paid="1B"), line("b", paid="EURbillions")],
            [("EUR", "equity", {}, 1), ("USD", "equity", {"paid": "1B"}, 0)],
        ),
        (
            [line("a", paid="undisclosed"), line("b", paid="undisclosed")],
            [(None, "equity", {}, 2)],
        ),
        ([line("a", sought="undisclosed")], []),
    ],
)
def test_rounds_without_a_number_are_counted_beside_the_sum_where_they_belong(
    lines: list[RaisedLine], sums: list[tuple[object, ...]]
) -> None:
    assert summed(*lines) == sums


def test_an_amount_that_is_about_widens_a_sum_by_its_own_tenth_alone() -> None:
    one = replace(line("a", paid="c.100M"), may_be=("halcyon/b",))
    other = replace(line("b", paid="c.200M"), may_be=("halcyon/a",))
    (total,) = totals([one, other, line("c", paid="10B")])
    assert str(total.amounts["paid"]) == "10.09B..10.33B"
    assert total.may_count_twice == ("halcyon/a", "halcyon/b")


def test_the_sums_hold_what_is_paid_committed_and_nothing_disputed() -> None:
    one = line("a", paid="1B", committed="2B", sought="9B")
    assert set(one.in_sums) == {"paid", "committed"}
    paid = Amount(parse_figure("1B"), disputed=True, sources=(), events=())
    two = replace(line("b"), amounts={"paid": paid})
    assert two.in_sums == {}
    assert summed(two) == []


@st.composite
def answers(draw: st.DrawFn) -> list[RaisedLine]:
    """Give lines of some rounds, of which some may be one."""
    names = draw(st.lists(st.sampled_from(ROUNDS), unique=True))
    lines = []
    for name in names:
        amounts = st.dictionaries(
            st.sampled_from(["paid", "committed", "sought"]), st.sampled_from(FIGURES)
        )
        lines.append(line(name, draw(st.sampled_from(MONEY)), **draw(amounts)))
    if len(lines) > 1 and draw(st.booleans()):
        one, other, *rest = lines
        pair = (one, other.round), (other, one.round)
        lines = [*(replace(x, may_be=(name,)) for x, name in pair), *rest]
    return lines


@given(st.lists(answers(), min_size=1, max_size=5), st.data())
def test_sums_that_follow_lines_are_those_of_the_lines(
    told: list[list[RaisedLine]], data: st.DataObject
) -> None:
    sums, before = Sums(), list[RaisedLine]()
    for fresh in told:
        was, names = before, {x.round for x in fresh}
        kept = [x for x in before if x.round not in names and data.draw(st.booleans())]
        before = [*kept, *fresh]
        there = {x.round: x for x in before}
        before = [
            x
            if all(y in there and x.round in there[y].may_be for y in x.may_be)
            else replace(x, may_be=())
            for x in before
        ]
        now = dict.fromkeys(x.round for x in was) | {x.round: x for x in before}
        for name, one in now.items():
            sums.put(name, one)
        assert sums.totals() == totals(before) == totals(reversed(before))


@pytest.mark.parametrize(
    ("standing", "mark"), [("disputed", ""), ("reported", "amount disputed")]
)
def test_people_read_once_that_a_round_is_disputed(standing: str, mark: str) -> None:
    paid = Amount(parse_figure("1B"), disputed=True, sources=(), events=())
    one = replace(line("a"), standing=standing, amounts={"paid": paid})
    table = raised_table(Answer(Basis(1, 0, 1, "UTC", 1), [[one]]), brief=True)
    shown = dict(
        zip([x.name for x in table.columns], next(iter(table.rows)), strict=True)
    )
    assert shown["standing"] == standing
    assert shown.get("mark", "") == mark
