"""Ed25519 over notes: the one place where signatures are made and checked."""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.audit.notes import COSIGNATURE, ED25519, Note, Signature, VerifierKey
from ledger.errors import NotProven

_TIME_BYTES: Final = 8


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    """Give the public side of a signing key."""
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return VerifierKey(name, ED25519, public)


def sign(text: str, name: str, private: Ed25519PrivateKey) -> Signature:
    """Sign the text of a note."""
    key = verifier_key(name, private)
    return Signature(name, key.key_id, private.sign(text.encode()))


def cosign(text: str, name: str, private: Ed25519PrivateKey, when: int) -> Signature:
    """Sign, as a witness, that a text was seen at an instant (seconds since 1970)."""
    key = VerifierKey(name, COSIGNATURE, verifier_key(name, private).public)
    stamp = when.to_bytes(_TIME_BYTES, "big")
    return Signature(name, key.key_id, stamp + private.sign(_cosigned(text, when)))


def _cosigned(text: str, when: int) -> bytes:
    return f"cosignature/v1\ntime {when}\n{text}".encode()


def signed_by(note: Note, key: VerifierKey) -> bool:
    """Tell whether a key signed a note; False if no line claims that it did.

    NotProven if one claims so, and it did not.
    """
    lines = {one.blob for one in note.signatures if key.made(one)}
    for blob in lines:
        signature, message = blob, note.text.encode()
        if key.algorithm == COSIGNATURE:
            when = int.from_bytes(blob[:_TIME_BYTES], "big")
            signature, message = blob[_TIME_BYTES:], _cosigned(note.text, when)
        if not is_signed(key.public, signature, message):
            raise NotProven(f"the signature of {key.brief} is not its own")
    return bool(lines)


def is_signed(public: bytes, blob: bytes, message: bytes) -> bool:
    """Tell whether a blob is the signature of a message by a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(blob, message)
    except InvalidSignature:
        return False
    return True


def pem_of(key: VerifierKey) -> bytes:
    """Give a public key as programs that know no C2SP read it: PEM."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def seen_at(note: Note, key: VerifierKey) -> int:
    """Give the last instant (seconds since 1970) at which a witness saw a note."""
    blobs = [one.blob for one in note.signatures if key.made(one)]
    return max(int.from_bytes(blob[:_TIME_BYTES], "big") for blob in blobs)
