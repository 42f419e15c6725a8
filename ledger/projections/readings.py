"""One round read for its prices: which claims count by a day, and rows of their words.

A price takes effect on the first day on which its round stood at committed or later at
that price; so later tranches and closings at one price do not date it again. What is
asked is as old as its first saying, and in force since its last.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ledger.claims.dates import Days
from ledger.claims.vocabulary import STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import Statement, is_firm
from ledger.projections.hulls import (
    ClaimedPrice,
    GivenAmount,
    after_money,
    amount_in,
    hulls_of,
)
from ledger.projections.newest import Newest, by_currency
from ledger.projections.pricedates import applies
from ledger.projections.pricerows import Backed, backed, row_of
from ledger.projections.rounds import CONFIRMED, Round
from ledger.projections.valued import AGREED, FROM_TALKS, RowPlace, Valued

if TYPE_CHECKING:
    from ledger.claims.figures import Figure

ClaimedPrices = list[ClaimedPrice]


class RoundReading:
    """One round at a basis: which claims have taken effect, and rows of their words."""

    def __init__(self, found: Round, basis: Basis) -> None:
        self.found, self.basis = found, basis
        self.at = found.prices_at(basis)
        self._amounts: dict[str | None, GivenAmount | None] = {}

    def stood(self) -> tuple[RowPlace | None, int]:
        """Give when the round first stood at committed or later, and was told to."""
        first = self.at.stood.first
        if first is None:
            return None, 0
        day, key, _ = first
        return (day, *key[:2]), self.at.stood.told

    def since(self) -> Days | None:
        """Give the first days on which it stood at committed or later, as stated."""
        first = self.at.stood.first
        return None if first is None else first[2]

    def denied(self, claim: Claim) -> bool:
        """Tell whether the price or the stage of a live claim is denied."""
        return claim.id in self.found.index.denied

    def stated(self) -> Iterator[Statement]:
        """Give who states a price at committed that is in effect, the newest first."""
        for one in reversed(self.found.statements):
            firm = one.firm and "valuation" in one.fields
            if firm and applies(one.claim, self.basis):
                yield one

    def made(
        self,
        name: str,
        words: Newest,
        *marks: str,
        without: Iterable[int] = (),
        after: bool = False,
        disputed: bool = False,
    ) -> list[Valued]:
        """Make rows of the newest words of each origin, the main currency first.

        The figures are made again only where one of the words has changed.
        """
        spoken = words.of_each(without)
        rows: list[Valued] = []
        for same in self._in_order(spoken.groups):
            currency = same[0].figure.currency
            amount = self.amount(currency)
            key = currency, amount, after
            if key not in spoken.made:
                posts = [after_money(word, amount) for word in same] if after else same
                spoken.made[key] = list(map(backed, hulls_of(posts, amount)))
            rows += self.rows(name, spoken.made[key], *marks, disputed=disputed)
        return rows

    def by_currency(self, words: Iterable[ClaimedPrice]) -> list[ClaimedPrices]:
        """Group words by currency, that of the round first."""
        return self._in_order(by_currency(words))

    def _in_order(self, groups: Mapping[str, ClaimedPrices]) -> list[ClaimedPrices]:
        if len(groups) <= 1:  # nothing to be ordered
            return list(groups.values())
        weight = self.found.index.weight
        order = sorted(groups, key=lambda x: (-weight(x), -len(groups[x]), x))
        return [groups[code] for code in order]

    def amount(self, currency: str | None) -> GivenAmount | None:
        """Give the newest amount of the round that an entitled party states.

        Of several who state it at once it is the first; none if they disagree.
        """
        if currency not in self._amounts:
            self._amounts[currency] = self._newest_amount(currency)
        return self._amounts[currency]

    def _newest_amount(self, currency: str | None) -> GivenAmount | None:
        newest: list[tuple[int, Figure, Claim]] = []
        last = None
        for statement in self.found.stated.raised(currency):
            if last is not None and statement.key[:2] < last:
                break
            amount = amount_in(statement.claim, currency)
            if amount is not None and applies(statement.claim, self.basis):
                newest.append((statement.rank, amount, statement.claim))
                last = statement.key[:2]
        most = max((rank for rank, *_ in newest), default=0)
        given = [(amount, claim) for rank, amount, claim in newest if rank == most]
        if len({amount for amount, _ in given}) != 1:
            return None
        return min(given, key=lambda pair: pair[1].row.key)

    def rows(
        self, name: str, figures: Iterable[Backed], *marks: str, disputed: bool = False
    ) -> list[Valued]:
        """Make a row of each figure."""
        return [self._row(name, one, marks, disputed=disputed) for one in figures]

    def _row(
        self, name: str, one: Backed, marks: tuple[str, ...], *, disputed: bool
    ) -> Valued:
        found, claims = self.found, one.claims
        effective, since = self._days(name, one, marks)
        stage = found.stage
        if disputed:
            stage = max((claim.stage for claim in claims), key=STRENGTH.__getitem__)
        asked = name == "sought" and AGREED not in marks
        expires = (name == "sought" or disputed) and found.expires
        against = found.denying(claims, "valuation", "stage")
        last = one.newest.when.day if asked else None
        return row_of(name, one, against, effective, last, marks)._replace(
            standing="disputed" if disputed else price_standing(found, claims),
            stage=stage,
            disputed=disputed,
            round=found.name,
            since=since,
            until=found.deadline if expires else None,
        )

    def _days(self, name: str, one: Backed, marks: tuple[str, ...]) -> tuple[Days, int]:
        """Give the day on which a price took effect, and that of its first saying."""
        if name == "sought" and AGREED not in marks:
            said = self.found.index.first_said(one)
            return said, said.last
        if AGREED in marks:
            days = max(
                (x.claim.effective for x in one.hull.words), key=lambda day: day.last
            )
            said = self.found.index.first_said(one)
            return days, said.last
        days = self.at.effective(one)
        if FROM_TALKS in marks:
            said = self.found.index.first_said(one)
            late = said.last > days.last and not self.at.dated
            return said if late else days, said.last
        return days, days.last


def price_standing(found: Round, claims: Iterable[Claim]) -> str:
    """Give the standing of an undisputed price that claims on a round state.

    A confirmed round confirms no report: somebody entitled has to state the price.
    """
    if found.standing not in CONFIRMED:
        return found.standing
    if found.stated.prices(claims):
        return found.standing
    return "reported" if is_firm(found.stage) else "rumoured"
