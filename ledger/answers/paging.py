"""A page of an answer: as many of its items as are wanted or fit, and where to go on.

A document is lists (parts, then rows), and what stands around them.
A page is a document of the same shape with a run of the items of these lists, and with
the events and sources that they name. The lists of all pages, joined, are the lists of
the whole. What stands before the lists (asked, basis, notes) is on every page. Where a
page has a size, the rows come before the other lists.

Where a page has a size, the events of one item may need several pages: the item itself
is on the first of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from ledger.answers.sheets import (
    ItemReferences,
    PageBuilder,
    SheetValue,
    length,
    named_sources,
)
from ledger.answers.telling import References, Told
from ledger.rendering.exact import objects
from ledger.rendering.tables import Table

ROWS: Final = "rows"


class Start(NamedTuple):
    """Where a page begins: at an item, or at an event that it names."""

    item: int = 0
    part: int = 0
    """0 for the item itself, then its events in order."""


class AnswerPage(NamedTuple):
    """A page as a document, and where the next one begins; None after the last one."""

    document: SheetValue
    following: Start | None


class ListItem(NamedTuple):
    """An item of a list, and what it names."""

    of: str
    value: SheetValue
    named: References


FIRST: Final = Start()


def page_of(
    told: Told, start: Start = FIRST, *, limit: int | None = None, most: int | None
) -> AnswerPage:
    """Give the page of an answer that begins somewhere in it.

    It has at most `limit` rows, and at most `most` characters as JSON.
    """
    table = told.exact()
    lists = {**table.parts, ROWS: table}
    if most is not None:  # who reads one page only has seen the rows
        lists = {ROWS: table, **table.parts}
    sheet = PageBuilder(told.head(table), {name: [] for name in lists}, most)
    items = islice(_items(lists), start.item, None)
    taken, ended = _candidates(
        items, limit, None if most is None else most - sheet.size
    )
    following = _fill(sheet, told, taken, start)
    if following is None and not ended:
        following = Start(start.item + len(taken))
    whole = len(table.rows) if isinstance(table.rows, Sequence) else table.many
    return AnswerPage(sheet.document(rows=len(sheet.lists[ROWS]), of=whole), following)


def _items(lists: Mapping[str, Table]) -> Iterator[ListItem]:
    for name, table in lists.items():
        for row in table.rows:
            named = References()
            named.add(table.columns, row)
            yield ListItem(name, next(objects(table.columns, [row])), named)


def _candidates(
    items: Iterator[ListItem], limit: int | None, room: int | None
) -> tuple[list[ListItem], bool]:
    """Give the items that may be on a page, and whether no others follow."""
    found: list[ListItem] = []
    rows = size = 0
    for one in items:
        rows += one.of == ROWS
        size += 0 if room is None else length(one.value)
        full = limit is not None and rows > limit
        if full or (found and room is not None and size > room):
            return found, False
        found.append(one)
    return found, True


def _fill(
    sheet: PageBuilder, told: Told, taken: Sequence[ListItem], start: Start
) -> Start | None:
    """Put items on a page as long as they fit; give the first that does not."""
    about = _referenced(told, taken)
    for place, one in enumerate(taken):
        part = start.part if place == 0 else 0
        value = None if part else one.value
        named = _named_by(one, about, part)
        if sheet.add(one.of, value, named):
            continue
        if place:
            return Start(start.item + place)
        count = sheet.add_cut(one.of, value, named)
        if count < len(named.events):
            return Start(start.item, max(part, 1) + count)
        return Start(start.item + 1) if len(taken) > 1 else None
    return None


def _referenced(told: Told, taken: Sequence[ListItem]) -> ItemReferences:
    """Give all events and sources that some items name."""
    named = References()
    for one in taken:
        named.events |= one.named.events
        named.sources |= one.named.sources
    tail = told.tail(named)
    return ItemReferences(
        {one["event"]: one for one in tail["events"]},
        {one["source"]: one for one in tail["sources"]},
    )


def _named_by(one: ListItem, about: ItemReferences, part: int) -> ItemReferences:
    """Give the events and sources of an item from one of its parts on."""
    events = [x for x in sorted(one.named.events) if x in about.events]
    found = {x: about.events[x] for x in events[max(part - 1, 0) :]}
    slugs = named_sources(found.values()) | (set() if part else one.named.sources)
    return ItemReferences(found, {x: y for x, y in about.sources.items() if x in slugs})
