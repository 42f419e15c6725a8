"""COSE receipts: that an entry is on record, in the form of RFC 9942.

    18([                       a COSE_Sign1 (RFC 9052)
      << { 1: -8,              signed with Ed25519
           4: <id of the key>,
           15: { 1: <origin>, 2: <id of the event>, "size": <size> },
           395: 1 } >>,        over a tree of RFC 9162 with SHA-256
      { 396: { -1: [ << [<size>, <index>, [<hash>, ...]] >> ] } },
      nil,                     the root, which the reader makes of entry and path
      <signature> ])

The standard signs the root alone, and some paths lead to it under several sizes; so the
size stands in the claims, too. Receipts are written deterministically, and read in that
spelling only. CBOR is cbor2's, an extra.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ledger.audit.merkle import HASH_BYTES, LONGEST_PATH, leaf, rooted
from ledger.audit.notes import VerifierKey
from ledger.audit.signatures import is_signed
from ledger.errors import NotProven, Refused

START: Final = b"\xd2\x84"
"""How every receipt begins: the tag, and a list of four."""

_TAG: Final = 18
_EDDSA: Final = -8
_ALGORITHM, _KEY, _CLAIMS, _STRUCTURE, _PROOFS = 1, 4, 15, 395, 396
_ISSUER, _SUBJECT, _SIZE, _INCLUSION, _RFC9162 = 1, 2, "size", -1, 1
_MOST_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an entry stands at a place in a log of some size."""

    origin: str
    subject: str
    """The id of the event, in hex."""
    key_id: bytes
    size: int
    index: int
    path: tuple[bytes, ...]
    signature: bytes = b""

    def __bytes__(self) -> bytes:
        proof = _dumped([self.size, self.index, list(self.path)])
        proofs = {_PROOFS: {_INCLUSION: [proof]}}
        parts = [self._protected, proofs, None, self.signature]
        return _dumped(_cbor2().CBORTag(_TAG, parts))

    @property
    def _protected(self) -> bytes:
        claims = {_ISSUER: self.origin, _SUBJECT: self.subject, _SIZE: self.size}
        head = {_ALGORITHM: _EDDSA, _KEY: self.key_id, _CLAIMS: claims}
        return _dumped({**head, _STRUCTURE: _RFC9162})

    def _message(self, root: bytes) -> bytes:
        return _dumped(["Signature1", self._protected, b"", root])

    def root(self, entry: bytes) -> bytes:
        """Give the root to which the path leads from an entry; NotProven if to none."""
        return rooted(self.index, self.size, leaf(entry), self.path)

    def signed(self, root: bytes, sign: Callable[[bytes], bytes]) -> "Receipt":
        """Give the receipt with a signature over a root."""
        return replace(self, signature=sign(self._message(root)))

    def is_by(self, key: VerifierKey, root: bytes) -> bool:
        """Tell whether a key signed it over a root."""
        if key.key_id != self.key_id:
            return False
        return is_signed(key.public, self.signature, self._message(root))


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt; NotProven if it is none, or is spelled in another way.

    Refused if the package that reads CBOR is not installed.
    """
    if len(data) > _MOST_BYTES:
        raise NotProven(f"the receipt has more than {_MOST_BYTES:,} bytes")
    loads = _cbor2().loads
    try:
        protected, proofs, payload, signature = loads(data).value
        head = loads(protected)
        size, index, path = loads(proofs[_PROOFS][_INCLUSION][0])
        claims = head[_CLAIMS]
        found = Receipt(
            _checked_text(claims[_ISSUER]),
            _checked_text(claims[_SUBJECT]),
            bytes(head[_KEY]),
            int(size),
            int(index),
            _hashes(path),
            bytes(signature),
        )
        same = payload is None and bytes(found) == data
    except Exception:  # noqa: BLE001 - whatever bytes of others make of the reader
        same = False
    if not same:
        raise NotProven("this is not a COSE receipt of an entry")
    return found


def _checked_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _hashes(path: Sequence[bytes]) -> tuple[bytes, ...]:
    if len(path) > LONGEST_PATH or any(len(one) != HASH_BYTES for one in path):
        raise ValueError
    return tuple(bytes(one) for one in path)


def _dumped(value: object) -> bytes:
    found: bytes = _cbor2().dumps(value, canonical=True)
    return found


def _cbor2() -> Any:  # an extra
    try:
        import cbor2
    except ImportError:
        raise Refused(
            "COSE receipts need one more package", "pip install 'sayso[cose]'"
        ) from None
    return cbor2
