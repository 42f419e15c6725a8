"""Rows of text within a width: no word is broken, so no slug, number, date or amount.

A column is as wide as its longest cell where there is room. Where there is not, prose
is wrapped first, then other text, then figures; a line ends at a blank, behind the
slash of a round, or between two Chinese signs. No column gets narrower than the words
of its title and of most of its cells. A cell with a longer word goes to a second line
of its row, under its title; so do whole columns where a terminal is too narrow for all
of them. In the first column, which names the row, a long cell stands above its row.
Only what is longer than a line, such as an address, is cut.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ledger.rendering.columns import Column

GAP: Final = 2
"""Spaces between two columns, where there is room; else one."""
INDENT: Final = "  "
"""In front of a second line of a row."""
EASE: Final = 12
"""Prose that is narrower is hard to read: then long cells get a second line."""
MOST: Final = 0.8
"""So large a share of the cells of a column fits it without a second line."""

STEPS: Final = (
    *((0, 24), (1, 12), (0, 12), (2, 12)),
    *((1, 8), (0, 8), (1, 0), (0, 0), (2, 0)),
)
"""Which columns give way, by their order, and how narrow they get at each step."""

_HAN: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_BREAK: Final = re.compile(rf"(?<=[{_HAN}])(?=[{_HAN}])|(?<=[a-z0-9]/)(?=[a-z0-9])")
_DATE: Final = re.compile(r"\d{4}-\d\d|https?:", re.ASCII)

Cells = Sequence[str]


class Piece(NamedTuple):
    """What is never broken, and what stands between it and the piece before."""

    text: str
    gap: str
    length: int


def long(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def pieces(text: str) -> Iterator[Piece]:
    """Split a text where a line may end; addresses and stretches of dates stay."""
    for word in text.split():
        parts = [word] if _DATE.match(word) else _BREAK.split(word)
        for number, part in enumerate(parts):
            yield Piece(part, "" if number else " ", long(part))


def longest(texts: Iterable[str]) -> int:
    """Give the length of the longest piece of some texts."""
    return max((x.length for text in texts for x in pieces(text)), default=0)


def folded(text: str, width: int) -> list[str]:
    """Break a text into lines; only a piece that is longer than one is cut."""
    if long(text) <= width:
        return [text]
    lines = [""]
    for piece in pieces(text):
        gap = piece.gap if lines[-1] else ""
        if long(lines[-1] + gap) + piece.length <= width:
            lines[-1] += gap + piece.text
            continue
        *full, last = _cut(piece.text, width)
        lines += [*full, last] if lines[-1] else [*full[1:], last]
        if full and not lines[0]:
            lines[0] = full[0]
    return lines


def _cut(text: str, width: int) -> list[str]:
    """Cut what is longer than a line; the rest as it is."""
    lines = [""]
    for sign in text:
        if long(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines


@dataclass(frozen=True, slots=True)
class Plan:
    """How wide each column is; None: it goes to a second line of each row."""

    rooms: tuple[int | None, ...]
    gap: int


class _Width(NamedTuple):
    """What a column needs."""

    whole: int
    """To be printed without wrapping."""
    words: int
    """That no word is broken."""
    most: int
    """The same for the title and most cells."""
    order: int
    """When it gives way: prose 0, text 1, figures and dates 2."""


def planned(columns: Sequence[Column[Any]], rows: Sequence[Cells], width: int) -> Plan:
    """Plan how wide each column is."""
    cells = [[row[place] for row in rows] for place in range(len(columns))]
    needs = [_needs(*both) for both in zip(columns, cells, strict=True)]
    moved: set[int] = set()
    while True:
        there = [x for x in range(len(needs)) if x not in moved]
        if plans := list(_plans(needs, there, width)):
            return max(plans, key=lambda plan: _ease(needs, plan))
        moved.add(max(there[1:], key=lambda x: (-needs[x].order, needs[x].most, x)))


def _plans(
    needs: Sequence["_Width"], there: Sequence[int], width: int
) -> Iterator[Plan]:
    """Give the plans for some columns: without second lines, then with some."""
    for floors in ([x.words for x in needs], [x.most for x in needs]):
        for gap in (GAP, 1):
            left = width - gap * (len(there) - 1)
            if sum(floors[x] for x in there) <= left or len(there) == 1:
                rooms = _shrunk(needs, floors, there, left)
                yield Plan(tuple(rooms.get(x) for x in range(len(needs))), gap)


def _ease(needs: Sequence["_Width"], plan: Plan) -> int:
    """Give how wide the narrowest column of prose is, as far as that matters.

    Two spaces between columns count as much as two more in such a column.
    """
    both = zip(needs, plan.rooms, strict=True)
    prose = [(x.whole, room) for x, room in both if room is not None and not x.order]
    narrow = [min(EASE, room) for whole, room in prose if whole > room]
    return min(narrow, default=EASE) + 2 * (plan.gap == GAP)


def _needs(column: Column[Any], cells: Sequence[str]) -> _Width:
    title = column.title or ""
    words = sorted(longest([cell]) for cell in cells)
    head = max(longest([title]), 2)
    most = words[min(len(words) - 1, int(MOST * len(words)))] if words else 0
    whole = max([long(title), column.room, *map(long, cells)])
    order = 0 if column.wide else 2 if column.right or column.firm else 1
    return _Width(whole, max([head, *words]), max(head, most, column.room), order)


def _shrunk(
    needs: Sequence[_Width], floors: Sequence[int], there: Sequence[int], width: int
) -> dict[int, int]:
    """Take room from the widest columns, prose first, until all fit."""
    rooms = {x: max(needs[x].whole, floors[x]) for x in there}
    for order, least in STEPS:
        while (excess := sum(rooms.values()) - width) > 0:
            able = [
                x
                for x in there
                if needs[x].order == order and rooms[x] > max(floors[x], least)
            ]
            if not able:
                break
            first, *others = sorted((rooms[x] for x in able), reverse=True)
            widest = next(x for x in able if rooms[x] == first)
            step = max(1, first - (others[0] if others else 0))
            rooms[widest] -= min(step, excess, first - max(floors[widest], least))
    if len(there) == 1:
        return {there[0]: max(2, min(rooms[there[0]], width))}
    return rooms


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line, in the style of a column or of none."""

    text: str
    place: int | None = None


Line = list[Span]


def heading(columns: Sequence[Column[Any]], plan: Plan) -> Iterator[Line]:
    """Give the lines of the titles; a short one stands on the last of them."""
    titles = [
        [] if room is None else folded(column.title or "", room)
        for column, room in zip(columns, plan.rooms, strict=True)
    ]
    height = max(map(len, titles), default=0)
    raised = [[""] * (height - len(lines)) + lines for lines in titles]
    yield from _side_by_side(columns, plan, raised)


def row_lines(
    columns: Sequence[Column[Any]], plan: Plan, row: Cells, width: int
) -> Iterator[Line]:
    """Give the lines of a row."""
    blocks: list[list[str]] = []
    below: list[int] = []
    for place, (room, cell) in enumerate(zip(plan.rooms, row, strict=True)):
        over = room is None or longest([cell]) > room
        if over and place == 0 and room is not None and len(row) > 1:
            for line in folded(cell, width):
                yield [Span(line, 0)]
        elif over and cell and len(row) > 1:
            below.append(place)
        blocks.append([] if over and len(row) > 1 else folded(cell, room or width))
    if any(line for lines in blocks for line in lines):
        yield from _side_by_side(columns, plan, blocks)
    for place in below:
        title = columns[place].title
        text = f"{title}: {row[place]}" if title else row[place]
        for number, line in enumerate(folded(text, width - 2 * len(INDENT))):
            yield [Span(INDENT * (2 if number else 1)), Span(line, place)]


def _side_by_side(
    columns: Sequence[Column[Any]], plan: Plan, blocks: Sequence[Sequence[str]]
) -> Iterator[Line]:
    for number in range(max(map(len, blocks), default=0)):
        line: Line = []
        for place, (room, lines) in enumerate(zip(plan.rooms, blocks, strict=True)):
            if room is None:
                continue
            text = lines[number] if number < len(lines) else ""
            blank = " " * (room - long(text))
            if columns[place].right:
                line += [Span(blank), Span(text, place)]
            else:
                line += [Span(text, place), Span(blank)]
            line.append(Span(" " * plan.gap))
        yield line
