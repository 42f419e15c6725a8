"""What was settled of sources by a cut, as far as rows of a panel show it.

How many days a source was ahead of the official word is a sum like those of scores: so
many claims with this lead, added and taken out as rounds change. What is the last of
all, and what came on record late, is looked up in all rows of a cut. Both can be put
together of parts: those of some companies, and those of others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final, NamedTuple

from ledger.credibility.moving import Noted
from ledger.credibility.posterior import median_days
from ledger.credibility.tallies import Share, Tallies, TallyPart, tally_parts
from ledger.projections.rows import Row

LEAD: Final = "lead"
"""What is summed: claims that an official word confirmed, by microseconds ahead."""

Scored = tuple[str, str, str]
"""A source, a role and a field."""


class Last(NamedTuple):
    """What was settled last: the newest of some is the largest."""

    when: int
    id: str
    """Of the event that settled it; of a lapse, of the claim itself."""
    lapsed: bool
    recorded: int
    """When that event came on record."""


@dataclass(slots=True)
class SettledClaims:
    """The claims of a source, in a role and a field, that were settled."""

    claims: int
    late: int
    """Those that were on record, with what settled them, only after the cut."""
    recorded: int
    """When the last of all these events came on record."""
    last: Last

    def add(self, other: "SettledClaims") -> None:
        """Put more claims to these."""
        self.claims += other.claims
        self.late += other.late
        self.recorded = max(self.recorded, other.recorded)
        self.last = max(self.last, other.last)


def settled_in(
    shares: Iterable[Share], events: Mapping[int, Row], cut: int
) -> dict[Scored, SettledClaims]:
    """Say what was settled of each source by a cut.

    `events` has all events of these rounds by number.
    """
    found: dict[Scored, SettledClaims] = {}
    for row in chain.from_iterable(share.rows for share in shares):
        claim = events[row.event]
        by = claim if row.decided is None else events[row.decided]
        last = Last(row.when, by.id, row.decided is None, by.recorded)
        recorded = max(claim.recorded, by.recorded)
        one = SettledClaims(1, int(recorded >= cut), recorded, last)
        add_settled(found, {(row.source, row.role, row.field): one})
    return found


def add_settled(
    found: dict[Scored, SettledClaims], more: Mapping[Scored, SettledClaims]
) -> None:
    """Add the settled claims of some companies to those of others."""
    for name, one in more.items():
        if name in found:
            found[name].add(one)
        else:
            found[name] = one


def lead_in(tallies: Tallies, name: Scored) -> float | None:
    """Give the median of the days by which a source was ahead."""
    counts = sorted((lead, n) for (lead, _), (n,) in tallies.of(LEAD, *name).items())
    return median_days([*chain.from_iterable(repeat(lead, n) for lead, n in counts)])


@dataclass(slots=True)
class LeadTallies(Tallies):
    """Sums behind scores, with leads, and without the rows that are behind them."""

    def add(self, share: Share, sign: int = 1) -> None:
        """Put a share in, or take it out."""
        for part in _parts_of(share):
            self.enter(part, sign)


@dataclass(slots=True)
class LeadMoves(Noted):
    """The same as moves: when each sum goes up or down, and by how much."""

    def parts(self, share: Share) -> Iterator[TallyPart]:
        """Write a share as whole numbers under names."""
        return _parts_of(share)


def _parts_of(share: Share) -> Iterator[TallyPart]:
    yield from tally_parts(share)
    for row in share.rows:
        if row.confirmed:
            lead = row.when - row.told
            yield TallyPart(LEAD, (row.source, row.role, row.field), (lead, None), (1,))
