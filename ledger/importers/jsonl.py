"""JSON lines to events: one object a line, `type` and `data`.

A line may carry `ref`, a label that is local to the file: wherever another line wants
the id of an event, "@label" means the event of that line. Stored entries, as
`sayso log -f jsonl` prints them, are read too: their place in the other ledger (`seq`,
`prev`, `recorded_at`, ...) is left behind, their `id` is checked against the content,
and a date in them without a zone means UTC, as it did there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.claims.canonical import MAX_BYTES, read_json
from ledger.claims.upcasting import SCHEMAS
from ledger.errors import BadInput, Problem

MEMBERS: Final = frozenset(
    {"type", "data", "ref", "schema", "id", "actor", "v", "log", "seq", "prev"}
    | {"recorded_at"}
)
OWN: Final = frozenset({"ledger.opened", "key.rotated", "rollback.accepted"})
"""What is about one ledger only, and means nothing in another."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a file has it; names and references are not resolved yet."""

    where: str
    """`line 12`."""
    type: str
    data: Mapping[str, Any]
    ref: str | None = None
    id: str | None = None
    schema: int | None = None


class NotYet(BadInput):
    """A line names a label that no line before it has; a later one may."""


def lines_in(feed: Iterable[bytes]) -> Iterator[Line | Problem]:
    """Read lines one by one; what is wrong comes as a Problem, and reading goes on.

    Empty lines, and stored entries about their own ledger, are left out.
    """
    for number, raw in enumerate(feed, 1):
        where = f"line {number}"
        text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not text.strip():
            continue
        try:
            line = _line(where, text)
        except BadInput as error:
            yield Problem(where, "", error.message)
            continue
        if line.type == "ledger.opened" or (line.id and line.type in OWN):
            continue
        yield line


def _line(where: str, text: bytes) -> Line:
    if len(text) > 2 * MAX_BYTES:
        raise BadInput(f"{len(text):,} bytes in one line; an entry has {MAX_BYTES:,}")
    found = read_json(text)
    if not isinstance(found, dict):
        raise BadInput("this is no JSON object")
    if unknown := sorted(found.keys() - MEMBERS):
        raise BadInput(f'unknown member "{unknown[0]}"')
    type_, data = found.get("type"), found.get("data")
    if not (isinstance(type_, str) and isinstance(data, dict)):
        raise BadInput('an event has a "type" (text) and "data" (an object)')
    if type_ not in SCHEMAS:
        raise BadInput(f'there is no event type "{type_[:60]}"')
    for member in ("ref", "id"):
        if not isinstance(found.get(member), str | None):
            raise BadInput(f'"{member}" is not text')
    if "schema" in found and type(found["schema"]) is not int:
        raise BadInput('"schema" is not a whole number')
    return Line(
        where, type_, data, found.get("ref"), found.get("id"), found.get("schema")
    )


def bound(line: Line, ids: Mapping[str, str]) -> dict[str, Any]:
    """Put ids where a line says "@label"; NotYet for a label that is not known."""
    data = dict(line.data)
    for field in ("claim", "copy", "target"):
        if isinstance(data.get(field), str):
            data[field] = _id(data[field], ids)
    if isinstance(data.get("claims"), list):
        data["claims"] = [
            _id(x, ids) if isinstance(x, str) else x for x in data["claims"]
        ]
    return data


def _id(text: str, ids: Mapping[str, str]) -> str:
    if not text.startswith("@"):
        return text
    found = ids.get(text[1:])
    if found is None:
        raise NotYet(f"no line that can be recorded has the ref {text[1:][:60]}")
    return found
