"""What is left of a company's name without its legal form: OpenAI, Inc. is OpenAI."""

import re
from typing import Final

from ledger.claims.names import fold, without_accents


def core(name: str) -> str:
    """Give what is left of a company's name without accents, blanks and legal form.

    Names with one core may be one company: `OpenAI, Inc.`, `Open AI` and `OPENAI LP`.
    """
    if name.isascii() and "(" not in name and "." not in name:
        words = _WORD.findall(name.lower())  # as nearly all are: the same, sooner
    else:
        plain = without_accents(fold(_FORMERLY.sub("", name)))
        # The letters of a form may have points between them: S.A., L.L.C.
        words = _WORD.findall(_POINTED.sub(lambda at: at[0].replace(".", ""), plain))
    while len(words) > 1 and words[0] == "the":
        del words[0]
    while len(words) > 1 and words[-1] in _FORMS:
        del words[-1]
    return "".join(words)


_WORD: Final = re.compile(r"[^\W_]+")
_POINTED: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_FORMERLY: Final = re.compile(
    r"\s*\((?:formerly|f/k/a|fka|previously).*\)\s*$", re.IGNORECASE
)
_FORMS: Final = frozenset(
    {"inc", "incorporated", "corp", "corporation", "co", "company", "llc", "lp", "llp"}
    | {"ltd", "limited", "plc", "pbc", "gmbh", "ag", "kg", "se", "sa", "sas", "sarl"}
    | {"bv", "nv", "ab", "as", "oy", "aps", "srl", "spa", "kk", "pty", "pvt", "private"}
    | {"pte", "holdings", "group"}
)
"""Legal forms, without their points."""
