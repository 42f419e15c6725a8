"""Words that stand for nothing: in cells, and in the place of names."""

import html
import re
from typing import Final

from ledger.claims.names import fold
from ledger.errors import BadInput

USUAL: Final = "usual"
"""Said instead of a word: all of those below."""
NOTHING: Final = frozenset(
    {"n/a", "na", "n.a.", "n.a", "nan", "none", "null", "nil", "#n/a", "-", "--"}
    | {"\u2013", "\u2014", "?", ".", "tbd", "tba", "tbc", "unknown", "\\n", "<na>"}
    | {"not available", "not applicable", "\u4e0d\u8be6", "\u65e0", "\u672a\u77e5"}
)
"""What tables write where they have nothing to say; folded."""
_KEPT_BACK: Final = frozenset(
    {"undisclosed", "not disclosed", "confidential", "unspecified", "unnamed"}
    | {"undisclosed investor", "undisclosed investors", "unknown investor"}
    | {"unknown investors", "undisclosed company", "stealth", "stealth startup"}
    | {"stealth mode", "private", "various", "\u672a\u900f\u9732", "\u672a\u62ab\u9732"}
)
_SUMS: Final = frozenset(
    {"total", "totals", "grand total", "sum", "subtotal", "average", "mean", "median"}
    | {"\u603b\u8ba1", "\u5408\u8ba1", "summe", "gesamt", "totaal"}
)
_NO_NAMES: Final = NOTHING | _KEPT_BACK | _SUMS | {"true", "false"}
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_LIST: Final = re.compile(r"\[.*\]|\{.*\}", re.DOTALL)
_ITEM: Final = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")


def means_nothing(text: str) -> bool:
    """Tell whether a table says with this word that it has nothing to say."""
    return fold(text) in NOTHING


def empty_words(words: tuple[str, ...]) -> frozenset[str]:
    """Give the words that stand for an empty cell, folded; `usual` is all the usual."""
    said = {fold(word) for word in words}
    return frozenset(said | NOTHING if USUAL in said else said)


def company_name(text: str) -> str:
    """Give the name in a cell; BadInput where it holds a tag, or is no name.

    HTML entities are read, and line ends are blanks.
    """
    name = " ".join(html.unescape(text).split())
    if _TAG.search(name):
        raise BadInput(f"{text[:40]!r} contains an HTML tag", "take it out of the cell")
    if not any(sign.isalnum() for sign in name):
        raise BadInput(f"{text[:40]!r} is not a name", "a name has a letter or a digit")
    return name


def no_company(name: str) -> str | None:
    """Say why a name may be nobody's; None if it looks like a company's."""
    folded = fold(name)
    if folded not in _NO_NAMES:
        return None
    if folded in _SUMS:
        return f"{name!r} is a sum of other rows, not a company"
    return f"{name!r} is not a company's name"


def people(text: str, between: str) -> list[str]:
    """Give the names in a cell; those that name nobody are left out.

    Lists as JSON or Python write them are read; `between` is a pattern.
    """
    cell = html.unescape(text)
    if _LIST.fullmatch(cell):
        quoted = [first or second for first, second in _ITEM.findall(cell)]
        names = quoted or cell[1:-1].split(",")
    else:
        names = re.split(between, cell)
    tidied = (" ".join(name.split()) for name in names)
    return [name for name in tidied if name and fold(name) not in _NO_NAMES]
