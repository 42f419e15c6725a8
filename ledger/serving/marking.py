"""The text of a document, with the passages that claims were read from marked in it.

Passages may lie inside each other: the text is cut wherever one begins or ends, and
each piece carries the numbers of all claims that it belongs to.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ledger.page.markup import Child, Html, join_markup, tag
from ledger.projections.evidence import Documented
from ledger.serving.site import Site

ERASED: Final = "The text of this document was erased."


class MarkedSpan(NamedTuple):
    """Characters [start, end) of a text, and what was read from them."""

    start: int
    end: int
    event: int | str


def marked(site: Site, found: Documented) -> list[Html]:
    """Draw the text of a document, with the passages that were read in it."""
    if found.text.text is None:
        return [tag("p", ERASED, class_="note")]
    spans = [
        MarkedSpan(citation.data["start"], citation.data["end"], about.seq)
        for citation, about, _ in found.cited
        if "start" in citation.data
    ]
    body = with_marks(found.text.text, spans, site.event)
    count = len({one.event for one in spans})
    told = "1 event was" if count == 1 else f"{count} events were"
    note = tag("p", told, " read in it; each passage leads to its own.", class_="note")
    return [note, body]


def with_marks(
    text: str, spans: Iterable[MarkedSpan], address: Callable[[int | str], str]
) -> Html:
    """Draw a text with links from its passages to the claims read from them."""
    known = sorted(spans, key=lambda one: one[:2])
    paragraphs: list[Child] = []
    for start, end in line_ends(text):
        pieces = [
            _piece(text[a:b], [x.event for x in known if x.start <= a < x.end], address)
            for a, b in cut(start, end, known)
        ]
        paragraphs.append(tag("p", *pieces))
    return tag("div", *paragraphs, class_="article")


def line_ends(text: str) -> list[tuple[int, int]]:
    """Give where the lines of a text begin and end, those with nothing left out."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def cut(start: int, end: int, spans: Sequence[MarkedSpan]) -> list[tuple[int, int]]:
    """Cut a line wherever a passage begins or ends."""
    places = {edge for one in spans for edge in one[:2] if start < edge < end}
    edges = [start, *sorted(places), end]
    return list(pairwise(edges))


def _piece(
    words: str, events: Sequence[int | str], address: Callable[[int | str], str]
) -> Child:
    words = words.replace("\t", " ")
    if not events:
        return words
    numbers = dict.fromkeys(events)
    links = [tag("a", str(x), href=address(x)) for x in numbers]
    return tag("mark", words, tag("sup", join_markup(links, " ")))
