"""A company's turns as lines of the league, and back.

A line holds what a company is over one stretch of cuts, as JSON: nothing, while it has
no figure; an object that says into which company it was merged, and on which day; or an
array of its candidates, in which an object names the candidate that is the same.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import orjson

from ledger.league.codec import form_of, parts_of, written
from ledger.league.stretches import END, Line, Turn
from ledger.projections.valued import Candidates, Valuation, chosen


class Kept(NamedTuple):
    """A line as the store keeps it, but for its generation."""

    company: str
    start: int
    until: int
    currency: str | None
    """Of the headline, if there is one."""
    amount: float | None
    """Its amount, to find the highest."""
    body: bytes


def lines_of(company: str, turns: Sequence[Turn]) -> Iterator[Kept]:
    """Give the lines of a company, one for each of its turns."""
    for (start, line), (until, _) in pairwise([*turns, (END, None)]):
        if line is not None:
            yield Kept(company, start, until, *_ranked(company, line), _packed(line))


def _ranked(company: str, line: Line) -> tuple[str | None, float | None]:
    headline = chosen(company, line.found).headline
    if headline is None:
        return None, None
    figure = headline.figure
    amount = figure.max if figure.max is not None else figure.min
    return figure.currency or "", float(amount or 0)


def _packed(line: Line) -> bytes:
    if line.ended is not None:
        return written({"ended": line.ended, "ended_on": line.ended_on})
    if not any(line.found):
        return b""
    return written(_said_once(line.found))


def _said_once(found: Candidates) -> list[object]:
    """Name the field before that holds the very same, instead of writing it again."""
    first: dict[int, str] = {}
    said: list[object] = []
    for name, one in found._asdict().items():
        held = first.setdefault(id(one), name)
        said.append(one if not one or held == name else {"as": held})
    return said


def shape() -> str:
    """Name the shape of lines: those of another shape must not be read."""
    return form_of(Candidates).digest


def unpacked(company: str, body: bytes, *, include_disputed: bool) -> Valuation:
    """Choose the figures of a company out of a line."""
    if not body:
        return chosen(company, Candidates())
    said = orjson.loads(body)
    if isinstance(said, dict):
        return chosen(company, Candidates())._replace(**said)
    return chosen(company, _candidates(said), include_disputed=include_disputed)


def _candidates(said: list[Any]) -> Candidates:
    found: dict[str, Any] = {}
    for (name, form), one in zip(parts_of(Candidates).items(), said, strict=True):
        if isinstance(one, dict):
            found[name] = found[one["as"]]
        else:
            found[name] = one if form.read is None else form.read(one)
    return Candidates(**found)
