"""What holds the words that are looked for: names, rounds, investors, documents, notes.

Every event has parts that are text, each with the thing that it is a part of. A thing
is found once, by the first event of which a part holds all words; of documents and
notes each is a thing of its own. What is exactly what was looked for stands first.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.evidence import DOCUMENT
from ledger.claims.names import Company, Source, fold
from ledger.claims.searching import passage, place_of

KINDS: Final = ("company", "source", "round", "investor", "document", "note")
"""What can be found, in the order in which it is told."""

WITHIN: Final = ("name", "slug", "alias", "title", "url", "text", "note", "quote")
"""In which part of a thing the words may stand."""

Texts = Sequence[tuple[str, str]]
"""What came with an event and is not erased: what it is, and its words."""


class TextPart(NamedTuple):
    """One piece of text, and what it is a part of."""

    kind: str
    name: str
    """The slug, the round, the investor, the title of the document."""
    within: str
    text: str


class Hit(NamedTuple):
    """A thing that holds the words."""

    part: TextPart
    event: int
    """The event that says so; for evidence, the event that it is evidence of."""
    passage: str
    whole: bool
    """Whether it is exactly what was looked for."""


def hit_of(part: TextPart, event: int, words: tuple[str, ...]) -> Hit | None:
    """Give where a part holds all words; None if it does not."""
    place = place_of(part.text, words)
    if place is None:
        return None
    whole = " ".join(words) == fold(part.text)
    return Hit(part, event, passage(part.text, place), whole)


def registered(
    kind: str, things: Iterable[Company | Source], words: tuple[str, ...]
) -> Iterator[Hit]:
    """Search the names of companies or sources."""
    for one in things:
        texts = [("name", one.name), ("slug", one.slug)]
        texts += [("alias", alias) for alias in one.aliases]
        hits = (hit_of(TextPart(kind, one.slug, *x), one.seq, words) for x in texts)
        yield from [hit for hit in hits if hit is not None][:1]


def hits_of(
    entry: Entry, about: Entry, texts: Texts, words: tuple[str, ...]
) -> Iterator[Hit]:
    """Search an event; `about` is itself, or the event that it is evidence of."""
    for part in text_parts(entry, about, texts):
        hit = hit_of(part, about.seq, words)
        if hit is not None:
            yield hit


def text_parts(entry: Entry, about: Entry, texts: Texts) -> Iterator[TextPart]:
    """Give the texts of an event."""
    data = entry.data
    if entry.type == DOCUMENT:
        name = data.get("title") or data.get("url") or f"document {entry.seq}"
        named = [(key, data[key]) for key in ("title", "url") if key in data]
        for within, text in (*named, *(("text", x) for _, x in texts)):
            yield TextPart("document", name, within, text)
        return
    if "round" in data:
        yield TextPart("round", data["round"], "name", data["round"])
    if entry.type == "round.reported":
        for one in data.get("investors", ()):
            yield TextPart("investor", one["name"], "name", one["name"])
    name = about.data.get("round") or about.data.get("company") or f"event {about.seq}"
    noted = [("note", data["note"])] if data.get("note") else []
    for within, text in (*noted, *texts):
        yield TextPart("note", name, within if within in WITHIN else "text", text)


def unique_hits(hits: Iterable[Hit]) -> list[Hit]:
    """Give each thing once, by its first event, in the order in which it is told."""
    first: dict[object, Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.event):
        many = hit.part.kind in {"document", "note"}
        name = hit.event if many else fold(hit.part.name)
        first.setdefault((hit.part.kind, name), hit)
    return sorted(first.values(), key=_hit_order)


def _hit_order(hit: Hit) -> tuple[int, bool, int]:
    return KINDS.index(hit.part.kind), not hit.whole, hit.event
