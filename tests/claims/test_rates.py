"""Amounts in one currency: which rate, of which day, and what is missing."""

from decimal import Decimal
from typing import Final

import pytest

from ledger.claims.dates import parse_days
from ledger.claims.figures import parse_figure
from ledger.claims.rates import Unit, parse_rate
from ledger.errors import BadInput


class Bank:
    """A table of rates to the dollar for some days of January 2024."""

    source = "Bank"
    rates: Final = {"EUR": {5: "1.10", 8: "1.0845"}, "JPY": {5: "0.00691234567891"}}

    @property
    def last(self) -> int:
        return day(8)

    def days(self, code: str) -> tuple[int, int] | None:
        if code == "USD":
            return day(5), day(8)
        known = self.rates.get(code)
        return None if known is None else (day(min(known)), day(max(known)))

    def value(self, code: str, unit: str, on: int) -> Decimal | None:
        assert unit == "USD"
        found = self.rates[code].get(on - day(1) + 1)
        return None if found is None else Decimal(found)


def day(number: int) -> int:
    return parse_days(f"2024-01-{number:02}").first


def unit(code: str = "USD", **given: str) -> Unit:
    rates = {other: Decimal(rate) for other, rate in given.items()}
    return Unit(code, rates, Bank())


@pytest.mark.parametrize(
    ("number", "rate", "of"),
    [(5, "1.1", 5), (7, "1.1", 5), (8, "1.0845", 8), (15, "1.0845", 8)],
)
def test_the_rate_is_that_of_the_day_or_the_last_one_within_a_week(
    number: int, rate: str, of: int
) -> None:
    found = unit().converted(parse_figure("EUR10B"), day(number))
    assert found is not None
    assert (found.rate.value, found.rate.day) == (Decimal(rate), day(of))
    assert found.rate.source == "Bank"


@pytest.mark.parametrize("number", [4, 16])
def test_a_day_without_a_rate_is_told_with_the_days_there_are(number: int) -> None:
    asked = unit()
    assert asked.converted(parse_figure("EUR10B"), day(number)) is None
    with pytest.raises(BadInput, match="2024-01-05 to 2024-01-08, none for") as told:
        asked.check()
    assert told.value.hint is not None
    assert told.value.hint.endswith("--rate EUR=N")


def test_all_that_is_missing_is_told_at_once() -> None:
    asked = unit()
    asked.figure(parse_figure("TWD10B"), day(8))
    asked.figure(parse_figure("SAR10B"), day(8))
    with pytest.raises(BadInput) as told:
        asked.check()
    assert told.value.message.count("the Bank has no") == 2
    assert "--rate TWD=N --rate SAR=N" in (told.value.hint or "")


def test_a_rate_that_was_given_goes_before_the_table_and_has_no_day() -> None:
    found = unit(EUR="2").converted(parse_figure("EUR10B"), day(8))
    assert found is not None
    assert str(found.figure) == "20B"
    assert (found.rate.day, found.rate.source) == (None, "given")


def test_without_a_table_given_rates_are_enough() -> None:
    asked = Unit("USD", {"EUR": Decimal(2)}, None)
    assert str(asked.figure(parse_figure("EUR10B"), day(8))) == "20B"
    asked.figure(parse_figure("TWD10B"), day(8))
    with pytest.raises(BadInput, match="sayso"):
        asked.check()


@pytest.mark.parametrize(
    ("stated", "converted"),
    [
        ("EUR10B", "11B"),
        ("c.EUR10B", "c.11B"),
        ("EUR10B+", "11B+"),
        ("..EUR10B", "..11B"),
        ("EUR10B..20B", "11B..22B"),
        ("nearly.EUR10B", "nearly.11B"),
        ("10B", "10B"),
        ("undisclosed", "undisclosed"),
    ],
)
def test_what_was_said_of_an_amount_stays(stated: str, converted: str) -> None:
    assert str(unit().figure(parse_figure(stated), day(5))) == converted


def test_a_rate_is_rounded_before_it_is_used() -> None:
    found = unit().converted(parse_figure("JPY1000000000000"), day(5))
    assert found is not None
    assert found.rate.value == Decimal("0.006912345679")
    assert str(found.figure.max) == "6912345679"


def test_an_amount_in_the_unit_or_without_a_number_needs_no_rate() -> None:
    asked = unit()
    assert asked.converted(parse_figure("10B"), day(1)) is None
    assert asked.converted(parse_figure("undisclosed"), day(1)) is None
    assert asked.converted(None, day(1)) is None
    asked.check()


@pytest.mark.parametrize(
    "text",
    ["TWD", "TWD=", "=1", "TWD=0", "TWD=-1", "TWD=x", "TWD=1e3", "TWX=1", "TWD=1=2"],
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_rate(text)
    assert refused.value.hint


def test_a_rate_is_read() -> None:
    assert parse_rate(" twd = 0.031 ") == ("TWD", Decimal("0.031"))
