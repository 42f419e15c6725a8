"""Sources as files name them: registered on their way in, if that was asked for.

A name that is known, by slug, name or alias, is that source; any other becomes one of
the kind that was asked for, under a slug made of its name. Nothing is registered for
an event that is wrong in something else. New sources whose names look like one on
record are told: one of the two may be mistyped.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.checking import NotAnEvent, event_from
from ledger.claims.kinds import KINDS
from ledger.claims.names import (
    Directory,
    check_name,
    fold,
    free_slug,
    near,
    proposed_slug,
)
from ledger.claims.resolving import UnknownNames, named_in
from ledger.errors import BadInput, Problem
from ledger.recording.desk import Desk

if TYPE_CHECKING:
    from ledger.claims.entry import Draft

MOST_COMPARED: Final = 200
"""New sources of a file that are compared with all names: each takes a look at every
one, and a file may name thousands.
"""


class Speakers:
    """The sources that one file names."""

    def __init__(self, desk: Desk, kind: str | None) -> None:
        """`kind` is what strangers are registered as; None leaves them unknown."""
        self._desk, self.kind = desk, kind
        self.registered: list[str] = []
        """The names of those that were registered."""
        self.alike: list[str] = []
        """Of these, those that look like one on record: `A (b)`."""

    def met(self, type_: str, data: Mapping[str, Any]) -> "list[Draft]":
        """Register the sources that an event names and nobody knows.

        NotAnEvent, and nothing is registered, where something else is wrong with it.
        """
        if self.kind is None or type_ not in KINDS:
            return []
        try:
            named_in(type_, data, self._desk.directory)
        except UnknownNames as unknown:
            fields = {one.field for one in unknown.problems}
            if fields <= set(KINDS[type_].sources):
                event_from(type_, unknown.rest, self._desk.zone)
                names = self._strangers(type_, data)  # all are checked before one is
                return [self._register(name) for name in names]
        return []

    def _strangers(self, type_: str, data: Mapping[str, Any]) -> list[str]:
        """Give the names in an event that no source has, each once.

        NotAnEvent for one that no source can have.
        """
        found: dict[str, str] = {}
        for field in KINDS[type_].sources:
            value = data.get(field)
            for name in [value] if isinstance(value, str) else value or ():
                if self._desk.directory.find_source(name) is None:
                    found.setdefault(fold(name), _checked(field, name.strip()))
        return list(found.values())

    def _register(self, name: str) -> "Draft":
        directory = self._desk.directory
        if len(self.registered) < MOST_COMPARED:
            known = (one.name for one in directory.sources.values())
            self.alike += [f"{name} ({close})" for close in near(name, known, 1)]
        slug = slug_for(name, directory)
        data = {"slug": slug, "name": name, "kind": self.kind}
        self.registered.append(name)
        return self._desk.accept("source.registered", data)[0]


def _checked(field: str, name: str) -> str:
    try:
        return check_name(name)
    except BadInput as error:
        problem = Problem(0, field, error.message, hint=error.hint or "")
        raise NotAnEvent((problem,), error.hint) from None


def slug_for(name: str, directory: Directory) -> str:
    """Make a slug for a source out of its name; nobody has it yet."""
    digest = sha256(fold(name).encode()).hexdigest()[:8]
    wanted = proposed_slug(name) or f"source-{digest}"
    return free_slug(
        wanted, lambda x: x in directory.sources or directory.find_source(x) is not None
    )
