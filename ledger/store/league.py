"""The league as the database keeps it: answers that may be made anew at any time.

A *generation* is one making of all lines. One answers; another may be built beside it,
in as many transactions as it takes, and takes its place in one. Who asks reads which
generation answers, then its lines, then that again: lines change only together with
that row, so two equal readings say that what was read between them fits together.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.store.reading import Reader

if TYPE_CHECKING:
    from ledger.store.session import Rows, Session
    from ledger.store.statements import Change, Query

PROJECTION: Final = "valuations"
CHUNK: Final = 1000
"""So many rows a statement."""

LARGE: Final = 200_000
"""Entries; below, folding all companies takes no longer than people wait."""

DAY: Final = 86_400_000_000
INSTANTS, DAYS = 0, 1
"""The levels of counts: changes at one instant, and on one day (in days since 1970)."""

_FIRST: Final = -(2**62)
_LAST: Final = 2**62
_LAST_NAME: Final = "\U0010ffff"
"""No key of a row comes before, or after."""


class _Emptied(NamedTuple):
    """The statements by which a table is emptied, some rows at a time."""

    old: "Query"
    nth: "Query"
    clear: "Change"
    last: str | int


_EMPTIED: Final = (
    _Emptied("league_line_old", "league_line_nth", "clear_league_line", _LAST_NAME),
    _Emptied("league_count_old", "league_count_nth", "clear_league_count", _LAST),
    _Emptied("league_name_old", "league_name_nth", "clear_league_name", _LAST_NAME),
)


class State(NamedTuple):
    """Which generation answers, as the columns of its table say."""

    generation: int
    """0 while none does."""
    building: int
    """The one that is being built; 0 for none."""
    version: str
    told: int
    """The last entry that is in its lines; -1 for none."""


NOTHING: Final = State(0, 0, "", -1)


def state(reader: "Reader | Session") -> State:
    """Tell which generation answers."""
    rows = reader.rows("league", {"which": PROJECTION})
    return State._make(rows[0]) if rows else NOTHING


def kept_in(reader: Reader) -> bool:
    """Tell whether there is a league, or whether the ledger is so large that it
    should have one.
    """
    return state(reader).generation > 0 or (reader.ends()[0] or 0) >= LARGE


class Shelf:
    """The lines of one generation, to read."""

    def __init__(self, reader: Reader, generation: int) -> None:
        self._reader, self._generation = reader, generation

    def at(self, cut: int) -> "Rows":
        """Give (company, body) of all lines that hold a cut."""
        values = {"generation": self._generation, "cut": cut}
        return self._reader.rows("league_lines", values)

    def of(self, companies: Sequence[str], cut: int) -> "Rows":
        """Give the same of some companies."""
        values = {"generation": self._generation, "cut": cut}
        found: Rows = []
        for first in range(0, len(companies), CHUNK):
            some = {**values, "companies": list(companies[first : first + CHUNK])}
            found = [*found, *self._reader.rows("league_lines_of", some)]
        return found

    def top(self, count: int, cut: int) -> list[str]:
        """Give the companies of the highest headlines, dollars before the rest.

        With all that tie with the last of them, as far as a float tells.
        """
        values = {"generation": self._generation, "cut": cut}
        rows = list(self._reader.rows("league_top", {**values, "top": count}))
        if left := count - len(rows):
            rows += self._reader.rows("league_top_other", {**values, "top": left})
        found = [row[0] for row in rows]
        if len(rows) == count:
            last = {"currency": rows[-1][1], "amount": rows[-1][2]}
            tied = self._reader.rows("league_tied", {**values, **last})
            found += [row[0] for row in tied]
        return list(dict.fromkeys(found))

    def counts(self, cut: int) -> tuple[int, int]:
        """Give the numbers of late and of possible events at a cut."""
        day = cut // DAY
        days = self._sums(DAYS, _FIRST, day - 1)
        instants = self._sums(INSTANTS, day * DAY, cut)
        return days[0] + instants[0], days[1] + instants[1]

    def _sums(self, level: int, first: int, last: int) -> tuple[int, int]:
        values = {"level": level, "first": first, "last": last}
        asked = {"generation": self._generation, **values}
        ((late, possible),) = self._reader.rows("league_counts", asked)
        return int(late), int(possible)

    def named(self, names: Iterable[str]) -> set[str]:
        """Give the companies among whose investors one of these names is."""
        return {
            row[0]
            for name in names
            for row in self._reader.rows(
                "league_named", {"generation": self._generation, "name": name}
            )
        }


class Making:
    """A transaction that alone may change the league."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def state(self) -> State:
        """Tell which generation answers."""
        return state(self._session)

    def set(self, new: State) -> None:
        """Say which generation answers from now on."""
        if self._session.rows("league", {"which": PROJECTION}):
            values = {f"new_{key}": value for key, value in new._asdict().items()}
            self._session.run("set_league", {"which": PROJECTION, **values})
        else:
            self._session.add("league", [(PROJECTION, *new)])

    def add_lines(self, generation: int, lines: Iterable[Sequence[object]]) -> None:
        """Add lines: company, start, until, currency, amount, body."""
        feed = ((generation, *line) for line in lines)
        while chunk := list(islice(feed, CHUNK)):
            self._session.add("league_line", chunk)

    def add_counts(self, generation: int, changes: Iterable[Sequence[int]]) -> None:
        """Add changes to those there are: level, at, late, possible."""
        keys = ("level", "at", "late", "possible")
        self._each("add_league_count", generation, keys, changes)

    def add_names(self, generation: int, names: Iterable[Sequence[str]]) -> None:
        """Add names of investors: name, company."""
        self._each("add_league_name", generation, ("name", "company"), names)

    def forget(self, generation: int, companies: Iterable[str]) -> None:
        """Take the lines of some companies out."""
        some = ([company] for company in companies)
        self._each("drop_league_lines", generation, ("company",), some)

    def _each(
        self,
        name: "Change",
        generation: int,
        keys: Sequence[str],
        rows: Iterable[Sequence[object]],
    ) -> None:
        feed = iter(rows)
        while chunk := list(islice(feed, CHUNK)):
            values = [
                {"generation": generation, **dict(zip(keys, row, strict=True))}
                for row in chunk
            ]
            self._session.run_each(name, values)

    def clear(self) -> bool:
        """Take away some of the lines that nobody will ask for.

        Gives whether there was anything; call it, each time in a transaction of its
        own, until there is not, so that nobody who records waits for long.
        """
        now = self.state()
        done = [self._cleared(table, now) for table in _EMPTIED]
        return any(done)

    def _cleared(self, table: _Emptied, now: State) -> bool:
        kept = {"generation": now.generation, "building": now.building}
        old = self._session.rows(table.old, kept)
        if not old:
            return False
        which = {"generation": old[0][0]}
        nth = self._session.rows(table.nth, {**which, "skipped": CHUNK})
        last = nth[0][0] if nth else table.last
        self._session.run(table.clear, {**which, "last": last})
        return True
