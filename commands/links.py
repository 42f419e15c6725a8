"""`sayso links`: rounds that may be one."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@cuts
@form
@place
def links(companies: tuple[str, ...], cuts: Values, form: str, place: Values) -> None:
    """Propose rounds that may be the same, and duplicate claims.

    Two rounds of one company are proposed if two sources state similar figures, at most
    90 days apart, or one source states the same figure for the same day. Nothing is
    linked automatically: each proposal names the command that accepts it. `sayso record
    apart` rejects it for good.

    \b
    Example:
        sayso links xai --as-of 2024-02-01
        sayso links -f csv
    """
    with opened(place) as book:
        show(book.links(basis_of(book, cuts), companies), form)
