"""How the numbers of a column are written: what the cells show, and what is said."""

from decimal import Decimal

import pytest

from ledger.errors import BadInput
from ledger.importers.kit.numbers import EXAMPLES, NumberColumn, numbers_from


def column(*cells: str, said: str | None = None) -> NumberColumn:
    """A column that has looked at all of its cells."""
    made = NumberColumn(numbers_from(said) if said else None)
    for cell in cells:
        made.look(cell)
    return made


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1.500.000", "2.250", "900"), ("1500000", "2250", "900")),
        (("2.250", "8.5"), ("2.250", "8.5")),
        (("1,200", "8.5"), ("1200", "8.5")),
        (("1.200,5", "8,5", "1.000"), ("1200.5", "8.5", "1000")),
        (("1,750", "12,345,678"), ("1750", "12345678")),
        (("1,750", "0,5"), ("1.750", "0.5")),
        (("0.123", "1.234"), ("0.123", "1.234")),
        (("1.5E+9", "1.234"), ("1500000000", "1.234")),
        (("1 234 567", "1\u202f234,5"), ("1234567", "1234.5")),
        (("12\u2019500", "8"), ("12500", "8")),
        (("20,00,000", "900,000"), (None, "900000")),
        (("1,750",), (None,)),
        (("2.250", "3.125", "900"), (None, None, "900")),
        (("1,750", "2.250"), (None, None)),
        (("12'500", "1.234"), ("12500", None)),
        (("1,234,567", "8,5", "1,234"), (None, None, None)),
    ],
)
def test_a_lone_separator_is_what_the_other_cells_show(
    cells: tuple[str, ...], values: tuple[str | None, ...]
) -> None:
    made = column(*cells)
    for cell, value in zip(cells, values, strict=True):
        if value is None:
            with pytest.raises(
                BadInput, match=r"may be|groups|group the digits"
            ) as told:
                made.read(cell)
            assert "--numbers" in str(told.value.hint)
        else:
            assert made.read(cell) == Decimal(value)


def test_both_readings_are_told_and_none_is_proposed() -> None:
    for cell in ("1,750", "1.750"):
        with pytest.raises(BadInput, match=r"may be 1750 or 1\.750") as told:
            column(cell).read(cell)
        assert "1750" not in str(told.value.hint)


@pytest.mark.parametrize(
    ("said", "cell", "value"),
    [
        ("1.234,5", "2.250", "2250"),
        ("1.234,5", "1.200,5", "1200.5"),
        ("1.234,5", "8,5", "8.5"),
        ("1,234.5", "1,750", "1750"),
        ("1,23,45,678", "20,00,00,000", "200000000"),
        ("1,23,45,678", "900,000", "900000"),
        ("12,34,567.8", "80,48,394.5", "8048394.5"),
        ("1 234,5", "17 500,25", "17500.25"),
        ("1'234.5", "17\u2019500", "17500"),
        ("1234.5", "2.250", "2.250"),
        ("1234,5", "2,250", "2.250"),
        ("1.234,5", "1,234.5", None),
        ("1,234.5", "1.234.567", None),
        ("1234.5", "1,750", None),
        ("1,234.5", "20,00,000", None),
    ],
)
def test_a_column_is_read_as_was_said(said: str, cell: str, value: str | None) -> None:
    made = column(cell, said=said)
    if value is None:
        with pytest.raises(BadInput, match="is not written like"):
            made.read(cell)
    else:
        assert made.read(cell) == Decimal(value)


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_are_written_as_they_say(text: str) -> None:
    assert numbers_from(text).read(text) is not None


@pytest.mark.parametrize("text", ["", "x", "1,2,3.4.5", "1.5.000", "1;000", "a1,234"])
def test_what_is_no_example_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="is not an example of a number"):
        numbers_from(text)
