"""The sums behind all scores as lines of the kept table, and back.

A line holds what moves sums over a year, and what they came to before it: so whoever
asks reads the lines that hold a cut, adds up what they came to and what moved since.
What belongs to one source, or to one party, stands in lines of its own; so do meetings
of sources, which only say who copies whom; all else is read with every question. Lines
are JSON, packed by zlib, since names stand in them many times.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final, NamedTuple
from zlib import compress, decompress

import orjson

from ledger.claims.dates import MAX_US
from ledger.credibility.moving import Name
from ledger.credibility.settings import DAY
from ledger.credibility.silence import Chance
from ledger.credibility.tallies import Part, Values
from ledger.store.ranking import Line

SPAN: Final = 365 * DAY
"""Microseconds over which one line holds what moves."""

SUMS: Final = "sums"
MET: Final = "sums met"
HABIT: Final = "sums habit"
"""Subjects of lines. A space stands in no slug, so they are no company."""

Moved = tuple[int, Part]
"""An instant, and what is added then."""


def of_source(source: str) -> str:
    """Name the lines of a source."""
    return f"sums source {source}"


def of_party(party: str) -> str:
    """Name the lines of a party."""
    return f"sums party {party}"


def subject_of(part: Name) -> str:
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


class Opened(NamedTuple):
    """What a line says: what sums came to before it, and what moves in it."""

    before: list[Part]
    moves: list[Moved]


def opened(line: Line) -> Opened:
    """Read a line."""
    before, moves = orjson.loads(decompress(line.body))
    return Opened(
        [_part(*one) for one in before], [(at, _part(*one)) for at, *one in moves]
    )


def _part(
    what: str,
    whose: list[str],
    number: int,
    chance: list[int] | None,
    values: list[int],
) -> Part:
    detail = (number, None if chance is None else _chance(*chance))
    return Part(what, tuple(whose), detail, tuple(values))


@lru_cache(maxsize=1 << 12)
def _chance(bucket: int, more: int, denied: int, closed: int) -> Chance:
    return Chance(bucket, more, bool(denied), bool(closed))


def lines_of(
    subject: str,
    moves: Iterable[tuple[Name, Values]],
    before: Mapping[Name, Values],
    begin: int | None = None,
) -> Iterator[Line]:
    """Give the lines of a subject from some instant on; `before` is what its sums came
    to before that, under names without an instant (0). Where anything came before,
    they `begin` where the lines before them end, even if nothing moves there.
    """
    held, quiet = dict(before), _body(before, ())
    spans = groupby(sorted(moves, key=_order), key=lambda one: one[0].at // SPAN)
    made: list[tuple[int, bytes]] = []
    for number, several in spans:
        some = list(several)
        made.append((number * SPAN, _body(held, some)))
        for name, values in some:
            _count(held, name._replace(at=0), values)
    if before and begin is not None and (not made or made[0][0] > begin):
        made.insert(0, (begin, quiet))
    for (start, body), (until, _) in pairwise([*made, (MAX_US, b"")]):
        yield Line.made((subject, start, until, None, None, body))


def _body(held: Mapping[Name, Values], moves: Iterable[tuple[Name, Values]]) -> bytes:
    before = [
        _written(name, values) for name, values in sorted(held.items(), key=_order)
    ]
    moved = [(name.at, *_written(name, values)) for name, values in moves]
    return compress(orjson.dumps((before, moved)), 1)


def _count(held: dict[Name, Values], name: Name, values: Values) -> None:
    before = held.get(name, (0,) * len(values))
    after = tuple([x + y for x, y in zip(before, values, strict=True)])
    if any(after):
        held[name] = after
    else:
        held.pop(name, None)


def _written(name: Name, values: Values) -> tuple[object, ...]:
    number, chance = name.detail
    told = None if chance is None else tuple(map(int, chance))
    return name.what, name.whose, number, told, values


def _order(one: tuple[Name, Values]) -> tuple[object, ...]:
    (at, what, whose, (number, chance)), _ = one
    return at, what, whose, number, chance or ()
