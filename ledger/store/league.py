"""The league as the database keeps it: answers that may be made anew at any time.

A *generation* is one making of all lines. One answers; another may be built beside it,
in as many transactions as it takes, and takes its place in one. Who asks reads which
generation answers, then its lines, then that again: lines change only together with
that row, so two equal readings say that what was read between them fits together.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Executable,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from ledger.store.reading import Reader
from ledger.store.schema import league, league_count, league_line, league_name

PROJECTION: Final = "valuations"
CHUNK: Final = 1000
"""So many rows a statement."""

DAY: Final = 86_400_000_000
_generation: Final[BindParameter[int]] = bindparam("generation")
_cut: Final[BindParameter[int]] = bindparam("cut")


class State(NamedTuple):
    """Which generation answers."""

    generation: int
    """0 while none does."""
    building: int
    """The one that is being built; 0 for none."""
    version: str
    told: int
    """The last entry that is in its lines; -1 for none."""


NOTHING: Final = State(0, 0, "", -1)

_STATE = select(
    league.c.generation, league.c.building, league.c.version, league.c.told
).where(league.c.projection == PROJECTION)
_there = (
    league_line.c.generation == _generation,
    league_line.c.until > _cut,
    league_line.c.start <= _cut,
)
_FIGURES = (league_line.c.company, league_line.c.slot, league_line.c.body)
_AT = select(*_FIGURES).where(*_there)
_OF = _AT.where(league_line.c.company.in_(bindparam("companies", expanding=True)))
_RANKED = select(
    league_line.c.company, league_line.c.currency, league_line.c.amount
).where(*_there, league_line.c.amount.is_not(None))
_DOLLARS = (
    _RANKED.where(league_line.c.currency == "USD")
    .order_by(league_line.c.amount.desc())
    .limit(bindparam("top"))
)
_OTHERS = (
    _RANKED.where(league_line.c.currency != "USD")
    .order_by(league_line.c.currency, league_line.c.amount.desc())
    .limit(bindparam("top"))
)
_TIED = select(league_line.c.company).where(
    *_there,
    league_line.c.currency == bindparam("currency"),
    league_line.c.amount == bindparam("amount"),
)
_sums = (
    func.coalesce(func.sum(league_count.c.late), 0),
    func.coalesce(func.sum(league_count.c.possible), 0),
)
_DAYS = select(*_sums).where(
    league_count.c.generation == _generation,
    league_count.c.level == 1,
    league_count.c.at < bindparam("day"),
)
_INSTANTS = select(*_sums).where(
    league_count.c.generation == _generation,
    league_count.c.level == 0,
    league_count.c.at >= bindparam("first"),
    league_count.c.at <= _cut,
)
_NAMED = select(league_name.c.company).where(
    league_name.c.generation == _generation, league_name.c.name == bindparam("name")
)
_ADD_COUNT: Final = text(
    "INSERT INTO league_count (generation, level, at, late, possible)"
    " VALUES (:generation, :level, :at, :late, :possible)"
    " ON CONFLICT (generation, level, at) DO UPDATE SET"
    " late = league_count.late + excluded.late,"
    " possible = league_count.possible + excluded.possible"
)
_ADD_NAME: Final = text(
    "INSERT INTO league_name (generation, name, company)"
    " VALUES (:generation, :name, :company) ON CONFLICT DO NOTHING"
)
_FORGET = delete(league_line).where(
    league_line.c.generation == _generation,
    league_line.c.company == bindparam("company"),
)
_TABLES = (league_line, league_count, league_name)
_KEYS: Final = {"league_line": "company", "league_count": "at", "league_name": "name"}


def state(reader: Reader) -> State:
    """Tell which generation answers."""
    rows = reader.rows(_STATE, {})
    return State._make(rows[0]) if rows else NOTHING


class Shelf:
    """The lines of one generation, to read."""

    def __init__(self, reader: Reader, generation: int) -> None:
        self._reader, self._generation = reader, generation

    def _ask(self, statement: Select[Any], **values: object) -> Sequence[Sequence[Any]]:
        return self._reader.rows(statement, {"generation": self._generation, **values})

    def at(self, cut: int) -> Sequence[Sequence[Any]]:
        """Give (company, slot, body) of all lines that hold a cut."""
        return self._ask(_AT, cut=cut)

    def of(self, companies: Sequence[str], cut: int) -> Sequence[Sequence[Any]]:
        """Give the same of some companies."""
        return [
            row
            for first in range(0, len(companies), CHUNK)
            for row in self._ask(
                _OF, companies=companies[first : first + CHUNK], cut=cut
            )
        ]

    def top(self, count: int, cut: int) -> list[str]:
        """Give the companies of the highest headlines, dollars before the rest.

        With all that tie with the last of them, as far as a float tells.
        """
        rows = list(self._ask(_DOLLARS, cut=cut, top=count))
        if len(rows) < count:
            rows += self._ask(_OTHERS, cut=cut, top=count - len(rows))
        found = [row[0] for row in rows]
        if len(rows) == count:
            _, currency, amount = rows[-1]
            tied = self._ask(_TIED, cut=cut, currency=currency, amount=amount)
            found += [row[0] for row in tied]
        return list(dict.fromkeys(found))

    def counts(self, cut: int) -> tuple[int, int]:
        """Give the numbers of late and of possible events at a cut."""
        day = cut // DAY
        ((late, possible),) = self._ask(_DAYS, day=day)
        ((more, likely),) = self._ask(_INSTANTS, first=day * DAY, cut=cut)
        return int(late + more), int(possible + likely)

    def named(self, names: Iterable[str]) -> set[str]:
        """Give the companies among whose investors one of these names is."""
        return {row[0] for name in names for row in self._ask(_NAMED, name=name)}


class Making:
    """A transaction that alone may change the league."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self) -> State:
        """Tell which generation answers."""
        row = self._connection.execute(_STATE).first()
        return NOTHING if row is None else State._make(row)

    def set(self, new: State) -> None:
        """Say which generation answers from now on."""
        values = new._asdict()
        done = self._connection.execute(
            update(league).where(league.c.projection == PROJECTION), values
        )
        if not done.rowcount:
            self._connection.execute(
                insert(league), {"projection": PROJECTION, **values}
            )

    def add_lines(self, generation: int, lines: Iterable[Sequence[Any]]) -> None:
        """Add lines: company, slot, start, until, currency, amount, body."""
        keys = [column.name for column in league_line.c]
        self._add(insert(league_line), generation, keys, lines)

    def add_counts(self, generation: int, changes: Iterable[Sequence[int]]) -> None:
        """Add changes to those there are: level, at, late, possible."""
        keys = [column.name for column in league_count.c]
        self._add(_ADD_COUNT, generation, keys, changes)

    def add_names(self, generation: int, names: Iterable[Sequence[str]]) -> None:
        """Add names of investors: name, company."""
        keys = [column.name for column in league_name.c]
        self._add(_ADD_NAME, generation, keys, names)

    def _add(
        self,
        statement: Executable,
        generation: int,
        keys: Sequence[str],
        rows: Iterable[Sequence[Any]],
    ) -> None:
        feed = iter(rows)
        while chunk := list(islice(feed, CHUNK)):
            values = [dict(zip(keys, (generation, *x), strict=True)) for x in chunk]
            self._connection.execute(statement, values)

    def forget(self, generation: int, companies: Iterable[str]) -> None:
        """Take the lines of some companies out."""
        values = [{"generation": generation, "company": one} for one in companies]
        if values:
            self._connection.execute(_FORGET, values)

    def clear(self, kept: Sequence[int]) -> bool:
        """Take away some of the lines of all generations but two.

        Gives whether there was anything; call it, each time in a transaction of its
        own, until there is not, so that nobody who records waits for long.
        """
        done = [self._cleared(table, *kept) for table in _TABLES]
        return any(done)

    def _cleared(self, table: Table, one: int, other: int) -> bool:
        generation, key = table.c.generation, table.c[_KEYS[table.name]]
        old = select(generation).where(generation != one, generation != other).limit(1)
        found = self._connection.scalar(old)
        if found is None:
            return False
        some = select(key).where(generation == found).order_by(key)
        last = self._connection.scalar(some.offset(CHUNK).limit(1))
        gone = delete(table).where(generation == found)
        self._connection.execute(gone if last is None else gone.where(key <= last))
        return True
