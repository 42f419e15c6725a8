"""Entries as a batch of CloudEvents 1.0, to move events between systems."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import orjson


def cloudevents(entries: Iterable[tuple[bytes, Mapping[str, Any]]]) -> Iterator[bytes]:
    """Write stored entries (their bytes, and what these say) as one JSON array."""
    between, source = b"[", ""
    for body, entry in entries:
        data = entry["data"]
        source = source or f"//{quote(data.get('origin', entry['log']), safe='/')}"
        slug = data.get("company") or data.get("slug")
        event = {
            "specversion": "1.0",
            "id": entry["id"],
            "source": source,
            "type": f"sayso.{entry['type']}.v{entry['schema']}",
            "time": entry["recorded_at"],
            "datacontenttype": "application/json",
            "sequence": str(entry["seq"]),
            "leafhash": sha256(b"\x00" + body).hexdigest(),
            "data": entry,
        }
        if slug is not None:
            event["subject"] = f"{_kind(entry['type'])}/{slug}"
        yield between + orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
        between = b",\n"
    yield b"]\n" if between != b"[" else b"[]\n"


def _kind(type_: str) -> str:
    return "source" if type_.startswith("source.") else "company"
