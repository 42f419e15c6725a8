"""`sayso who-said`: who said it first, who repeated it, who denied it."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command("who-said")
@click.argument("name", metavar="COMPANY|ROUND", type=_named.rounds)
@cuts
@form
@place
def who_said(name: str, cuts: Values, form: str, place: Values) -> None:
    """Show who said it first, who repeated it, and who denied it.

    A copy is listed after the claim that it copies. A later report that is not a copy
    is a claim of its own. Two sources with the same publication interval are both
    first.

    \b
    Example:
        sayso who-said xai/series-b --as-of 2024-05-28
        sayso who-said xai -f csv
    """
    with opened(place) as book:
        show(book.who_said(name, basis_of(book, cuts)), form)
