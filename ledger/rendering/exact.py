"""Cells for programs: JSON values and csv, exact and by the kind of their column.

An amount is an object in JSON (currency, min, max, qualifier, and the text that can be
pasted back) and four columns in csv. A partial date is its text with the interval that
it means: instants in UTC, `from` included and `to` not, or calendar days, `first` and
`last` included.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from ledger.claims.dates import (
    MAX_DAY,
    MAX_US,
    MIN_DAY,
    MIN_US,
    parse_days,
    parse_when,
    show_day,
    show_instant,
)
from ledger.claims.figures import Figure
from ledger.claims.names import inert_json
from ledger.projections.prose import Prose
from ledger.rendering.columns import Cell, CellKind, Cells, Column, Thing

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also behind spaces."""

SPREAD: Final[Mapping[str, tuple[str, ...]]] = {
    "figure": ("_currency", "_min", "_max", "_qualifier"),
    "when": ("", "_from", "_to"),
    "days": ("", "_first", "_last"),
}
"""Kinds that are several columns of csv, and how their names end."""

DATED: Final = frozenset({"when", "days"})

ENDINGS: Final[Mapping[CellKind, Mapping[str, CellKind]]] = {
    "figure": {
        "_currency": "text",
        "_min": "exact",
        "_max": "exact",
        "_qualifier": "text",
    },
    "when": {"_from": "instant", "_to": "instant"},
    "days": {"_first": "day", "_last": "day"},
}
"""By the kind of a column: how the names of its parts end, and what they hold."""


def objects(
    columns: Sequence[Column[Any]], rows: Iterable[Cells]
) -> Iterator[dict[str, object]]:
    """Give each row as JSON holds it, by the names of the columns."""
    for row in rows:
        cells = zip(columns, row, strict=True)
        yield {column.name: value_of(column, cell) for column, cell in cells}


def value_of(column: Column[Any], cell: Cell) -> object:
    """Give a cell as JSON holds it."""
    match cell:
        case str():
            return _dated(column.kind, cell) if column.kind in DATED else cell
        case Thing():
            return _thing(column, cell)
        case tuple():
            return [value_of(column, one) for one in cell]
        case Figure():
            return figure(cell)
        case Decimal() | Prose():
            return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    return cell


def figure(found: Figure) -> dict[str, object]:
    """Give an amount as JSON holds it."""
    return {
        "currency": found.currency,
        "min": found.amount_min,
        "max": found.amount_max,
        "qualifier": found.qualifier,
        "text": str(found),
    }


def _thing(column: Column[Any], cell: Thing) -> object:
    if not column.parts:
        return cell.value
    row = tuple(part.of(cell.value) if part.of else None for part in column.parts)
    return next(objects(column.parts, [row]))


def _dated(kind: str, text: str) -> dict[str, object]:
    names = [ending.removeprefix("_") or "text" for ending in SPREAD[kind]]
    return dict(zip(names, (text, *ends_of(kind, text)), strict=True))


def ends_of(kind: str, text: str) -> tuple[str | None, str | None]:
    """Give the ends of what a partial date means; None for one that is open."""
    if kind == "days":
        days = parse_days(text)
        return _day_text(days.first), _day_text(days.last)
    when = parse_when(text)
    return instant(when.lo), instant(when.hi)


def part_of(cell: Cell, kind: str, ending: str) -> Cell:
    """Give a part of an amount or a date, under the name that csv gives it.

    What stands before the slash in the name of a round is its company.
    """
    if isinstance(cell, str) and ending == "/":
        return cell.partition(ending)[0]
    parts: tuple[Cell, ...]
    if isinstance(cell, Figure):
        parts = (cell.currency, cell.min, cell.max, cell.qualifier)
    elif isinstance(cell, str) and kind in DATED:
        parts = (cell, *ends_of(kind, cell))
    else:
        return None
    return parts[SPREAD[kind].index(ending)]


def instant(microseconds: int) -> str | None:
    """Write an end of an interval in UTC; None for an open one."""
    return show_instant(microseconds) if MIN_US < microseconds < MAX_US else None


def _day_text(ordinal: int) -> str | None:
    return show_day(ordinal) if MIN_DAY < ordinal < MAX_DAY else None


def json_line(value: object) -> str:
    """Write a JSON value in one line, safe to show."""
    import orjson

    return inert_json(orjson.dumps(value).decode())


def flattened(
    columns: Sequence[Column[Any]], rows: Iterable[Cells]
) -> tuple[Sequence[Column[Any]], Iterable[Cells]]:
    """Put the parts of things that are spread behind them, as `before_amount`."""
    if not any(one.spread for one in columns):
        return columns, rows
    flat: list[Column[Any]] = []
    for one in columns:
        parts = one.parts if one.spread else ()
        flat += [one, *(replace(x, name=f"{one.name}_{x.name}") for x in parts)]

    def cells(row: Cells) -> Iterator[Cell]:
        for one, cell in zip(columns, row, strict=True):
            yield cell
            for part in one.parts if one.spread else ():
                found = cell.value if isinstance(cell, Thing) else None
                yield part.of(found) if part.of and found is not None else None

    made = (tuple(cells(row)) for row in rows)
    return flat, list(made) if isinstance(rows, Sequence) else made


def separated(columns: Sequence[Column[Any]], rows: Iterable[Cells]) -> Iterator[str]:
    """Write csv as in RFC 4180, safe to open in a spreadsheet."""
    columns, rows = flattened(columns, rows)
    spread = [spread_of(one, rows, place) for place, one in enumerate(columns)]
    names = zip(columns, spread, strict=True)
    yield _record(one.name + end for one, ends in names for end in ends)
    kinds = [one.kind for one in columns]
    for row in rows:
        yield _record(_cells(row, kinds, spread))


def spread_of(
    column: Column[Any], rows: Iterable[Cells], place: int
) -> tuple[str, ...]:
    """Say how the names of the csv columns of a column end.

    A figure is told by what is there, too; rows that are streamed are not looked at.
    """
    kept = isinstance(rows, Sequence)
    if kept and any(isinstance(row[place], Figure) for row in rows):
        return SPREAD["figure"]
    return SPREAD.get(column.kind, ("",))


def _cells(
    row: Cells, kinds: Sequence[str], spread: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    for cell, kind, ends in zip(row, kinds, spread, strict=True):
        if len(ends) == 1:
            yield _csv_text(cell)
        elif isinstance(cell, Figure):
            bounds = (cell.amount_min or "", cell.amount_max or "")
            yield from (cell.currency or "", *bounds, cell.qualifier)
        elif isinstance(cell, str):
            yield from (_safe(cell), *(end or "" for end in ends_of(kind, cell)))
        else:
            yield from ("",) * len(ends)


_WORDS: Final = {None: "", True: "true", False: "false"}


def _csv_text(cell: Cell) -> str:
    """Write a cell of csv; text cannot begin a formula."""
    match cell:
        case str():
            return _safe(cell)
        case None | bool():
            return _WORDS[cell]
        case int():
            return str(cell)
        case Decimal():
            return format(cell, "f")
        case tuple():
            return _safe(";".join(map(_csv_text, cell)))
    return _safe(str(cell))


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _record(cells: Iterable[str]) -> str:
    import csv

    line = io.StringIO()
    # Only characters of the line end given here are quoted inside a cell.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n")
