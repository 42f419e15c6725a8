"""`sayso lint`: what deserves a second look."""

import click

from ledger.claims.vocabulary import FLAGS

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@click.option(
    "--flag",
    metavar="NAME",
    type=click.Choice(FLAGS),
    help=f"Only flags of this name: {', '.join(FLAGS)}.",
)
@cuts
@form
@place
def lint(
    companies: tuple[str, ...],
    flag: str | None,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Check for suspicious figures and dates (nothing is rejected).

    Each flag names the event, the field and the reason. A flagged figure may be right,
    and no other answer changes because of a flag.

    \b
    Example:
        sayso lint
        sayso lint xai --flag closed-after-report --as-of 2025-12-31
    """
    with opened(place) as book:
        show(book.lint(basis_of(book, cuts), companies, flag=flag), form)
