"""Tables as a Data Package (version 2): CSV files, their columns and their hashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

_WHOLE: Final = frozenset({"seq", "origins", "open_denials", "event", "ended_by"})
_YES_NO: Final = frozenset({"headline", "disputed", "derived", "contested"})


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a package."""

    name: str
    path: str
    columns: Sequence[str]
    sha256: str
    size: int


def datapackage(
    name: str, title: str, resources: Iterable[Resource], sources: Iterable[str]
) -> bytes:
    """Describe tables; `sources` are the paths of what they were made from."""
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "resources": [_described(one) for one in resources],
        "sources": [{"title": path, "path": path} for path in sources],
    }
    return orjson.dumps(described, option=orjson.OPT_INDENT_2) + b"\n"


def _described(one: Resource) -> dict[str, object]:
    return {
        "name": one.name,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {"fields": [_field(column) for column in one.columns]},
    }


def _field(column: str) -> dict[str, str]:
    kind = "string"
    if column.endswith(("_min", "_max")):
        kind = "number"
    elif column in _WHOLE:
        kind = "integer"
    elif column in _YES_NO:
        kind = "boolean"
    return {"name": column, "type": kind}
