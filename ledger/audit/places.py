"""Where a person keeps what is about ledgers and in none of them.

Keys and the configuration lie in the user's config folder; pins, evidence and when this
person looked last in the state folder; what can be made again in the cache folder, as
the platform names these; SAYSO_HOME is one folder instead of all three.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, Self
from urllib.parse import quote
from uuid import uuid4

from ledger.errors import Unreachable

PRIVATE: Final = 0o600
_LONGEST: Final = 120
"""Characters of a file's name that an origin may fill."""


class Home(NamedTuple):
    """The folders of one person."""

    keys: Path
    pins: Path
    evidence: Path
    looks: Path
    config: Path
    """A file; the others are folders."""
    cache: Path

    @classmethod
    def of_user(cls) -> Self:
        """Give the folders of the person who runs this; none is made yet."""
        if given := os.environ.get("SAYSO_HOME"):
            return cls.at(Path(given).expanduser())
        from platformdirs import user_cache_path, user_config_path, user_state_path

        state = user_state_path("sayso", appauthor=False)
        config = user_config_path("sayso", appauthor=False)
        folders = config / "keys", state / "pins", state / "evidence", state / "looks"
        cache = user_cache_path("sayso", appauthor=False)
        return cls(*folders, config / "config.toml", cache)

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Give folders below one folder."""
        return cls(
            folder / "keys",
            folder / "pins",
            folder / "evidence",
            folder / "looks",
            folder / "config.toml",
            folder / "cache",
        )


def filed(origin: str) -> str:
    """Give the name of a file for an origin, whatever signs it is made of."""
    name = quote(origin, safe="")
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_LONGEST]}-{sha256(origin.encode()).hexdigest()[:16]}"


def private_folder(folder: Path) -> Path:
    """Give a folder that nobody else may read; make it if it is missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return folder


def write_whole(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file whole or not at all, so that it survives a power cut.

    With `new`, FileExistsError where there is one.
    """
    part = private_folder(path.parent) / f".{uuid4().hex}.part"
    try:
        with os.fdopen(
            os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            path.hardlink_to(part)  # which, unlike a rename, never overwrites
        else:
            part.replace(path)
        _sync(path.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        part.unlink(missing_ok=True)


def got(path: Path) -> bytes | None:
    """Give what is in a file; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreachable(
            f"{path} cannot be read: {error.strerror}", "check who may read it"
        ) from None


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unwritable(path: Path, error: OSError) -> Unreachable:
    return Unreachable(
        f"{path} cannot be written: {error.strerror}",
        "check who may write there; SAYSO_HOME names another folder",
    )
