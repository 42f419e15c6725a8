"""Signed notes and verifier keys, as C2SP's signed-note writes them.

    any text, of one or more lines
    <empty line>
    \N{EM DASH} <name of the key> <base64 of key id (4 bytes) and signature>

A verifier key is `<name>+<key id in hex>+<base64 of algorithm (1 byte) and key>`; the
key id is made of name, algorithm and key. Only one spelling of each is read.
"""

from hashlib import sha256
from typing import Final, NamedTuple

from ledger.audit.texts import base64, decoded, unbase64
from ledger.claims.names import shown
from ledger.errors import NotProven

ED25519: Final = 1
"""A signature of the text."""
COSIGNATURE: Final = 4
"""A witness's signature of the text and of the instant at which it saw it."""

MOST_BYTES: Final = 1_000_000
MOST_SIGNATURES: Final = 100
_DASH: Final = "\N{EM DASH} "
_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32


class Signature(NamedTuple):
    """One signature line; `blob` is what its algorithm says it is."""

    name: str
    key_id: bytes
    blob: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64(self.key_id + self.blob)}"


class Note(NamedTuple):
    """A text and the signatures below it, which nobody has checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        lines = "".join(f"{one}\n" for one in self.signatures)
        return f"{self.text}\n{lines}".encode()


def read_note(data: bytes) -> Note:
    """Read a note; NotProven if it is malformed."""
    whole = decoded(data, "the note", most=MOST_BYTES)
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not text or not lines:
        raise NotProven("the note has no signatures")
    found = [_signature(line) for line in lines[:-1].split("\n")]
    if len(found) > MOST_SIGNATURES:
        raise NotProven(f"the note has more than {MOST_SIGNATURES} signatures")
    return Note(f"{text}\n", tuple(found))


def _signature(line: str) -> Signature:
    name, space, coded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_name(name):
        raise NotProven(f"the note has a malformed signature line: {line[:40]!r}")
    blob = unbase64(coded, "a signature")
    if len(blob) <= _ID_BYTES:
        raise NotProven("a signature is too short")
    return Signature(name, blob[:_ID_BYTES], blob[_ID_BYTES:])


def is_name(text: str) -> bool:
    """Tell whether a key can have this name: plain signs, no spaces and no plus."""
    spaced = any(sign.isspace() for sign in text)
    return bool(text) and "+" not in text and not spaced and shown(text) == text


class VerifierKey(NamedTuple):
    """A public key: what it is called, and how it signs."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signature lines name the key."""
        what = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return sha256(what).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        coded = base64(bytes([self.algorithm]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{coded}"

    @property
    def brief(self) -> str:
        """The key for eyes: its name and its id."""
        return f"{self.name}+{self.key_id.hex()}"

    def made(self, signature: Signature) -> bool:
        """Tell whether a signature line claims to be this key's."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)


def read_key(text: str) -> VerifierKey:
    """Read a verifier key; NotProven if it is malformed or of an unknown algorithm."""
    name, _, rest = text.strip().partition("+")
    key_id, plus, coded = rest.partition("+")
    if not (plus and is_name(name)):
        raise NotProven(f"this is not a verifier key: {text.strip()[:60]!r}")
    blob = unbase64(coded, "the verifier key")
    if len(blob) != 1 + _KEY_BYTES or blob[0] not in {ED25519, COSIGNATURE}:
        raise NotProven(f"the verifier key of {name} is not an Ed25519 key")
    key = VerifierKey(name, blob[0], blob[1:])
    if key.key_id.hex() != key_id:
        raise NotProven(
            f"the verifier key of {name} was changed: its id is not its own"
        )
    return key
