"""A sheet: items of some lists, as long as they fit, and a document of them.

Its size is counted in characters of JSON as the most wordy writer of it writes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

SheetValue = dict[str, Any]

CUT: Final = "too long for one page: long texts are cut and end with …, long lists too"
FREE: Final = 300
"""Characters that are kept for the words that say where to go on."""

CUTS: Final = ((2_000, 500), (500, 100), (200, 50), (80, 20), (80, 5), (80, 2), (80, 1))
"""Lengths to which texts and lists are cut, until a thing fits; numbers are shorter."""


class ItemReferences(NamedTuple):
    """The events and the sources that an item names, as documents hold them."""

    events: Mapping[int, SheetValue]
    sources: Mapping[str, SheetValue]

    def first(self, count: int) -> "ItemReferences":
        """Give the first of the events alone, without those who speak in others."""
        events = dict(list(self.events.items())[:count])
        others = named_sources(self.events.values()) - named_sources(events.values())
        sources = {x: y for x, y in self.sources.items() if x not in others}
        return ItemReferences(events, sources)


@dataclass(slots=True)
class PageBuilder:
    """A page while it is filled."""

    head: SheetValue
    """What stands before the lists."""
    lists: dict[str, list[SheetValue]]
    most: int | None = None
    """So many characters fit; None for any number."""
    events: dict[int, SheetValue] = field(default_factory=dict)
    sources: dict[str, SheetValue] = field(default_factory=dict)
    size: int = 0

    def __post_init__(self) -> None:
        """Count what stands around the lists; cut it if it would leave no room."""
        self.size = FREE + length({**self.head, **self.lists})
        if self.most is not None and self.size > self.most // 2:
            self.head = cut_to(self.head, self.most // 2 - FREE)
            self.size = FREE + length({**self.head, **self.lists})
            self._note_cut()

    def add(self, of: str, value: SheetValue | None, about: ItemReferences) -> bool:
        """Put an item into a list, with what it names; False if that does not fit.

        Without a value only what is named is put there.
        """
        events = {x: y for x, y in about.events.items() if x not in self.events}
        sources = {x: y for x, y in about.sources.items() if x not in self.sources}
        if self.most is not None:
            told = [*events.values(), *sources.values(), *([value] if value else [])]
            size = sum(length(one) + 2 for one in told)
            if self.size + size > self.most:
                return False
            self.size += size
        if value is not None:
            self.lists[of].append(value)
        self.events |= events
        self.sources |= sources
        return True

    def add_cut(self, of: str, value: SheetValue | None, about: ItemReferences) -> int:
        """Put an item into an empty list with the first events that it names.

        Each is cut short if it would not fit by itself. Gives how many events.
        """
        assert self.most is not None, "everything fits where nothing is counted"
        half = (self.most - self.size) // 2
        if value is not None:
            value = self._cut(value, half)
        whole = {x: self._cut(y, half // 2) for x, y in about.events.items()}
        least = 1 if value is None else 0
        for count in range(len(whole), least - 1, -1):
            if self.add(of, value, ItemReferences(whole, about.sources).first(count)):
                return count
        raise AssertionError(f"{self.most} characters are too few for anything")

    def document(self, **page: object) -> SheetValue:
        """Give it as a document, with what is said of the page."""
        events = [self.events[x] for x in sorted(self.events)]
        sources = [self.sources[x] for x in sorted(self.sources)]
        page = {**page, "next": None}
        named = {"sources": sources, "events": events}
        return {**self.head, **self.lists, "page": page, **named}

    def _cut(self, value: SheetValue, most: int) -> SheetValue:
        if length(value) <= most:
            return value
        self._note_cut()
        return cut_to(value, most)

    def _note_cut(self) -> None:
        notes = self.head.get("notes", [])
        if CUT not in notes:
            self.head = {**self.head, "notes": [*notes, CUT]}
            self.size += length(CUT) + 2


def named_sources(events: Iterable[SheetValue]) -> set[str]:
    """Name the sources of some events, and those through which they came."""
    return {slug for one in events for slug in (one["source"], *one["via"]) if slug}


def length(value: object) -> int:
    """Count the characters of a value as JSON."""
    return len(json.dumps(value))


def cut_to(value: SheetValue, most: int) -> SheetValue:
    """Cut the texts and lists in a value until it has few enough characters."""
    for texts, lists in CUTS:
        found: SheetValue = _shortened(value, texts, lists)
        if length(found) <= most:
            break
    return found


def _shortened(value: Any, texts: int, lists: int) -> Any:  # JSON
    match value:
        case str():
            return value if len(value) <= texts else f"{value[: texts - 1]}…"
        case list():
            return [_shortened(one, texts, lists) for one in value[:lists]]
        case dict():
            return {key: _shortened(one, texts, lists) for key, one in value.items()}
    return value
