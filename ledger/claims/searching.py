"""Words that are looked for, and where a text holds them, in three scripts.

Letter case, width, accents, and traditional or simplified Chinese do not matter. A
Latin word is found at the beginning of a word: `soft` finds SoftBank, `oft` does not. A
Chinese, Japanese or Korean one is found anywhere, and one sign is enough, since these
scripts have no blanks between words. A text is found if it holds every word.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ledger.claims.names import fold
from ledger.errors import BadInput

LATIN: Final = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff_]")
"""A letter or a digit of a script that puts blanks between words."""

_DENSE: Final = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
"""A sign of a script that puts none."""

_RUNS: Final = re.compile(f"{LATIN.pattern}+|{_DENSE}+")
_ASCII: Final = re.compile("[a-z0-9]+")
LONGEST: Final = 64
"""Characters of a term; of a longer word these are its term."""

_MARKS: Final = re.compile("[\u0300-\u036f]")
"""Accents, taken apart from their letters."""

AROUND: Final = 50
"""Characters of a passage before and behind what was found."""
ELLIPSIS: Final = "..."


def words_of(text: str) -> tuple[str, ...]:
    """Give the words that are looked for, each once; BadInput if there is none."""
    found = tuple(dict.fromkeys(folded_with_places(text)[0].split()))
    if not any(re.search(r"\w", word) for word in found):
        raise BadInput("text: there is nothing to look for", "a word, such as xai")
    return found


def folded_with_places(text: str) -> tuple[str, list[int] | None]:
    """Give a text as it is compared, and of each sign its place; None: the same."""
    if text.isascii():
        return text.lower(), None
    made: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _fold_sign(sign)
        made.append(plain)
        places += [place] * len(plain)
    return "".join(made), places


@lru_cache(maxsize=1 << 13)
def _fold_sign(sign: str) -> str:
    """Fold one sign as names are, its accent left out."""
    if sign.isspace():
        return " "
    apart = unicodedata.normalize("NFD", fold(sign))
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def _folded_fast(text: str) -> str:
    """Fold a text as a whole: fast, but its places are lost."""
    apart = unicodedata.normalize("NFD", fold(text))
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def terms_of(text: str) -> frozenset[str]:
    """Give the terms by which an index finds a text.

    A Latin word is one. Chinese, Japanese and Korean signs give pairs, and the last of
    them alone, so that each sign begins a term.
    """
    return _terms(text) if len(text) <= _SHORT else _grams(text)


def _grams(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset(run[:LONGEST] for run in _ASCII.findall(text.lower()))
    found: set[str] = set()
    for run in _RUNS.findall(folded_with_places(text)[0]):
        if LATIN.match(run):
            found.add(run[:LONGEST])
        else:
            found.update(run[at : at + 2] for at in range(len(run)))
    return frozenset(found)


_SHORT: Final = 200
_terms = lru_cache(maxsize=1 << 13)(_grams)  # names come again and again


def beginnings(words: Iterable[str]) -> list[str]:
    """Give what terms of each text begin with that holds some words.

    A text may have all of them and not hold the words: that is for `place_of` to say.
    """
    found: list[str] = []
    for run in (run for word in words for run in _RUNS.findall(word)):
        if LATIN.match(run):
            found.append(run[:LONGEST])
        else:  # the last sign ends its run there, or it begins a pair in the text
            found += [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    return list(dict.fromkeys(found))


def place_of(text: str, words: tuple[str, ...]) -> tuple[int, int] | None:
    """Give where the first of some words stands in a text that holds all of them."""
    if not text.isascii():  # sign by sign it takes long: most texts do not hold them
        whole = _folded_fast(text)
        if not all(_folded_fast(word) in whole for word in words):
            return None
    plain, places = folded_with_places(text)
    found = [_first_place(plain, word) for word in words]
    starts = [start for start in found if start is not None]
    if len(starts) < len(words):
        return None
    start = min(starts)
    end = start + len(words[found.index(start)])
    if places is None:
        return start, end
    return places[start], places[end - 1] + 1


def _first_place(text: str, word: str) -> int | None:
    """Find a word: one that begins with a Latin letter only where a word begins."""
    whole = LATIN.match(word) is not None
    start = text.find(word)
    while start >= 0:
        if not whole or start == 0 or not LATIN.match(text[start - 1]):
            return start
        start = text.find(word, start + 1)
    return None


def passage(text: str, place: tuple[int, int]) -> str:
    """Give what stands around a place, in one line, cut between words."""
    start, end = place
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    before, behind = text[left:start], text[end:right]
    if left and " " in before:
        before = before[before.index(" ") + 1 :]
    if right < len(text) and " " in behind:
        behind = behind[: behind.rindex(" ")]
    cut = f"{ELLIPSIS if left else ''}{before}{text[start:end]}{behind}"
    return " ".join(f"{cut}{ELLIPSIS if right < len(text) else ''}".split())
