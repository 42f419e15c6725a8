"""What one round of a company is held against another by, to tell whether they are one.

What tells most rounds apart is looked up once, without any claim of the other round.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.claims.vocabulary import STRENGTH
from ledger.projections.claims import Claim
from ledger.projections.comparing import dated, money_of, types_of
from ledger.projections.denials import COMMITTED
from ledger.projections.rounds import Round

_OUT: Final = frozenset({"retracted", "superseded"})


class Sided(NamedTuple):
    """What tells most rounds apart before any two claims are compared."""

    types: frozenset[str]
    money: str | None
    deals: frozenset[str]
    """The sources that have a deal of their own on it."""
    said: frozenset[tuple[str, tuple[int, int]]]
    """A source and the days that it speaks of: the same for a deal stated again."""


@dataclass(slots=True, eq=False)
class Side:
    """What a round is held against others by."""

    found: Round
    sided: Sided
    known: list[Claim] | None = None

    @property
    def claims(self) -> list[Claim]:
        """Those of its claims that can be held against others."""
        if self.known is None:
            self.known = list(candidates_of(self.found))
        return self.known


def side_of(found: Round) -> Side:
    """Give what a round is held against others by, looked up once."""
    if found.side is None:
        claims = list(candidates_of(found))
        said = frozenset(
            (claim.source, (claim.days.first, claim.days.last)) for claim in claims
        )
        sided = Sided(
            types_of(found), money_of(found), frozenset(deals_of(found)), said
        )
        found.side = Side(found, sided, claims)
    side: Side = found.side
    return side


def candidates_of(found: Round) -> Iterator[Claim]:
    """Give the claims on a round that can be held against others."""
    for claim in found.live if found.standing not in _OUT else ():
        if not claim.moved and dated(claim):
            yield claim


def deals_of(found: Round) -> set[str]:
    """Name the sources that take a round for a deal of its own."""
    return {
        claim.source
        for claim in found.live
        if STRENGTH.get(claim.stage, -1) >= COMMITTED
    }
