"""The currencies in which amounts may be given, and how people write them.

A currency is stored as its ISO 4217 code: current codes of countries and currency
unions, as of 2026. Codes for metals, tests, funds and units of account are left out.
Codes withdrawn since 2015 stay, because claims of those years are made in them.

A sign that several countries share is the currency of its place (a column, a row)
where that is one of them; `$` alone is else the US dollar, `£` the pound. `¥`, `kr`,
and a bare 元 in Traditional Chinese are nobody's until somebody says whose.
"""

from typing import Final, NamedTuple

_CURRENT: Final = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP
BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD
FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF
XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_WITHDRAWN_SINCE_2015: Final = "ANG BGN BYR CUC HRK LTL MRO SLL STD VEF ZWL"

CURRENCIES: Final = frozenset(f"{_CURRENT} {_WITHDRAWN_SINCE_2015}".split())

_OWN_SIGNS: Final = {
    "us$": "USD", "usd$": "USD", "u.s.$": "USD", "c$": "CAD", "ca$": "CAD",
    "cad$": "CAD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "s$": "SGD", "sg$": "SGD",
    "hk$": "HKD", "nz$": "NZD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "€": "EUR",
    "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND",
    "₱": "PHP", "฿": "THB", "₦": "NGN", "zł": "PLN", "cn¥": "CNY", "jp¥": "JPY",
}  # fmt: skip
_SHARED_SIGNS: Final = {
    "$": "USD CAD AUD SGD HKD NZD TWD MXN ARS CLP COP BND JMD TTD",
    "£": "GBP EGP FKP SHP SYP LBP",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "rs": "INR PKR LKR NPR MUR",
    "rs.": "INR PKR LKR NPR MUR",
    "fr": "CHF",
    "fr.": "CHF",
    "sfr": "CHF",
    "rmb": "CNY",
}
_WORDS: Final = {
    "us dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD",
    "australian dollar": "AUD", "hong kong dollar": "HKD", "singapore dollar": "SGD",
    "new taiwan dollar": "TWD", "taiwan dollar": "TWD", "new zealand dollar": "NZD",
    "dollar": "USD CAD AUD SGD HKD NZD TWD", "buck": "USD", "euro": "EUR",
    "british pound": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP",
    "pound": "GBP EGP", "swiss franc": "CHF", "franc": "CHF", "yuan": "CNY",
    "chinese yuan": "CNY", "renminbi": "CNY", "japanese yen": "JPY", "yen": "JPY",
    "south korean won": "KRW", "korean won": "KRW", "won": "KRW",
    "indian rupee": "INR", "rupee": "INR PKR LKR NPR MUR", "ruble": "RUB",
    "rouble": "RUB", "swedish krona": "SEK", "swedish kronor": "SEK",
    "norwegian kroner": "NOK", "danish kroner": "DKK", "shekel": "ILS",
    "saudi riyal": "SAR", "uae dirham": "AED", "emirati dirham": "AED",
    "brazilian real": "BRL", "brazilian reais": "BRL", "zloty": "PLN",
}  # fmt: skip
_HAN_WORDS: Final = {
    "人民币": "CNY", "元人民币": "CNY", "人民币元": "CNY", "元(人民币)": "CNY",
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "日圆": "JPY", "韩元": "KRW", "韩圆": "KRW",
    "韩圜": "KRW", "新台币": "TWD", "元新台币": "TWD", "台币": "TWD",
    "元台币": "TWD", "元美金": "USD", "元港币": "HKD", "新加坡元": "SGD", "新元": "SGD",
    "坡元": "SGD", "加元": "CAD", "加拿大元": "CAD", "澳元": "AUD", "澳大利亚元": "AUD",
    "新西兰元": "NZD", "瑞士法郎": "CHF", "瑞郎": "CHF", "卢比": "INR",
    "印度卢比": "INR", "卢布": "RUB", "沙特里亚尔": "SAR", "阿联酋迪拉姆": "AED",
    "円": "JPY", "ドル": "USD", "米ドル": "USD", "香港ドル": "HKD", "カナダドル": "CAD",
    "豪ドル": "AUD", "ユーロ": "EUR", "ポンド": "GBP", "英ポンド": "GBP",
    "원": "KRW", "달러": "USD", "미국달러": "USD", "미달러": "USD", "유로": "EUR",
    "파운드": "GBP", "위안": "CNY",
}  # fmt: skip
_YUAN: Final = ("元", "圆")
_ANY_YUAN: Final = ("CNY", "USD", "TWD", "HKD")
"""What a bare 元 may be in Traditional Chinese, where no one of them goes without
saying."""

SIGNS: Final = tuple(sorted({*_OWN_SIGNS, *_SHARED_SIGNS}, key=len, reverse=True))
"""What stands before or behind a number in Latin letters, the longest first; folded."""
WORDS: Final = tuple(sorted(_WORDS, key=len, reverse=True))
"""Names of currencies in English, in the singular, without points; folded."""
HAN_WORDS: Final = tuple(sorted({*_HAN_WORDS, *_YUAN}, key=len, reverse=True))
"""Names of currencies in Chinese, Japanese and Korean, in simplified characters."""


class WrittenCurrency(NamedTuple):
    """A sign, code or word for a currency, as it is written.

    Where several countries share a sign it has several `codes`; the first of them is
    meant unless somebody says another, and if not `sure`, somebody has to say.
    """

    written: str
    codes: tuple[str, ...]
    sure: bool = True

    def currency(self, own: str | None = None) -> str | None:
        """Give the code that is meant; None where that has to be said.

        `own` is the currency of the place where it stands: a column, a row.
        """
        if own in self.codes:
            return own
        return self.codes[0] if self.sure else None


def money(written: str, *, traditional: bool = False) -> WrittenCurrency | None:
    """Give what a sign, a code or a word for a currency may mean; None if it is none.

    `traditional` tells that the text is written in Traditional Chinese. Words in
    Chinese are given in simplified characters.
    """
    word = " ".join(written.casefold().split())
    if word in _YUAN:
        return WrittenCurrency(
            written, _ANY_YUAN if traditional else ("CNY",), not traditional
        )
    codes = (
        _OWN_SIGNS.get(word)
        or _SHARED_SIGNS.get(word)
        or _HAN_WORDS.get(word)
        or _WORDS.get(word.replace(".", "").removesuffix("s"))
        or _WORDS.get(word)
    )
    if codes is not None:
        return WrittenCurrency(written, tuple(codes.split()), word not in {"¥", "kr"})
    # Upper case of other scripts ends in Latin letters, too: a long s, a dotless i.
    code = written.upper() if written.isascii() else written
    return WrittenCurrency(written, (code,)) if code in CURRENCIES else None
