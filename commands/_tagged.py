"""Options that choose companies by their tags: sector, country and others."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from ._options import Values, bundle

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.names import Company
    from ledger.projections.basis import Basis

tagged = bundle(
    "tagged",
    click.option("--sector", metavar="SLUG", help="Only companies of this sector."),
    click.option("--country", metavar="CC", help="Only companies of this country: FR."),
    click.option(
        "--tag",
        "tags",
        multiple=True,
        metavar="KEY=VALUE",
        help="Only companies that have this tag.",
    ),
)


def chosen(
    book: "Book", basis: "Basis", names: tuple[str, ...], tagged: Values
) -> tuple[str, ...]:
    """The companies that were named, or all, less those without the tags asked for.

    Rounds may be named, too. UnknownName if none is left.
    """
    wanted = asked(tagged)
    if not wanted:
        return names
    known = book.names(basis)
    companies = known.companies
    if names:
        named = [known.company(name.partition("/")[0]) for name in names]
        kept = [
            name
            for name, slug in zip(names, named, strict=True)
            if has(companies[slug], wanted)
        ]
    else:
        named = sorted(companies)
        kept = [slug for slug in named if has(companies[slug], wanted)]
    if not kept:
        raise nobody(wanted, [companies[slug] for slug in named])
    return tuple(kept)


def asked(tagged: Values) -> dict[str, str]:
    """The tags that the options ask for, by key."""
    from ledger.claims.tags import COUNTRY, SECTOR, parse_tags

    words = [f"{key}={tagged[key]}" for key in (SECTOR, COUNTRY) if tagged[key]]
    wanted, empty = parse_tags([*words, *tagged["tags"]])
    if empty:
        raise click.UsageError(f"--tag {empty[0]}=: a value is wanted")
    return wanted


def has(company: "Company", wanted: Mapping[str, str]) -> bool:
    """Whether a company has all of some tags."""
    return all(company.tags.get(key) == value for key, value in wanted.items())


def nobody(wanted: Mapping[str, str], companies: "Iterable[Company]") -> Exception:
    """What to say where no company has the tags: which values there are."""
    from ledger.claims.tags import untagged
    from ledger.errors import UnknownName

    among = list(companies)
    told = " ".join(f"{key}={value}" for key, value in wanted.items())
    for key, value in wanted.items():
        known = [x.tags[key] for x in among if key in x.tags]
        if value not in known:
            return UnknownName(f"no company has {told}", untagged(key, value, known))
    return UnknownName(f"no company has {told}", "each alone is there; none has all")
