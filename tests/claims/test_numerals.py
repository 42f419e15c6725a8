"""How one amount is written, and what it is worth exactly."""

from decimal import Decimal, localcontext

import pytest

from ledger.claims.numerals import (
    checked_amount,
    floored,
    from_digits,
    from_running,
    multiplied,
    plain_number,
    rounded,
    scaled,
    shortest,
)
from ledger.errors import BadInput

LARGEST = Decimal(10**18 - 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0", "0"),
        ("0.000", "0"),
        ("-0", "0"),
        ("500", "500"),
        ("5E+8", "500000000"),
        ("1.50", "1.5"),
        ("2.000", "2"),
        ("0.000001", "0.000001"),
        (str(LARGEST), str(LARGEST)),
        (f"{LARGEST}.999999", f"{LARGEST}.999999"),
    ],
)
def test_an_amount_has_one_form(given: str, kept: str) -> None:
    found = checked_amount(Decimal(given))
    assert str(found) == kept


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (500, "an amount is a Decimal, not int"),
        (Decimal("NaN"), "NaN is not an amount"),
        (Decimal("Infinity"), "Infinity is not an amount"),
        (Decimal(-1), "-1 is negative"),
        (Decimal("-0.5"), "-0.5 is negative"),
        (LARGEST + 1, "too large"),
        (Decimal("1E+18"), "too large"),
        (Decimal("0.0000001"), "too many decimals"),
        (Decimal("1.0000005"), "too many decimals"),
    ],
)
def test_what_is_no_amount_is_refused(given: object, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        checked_amount(given)


def test_an_amount_is_cut_down_and_never_up() -> None:
    assert floored(Decimal("0.0000019")) == Decimal("0.000001")
    assert floored(Decimal("5.9999999")) == Decimal("5.999999")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("12345", "12350"), ("12344", "12340"), ("0.00012345", "0.0001235"), ("7", "7")],
)
def test_four_digits_are_left_rounded_half_up(given: str, kept: str) -> None:
    assert rounded(Decimal(given)) == Decimal(kept)


@pytest.mark.parametrize(
    ("given", "printed"),
    [("5E+8", "500000000"), ("1.50", "1.5"), ("100", "100"), ("2.0", "2"), ("0", "0")],
)
def test_all_digits_are_printed(given: str, printed: str) -> None:
    assert plain_number(Decimal(given)) == printed


@pytest.mark.parametrize(
    ("given", "printed", "short"),
    [
        ("0", "0", "0"),
        ("999", "999", "999"),
        ("1000", "1K", "1K"),
        ("1001", "1.001K", "1001"),
        ("999999", "999.999K", "999999"),
        ("1000000", "1M", "1M"),
        ("1500000000", "1.5B", "1.5B"),
        ("2E+12", "2T", "2T"),
        ("1E+17", "100000T", "100000T"),
        ("1234567890", "1.23456789B", "1234567890"),
        ("12345678901", "12.345678901B", "12345678901"),
        ("0.5", "0.5", "0.5"),
    ],
)
def test_the_largest_suffix_is_printed_that_leaves_one_or_more(
    given: str, printed: str, short: str
) -> None:
    assert scaled(Decimal(given)) == printed
    assert shortest(Decimal(given)) == short


@pytest.mark.parametrize("text", ["0", "61500000000", "0.5", "9" * 18, "1.123456"])
def test_plain_digits_are_read(text: str) -> None:
    assert from_digits(text) == Decimal(text)


@pytest.mark.parametrize(
    "text", ["", "1e5", "-1", "1,000", ".5", "5.", "9" * 19, "1.1234567", " 1", "١"]
)
def test_other_digits_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="plain digits") as refused:
        from_digits(text)
    assert len(refused.value.message) < 80


def test_a_number_is_multiplied_exactly_whatever_the_caller_rounds() -> None:
    with localcontext(prec=3):
        found = multiplied(Decimal("1.234567"), Decimal(10**9))
    assert found == 1_234_567_000
    assert multiplied(Decimal(7), None) == 7
    assert multiplied(LARGEST, None) == LARGEST
    assert multiplied(Decimal("0E+30"), Decimal(1000)) == 0


def test_a_number_that_is_too_large_is_refused_before_it_is_multiplied() -> None:
    with pytest.raises(BadInput, match="too large"):
        multiplied(LARGEST + 1, None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,250", "1250"), ("1,250.5", "1250.5"), ("2,5", "2.5"), ("12,55", "12.55")],
)
def test_a_comma_of_running_text_groups_three_digits(text: str, number: str) -> None:
    assert from_running(text) == Decimal(number)
