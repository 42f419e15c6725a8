"""Who said it first, and who told it again: a claim, its copies, and those it led to.

A round, or a price outside rounds, is told by its claims in the order in which they
were published. What is a copy stands behind its origin, whenever it came, and so does
anyone who only carried it; papers that stand by it from sources of their own are named
as such. A claim that is no copy is a telling of its own: first is the one that was
published first, no matter who was right. Of two that were published within one interval
neither is known to be the first: both are.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ledger.projections.claims import Claim, origin_of
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import Row

FIRST: Final = "first"
OWN: Final = "own"
COPY: Final = "copy"
CARRIED: Final = "carried"
STANDS_BY: Final = "stands by"


class RoundMention(NamedTuple):
    """One event that tells of a round, and what it is to the others."""

    how: str
    """`first`, `own` (later, and no copy), `copy`, `carried` or `stands by`."""
    source: str
    row: Row
    origin: int
    """The event that it retells; its own number, if it is no copy."""
    retracted: bool = False


def tellings_of(company: CompanyAt, about: str | None) -> list[RoundMention]:
    """Give who told of a round, each origin followed by its copies in order.

    `about` is the name of a round; None stands for prices outside rounds.
    """
    claims = [claim for claim in company.claims.values() if claim.round == about]
    claims.sort(key=lambda claim: claim.row.key)
    origins = [claim for claim in claims if claim.copied is None]
    first = min((claim.row.key[:2] for claim in origins), default=None)
    copies: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.copied is not None:
            origin = origin_of(claim, company.claims)
            copies.setdefault(origin.id, []).append(claim)
    found: list[RoundMention] = []
    for claim in origins:
        how = FIRST if claim.row.key[:2] == first else OWN
        gone = claim.retracted is not None
        found.append(RoundMention(how, claim.source, claim.row, claim.seq, gone))
        again = _retold(claim, copies.get(claim.id, ()))
        found += sorted(again, key=lambda mention: mention.row.key)
    return found


def _retold(origin: Claim, copies: Iterable[Claim]) -> Iterator[RoundMention]:
    """Give the copies of a claim, also of its copies, its carriers and its seconds."""
    for claim in copies:
        gone = claim.retracted is not None
        yield RoundMention(COPY, claim.source, claim.row, origin.seq, gone)
        yield from _carried(claim, origin)
    yield from _carried(origin, origin)
    for row in origin.seconds:
        yield RoundMention(STANDS_BY, row.source or "", row, origin.seq)


def _carried(claim: Claim, origin: Claim) -> Iterator[RoundMention]:
    """Give who carried a claim; a relay that names a copy is told by that copy."""
    for row in claim.carriers:
        if "carrier" in row.data:
            yield RoundMention(CARRIED, row.data["carrier"], row, origin.seq)


DENIED: Final = "denied"
OTHER: Final = "other"
HOWS: Final = (FIRST, OWN, COPY, CARRIED, STANDS_BY, DENIED, OTHER)


class SourceEvent(NamedTuple):
    """Something that a source published or carried, and what it is to the others."""

    row: Row
    how: str
    """Of `HOWS`: `carried` also where a claim came by way of it (`via`); `denied` what
    it contradicts; `other` revisions, retractions, confirmations and comments.
    """


def spoken_by(source: str, company: CompanyAt) -> list[SourceEvent]:
    """Give what a source said, carried and denied of a company, in order of folds."""
    rows = [x for x in company.rows if _speaks(source, x)]
    if not rows:
        return []
    rounds = {company.identity.round(x.round) if x.round else None for x in rows}
    told = {
        (one.row.id, one.source): one.how
        for about in rounds
        for one in tellings_of(company, about)
    }
    return [SourceEvent(row, _how(row, source, told)) for row in rows]


def _speaks(source: str, row: Row) -> bool:
    carries = row.data.get("carrier") == source or source in row.data.get("via", ())
    return row.source == source or carries


def _how(row: Row, source: str, told: Mapping[tuple[str, str], str]) -> str:
    if row.source != source:
        return CARRIED
    if row.type == "claim.denied":
        return DENIED
    return told.get((row.id, source), OTHER)
