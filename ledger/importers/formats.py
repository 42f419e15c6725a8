"""The formats that can be imported, and how a file tells which one it has."""

from typing import Final

from ledger.errors import BadInput
from ledger.importers.crunchbase import FORMAT as CRUNCHBASE
from ledger.importers.epoch import FORMAT as EPOCH
from ledger.importers.formd import FORMAT as FORM_D
from ledger.importers.jsonl import FORMAT as JSONL
from ledger.importers.reading import Format
from ledger.importers.snapshot import FORMAT as SNAPSHOT

FORMATS: Final[dict[str, Format]] = {
    one.name: one for one in (JSONL, CRUNCHBASE, FORM_D, EPOCH, SNAPSHOT)
}


def format_of(start: bytes, name: str) -> Format:
    """Tell the format of a file from its first bytes; BadInput if it is none of ours.

    A CSV file whose columns are nobody's that we know has no format of its own: what
    they mean must be said.
    """
    if not start.strip():
        raise BadInput(f"{name} is empty", "nothing of it could be recorded")
    for one in FORMATS.values():
        if one.fits(start):
            return one
    raise BadInput(
        f"{name}: it cannot be told what this is",
        f"name its format with --from: {', '.join(FORMATS)}",
    )
