"""`sayso flows`: from whom to whom money goes."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, money, opened, place, priced_in
from ._output import show


@click.command
@click.argument("name", required=False, type=_named.parties)
@click.option(
    "--cycles", is_flag=True, help="Only circles of companies that fund each other."
)
@money
@cuts
@form
@place
def flows(
    name: str | None,
    cycles: bool,
    money: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Show money from investors to companies, by stage.

    One row for each investor, company, stage and currency, with the sums of what is
    stated about the investor's own part. Rounds that failed, expired or were superseded
    do not count: `sayso investors` shows them. NAME is one investor. With --cycles each
    circle of companies that fund each other is listed once, with its weakest stage.

    \b
    Example:
        sayso flows nvidia
        sayso flows --cycles --as-of 2026-06-30
    """
    if cycles and name is not None:
        raise click.UsageError("--cycles asks about all companies: leave NAME out")
    if cycles and money["code"]:
        raise click.UsageError("--cycles has no amounts: leave --in out")
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        show(book.circles(basis) if cycles else book.flows(basis, name), form)
