"""Companies as files of others name them: found, or registered if that was asked for.

A name is never bound to the nearest one, nor to the slug of another company. What a
vendor calls a company goes first, if an earlier import met it: its own identifier is
kept as an alias. Then comes the name, unless the company of that name is another one of
the same vendor's. A word that stands for nobody, or for a sum, is no name, unless a
company is registered under it. A stranger that is called as one on record but for its
legal form is told, and never bound.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.legal_forms import core
from ledger.claims.names import (
    MAX_NAME,
    MAX_SLUG,
    Directory,
    fold,
    free_slug,
    proposed_slug,
    shown,
)
from ledger.errors import BadInput, UnknownName
from ledger.importers.kit.lines import Item, Line, NamedCompany, under_company
from ledger.recording.desk import Desk

if TYPE_CHECKING:
    from ledger.claims.entry import Draft

_DIGEST: Final = re.compile(r"(?=.*\d)[0-9a-f-]{8,}", re.IGNORECASE)
"""Identifiers such as those that programs draw."""
_MOST_HINTS: Final = 100
"""Near misses take a look at every name; a file may name thousands of strangers."""


class Stranger(Exception):
    """A file names a company that is not registered, and nobody said what to do.

    It is no LedgerError: the import ends, instead of listing one more problem.
    """


class Naming:
    """What the companies that a file names are called here."""

    def __init__(self, desk: Desk, *, create: bool | None, careful: bool) -> None:
        """`create` registers strangers, None raises Stranger at the first one;
        `careful` only for what can be recorded.
        """
        self._desk, self._create, self._careful = desk, create, careful
        self._found: dict[str, str] = {}
        self._hints = 0
        self.registered = 0
        """How many companies were registered."""
        self.recognised: list[str] = []
        """Companies that a vendor's identifier was noted for, known by their names."""
        self.alike: list[str] = []
        """Companies that were registered, each with the one that it looks like."""
        self.tagged: set[str] = set()
        """Companies that got a tag."""
        self.kept: dict[str, str] = {}
        """Companies with other tags on record: by slug, the first that differs."""
        self.made: list[Draft] = []
        """What was recorded of names for the event that was placed last."""
        self._squeezed: dict[str, str] | None = None

    def slug(
        self, type_: str, data: Mapping[str, Any], named: NamedCompany
    ) -> str | None:
        """Give the slug of the company that an event is about.

        UnknownName if it is not registered, and is not to be; Stranger if nobody said
        whether it is to be. None for what does not need a company, and goes without.
        """
        self.made = []
        if not named.needed:
            return known_as(named, self._desk.directory)
        called = named.key or fold(named.name)
        slug = self._found.get(called)
        if slug is None:
            slug = self._met(type_, data, named)
            self._found[called] = slug
        return slug

    def tag(self, slug: str, tags: Mapping[str, str]) -> "Draft | None":
        """Record tags that a company lacks; one that it has stays as it is.

        Gives the event, if there is a new one. A tag that was taken away stays away.
        """
        known = self._desk.directory.companies[slug].tags
        for key, value in tags.items():
            if known.get(key, value) != value:
                told = f"{slug} ({key} {known[key]}, not {value})"
                self.kept.setdefault(slug, told)
        lacking = {
            key: value
            for key, value in tags.items()
            if key not in known and (slug, key, value) not in self._tags_told
        }
        if not lacking:
            return None
        data = {"slug": slug, "tags": lacking}
        event, new = self._desk.accept("company.tagged", data)
        if not new:
            return None
        self.tagged.add(slug)
        return event

    @cached_property
    def _tags_told(self) -> set[tuple[str, str, str]]:
        """Give the tags that companies had before this file, those taken away too."""
        return {
            (one.data["slug"], key, value)
            for one in self._desk.names.entries
            if one.type == "company.tagged"
            for key, value in one.data.get("tags", {}).items()
        }

    def _met(self, type_: str, data: Mapping[str, Any], named: NamedCompany) -> str:
        """Find or register a company that the file names for the first time."""
        directory = self._desk.directory
        slug = known_as(named, directory)
        key = named.key
        if slug is not None and (key is None or directory.company_called(key)):
            return slug
        if slug is None and named.doubt is not None:
            raise BadInput(named.doubt, "register a company of that name, if it is one")
        if slug is None and self._create is None:
            raise Stranger(named.name)
        if slug is None and not self._create:
            raise self._stranger(named.name)
        chosen = slug or _slug_for(named, directory)
        if self._careful:
            self._desk.check(type_, under_company(chosen, data))
        if slug is None:
            self._register(chosen, named)
        else:
            self._accept("company.alias_added", {"slug": slug, "alias": key})
            self.recognised.append(named.name)
        return chosen

    def _stranger(self, name: str) -> UnknownName:
        self._hints += 1
        if self._hints <= _MOST_HINTS:
            try:
                self._desk.directory.company(name)
            except UnknownName as error:
                return error
        return UnknownName(f"unknown company '{shown(name[:MAX_SLUG])}'")

    def _register(self, slug: str, named: NamedCompany) -> None:
        directory = self._desk.directory
        taken = directory.company_called(named.name) is not None
        name = f"{named.name} ({slug})" if taken else named.name
        others = (x for x in named.aliases if directory.company_called(x) is None)
        aliases = [*([named.key] if named.key else []), *others]
        data = {"slug": slug, "name": name, "aliases": aliases}
        self._tell_alike(slug, named.name)
        self._accept("company.registered", data)
        self.registered += 1

    def _tell_alike(self, slug: str, name: str) -> None:
        """Keep in mind that a stranger is called as somebody else, but for its form."""
        if self._squeezed is None:
            known = self._desk.directory.companies.values()
            self._squeezed = {
                core(called): one.slug
                for one in known
                for called in (one.name, *one.aliases)
            }
        called = core(name)
        other = self._squeezed.setdefault(called, slug)
        if called and other != slug:
            self.alike.append(f"{name} ({other})")

    def _accept(self, type_: str, data: Mapping[str, Any]) -> None:
        self.made.append(self._desk.accept(type_, data)[0])


def known_as(named: NamedCompany, directory: Directory) -> str | None:
    """Give the slug of a company that a file names, if it is registered."""
    if named.key is not None and (slug := directory.company_called(named.key)):
        return slug
    slug = directory.company_called(named.name)
    if slug is None or named.key is None:
        return slug
    vendor = named.key.partition(":")[0] + ":"
    others = (x.startswith(vendor) for x in directory.companies[slug].aliases)
    return None if any(others) else slug


def _slug_for(named: NamedCompany, directory: Directory) -> str:
    """Make a slug out of a vendor's identifier or a name; nobody has it yet."""
    said = named.key.partition(":")[2] if named.key else named.name
    said = said.rstrip("/").rpartition("/")[2]
    if said.isdecimal() or _DIGEST.fullmatch(said):  # a number tells nobody who it is
        said = named.name
    digest = sha256(fold(said).encode()).hexdigest()[:8]
    wanted = proposed_slug(said) or proposed_slug(named.name) or f"company-{digest}"
    return free_slug(
        wanted,
        lambda x: x in directory.companies or directory.find_company(x) is not None,
    )


def strangers(items: Iterable[Item], directory: Directory) -> list[str]:
    """Give the names of companies in a file that are not registered, each once."""
    found: dict[str, str] = {}
    for item in items:
        named = item.company if isinstance(item, Line) else None
        if named is not None and named.needed:
            called = named.key or fold(named.name)
            if named.doubt or called in found:
                continue
            if known_as(named, directory) is None:
                found[called] = named.name[:MAX_NAME]
    return list(found.values())
