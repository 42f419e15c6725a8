"""`sayso forecasts`: the ledger's own past beliefs, scored."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@click.option(
    "--after",
    type=click.IntRange(min=1, max=3650),
    default=21,
    show_default=True,
    metavar="DAYS",
    help="Days after the first claim of a round.",
)
@cuts
@form
@place
def forecasts(
    companies: tuple[str, ...], after: int, cuts: Values, form: str, place: Values
) -> None:
    """Compare what this ledger estimated before an outcome with the outcome.

    For every round one forecast is computed from what was known a number of days after
    its first claim: Brier score and log score of P(real), and how often the 90 %
    interval of the price contained the final statement. Lapsed rounds are not scored.

    \b
    Example:
        sayso forecasts
        sayso forecasts xai openai --after 30 -f csv
    """
    with opened(place) as book:
        show(book.forecasts(basis_of(book, cuts), companies, after=after), form)
