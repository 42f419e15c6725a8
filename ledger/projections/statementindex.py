"""What entitled parties state of one round, by what a price asks of it."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from ledger.projections.claims import Claim
from ledger.projections.denials import Statement

_KEY: Final = attrgetter("key")


class StatementIndex:
    """Statements of one round; they come and go as its claims change."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._priced: dict[str, int] = {}
        self._amounts: dict[str, list[Statement]] = {}
        self._raised: dict[str | None, list[Statement]] = {}
        for one in statements:
            self.put(one)

    def put(self, one: Statement) -> None:
        """Let a statement come."""
        if "valuation" in one.fields:
            self._priced[one.claim.id] = self._priced.get(one.claim.id, 0) + 1
        if "raised" in one.fields:
            insort(self._amounts.setdefault(one.claim.id, []), one, key=_KEY)
        for code in _currencies(one):
            insort(self._raised.setdefault(code, []), one, key=_KEY)

    def take(self, one: Statement) -> None:
        """Let a statement go, as it came."""
        if "valuation" in one.fields:
            self._priced[one.claim.id] -= 1
        if "raised" in one.fields:
            same = self._amounts[one.claim.id]
            del same[bisect_left(same, one.key, key=_KEY)]
        for code in _currencies(one):
            del self._raised[code][bisect_left(self._raised[code], one.key, key=_KEY)]

    def prices(self, claims: Iterable[Claim]) -> bool:
        """Tell whether the price of one of some claims is stated."""
        return any(self._priced.get(claim.id, 0) for claim in claims)

    def amounts(self, claim: Claim) -> Sequence[Statement]:
        """Give who states the amount of a claim, in the order of folds."""
        return self._amounts.get(claim.id, ())

    def raised(self, currency: str | None) -> Iterator[Statement]:
        """Give who states an amount in a currency at committed, the newest first."""
        return reversed(self._raised.get(currency, []))


def _currencies(one: Statement) -> set[str | None]:
    if not (one.firm and "raised" in one.fields):
        return set()
    return {item.figure.currency for item in one.claim.raised}
