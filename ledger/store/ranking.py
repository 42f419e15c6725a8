"""The ranking as the database keeps it: answers that may be made again at any time.

A *generation* is one making of all lines. One answers; another may be built next to it,
in as many transactions as it takes, and takes its place in one. Who asks reads which
generation answers, then its lines, then that again: lines change only together with
that row, so two equal readings say that what was read between them fits together.

Nothing here is trusted because it is there. A generation carries a seal that binds it
to the entry up to which it was made; every line a mark, which is a short hash of it;
and the counts a sum of the marks of all lines that hold at any cut. Anyone who reads
holds all of that against each other. It tells accidents and clumsy hands; who knows how
marks are made can make them, and `sayso audit verify` folds and compares.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from ledger.store.reading import Reader
from ledger.store.statements import ALWAYS, WEIGHTS

if TYPE_CHECKING:
    from ledger.store.session import Session
    from ledger.store.statements import ChangeName, Query

PROJECTION: Final = "valuations"
WORDS: Final = "search"
"""Under this the index of words says how far it goes."""
RAISED: Final = "raised"
PARTS: Final = "parts"
BELIEFS: Final = "beliefs"
"""What is kept: the figures of all companies, what they raised, what the parts of large
ones offer, and the sums behind all scores.
"""

CHUNK: Final = 1000
"""So many rows a statement."""

LARGE: Final = 20_000
"""Entries; below, folding all companies takes no longer than people wait."""

DAY: Final = 86_400_000_000
INSTANTS, DAYS = 0, 1
"""The levels of counts: changes at one instant, and on one day (in days since 1970)."""

_LAST: Final = 2**62
_LAST_NAME: Final = "\U0010ffff"
"""No key of a row comes before, or after."""


_MARK_BYTES: Final = 5
"""Some millions of such numbers can be summed in 64 bits."""

_LATE, _POSSIBLE = 4_294_967_311, 4_294_967_357
"""How much an event that is late, or possible, adds to the sum of marks."""


class RankingLine(NamedTuple):
    """What a company is for all cuts in [start, until), as it is stored."""

    company: str
    start: int
    until: int
    currency: str | None
    amount: int | None
    mark: int
    body: bytes

    @classmethod
    def made(cls, line: Sequence[Any]) -> Self:
        """Mark a line: company, start, until, currency, amount, body."""
        *places, body = line
        return cls._make((*places, _mark(line), body))

    def between(self, start: int, until: int) -> Self:
        """Give the same for other cuts."""
        return self.made((self.company, start, until, *self[3:5], self.body))

    @property
    def holds(self) -> bool:
        """Whether a line is as it was made."""
        return self.mark == _mark((*self[:5], self.body))

    @property
    def weight(self) -> int:
        """Give what its rank adds to the sum of marks."""
        return 0 if self.amount is None else _weight(self.amount, self.currency)


def _mark(line: Sequence[Any]) -> int:
    company, start, until, currency, amount, body = line
    said = f"{start} {until} {amount} {currency} {company}\n".encode()
    return int.from_bytes(sha256(said + body).digest()[:_MARK_BYTES], "big")


def _weight(amount: int, currency: str | None) -> int:
    return amount % WEIGHTS * (1 if currency == "USD" else 3)


def count_changes(late: int, possible: int) -> int:
    """Give what events that are late or possible add to the sum of marks."""
    return _LATE * late + _POSSIBLE * possible


class _Emptied(NamedTuple):
    """The statements by which a table is emptied, some rows at a time."""

    old: "Query"
    nth: "Query"
    clear: "ChangeName"
    last: str | int


_EMPTIED: Final = (
    _Emptied("ranking_line_old", "ranking_line_nth", "clear_ranking_line", _LAST_NAME),
    _Emptied("ranking_count_old", "ranking_count_nth", "clear_ranking_count", _LAST),
    _Emptied("ranking_name_old", "ranking_name_nth", "clear_ranking_name", _LAST_NAME),
)


class RankingState(NamedTuple):
    """Which generation answers, as the columns of its table say."""

    generation: int
    """0 while none does."""
    building: int
    """The one that is being built; 0 for none."""
    version: str
    told: int
    """The last entry that is in its lines; -1 for none."""
    seal: bytes = b""

    def sealed(self, leaf: bytes) -> Self:
        """Bind it to the hash of the last entry that is in its lines."""
        return self._replace(seal=self._seal(leaf))

    def holds(self, leaf: bytes) -> bool:
        """Tell whether it was made of the entry with this hash, and is as it was."""
        return self.seal == self._seal(leaf)

    def _seal(self, leaf: bytes) -> bytes:
        said = repr((self.generation, self.version, self.told, leaf)).encode()
        return sha256(said).digest()


NOTHING: Final = RankingState(0, 0, "", -1)


def ranking_state(
    reader: "Reader | Session", projection: str = PROJECTION
) -> RankingState:
    """Tell which generation answers."""
    rows = reader.rows("ranking", {"which": projection})
    return RankingState._make(rows[0]) if rows else NOTHING


def leaf_at(reader: Reader, told: int) -> bytes:
    """Give the hash of the last entry that is in lines; nothing if it is not there."""
    rows = reader.rows("leaves", {"first": told, "end": told + 1})
    return bytes(rows[0][0]) if rows else b""


def kept_in(reader: Reader) -> bool:
    """Tell whether there is a ranking, or whether the ledger is so large that it
    should have one.
    """
    return ranking_state(reader).generation > 0 or (reader.ends()[0] or 0) >= LARGE


class Generation:
    """The lines of one generation, to read."""

    def __init__(self, reader: "Reader | Session", generation: int) -> None:
        self._reader, self._generation = reader, generation

    def at(self, cut: int) -> list[RankingLine]:
        """Give all lines that hold a cut."""
        values = {"generation": self._generation, "cut": cut}
        return [
            RankingLine._make(row) for row in self._reader.rows("ranking_lines", values)
        ]

    def of(self, companies: Sequence[str], cut: int) -> list[RankingLine]:
        """Give the same of some companies."""
        values = {"generation": self._generation, "cut": cut}
        found: list[RankingLine] = []
        for first in range(0, len(companies), CHUNK):
            some = {**values, "companies": list(companies[first : first + CHUNK])}
            rows = self._reader.rows("ranking_lines_of", some)
            found += [RankingLine._make(row) for row in rows]
        return found

    def story(self, company: str, since: int = ALWAYS) -> list[RankingLine]:
        """Give all lines of a company, in their order; or those that end later."""
        values = {"generation": self._generation, "company": company, "since": since}
        return [
            RankingLine._make(row) for row in self._reader.rows("ranking_story", values)
        ]

    def within(self, company: str, since: int = ALWAYS) -> list[RankingLine]:
        """Give the lines of the parts of a company, or those that end later."""
        bounds = {"begin": f"{company}/", "beyond": f"{company}0"}  # 0 follows /
        values = {"generation": self._generation, "since": since, **bounds}
        return [
            RankingLine._make(row)
            for row in self._reader.rows("ranking_within", values)
        ]

    def companies(self) -> list[str]:
        """Give all companies that have lines."""
        asked = {"generation": self._generation}
        return [row[0] for row in self._reader.rows("ranking_companies", asked)]

    def marks(self, cut: int) -> int:
        """Give the sum of the marks of all lines that hold a cut, as they stand."""
        values = {"generation": self._generation, "cut": cut}
        return int(self._reader.rows("ranking_marks", values)[0][0])

    def top(self, count: int, cut: int) -> list[str]:
        """Give the companies of the highest headlines, dollars before the rest.

        With all that tie with the last of them in whole units.
        """
        values = {"generation": self._generation, "cut": cut}
        rows = list(self._reader.rows("ranking_top", {**values, "top": count}))
        if left := count - len(rows):
            rows += self._reader.rows("ranking_top_other", {**values, "top": left})
        found = [row[0] for row in rows]
        if len(rows) == count:
            last = {"currency": rows[-1][1], "amount": rows[-1][2]}
            tied = self._reader.rows("ranking_tied", {**values, **last})
            found += [row[0] for row in tied]
        return list(dict.fromkeys(found))

    def counts(self, cut: int) -> tuple[int, int, int]:
        """Give the numbers of late and of possible events at a cut, and the sum of
        the marks that its lines must have.
        """
        day = cut // DAY
        days = self._sums(DAYS, ALWAYS, day - 1)
        instants = self._sums(INSTANTS, day * DAY, cut)
        late, possible, marks = (x + y for x, y in zip(days, instants, strict=True))
        return late, possible, marks - count_changes(late, possible)

    def _sums(self, level: int, first: int, last: int) -> list[int]:
        values = {"level": level, "first": first, "last": last}
        asked = {"generation": self._generation, **values}
        return [int(x) for x in self._reader.rows("ranking_counts", asked)[0]]

    def named(self, names: Iterable[str]) -> set[str]:
        """Give the companies among whose investors one of these names is."""
        return {
            row[0]
            for name in names
            for row in self._reader.rows(
                "ranking_named", {"generation": self._generation, "name": name}
            )
        }


class Making:
    """A transaction that alone may change the ranking."""

    def __init__(self, session: "Session", projection: str = PROJECTION) -> None:
        self._session, self._projection = session, projection

    def state(self) -> RankingState:
        """Tell which generation answers."""
        return ranking_state(self._session, self._projection)

    def shelf(self, generation: int) -> Generation:
        """Give the lines of a generation, to read."""
        return Generation(self._session, generation)

    def fresh(self) -> int:
        """Give a number that no generation has, of whatever is kept."""
        ((answering, building),) = self._session.rows("ranking_generations", {})
        return int(max(answering or 0, building or 0)) + 1

    def set(self, new: RankingState) -> None:
        """Say which generation answers from now on."""
        which = self._projection
        if self._session.rows("ranking", {"which": which}):
            values = {f"new_{key}": value for key, value in new._asdict().items()}
            self._session.run("set_ranking", {"which": which, **values})
        else:
            self._session.add("ranking", [(which, *new)])

    def drop(self) -> None:
        """Let no generation answer; what is left of them is taken away when one is
        made.
        """
        self._session.run("drop_ranking", {"which": self._projection})

    def add_lines(self, generation: int, lines: Iterable[RankingLine]) -> None:
        """Add lines."""
        feed = ((generation, *line) for line in lines)
        while chunk := list(islice(feed, CHUNK)):
            self._session.add("ranking_line", chunk)

    def add_counts(self, generation: int, changes: Iterable[Sequence[int]]) -> None:
        """Add changes to those there are: level, at, late, possible, marks."""
        keys = ("level", "at", "late", "possible", "marks")
        self._each("add_ranking_count", generation, keys, changes)

    def add_names(self, generation: int, names: Iterable[Sequence[str]]) -> None:
        """Add names of investors: name, company."""
        self._each("add_ranking_name", generation, ("name", "company"), names)

    def forget(
        self, generation: int, companies: Sequence[str], since: int = ALWAYS
    ) -> list[RankingLine]:
        """Take the lines of some companies out, and give them; or those that end later
        than some instant.
        """
        shelf = self.shelf(generation)
        gone = [line for company in companies for line in shelf.story(company, since)]
        some = ([company, since] for company in companies)
        self._each("drop_ranking_lines", generation, ("company", "since"), some)
        return gone

    def take(self, generation: int, lines: Iterable[RankingLine]) -> None:
        """Take lines out."""
        keys = ("company", "start", "until", "mark")
        some = ([getattr(line, key) for key in keys] for line in lines)
        self._each("drop_ranking_line", generation, keys, some)

    def _each(
        self,
        name: "ChangeName",
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
        done = [self._cleared(table) for table in _EMPTIED]
        return any(done)

    def _cleared(self, table: _Emptied) -> bool:
        old = self._session.rows(table.old, {})
        if not old:
            return False
        which = {"generation": old[0][0]}
        nth = self._session.rows(table.nth, {**which, "skipped": CHUNK})
        last = nth[0][0] if nth else table.last
        self._session.run(table.clear, {**which, "last": last})
        return True
