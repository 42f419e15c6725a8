"""`sayso valuations`: what companies were said to be worth."""

from typing import TYPE_CHECKING

import click

from . import _named
from ._failures import fail
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    bundle,
    cuts,
    money,
    opened,
    place,
    priced_in,
    ranked_form,
    standing,
)
from ._output import highest, show
from ._tagged import chosen, tagged

if TYPE_CHECKING:
    from ledger.projections.valuations import Headline


which = bundle(
    "which",
    click.option(
        "--top", type=click.IntRange(min=1), help="Only the N highest companies."
    ),
    click.option(
        "--include-disputed", is_flag=True, help="Allow a disputed figure as headline."
    ),
    click.option(
        "--headline",
        type=click.Choice(["newest", "confirmed"]),
        default="newest",
        help="Headline: the newest undisputed price, or only prices confirmed by the"
        " company or a regulator.",
    ),
    click.option(
        "--all",
        "every",
        is_flag=True,
        help="Also print figures that are set aside.",
    ),
)


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@standing
@which
@belief
@tagged
@money
@cuts
@ranked_form
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
    """Show what companies are said to be worth, by kind of figure.

    Confirmed, reported, sought, secondary and more are never merged; each has its
    standing, its age and the events behind it. * marks the headline: the price of the
    newest primary round that has happened.

    Below them is the consensus where it differs: the most likely price given the
    records of all sources, with the interval that holds 90 %, for companies now and for
    the rounds listed; JSON has it for all. Large ledgers show it with --belief only.

    Each currency is ranked separately unless you use --in: then the stated amount is
    shown next to the converted one, with the rate and its day.

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
            top=highest(which["top"]),
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
        fail("--include-disputed and --headline confirmed contradict each other")
    return "disputed"
