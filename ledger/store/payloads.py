"""Texts that entries only commit to, so that they can be erased without a trace.

An entry holds SHA-256 of a salt and the text; the salt, fresh for each, keeps anybody
from guessing the text by trying. Both stand here, and go together.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.errors import Damaged
from ledger.store.log import NOT_KEPT, Writer
from ledger.store.reading import Reader

PAGE: Final = 100


class Payload(NamedTuple):
    """A text, and the salt that shows that an entry commits to it."""

    commitment: bytes
    salt: bytes
    media_type: str
    body: bytes

    @property
    def holds(self) -> bool:
        """Whether salt and text are those that were committed to."""
        return sha256(self.salt + self.body).digest() == self.commitment


def payload_of(reader: Reader, commitment: bytes) -> Payload | None:
    """Give the text behind a commitment, if it is there."""
    rows = reader.rows("payload", {"commitment": commitment})
    return Payload._make(rows[0]) if rows else None


def payloads_of(reader: Reader, commitments: Sequence[bytes]) -> dict[bytes, Payload]:
    """Give the texts behind some commitments, those that are there."""
    if not commitments:
        return {}
    rows = reader.rows("payloads_among", {"commitments": list(commitments)})
    return {row[0]: Payload._make(row) for row in rows}


def wrong_digests(reader: Reader, there: Mapping[bytes, Payload]) -> list[bytes]:
    """Name the payloads, by their commitments, that are filed under another text."""
    if not there:
        return []
    asked = {"commitments": list(there)}
    rows = reader.rows("payload_digests", asked)
    return [x for x, digest in rows if sha256(there[x].body).digest() != digest]


def same_text(reader: Reader, body: bytes) -> list[Payload]:
    """Give the payloads that hold a text already."""
    rows = reader.rows("payloads_same", {"digest": sha256(body).digest()})
    return [Payload._make(row) for row in rows]


def all_payloads(reader: Reader) -> Iterator[Payload]:
    """Give every payload, by its commitment, a page at a time."""
    after = b""
    while page := reader.rows("payloads", {"after": after, "batch": PAGE}):
        yield from (Payload._make(row) for row in page)
        after = page[-1][0]


def count(reader: Reader) -> int:
    """Count the payloads."""
    return int(reader.rows("payloads_counted", {})[0][0])


def keep(writer: Writer, one: Payload) -> None:
    """Add a payload."""
    digest = sha256(one.body).digest()
    row = (one.commitment, one.salt, digest, one.media_type, one.body)
    writer.session.add("payload", [row])
    if payload_of(writer, one.commitment) != one:
        raise Damaged(*NOT_KEPT)


def drop(writer: Writer, commitment: bytes) -> None:
    """Delete a payload and its salt; the event that says so was appended just now."""
    writer.session.run("drop_payload", {"commitment": commitment})
