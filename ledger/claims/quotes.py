"""A quote in the text that it is from: where it stands, or what comes nearest.

People copy with other blanks, line ends, widths and quotation marks than a page has. So
text and quote are compared without blanks, compatible characters folded (NFKD), and the
passage is given as it stands in the text: `text[start:end]`, in Unicode code points of
the text as it was decoded. A quote must stand there once.
"""

from array import array
from collections import Counter
from typing import Final, NamedTuple
from unicodedata import category, normalize

from ledger.errors import BadInput

AROUND: Final = 40
"""Characters before and behind a passage that tell where it stands."""

_GRAM: Final = 4
_ALIKE: Final = 0.3
"""So much of a quote must be found for a passage to be near it."""
_SHOWN: Final = 200
_SLACK: Final = 16

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)


class Passage(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int


class _FoldedText(NamedTuple):
    text: str
    places: "array[int]"
    """Where each of its characters comes from."""


def find_quote(text: str, quote: str) -> Passage:
    """Find the one passage of a text that a quote is; BadInput if there is not one."""
    wanted = _folded(quote).text
    if not wanted:
        raise BadInput("the quote is empty", "copy the words from the document")
    exact = text.find(quote)
    if exact >= 0 and text.find(quote, exact + 1) < 0:
        return Passage(exact, exact + len(quote))
    folded = _folded(text)
    first = folded.text.find(wanted)
    if first < 0:
        raise BadInput(
            f"the document does not contain the quote {_short(quote)!r}",
            _nearest(text, folded, wanted),
        )
    if folded.text.find(wanted, first + 1) >= 0:
        raise BadInput(
            f"the quote {_short(quote)!r} occurs in the document more than once",
            "quote more of it, so that only one passage matches",
        )
    last = folded.places[first + len(wanted) - 1]
    return Passage(folded.places[first], last + 1)


def around(text: str, passage: Passage) -> tuple[str, str]:
    """Give some of the text before a passage, and behind it."""
    before = text[max(0, passage.start - AROUND) : passage.start]
    return before, text[passage.end : passage.end + AROUND]


def _folded(text: str) -> _FoldedText:
    kept: list[str] = []
    places = array("L")
    for place, sign in enumerate(text):
        if sign.isspace():
            continue
        if sign.isascii():
            kept.append(sign)
            places.append(place)
            continue
        for part in normalize("NFKD", sign).translate(_SAME):
            if not (part.isspace() or category(part) == "Cf"):  # nothing is seen of it
                kept.append(part)
                places.append(place)
    return _FoldedText("".join(kept), places)


def _nearest(text: str, folded: _FoldedText, wanted: str) -> str:
    """Tell the passage that shares most with a quote, by groups of four characters."""
    grams: dict[str, list[int]] = {}
    for at in range(max(1, len(wanted) - _GRAM + 1)):
        grams.setdefault(wanted[at : at + _GRAM], []).append(at)
    votes = Counter[int]()
    for place in range(len(folded.text)):
        for at in grams.get(folded.text[place : place + _GRAM], ()):
            begin = (place - at) // _SLACK
            votes[begin] += 1
            votes[begin - 1] += 1  # so that a passage is not split between two
    (begin, most), *_ = votes.most_common(1) or [(0, 0)]
    if most < _ALIKE * max(1, len(wanted) - _GRAM + 1):
        return "nothing in the document is similar: is it the right document?"
    first = max(0, begin * _SLACK)
    last = min(len(folded.places), first + len(wanted) + 2 * _SLACK) - 1
    near = text[folded.places[first] : folded.places[last] + 1]
    return f"the nearest passage: {_short(near, _SHOWN)}"


def _short(text: str, most: int = 60) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[:most]}..."
