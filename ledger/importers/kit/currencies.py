"""Currencies in the cells of tables: the column or the row says whose a sign is."""

from typing import Final

from ledger.claims.amounts import check_currency
from ledger.claims.currencies import WrittenCurrency, money
from ledger.claims.han import TO_SIMPLIFIED
from ledger.errors import BadInput

MANY: Final = frozenset(
    [
        "JPY",
        "KRW",
        "IDR",
        "VND",
        "INR",
        "CLP",
        "COP",
        "HUF",
        "PKR",
        "LKR",
        "NGN",
        "RUB",
        "PHP",
        "TWD",
        "THB",
        "IRR",
        "UZS",
        "KZT",
    ]
)
"""Of these a million millions is an amount that somebody raises."""


def currency_of(written: str, own: str | None) -> str:
    """Give the currency of a sign, code or word; BadInput if it is none.

    `own` is what the column or the row says.
    """
    found = money(written.translate(TO_SIMPLIFIED))
    if found is None:
        return check_currency(written.upper() if written.isascii() else written)
    return meant(found, own)


def meant(sign: WrittenCurrency, own: str | None) -> str:
    """Give the currency of a sign; BadInput where it has to be said whose it is."""
    found = sign.currency(own)
    if found is None:
        either = " or ".join(sign.codes)
        raise BadInput(
            f"the sign {sign.written} may be {either}",
            f"COLUMN=FIELD:{sign.codes[0]} says whose, and"
            f" --set currency={sign.codes[0]} for all columns",
        )
    return found
