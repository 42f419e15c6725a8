"""Options that choose companies by their tags: sector, country and others."""

from typing import TYPE_CHECKING

import click

from ._options import Values, bundle

if TYPE_CHECKING:
    from ledger.book import Book
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
    """The companies that were named, or all, less those without the tags asked for."""
    wanted = asked(tagged)
    if not wanted:
        return names
    from ledger.reading import tagged as reading

    return reading.tagged_companies(book, basis, names, wanted)


def asked(tagged: Values) -> dict[str, str]:
    """The tags that the options ask for, by key."""
    from ledger.claims.tags import COUNTRY, SECTOR, parse_tags

    words = [f"{key}={tagged[key]}" for key in (SECTOR, COUNTRY) if tagged[key]]
    wanted, empty = parse_tags([*words, *tagged["tags"]])
    if empty:
        raise click.UsageError(f"--tag {empty[0]}=: a value is wanted")
    return wanted
