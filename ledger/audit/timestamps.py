"""Time stamps of RFC 3161: an authority's word that a head existed at an instant.

`recorded_at` is only the ledger's own word. A token over the bytes of a checkpoint
shows that the head, and so all entries under it, are not later than the token.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import new as hashed

from ledger.errors import NotProven, Refused

_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority said: that a message existed by an instant (microseconds)."""

    message: bytes
    instant: int


def stamp_in(token: bytes, messages: Iterable[bytes], authorities: bytes) -> Stamp:
    """Verify a token over one of some messages, under certificates in PEM.

    NotProven if it is of another message, or not from any of these authorities;
    Refused if the package that reads tokens is not installed.
    """
    try:
        from cryptography.x509 import load_pem_x509_certificates
        from rfc3161_client import (  # an extra, and slow to import
            VerificationError,
            VerifierBuilder,
            decode_timestamp_response,
        )
    except ImportError:
        raise Refused(
            "time stamps need one more package",
            "pip install 'sayso[timestamp]'",
        ) from None
    try:
        response = decode_timestamp_response(token)
        imprint = response.tst_info.message_imprint
        name = _HASHES.get(imprint.hash_algorithm.dotted_string, "")
        instant = response.tst_info.gen_time
    except ValueError as error:
        raise NotProven(f"the time stamp cannot be read: {error}") from None
    found = [
        x for x in messages if name and hashed(name, x).digest() == imprint.message
    ]
    if not found:
        raise NotProven("the time stamp is for another checkpoint")
    builder = VerifierBuilder()
    try:
        for certificate in load_pem_x509_certificates(authorities):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify(response, imprint.message)
    except (VerificationError, ValueError) as error:
        raise NotProven(f"the time stamp does not hold: {error}") from None
    return Stamp(found[0], int(instant.timestamp() * 1_000_000))
