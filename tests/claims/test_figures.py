"""Amounts are read as stated, printed so that they read back, and never rounded."""

from decimal import ROUND_UP, Context, Decimal, localcontext

import pytest

from ledger.claims.amounts import Figure, add, figure_data
from ledger.claims.figures import (
    Price,
    Raised,
    check_prices,
    figure_from,
    parse_figure,
    parse_price,
    parse_raised,
)
from ledger.claims.vocabulary import BASES, PRICE_KINDS
from ledger.errors import BadInput, Refused


def exact(amount: str, currency: str = "USD") -> Figure:
    return Figure(currency, Decimal(amount), Decimal(amount), "exact")


@pytest.mark.parametrize(
    ("text", "currency", "low", "high", "qualifier"),
    [
        pytest.param("500M", "USD", "5e8", "5e8", "exact", id="plain"),
        pytest.param("61.5B", "USD", "6.15e10", "6.15e10", "exact", id="point"),
        pytest.param("EUR385M", "EUR", "3.85e8", "3.85e8", "exact", id="code"),
        pytest.param("USD750", "USD", "750", "750", "exact", id="no-suffix"),
        pytest.param("USD0.5", "USD", "0.5", "0.5", "exact", id="cents"),
        pytest.param("c.61B", "USD", "6.1e10", "6.1e10", "about", id="about"),
        pytest.param("c.EUR1.2B", "EUR", "1.2e9", "1.2e9", "about", id="about-euro"),
        pytest.param("nearly.700M", "USD", None, "7e8", "nearly", id="nearly"),
        pytest.param("60B+", "USD", "6e10", None, "over", id="over"),
        pytest.param("..45B", "USD", None, "4.5e10", "up_to", id="up-to"),
        pytest.param("15B..20B", "USD", "1.5e10", "2e10", "range", id="range"),
        pytest.param("500M..1B", "USD", "5e8", "1e9", "range", id="two-scales"),
        pytest.param("USD750..1000", "USD", "750", "1000", "range", id="plain-range"),
        pytest.param("CNY1B..2B", "CNY", "1e9", "2e9", "range", id="yuan"),
        pytest.param(
            "billions", "USD", None, None, "billions-unspecified", id="billions"
        ),
        pytest.param(
            "EURbillions", "EUR", None, None, "billions-unspecified", id="euros"
        ),
        pytest.param("undisclosed", None, None, None, "undisclosed", id="undisclosed"),
        pytest.param("undecided", None, None, None, "undecided", id="undecided"),
    ],
)
def test_a_figure_is_read_and_printed(
    text: str, currency: str | None, low: str | None, high: str | None, qualifier: str
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    figure = parse_figure(text)
    assert figure == Figure(currency, ends[0], ends[1], qualifier)
    assert str(figure) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (" 500m ", "500M"),
        ("500 million", "500M"),
        ("500mn", "500M"),
        ("500mln", "500M"),
        ("1.5bn", "1.5B"),
        ("1.5 Billion", "1.5B"),
        ("2t", "2T"),
        ("2trn", "2T"),
        ("2 trillion", "2T"),
        ("750k", "750K"),
        ("1000M", "1B"),
        ("0.5B", "500M"),
        ("007M", "7M"),
        ("1.50B", "1.5B"),
        ("$500M", "500M"),
        ("€385M", "EUR385M"),
        ("£1M", "GBP1M"),
        ("eur 385m", "EUR385M"),
        ("USD1,250,000", "1.25M"),
        ("1,250M", "1.25B"),
        ("USD1,234.5", "USD1234.5"),
        ("15..20B", "15B..20B"),
        ("EUR15..20bn", "EUR15B..20B"),
        ("EUR15B..EUR20B", "EUR15B..20B"),
        ("c.$61B", "c.61B"),
        ("C.61B", "c.61B"),
        ("Nearly.700M", "nearly.700M"),
        ("..€45B", "..EUR45B"),
        ("€60B+", "EUR60B+"),
        ("€billions", "EURbillions"),
        ("USDbillions", "billions"),
        ("Billions", "billions"),
        ("UNDISCLOSED", "undisclosed"),
        ("USD0", "USD0"),
        ("USD1234567", "USD1234567"),
        ("61.525B", "61.525B"),
        ("15B..EUR20B", "EUR15B..20B"),
        ("\uff15M", "5M"),
    ],
)
def test_other_spellings_print_as_one(typed: str, printed: str) -> None:
    assert str(parse_figure(typed)) == printed
    assert parse_figure(printed) == parse_figure(typed)


def test_a_default_currency_counts_where_none_is_written() -> None:
    assert parse_figure("500M", "EUR") == parse_figure("EUR500M")
    assert parse_figure("$500M", "EUR") == parse_figure("500M")
    assert parse_figure("billions", "GBP") == parse_figure("GBPbillions")
    assert parse_figure("15..20B", "CNY") == parse_figure("CNY15B..20B")


REFUSED = {
    "empty": "",
    "blank": "   ",
    "bare": "500",
    "bare-about": "c.500",
    "bare-over": "500+",
    "bare-up-to": "..500",
    "bare-range": "15..20",
    "half-bare-range": "15B..20",
    "suffix-for-both": "USD750..1K",
    "exponent": "1e5",
    "exponent-code": "USD1e5",
    "nan": "NaN",
    "nan-code": "USDNaN",
    "infinity": "Infinity",
    "negative": "-5M",
    "negative-code": "USD-5M",
    "plus": "+5M",
    "min-above-max": "20B..15B",
    "min-is-max": "5M..5M",
    "two-currencies": "USD15B..EUR20B",
    "yen-or-yuan": "¥500M",
    "full-width-yen": "\uffe5500M",
    "unknown-code": "ABC500M",
    "gold": "XAU500M",
    "test-code": "XXX500M",
    "bitcoin": "BTC5K",
    "no-unit": "500Q",
    "comma-as-point": "1,5B",
    "bad-groups": "USD1,25,000",
    "points-as-groups": "USD1.250.000",
    "no-leading-digit": ".5B",
    "no-decimals": "5.B",
    "open-range": "15B..",
    "three-dots": "15...20B",
    "three-ends": "1B..2B..3B",
    "about-over": "c.60B+",
    "question": "61B?",
    "zero-million": "0M",
    "zero-billion": "0 billion",
    "arabic-digits": "٥M",
    "superscript": "5\u00b2M",
    "underscore": "USD1_000",
    "hex": "USD0x10",
    "too-large": "USD1000000000000000000",
    "too-large-scaled": "1000000T",
    "very-large": "9" * 150 + "T",
    "too-fine": "USD0.0000001",
    "zeros": "USD0." + "0" * 150 + "1",
    "two-lines": "500M\n600M",
    "undisclosed-euros": "EURundisclosed",
    "long": "5" * 10_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_not_in_the_grammar_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_figure(text)
    assert refused.value.hint
    assert len(refused.value.message) < 120


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("500", "write 500M for million, or USD500"),
        ("¥500M", "JPY or CNY"),
        ("USD15B..EUR20B", "EUR15B..20B"),
        ("lots", "c.61B"),
        ("ABC5M", "ISO 4217"),
        ("-5M", "cannot be negative"),
        ("0 billion", "single quotes"),
        ("1000億元", "新台幣"),
        ("5亿", "美元"),
    ],
)
def test_the_hint_says_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_figure(text)
    assert hint in (refused.value.hint or "")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(500, id="int"),
        pytest.param(5e8, id="float"),
        pytest.param(True, id="bool"),
        pytest.param(None, id="null"),
        pytest.param(Decimal(500), id="decimal"),
        pytest.param(["500M"], id="list"),
        pytest.param({}, id="empty"),
        pytest.param({"currency": "USD", "min": "5", "max": "5"}, id="no-qualifier"),
        pytest.param({"qualifier": "exact"}, id="no-amount"),
        pytest.param({"qualifier": "roughly"}, id="no-such-qualifier"),
        pytest.param({"qualifier": 1}, id="qualifier-is-a-number"),
        pytest.param(
            {"currency": "USD", "min": 5, "max": 5, "qualifier": "exact"}, id="ints"
        ),
        pytest.param(
            {"currency": "USD", "min": 5.0, "qualifier": "over"}, id="float-inside"
        ),
        pytest.param(
            {"currency": "USD", "min": None, "max": "5", "qualifier": "up_to"},
            id="null-inside",
        ),
        pytest.param({"currency": "USD", "min": "1e5", "qualifier": "over"}, id="1e5"),
        pytest.param({"currency": "USD", "min": "-5", "qualifier": "over"}, id="minus"),
        pytest.param({"currency": "USD", "min": "NaN", "qualifier": "over"}, id="nan"),
        pytest.param({"currency": "USD", "min": "5M", "qualifier": "over"}, id="5M"),
        pytest.param({"currency": "USD", "min": "٥", "qualifier": "over"}, id="arabic"),
        pytest.param({"currency": "usd", "min": "5", "qualifier": "over"}, id="lower"),
        pytest.param({"min": "5", "qualifier": "over"}, id="no-currency"),
        pytest.param(
            {"currency": "USD", "qualifier": "undisclosed"}, id="currency-of-nothing"
        ),
        pytest.param(
            {"currency": "USD", "min": "6", "max": "5", "qualifier": "range"},
            id="min-above-max",
        ),
        pytest.param(
            {"currency": "USD", "min": "5", "qualifier": "over", "basis": "target"},
            id="unknown-field",
        ),
    ],
)
def test_json_that_is_no_exact_figure_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        figure_from(value)


@pytest.mark.parametrize("value", [500, 5e8, True])
def test_a_number_in_json_is_refused_with_the_text_to_write(value: object) -> None:
    with pytest.raises(BadInput) as refused:
        figure_from(value)
    assert '"500M"' in (refused.value.hint or "")


def test_a_figure_is_stored_as_plain_digits_without_what_is_not_known() -> None:
    assert figure_data(parse_figure("0.5B")) == {
        "currency": "USD",
        "max": "500000000",
        "min": "500000000",
        "qualifier": "exact",
    }
    assert figure_data(parse_figure("EUR60B+")) == {
        "currency": "EUR",
        "min": "60000000000",
        "qualifier": "over",
    }
    assert figure_data(parse_figure("undecided")) == {"qualifier": "undecided"}


def test_the_machine_columns_are_plain_digits() -> None:
    figure = parse_figure("USD0.5..1T")
    assert (figure.amount_min, figure.amount_max) == ("500000000000", "1000000000000")
    assert parse_figure("..45B").amount_min is None
    assert parse_figure("USD0.50").amount_max == "0.5"


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("61.5B", "61.5B"),
        ("15B..20B", "15B..20B"),
        ("c.61B", "c.61B"),
        ("60B+", "60B+"),
        ("..45B", "up to 45B"),
        ("nearly.700M", "nearly 700M"),
        ("nearly.EUR7M", "nearly EUR7M"),
        ("EUR385M", "EUR385M"),
        ("undisclosed", "undisclosed"),
        ("EURbillions", "EURbillions"),
        ("61.525B", "61.53B"),
        ("USD1234567", "1.235M"),
        ("999.96M", "1B"),
        ("USD999999999999999999", "1000000T"),
        ("EUR6.6666666B..7.7777777B", "EUR6.667B..7.778B"),
        ("15.00001B..15.00002B", "15.00001B..15.00002B"),
        ("USD1234.5", "1.235K"),
        ("USD750", "USD750"),
        ("USD0.123456", "USD0.1235"),
        ("USD1..2000000", "USD1..2000000"),
        ("USD0", "USD0"),
    ],
)
def test_brief_has_four_significant_digits(text: str, brief: str) -> None:
    assert parse_figure(text).brief() == brief


def test_brief_leaves_the_exact_text_alone() -> None:
    figure = parse_figure("61.525B")
    figure.brief()
    assert str(figure) == "61.525B"


@pytest.mark.parametrize(
    "context", [Context(prec=1), Context(prec=2, rounding=ROUND_UP)]
)
def test_no_decimal_context_of_the_caller_rounds_anything(context: Context) -> None:
    with localcontext(context):
        figure = parse_figure("USD123456789.123456", "EUR")
        low, high = parse_figure("c.61.234B").bounds()
        total = add(parse_figure("24.321B"), parse_figure("USD6.000001"))
        text = str(parse_figure("1.2345678B..2.3456789T"))
    assert figure_data(figure)["min"] == "123456789.123456"
    assert (low, high) == (Decimal(55_110_600_000), Decimal(67_357_400_000))
    assert total == exact("24321000006.000001")
    assert text == "1.2345678B..2.3456789T"


@pytest.mark.parametrize("basis", BASES)
def test_money_raised_says_what_it_is_an_amount_of(basis: str) -> None:
    raised = parse_raised(f"{basis}:500M")
    assert raised == Raised(parse_figure("500M"), basis)
    assert str(raised) == f"{basis}:500M"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("per_investor:microsoft:10B", "microsoft"),
        ("tranche:first close:EUR5M", "first close"),
        ("tranche:1:c.5M", "1"),
        ("tranche:at 10:30:5M", "at 10:30"),
        ("per_investor:英伟达:100M", "英伟达"),
    ],
)
def test_money_raised_may_name_a_part_of_the_round(text: str, part: str) -> None:
    raised = parse_raised(text)
    assert raised.part == part
    assert str(raised) == text


@pytest.mark.parametrize("kind", PRICE_KINDS)
def test_a_price_says_its_kind(kind: str) -> None:
    price = parse_price(f"{kind}:15B..20B")
    assert price == Price(parse_figure("15B..20B"), kind)
    assert str(price) == f"{kind}:15B..20B"


@pytest.mark.parametrize("text", ["post_money:first:450M", "mark:富达:c.15B"])
def test_a_price_may_name_the_part_that_was_sold_at_it(text: str) -> None:
    kind, part, figure = text.split(":")
    assert parse_price(text) == Price(parse_figure(figure), kind, part)
    assert str(parse_price(text)) == text


def test_conditional_money_is_open_until_its_condition_is_met_or_dropped() -> None:
    assert parse_raised("conditional:35B").condition == "open"
    assert parse_raised("conditional:35B:open") == parse_raised("conditional:35B")
    assert parse_raised("committed:35B").condition is None


@pytest.mark.parametrize(
    "text", ["conditional:35B:met", "conditional:2nd:35B:dropped", "conditional:35B"]
)
def test_a_condition_reads_back(text: str) -> None:
    raised = parse_raised(text)
    assert str(raised) == text
    assert parse_raised(str(raised)) == raised


def test_a_part_may_be_called_like_a_condition() -> None:
    raised = parse_raised("tranche:open:5M")
    assert (raised.part, raised.condition) == ("open", None)


@pytest.mark.parametrize(
    "text", ["committed:35B:met", "paid:1B:open", "target:1B:dropped"]
)
def test_only_conditional_money_has_a_condition(text: str) -> None:
    with pytest.raises(BadInput, match="only conditional money") as refused:
        parse_raised(text)
    assert "conditional:35B:" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("millions", "millions"),
        ("EUR Millions", "EURmillions"),
        ("hundreds of millions", "hundreds-of-millions"),
        ("CNYhundreds-of-millions", "CNYhundreds-of-millions"),
        ("billions", "billions"),
    ],
)
def test_a_size_without_a_number_is_kept(text: str, printed: str) -> None:
    figure = parse_figure(text)
    assert (str(figure), figure.has_amount) == (printed, False)
    assert figure.qualifier.removesuffix("-unspecified") in printed
    assert parse_figure(printed) == figure_from(figure_data(figure)) == figure


@pytest.mark.parametrize(
    "prices",
    [
        [("post_money", None), ("post_money", None)],
        [("post_money", "First"), ("post_money", "first ")],
        [("mark", None), ("tender", None), ("mark", None)],
    ],
)
def test_two_prices_of_one_kind_name_their_parts(
    prices: list[tuple[str, str | None]],
) -> None:
    with pytest.raises(Refused, match="2 prices of kind") as refused:
        check_prices(prices)
    assert ":first:450M and" in (refused.value.hint or "")


def test_prices_of_other_kinds_and_parts_go_together() -> None:
    kinds = ("pre_money", "post_money", "mark")
    check_prices([(kind, part) for kind in kinds for part in (None, "a", "b")])


def test_labels_are_read_in_any_case_and_with_the_default_currency() -> None:
    assert parse_raised(" Committed: 500M ") == parse_raised("committed:500M")
    assert parse_raised("target:1B", "EUR") == parse_raised("target:EUR1B")
    assert parse_price("POST_MONEY:24B", "EUR") == parse_price("post_money:EUR24B")


@pytest.mark.parametrize(
    "text",
    ["", "500M", ":500M", "raised:500M", "committed:", "committed:500", "target::5M"],
)
def test_money_raised_without_a_basis_or_a_figure_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_raised(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    "text", ["", "24B", ":24B", "worth:24B", "post_money:", "post_money::24B"]
)
def test_a_price_without_a_kind_or_a_figure_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_price(text)
    assert refused.value.hint


@pytest.mark.parametrize("part", ["", " ", " a", "a ", "\u200b", "x" * 121])
def test_a_part_is_a_visible_label(part: str) -> None:
    with pytest.raises(BadInput):
        Raised(parse_figure("5M"), "tranche", part)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("unspecified:post_mony:5B", "--price post_money:5B"),
        ("unspecified:post-money:EUR11.7B", "--price post_money:EUR11.7B"),
        ("post_money:Pre Money:5B", "--price pre_money:5B"),
        ("unspecified:post:5B", "--price post_money:5B"),
        ("cap:secondry:5B", "--price secondary:5B"),
        ("post_money:EUR:11.7B", "without a colon: EUR11.7B"),
    ],
)
def test_a_part_that_is_nearly_a_kind_or_a_currency_is_refused(
    text: str, hint: str
) -> None:
    with pytest.raises(BadInput) as told:
        parse_price(text)
    assert hint in str(told.value.hint)


def test_a_part_that_is_nearly_a_basis_is_refused() -> None:
    for text in ("round_total:commited:5B", "committed:paid:5B", "paid:EUR:5M"):
        with pytest.raises(BadInput):
            parse_raised(text)


@pytest.mark.parametrize(
    "part", ["first", "second", "second close", "older", "mark 2", "tier-1", "common"]
)
def test_a_part_keeps_a_name_of_its_own(part: str) -> None:
    assert parse_price(f"post_money:{part}:5B").part == part
    assert parse_raised(f"tranche:{part}:5B").part == part
    assert parse_raised("per_investor:Paidy:5B").part == "Paidy"
