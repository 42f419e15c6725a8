"""Cells with amounts: signs, scales, ranges, and what may be read in two ways."""

import pytest

from ledger.claims.figures import parse_figure
from ledger.errors import BadInput
from ledger.importers.kit.cells import column_unit
from ledger.importers.kit.money import Amounts


def read(cell: str, unit: str | None = None, currency: str | None = None) -> str:
    """Read a cell of a column of its own; give the figure as it is printed."""
    amounts = Amounts(column_unit(unit))
    amounts.look(cell)
    return str(amounts.read(cell, currency))


def refused(cell: str, unit: str | None = None, currency: str | None = None) -> str:
    """What is said of a cell that cannot be read."""
    with pytest.raises(BadInput) as told:
        read(cell, unit, currency)
    return f"{told.value.message} | {told.value.hint}"


@pytest.mark.parametrize("scale", "KMBT")
@pytest.mark.parametrize("sign", ["$", "€", "£", "USD ", "EUR"])
@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("{}5", "{}5{}"),
        ("{}5.25", "{}5.25{}"),
        ("{}5..{}8", "{}5{}..8{}"),
        ("{}5-8", "{}5{}..8{}"),
        ("{}5+", "{}5{}+"),
        ("~{}5", "c.{}5{}"),
        ("up to {}5", "..{}5{}"),
    ],
)
def test_a_sign_leaves_the_scale_of_its_column(
    cell: str, figure: str, sign: str, scale: str
) -> None:
    code = {"$": "", "€": "EUR", "£": "GBP"}.get(sign, sign.strip())
    code = "" if code == "USD" else code
    spelled = cell.replace("{}", sign)
    wanted = figure.replace("{}", code, 1).replace("{}", scale)
    assert read(spelled, scale) == str(parse_figure(wanted))
    if sign in {"€", "EUR"}:
        assert read(spelled, f"EUR{scale}") == str(parse_figure(wanted))


@pytest.mark.parametrize(
    ("cell", "unit", "currency", "figure"),
    [
        ("500", "M", None, "500M"),
        ("385", "eurm", None, "EUR385M"),
        ("385", "M", "EUR", "EUR385M"),
        ("385000000", None, "GBP", "GBP385M"),
        ("3E+11", "USD", None, "300B"),
        ("5M", "B", None, "5M"),
        ("$5M", None, None, "5M"),
        ("$5M", None, "CAD", "CAD5M"),
        ("$6", "AUDM", None, "AUD6M"),
        ("C$6M", None, None, "CAD6M"),
        ("US$5M", None, None, "5M"),
        ("¥5M", None, "JPY", "JPY5M"),
        ("5 million USD", None, None, "5M"),
        ("5M€", None, None, "EUR5M"),
        ("5 Mio. EUR", None, None, "EUR5M"),
        ("$5mm", None, None, "5M"),
        ("Rs 5 crore", None, None, "INR50M"),
        ("₹20 lakh", None, None, "INR2M"),
        ("$5M-$10M", None, None, "5M..10M"),
        ("15-20 billion", None, None, "15B..20B"),
        (">$5M", None, None, "5M+"),
        ("$5M (est.)", None, None, "c.5M"),
        ("\uff15\uff2d", None, None, "5M"),
        ("$\u00a05M", None, None, "5M"),
        ("Not disclosed", None, None, "undisclosed"),
        ("undisclosed", "M", "EUR", "undisclosed"),
        ("billions", None, None, "billions"),
        ("200万人民币", None, None, "CNY2M"),
        ("1.5亿美元", None, None, "150M"),
        ("近7億美元", None, None, "nearly.700M"),
        ("3億5000万円", None, None, "JPY350M"),
        ("5억원", None, None, "KRW500M"),
        ("5000万", "CNY", None, "CNY50M"),
        ("数千万美元", None, None, "millions"),
        ("数亿人民币", None, None, "CNYhundreds-of-millions"),
        ("数十亿美元", None, None, "billions"),
        ("数十万人民币", None, None, "CNY100K..1M"),
        ("未透露", None, None, "undisclosed"),
        ("未披露美元", None, None, "undisclosed"),
    ],
)
def test_a_cell_is_the_figure_that_it_says(
    cell: str, unit: str | None, currency: str | None, figure: str
) -> None:
    assert read(cell, unit, currency) == figure


@pytest.mark.parametrize(
    ("cell", "unit", "row", "figure"),
    [
        ("5M", None, None, "EUR5M"),
        ("5", "M", None, "EUR5M"),
        ("£5M", None, None, "GBP5M"),
        ("5 million USD", None, None, "5M"),
        ("$5M", None, None, "5M"),
        ("5", "CADM", None, "CAD5M"),
        ("5M", None, "JPY", "JPY5M"),
    ],
)
def test_a_currency_for_every_row_is_that_of_cells_that_name_none(
    cell: str, unit: str | None, row: str | None, figure: str
) -> None:
    amounts = Amounts(column_unit(unit))
    assert str(amounts.read(cell, row, "EUR")) == figure


@pytest.mark.parametrize(
    ("cell", "unit", "currency", "told"),
    [
        ("500", None, None, "has no unit | give it with the column: COLUMN=FIELD:USD"),
        ("$250000", "M", None, "may be USD 250000, or as many M"),
        ("$250000", "K", None, "may be USD 250000, or as many K"),
        ("5000000", "M", None, "may be USD 5000000, or as many M"),
        ("€6M", None, "CAD", "is in EUR, its column or row in CAD"),
        ("¥500M", None, None, "JPY or CNY"),
        ("kr 5M", None, None, "SEK or NOK"),
        ("5000万", None, None, "has no unit"),
        ("-5M", "M", None, "is negative"),
        ("(5,000)", "M", None, "is negative"),
        ("=A1", "M", None, "formula"),
        ("#REF!", "M", None, "spreadsheet's error"),
        ("n/a", "M", None, "--empty n/a"),
        ("-", "M", None, "--empty -"),
        ("five", "M", None, "not an amount that sayso can read"),
        ("$5M-$4M", None, None, "smaller amount first"),
        ("$5M-€6M", None, None, "two currencies"),
        ("17,50,000", "USD", None, "--numbers 1,23,45,678"),
        ("1e30", "USD", None, "more money than exists"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_told(
    cell: str, unit: str | None, currency: str | None, told: str
) -> None:
    assert told in refused(cell, unit, currency)


def test_a_million_millions_of_a_small_currency_are_read() -> None:
    assert read("1200000", "KRWM") == "KRW1.2T"


def test_a_column_whose_name_has_a_scale_needs_it_said() -> None:
    amounts = Amounts(named="B")
    with pytest.raises(BadInput, match="a sign without a scale letter") as told:
        amounts.read("$140", None)
    assert "COLUMN=FIELD:B" in str(told.value.hint)
    assert str(amounts.read("$140B", None)) == "140B"
    assert str(Amounts(column_unit("USD"), named=None).read("$140", None)) == "USD140"


def test_a_comma_that_divides_shows_how_its_column_writes_numbers() -> None:
    amounts = Amounts()
    for cell in ("8,5 Mio. EUR", "1.750 Mio. EUR"):
        amounts.look(cell)
    assert str(amounts.read("8,5 Mio. EUR", None)) == "EUR8.5M"
    assert str(amounts.read("1.750 Mio. EUR", None)) == "EUR1.75B"
