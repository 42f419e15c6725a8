"""Which names may be registered: a slug once, and no name of two companies."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.claims.companies import CompanyAliasAdded, CompanyRegistered
from ledger.claims.entry import Entry
from ledger.claims.events import SourceRegistered
from ledger.claims.names import Directory
from ledger.errors import Refused


def registrable(
    event: CompanyRegistered | SourceRegistered | CompanyAliasAdded,
    directory: Directory,
) -> None:
    """Hold that a name that is registered means nothing else yet."""
    match event:
        case CompanyRegistered():
            _free(event.slug, directory.companies, "company")
            _unclaimed((event.name, *event.aliases), event.slug, directory)
        case SourceRegistered():
            _free(event.slug, directory.sources, "source")
        case CompanyAliasAdded():
            _unclaimed((event.alias,), event.slug, directory)


def _free(slug: str, taken: Mapping[str, Any], what: str) -> None:
    if slug in taken:
        raise Refused(
            f"{what} {slug} is already registered (event {taken[slug].seq})",
            f"add a name to it with `sayso {what} alias {slug} NAME`",
        )


def _unclaimed(names: Sequence[str], slug: str, directory: Directory) -> None:
    """Refuse a name that already means another company."""
    for name in names:
        owner = directory.company_called(name)
        if owner not in {None, slug}:
            raise Refused(
                f"{name} already means {owner}",
                f"use a longer name, or `sayso record merge {slug} {owner}`",
            )


def same_slug(
    made: CompanyRegistered | SourceRegistered, target: Entry, directory: Directory
) -> None:
    """Hold that a correction of a registration leaves its slug alone."""
    if made.slug != target.data["slug"]:
        raise Refused(
            f"other events call it {target.data['slug']}; a slug cannot be changed",
            f"add a name with `sayso company alias {target.data['slug']} NAME`",
        )
    if isinstance(made, CompanyRegistered):
        _unclaimed((made.name, *made.aliases), made.slug, directory)
