"""`sayso totals`: money raised by period."""

from typing import TYPE_CHECKING

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show
from ._tagged import chosen, tagged

if TYPE_CHECKING:
    from ledger.projections.totals import By


@click.command
@click.argument("companies", nargs=-1, shell_complete=_completing.companies)
@click.option(
    "--every",
    type=click.Choice(["quarter", "month", "year"]),
    default="quarter",
    show_default=True,
    help="How long a period is.",
)
@click.option(
    "--by",
    type=click.Choice(["investor", "type", "currency", "sector", "country"]),
    help="Sum for each investor, type of round, currency, sector or country.",
)
@tagged
@cuts
@form
@place
def totals(
    *,
    companies: tuple[str, ...],
    every: str,
    by: "By | None",
    tagged: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Money raised by quarter, month or year, and how much of it came late.

    A round belongs to the period in which it first stood at committed or later. Rounds
    without an amount are counted beside the sums. What was known at the end of each
    period stands beside what is known now. Currencies, and equity and debt, are never
    added together.

    \b
    Example:
        sayso totals --every year
        sayso totals openai anthropic --by type
        sayso totals --by investor -f csv
    """
    with opened(place) as book:
        basis = basis_of(book, cuts)
        companies = chosen(book, basis, companies, tagged)
        show(book.totals(basis, companies, every=every, by=by), form)
