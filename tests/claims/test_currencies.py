"""The currencies in which amounts may be given."""

import pytest

from ledger.claims.currencies import CURRENCIES


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
