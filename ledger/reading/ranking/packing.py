"""A company's turns as lines of the ranking, and back.

A line holds what is printed of a company over one stretch of cuts, as JSON: its rows,
each once, and for each headline that can be asked for which of them are printed, in
their order, and which of them is the headline. It is empty while nothing is printed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import orjson

from ledger.projections.choosing import HEADLINES, Chosen, Headline
from ledger.projections.valued import Ended, Valuation, Valued, ranked
from ledger.reading.ranking.codec import form_of, written
from ledger.reading.ranking.stretches import END, Turn

_MOST: Final = 2**62
"""No amount is kept as more; a database's integers end soon after."""


class Pick(NamedTuple):
    """What is printed for one headline, as places in the rows of the line."""

    rows: tuple[int, ...]
    headline: int | None
    newer: tuple[int, ...]
    before: tuple[str, ...]


class Held(NamedTuple):
    """What a line holds."""

    rows: tuple[Valued, ...]
    picks: tuple[Pick, ...]
    """One for each headline; a single one if it is the same for all."""
    ended: Ended | None


class Kept(NamedTuple):
    """A line as the store keeps it, but for its generation."""

    company: str
    start: int
    until: int
    currency: str | None
    """Of the headline, if there is one."""
    amount: int | None
    """Its amount in whole units, to find the highest."""
    body: bytes


def lines_of(company: str, turns: Sequence[Turn]) -> Iterator[Kept]:
    """Give the lines of a company, one for each of its turns."""
    for (start, chosen), (until, _) in pairwise([*turns, (END, None)]):
        if chosen is not None:
            ranks = _ranks(chosen.newest)
            yield Kept(company, start, until, *ranks, _packed(chosen))


def _ranks(valuation: Valuation) -> tuple[str | None, int | None]:
    headline = valuation.headline
    if headline is None:
        return None, None
    return headline.figure.currency or "", min(int(ranked(headline)), _MOST)


def _packed(chosen: Chosen) -> bytes:
    rows = list(dict.fromkeys(row for one in chosen for row in one.rows))
    ended = chosen.newest.ended
    if not rows and ended is None:
        return b""
    picks = [_pick(one, rows) for one in chosen]
    same = picks[:1] if len(set(picks)) == 1 else picks
    return written(Held(tuple(rows), tuple(same), ended))


def _pick(valuation: Valuation, rows: Sequence[Valued]) -> Pick:
    head = valuation.headline
    return Pick(
        rows=tuple(_places(valuation.rows, rows)),
        headline=None if head is None else rows.index(head),
        newer=tuple(_places(valuation.newer, rows)),
        before=valuation.before,
    )


def _places(wanted: Iterable[Valued], rows: Sequence[Valued]) -> Iterator[int]:
    return (rows.index(row) for row in wanted)


def shape() -> str:
    """Name the shape of lines: those of another shape must not be read."""
    return form_of(Held).digest


def unpacked(company: str, body: bytes, headline: Headline = "newest") -> Valuation:
    """Give what is printed of a company, out of a line."""
    if not body:
        return Valuation(company)
    read = form_of(Held).read
    assert read is not None
    held: Held = read(orjson.loads(body))
    pick = held.picks[HEADLINES.index(headline) % len(held.picks)]
    return Valuation(
        company=company,
        rows=tuple(held.rows[place] for place in pick.rows),
        headline=None if pick.headline is None else held.rows[pick.headline],
        before=pick.before,
        newer=tuple(held.rows[place] for place in pick.newer),
        ended=held.ended,
    )
