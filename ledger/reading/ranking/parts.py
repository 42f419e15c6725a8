"""Which entries of a company belong together, and which with the newest of them.

What a fold makes of a round follows from the entries that are joined with it: they name
the round, or one of these entries, directly or through others (`components.py` has the
rule). So anyone who follows an append reads these alone. Which they are is seen in the
bytes as they are stored, before anything of them is parsed: whatever may be joined is
taken as joined. All purchases and endings are, and so are all prices outside of rounds.

Companies that events link are read as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from ledger.claims.entry import Entry
from ledger.claims.kinds import KINDS, values_named
from ledger.claims.upcasting import upcast
from ledger.claims.vocabulary import PURCHASE_TYPES
from ledger.errors import LedgerError
from ledger.projections.components import ENDING
from ledger.projections.links import KEPT_APART
from ledger.projections.visible import CORRECTED, VOIDED
from ledger.reading.entries import entries_of
from ledger.store.reading import MAX_SEQ, Reader

OURS: Final = frozenset({CORRECTED, VOIDED})
JOINING: Final = {
    name: (*kind.events, *kind.rounds) if kind.rank is not None or name in OURS else ()
    for name, kind in KINDS.items()
}
"""Kind of entry -> the fields by which it is joined; nothing, if no fold reads it."""
CHANGED: Final = tuple({x for fields in JOINING.values() for x in fields})
"""The fields that a correction may change, and that join."""

PURCHASES: Final = "purchases"
PRICES: Final = "prices"
"""What is joined by what it is; no id and no name of a round is written so."""


class CompanyParts:
    """What belongs together in one company, up to an entry."""

    def __init__(self, reader: Reader, company: str, upto: int) -> None:
        """LedgerError, ValueError and the like where an entry does not read."""
        self._reader = reader
        self.judged = False
        """Whether two rounds are kept apart."""
        self._top: dict[int, str] = {}
        joined = _Joined()
        for seq, id_, type_, body in reader.bodies_of(company, upto):
            self._top[seq] = own = id_.hex()
            self.judged |= type_ == KEPT_APART
            for name in _names(type_, body):
                joined.join(own, name)
        self._numbers: dict[str, list[int]] = {}
        for seq, own in self._top.items():
            self._top[seq] = top = joined.top(own)
            self._numbers.setdefault(top, []).append(seq)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._top)

    @property
    def first(self) -> int:
        """The number of the first entry; of none, a number after all others."""
        return min(self._top, default=MAX_SEQ)

    def since(self, after: int) -> list[int]:
        """Give the numbers of all entries that belong together with those after one."""
        tops = {top for seq, top in self._top.items() if seq > after}
        return sorted(seq for top in tops for seq in self._numbers[top])

    def read(self, numbers: Sequence[int]) -> list[Entry]:
        """Read entries by their numbers."""
        return list(entries_of(self._reader.numbered(numbers)))

    def with_(self, number: int) -> list[int]:
        """Give the numbers of the entries that belong together with one."""
        return self._numbers.get(self._top.get(number, ""), [])


def company_parts(reader: Reader, company: str, upto: int) -> CompanyParts | None:
    """See what belongs together in a company; None where an entry does not read: a
    fold of all of it says so.
    """
    try:
        return CompanyParts(reader, company, upto)
    except (LedgerError, ValueError, TypeError, AttributeError, LookupError):
        return None


def _names(type_: str, body: bytes) -> Iterator[str]:
    """Name what an entry is joined by."""
    if type_ in ENDING:
        yield PURCHASES
    if type_ == "valuation.reported":
        yield PRICES
    fields = JOINING[type_]
    if not fields:
        return
    parsed = orjson.loads(body)
    data = upcast(type_, parsed["schema"], parsed["data"])
    yield from values_named(data, fields)
    change: Mapping[str, Any] = data.get("set", {})
    if type_ in OURS:
        yield from values_named(change, CHANGED)
    if _sells(data) or _sells(change):
        yield PURCHASES


def _sells(said: Mapping[str, Any]) -> bool:
    return said.get("round_type") in PURCHASE_TYPES


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
