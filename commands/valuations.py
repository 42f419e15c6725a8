"""`sayso valuations`: what companies were said to be worth."""

from typing import TYPE_CHECKING

import click

from . import _completing
from ._failures import fail
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    bundle,
    cuts,
    form,
    money,
    opened,
    place,
    priced_in,
    standing,
)
from ._output import show
from ._tagged import chosen, tagged

if TYPE_CHECKING:
    from ledger.projections.valuations import Headline


which = bundle(
    "which",
    click.option("--top", type=click.IntRange(min=1), help="Only the highest N."),
    click.option(
        "--include-disputed", is_flag=True, help="Let a disputed figure be a headline."
    ),
    click.option(
        "--headline",
        type=click.Choice(["newest", "confirmed"]),
        default="newest",
        help="Which price may be the headline: the newest that is not disputed, or"
        " entitled parties' only.",
    ),
    click.option(
        "--all",
        "every",
        is_flag=True,
        help="Print also the figures that are set aside.",
    ),
)


@click.command
@click.argument("companies", nargs=-1, shell_complete=_completing.companies)
@standing
@which
@belief
@tagged
@money
@cuts
@form
@place
def valuations(
    *,
    companies: tuple[str, ...],
    standing: str | None,
    which: Values,
    belief: bool | None,
    tagged: Values,
    money: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """What companies were said to be worth: figures that are never merged.

    Confirmed, reported, sought, secondary and more, each with its kind, its standing,
    its age and the events behind it. * marks the headline: the price of the newest
    primary round that has happened.

    Below them stands the consensus where it differs from them: the figure to believe
    by the records of all sources, with the interval that holds 90 %, for companies now
    and for the rounds listed; JSON has it for all. Large ledgers show it with --belief
    only.

    Each currency is ranked apart unless --in says otherwise: then the amount that was
    stated stands beside the one in that currency, with the rate and its day.

    \b
    Example:
        sayso valuations --as-of 2024-05-28
        sayso valuations --top 10 --in USD
        sayso valuations -f csv > ranking.csv
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        answer = book.valuations(
            basis,
            chosen(book, basis, companies, tagged),
            standing=standing,
            headline=headline(which),
            top=which["top"],
            aside=which["every"],
            beliefs=beliefs_wanted(basis, belief),
        )
        show(answer, form)


def headline(which: Values) -> "Headline":
    """Which price may be the headline."""
    if not which["include_disputed"]:
        found: Headline = which["headline"]
        return found
    if which["headline"] == "confirmed":
        fail("--include-disputed and --headline confirmed ask for opposites")
    return "disputed"
