"""`sayso raised`: money raised, by basis."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, money, opened, place, priced_in
from ._output import show


@click.command
@click.argument("companies", nargs=-1, shell_complete=_completing.companies)
@money
@cuts
@form
@place
def raised(
    companies: tuple[str, ...], money: Values, cuts: Values, form: str, place: Values
) -> None:
    """Show money raised: paid, committed, conditional and sought, by round.

    Committed money includes the paid part; conditional money is separate. Debt has its
    own sums; secondary sales, acquisitions and money that is only sought are in no sum.
    A sum is a range if rounds may count twice. Each currency has its own sums; with
    --in there is also one of all, with the rate of each amount. Sums over several
    companies come last.

    \b
    Example:
        sayso raised openai --as-of 2025-09-23
        sayso raised mistral --in USD
        sayso raised -f csv
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        show(book.raised(basis, companies), form)
