"""Who is entitled to state a fact of a round, from strong to weak.

1. A regulator's filing that the company made. One that an investor made (the filing
   came by way of it) counts as that investor.
2. The company, and anyone who speaks for it; the investor that leads the round, and
   anyone who speaks for it; in a purchase or merger also the buyer, and anyone who
   speaks for it. The buyer is named by the round as its investor, or by the merger that
   is on record.
3. An arranger (a bank, a placement agent) that a live claim names, for the amount and
   the stage of that round.
4. An investor, and anyone who speaks for it, for its own part of any round.

Everybody else reports. Entitlement comes from registrations, from the investors and
arrangers that visible live claims name, and from mergers; it never reads credibility.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.claims.names import Directory, Source, fold
from ledger.claims.vocabulary import DENIABLE, PURCHASE_TYPES
from ledger.projections.claims import Claim

REGULATOR: Final = 4
PRINCIPAL: Final = 3
"""The company, a lead investor, a buyer, and anyone who speaks for one of them."""
ARRANGER: Final = 2
OWN_PART: Final = 1
NOBODY: Final = 0

ARRANGED: Final = frozenset({"raised", "stage", "timing"})
"""What an arranger is entitled to state."""

PARTY_KINDS: Final = frozenset({"company", "investor", "person", "unknown"})
"""A paper is not entitled to a round because an investor has the paper's name."""

Ranks = dict[str, int]
"""Who takes part in a round -> the rank: slugs of sources, and `/slug` of companies."""


@dataclass(slots=True)
class Entitlements:
    """How far each source may speak for each round of a company."""

    directory: Directory
    parties: dict[str, Ranks] = field(default_factory=dict)
    """Round -> who takes part in it."""
    purchases: frozenset[str] = frozenset()
    """The rounds that are purchases or mergers."""
    buyers: frozenset[str] = frozenset()
    """The companies that bought this one, by the mergers on record."""
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
        if known.kind in PARTY_KINDS:
            bought = name is None or name in self.purchases
            spoken_for = {company, *self.buyers} if bought else {company}
            if not spoken_for.isdisjoint(known.speaks_for):
                return PRINCIPAL
        return self._part(known, self.parties.get(name or "", {}))

    @staticmethod
    def _part(known: Source, parties: Ranks) -> int:
        """Give the rank of a source as one that takes part; a paper arranges none."""
        if not parties or known.kind not in PARTY_KINDS:
            return NOBODY
        names = (known.slug, *(f"/{slug}" for slug in known.speaks_for))
        return max(parties.get(name, NOBODY) for name in names)

    def of(self, claim: Claim) -> int:
        """Give the entitlement behind a claim: a filing has that of who made it."""
        rank = self.rank(claim.source, claim.company, claim.round)
        if rank < REGULATOR:
            return rank
        for filer in claim.row.data.get("via", ()):
            known = self.directory.sources.get(filer)
            if known is not None and known.kind in PARTY_KINDS:
                if claim.company in known.speaks_for:
                    return REGULATOR
                return self.rank(filer, claim.company, claim.round)
        return rank

    def let_in(self, claim: Claim) -> None:
        """Let the investors that a live claim names take part in its round."""
        name, directory = claim.round or "", self.directory
        known = self.parties.setdefault(name, {})
        for investor in claim.said.investors:
            leads = investor.leads or name in self.purchases
            rank = PRINCIPAL if leads else OWN_PART
            for slug in _known_as(investor.name, directory):
                known[slug] = max(rank, known.get(slug, NOBODY))
        for arranger in claim.said.arrangers:
            for slug in _known_as(arranger, directory):
                known[slug] = max(ARRANGER, known.get(slug, NOBODY))

    def stale(self) -> bool:
        """Tell whether a rank that was looked up has changed."""
        return any(self._rank(*key) != rank for key, rank in self.ranks.items())

    @staticmethod
    def fields(rank: int) -> frozenset[str]:
        """Name the fields of a round that somebody of this rank may state of it all."""
        if rank >= PRINCIPAL:
            return DENIABLE
        return ARRANGED if rank == ARRANGER else frozenset()


def entitlements(
    directory: Directory, claims: Iterable[Claim], buyers: Iterable[str] = ()
) -> Entitlements:
    """Read from live claims who takes part in which round, and who leads it."""
    parties: dict[str, Ranks] = {}
    live = [claim for claim in claims if claim.round is not None and claim.live]
    purchases = frozenset(
        [x.round or "" for x in live if x.said.round_type in PURCHASE_TYPES]
    )
    may = Entitlements(directory, parties, purchases, frozenset(buyers))
    for claim in live:
        if claim.said.investors or claim.said.arrangers:
            may.let_in(claim)
    return may


def _known_as(name: str, directory: Directory) -> set[str]:
    """Give what a party is known as: the source of that name, and its companies.

    A company that takes part is known by its slug, or by a source of that name that
    speaks for it.
    """
    companies = [fold(name.removeprefix("source:"))]
    slug = directory.find_source(name)
    if slug is not None:
        companies += directory.sources[slug].speaks_for
    named = {f"/{company}" for company in companies}
    return named if slug is None else {slug, *named}
