"""`sayso rewritten`: what a database used to say."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("source", shell_complete=_completing.sources)
@cuts
@form
@place
def rewritten(source: str, cuts: Values, form: str, place: Values) -> None:
    """What a database used to say, and how much of it is rewritten.

    By the snapshots of its tables: how many rows came, changed and went, how much of
    the rows before that is, and what it comes to in a month; then each row that was
    rewritten, with what it said before. Programs get new rows, too.

    \b
    Example:
        sayso rewritten epoch-ai
        sayso rewritten epoch-ai --as-of 2026-01-31 -f csv
    """
    with opened(place) as book:
        show(book.rewritten(source, basis_of(book, cuts)), form)
