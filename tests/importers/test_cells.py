"""Single cells: amounts, dates and words, and what is said of those that are none."""

from decimal import Decimal

import pytest

from ledger.claims.vocabulary import STAGES
from ledger.errors import BadInput
from ledger.importers.cells import Unit, amount, day, figure, label, unit_of, word
from ledger.importers.labels import Labels

NOTHING = Unit()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("0", "0"),
        ("1750000", "1750000"),
        ("1,750,000", "1750000"),
        ("1,750,000.50", "1750000.50"),
        ("3E+11", "3E+11"),
        ("15282.5", "15282.5"),
    ],
)
def test_a_plain_amount_is_read(text: str, value: str | None) -> None:
    assert amount(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("17,50,000", "no plain number", "write 1750000"),
        ("1 750 000", "no plain number", "write 1750000"),
        ("1'750'000", "no plain number", "write 1750000"),
        ("1.2.3", "no plain number", "write digits"),
        ("n/a", "no amount", "leave the cell empty"),
        ("—", "no amount", "leave the cell empty"),
        ("-5", "less than nothing", "leave the cell empty"),
        ("(5,000)", "less than nothing", "leave the cell empty"),
        ("\N{MINUS SIGN}5", "less than nothing", "leave the cell empty"),
        ("1e99", "more money than there is", "unit"),
        ("9" * 5_000, "more money than there is", "unit"),
        ("=SUM(A1:A9)", "formula", "values"),
        ("#N/A", "spreadsheet's error", "leave the cell empty"),
        ("١٢٣", "no plain number", "write digits"),
        ("NaN", "no plain number", "write digits"),
        ("inf", "no plain number", "write digits"),
        ("1e", "no plain number", "write digits"),
    ],
)
def test_an_amount_that_is_none_is_told_with_a_hint(
    text: str, what: str, hint: str
) -> None:
    with pytest.raises(BadInput, match=what) as told:
        amount(text)
    assert hint in str(told.value.hint)
    assert len(told.value.message) < 100


@pytest.mark.parametrize(
    ("text", "unit", "currency", "value"),
    [
        ("500", "M", None, "USD500000000"),
        ("1,250.5", "K", None, "USD1250500"),
        ("385", "EURM", None, "EUR385000000"),
        ("385", "eurm", None, "EUR385000000"),
        ("385", "M", "EUR", "EUR385000000"),
        ("385000000", "EUR", None, "EUR385000000"),
        ("385000000", None, "GBP", "GBP385000000"),
        ("3E+11", "USD", None, "USD300000000000"),
        ("0.1", "B", None, "USD100000000"),
    ],
)
def test_a_number_is_of_its_columns_unit(
    text: str, unit: str | None, currency: str | None, value: str
) -> None:
    assert figure(text, unit_of(unit), currency) == value


@pytest.mark.parametrize(
    ("text", "currency", "read"),
    [
        ("$5M", None, ("USD", "5000000", "5000000")),
        ("5M", "EUR", ("EUR", "5000000", "5000000")),
        ("€5M", "EUR", ("EUR", "5000000", "5000000")),
        ("15B..20B", None, ("USD", "15000000000", "20000000000")),
        ("60B+", None, ("USD", "60000000000", None)),
        ("c.61B", None, ("USD", "61000000000", "61000000000")),
        ("undisclosed", "EUR", (None, None, None)),
    ],
)
def test_what_has_a_letter_or_currency_of_its_own_is_a_figure(
    text: str, currency: str | None, read: tuple[str | None, ...]
) -> None:
    found = figure(text, Unit(None, "M"), currency)
    assert isinstance(found, dict)
    assert tuple(found.get(key) for key in ("currency", "min", "max")) == read


def test_a_bare_number_is_of_nothing() -> None:
    with pytest.raises(BadInput, match="'500' of what") as told:
        figure("500", NOTHING, None)
    assert "FIELD:USD" in str(told.value.hint)


def test_two_currencies_for_one_amount_are_told() -> None:
    with pytest.raises(BadInput, match="in USD, its column or row in CAD"):
        figure("$5M", NOTHING, "CAD")


def test_between_semicolons_a_comma_may_be_a_point() -> None:
    with pytest.raises(BadInput, match=r"may be 1750 or 1\.750"):
        figure("1,750", Unit("EUR"), None, semicolons=True)
    assert figure("1,750,000", Unit("EUR"), None, semicolons=True) == "EUR1750000"


@pytest.mark.parametrize("text", ["n/a", "-5M", "17,50,000", "=A1", "five", "5 M€"])
def test_a_figure_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput) as told:
        figure(text, Unit("USD"), None)
    assert told.value.hint


@pytest.mark.parametrize("text", ["XYZ", "MM", "million", "EUR M", "1000"])
def test_a_unit_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput):
        unit_of(text)


@pytest.mark.parametrize(
    ("text", "order", "read"),
    [
        ("", "ymd", None),
        ("2012", "ymd", "2012"),
        ("2012-06", "ymd", "2012-06"),
        ("2012-06-30", "dmy", "2012-06-30"),
        ("2012-06-30 00:00:00", "ymd", "2012-06-30"),
        ("30/6/2012", "dmy", "2012-06-30"),
        ("6/30/2012", "mdy", "2012-06-30"),
        ("30.06.2012", "dmy", "2012-06-30"),
    ],
)
def test_a_date_is_read(text: str, order: str, read: str | None) -> None:
    assert day(text, order) == read


@pytest.mark.parametrize(
    ("text", "order", "hint"),
    [
        ("6/30/2012", "ymd", ":mdy"),
        ("6/30/12", "mdy", "2012-06-30"),
        ("30 June 2012", "dmy", "2012-06-30"),
        ("41090", "ymd", "spreadsheet counts days"),
        ("6/30/2012", "dmy", "the day or the month"),
        ("2012-02-30", "ymd", "the day or the month"),
        ("6/30.2012", "mdy", "2012-06-30"),
    ],
)
def test_a_date_that_is_none_is_told_with_a_hint(
    text: str, order: str, hint: str
) -> None:
    with pytest.raises(BadInput) as told:
        day(text, order)
    assert hint in str(told.value.hint)


def test_a_word_is_found_however_it_is_written() -> None:
    assert word("In Talks", STAGES, "stage") == "in_talks"
    with pytest.raises(BadInput, match="no stage") as told:
        word("anounced", STAGES, "stage")
    assert told.value.hint == "perhaps announced"


def test_a_label_is_a_slug_also_of_what_has_no_latin_letter() -> None:
    assert label("Series B") == "series-b"
    assert label("种子轮") == label("種子輪")
    assert label("种子轮").startswith("round-")
    assert len(label("x" * 300)) == 64


def test_rounds_of_one_type_and_day_are_told_apart_by_what_is_said() -> None:
    labels = Labels()
    said = [labels.of("xai", "angel 2012", amount) for amount in (5, 7, 5, None)]
    assert said == ["angel-2012", "angel-2012-2", "angel-2012", "angel-2012-3"]
    assert labels.of("openai", "angel 2012", 7) == "angel-2012"
    assert labels.more == 2
