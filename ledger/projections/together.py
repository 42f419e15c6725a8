"""A company put together from parts that were folded apart.

Each of its fields is made when it is first asked for: anyone who asks for figures needs
only what the parts offer, and a story asks at each of its events.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.claims import Claim, Identity
from ledger.projections.entitled import Entitlements, Ranks
from ledger.projections.namedparts import NamedParts
from ledger.projections.rounds import CompanyAt, Round

_KEY: Final = attrgetter("key")
_ROW_KEY: Final = attrgetter("row.key")


class Together(CompanyAt):
    """A company of parts that share no round and no event."""

    __slots__ = ("_directory",)

    def __init__(
        self,
        slug: str,
        named: NamedParts[CompanyAt],
        directory: Directory,
        identity: Identity,
        recorded: Sequence[Entry],
        shared: dict[tuple[object, ...], Any],
        day: int,
    ) -> None:
        self.slug, self.named, self.identity = slug, named, identity
        self.parts = tuple(named.found.values())
        self.recorded, self._directory = recorded, directory
        self.kept, self.shared, self.day = {}, shared, day

    def __getattr__(self, name: str) -> Any:
        """Make a field: a slot that nothing was put into yet ends up here."""
        make = _MADE.get(name)
        if make is None:
            raise AttributeError(name)
        made = make(self)
        setattr(self, name, made)
        return made

    def entitled(self) -> Entitlements:
        """Give who may speak for which round."""
        parties: dict[str, Ranks] = {}
        for part in self.parts:
            parties |= part.may.parties
        purchases = frozenset[str]().union(*(x.may.purchases for x in self.parts))
        buyers = frozenset[str]().union(*(x.may.buyers for x in self.parts))
        return Entitlements(self._directory, parties, purchases, buyers)


def _claims_of(company: Together) -> dict[str, Claim]:
    every = chain.from_iterable(part.claims.values() for part in company.parts)
    return {claim.id: claim for claim in sorted(every, key=_ROW_KEY)}


def _rounds(company: Together) -> dict[str, Round]:
    every = chain.from_iterable(part.rounds.items() for part in company.parts)
    return dict(sorted(every, key=itemgetter(0)))


def _all(name: str, key: Callable[[Any], Any]) -> Callable[[Together], list[Any]]:
    """Put a list of the parts together, in the order of folds."""
    of = attrgetter(name)
    return lambda company: sorted(chain.from_iterable(map(of, company.parts)), key=key)


_MADE: Final[Mapping[str, Callable[[Together], Any]]] = {
    "rows": _all("rows", _KEY),
    "rounds": _rounds,
    "prices": _all("prices", _ROW_KEY),
    "denials": _all("denials", _ROW_KEY),
    "claims": _claims_of,
    "may": Together.entitled,
    "ends": lambda company: tuple(_all("ends", _ROW_KEY)(company)),
}
"""Field -> how it is made out of the parts."""
