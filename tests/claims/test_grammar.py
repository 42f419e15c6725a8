"""One grammar finds every figure of a running text, in three scripts."""

from contextlib import suppress
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.currencies import WrittenCurrency
from ledger.claims.grammar import (
    figure_of,
    find_phrases,
    is_cjk,
    narrow,
    read_phrase,
)
from ledger.claims.phrases import Phrase, RangeEnd
from ledger.errors import BadInput

USD = WrittenCurrency("$", ("USD",))
EUR = WrittenCurrency("€", ("EUR",))


def found(text: str, *, traditional: bool = False) -> list[str]:
    """The figures of a text, as they stand in it."""
    return [
        text[at.start : at.end] for at in find_phrases(text, traditional=traditional)
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "It closed $500 million of a $1 billion round at $15-20 billion.",
            ["$500 million", "$1 billion", "$15-20 billion"],
        ),
        (
            "The price rose from $350 million to $2 billion in weeks.",
            ["$350 million", "$2 billion"],
        ),
        ("In 2023 - $5 billion, in 2024 - €7 billion", ["$5 billion", "€7 billion"]),
        (
            "It wants between $500 million and $1 billion, over 9 billion US dollars.",
            ["between $500 million and $1 billion", "over 9 billion US dollars"],
        ),
        ("It spends billions of dollars on chips.", ["billions of dollars"]),
        ("Half a million users and 25% of 600,000 chips cost nothing.", []),
        ("A valuation of USD2B,", ["USD2B"]),
        ("It is worth ca. $15B, ca $15B.", ["ca. $15B", "ca $15B"]),
        ("A gain of US $2.5bn, a $50+ million", ["US $2.5bn", "$50+ million"]),
        ("It gave us $5 million or €4 million", ["$5 million", "€4 million"]),
        ("15 or 20 billion dollars", ["15 or 20 billion dollars"]),
        ("$500,000 or 460,000 euros", ["$500,000", "460,000 euros"]),
        ("between $1bn, its price, and $2bn", ["$1bn", "$2bn"]),
        ("TOP 5 million AND 10 ALL", []),
        ("约5亿美元,其中3亿元人民币已到账", ["约5亿美元", "3亿元人民币"]),
        ("从3.5亿美元到20亿美元", ["3.5亿美元", "20亿美元"]),
        ("签约5亿美元,最近5亿美元,通过5亿元", ["5亿美元", "5亿美元", "5亿元"]),
        ("最多可达5亿美元,英伟达5亿美元", ["最多可达5亿美元", "5亿美元"]),
        ("介于5亿美元,从5亿美元到6亿美元", ["5亿美元", "5亿美元", "6亿美元"]),
        ("投资1、2亿美元,两三亿美元", ["1、2亿美元", "两三亿美元"]),
        ("分别为1、3亿美元,三七亿美元", ["3亿美元"]),
        ("5亿、6亿美元", ["5亿", "6亿美元"]),
        ("一、2亿美元\n 二、三亿美元", ["2亿美元", "三亿美元"]),
        ("公元2023年,数百万块,2.5万张A100,第一百", []),
        ("估值升至30亿,投资US$15亿和$2.5bn", ["30亿", "US$15亿", "$2.5bn"]),
        ("融资$15亿。", ["$15亿"]),
        ("投資最高1000億美元,近7億美元", ["最高1000億美元", "近7億美元"]),
        ("", []),
    ],
)
def test_the_figures_of_a_text_are_found(text: str, figures: list[str]) -> None:
    assert found(text) == figures


def test_a_yuan_of_a_traditional_text_is_not_sure() -> None:
    text = "每股5000元"
    (simple,) = find_phrases(text)
    (other,) = find_phrases(text, traditional=True)
    assert simple.phrase.moneys[0].currency() == "CNY"
    assert other.phrase.moneys[0].currency() is None


def test_widths_and_blanks_are_folded_in_place() -> None:
    text = "\uff15\u3000\uff4d\u2011\uffe5"
    assert narrow(text) == "5 m-¥"
    assert len(narrow(text)) == len(text)


@given(
    st.text(
        alphabet="1250.,-~$€ abnmilorufcto+亿万元美至近约多數億二三十百几、",
        max_size=40,
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        read_phrase(text)
    for at in find_phrases(text):
        assert 0 <= at.start < at.end <= len(text)


def test_a_long_text_is_read_in_a_time_that_grows_with_its_length() -> None:
    text = "about " * 200 + "1,2" * 500 + "数十" * 500 + "$" * 500

    def spent(times: int) -> float:
        """CPU seconds over the text, so many times in a row; each has one figure."""
        start = process_time()
        assert len(list(find_phrases(text * times))) == times
        return process_time() - start

    spent(1)  # patterns are compiled once
    assert spent(16) < 64 * min(spent(1) for _ in range(3))  # squared it would be 256


def value(end: RangeEnd) -> tuple[Decimal, str]:
    """An end as a reader of its own would settle it."""
    code = end.money.currency() if end.money else "GBP"
    return Decimal(end.number) * (end.scale or 1), code or "XXX"


def figure(how: str, *ends: RangeEnd) -> str:
    return str(figure_of(Phrase(how, ends), value, "as written"))


def test_one_currency_and_the_right_unit_serve_both_ends() -> None:
    assert figure("range", RangeEnd("1", None, USD), RangeEnd("2", 10**9)) == "1B..2B"
    assert figure("range", RangeEnd("1"), RangeEnd("2", 10**9, EUR)) == "EUR1B..2B"
    assert (
        figure("range", RangeEnd("5", 10**8), RangeEnd("2", 10**9, EUR))
        == "EUR500M..2B"
    )


def test_two_currencies_and_a_range_that_runs_down_are_refused() -> None:
    with pytest.raises(BadInput, match="two currencies"):
        figure("range", RangeEnd("1", 1, USD), RangeEnd("2", 1, EUR))
    with pytest.raises(BadInput, match="runs from 2 to 1"):
        figure("range", RangeEnd("2", 1, USD), RangeEnd("1", 1))


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
    assert figure(how, RangeEnd("5", 1)) == printed


@pytest.mark.parametrize("how", ["undisclosed", "undecided"])
def test_nothing_said_has_no_currency(how: str) -> None:
    assert figure(how) == how


def test_a_size_has_the_currency_that_its_reader_gives() -> None:
    assert figure("billions-unspecified") == "GBPbillions"


def test_a_range_that_runs_down_is_told_as_people_write_it() -> None:
    with pytest.raises(BadInput, match=r"runs from 1\.5B to 2"):
        figure("range", RangeEnd("1.50", 10**9, USD), RangeEnd("2", 1))


def test_a_unit_that_has_no_word_is_a_range_of_one_currency() -> None:
    ends = (RangeEnd(Decimal(1), 1000, EUR), RangeEnd(Decimal(10), 1000, EUR))
    assert figure("range", *ends) == "EUR1K..10K"


def test_a_script_is_known_by_its_characters() -> None:
    assert all(is_cjk(text) for text in ("5亿", "5억", "50円"))
    assert not is_cjk("$5M")
