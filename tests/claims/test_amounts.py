"""Figures hold only what fits together, read back, meet, span and add up."""

from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.claims.amounts import (
    QUALIFIERS,
    Figure,
    RunningTotal,
    add,
    between,
    figure_data,
    hull,
    minus,
    total,
)
from ledger.claims.figures import (
    Price,
    Raised,
    figure_from,
    parse_figure,
    parse_price,
    parse_raised,
    price_from,
    raised_from,
)
from ledger.claims.names import fold
from ledger.claims.vocabulary import BASES, PRICE_KINDS
from ledger.errors import BadInput, Refused

HALF_A_BILLION = Decimal(500_000_000)


def exact(amount: str) -> Figure:
    return Figure("USD", Decimal(amount), Decimal(amount), "exact")


amounts = st.builds(
    lambda number, places: Decimal(number).scaleb(places),
    st.integers(0, 10**12),
    st.integers(-6, 5),
) | st.decimals(0, 10**18 - 2, places=6)
currencies = st.sampled_from(["USD", "EUR", "CNY", "JPY", "XOF"])


@st.composite
def figures(draw: st.DrawFn, only: str | None = None) -> Figure:
    low, high = sorted((draw(amounts), draw(amounts)))
    ends = {
        "exact": (low, low),
        "about": (low, low),
        "nearly": (None, high),
        "range": (low, high) if low < high else (low, low + 1),
        "up_to": (None, high),
        "over": (low, None),
    }
    qualifier = draw(st.sampled_from(QUALIFIERS))
    currency = only or draw(currencies)
    known = qualifier not in {"undecided", "undisclosed"}
    return Figure(
        currency if known else None, *ends.get(qualifier, (None, None)), qualifier
    )


@pytest.mark.parametrize(
    ("low", "high", "qualifier"),
    [
        (None, None, "exact"),
        ("5", "6", "exact"),
        ("5", "6", "about"),
        ("5", None, "about"),
        ("5", "5", "range"),
        ("6", "5", "range"),
        ("5", None, "range"),
        ("5", "6", "over"),
        (None, "5", "over"),
        ("5", "5", "up_to"),
        ("5", None, "nearly"),
        ("5", "5", "nearly"),
        ("5", "5", "undisclosed"),
        (None, "5", "billions-unspecified"),
        ("5", "5", "precisely"),
        ("-5", "-5", "exact"),
        ("NaN", "NaN", "exact"),
        ("sNaN", None, "over"),
        ("Infinity", None, "over"),
        ("1e18", "1e18", "exact"),
        ("1e999999", "1e999999", "exact"),
        ("1e-7", "1e-7", "exact"),
        ("1e-999999", "1e-999999", "exact"),
        ("1." + "0" * 300 + "1", None, "over"),
    ],
)
def test_ends_that_do_not_fit_are_refused(
    low: str | None, high: str | None, qualifier: str
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    with pytest.raises(BadInput):
        Figure("USD", ends[0], ends[1], qualifier)


@pytest.mark.parametrize("amount", [500, 5e8, "500"])
def test_an_end_that_is_no_decimal_is_refused(amount: object) -> None:
    with pytest.raises(BadInput):
        Figure("USD", cast("Decimal", amount), cast("Decimal", amount), "exact")


@pytest.mark.parametrize("currency", [None, "", "usd", "DEM", "XAU", "BTC"])
def test_a_currency_that_iso_does_not_list_is_refused(currency: str | None) -> None:
    with pytest.raises(BadInput):
        Figure(currency, HALF_A_BILLION, HALF_A_BILLION, "exact")


def test_equal_amounts_are_equal_figures_with_one_normal_form() -> None:
    spelled = [exact("5e8"), exact("500000000.00"), exact("0.5e9")]
    assert len(set(spelled)) == 1
    assert {repr(figure) for figure in spelled} == {repr(exact("500000000"))}
    assert repr(exact("-0")) == repr(exact("0"))


@given(figures())
def test_the_text_of_a_figure_reads_back_to_it(figure: Figure) -> None:
    assert parse_figure(str(figure)) == figure


@given(figures())
def test_the_text_of_a_figure_needs_no_quoting(figure: Figure) -> None:
    assert set(str(figure)) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-"
    ), figure


@given(figures())
def test_what_is_stored_reads_back_to_the_figure(figure: Figure) -> None:
    assert figure_from(figure_data(figure)) == figure
    assert figure_from(str(figure)) == figure
    assert figure_from(figure) is figure


@given(figures())
def test_brief_reads_back_to_the_same_kind_of_figure(figure: Figure) -> None:
    # What rounds up to a nineteenth digit cannot be stored.
    assume(max(figure.min or 0, figure.max or 0) < 10**17)
    again = parse_figure(figure.brief())
    assert (again.qualifier, again.currency) == (figure.qualifier, figure.currency)


parts = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
).filter(fold)


@given(figures(), st.sampled_from(BASES), parts)
def test_the_text_of_money_raised_reads_back_to_it(
    figure: Figure, basis: str, part: str | None
) -> None:
    raised = Raised(figure, basis, part)
    assert parse_raised(str(raised)) == raised


@given(figures(), st.sampled_from(PRICE_KINDS))
def test_the_text_of_a_price_reads_back_to_it(figure: Figure, kind: str) -> None:
    price = Price(figure, kind)
    assert parse_price(str(price)) == price


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("500M", "5e8", "5e8"),
        ("c.61B", "54.9e9", "67.1e9"),
        ("nearly.700M", "595e6", "7e8"),
        ("60B+", "6e10", None),
        ("..45B", None, "4.5e10"),
        ("15B..20B", "1.5e10", "2e10"),
        ("billions", None, None),
    ],
)
def test_a_figure_reaches_as_far_as_its_qualifier_says(
    text: str, low: str | None, high: str | None
) -> None:
    ends = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert parse_figure(text).bounds() == ends


@pytest.mark.parametrize(
    ("a", "b", "overlap"),
    [
        pytest.param("500M", "500M", True, id="equal"),
        pytest.param("500M", "501M", False, id="not-equal"),
        pytest.param("500M", "EUR500M", False, id="other-currency"),
        pytest.param("15B..20B", "20B..25B", True, id="ends-touch"),
        pytest.param("15B..20B", "21B..25B", False, id="apart"),
        pytest.param("c.20B", "18B", True, id="ten-percent-down"),
        pytest.param("c.20B", "17.9B", False, id="more-than-that"),
        pytest.param("c.20B", "c.24B", True, id="both-about"),
        pytest.param("nearly.700M", "595M", True, id="nearly-down"),
        pytest.param("nearly.700M", "701M", False, id="nearly-is-not-above"),
        pytest.param("60B+", "1T", True, id="over"),
        pytest.param("60B+", "59B", False, id="below-the-floor"),
        pytest.param("..45B", "1M", True, id="up-to"),
        pytest.param("..45B", "60B+", False, id="ceiling-below-floor"),
        pytest.param("..45B", "..1M", True, id="two-ceilings"),
        pytest.param("billions", "5B", False, id="no-number"),
        pytest.param("undisclosed", "undisclosed", False, id="unknown"),
    ],
)
def test_figures_overlap_if_they_may_be_the_same_amount(
    a: str, b: str, *, overlap: bool
) -> None:
    first, second = parse_figure(a), parse_figure(b)
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


@pytest.mark.parametrize(
    ("texts", "spanned"),
    [
        pytest.param("500M", "500M", id="one"),
        pytest.param("500M 500M", "500M", id="equal"),
        pytest.param("500M 600M", "500M..600M", id="two"),
        pytest.param("15B..20B 18B..25B", "15B..25B", id="ranges"),
        pytest.param("c.20B", "c.20B", id="about-alone-stays"),
        pytest.param("c.20B c.20B undisclosed", "c.20B", id="about-said-twice"),
        pytest.param("c.20B 18B", "18B..20B", id="about-counts-as-said"),
        pytest.param("c.20B 20B", "20B", id="about-the-same"),
        pytest.param("nearly.700M 500M", "500M..700M", id="nearly-counts-as-said"),
        pytest.param("60B+ 45B", "45B+", id="over"),
        pytest.param("..45B 60B", "..60B", id="up-to"),
        pytest.param("..45B 60B+", "USD0+", id="open-both-ways"),
        pytest.param("500M undisclosed billions", "500M", id="no-numbers-left-out"),
        pytest.param("undisclosed undecided", "undecided", id="only-unknown"),
        pytest.param("undisclosed EURbillions", "EURbillions", id="only-billions"),
    ],
)
def test_a_hull_spans_what_was_stated(texts: str, spanned: str) -> None:
    stated = [parse_figure(text) for text in texts.split()]
    assert str(hull(stated)) == spanned
    assert hull(reversed(stated)) == hull(stated)


@pytest.mark.parametrize("texts", ["500M EUR500M", "c.20B GBP1M undisclosed", ""])
def test_a_hull_of_two_currencies_or_of_nothing_is_refused(texts: str) -> None:
    with pytest.raises(Refused):
        hull(parse_figure(text) for text in texts.split())


@given(st.lists(figures("USD"), min_size=1, max_size=5))
def test_a_hull_meets_every_number_and_spans_itself(stated: list[Figure]) -> None:
    whole = hull(stated)
    assert hull([whole, whole]) == whole
    assert all(whole.overlaps(one) for one in stated if one.has_amount)


@given(st.lists(figures("USD"), min_size=2, max_size=5), st.randoms())
def test_a_hull_does_not_depend_on_order(stated: list[Figure], random: Random) -> None:
    mixed = random.sample(stated, len(stated))
    assert hull(mixed) == hull(stated)


@pytest.mark.parametrize(
    ("a", "b", "sum_"),
    [
        ("18B", "6B", "24B"),
        ("18B", "c.6B", "c.24B"),
        ("18B", "nearly.6B", "23.1B..24B"),
        ("c.18B", "nearly.6B", "21.3B..25.8B"),
        ("15B..20B", "1B", "16B..21B"),
        ("15B..20B", "c.1B", "15.9B..21.1B"),
        ("15B..20B", "1B..2B", "16B..22B"),
        ("15B..20B", "nearly.1B", "15.85B..21B"),
        ("10B", "..5B", "10B..15B"),
        ("nearly.18B", "nearly.6B", "nearly.24B"),
        ("..18B", "..6B", "..24B"),
        ("c.18B", "6B+", "22.2B+"),
        ("15B..20B", "..1B", "15B..21B"),
        ("18B", "6B+", "24B+"),
        ("15B..20B", "6B+", "21B+"),
        ("..18B", "6B+", "6B+"),
        ("18B", "billions", "billions"),
        ("18B", "undisclosed", "undisclosed"),
        ("EUR18B", "EUR6B", "EUR24B"),
    ],
)
def test_a_sum_keeps_both_ends(a: str, b: str, sum_: str) -> None:
    assert str(add(parse_figure(a), parse_figure(b))) == sum_
    assert str(add(parse_figure(b), parse_figure(a))) == sum_


@pytest.mark.parametrize(("a", "b"), [("18B", "EUR6B"), ("billions", "EUR6B")])
def test_a_sum_of_two_currencies_is_refused(a: str, b: str) -> None:
    with pytest.raises(Refused) as refused:
        add(parse_figure(a), parse_figure(b))
    assert "EUR and USD" in refused.value.message


@given(figures("USD"), figures("USD"))
def test_a_sum_is_a_figure_in_either_order(a: Figure, b: Figure) -> None:
    with suppress(BadInput):  # a sum may be too large to be stored
        assert add(a, b) == add(b, a)


@st.composite
def sized(draw: st.DrawFn) -> Figure:
    """Give a figure with a number, small enough for sums to be stored."""
    figure = draw(figures("USD"))
    assume(figure.has_amount)
    assume(all(end is None or end < 10**15 for end in (figure.min, figure.max)))
    return figure


def choices(figure: Figure) -> st.SearchStrategy[Decimal]:
    """Give amounts that a figure can mean: its ends, and far beyond an open one."""
    low, high = figure.bounds()
    least = low or Decimal(0)
    return st.sampled_from([least, least + 10**12 if high is None else high])


@given(st.lists(sized(), min_size=1, max_size=5), st.data(), st.randoms())
def test_a_sum_holds_the_sum_of_any_amounts_that_its_parts_can_mean(
    parts: list[Figure], data: st.DataObject, random: Random
) -> None:
    whole = total(parts)
    chosen = sum((data.draw(choices(part)) for part in parts), Decimal(0))
    low, high = whole.bounds()
    assert low is None or low <= chosen
    assert high is None or chosen <= high
    assert total(random.sample(parts, len(parts))) == whole


@pytest.mark.parametrize(
    ("whole", "part", "left"),
    [
        ("110B", "35B", "75B"),
        ("c.110B", "35B", "c.75B"),
        ("..110B", "35B", "..75B"),
        ("100B..110B", "35B", "65B..75B"),
        ("110B", "30B..35B", "75B..80B"),
        ("110B", "..35B", "75B..110B"),
        ("110B+", "35B", "75B+"),
        ("35B", "35B", None),
        ("35B", "110B", None),
    ],
)
def test_a_part_is_taken_from_the_whole(
    whole: str, part: str, left: str | None
) -> None:
    found = minus(parse_figure(whole), parse_figure(part))
    assert (None if found is None else str(found)) == left


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("1E9", "2E9", "1B..2B"),
        ("1E9", "1E9", "1B"),
        ("0", "2E9", "..2B"),
        ("1E9", None, "1B+"),
    ],
)
def test_what_lies_between_two_ends_is_a_figure(
    low: str, high: str | None, text: str
) -> None:
    ends = Decimal(low), None if high is None else Decimal(high)
    assert str(between("USD", *ends)) == text


def test_nothing_adds_up_to_nothing() -> None:
    with pytest.raises(Refused):
        total([])


STORED = {"currency": "USD", "min": "5", "max": "5", "qualifier": "exact"}
FIVE = parse_figure("USD5")


def test_money_raised_with_all_that_may_be_said_of_it() -> None:
    item = {"figure": STORED, "basis": "conditional", "part": "a", "condition": "met"}
    assert raised_from(item) == Raised(FIVE, "conditional", "a", "met")


def test_money_raised_with_what_must_be_said_of_it() -> None:
    found = raised_from({"figure": STORED, "basis": "target"})
    assert (found.figure, found.basis) == (FIVE, "target")
    assert (found.part, found.condition) == (None, None)


def test_a_price_with_and_without_its_part() -> None:
    item = {"figure": STORED, "kind": "post_money"}
    assert price_from(item) == Price(FIVE, "post_money", None)
    assert price_from({**item, "part": "first"}) == Price(FIVE, "post_money", "first")


ADDED = ("5M", "c.7M", "nearly.3M", "..4M", "2M+", "1M..6M", "USD0.000001")


@given(st.lists(st.tuples(st.sampled_from(ADDED), st.booleans()), min_size=1))
def test_a_running_total_is_the_total_of_what_is_left(
    told: list[tuple[str, bool]],
) -> None:
    running, left = RunningTotal(), list[Figure]()
    for text, goes in told:
        figure = parse_figure(text)
        running.put(1, figure)
        left.append(figure)
        if goes:
            running.put(-1, left.pop(0))
        if left:
            assert running.figure("USD") == total(left)
