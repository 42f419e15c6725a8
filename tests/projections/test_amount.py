"""One amount out of what several sources state of the same money."""

import pytest

from ledger.claims.figures import parse_figure
from ledger.projections.amount import Amount, is_below, larger, least, spanned, summed
from ledger.projections.rounds import Round
from tests.tales import Tale

ROUND = "halcyon/series-b"


def made(text: str, **more: object) -> Amount:
    plain = Amount(parse_figure(text), disputed=False, sources=("a",), events=(1,))
    return Amount(**{**{x: getattr(plain, x) for x in plain.__slots__}, **more})


@pytest.mark.parametrize(
    ("texts", "hull"),
    [
        (["5B", "6B"], "5B..6B"),
        (["5B", "c.5.2B"], "5B"),
        (["5B", "4B+"], "5B"),
        (["5B", "..6B"], "5B"),
        (["5B", "7B+"], "5B+"),
        (["5B", "undisclosed"], "5B"),
        (["c.5B", "4B+"], "c.5B"),
        (["4B+", "5B+"], "4B+"),
        (["undisclosed"], "undisclosed"),
    ],
)
def test_what_the_tightest_figures_satisfy_widens_nothing(
    texts: list[str], hull: str
) -> None:
    for order in (texts, texts[::-1]):
        assert str(spanned([parse_figure(text) for text in order])) == hull


def test_an_amount_with_a_number_is_not_vague() -> None:
    assert made("5B").vague is False
    assert made("..5B").vague is False
    assert made("undisclosed").vague is True
    assert made("billions").vague is True


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("5B", "6B", False),
        ("6B", "5B", True),
        ("5B", "5B", True),
        ("5B..6B", "6B", False),
        ("6B", "5B..6B", True),
        ("5B+", "..6B", False),
        ("5B", "undisclosed", True),
        ("undisclosed", "5B", False),
    ],
)
def test_the_larger_of_two_amounts(one: str, other: str, *, first: bool) -> None:
    left, right = made(one), made(other)
    assert (larger(left, right) is left) is first


def test_the_larger_of_one_and_nothing() -> None:
    one = made("5B")
    assert larger(one, None) is one
    assert larger(None, one) is one
    assert larger(None, None) is None


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("5B", "6B", True),
        ("6B", "5B", False),
        ("5B", "5B", True),
        ("5B+", "6B", False),
        ("6B", "5B+", True),
        ("5B+", "6B+", True),
        ("4B..6B", "6B", True),
    ],
)
def test_the_figure_that_reaches_less_far(one: str, other: str, *, first: bool) -> None:
    left, right = parse_figure(one), parse_figure(other)
    assert (least(left, right) is left) is first


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("5B", "6B", True),
        ("6B", "6B", False),
        ("7B", "6B", False),
        ("5B..6B", "6B", False),
        ("5B..6B", "7B", True),
        ("EUR5B", "6B", False),
        ("5B+", "6B", False),
        ("..5B", "6B+", True),
        ("5B", "undisclosed", False),
    ],
)
def test_one_figure_is_wholly_below_another(
    one: str, other: str, *, expected: bool
) -> None:
    assert is_below(parse_figure(one), parse_figure(other)) is expected


@pytest.fixture
def found(tale: Tale) -> Round:
    """Give a round of which two papers speak in dollars and one in euros."""
    tale.reported(ROUND, by="herald", on="2024-01-09", raised="EUR1B")
    for paper in ("the-wire", "gazette"):
        tale.reported(ROUND, by=paper, on="2024-01-10", raised="1B")
    return tale.round(ROUND, as_of="2024-02-01")


def test_parts_add_up_with_all_that_stands_behind_them(found: Round) -> None:
    one = made("5B", said=(2, 1))
    other = made("2B", sources=("b", "a"), events=(3, 1), said=(9, 8))
    total = summed(found, [one, other])
    assert total == made("7B", sources=("a", "b"), events=(1, 3), said=(9, 8))


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (["5B", "undisclosed"], "5B+"),
        (["undisclosed", "billions"], "undisclosed"),
        (["5B", "EUR9B"], "5B"),
        (["EUR9B"], "EUR9B"),
        (["5B", "2B..3B"], "7B..8B"),
    ],
)
def test_a_part_without_a_number_makes_a_floor_and_nothing_is_converted(
    found: Round, texts: list[str], total: str
) -> None:
    amount = summed(found, [made(text) for text in texts])
    assert amount is not None
    assert str(amount.figure) == total


def test_disputed_parts_count_only_where_all_are(found: Round) -> None:
    denied = made("2B", disputed=True)
    both = summed(found, [made("5B"), denied])
    assert both is not None
    assert (str(both.figure), both.disputed) == ("5B", False)
    alone = summed(found, [denied, denied])
    assert alone is not None
    assert (str(alone.figure), alone.disputed) == ("4B", True)
    assert summed(found, []) is None


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ([("the-wire", "1B"), ("herald", "2B")], "1B..2B"),
        ([("the-wire", "1B"), ("herald", "billions")], "1B"),
        ([("the-wire", "billions"), ("herald", "billions")], "billions"),
        ([("the-wire", "1B"), ("halcyon-co", "2B"), ("herald", "3B")], "2B"),
        ([("halcyon-co", "2B"), ("founder", "3B")], "3B"),
        ([("sec", "4B"), ("halcyon-co", "2B")], "2B"),
        ([("the-wire", "1B"), ("herald", "EUR2B"), ("gazette", "EUR3B")], "EUR2B..3B"),
        ([("the-wire", "1B"), ("herald", "EUR2B")], "1B"),
        ([("the-wire", "1B"), ("the-wire", "2B")], "2B"),
    ],
)
def test_whose_figure_counts(
    tale: Tale, words: list[tuple[str, str]], amount: str
) -> None:
    for day, (by, figure) in enumerate(words, start=10):
        tale.reported(ROUND, by=by, on=f"2024-01-{day}", stage="closed", raised=figure)
    assert tale.amounts(ROUND, as_of="2024-02-01")["paid"] == amount


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ([("halcyon-co", "2B"), ("founder", "3B")], "2B..3B"),
        ([("halcyon-co", "2B"), ("sec", "3B")], "3B"),
        ([("sec", "3B"), ("halcyon-co", "2B")], "3B"),
    ],
)
def test_on_one_day_the_more_entitled_goes_first(
    tale: Tale, words: list[tuple[str, str]], amount: str
) -> None:
    for by, figure in words:
        tale.reported(ROUND, by=by, on="2024-01-10", stage="closed", raised=figure)
    assert tale.amounts(ROUND, as_of="2024-02-01")["paid"] == amount


def test_a_denied_amount_counts_only_where_all_are_denied(tale: Tale) -> None:
    one = tale.reported(
        ROUND, by="the-wire", on="2024-01-10", stage="closed", raised="1B"
    )
    tale.reported(ROUND, by="herald", on="2024-01-10", stage="closed", raised="2B")
    tale.denied(one, by="founder", on="2024-01-11", scope="raised")
    line = tale.lines(as_of="2024-01-11")[ROUND]
    assert str(line.amounts["paid"].figure) == "2B"
    assert line.amounts["paid"].disputed is False
    tale.denied(ROUND, by="founder", on="2024-01-12", scope="raised")
    line = tale.lines(as_of="2024-01-12")[ROUND]
    assert str(line.amounts["paid"].figure) == "1B..2B"
    assert line.amounts["paid"].disputed is True


@pytest.mark.parametrize("first", ["EUR1B", "1B"])
def test_of_currencies_said_at_once_the_first_by_its_code_counts(
    tale: Tale, first: str
) -> None:
    texts = {"EUR1B", "1B"}
    for paper, text in zip(
        ("the-wire", "herald"), (first, *(texts - {first})), strict=True
    ):
        tale.reported(ROUND, by=paper, on="2024-01-10", stage="closed", raised=text)
    assert tale.amounts(ROUND, as_of="2024-02-01")["paid"] == "EUR1B"


@pytest.mark.parametrize(
    ("by", "part", "amount"),
    [
        ("fund", "Fund", "2B"),
        ("fund", "Angel", "1B..2B"),
        ("angel", "Fund", "1B..2B"),
        ("halcyon-co", "Fund", "2B"),
    ],
)
def test_an_investor_speaks_for_its_own_part(
    tale: Tale, by: str, part: str, amount: str
) -> None:
    for source, figure in (("the-wire", "1B"), (by, "2B")):
        item = {"basis": "per_investor", "part": part, "figure": figure}
        tale.say(
            "round.reported",
            round=ROUND,
            source=source,
            published="2024-01-10",
            stage="closed",
            investors=[{"name": "Fund"}],
            raised=[item],
        )
    assert tale.amounts(ROUND, as_of="2024-02-01")["paid"] == amount
