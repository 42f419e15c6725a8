"""Who is registered, as the ledger had been told, under the names known at a cut."""

from collections.abc import Iterable
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.claims.tags import retagged
from ledger.projections.rows import Row

NAMING: Final = frozenset(
    {"company.registered", "source.registered"}
    | {"company.alias_added", "source.alias_added", "company.tagged"}
)
"""What a directory learns from."""

RENAMED: Final = "company.renamed"


def directory_of(names: Iterable[Entry], rows: Iterable[Row] = ()) -> Directory:
    """Fold registrations, aliases and tags (record clock), then visible renamings.

    The first registration of a slug stands; whatever speaks of a slug that nobody
    registered is left out.
    """
    found = Directory()
    for entry in sorted(names, key=lambda entry: entry.seq):
        learn(found, entry)
    return renamed(found, rows)


def renamed(directory: Directory, rows: Iterable[Row]) -> Directory:
    """Give a directory under the names that visible renamings give to companies."""
    names = [(row.company, row.data["name"]) for row in rows if row.type == RENAMED]
    return directory.renamed(names) if names else directory


def learn(directory: Directory, entry: Entry) -> None:
    """Add one registration, alias or tagging to a directory."""
    data = entry.data
    slug, aliases = data.get("slug", ""), data.get("aliases", ())
    match entry.type:
        case "company.registered" if slug not in directory.companies:
            directory.add_company(slug, data["name"], aliases, entry.seq)
        case "source.registered" if slug not in directory.sources:
            directory.add_source(
                slug,
                data["name"],
                data["kind"],
                speaks_for=data.get("speaks_for", ()),
                aliases=aliases,
                seq=entry.seq,
            )
        case "company.alias_added" if slug in directory.companies:
            directory.add_company_alias(slug, data["alias"])
        case "company.tagged" if slug in directory.companies:
            company = directory.companies[slug]
            company.tags = retagged(company.tags, data)
        case "source.alias_added" if slug in directory.sources:
            directory.add_source_alias(slug, data["alias"])
