"""Rows of text within a width: no word is broken, so no slug, number, date or amount.

A column is as wide as its longest cell where there is room. Where there is not, the
columns that read well on a line of their own go there first, such as the investors of
a round. Then prose is wrapped, then other text, then figures; a line ends at a blank,
between two Chinese signs, or between the dates of a range. No column gets narrower
than the words of its title and of most of its cells. A cell with a longer word goes to
a second line of its row, under its title; so do whole columns where a terminal is too
narrow for all of them. In the first column, which names the row, a long cell stands
above its row. Only what is longer than a line, such as an address, is cut.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ledger.rendering.columns import Column

GAP: Final = 2
"""Spaces between two columns, where there is room; else one."""
INDENT: Final = "  "
"""In front of a second line of a row."""
EASE: Final = 12
"""Prose that is narrower is hard to read: then long cells get a second line."""
SHARES: Final = (1, 0.95, 0.9, 0.8)
"""So large a share of the cells of a column fits it without a second line: the first
for which there is room.
"""
NAMED: Final = (1, 0.8, 0.65)
"""The same of the names of rows, which stand above theirs where they do not fit."""

LOOKED_AT: Final = 100
"""By at most so many rows, from all of a table, one of several plans is chosen."""

STEPS: Final = (
    *((0, 24), (1, 12), (0, 12), (2, 12)),
    *((1, 8), (0, 8), (1, 0), (0, 0), (2, 0)),
)
"""Which columns give way, by their order, and how narrow they get at each step."""

_HAN: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_BREAK: Final = re.compile(
    rf"(?<=[{_HAN}])(?=[{_HAN}])"
    r"|(?<=\d{4}-[\dQH]\d/)(?=\d{4})|(?<=\d{4}-\d\d-\d\d/)(?=\d{4})"
)
"""Inside a word a line may end between two Chinese signs, and after the first date of
a range.
"""
_WORD: Final = re.compile(r"(?:nearly|up to) \S*\d\S*|\S+")
"""What blanks separate; the word in front of an amount belongs to it."""

CellLines = Sequence[str]


class Unbroken(NamedTuple):
    """What is never broken, and what stands between it and the piece before."""

    text: str
    gap: str
    length: int


def long(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pieces(text: str) -> list[Unbroken]:
    """Split a text where a line may end."""
    words = _WORD.findall(text)
    if _only_blanks(text):
        return [Unbroken(word, " ", len(word)) for word in words]
    return [
        Unbroken(part, "" if number else " ", long(part))
        for word in words
        for number, part in enumerate(_BREAK.split(word))
    ]


def _only_blanks(text: str) -> bool:
    """Tell whether a line can end nowhere but at a blank."""
    return text.isascii() and "/" not in text


def longest(text: str) -> int:
    """Give the length of the longest piece of a text."""
    if _only_blanks(text):
        return max(map(len, _WORD.findall(text)), default=0)
    return max((piece.length for piece in pieces(text)), default=0)


def _fits(text: str, width: int) -> bool:
    """Tell whether a text can be broken into lines of a width, no piece cut."""
    return long(text) <= width or longest(text) <= width


@lru_cache(maxsize=1 << 12)
def wrapped(text: str, width: int, *, cut: bool = True) -> tuple[str, ...]:
    """Break a text into lines; only a piece that is longer than one is cut.

    Without `cut` it gets a line of its own that is too long.
    """
    if long(text) <= width:
        return (text,)
    lines, used = [""], 0
    for piece in pieces(text):
        gap = piece.gap if lines[-1] else ""
        if used + len(gap) + piece.length <= width:
            lines[-1] += gap + piece.text
            used += len(gap) + piece.length
            continue
        if not cut:
            lines = [*(lines if lines[-1] else lines[:-1]), piece.text]
            used = piece.length
            continue
        *full, last = _cut_line(piece.text, width)
        lines += [*full, last] if lines[-1] else [*full[1:], last]
        if full and not lines[0]:
            lines[0] = full[0]
        used = long(last)
    return tuple(lines)


def _cut_line(text: str, width: int) -> list[str]:
    """Cut what is longer than a line; the rest as it is."""
    if long(text) <= width:
        return [text]
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
    head: int
    """That no word of the title is broken, and the least."""
    fit: tuple[int, ...]
    """The same for the title and each share of the cells, the largest share first."""
    order: int
    """When it gives way: prose 0, text 1, figures and dates 2."""


def planned(
    columns: Sequence[Column[Any]], rows: Sequence[CellLines], width: int
) -> Plan:
    """Plan how wide each column is."""
    cells = [[row[place] for row in rows] for place in range(len(columns))]
    needs = [
        _needs(column, cells[place], name=_names_rows(columns, place))
        for place, column in enumerate(columns)
    ]
    moved = set(_apart(columns, needs, width))
    some = rows[:: 1 + len(rows) // LOOKED_AT]
    while True:
        there = [x for x in range(len(needs)) if x not in moved]
        if plans := list(_plans(columns, needs, there, width)):
            return _tightened(needs, cells, _best(needs, plans, some))
        moved.add(max(there[1:], key=lambda x: (-needs[x].order, needs[x].fit[-1], x)))


def _best(
    needs: Sequence["_Width"],
    plans: Sequence[tuple[Plan, bool]],
    rows: Sequence[CellLines],
) -> Plan:
    """Choose a plan: the easiest usual one, or one as easy that takes fewer lines."""
    tried = [(*_ease(needs, plan, rows), usual, plan) for plan, usual in plans]
    first = max([x for x in tried if x[2]] or tried[:1], key=lambda x: x[:2])
    fewer = [x for x in tried if x[0] >= first[0] and x[1] > first[1]]
    return max(fewer, key=lambda x: x[1], default=first)[3]


def _apart(
    columns: Sequence[Column[Any]], needs: Sequence["_Width"], width: int
) -> list[int]:
    """Give the columns that may stand below their rows and must: no more than needed.

    The last ones go first.
    """
    moved: list[int] = []
    free = width + GAP - sum(x.whole + GAP for x in needs)
    for place in reversed(range(1, len(needs))):
        if free < 0 and columns[place].below is not None:
            moved.append(place)
            free += needs[place].whole + GAP
    for place in list(moved):
        if needs[place].whole + GAP <= free:
            moved.remove(place)
            free -= needs[place].whole + GAP
    return moved


def _names_rows(columns: Sequence[Column[Any]], place: int) -> bool:
    """Tell whether a column names the rows: the first one, if it is firm."""
    return place == 0 and columns[0].firm


def _plans(
    columns: Sequence[Column[Any]],
    needs: Sequence["_Width"],
    there: Sequence[int],
    width: int,
) -> Iterator[tuple[Plan, bool]]:
    """Give the plans for some columns: without second lines, then with some.

    With second lines, there is room for the names of most rows, and the others stand
    above their rows; so do all where that is more than half of the width. The usual
    plans have room for all cells, or for most cells and names.
    """
    first, *others = needs
    for share in range(len(SHARES)):
        firsts = [first._replace(fit=first.fit[share:])]
        if _names_rows(columns, 0):
            rooms = [x if x <= width // 2 else first.head for x in first.fit[1:]]
            firsts = [first, *(first._replace(whole=x, fit=(x,)) for x in rooms)]
        usual = {0: firsts[0], len(SHARES) - 1: firsts[:2][-1]}.get(share)
        for name in dict.fromkeys(firsts):
            floors = [name.fit[0], *(x.fit[share] for x in others)]
            for gap in (GAP, 1):
                left = width - gap * (len(there) - 1)
                if sum(floors[x] for x in there) <= left or len(there) == 1:
                    shrunk = _shrunk([name, *others], floors, there, left)
                    plan = Plan(tuple(map(shrunk.get, range(len(needs)))), gap)
                    yield plan, name is usual


def _ease(
    needs: Sequence["_Width"], plan: Plan, rows: Sequence[CellLines]
) -> tuple[int, int]:
    """Give how wide the narrowest column of prose is, as far as that matters.

    Two spaces between columns count as much as two more in such a column. Of equals
    the one with fewer lines is better.
    """
    both = zip(needs, plan.rooms, strict=True)
    prose = [(x.whole, room) for x, room in both if room is not None and not x.order]
    narrow = [min(EASE, room) for whole, room in prose if whole > room]
    lines = sum(_height(plan, row) for row in rows)
    return min(narrow, default=EASE) + 2 * (plan.gap == GAP), -lines


def _tightened(
    needs: Sequence["_Width"], cells: Sequence[CellLines], plan: Plan
) -> Plan:
    """Take what no line of a column fills, and give it to those that were narrowed."""
    rooms = list(plan.rooms)
    for place, room in enumerate(rooms):
        if room is not None and room < needs[place].whole:
            # What is longer stands below its row and fills nothing here.
            there = (cell for cell in cells[place] if _fits(cell, room))
            lines = (x for cell in there for x in wrapped(cell, room))
            used = max(map(long, lines), default=0)
            rooms[place] = max(used, needs[place].head)
    free = sum(x or 0 for x in plan.rooms) - sum(x or 0 for x in rooms)
    lack = {x: needs[x].whole - (rooms[x] or needs[x].whole) for x in range(len(rooms))}
    for place in sorted(lack, key=lambda x: (-needs[x].order, lack[x])):
        if 0 < lack[place] <= free:
            rooms[place], free = needs[place].whole, free - lack.pop(place)
    most = max(lack, key=lambda x: lack[x], default=0)
    if free and lack.get(most) and (room := rooms[most]) is not None:
        rooms[most] = room + free
    return Plan(tuple(rooms), plan.gap)


def _height(plan: Plan, row: CellLines) -> int:
    """Give how many lines the columns of a row take that are in the plan."""
    both = [(room, x) for room, x in zip(plan.rooms, row, strict=True) if room]
    there = [len(wrapped(cell, room)) for room, cell in both if _fits(cell, room)]
    return len(both) - len(there) + max(there, default=0)


def _needs(column: Column[Any], cells: Sequence[str], *, name: bool) -> _Width:
    """Give what a column needs; what names a row is never folded."""
    words = sorted(map(long if name else longest, cells)) or [0]
    title = column.title or ""
    head = max(longest(title), 2, column.room)
    shares = NAMED if name else SHARES
    last = len(words) - 1
    fit = (words[min(last, int(share * len(words)))] for share in shares)
    whole = max([long(title), column.room, *map(long, cells)])
    order = 0 if column.wide else 2 if column.right or column.firm else 1
    return _Width(whole, head, tuple(max(head, x) for x in fit), order)


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


class StyledText(NamedTuple):
    """A part of a line, in the style of a column or of none."""

    text: str
    place: int | None = None


TextLine = list[StyledText]


def heading(columns: Sequence[Column[Any]], plan: Plan) -> Iterator[TextLine]:
    """Give the lines of the titles; a short one stands on the last of them."""
    titles = [
        () if room is None else wrapped(column.title or "", room)
        for column, room in zip(columns, plan.rooms, strict=True)
    ]
    height = max(map(len, titles), default=0)
    raised = [("",) * (height - len(lines)) + lines for lines in titles]
    yield from _side_by_side(columns, plan, raised)


def row_lines(
    columns: Sequence[Column[Any]], plan: Plan, row: CellLines, width: int
) -> Iterator[TextLine]:
    """Give the lines of a row."""
    blocks: list[Sequence[str]] = []
    below: list[int] = []
    for place, (room, cell) in enumerate(zip(plan.rooms, row, strict=True)):
        name = _names_rows(columns, place)
        over = room is None or (long(cell) > room if name else not _fits(cell, room))
        if over and place == 0 and room is not None and len(row) > 1:
            for line in wrapped(cell, width):
                yield [StyledText(line, 0)]
        elif over and cell and len(row) > 1:
            below.append(place)
        blocks.append(() if over and len(row) > 1 else wrapped(cell, room or width))
    if any(line for lines in blocks for line in lines):
        yield from _side_by_side(columns, plan, blocks)
    yield from _below(columns, row, below, width)


def _below(
    columns: Sequence[Column[Any]], row: CellLines, places: Sequence[int], width: int
) -> Iterator[TextLine]:
    """Give the lines under a row: one a title, then cells that may share one."""
    room = width - 2 * len(INDENT)
    shared = [x for x in places if columns[x].below is not None]
    for place in (x for x in places if x not in shared):
        title = columns[place].title
        text = f"{title}: {row[place]}" if title else row[place]
        for number, line in enumerate(wrapped(text, room)):
            yield [StyledText(INDENT * (2 if number else 1)), StyledText(line, place)]
    parts = [f"{columns[place].below}{row[place]}" for place in shared]
    if parts:
        for number, line in enumerate(wrapped("; ".join(parts), room)):
            yield [StyledText(INDENT * (2 if number else 1)), StyledText(line)]


def _side_by_side(
    columns: Sequence[Column[Any]], plan: Plan, blocks: Sequence[Sequence[str]]
) -> Iterator[TextLine]:
    for number in range(max(map(len, blocks), default=0)):
        line: TextLine = []
        for place, (room, lines) in enumerate(zip(plan.rooms, blocks, strict=True)):
            if room is None:
                continue
            text = lines[number] if number < len(lines) else ""
            blank, gap = " " * (room - long(text)), " " * plan.gap
            if columns[place].right:
                line += [StyledText(blank), StyledText(text, place), StyledText(gap)]
            else:
                line += [StyledText(text, place), StyledText(blank + gap)]
        yield line
