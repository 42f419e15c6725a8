"""`sayso forecasts`: the ledger's own past beliefs, scored."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("companies", nargs=-1, shell_complete=_completing.companies)
@click.option(
    "--after",
    type=click.IntRange(min=1, max=3650),
    default=21,
    show_default=True,
    metavar="DAYS",
    help="How long after its first claim a round is forecast.",
)
@cuts
@form
@place
def forecasts(
    companies: tuple[str, ...], after: int, cuts: Values, form: str, place: Values
) -> None:
    """What this ledger believed before the outcome, scored against what came.

    Of every round one forecast is made again from what was known so many days after
    its first claim. Brier score and log score of P(real), and how often the 90 %
    interval of the price held what was stated in the end. Lapsed rounds are not scored.

    \b
    Example:
        sayso forecasts
        sayso forecasts xai openai --after 30 -f csv
    """
    with opened(place) as book:
        show(book.forecasts(basis_of(book, cuts), companies, after=after), form)
