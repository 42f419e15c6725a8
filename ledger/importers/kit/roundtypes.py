"""Words of others for types of rounds, in the ledger's vocabulary."""

import re
from typing import Final

from ledger.claims.han import TO_SIMPLIFIED
from ledger.claims.vocabulary import ROUND_TYPES
from ledger.importers.cells import word

_OTHERS: Final = {
    "angel_investment": "angel",
    "angel_group": "angel",
    "bridge": "extension",
    "convertible_note": "convertible",
    "corporate": "strategic",
    "corporate_minority": "strategic",
    "credit": "credit_facility",
    "debt_financing": "debt",
    "early_stage_vc": "series_unknown",
    "equity_crowdfunding": "crowdfunding",
    "initial_coin_offering": "token",
    "initial_public_offering": "ipo",
    "later_stage_vc": "series_unknown",
    "loan": "debt",
    "m_a": "acquisition",
    "post_ipo": "pipe",
    "post_ipo_debt": "debt",
    "post_ipo_equity": "pipe",
    "post_ipo_secondary": "secondary",
    "private_equity": "growth",
    "growth_equity": "growth",
    "product_crowdfunding": "crowdfunding",
    "secondary_market": "secondary",
    "secondary_sale": "secondary",
    "seed_angel": "seed",
    "angel_seed": "seed",
    "corporate_round": "strategic",
    "tender_offer": "tender",
    "undisclosed": "series_unknown",
    "unknown": "series_unknown",
    "venture": "series_unknown",
    "venture_debt": "debt",
    "venture_series_unknown": "series_unknown",
    "acquired": "acquisition",
    "preseed": "pre_seed",
}
"""What Crunchbase and others call some types of rounds."""

_ENDINGS: Final = re.compile(r"_(?:round|funding|financing|investment|stage|deal)$")
_HAN: Final = {
    "天使": "angel",
    "种子": "seed",
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
_SERIES: Final = re.compile(r"(?:series_?)?([a-z])(?:_?plus)?")


def round_type(text: str) -> str:
    """Give the type of round that a cell means; BadInput, with near misses, if none."""
    folded = text.casefold().translate(TO_SIMPLIFIED).replace("+", " plus").strip()
    bare = re.sub("[轮輪]$", "", re.sub("轮 plus$", " plus", folded)).strip()
    if bare in _HAN:
        return _HAN[bare]
    plain = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    for spelled in (plain, _ENDINGS.sub("", plain)):
        if spelled in _OTHERS:
            return _OTHERS[spelled]
        if spelled in ROUND_TYPES:
            return spelled
        series = _SERIES.fullmatch(spelled)
        if series is not None:
            ending = "_plus" if spelled.endswith("plus") else ""
            found = f"series_{series[1]}{ending}"
            if found in ROUND_TYPES:
                return found
    return word(text, ROUND_TYPES, "type of round")
