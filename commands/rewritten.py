"""`sayso rewritten`: what a database used to say."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("source", type=_named.sources)
@cuts
@form
@place
def rewritten(source: str, cuts: Values, form: str, place: Values) -> None:
    """Show earlier versions of a database, and how much of it was rewritten.

    From the snapshots of its tables: how many rows were added, changed and removed, as
    a share of the rows before and per month; then each rewritten row, with its earlier
    content. Other formats than table also list new rows.

    \b
    Example:
        sayso rewritten epoch-ai
        sayso rewritten epoch-ai --as-of 2026-01-31 -f csv
    """
    with opened(place) as book:
        show(book.rewritten(source, basis_of(book, cuts)), form)
