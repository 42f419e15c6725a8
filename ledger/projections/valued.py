"""The figures of a company: what may be chosen of them, and how it is chosen.

A figure never goes without its kind, its standing and the events behind it. Candidates
are what the rounds of a company offer; whatever parts a company is folded in, the
newest of each kind of candidate is the company's.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.rows import Key


class Valued(NamedTuple):
    """One figure with all that it must never be printed without.

    A tuple, since leagues have tens of thousands of them.
    """

    figure: Figure
    kind: str
    standing: str
    stage: str
    disputed: bool
    derived: bool
    round: str | None
    sources: tuple[str, ...]
    """The origins behind it."""
    published: str
    """When the newest claim behind it was published."""
    effective: Days
    deniers: tuple[str, ...]
    """Whose denials of it are open."""
    events: tuple[int, ...]
    """Sequence numbers: the claims, then the denials that are open on them."""
    key: tuple[int, Key]
    """Newest is greatest: effective day, then published."""


class Valuation(NamedTuple):
    """The four figures of a company."""

    company: str
    confirmed: Valued | None
    reported: Valued | None
    sought: Valued | None
    secondary: Valued | None
    headline: Valued | None
    ended: str | None = None
    """Into which company it was merged, if its line has ended."""
    ended_on: int | None = None


class Candidates(NamedTuple):
    """The newest figure of each kind, before one is preferred to another."""

    confirmed: Valued | None = None
    reported: Valued | None = None
    """Of those who are not entitled, whatever its standing."""
    firm: Valued | None = None
    """The newest reported one that may be a headline."""
    sought: Valued | None = None
    secondary: Valued | None = None


def newest(found: Iterable[Valued | None]) -> Valued | None:
    """Give the figure that took effect last; published last, among equals."""
    there = [valued for valued in found if valued is not None]
    return max(there, key=lambda valued: valued.key, default=None)


def chosen(
    company: str, found: Candidates, *, include_disputed: bool = False
) -> Valuation:
    """Choose the figures and the headline of a company."""
    confirmed, reported = found.confirmed, found.reported
    if confirmed and reported and reported.key <= confirmed.key:
        reported = None
    headline = confirmed or found.firm
    if headline is None and include_disputed and reported and reported.disputed:
        headline = reported
    rest = found.sought, found.secondary
    return Valuation(company, confirmed, reported, *rest, headline)
