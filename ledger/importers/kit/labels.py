"""Labels of rounds: a function of the row that a round stands in, and of nothing else.

So the same rows in another order, or cut into two files, give the same rounds.

- A label that is given keeps what tells two rounds apart: `A+` is `a-plus`, and signs
  of other scripts next to Latin ones are kept as a digest. One that many rounds bear
  (private equity, venture, debt) has the year with it.
- One that is made up is of the round's type and day, and of the row's identifier or its
  amount: `seed-2024-06-11-3m`.

Up to 0.4.0 labels lost all that, and a number stood behind a second one of a day.
`plain` is what they were; an importer says so with each row, and a row that is on
record under such a label is found there.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from ledger.claims.amounts import Figure
from ledger.claims.names import MAX_SLUG, fold, proposed_slug
from ledger.importers.kit.cells import label as plain

__all__ = ["ended", "generated", "is_generic", "plain", "round_label"]

_GENERIC: Final = frozenset(
    {"private-equity", "private-equity-round", "pe", "venture", "venture-round"}
    | {"venture-series-unknown", "series-unknown", "venture-capital", "vc"}
    | {"debt", "debt-financing", "debt-funding", "debt-round", "venture-debt", "loan"}
    | {"credit-facility", "unknown", "undisclosed", "unspecified", "other", "others"}
    | {"funding", "funding-round", "equity", "equity-funding", "round", "investment"}
    | {"grant", "convertible-note", "convertible", "bridge", "bridge-round", "safe"}
    | {"secondary", "secondary-market", "secondary-sale", "tender", "growth"}
    | {"growth-equity", "corporate-round", "corporate", "strategic"}
    | {"strategic-investment", "strategic-round", "extension", "post-ipo-equity"}
    | {"post-ipo-debt", "crowdfunding", "equity-crowdfunding", "product-crowdfunding"}
    | {"initial-coin-offering", "token", "pipe", "angel-group", "n-a", "na", "null"}
)
"""Words that name a kind of round: a company may have many of a kind."""

_PLUS: Final = re.compile(r"\+")
_PRIME: Final = re.compile(
    "(?<=[0-9A-Za-z])['\u2019\u2032\u2033\u02b9]+(?![0-9A-Za-z])"
)
_ROUND: Final = re.compile("轮|輪|融资|融資|ラウンド|シリーズ|시리즈|라운드|투자")
"""Words for "round", which tell nothing apart."""


def round_label(text: str, day: str) -> str:
    """Make a label of a row's name for its round; `day` is when it was said."""
    spelled = _PRIME.sub(lambda at: " prime" * len(at[0]), _PLUS.sub(" plus ", text))
    label = plain(spelled)
    folded = fold(_ROUND.sub("", spelled))
    if proposed_slug(text) and _has_others(folded):
        label = ended(label, sha256(fold(text).encode()).hexdigest()[:8])
    return ended(label, day[:4]) if label in _GENERIC else label


def is_generic(label: str) -> bool:
    """Tell whether a label got its year because many rounds bear it."""
    return label[:-5] in _GENERIC and label[-4:].isdecimal()


def generated(words: str, figures: Iterable[Figure], key: str = "") -> str:
    """Make up a label of type and day, and of the row's identifier or its amounts.

    Amounts stand in it as they are printed: `20m`, `eur1-75m`.
    """
    if key:
        ending = proposed_slug(key)
        if ending != key:  # two identifiers may have one slug
            digest = sha256(key.encode()).hexdigest()[:8]
            ending = f"{ending}-{digest}".lstrip("-")
        return ended(plain(words), ending)
    amounts = [proposed_slug(str(figure)) for figure in figures if figure.has_amount]
    return ended(plain(words), "-".join(amounts))


def ended(label: str, ending: str) -> str:
    """Put an ending behind a label; one that is too long is a digest."""
    if not ending:
        return label
    whole = f"{label}-{ending}"
    if len(whole) <= MAX_SLUG:
        return whole
    digest = sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: MAX_SLUG - 9].rstrip('-')}-{digest}"


def _has_others(folded: str) -> bool:
    """Tell whether a label has letters that a slug cannot hold."""
    return any(sign.isalpha() and not proposed_slug(sign) for sign in folded)
