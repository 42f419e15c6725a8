"""`sayso who-said`: who said it first, who told it again, who denied it."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command("who-said")
@click.argument("name", metavar="COMPANY|ROUND", shell_complete=_completing.rounds)
@cuts
@form
@place
def who_said(name: str, cuts: Values, form: str, place: Values) -> None:
    """Who said it first, who told it again, and who denied it.

    A copy stands behind the claim that it copies. What was said later and is no copy
    is a claim of its own. Of two that came within one interval both are first.

    \b
    Example:
        sayso who-said xai/series-b --as-of 2024-05-28
        sayso who-said xai -f csv
    """
    with opened(place) as book:
        show(book.who_said(name, basis_of(book, cuts)), form)
