"""JSON of others as a table: a list of objects, one object a line, or a list in one.

Keys of objects in objects are columns, with a point between: `amount.value`. A list of
words is one cell, a line each; `null` is an empty cell. The whole file is read at once,
so it has a limit of its own.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from io import BufferedReader
from typing import Any, Final

from ledger.claims.names import near, shown
from ledger.errors import BadInput, ItemNumber, Problem
from ledger.importers.kit.limits import LIMITS, RAISE, Limits, read_whole
from ledger.importers.kit.tables import RowCount, TableRow, listed
from ledger.importers.kit.unpacking import number

_OPEN_CAP: Final = "file_type"


def _parse_json(text: str) -> Any:  # whatever JSON holds
    return json.loads(text, parse_float=number, parse_int=str)


class JsonTable:
    """A JSON file that is read as a table."""

    def __init__(
        self,
        file: BufferedReader,
        encoding: str | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        """BadInput for anything but a list of objects, or one that is too large."""
        raw = read_whole(file, limits)
        _check_values(raw, limits)
        try:
            text = raw.decode(encoding or "utf-8-sig")
        except (UnicodeError, LookupError):
            raise BadInput("the text is not UTF-8", "--encoding cp1252 ...") from None
        self._items = _items(text)
        self.tally = RowCount(rows=len(self._items))
        flat = (cells for _, cells in self._items if isinstance(cells, dict))
        self.header = tuple(dict.fromkeys(name for cells in flat for name in cells))
        if not self.header:
            raise BadInput("there is no object with a key in it", "a row is an object")
        if len(self.header) * len(self._items) > limits.cells:
            raise BadInput(
                f"{len(self._items):,} objects with {len(self.header):,} keys in all:"
                f" a table of more than {limits.cells:,} cells",
                RAISE,
            )

    def require(self, names: Collection[str]) -> None:
        """BadInput, with near misses, for a key that no object has."""
        for name in names:
            if name and name not in self.header:
                close = near(name, self.header)
                hint = f"perhaps {', '.join(map(shown, close))}; " if close else ""
                raise BadInput(
                    f"there is no key {shown(name)!r}",
                    f"{hint}the objects have {listed(self.header)}",
                )

    def rows(self) -> Iterator[TableRow | Problem]:
        """Give object after object, every key of the table in each."""
        for line, cells in self._items:
            if isinstance(cells, str):
                yield Problem(line, "", cells)
            else:
                yield TableRow(line, {x: cells.get(x, "") for x in self.header})


def _check_values(raw: bytes, limits: Limits) -> None:
    """Refuse JSON of more values than can be held, before they are made."""
    if sum(raw.count(sign) for sign in (b",", b"{", b"[", b"\n")) > limits.values:
        raise BadInput(
            f"more than {limits.values:,} values of JSON, which have to be read at"
            " once",
            f"write one object per line; {RAISE}",
        )


_Items = list[tuple[int, dict[str, str] | str]]
"""Where each object stands, and its cells or what is wrong with it."""


def _items(text: str) -> _Items:
    try:
        found = _parse_json(text)
    except RecursionError:
        raise BadInput("JSON that is nested too deep", "a row is an object") from None
    except ValueError:
        return _read_lines(text)
    if isinstance(found, dict):
        if _OPEN_CAP in found:
            raise open_cap(str(found[_OPEN_CAP]))
        lists = [x for x in found.values() if _is_rows(x)]
        found = lists[0] if len(lists) == 1 else [found]
    return [(ItemNumber(at), _flat(one)) for at, one in enumerate(found, 1)]


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(x, dict) for x in value)


def _read_lines(text: str) -> _Items:
    """Read one object a line; a line that is none is a problem of its own."""
    found: _Items = []
    for at, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((at, _flat(_parse_json(line))))
        except RecursionError:
            found.append((at, "this is JSON that is nested too deep"))
        except ValueError as error:
            found.append((at, f"this is not JSON: {error}"))
    return found


def _flat(found: object) -> dict[str, str] | str:
    if not isinstance(found, dict):
        return "this is not a JSON object"
    return dict(_cells(found, ""))


def _cells(found: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        name = f"{before}{key}"
        match value:
            case dict():
                yield from _cells(value, f"{name}.")
            case list():
                yield name, "\n".join(map(_cell_text, value))
            case _:
                yield name, _cell_text(value)


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case dict():  # of somebody in a list: what it is called
            return str(value.get("name", json.dumps(value, ensure_ascii=False)))
        case Decimal() | str():
            return str(value).strip()
        case _:
            return json.dumps(value, ensure_ascii=False)


def open_cap(kind: str) -> BadInput:
    """Say what a file in the Open Cap Format is."""
    return BadInput(
        f"this is an Open Cap Table file ({shown(kind[:40])}), one JSON object over"
        " several lines: who holds what of one company, and no report of its rounds",
        "write one object per line, as `jq -c '.items[]'` does, and say with --map what"
        " its keys mean",
    )


def check_whole(start: bytes, name: str) -> None:
    """BadInput for one JSON object over several lines, told for what it is."""
    lines = start.lstrip(b"\xef\xbb\xbf \t\r\n").splitlines()
    if len(lines) < len(("{", "...")) or not lines[0].startswith(b"{"):
        return
    try:
        json.loads(lines[0])
    except ValueError:
        if lines[0].strip() != b"{" and b'"type"' in lines[0]:
            return  # an event that is damaged: its line is told
    else:
        return
    text = start.decode("utf-8", "replace")
    _, key, rest = text.partition(f'"{_OPEN_CAP}"')
    if key:
        error = open_cap(rest.lstrip(' :"').partition('"')[0])
        error.message = f"{name}: {error.message}"
        raise error
    raise BadInput(
        f"{name} is one JSON object over several lines",
        "write one object per line, as `jq -c .` does; --map KEY=FIELD reads a list",
    )
