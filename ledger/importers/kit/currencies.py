"""Signs and words for currencies, as tables write them.

A sign that several countries share is the row's or the column's currency where that is
one of them; `$` alone is else the US dollar, `£` the pound. `¥` and `kr` are nobody's
until somebody says whose.
"""

from typing import Final

from ledger.claims.amounts import check_currency
from ledger.errors import BadInput

_OWN: Final = {
    "us$": "USD", "usd$": "USD", "c$": "CAD", "ca$": "CAD", "cad$": "CAD",
    "a$": "AUD", "au$": "AUD", "aud$": "AUD", "s$": "SGD", "sg$": "SGD",
    "hk$": "HKD", "nz$": "NZD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "₹": "INR", "₩": "KRW", "₽": "RUB",
    "₺": "TRY", "₪": "ILS", "₫": "VND", "₱": "PHP", "฿": "THB", "₦": "NGN",
    "zł": "PLN", "rmb": "CNY", "cn¥": "CNY", "jp¥": "JPY",
}  # fmt: skip
_SHARED: Final = {
    "$": "USD CAD AUD SGD HKD NZD TWD MXN ARS CLP COP BND JMD TTD",
    "dollar": "USD CAD AUD SGD HKD NZD TWD",
    "dollars": "USD CAD AUD SGD HKD NZD TWD",
    "£": "GBP EGP FKP SHP SYP LBP",
    "pounds": "GBP EGP",
    "rs": "INR PKR LKR NPR MUR",
    "rs.": "INR PKR LKR NPR MUR",
    "¥": "JPY CNY",
    "yen": "JPY",
    "yuan": "CNY",
    "kr": "SEK NOK DKK ISK",
    "fr": "CHF",
    "fr.": "CHF",
    "sfr": "CHF",
}
"""The first is taken where nobody says another, but for the signs of nobody."""
_NOBODYS: Final = frozenset({"¥", "kr"})
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

SIGNS: Final = tuple(sorted({*_OWN, *_SHARED}, key=len, reverse=True))


def currency_of(written: str, own: str | None) -> str:
    """Give the currency of a sign or code beside an amount; BadInput if it is none.

    `own` is what the column or the row says.
    """
    word = written.casefold()
    if word in _OWN:
        return _OWN[word]
    shared = _SHARED.get(word)
    if shared is None:
        return check_currency(written.upper())
    several = shared.split()
    if own in several:
        return own
    if word in _NOBODYS:
        either = " or ".join(several)
        raise BadInput(
            f"the sign {written} is that of {either}",
            f"COLUMN=FIELD:{several[0]} says whose, and --set currency={several[0]}"
            " for all columns",
        )
    return several[0]
