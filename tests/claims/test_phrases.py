"""The parts of a figure: what a size is called, and whose currency two words mean."""

from decimal import Decimal

import pytest

from ledger.claims.currencies import WrittenCurrency, money
from ledger.claims.phrases import Phrase, RangeEnd, both, sized
from ledger.errors import BadInput

USD = WrittenCurrency("$", ("USD",))
EUR = WrittenCurrency("€", ("EUR",))


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
    ends = (RangeEnd(Decimal(1), 1000, EUR), RangeEnd(Decimal(10), 1000, EUR))
    assert sized(1000, EUR) == Phrase("range", ends)


def test_a_sign_and_a_word_agree_on_a_currency() -> None:
    dollar, loonie, yuan = money("$"), money("Canadian dollars"), money("¥")
    assert dollar
    assert loonie
    assert yuan
    assert both(dollar, loonie).codes == ("CAD",)
    assert both(yuan, WrittenCurrency("yuan", ("CNY",))).currency() == "CNY"
    with pytest.raises(BadInput):
        both(EUR, loonie)
