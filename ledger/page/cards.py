"""Events as cards: who said what, where it was read and in which words, who answered.

Where there are many they stand in parts that open when somebody looks for one: a
browser lays out only what is open, so that tens of thousands are still one page.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.page.contents import EvidencePiece, Reply, SaidEvent
from ledger.page.markup import Child, Html, join_markup, linked, tag, to_event

PART: Final = 500
"""Events in a part; fewer need no parts."""

SCHEMES: Final = ("https://", "http://")
"""What an address begins with that may be a link; every other one is text."""


def cards(events: Sequence[SaidEvent], known: frozenset[int]) -> Iterator[Html]:
    """Draw all events: one list, or a list in each part."""
    if len(events) <= PART:
        yield _list(events, known)
        return
    for first in range(0, len(events), PART):
        here = events[first : first + PART]
        last = first + len(here)
        words = (
            f"Events {first + 1:,} to {last:,},"
            f" published {here[0].published} to {here[-1].published}"
        )
        summary = tag("summary", words)
        yield tag("details", summary, _list(here, known), class_="part")


def _list(events: Sequence[SaidEvent], known: frozenset[int]) -> Html:
    return tag("ol", *(card(one, known) for one in events), class_="events")


def card(event: SaidEvent, known: frozenset[int]) -> Html:
    """Draw one event."""
    small = join_markup(
        [
            "published ",
            tag("time", event.published),
            " · recorded ",
            tag("time", event.recorded),
            " · id ",
            tag("code", event.id[:16], title=event.id),
        ]
    )
    return tag(
        "li",
        tag("span", str(event.seq), class_="number"),
        tag("p", tag("b", event.source), " ", linked(event.what, "prose", known)),
        *(part for one in event.pieces for part in _piece(one)),
        *(_reply(one, known) for one in event.replies),
        tag("p", small, class_="small"),
        id=f"event-{event.seq}",
        data_place=event.place,
        data_company=event.company,
    )


def _piece(one: EvidencePiece) -> Iterator[Html]:
    """Say where an event was read, then quote it, then what was noted."""
    parts: list[Child] = [_address(one.url)] if one.url else []
    if one.where:
        parts += [" · "] * bool(parts) + [one.where]
    if parts:
        yield tag("p", "read in ", *parts, class_="small read")
    for quote in one.quotes:
        yield tag("blockquote", quote)
    if one.note:
        yield tag("p", "note: ", one.note, class_="small")


def _address(url: str) -> Child:
    """Link to an address of the web; the page itself asks nobody for it."""
    if not url.lower().startswith(SCHEMES):
        return url
    return tag("a", url, href=url, rel="noreferrer noopener", class_="out")


def _reply(one: Reply, known: frozenset[int]) -> Html:
    number: Child = str(one.seq)
    if one.seq in known:
        number = to_event(one.seq, str(one.seq))
    words = f" {one.source}, {one.published}" + (f": {one.how}" if one.how else "")
    return tag("p", f"{one.word} ", number, words, class_=f"small reply {one.kind}")
