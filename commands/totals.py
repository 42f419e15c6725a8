"""`sayso totals`: money raised by period."""

from typing import TYPE_CHECKING

import click

from . import _named
from ._options import Values, basis_of, cuts, form, money, opened, place, priced_in
from ._output import show
from ._tagged import chosen, tagged

if TYPE_CHECKING:
    from ledger.projections.totals import By


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@click.option(
    "--every",
    type=click.Choice(["quarter", "month", "year"]),
    default="quarter",
    show_default=True,
    help="Length of a period.",
)
@click.option(
    "--by",
    type=click.Choice(["investor", "type", "currency", "sector", "country"]),
    help="Sum for each investor, type of round, currency, sector or country; periods"
    " have --every.",
)
@tagged
@money
@cuts
@form
@place
def totals(
    *,
    companies: tuple[str, ...],
    every: str,
    by: "By | None",
    tagged: Values,
    money: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Add up money raised by quarter, month or year, and what was known in time.

    A round belongs to the period in which it first stood at committed or later. Rounds
    without an amount are counted separately. What was known at the end of each period
    is shown next to what is known now. Currencies, and equity and debt, are never added
    together.

    \b
    Example:
        sayso totals --every year
        sayso totals openai anthropic --by type
        sayso totals --by investor -f csv
        sayso totals --every year --in USD
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        companies = chosen(book, basis, companies, tagged)
        show(book.totals(basis, companies, every=every, by=by), form)
