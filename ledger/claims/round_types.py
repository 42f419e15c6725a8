"""What kind of round a text names: `Series A+`, `A+轮`, `Seed Round`, `venture_debt`.

A plus is part of the name: A and A+ are two rounds. What is in front of a stage ("pre",
"late", "bridge to") or behind it ("B-1", "extension", "prime") is no word of ours, and
is never dropped: such a text names no type that is known.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ledger.claims.names import fold
from ledger.claims.vocabulary import ROUND_TYPES

_OTHERS: Final[Mapping[str, str]] = {
    "acquired": "acquisition",
    "angel_group": "angel",
    "angel_seed": "seed",
    "bridge": "extension",
    "corporate": "strategic",
    "corporate_minority": "strategic",
    "convertible_note": "convertible",
    "credit": "credit_facility",
    "debt_financing": "debt",
    "early_stage_vc": "series_unknown",
    "equity_crowdfunding": "crowdfunding",
    "growth_equity": "growth",
    "initial_coin_offering": "token",
    "initial_public_offering": "ipo",
    "later_stage_vc": "series_unknown",
    "loan": "debt",
    "m_a": "acquisition",
    "post_ipo": "pipe",
    "post_ipo_debt": "debt",
    "post_ipo_equity": "pipe",
    "post_ipo_secondary": "secondary",
    "preseed": "pre_seed",
    "private_equity": "growth",
    "product_crowdfunding": "crowdfunding",
    "secondary_market": "secondary",
    "secondary_sale": "secondary",
    "seed_angel": "seed",
    "spinoff": "spin_off",
    "tender_offer": "tender",
    "undisclosed": "series_unknown",
    "unknown": "series_unknown",
    "venture": "series_unknown",
    "venture_debt": "debt",
    "venture_series_unknown": "series_unknown",
    "天使": "angel",
    "种子": "seed",
    "战略": "strategic",
    "战略投资": "strategic",
    "战略融资": "strategic",
    "并购": "acquisition",
    "收购": "acquisition",
    "众筹": "crowdfunding",
    "股权众筹": "crowdfunding",
    "债权融资": "debt",
    "定向增发": "pipe",
    "股权转让": "secondary",
    "不明确": "series_unknown",
    "ipo上市": "ipo",
    "上市": "ipo",
    "私募": "growth",
}
"""What others call a type of round; Crunchbase's names are among them."""

_TYPES: Final = frozenset(ROUND_TYPES)
_PLUS: Final = re.compile(r"\s*(?:轮\s*)?(?:\+|\bplus\b)\s*")
_BEHIND: Final = re.compile(
    r"(?<=.)(?:轮|(?<![a-z0-9])(?:round|funding|financing|investment|stage|deal)s?)$"
)
_WORDS: Final = re.compile(r"[^\w+]+|_+")
_LETTER: Final = re.compile(r"(?:series_?|round_)?([a-z])(_plus)?")


@lru_cache(maxsize=1 << 10)
def round_type_of(text: str) -> str | None:
    """Give the type of round that a text names, in any case; None if it names none."""
    name = _PLUS.sub(" plus ", fold(text))
    words = _WORDS.sub("_", name).strip("_")
    for spelled in (words, _BEHIND.sub("", words).strip("_")):
        if spelled in _TYPES:
            return spelled
        if spelled in _OTHERS:
            return _OTHERS[spelled]
        if letter := _LETTER.fullmatch(spelled):
            return f"series_{letter[1]}{letter[2] or ''}"
    return None
