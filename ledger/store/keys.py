"""The keys that a ledger names: in its opening, and whenever another one takes over."""

from collections.abc import Iterator
from typing import Final

from ledger.audit.notes import VerifierKey, read_key
from ledger.claims.canonical import parse_entry
from ledger.errors import NotProven
from ledger.store.reading import Reader

_FIELDS: Final = {"ledger.opened": "key", "key.rotated": "new"}


def keys_named(reader: Reader, size: int | None = None) -> Iterator[VerifierKey]:
    """Give the keys that a ledger names, in their order; what is no key is left out.

    With a size they are those that it named when it had so many entries.
    """
    upto = None if size is None else size - 1
    for stored in reader.read(names=True, upto=upto):
        name = _FIELDS.get(stored.type)
        said = parse_entry(stored.body)["data"].get(name) if name else None
        if said is not None:
            try:
                yield read_key(said)
            except NotProven:
                continue
