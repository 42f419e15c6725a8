"""JSON lines to events: one object a line, `type` and `data`.

A line may carry `ref`, a label that is local to the file: wherever another line wants
the id of an event, "@label" means the event of that line. Stored entries, as
`sayso log -f jsonl` prints them, are read too: their place in the other ledger (`seq`,
`prev`, `recorded_at`, ...) is left behind, their `id` is checked against the content,
and a date in them without a zone means UTC, as it did there. A line `{"payload": ...}`
brings a text to which an entry after it commits.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from typing import Any, Final

from ledger.claims.canonical import MAX_BYTES, read_json
from ledger.claims.kinds import KINDS
from ledger.errors import BadInput, Problem
from ledger.importers.kit.feeds import bounded_lines
from ledger.importers.kit.lines import Item, Line, SaltedText
from ledger.importers.kit.reading import Account, Format, Setting

MEMBERS: Final = frozenset(
    {"type", "data", "ref", "schema", "id", "actor", "v", "log", "seq", "prev"}
    | {"recorded_at"}
)
NEEDED: Final = frozenset({"type", "data"})
MOST_BYTES: Final = 8_000_000
"""A line holds an event and its texts, every sign of them perhaps as an escape."""


OWN: Final = frozenset({"ledger.opened", "key.rotated", "rollback.accepted"})
"""What is about one ledger only, and means nothing in another."""


def lines_in(feed: Iterable[bytes]) -> Iterator[Line | SaltedText | Problem]:
    """Read lines one by one; what is wrong comes as a Problem, and reading goes on.

    Empty lines, and stored entries about their own ledger, are left out.
    """
    for number, raw in enumerate(feed, 1):
        text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not text.strip():
            continue
        try:
            line = _event_line(number, text)
        except BadInput as error:
            yield Problem(number, "", error.message)
            continue
        if isinstance(line, SaltedText) or not _is_own(line):
            yield line


def _is_own(line: Line) -> bool:
    return line.type in OWN and (line.id is not None or line.type == "ledger.opened")


def _event_line(number: int, text: bytes) -> Line | SaltedText:
    if len(text) > MOST_BYTES:
        raise BadInput(f"{len(text):,} bytes in one line; at most {MOST_BYTES:,} fit")
    found = read_json(text)
    if not isinstance(found, dict):
        raise BadInput("this is not a JSON object")
    if found.keys() == {"payload"}:
        return _salted_text(number, found["payload"])
    type_, data = _event(found)
    if found.keys() == NEEDED and len(text) < MAX_BYTES:  # most have nothing else
        return Line(number, type_, data)
    if "payloads" not in data and len(text) > 2 * MAX_BYTES:
        raise BadInput(f"{len(text):,} bytes in one line; an entry has {MAX_BYTES:,}")
    for member in ("ref", "id"):
        if not isinstance(found.get(member), str | None):
            raise BadInput(f'"{member}" is not text')
    if "schema" in found and type(found["schema"]) is not int:
        raise BadInput('"schema" is not a whole number')
    return Line(
        number, type_, data, found.get("ref"), found.get("id"), found.get("schema")
    )


def _event(found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the type of an event and its data, if that is what a line holds."""
    if not found.keys() <= MEMBERS:
        unknown = min(found.keys() - MEMBERS)
        raise BadInput(f'unknown member "{unknown}"')
    type_, data = found.get("type"), found.get("data")
    if not (isinstance(type_, str) and isinstance(data, dict)):
        raise BadInput('an event has a "type" (text) and "data" (an object)')
    if type_ not in KINDS:
        raise BadInput(f'there is no event type "{type_[:60]}"')
    return type_, data


def _salted_text(number: int, found: object) -> SaltedText:
    members = {"commitment", "salt", "media_type", "text"}
    if not (isinstance(found, dict) and found.keys() == members):
        raise BadInput(f"a payload has {', '.join(sorted(members))}")
    if not all(isinstance(value, str) for value in found.values()):
        raise BadInput("what a payload has is text")
    for name in ("commitment", "salt"):
        if not re.fullmatch("[0-9a-f]{64}", found[name]):
            raise BadInput(f"the {name} of a payload has 64 hex digits")
    return SaltedText(
        number,
        bytes.fromhex(found["commitment"]),
        bytes.fromhex(found["salt"]),
        found["media_type"],
        found["text"].encode(),
    )


def _read(file: BufferedReader, _: Setting, account: Account) -> Iterator[Item]:
    for item in lines_in(bounded_lines(file, MOST_BYTES)):
        account.rows += 1
        yield item


FORMAT: Final = Format(
    "jsonl",
    _read,
    lambda start: start.sign == "{",
    takes=frozenset(),
)


def counted_lines(
    lines: Iterable[bytes], progress: Callable[[int], None]
) -> Iterator[bytes]:
    """Give lines, and say how many were read so far."""
    for number, line in enumerate(lines, 1):
        progress(number)
        yield line
