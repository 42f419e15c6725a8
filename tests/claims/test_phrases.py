"""The parts of a figure: what a range shares, and what a size is called."""

from decimal import Decimal

import pytest

from ledger.claims.currencies import Money, money
from ledger.claims.phrases import End, Phrase, both, figure_of, sized
from ledger.errors import BadInput

USD = Money("$", ("USD",))
EUR = Money("€", ("EUR",))


def value(end: End) -> tuple[Decimal, str]:
    """An end as a reader of its own would settle it."""
    code = end.money.currency() if end.money else "GBP"
    return Decimal(end.number) * (end.scale or 1), code or "XXX"


def figure(how: str, *ends: End) -> str:
    return str(figure_of(Phrase(how, ends), value, "as written"))


def test_one_currency_and_the_right_unit_serve_both_ends() -> None:
    assert figure("range", End("1", None, USD), End("2", 10**9)) == "1B..2B"
    assert figure("range", End("1"), End("2", 10**9, EUR)) == "EUR1B..2B"
    assert figure("range", End("5", 10**8), End("2", 10**9, EUR)) == "EUR500M..2B"


def test_two_currencies_and_a_range_that_runs_down_are_refused() -> None:
    with pytest.raises(BadInput, match="two currencies"):
        figure("range", End("1", 1, USD), End("2", 1, EUR))
    with pytest.raises(BadInput, match="runs from 2 to 1"):
        figure("range", End("2", 1, USD), End("1", 1))


@pytest.mark.parametrize(
    ("how", "printed"),
    [
        ("exact", "GBP5"),
        ("about", "c.GBP5"),
        ("nearly", "nearly.GBP5"),
        ("over", "GBP5+"),
        ("up_to", "..GBP5"),
    ],
)
def test_a_qualifier_says_which_ends_an_amount_has(how: str, printed: str) -> None:
    assert figure(how, End("5", 1)) == printed


@pytest.mark.parametrize("how", ["undisclosed", "undecided"])
def test_nothing_said_has_no_currency(how: str) -> None:
    assert figure(how) == how


def test_a_size_has_the_currency_that_its_reader_gives() -> None:
    assert figure("billions-unspecified") == "GBPbillions"


@pytest.mark.parametrize(
    ("unit", "qualifier"),
    [
        (10**6, "millions-unspecified"),
        (10**7, "millions-unspecified"),
        (10**8, "hundreds-of-millions-unspecified"),
        (10**9, "billions-unspecified"),
        (10**12, "billions-unspecified"),
    ],
)
def test_a_unit_alone_is_a_size(unit: int, qualifier: str) -> None:
    assert sized(unit, USD) == Phrase(qualifier, money=USD)


def test_a_unit_below_a_million_is_a_range_and_keeps_its_currency() -> None:
    assert str(figure_of(sized(10**5, USD), value, "")) == "100K..1M"
    assert str(figure_of(sized(10**3, EUR), value, "")) == "EUR1K..10K"


def test_a_range_that_runs_down_is_told_as_people_write_it() -> None:
    with pytest.raises(BadInput, match=r"runs from 1\.5B to 2"):
        figure("range", End("1.50", 10**9, USD), End("2", 1))


def test_a_sign_and_a_word_agree_on_a_currency() -> None:
    dollar, loonie, yuan = money("$"), money("Canadian dollars"), money("¥")
    assert dollar
    assert loonie
    assert yuan
    assert both(dollar, loonie).codes == ("CAD",)
    assert both(yuan, Money("yuan", ("CNY",))).currency() == "CNY"
    with pytest.raises(BadInput):
        both(EUR, loonie)
