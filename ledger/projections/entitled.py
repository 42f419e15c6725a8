"""Who is entitled to state a fact of a round.

A regulator's filing; the company, and a person who speaks for it; an investor for
the round that it leads, and for its own part of any other. Everybody else reports.
Entitlement comes from registrations and from the leads that visible claims name; it
never reads credibility.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.claims.names import Directory
from ledger.projections.claims import Claim

REGULATOR: Final = 3
PRINCIPAL: Final = 2
"""The company, a person who speaks for it, a lead investor."""
OWN_PART: Final = 1
NOBODY: Final = 0

PARTY_KINDS: Final = frozenset({"company", "investor", "person", "unknown"})
"""A paper is not entitled to a round because an investor has the paper's name."""


@dataclass(slots=True)
class Entitlements:
    """How far each source may speak for each round of a company."""

    directory: Directory
    parties: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    """Round -> source -> whether it leads."""
    ranks: dict[tuple[str, str, str | None], int] = field(default_factory=dict)
    """What was found out already."""

    def rank(self, source: str, company: str, name: str | None) -> int:
        """Give the entitlement of a source to speak of a round of a company."""
        key = (source, company, name)
        if key not in self.ranks:
            self.ranks[key] = self._rank(source, company, name)
        return self.ranks[key]

    def _rank(self, source: str, company: str, name: str | None) -> int:
        known = self.directory.sources.get(source)
        if known is None:
            return NOBODY
        if known.kind == "regulator":
            return REGULATOR
        if known.kind in PARTY_KINDS and company in known.speaks_for:
            return PRINCIPAL
        leads = self.parties.get(name or "", {}).get(source)
        if leads is None or known.kind not in PARTY_KINDS:
            return NOBODY
        return PRINCIPAL if leads else OWN_PART

    def of(self, claim: Claim) -> int:
        """Give the entitlement behind a claim."""
        return self.rank(claim.source, claim.company, claim.round)


def entitlements(directory: Directory, claims: Iterable[Claim]) -> Entitlements:
    """Read from live claims who takes part in which round, and who leads it."""
    parties: dict[str, dict[str, bool]] = {}
    for claim in claims:
        if claim.round is None or not claim.live:
            continue
        for investor in claim.said.investors:
            source = directory.find_source(investor.name)
            if source is not None:
                known = parties.setdefault(claim.round, {})
                known[source] = investor.leads or known.get(source, False)
    return Entitlements(directory, parties)
