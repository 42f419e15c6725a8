"""`sayso investors`: who put what into whom."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("name", required=False, type=_named.parties)
@cuts
@form
@place
def investors(name: str | None, cuts: Values, form: str, place: Values) -> None:
    """List who invested in which company, with each investor's own amount.

    NAME is a company, a source (source:softbank) or a name as claims give it; without
    it all investors are listed. Paid, committed, conditional and sought money
    (including letters of intent) is never added together.

    \b
    Example:
        sayso investors nvidia --as-of 2025-10-01
        sayso investors "Menlo Ventures"
        sayso investors -f csv
    """
    with opened(place) as book:
        show(book.investors(basis_of(book, cuts), name), form)
