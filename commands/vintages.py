"""`sayso vintages`: the revision triangle."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show

FIGURES = (
    *("headline", "confirmed", "reported", "sought", "secondary"),
    *("cap", "deal_value", "ipo"),
)


@click.command
@click.argument("company", type=_named.companies)
@click.option(
    "--figure",
    type=click.Choice(FIGURES),
    default="headline",
    show_default=True,
    help="Figure to show.",
)
@click.option(
    "--every",
    type=click.Choice(["month", "quarter", "half", "year"]),
    default="half",
    show_default=True,
    help="Distance between the days.",
)
@click.option(
    "--axis",
    type=click.Choice(["published", "recorded"]),
    default="published",
    show_default=True,
    help="Columns: as published, or as recorded here, by each day.",
)
@cuts
@form
@place
def vintages(
    company: str,
    figure: str,
    every: str,
    axis: str,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Show the figure for each day, as known on each later day.

    A row is the date that is asked about, a column the day on which the question was
    asked. Along a row the answer changes because something was published; ? marks a
    disputed figure.

    \b
    Example:
        sayso vintages openai --every year
        sayso vintages xai --figure reported --every quarter -f csv
    """
    with opened(place) as book:
        recorded = axis == "recorded"
        basis = basis_of(book, cuts)
        show(book.vintages(company, basis, figure, every, recorded=recorded), form)
