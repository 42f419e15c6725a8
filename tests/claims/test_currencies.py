"""The currencies in which amounts may be given."""

import pytest

from ledger.claims.currencies import CURRENCIES, HAN_WORDS, SIGNS, WORDS, money


def test_a_currency_is_three_capital_letters() -> None:
    assert {len(code) for code in CURRENCIES} == {3}
    assert all(code.isascii() and code.isupper() for code in CURRENCIES)
    assert len(CURRENCIES) == 166


@pytest.mark.parametrize("code", ["USD", "EUR", "CNY", "XOF", "ZWG", "HRK", "BYR"])
def test_a_currency_of_today_or_withdrawn_since_2015_counts(code: str) -> None:
    assert code in CURRENCIES


@pytest.mark.parametrize("code", ["XAU", "XDR", "XTS", "XXX", "DEM", "BTC", "usd"])
def test_metals_units_of_account_and_old_money_do_not(code: str) -> None:
    assert code not in CURRENCIES


@pytest.mark.parametrize("written", sorted({*SIGNS, *WORDS, *HAN_WORDS}))
def test_every_sign_and_word_is_that_of_known_currencies(written: str) -> None:
    found = money(written)
    assert found is not None
    assert set(found.codes) <= CURRENCIES
    assert found.currency(found.codes[-1]) == found.codes[-1]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("$", "USD"),
        ("US$", "USD"),
        ("usd", "USD"),
        ("U.S. dollars", "USD"),
        ("Euros", "EUR"),
        ("pounds sterling", "GBP"),
        ("RMB", "CNY"),
        ("元", "CNY"),
        ("美金", "USD"),
    ],
)
def test_a_sign_or_word_means_a_currency(written: str, code: str) -> None:
    found = money(written)
    assert found is not None
    assert found.currency() == code


@pytest.mark.parametrize("written", ["¥", "kr"])
def test_a_sign_of_nobody_is_asked_for(written: str) -> None:
    found = money(written)
    assert found is not None
    assert found.currency() is None


def test_a_bare_yuan_is_nobodys_in_traditional_chinese() -> None:
    found = money("元", traditional=True)
    assert found is not None
    assert found.currency() is None
    assert found.currency("TWD") == "TWD"


@pytest.mark.parametrize("written", ["", "xyz", "Euroz", "\u017fek", "BTC"])
def test_what_is_no_currency_means_none(written: str) -> None:
    assert money(written) is None
