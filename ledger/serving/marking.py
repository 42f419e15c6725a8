"""The text of a document, with the passages that claims were read from marked in it.

Passages may lie inside each other: the text is cut wherever one begins or ends, and
each piece carries the numbers of all claims that it belongs to.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ledger.page.markup import Child, Html, joined, tag
from ledger.projections.evidence import Documented
from ledger.serving.site import Site

ERASED: Final = "The text of this document was erased."


class Span(NamedTuple):
    """Characters [start, end) of a text, and the event that was read from them."""

    start: int
    end: int
    event: int


def marked(site: Site, found: Documented) -> list[Html]:
    """Draw the text of a document, as far as claims were on record at the basis."""
    if found.text.text is None:
        return [tag("p", ERASED, class_="note")]
    upto = site.basis.known_at
    spans = [
        Span(citation.data["start"], citation.data["end"], about.seq)
        for citation, about, _ in found.cited
        if "start" in citation.data and max(citation.seq, about.seq) <= upto
    ]
    body = with_marks(site, found.text.text, spans)
    count = len({one.event for one in spans})
    told = f"{count} of its passages are on record" if count else "None is on record"
    return [tag("h2", "Its text"), tag("p", told, ".", class_="note"), body]


def with_marks(site: Site, text: str, spans: Iterable[Span]) -> Html:
    """Draw a text with links from its passages to what was read from them."""
    known = sorted(spans)
    paragraphs: list[Child] = []
    for start, end in lines_of(text):
        pieces = [
            _piece(site, text[a:b], [x.event for x in known if x.start <= a < x.end])
            for a, b in cut(start, end, known)
        ]
        paragraphs.append(tag("p", *pieces))
    return tag("div", *paragraphs, class_="article")


def lines_of(text: str) -> list[tuple[int, int]]:
    """Give where the lines of a text begin and end, those with nothing left out."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def cut(start: int, end: int, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Cut a line wherever a passage begins or ends."""
    places = {edge for one in spans for edge in one[:2] if start < edge < end}
    edges = [start, *sorted(places), end]
    return list(pairwise(edges))


def _piece(site: Site, words: str, events: Sequence[int]) -> Child:
    if not events:
        return words
    numbers = dict.fromkeys(events)
    links = [tag("a", str(x), href=site.event(x)) for x in numbers]
    return tag("mark", words, tag("sup", joined(links, " ")))
