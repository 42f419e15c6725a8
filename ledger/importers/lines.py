"""What every importer gives: events as a file has them, texts, and problems.

Names are resolved later, where it is known who is registered. So a line says what the
file says: a company as it is called there, and labels where events want the ids of
other events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.errors import BadInput, Problem

Cells = Mapping[str, str]
"""A row of somebody's table, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Named:
    """A company as a file of somebody else names it."""

    name: str
    key: str | None = None
    """What that somebody calls it whatever its name is: `crunchbase:waywire`."""
    aliases: tuple[str, ...] = ()
    needed: bool = True
    """Whether nothing can be said of it while it is not registered."""
    doubt: str | None = None
    """Why this may be no company's name, unless one is registered under it."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents behind a line, by their numbers, as its locator has them.

    Documents that amend each other are about one round, whatever each calls it.
    """

    own: str | None = None
    amends: str | None = None

    def marks(self) -> tuple[str, ...]:
        """Give what a locator says of them."""
        own = (f"accession {self.own}",) if self.own else ()
        return (*own, f"amends {self.amends}") if self.amends else own


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
    company: Named | None = None
    """Whom it is about, if `data` does not say; `round` is then a label only."""
    papers: Papers | None = None
    """Whether earlier documents on record decide which round it is about."""
    earlier: Mapping[str, Any] | None = None
    """What an earlier version made of the same words, if it is another event."""
    columns: Mapping[str, str] | None = None
    """Which column each field comes from, for what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its salt, as `sayso log -f jsonl --payloads` prints it."""

    where: str
    commitment: bytes
    salt: bytes
    media_type: str
    body: bytes


Item = Line | Text | Problem


class NotYet(BadInput):
    """A line names a label that no line before it has; a later one may."""


_ONE: Final = ("claim", "copy", "target")
"""The fields that have the id of another event; `claims` has several."""


def answered(line: Line) -> list[str]:
    """Give the ids and labels of the events that a line names."""
    data = line.data
    named = [data[field] for field in _ONE if field in data]
    several = data.get("claims")
    named += several if isinstance(several, list) else ()
    return [one for one in named if isinstance(one, str)]


def bound(line: Line, ids: Mapping[str, str]) -> dict[str, Any]:
    """Put ids where a line says "@label"; NotYet for a label that is not known."""
    data = dict(line.data)
    for field in _ONE:
        if field in data and isinstance(data[field], str):
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
