"""What the live claims of one round say of prices, kept up claim by claim.

An event touches few of the claims of a round, so each is read once, and again only when
it has changed: who first said a price, in which currencies money is raised, and which
claims count on a day (`pricesat.py`).
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.claims.vocabulary import SECONDARY_KINDS
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.hulls import ClaimedPrice
from ledger.projections.pricedates import SaidDay, said_on
from ledger.projections.pricerows import Backed
from ledger.projections.pricesat import LiveClaim, PricesAt

OUTSIDE = SECONDARY_KINDS | {"cap"}
"""Kinds of prices that no primary round has."""


class PriceIndex:
    """The live claims of one round by what a price asks of them."""

    def __init__(self) -> None:
        self._held: dict[str, LiveClaim] = {}
        self._said: dict[tuple[Figure, str], list[SaidDay]] = {}
        self._weights: dict[str, int] = {}
        self._at: dict[tuple[bool, bool], PricesAt] = {}
        self.denied: dict[str, Claim] = {}
        """The claims whose price or stage is under an open denial."""
        self._outside: dict[str, Claim] = {}

    def put(self, held: LiveClaim) -> None:
        """Let a live claim come."""
        claim = held.claim
        self._held[claim.id] = held
        if held.denied:
            self.denied[claim.id] = claim
        if any(price.kind in OUTSIDE for price in claim.valuation):
            self._outside[claim.id] = claim
        for price, said in _prices_said(claim):
            insort(self._said.setdefault(price, []), said)
        self._weigh(held, 1)
        for at in self._at.values():
            at.put(held)

    def take(self, id_: str) -> None:
        """Let a claim go, if it is there."""
        held = self._held.pop(id_, None)
        if held is None:
            return
        for kept in (self.denied, self._outside):
            kept.pop(id_, None)
        for price, said in _prices_said(held.claim):
            every = self._said[price]
            del every[bisect_left(every, said)]
            if not every:
                del self._said[price]
        self._weigh(held, -1)
        for at in self._at.values():
            at.take(id_)

    def _weigh(self, held: LiveClaim, sign: int) -> None:
        weight = sign * (1 + 1000 * held.rank)
        codes = {item.figure.currency for item in held.claim.raised} - {None}
        for code in codes:
            self._weights[code or ""] = self.weight(code or "") + weight

    def weight(self, currency: str) -> int:
        """Weigh how many raise money in a currency, an entitled party's word first."""
        return self._weights.get(currency, 0)

    @property
    def outside(self) -> list[Claim]:
        """The claims with a price outside primary rounds, or a cap."""
        return sorted(self._outside.values(), key=lambda claim: claim.row.key)

    def first_said(self, one: Backed) -> Days:
        """Give the day on which somebody first said one of the words, at any stage.

        Of those who say it now, with the same figure and of the same kind.
        """
        if one.own is None:
            one.own = _first_said(one.hull.core)
        first, prices = one.own
        said = [first]
        for price in prices:
            said += self._said.get(price, ())[:1]
        return min(said)[-1]

    def at(self, basis: Basis, *, signed: bool, all_denied: bool) -> PricesAt:
        """Give what counts at a basis; kept from one day to another.

        `signed` says whether the round is at a stage at which prices were signed, and
        `all_denied` whether none of its claims has a stage that nobody denies.
        """
        key, asked = (basis.dated, basis.possible), (signed, all_denied)
        found = self._at.get(key)
        if found is None or found.asked != asked:
            found = PricesAt(basis, signed=signed, all_denied=all_denied)
            for held in self._held.values():
                found.put(held)
            self._at[key] = found
        found.go_to(basis.effective)
        return found


def _first_said(
    words: Sequence[ClaimedPrice],
) -> tuple[SaidDay, set[tuple[Figure, str]]]:
    """Give which of some words was said first, and the prices that they name."""
    claims = {word.claim.id: word.claim for word in words}.values()
    said = (
        said_on(row.when.day, claim, place)
        for claim in claims
        for place, (row, _) in enumerate(claim.states())
    )
    return min(said), {word.said for word in words}


def _prices_said(claim: Claim) -> Iterator[tuple[tuple[Figure, str], SaidDay]]:
    """Give each price that a claim said, at first or revised, and when."""
    for place, (row, said) in enumerate(claim.states()):
        for price in said.valuation:
            yield (price.figure, price.kind), said_on(row.when.day, claim, place)
