"""Taking out entries that do not read, and keeping them where other evidence lies."""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ledger.audit.places import Home, filed, write_whole
from ledger.store.opening import connect
from ledger.store.quarantine import Cut, quarantined
from ledger.trail.auditing import origin_of

_NAMES: Final = (
    *("seq", "id", "type", "company", "other", "published_from", "published_to"),
    *("recorded", "leaf", "body"),
)


def quarantine(place: str, home: Home) -> tuple[Cut, Path] | None:
    """Take out what does not read; give what was, and the file that keeps it.

    None if all of it reads. The file holds a JSON object for each row that was taken
    out, as it stood: hashes in hex, bytes in base64.
    """
    database = connect(place)
    paths: list[Path] = []

    def keep(cut: Cut) -> None:
        data = b"".join(map(_row_as_json, cut.removed))
        name = f"from-{cut.first}-{sha256(data).hexdigest()[:12]}.jsonl"
        paths.append(home.evidence / filed(origin_of(database)) / name)
        write_whole(paths[0], data)

    try:
        cut = quarantined(database, keep)
    finally:
        database.close()
    return None if cut is None else (cut, paths[0])


def _row_as_json(row: Sequence[Any]) -> bytes:
    said = dict(zip(_NAMES, row, strict=True))
    said |= {"id": row[1].hex(), "leaf": row[8].hex()}
    said["body"] = b64encode(row[9]).decode()
    return json.dumps(said).encode() + b"\n"
