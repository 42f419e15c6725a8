"""Whether a page of entries says what its columns say, found out at one go.

What a page must look like is made from its columns and held against its bytes with as
few steps of the interpreter as possible: so a whole ledger is checked about as fast
as it can be fetched and hashed. A page that is not even is not yet known to be wrong;
`ledger.store.walking` then takes it entry by entry.
"""

from binascii import hexlify
from collections.abc import Callable, Sequence
from itertools import compress
from operator import contains, mod, not_
from typing import Any, Final, TypeVar

from ledger.claims.canonical import derived, parse_entry, stamp
from ledger.claims.dates import parse_when
from ledger.claims.kinds import KINDS
from ledger.errors import BadInput

EntryPage = Sequence[tuple[Any, ...]]
"""Rows of the columns of an entry, in their order, without the first one, `seq`."""

_TAIL: Final = (
    b',"id":"%%b","log":"%b","prev":"%%b","recorded_at":"%%b","schema":%d,'
    b'"seq":%%d,"type":"%b","v":1}'
)
_PUBLISHED: Final = b'"published":"'
_NOWHERE: Final = b"\x00"
"""Stands in no entry: control characters are escaped there."""
_PLAIN: Final = frozenset(
    {
        "round.reported",
        "valuation.reported",
        "claim.revised",
        "claim.retracted",
        "claim.denied",
        "claim.confirmed",
        "claim.commented",
        "claim.relayed",
        "rounds.merged",
    }
)
"""Types about one company, with a date: what their columns say stands literally in
their bytes, where no other member has the same name.
"""

K = TypeVar("K")
V = TypeVar("V")


_MOST: Final = 50_000
"""Values that are kept: some megabytes."""


class _Made(dict[K, V]):
    """Values made when first asked for, and forgotten before they are too many."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        made = self[key] = self._make(key)
        return made


class PageCheck:
    """Holds pages against their columns; remembers what comes again and again."""

    def __init__(self) -> None:
        self.schemas = {name: kind.shape for name, kind in KINDS.items()}
        """The schema number that each type had last."""
        self._stamps = _Made[int, bytes](lambda recorded: stamp(recorded).encode())
        self._names = _Made[str, bytes](lambda name: b'"company":"%b"' % name.encode())
        self._dates = _Made[tuple[int, int], bytes](lambda _: _NOWHERE)
        """Published interval -> how the last entry that had it says so."""

    def even(
        self, page: EntryPage, leaves: list[bytes], first: int, prev: str, log: str
    ) -> bool:
        """Tell whether bytes, columns and chain of a page all fit.

        `first` is the number that its first entry must have, `prev` the leaf (hex)
        that it must follow, `log` the ledger that all must name.
        """
        columns = list(zip(*page, strict=True))
        ids, types, _, _, _, _, recorded, kept, bodies = columns
        if kept != tuple(leaves) or not self.schemas.keys() >= set(types):
            return False
        ends = {one: _tail(one, self.schemas[one], log) for one in set(types)}
        members = list(
            zip(
                map(hexlify, ids),
                [prev.encode(), *map(hexlify, leaves[:-1])],
                map(self._stamps.__getitem__, recorded),
                range(first, first + len(page)),
                strict=True,
            )
        )
        said = map(mod, map(ends.__getitem__, types), members)
        odd = map(not_, map(bytes.endswith, bodies, said))
        rest = compress(zip(types, members, bodies, strict=True), odd)
        if not all(_ends_otherwise(*one, log) for one in rest):
            return False
        if _PLAIN.issuperset(types):
            return self._literal(page, columns)
        plain = [row for row in page if row[1] in _PLAIN]
        others = (row for row in page if row[1] not in _PLAIN)
        if not all(map(_derives, others)):
            return False
        return not plain or self._literal(plain, list(zip(*plain, strict=True)))

    def _literal(self, plain: EntryPage, columns: Sequence[tuple[Any, ...]]) -> bool:
        """Tell whether the company and the dates of plain entries are in them."""
        _, _, companies, others, starts, ends, *_, bodies = columns
        if None in companies or any(others):
            return False
        if not all(map(contains, bodies, map(self._names.__getitem__, companies))):
            return False
        said = map(self._dates.__getitem__, zip(starts, ends, strict=True))
        odd = list(compress(plain, map(not_, map(contains, bodies, said))))
        return all(map(self._learn, odd))

    def _learn(self, row: tuple[Any, ...]) -> bool:
        """Tell whether a plain entry says its interval; remember how it does."""
        body = row[8]
        try:
            start = body.index(_PUBLISHED) + len(_PUBLISHED)
            text = body[start : body.index(b'"', start)]
            when = parse_when(text.decode())
        except (ValueError, BadInput):
            return False
        if (when.lo, when.hi) != row[4:6]:
            return False
        self._dates[row[4:6]] = b'%b%b"' % (_PUBLISHED, text)
        return True


def _tail(type_: str, schema: int, log: str) -> bytes:
    """Give how entries of a type end; open: id, prev, recorded, seq."""
    named = log.replace("%", "%%").encode()
    return _TAIL % (named, schema, type_.encode())


def _ends_otherwise(
    type_: str, members: tuple[bytes, bytes, bytes, int], body: bytes, log: str
) -> bool:
    """Tell whether an entry ends as one of its type with any schema number does."""
    kind = KINDS.get(type_)
    numbers = range(1, kind.schema + 1) if kind else ()
    return any(body.endswith(_tail(type_, one, log) % members) for one in numbers)


def _derives(row: tuple[Any, ...]) -> bool:
    """Tell whether the columns of an entry are those that follow from its bytes."""
    try:
        return derived(row[1], parse_entry(row[8])["data"]) == row[2:6]
    except (BadInput, KeyError, TypeError, ValueError):
        return False
