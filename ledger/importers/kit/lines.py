"""What every importer gives: events as a file has them, texts, and problems.

Names are resolved later, where it is known who is registered. So a line says what the
file says: a company as it is called there, and labels where events want the ids of
other events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.claims import kinds
from ledger.claims.kinds import KINDS
from ledger.errors import BadInput, Problem, on_line
from ledger.importers.kit.papers import Papers

RowCells = Mapping[str, str]
"""A row of somebody's table, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class NamedCompany:
    """A company as a file of somebody else names it."""

    name: str
    key: str | None = None
    """What that somebody calls it whatever its name is: `crunchbase:waywire`."""
    aliases: tuple[str, ...] = ()
    needed: bool = True
    """Whether nothing can be said of it while it is not registered."""
    tags: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Its sector and country, where the file has them."""
    doubt: str | None = None
    """Why this may be no company's name, unless one is registered under it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a file has it; names and references are not resolved yet."""

    line: int
    type: str
    data: Mapping[str, Any]
    ref: str | None = None
    id: str | None = None
    schema: int | None = None
    company: NamedCompany | None = None
    """Whom it is about, if `data` does not say; `round` is then a label only."""
    papers: Papers | None = None
    """Whether earlier documents on record decide which round it is about."""
    earlier: Mapping[str, Any] | None = None
    """What an earlier version made of the same words, if it is another event."""
    columns: Mapping[str, str] | None = None
    """Which column each field comes from, for what is wrong with it."""
    part: str = ""
    """Which claim of its row it is, where a row makes several."""

    @property
    def where(self) -> str:
        """Where it stands in the file, for people."""
        return on_line(self.line)


@dataclass(frozen=True, slots=True)
class SaltedText:
    """A text with its salt, as `sayso log -f jsonl --payloads` prints it."""

    line: int
    commitment: bytes
    salt: bytes
    media_type: str
    body: bytes

    @property
    def where(self) -> str:
        """Where it stands in the file, for people."""
        return on_line(self.line)


Item = Line | SaltedText | Problem


class NotYet(BadInput):
    """A line names a label that no line before it has; a later one may."""


def line_targets(line: Line) -> list[str]:
    """Give the ids and labels of the events that a line names."""
    named = kinds.targets_in(line.type, line.data)
    return [one for one in named if isinstance(one, str)]


def bound(line: Line, ids: Mapping[str, str]) -> dict[str, Any]:
    """Put ids where a line says "@label"; NotYet for a label that is not known."""
    data = dict(line.data)
    for name in dict.fromkeys((*KINDS[line.type].events, "document")):
        value = data.get(name)
        if isinstance(value, str):
            data[name] = _id(value, ids)
        elif isinstance(value, list):
            data[name] = [_id(x, ids) if isinstance(x, str) else x for x in value]
    return data


def under_company(company: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Put an event under a company (its slug), and its round as well."""
    placed = {**data, "company": company}
    if "round" in data:
        placed["round"] = f"{company}/{data['round']}"
    return placed


def _id(text: str, ids: Mapping[str, str]) -> str:
    if not text.startswith("@"):
        return text
    found = ids.get(text[1:])
    if found is None:
        raise NotYet(f"no line that can be recorded has the ref {text[1:][:60]}")
    return found
