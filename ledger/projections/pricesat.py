"""Which claims of one round count for its price on a day, and with which words.

A claim at committed or later counts once it has taken effect; one that has not is
*agreed*, if it is signed and nobody denies it. What is below committed is *talks*. A
claim changes its place on a day when it takes effect: so these days are kept.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ledger.claims.dates import Days
from ledger.claims.vocabulary import ENDS, PRIMARY_KINDS
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.claimsbyday import Dues
from ledger.projections.denials import is_firm
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import ClaimedPrice, primary_words
from ledger.projections.newest import Newest
from ledger.projections.pricedates import effect
from ledger.projections.pricerows import Backed
from ledger.projections.standingsince import CommittedClaim, Stood

ASKED: Final = PRIMARY_KINDS | {"sought"}
"""Kinds under which a price of a primary round is asked."""

SIGNED: Final = frozenset({"terms_agreed", "loi_signed"})
"""Stages below committed at which a price has been signed."""

PricePlace = Literal["firm", "talks", "agreed"]


class LiveClaim(NamedTuple):
    """A live claim of a round, and what others make of it."""

    claim: Claim
    rank: int
    """The entitlement behind it."""
    denied: bool
    """Whether its price or its stage is under an open denial."""
    stage_denied: bool


class _Put(NamedTuple):
    """Where a claim was put."""

    held: LiveClaim
    stood: Days | None
    """Since when it stands at committed, if it counts for that."""
    place: PricePlace | None
    priced: bool
    due: list[int]
    """The days on which it may count otherwise."""


class PricesAt:
    """The live claims of one round as they count on a day."""

    def __init__(self, basis: Basis, *, signed: bool, all_denied: bool) -> None:
        self.asked = signed, all_denied
        self.stood = Stood()
        """The claims that count for when the round stood at committed, and at what."""
        self._dated, self._possible = basis.dated, basis.possible
        self._signed, self._all_denied = signed, all_denied
        self._words: dict[tuple[PricePlace, bool], Newest] = {}
        self._put: dict[str, _Put] = {}
        self._dues = Dues(basis.effective)
        self._dated_firm = 0

    def put(self, held: LiveClaim) -> None:
        """Let a claim come."""
        claim, firm = held.claim, is_firm(held.claim.stage)
        since = effect(claim)
        days = [claim.row.when.day] if self._dated else []
        days += [since or claim.effective] if self._dated or claim.dated else []
        due = [self._from(day) for day in days]
        today = self._dues.day
        applies = not due or due[-1] <= today
        asked = not self._dated or due[0] <= today
        place = self._place(held, applies=applies, asked=asked)
        counts = firm and applies and (self._all_denied or not held.stage_denied)
        stood = since if counts else None
        words = primary_words(claim, ASKED if place == "talks" else PRIMARY_KINDS)
        if stood is not None:
            self.stood.put(
                CommittedClaim(claim, stood, held.rank >= PRINCIPAL, bool(words))
            )
        if place is not None:
            self._words.setdefault((place, held.denied), Newest()).put(claim, words)
        if place == "firm" and claim.dated and not held.denied:
            self._dated_firm += 1
        self._put[claim.id] = _Put(held, stood, place, bool(words), due)
        for day in due:
            self._dues.put(day, claim.id)

    def _from(self, days: Days) -> int:
        return days.first if self._possible else days.last

    def _place(
        self, held: LiveClaim, *, applies: bool, asked: bool
    ) -> PricePlace | None:
        """Say as what the price of a claim counts; None if it does not."""
        claim = held.claim
        firm = is_firm(claim.stage)
        if firm and applies:
            return "firm"
        signed = firm or (self._signed and claim.stage in SIGNED)
        if claim.dated and not applies and not held.denied and signed:
            return "agreed"
        talks = asked and not firm and claim.stage not in ENDS
        return "talks" if talks else None

    def take(self, id_: str) -> None:
        """Let a claim go."""
        held, stood, place, priced, due = self._put.pop(id_)
        claim = held.claim
        for day in due:
            self._dues.take(day, id_)
        if stood is not None:
            self.stood.take(
                CommittedClaim(claim, stood, held.rank >= PRINCIPAL, priced)
            )
        if place is not None:
            self._words[place, held.denied].take(claim)
        if place == "firm" and claim.dated and not held.denied:
            self._dated_firm -= 1

    def go_to(self, day: int) -> None:
        """Go on or back to a day."""
        for id_ in self._dues.go_to(day):
            held = self._put[id_].held
            self.take(id_)
            self.put(held)

    def words(self, place: PricePlace, *, denied: bool = False) -> Newest:
        """Give the words of the claims in one place."""
        return self._words.get((place, denied)) or Newest()

    @property
    def dated(self) -> bool:
        """Whether an undenied claim at committed, in effect, says its day."""
        return self._dated_firm > 0

    def effective(self, one: Backed) -> Days:
        """Give the first day on which the round stood at committed at this price."""
        changes = self.stood.changes
        if one.stood is None or one.stood[0] != changes:
            one.stood = changes, self._effective(one.hull.core)
        return one.stood[1]

    def _effective(self, words: Sequence[ClaimedPrice]) -> Days:
        own = {word.claim.id: self._put[word.claim.id] for word in words}
        more = [
            CommittedClaim(
                put.held.claim, since, put.held.rank >= PRINCIPAL, put.priced
            )
            for put in own.values()
            if put.stood is None and put.place == "firm"
            if (since := effect(put.held.claim)) is not None
        ]
        return self.stood.at(words, more)
