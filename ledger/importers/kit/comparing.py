"""Which row of a snapshot is which row of the one before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.claims.dates import parse_when
from ledger.claims.snapshots import MOST_SIGNS
from ledger.errors import BadInput, Problem, on_line
from ledger.importers.kit.before import TableBefore
from ledger.importers.kit.lines import RowCells

BETWEEN: Final = " / "
"""Stands between the values of several key columns."""
_MOST_KEY: Final = 200
_ENOUGH: Final = 2
"""Cells that must be the same for a row to be the same under another key."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the file: where it stands, its key, and its cells that hold anything."""

    line: int
    key: str
    cells: RowCells


@dataclass(slots=True)
class RowsByKey:
    """The rows of a file by their keys: every one once."""

    columns: tuple[str, ...]
    seen: dict[str, int] = field(default_factory=dict)
    """Where each key stands."""

    def place(self, line: int, cells: RowCells) -> Placed | Problem:
        """Find the key of a row; a Problem if it has none, or that of another row."""
        parts = [cells.get(column, "") for column in self.columns]
        key, column = BETWEEN.join(parts), ", ".join(self.columns)
        if not any(parts):
            return Problem(line, column, "a row without a key")
        if len(key) > _MOST_KEY:
            return Problem(line, column, f"a key of {len(key)} characters")
        if key in self.seen:
            what = f"{key[:60]!r} is the key of {on_line(self.seen[key])} too"
            return Problem(line, column, what)
        self.seen[key] = line
        for name, text in cells.items():
            if len(text) > MOST_SIGNS:
                what = f"{len(text):,} characters (--ignore {name!r} leaves it out)"
                return Problem(line, name, what)
        return Placed(line, key, cells)


def check_later(published: str, zone: str, before: TableBefore) -> bool:
    """Tell whether a snapshot is the newest one again.

    BadInput if it was taken before that, or while that was taken: snapshots are
    recorded from the oldest to the newest.
    """
    when = parse_when(published, zone)
    newest = before.when
    if newest is None or when.lo >= newest.hi:
        return False
    if (when.lo, when.hi) == (newest.lo, newest.hi):
        return True
    raise BadInput(
        f"the snapshot of {newest.text} is on record; one of {published} is not later",
        "record snapshots from the oldest to the newest; --table NAME begins"
        " another history, and an instant tells two of one day apart",
    )


def renamed(
    gone: Mapping[str, RowCells], new: Iterable[Placed], columns: Sequence[str]
) -> dict[str, str]:
    """Find rows that only have another key: new key -> old key.

    They say the same in all of these columns, at least two of them, and no other row
    that came or went does.
    """
    before, after = (
        _keys_of_unique_rows(gone.items(), columns),
        _keys_of_unique_rows(((place.key, place.cells) for place in new), columns),
    )
    return {after[said]: before[said] for said in before if said in after}


def same_prints(
    before: Mapping[str, tuple[str, ...] | None],
    after: Mapping[str, tuple[str, ...] | None],
) -> dict[str, str]:
    """Find rows that say the same as just one other: new key -> old key."""
    gone, came = _once(before), _once(after)
    return {came[said]: gone[said] for said in gone if said in came}


def _once(
    prints: Mapping[str, tuple[str, ...] | None],
) -> dict[tuple[str, ...], str]:
    many = Counter(prints.values())
    return {said: key for key, said in prints.items() if said and many[said] == 1}


def _keys_of_unique_rows(
    rows: Iterable[tuple[str, RowCells]], columns: Sequence[str]
) -> dict[tuple[str, ...], str]:
    """Give the key of each row that is the only one to say what it says."""
    said = {key: tuple(cells.get(x, "") for x in columns) for key, cells in rows}
    many = Counter(said.values())
    return {
        words: key
        for key, words in said.items()
        if many[words] == 1 and sum(map(bool, words)) >= _ENOUGH
    }
