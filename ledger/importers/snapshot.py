"""A copy of somebody's table, compared with the newest copy on record.

The file is compared by the values of the key columns, whatever the order of rows and
columns. Amounts and days are compared by what they mean where the columns are known or
mapped, and stay in one way of writing; all else is text. A row that only got another
key is the same row; where no key is the same, rows are found again by their company,
amounts and day. Nothing is skipped: a row that cannot be placed stops the file, or it
would count as gone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Any, Final

from ledger.errors import BadInput, Problem
from ledger.importers.crunchbase import DIALECT as CRUNCHBASE
from ledger.importers.csv_tables import FORMAT as TABLE
from ledger.importers.csv_tables import surveyed
from ledger.importers.epoch import DIALECT as EPOCH
from ledger.importers.kit.before import Comparing, RowBefore, TableBefore
from ledger.importers.kit.beginning import beginning_of
from ledger.importers.kit.cleaning import cleaned
from ledger.importers.kit.compared import MappedRows, Prints
from ledger.importers.kit.comparing import (
    Placed,
    RowsByKey,
    check_later,
    renamed,
    same_prints,
)
from ledger.importers.kit.dialects import Dialect, header_in
from ledger.importers.kit.lines import Item, Line, NamedCompany, RowCells
from ledger.importers.kit.reading import Account, Format, Setting
from ledger.importers.kit.rowclaims import Answered, RowClaims
from ledger.importers.kit.tables import CsvTable, TableRow, counted_rows

_DIALECTS: Final = (EPOCH, CRUNCHBASE)
_MOST_TOGETHER: Final = 30_000
"""Signs of a new column that one event holds."""
_MOST_CELLS: Final = 500


def dialect_in(start: bytes) -> Dialect | None:
    """Tell whose table a file is from its first bytes, if it is one that we know."""
    return _dialect(header_in(beginning_of(start).header))


def _dialect(header: Sequence[str]) -> Dialect | None:
    return next((one for one in _DIALECTS if one.knows(header)), None)


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    comparing = setting.comparing
    if comparing is None or setting.published is None:
        raise BadInput(
            "a snapshot is a copy of a table on one day",
            "--key COLUMN identifies its rows, --published D is the day",
        )
    mapped = _mapped(file, setting)
    table = CsvTable(file, setting.encoding, setting.layout)
    missing = [name for name in comparing.keys if name not in table.header]
    if missing or not comparing.keys:
        raise BadInput(
            f"there is no column {missing[0]!r}"
            if missing
            else "which column identifies a row?",
            f"choose one with --key: {', '.join(filter(None, table.header))}",
        )
    before = comparing.before()
    again = check_later(setting.published, comparing.zone, before)
    comparison = _Comparison(setting, comparing, before, table.header, account, mapped)
    for item in comparison.lines(table):
        if again and isinstance(item, Line) and comparison.differs(item):
            raise BadInput(
                f"the snapshot of {setting.published} is on record, and says otherwise"
                f" than {item.where} of this file",
                "give an instant to distinguish two snapshots of one day: --published"
                " 2026-01-16T18:00",
            )
        yield item


def _mapped(file: BufferedReader, setting: Setting) -> MappedRows | None:
    """Give the table as somebody mapped it; None where nobody did, or it is known."""
    if not setting.columns:
        return None
    meaning = surveyed(file, setting, needed=False)
    return MappedRows(meaning, setting)


@dataclass(slots=True)
class _RowChanges:
    """What was found, for the person who imports."""

    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(slots=True)
class _Filled:
    """The cells of a new column in rows that are not new."""

    cells: list[dict[str, str]] = field(default_factory=list)
    line: int = 0


class _Comparison:
    """One file, compared with what is on record."""

    def __init__(
        self,
        setting: Setting,
        comparing: Comparing,
        before: TableBefore,
        header: Sequence[str],
        account: Account,
        mapped: MappedRows | None,
    ) -> None:
        self._setting, self._comparing, self._before = setting, comparing, before
        self._account = account
        self._columns = tuple(
            name for name in header if name and name not in comparing.ignored
        )
        self._ignored = tuple(name for name in header if name in comparing.ignored)
        self._both = [name for name in self._columns if name in before.columns]
        self._dialect = _dialect(self._columns)
        self._mapped = None if self._dialect else mapped
        if self._mapped is not None and self._mapped.claims_anything:
            self._dialect = self._mapped.dialect()
        self._claims = None
        if self._dialect is not None:
            self._claims = RowClaims(self._dialect, setting, comparing, self._columns)
        self._keys = RowsByKey(comparing.keys)
        self._counts = _RowChanges()
        self._filled = {
            name: _Filled() for name in self._columns if name not in self._both
        }
        self._last = 1

    def lines(self, table: CsvTable) -> Iterator[Item]:
        """Give the events that lead from the snapshot before to this one."""
        new, wrong = [], False
        for row in cleaned(counted_rows(table, self._account), self._setting.layout):
            place = row if isinstance(row, Problem) else self._place(row)
            if isinstance(place, Problem):
                wrong = True
                yield place
                continue
            old = self._before.rows.get(place.key)
            if old is not None:
                yield from self._compared(place, old)
            elif self._before.rows:
                new.append(place)
            else:
                yield from self._seen(place)
        if wrong:
            return
        yield from self._ended(new)

    def _check_same_table(self, moved: Collection[str]) -> None:
        """Refuse a file in which all rows would have gone: it is another one."""
        if not self._keys.seen:
            raise BadInput(
                f"{self._setting.name} has no rows; file not imported",
                "check the file, or export it again",
            )
        before = self._before.rows
        known = moved or any(key in before for key in self._keys.seen)
        if before and not known:
            raise BadInput(
                f"no row of the snapshot before is in {self._setting.name}, by its key"
                " or by company, amount and day: it is another table",
                "--table NAME starts another history; --key names the same rows in both"
                " if it is a copy of the same one",
            )

    def _moved(
        self, gone: Mapping[str, RowBefore], new: Sequence[Placed]
    ) -> dict[str, str]:
        """Find the rows that only have another key: new key -> old key."""
        plain = {key: self._plain_again(old.cells) for key, old in gone.items()}
        columns = [x for x in self._both if x not in self._comparing.keys]
        moved = renamed(plain, new, columns)
        if self._dialect is None:
            return moved
        prints = Prints(self._dialect, self._setting, self._comparing)
        before = {
            key: prints.of_record(row)
            for key, row in gone.items()
            if key not in moved.values()
        }
        after = {
            place.key: prints.of_file(place.line, place.cells, self._columns)
            for place in new
            if place.key not in moved
        }
        return moved | same_prints(before, after)

    def _ended(self, new: Sequence[Placed]) -> Iterator[Item]:
        """Give what is known once all rows were read."""
        gone = {k: x for k, x in self._before.rows.items() if k not in self._keys.seen}
        moved = self._moved(gone, new)
        self._check_same_table(moved)
        for place in new:
            if (was := moved.get(place.key)) is not None:
                yield from self._compared(place, gone.pop(was), was)
        for key in sorted(gone):
            yield from self._gone(key, gone[key])
        yield from self._columns_seen()
        for place in new:
            if place.key not in moved:
                yield from self._seen(place)
        yield self._taken()
        self._tell()

    def differs(self, line: Line) -> bool:
        """Tell whether a line says that this is not the snapshot before once more."""
        if line.type != "snapshot.taken":
            return True
        mine = (self._comparing.keys, self._columns, self._ignored)
        before = self._before
        return mine != (tuple(before.key), tuple(before.columns), tuple(before.ignored))

    def _place(self, row: TableRow) -> Placed | Problem:
        self._last, cells = row.line, row.cells
        held = {name: cells[name] for name in self._columns if cells.get(name)}
        if self._mapped is not None:
            held = self._mapped.written(row.line, held)
        return self._keys.place(row.line, self._plain(held))

    def _plain_again(self, cells: RowCells) -> dict[str, str]:
        """Give the cells of a row on record, numbers and dates in one way."""
        return self._plain(self._mapped.again(cells) if self._mapped else cells)

    def _plain(self, cells: RowCells) -> dict[str, str]:
        """Give the cells that hold anything, numbers and dates in one way."""
        if self._dialect is None:
            return dict(cells)
        plain = self._dialect.plain
        return {name: plain(name, text) or text for name, text in cells.items()}

    def _company(self, cells: RowCells) -> NamedCompany | None:
        """Give the company of a row; a row stays without, if nobody registered it."""
        found = None
        if self._dialect is not None:
            padded = {name: cells.get(name, "") for name in self._columns}
            found = self._dialect.company(padded)
        elif self._mapped is not None:
            found = self._mapped.company(cells)
        if found is None:
            return None
        return NamedCompany(found.name, found.key, found.aliases, needed=False)

    def _line(self, line: int, what: str, **data: Any) -> Line:  # of an event
        shared = {
            "source": self._setting.source,
            "published": self._setting.published,
            "table": self._comparing.table,
        }
        kept = {k: v for k, v in {**shared, **data}.items() if v not in (None, [])}
        return Line(line, f"snapshot.{what}", kept)

    def _row(
        self,
        place: Placed,
        what: str,
        answered: Answered,
        **data: Any,
    ) -> Iterator[Line]:
        """Give what a row claims, then what became of it."""
        yield from answered.lines
        named = None if answered.company else self._company(place.cells)
        line = self._line(
            place.line,
            what,
            key=place.key,
            company=answered.company,
            claims=answered.claims,
            **data,
        )
        yield Line(line.line, line.type, line.data, company=named)

    def _seen(self, place: Placed) -> Iterator[Line]:
        self._counts.new += 1
        answered = self._claims.seen(place) if self._claims else Answered()
        cells = [{"column": x, "value": text} for x, text in place.cells.items()]
        yield from self._row(place, "row_seen", answered, cells=cells)

    def _compared(
        self, place: Placed, old: RowBefore, was: str | None = None
    ) -> Iterator[Line]:
        """Compare a row with the earlier one, in the columns that both files have."""
        for name, filled in self._filled.items():
            if text := place.cells.get(name):
                filled.cells.append({"key": place.key, "value": text})
                filled.line = place.line
        before = self._plain_again(old.cells)
        cells = [
            _rewriting(name, old.cells.get(name), place.cells.get(name))
            for name in self._both
            if self._differs(name, before.get(name), place.cells.get(name))
        ]
        if not cells:
            yield from self._keyed(place, old, was)
            return
        self._counts.changed += 1
        answered = Answered([], list(old.claims), old.company)
        if self._claims:
            answered = self._claims.changed(place, old, before)
        yield from self._row(place, "row_changed", answered, was=was, cells=cells)

    def _keyed(self, place: Placed, old: RowBefore, was: str | None) -> Iterator[Line]:
        """Tell the new key of a row in a table of another shape."""
        if was is None:
            return
        answered = Answered([], list(old.claims), old.company)
        cells = [
            _rewriting(name, None, place.cells.get(name))
            for name in self._comparing.keys
            if place.cells.get(name)
        ]
        yield from self._row(place, "row_changed", answered, was=was, cells=cells)

    def _differs(self, name: str, was: str | None, now: str | None) -> bool:
        if was == now:
            return False
        return self._mapped is None or not self._mapped.same(name, was, now)

    def _gone(self, key: str, old: RowBefore) -> Iterator[Line]:
        self._counts.gone += 1
        answered = Answered([], [], old.company)
        if self._claims:
            answered = self._claims.gone(self._last, key, old)
        yield from self._row(Placed(self._last, key, {}), "row_gone", answered)

    def _columns_seen(self) -> Iterator[Line]:
        """Tell a new column once, with all that it holds in rows that are not new."""
        for name, filled in self._filled.items():
            for cells in _cell_groups(filled.cells):
                line = filled.line or self._last
                yield self._line(line, "column_seen", column=name, cells=cells)

    def _taken(self) -> Line:
        return self._line(
            self._last,
            "taken",
            key=list(self._comparing.keys),
            columns=list(self._columns),
            rows=len(self._keys.seen),
            ignored=list(self._ignored),
        )

    def _tell(self) -> None:
        told, notes = self._counts, self._account.notes
        if self._claims:
            notes += self._claims.note()
        before = self._before
        if before.when is None:
            notes.append(f"the first snapshot: {told.new:,} rows")
            return
        notes.append(
            f"compared with the snapshot of {before.when.text} ({len(before.rows):,}"
            f" rows): {told.new:,} new, {told.changed:,} changed, {told.gone:,} gone"
        )
        known = {*before.columns, *before.ignored}
        if came := [name for name in self._columns if name not in known]:
            notes.append(f"new columns: {', '.join(came)}")
        mine = {*self._columns, *self._ignored}
        if lost := [name for name in before.columns if name not in mine]:
            notes.append(f"columns removed: {', '.join(lost)}")


def _rewriting(name: str, old: str | None, new: str | None) -> Mapping[str, str]:
    cell = {"column": name, "old": old, "new": new}
    return {word: text for word, text in cell.items() if text}


def _cell_groups(cells: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Give as many cells at a time as one event holds."""
    part, signs = list[dict[str, str]](), 0
    for cell in cells:
        size = 4 * (len(cell["key"]) + len(cell["value"]))
        if part and (signs + size > _MOST_TOGETHER or len(part) == _MOST_CELLS):
            yield part
            part, signs = [], 0
        part.append(cell)
        signs += size
    if part:
        yield part


FORMAT: Final = Format(
    "snapshot",
    _read,
    TABLE.fits,
    takes=TABLE.takes | {"key", "table", "ignore"},
)
