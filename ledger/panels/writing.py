"""Panels into files and pipes. A file is there whole, or it is not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from uuid import uuid4

from ledger.errors import Refused, Unreachable

if TYPE_CHECKING:
    from ledger.panels.panel import Panel

FORMS: Final = ("csv", "jsonl", "parquet")


def write(panel: "Panel", form: str, sink: IO[bytes]) -> None:
    """Write all rows of a panel in a form."""
    if form == "parquet":
        from ledger.panels.parquet import write_parquet  # an extra

        write_parquet(panel, sink)
        return
    from ledger.rendering.cells import lines  # rows only

    for line in lines(panel.fields, panel.rows, form):
        sink.write(line.encode() + b"\n")


def check_target(target: Path, ledger: str, *, force: bool) -> None:
    """Refuse a file that must not be overwritten, before anything is read."""
    ours = [Path(ledger + end).resolve() for end in ("", "-wal", "-shm", "-journal")]
    if target.resolve() in ours:
        raise Refused(f"{target} is the ledger itself", "choose another name")
    if target.is_dir():
        raise Refused(f"{target} is a folder", "name a file in it")
    if not force and (target.exists() or target.is_symlink()):
        raise _there_already(target)


@contextmanager
def whole(target: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Open a file that appears at the end, if nothing failed, with all its bytes.

    Refused where one is already, unless `force` replaces it; Unreachable if it cannot
    be written.
    """
    part = target.with_name(f".{target.name[:100]}.{uuid4().hex[:8]}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            part.replace(target)
        else:
            target.hardlink_to(part)  # which, unlike a rename, never overwrites
        _sync(target.parent)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as error:
        raise Unreachable(
            f"{target} cannot be written: {error.strerror}",
            "check that its folder exists and is writable, and the free space",
        ) from None
    finally:
        with suppress(FileNotFoundError, NotADirectoryError):
            part.unlink()


def _there_already(target: Path) -> Refused:
    return Refused(
        f"{target} exists already",
        "choose another name, or replace it with `force=True`",
        ("force",),
    )


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
