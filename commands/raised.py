"""`sayso raised`: money raised, by basis."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, money, opened, place, priced_in
from ._output import show
from ._tagged import chosen, tagged


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@click.option(
    "--by",
    type=click.Choice(["sector", "country"]),
    help="Sum over the companies of each sector or country.",
)
@tagged
@money
@cuts
@form
@place
def raised(
    *,
    companies: tuple[str, ...],
    by: str | None,
    tagged: Values,
    money: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Show money raised: paid, committed, conditional and sought, by round.

    Committed money includes the paid part; conditional money is separate. Debt has its
    own sums; secondary sales, acquisitions and money that is only sought are in no sum.
    A sum is a range if rounds may count twice. Each currency has its own sums; with
    --in there is also one of all, with the rate of each amount. Sums over several
    companies come last. With --by there is a row for each sector or country, kind of
    money and currency; companies without one have a row of their own (see `sayso
    company tag`).

    \b
    Example:
        sayso raised openai --as-of 2025-09-23
        sayso raised mistral --in USD
        sayso raised --by sector
        sayso raised --country FR -o france.xlsx
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        companies = chosen(book, basis, companies, tagged)
        show(book.raised(basis, companies, by=by), form)
