"""From one figure and the words behind it to a row that can be printed."""

from collections.abc import Iterable

from ledger.claims.dates import Days
from ledger.projections.denials import Denial
from ledger.projections.hulls import Hull
from ledger.projections.valued import DIFFER, MARKS, TIERED, Valued


def row_of(
    name: str,
    hull: Hull,
    against: Iterable[Denial],
    effective: Days,
    last: Days | None = None,
    marks: Iterable[str] = (),
) -> Valued:
    """Make a row of a hull; what else is known of it, its caller fills in.

    Its place is by the day on which it took effect, or `last`, when it was last said.
    """
    claims = {word.claim.id: word.claim for word in hull.words}.values()
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
        sources=tuple(sources),
        number=voices,
        published=newest.when.text,
        effective=effective,
        since=effective.last,
        until=None,
        by=(),
        tiers=hull.tiers,
        blended=hull.blended,
        deniers=tuple(dict.fromkeys(denials.values())),
        events=(*sorted(told), *sorted(denials)),
        place=((last or effective).last, *newest.key[:2]),
    )
