"""A company and its rounds at a cut, as folds hand them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    DENIABLE,
    PURCHASE_TYPES,
    SECONDARY_TYPES,
)
from ledger.projections.claims import Claim, Identity
from ledger.projections.denials import Denial, Statement, is_firm
from ledger.projections.ends import End
from ledger.projections.entitled import ARRANGER, Entitlements
from ledger.projections.rows import Row

DAY: Final = 86_400_000_000
EXPIRY: Final = 365 * DAY
"""Microseconds without news after which a round that nobody settled expires."""

CONFIRMED: Final = frozenset({"confirmed", "confirmed_after_denial"})
HAPPENED: Final = CONFIRMED | {"corroborated", "reported"}
"""The standings of a round that has happened, if it is at committed or later."""
SETTLED: Final = frozenset({"closed", "filed"})
NOT_PRIMARY: Final = (
    DEBT_TYPES | SECONDARY_TYPES | PURCHASE_TYPES | {"grant", "vendor_financing"}
)
"""The types of rounds that bring no new equity at a price of the whole company."""

GONE: Final = frozenset({"retracted", "superseded", "failed", "withdrawn", "expired"})
"""Standings under which a round's figures do not count any more."""


@dataclass(slots=True, eq=False)
class Round:
    """A round at a cut: its claims, what answers them, and its standing."""

    name: str
    claims: list[Claim]
    live: list[Claim]
    stage: str
    standing: str
    statements: list[Statement]
    denials: list[Denial]
    news: Row
    """The newest event about it."""
    may: Entitlements
    ended_by: Row | None = None
    superseded_by: str | None = None

    @property
    def deadline(self) -> int:
        """Microseconds: when it expires unless something new is published."""
        return self.news.when.hi + EXPIRY

    @property
    def origins(self) -> tuple[str, ...]:
        said = (source for claim in self.live for source in claim.origins(*DENIABLE))
        return tuple(dict.fromkeys(said))

    @property
    def expires(self) -> bool:
        """Whether time alone ends it: talks, and what is disputed."""
        if self.standing in CONFIRMED:
            return not is_firm(self.stage)
        return self.standing in {"rumoured", "disputed"}

    @property
    def happened(self) -> bool:
        """Whether it is at committed or later, and nobody's denial stands alone."""
        return self.standing in HAPPENED and is_firm(self.stage)

    @property
    def open_denials(self) -> list[Denial]:
        return [denial for denial in self.denials if denial.open]

    @property
    def firm_statements(self) -> list[Statement]:
        """What entitled parties state at committed or later."""
        return [statement for statement in self.statements if statement.firm]

    def denied(self, claim: Claim, *fields: str) -> list[Denial]:
        """Give the open denials of any of these fields of a claim."""
        return [
            denial
            for denial in self.denials
            if not denial.open_on(claim).isdisjoint(fields)
        ]

    def disputes(self, claim: Claim, *fields: str) -> list[Denial]:
        """Give the open denials that take a claim's word in these fields away.

        The word of an entitled party stands against everybody who is less entitled.
        """
        denied = self.denied(claim, *fields) if self.denials else []
        if not denied:
            return []
        rank = self.may.of(claim)
        return [
            denial
            for denial in denied
            if rank < ARRANGER
            or self.may.rank(denial.source, claim.company, claim.round) >= rank
        ]

    @property
    def counting(self) -> list[Claim]:
        """The live claims that count for its stage: the undenied, if there are any."""
        undenied = [claim for claim in self.live if not self.disputes(claim, "stage")]
        return undenied or self.live

    @property
    def contested(self) -> bool:
        touched = [
            any(denial.open_on(claim) for denial in self.denials) for claim in self.live
        ]
        return any(touched) and not all(touched)


@dataclass(slots=True)
class CompanyAt:
    """A company at a cut: its rounds, its prices outside rounds, its end."""

    slug: str
    rows: Sequence[Row]
    rounds: dict[str, Round]
    prices: list[Claim]
    """Prices outside a round, in the order of folds."""
    denials: list[Denial]
    claims: Mapping[str, Claim]
    may: Entitlements
    identity: Identity
    ends: tuple[End, ...] = ()
    """How its own line ended, if it did."""
    recorded: Sequence[Entry] = ()
    """What is recorded of it and of those linked to it, published by then or not."""

    def runs_out(self, cut: int) -> int | None:
        """Give the next instant after a cut at which time alone may change an answer:
        a round or a price that is asked expires.
        """
        ahead = [found.deadline for found in self.rounds.values()]
        ahead += [
            claim.word("valuation").when.hi + EXPIRY
            for claim in self.prices
            if claim.live
        ]
        return min((at for at in ahead if at > cut), default=None)

    def turns(self, day: int) -> int | None:
        """Give the next day, after one, on which something said takes effect."""
        days = [claim.effective for claim in self.claims.values() if claim.dated]
        days += [end.days for end in self.ends]
        ends = (x for stretch in days for x in (stretch.first, stretch.last))
        return min((x for x in ends if x > day), default=None)


def is_primary(found: Round) -> bool:
    """Tell whether a round brings new equity into the company."""
    kinds = {claim.said.round_type for claim in found.live}
    instruments = {claim.said.instrument for claim in found.live}
    return kinds.isdisjoint(NOT_PRIMARY) and instruments != {"debt"}
