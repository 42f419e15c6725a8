"""Single cells: amounts, dates and words, and what is said of those that are none."""

from decimal import Decimal

import pytest

from ledger.claims.vocabulary import STAGES
from ledger.errors import BadInput
from ledger.importers.kit.cells import amount, column_unit, day, label, word


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
        ("17,50,000", "not a plain number", "write digits"),
        ("1 750 000", "not a plain number", "write digits"),
        ("1.2.3", "not a plain number", "write digits"),
        ("n/a", "not an amount", "leave the cell empty"),
        ("—", "not an amount", "leave the cell empty"),
        ("-5", "is negative", "leave the cell empty"),
        ("(5,000)", "is negative", "leave the cell empty"),
        ("\N{MINUS SIGN}5", "is negative", "leave the cell empty"),
        ("1e99", "more money than exists", "unit"),
        ("9" * 5_000, "more money than exists", "unit"),
        ("=SUM(A1:A9)", "formula", "values"),
        ("#N/A", "spreadsheet's error", "leave the cell empty"),
        ("١٢٣", "not a plain number", "write digits"),
        ("NaN", "not a plain number", "write digits"),
        ("inf", "not a plain number", "write digits"),
        ("1e", "not a plain number", "write digits"),
    ],
)
def test_an_amount_that_is_none_is_told_with_a_hint(
    text: str, what: str, hint: str
) -> None:
    with pytest.raises(BadInput, match=what) as told:
        amount(text)
    assert hint in str(told.value.hint)
    assert len(told.value.message) < 100


@pytest.mark.parametrize("text", ["XYZ", "MM", "million", "EUR M", "1000"])
def test_a_unit_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput):
        column_unit(text)


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
    with pytest.raises(BadInput, match="not a stage") as told:
        word("anounced", STAGES, "stage")
    assert told.value.hint == "perhaps announced"


def test_a_label_is_a_slug_also_of_what_has_no_latin_letter() -> None:
    assert label("Series B") == "series-b"
    assert label("种子轮") == label("種子輪")
    assert label("种子轮").startswith("round-")
    assert len(label("x" * 300)) == 64
