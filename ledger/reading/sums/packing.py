"""The sums behind all scores as lines of the kept table, and back.

A line holds what moves sums over a year, and their values before it: so a question
reads the lines that hold a cut, and adds what moved since to these values.
What belongs to one source, or to one party, stands in lines of its own; so do meetings
of sources, which only say who copies whom; all else is read with every question. Lines
are JSON, packed by zlib. In a line what is summed under one name stands together, as
columns of numbers: a chart reads some hundred thousand of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import add
from typing import Final
from zlib import compress, decompress

import orjson

from ledger.claims.dates import MAX_US
from ledger.credibility.circumstances import Chance
from ledger.credibility.moving import MoveKey
from ledger.credibility.settings import DAY
from ledger.credibility.tallies import Detail, Values, Whose
from ledger.store.ranking import RankingLine

SPAN: Final = 365 * DAY
"""Microseconds over which one line holds what moves."""

SUMS: Final = "sums"
MET: Final = "sums met"
HABIT: Final = "sums habit"
"""Subjects of lines. A space stands in no slug, so they are no company."""

ValueChange = tuple[Detail, Values]
"""What moves of a sum, and by how much."""

ValueColumns = list[list[int]]
"""Spells or months, chances by their places in a list, and columns of values."""

TimedValues = list[tuple[int, int, Chance | None, Values]]
"""Instants, spells or months, chances, and values."""


def of_source(source: str) -> str:
    """Name the lines of a source."""
    return f"sums source {source}"


def of_party(party: str) -> str:
    """Name the lines of a party."""
    return f"sums party {party}"


def subject_of(part: MoveKey) -> str:
    """Name the lines in which something is kept."""
    match part.what:
        case "settled" | "lapsed":
            return of_source(part.whose[0])
        case "figure":
            kind = part.whose[0].startswith("kind:")
            return SUMS if kind else of_source(part.whose[0])
        case "party":
            return of_party(part.whose[0])
        case "met":
            return MET
        case "habit":
            return HABIT
        case _:
            return SUMS


@dataclass(frozen=True, slots=True)
class Series:
    """What is summed under one name, over the time of a line."""

    what: str
    whose: Whose
    at: list[int]
    """The instants at which it moves, in order."""
    moves: list[ValueChange]
    _before: ValueColumns
    _chances: list[Chance | None]

    @property
    def before(self) -> list[ValueChange]:
        """Give what it came to before the line."""
        return _unpacked_moves(self._before, self._chances)


def unpack_series(line: RankingLine) -> list[Series]:
    """Read a line."""
    told, series = orjson.loads(decompress(line.body))
    chances = [None if one is None else _chance(*one) for one in told]
    return [
        Series(
            what=what,
            whose=tuple(whose),
            at=list(accumulate(waits)),
            moves=_unpacked_moves(moves, chances),
            _before=before,
            _chances=chances,
        )
        for what, whose, waits, moves, before in series
    ]


def _unpacked_moves(
    columns: ValueColumns, chances: list[Chance | None]
) -> list[ValueChange]:
    numbers, codes, *values = columns
    details = zip(numbers, map(chances.__getitem__, codes), strict=True)
    return list(zip(details, zip(*values, strict=True), strict=True))


@lru_cache(maxsize=1 << 12)
def _chance(bucket: int, more: int, denied: int, closed: int) -> Chance:
    return Chance(bucket, more, bool(denied), bool(closed))


def pack_lines(
    subject: str,
    moves: Iterable[tuple[MoveKey, Values]],
    before: Mapping[MoveKey, Values],
    begin: int | None = None,
) -> Iterator[RankingLine]:
    """Give the lines of a subject from some instant on; `before` is what its sums came
    to before that, under names without an instant (0). Where anything came before,
    they `begin` where the lines before them end, even if nothing moves there.
    """
    held, quiet = dict(before), _body(before, ())
    timed = sorted(moves, key=lambda one: one[0].at)
    spans = groupby(timed, key=lambda one: one[0].at // SPAN)
    made: list[tuple[int, bytes]] = []
    for number, several in spans:
        some = list(several)
        made.append((number * SPAN, _body(held, some)))
        for name, values in some:
            _count(held, name._replace(at=0), values)
    if before and begin is not None and (not made or made[0][0] > begin):
        made.insert(0, (begin, quiet))
    for (start, body), (until, _) in pairwise([*made, (MAX_US, b"")]):
        yield RankingLine.made((subject, start, until, None, None, body))


def _body(
    held: Mapping[MoveKey, Values], moves: Iterable[tuple[MoveKey, Values]]
) -> bytes:
    """Write a line: a column for each number, since they are read faster than rows."""
    named: dict[tuple[str, Whose], tuple[TimedValues, TimedValues]] = {}
    for place, some in enumerate((held.items(), moves)):
        for name, values in some:
            both = named.setdefault((name.what, name.whose), ([], []))
            both[place].append((name.at, *name.detail, values))
    codes: dict[Chance | None, int] = {}
    series = [
        (what, whose, *_packed_columns(moved, codes), _packed_columns(before, codes)[1])
        for (what, whose), (before, moved) in sorted(named.items())
    ]
    told = [None if one is None else tuple(map(int, one)) for one in codes]
    return compress(orjson.dumps((told, series)), 1)


def _packed_columns(
    told: TimedValues, codes: dict[Chance | None, int]
) -> tuple[list[int], list[list[int]]]:
    """Give how long each instant is after the one before, and columns."""
    told.sort(key=lambda one: (*one[:2], one[2] or ()))
    waits, last = [], 0
    for at, *_ in told:
        waits.append(at - last)
        last = at
    numbers = [number for _, number, _, _ in told]
    of_chances = [codes.setdefault(one[2], len(codes)) for one in told]
    values = zip(*(one[3] for one in told), strict=True)
    return waits, [numbers, of_chances, *map(list, values)]


def _count(held: dict[MoveKey, Values], name: MoveKey, values: Values) -> None:
    before = held.get(name, (0,) * len(values))
    after = tuple(map(add, before, values))
    if any(after):
        held[name] = after
    else:
        held.pop(name, None)
