"""From one figure and the words behind it to a row that can be printed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.claims import Claim
from ledger.projections.denials import Denial
from ledger.projections.hulls import Hull
from ledger.projections.pricedates import SaidDay, claims_of
from ledger.projections.rows import Row
from ledger.projections.valued import DIFFER, MARKS, TIERED, Valued


@dataclass(slots=True, eq=False)
class Backed:
    """A figure with what stands behind it, which is the same on every day."""

    hull: Hull
    claims: list[Claim]
    newest: Row
    """Where its price was said last."""
    sources: tuple[str, ...]
    """The origins behind it, and who gives the amount that was added."""
    voices: int
    """How many of them speak of the price."""
    events: tuple[int, ...]
    own: tuple[SaidDay, Collection[tuple[Figure, str]]] | None = None
    """Which of the words that it is made of was said first, and the prices that they
    name, once that was looked up.
    """
    stood: tuple[int, Days] | None = None
    """Since when a round stands at it, and at which state that was looked up."""


def backed(hull: Hull) -> Backed:
    """Look up what stands behind a figure."""
    claims = claims_of(hull.words)
    newest = max((claim.word("valuation") for claim in claims), key=lambda row: row.key)
    sources = dict.fromkeys(
        source
        for claim in sorted(claims, key=lambda claim: claim.row.key)
        for source in claim.origins("valuation")
    )
    voices = len(sources)
    givers = [word.giver for word in hull.core if word.giver is not None]
    sources |= dict.fromkeys(giver.source for giver in givers)
    seconds = {row.seq for claim in claims for row in claim.seconds}
    told = {claim.seq for claim in (*claims, *givers)} | seconds
    events = tuple(sorted(told))
    return Backed(hull, claims, newest, tuple(sources), voices, events)


def row_of(
    name: str,
    one: Backed,
    against: Iterable[Denial],
    effective: Days,
    last: Days | None = None,
    marks: Iterable[str] = (),
) -> Valued:
    """Make a row of a figure; what else is known of it, its caller fills in.

    Its place is by the day on which it took effect, or `last`, when it was last said.
    """
    hull, newest = one.hull, one.newest
    denials = {denial.row.seq: denial.source for denial in against}
    there = {*marks, TIERED if hull.tiers else "", DIFFER if hull.differ else ""}
    return Valued(
        name=name,
        figure=hull.figure,
        kind=hull.kind,
        standing="reported",
        stage="closed",
        disputed=False,
        derived=hull.derived,
        marks=tuple(mark for mark in MARKS if mark in there),
        round=None,
        sources=one.sources,
        number=one.voices,
        published=newest.when.text,
        effective=effective,
        since=effective.last,
        until=None,
        by=(),
        tiers=hull.tiers,
        blended=hull.blended,
        deniers=tuple(dict.fromkeys(denials.values())),
        events=(*one.events, *sorted(denials)),
        place=((last or effective).last, *newest.key[:2]),
    )
