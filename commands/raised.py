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
    """Money raised: paid, committed, conditional and sought, by round.

    What is committed includes its paid part; what is conditional stands apart from it.
    Debt is summed apart; secondary sales, purchases and what is only sought are in no
    sum. A sum is a range where rounds may count twice. Each currency has sums of its
    own; with --in there is one of all, too, and the rate of each amount. Of several
    companies the sums over all of them come last.

    \b
    Example:
        sayso raised openai --as-of 2025-09-23
        sayso raised mistral --in USD
        sayso raised -f csv
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        show(book.raised(basis, companies), form)
