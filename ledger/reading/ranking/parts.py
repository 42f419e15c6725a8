"""Which entries of a company belong together with the newest of them.

What a fold makes of a round follows from the entries that are joined with it: they name
the round, or one of these entries, directly or through others (`components.py` has the
rule). So whoever follows an append reads these alone. Which they are is seen in the
bytes as they are stored, before anything of them is parsed: whatever may be joined is
taken as joined. All purchases and endings are, and so are all prices outside of rounds.

Companies that events link are read as a whole.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from ledger.claims.entry import Entry
from ledger.claims.kinds import KINDS, PUBLISHED_KINDS, named
from ledger.claims.upcasting import upcast
from ledger.claims.vocabulary import PURCHASE_TYPES
from ledger.errors import LedgerError
from ledger.projections.components import ENDING
from ledger.projections.visible import CORRECTED, VOIDED
from ledger.reading.entries import entries_of
from ledger.store.reading import Reader

OURS: Final = frozenset({CORRECTED, VOIDED})
EVENTS: Final = tuple({x for kind in PUBLISHED_KINDS for x in KINDS[kind].events})
ROUNDS: Final = tuple({x for kind in PUBLISHED_KINDS for x in KINDS[kind].rounds})
"""The fields that a correction may change, and that join."""

PURCHASES: Final = "purchases"
PRICES: Final = "prices"
"""What is joined by what it is; no id and no name of a round is written so."""


def together(reader: Reader, company: str, after: int, upto: int) -> list[Entry] | None:
    """Read the entries of a company, up to a number, that belong together with those
    after another; None where that cannot be seen.
    """
    joined, found = _Joined(), list[tuple[int, str]]()
    try:
        for seq, id_, type_, body in reader.bodies_of(company, upto):
            own = id_.hex()
            found.append((seq, own))
            for name in _names(type_, body):
                joined.join(own, name)
    except (LedgerError, ValueError, TypeError, AttributeError, LookupError):
        return None  # it does not read: a fold of the whole says so
    fresh = {joined.top(id_) for seq, id_ in found if seq > after}
    numbers = [seq for seq, id_ in found if joined.top(id_) in fresh]
    return list(entries_of(reader.numbered(numbers)))


def _names(type_: str, body: bytes) -> Iterator[str]:
    """Name what an entry is joined by."""
    kind = KINDS[type_]
    if kind.rank is None and type_ not in OURS:
        return
    parsed = orjson.loads(body)
    data = upcast(type_, parsed["schema"], parsed["data"])
    yield from named(data, kind.events)
    yield from named(data, kind.rounds)
    change: Mapping[str, Any] = data.get("set", {})
    if type_ in OURS:
        yield from named(change, EVENTS)
        yield from named(change, ROUNDS)
    if type_ in ENDING or _sells(data, change):
        yield PURCHASES
    if type_ == "valuation.reported":
        yield PRICES


def _sells(*said: Mapping[str, Any]) -> bool:
    return any(one.get("round_type") in PURCHASE_TYPES for one in said)


class _Joined:
    """Names that were joined, each under one of them."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        one, other = self.top(one), self.top(other)
        if one != other:
            self._parents[one] = other

    def top(self, name: str) -> str:
        parents = self._parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = name = parents.get(parent, parent)
        return name
