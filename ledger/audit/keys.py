"""Signing keys: Ed25519 in OpenSSH's format, one a ledger, in the user's own folder.

A key is made once, when asked for. One that is missing, readable by others or not
readable at all stops anyone who wants to sign: to make another one silently would give
the ledger a second identity. The name of a key is the origin of its ledger.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_ssh_private_key,
)

from ledger.audit.notes import Note, Signature, VerifierKey, is_name, read_key
from ledger.audit.places import Home, filed, got, write_whole
from ledger.audit.signatures import sign, verifier_key
from ledger.errors import LedgerError, Refused

_OTHERS: Final = 0o077


class Locked(LedgerError):
    """A key that opens with a passphrase only."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that is open."""

    public: VerifierKey
    private: Ed25519PrivateKey

    def sign(self, text: str) -> Signature:
        """Sign the text of a note."""
        return sign(text, self.public.name, self.private)

    def note(self, text: str) -> Note:
        """Give a note that this key alone signed."""
        return Note(text, (self.sign(text),))


class KeyStore:
    """The keys of one person."""

    def __init__(self, home: Home) -> None:
        self._folder = home.keys

    def path(self, origin: str) -> Path:
        """Give where the key of a ledger lies, or would."""
        return self._folder / f"{filed(origin)}.key"

    def _public_path(self, origin: str) -> Path:
        return self.path(origin).with_suffix(".vkey")

    def _next_path(self, origin: str) -> Path:
        return self.path(origin).with_suffix(".next")

    def public(self, origin: str) -> VerifierKey | None:
        """Give the public side of a ledger's key, for which no passphrase is needed."""
        data = got(self._public_path(origin))
        if data is not None:
            return read_key(data.decode("utf-8", "replace"))
        return self.open(origin).public if self.path(origin).exists() else None

    def former(self, origin: str) -> list[VerifierKey]:
        """Give the public sides of keys from which others took over."""
        paths = sorted(self._folder.glob(f"{filed(origin)}.*.vkey"))
        found = (read_key(path.read_text("utf-8")) for path in paths)
        # A file of the ledger "a.b" looks like a former key of the ledger "a".
        return [key for key in found if key.name == origin]

    def make(self, origin: str, passphrase: bytes | None = None) -> SigningKey:
        """Make the key of a ledger; Refused if there is one."""
        self.check_free(origin)
        path = self.path(origin)
        try:
            key = _new_key(path, origin, passphrase)
        except FileExistsError:
            raise _taken(origin, path) from None
        write_whole(self._public_path(origin), f"{key.public}\n".encode())
        return key

    def check_free(self, origin: str) -> None:
        """Refused if no key can be made for an origin, or if there is one."""
        if not is_name(origin):
            raise Refused(
                f"an origin of {origin!r} cannot name a signing key",
                "a name without spaces and without + can: sayso init --origin NAME",
            )
        if self.path(origin).exists():
            raise _taken(origin, self.path(origin))

    def open(self, origin: str, passphrase: bytes | None = None) -> SigningKey:
        """Open the key of a ledger.

        Refused if there is none, or if it is not safe or not whole; Locked if it
        wants a passphrase and none is given.
        """
        path = self.path(origin)
        found = _opened(path, origin, passphrase)
        if found is None:
            raise Refused(
                f"there is no signing key of {origin} at {path}",
                "restore it from a copy; if it is lost,"
                " `sayso audit key rotate --lost` makes another",
            )
        return found

    def following(
        self, origin: str, passphrase: bytes | None = None
    ) -> SigningKey | None:
        """Give the key that was made to follow, if one waits to take over."""
        return _opened(self._next_path(origin), origin, passphrase)

    def prepare(self, origin: str, passphrase: bytes | None = None) -> SigningKey:
        """Make the key that shall follow, or give the one that waits already."""
        waiting = self.following(origin, passphrase)
        return waiting or _new_key(self._next_path(origin), origin, passphrase)

    def promote(self, origin: str, public: VerifierKey) -> None:
        """Let the key that waits take over; the old one is kept, under its id."""
        path, known = self.path(origin), self.public(origin)
        if known is not None and path.exists():
            path.rename(path.with_suffix(f".{known.key_id.hex()}.old"))
            write_whole(
                path.with_suffix(f".{known.key_id.hex()}.vkey"), f"{known}\n".encode()
            )
        self._next_path(origin).rename(path)
        write_whole(self._public_path(origin), f"{public}\n".encode())


def _taken(origin: str, path: Path) -> Refused:
    return Refused(
        f"there is already a key of {origin}, {path}",
        "`sayso audit key rotate` replaces it; another ledger needs another origin",
    )


def _new_key(path: Path, origin: str, passphrase: bytes | None) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    locking = _locking(passphrase)
    data = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, locking)
    write_whole(path, data, new=True)
    return SigningKey(verifier_key(origin, private), private)


def _opened(path: Path, origin: str, passphrase: bytes | None) -> SigningKey | None:
    data = got(path)
    if data is None:
        return None
    _check_private(path)
    private = _loaded(path, data, passphrase)
    return SigningKey(verifier_key(origin, private), private)


def _locking(passphrase: bytes | None) -> KeySerializationEncryption:
    return BestAvailableEncryption(passphrase) if passphrase else NoEncryption()


def _check_private(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise Refused(
            f"others may read the signing key {path}",
            f"chmod 600 {path}; if someone may have read it, `sayso audit key rotate`",
        )


def _loaded(path: Path, data: bytes, passphrase: bytes | None) -> Ed25519PrivateKey:
    try:
        private = load_ssh_private_key(data, passphrase)
    except TypeError:
        # It is encrypted and no passphrase was given, or the other way round.
        if passphrase is not None:
            return _loaded(path, data, None)
        raise Locked(
            f"the signing key {path} needs a passphrase",
            "set SAYSO_PASSPHRASE; at a terminal you are asked",
        ) from None
    except UnsupportedAlgorithm:
        raise Refused(
            f"the signing key {path} has a passphrase, which needs one more package",
            "pip install 'sayso[passphrase]'",
        ) from None
    except ValueError:
        what = "the passphrase is wrong, or " if passphrase else ""
        again = "try again, or " if passphrase else ""
        raise Refused(
            f"the signing key {path} cannot be read: {what}it is damaged",
            f"{again}restore it from a copy; no new key is created",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise Refused(f"the signing key {path} is not an Ed25519 key", "see ssh-keygen")
    return private
