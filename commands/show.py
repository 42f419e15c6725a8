"""`sayso show`: one thing, whole."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show as put


@click.command
@click.argument("thing", type=_named.shown)
@cuts
@form
@place
def show(thing: str, cuts: Values, form: str, place: Values) -> None:
    """Show everything about a company, round, source or event.

    Name an event by its number or the beginning of its id, a source as
    source:bloomberg.

    \b
    Example:
        sayso show xai
        sayso show xai/series-b --as-of 2024-05-28
        sayso show source:bloomberg
        sayso show 73
    """
    with opened(place) as book:
        put(book.show(thing, basis_of(book, cuts)), form)
