"""`sayso valuations`: what companies were said to be worth."""

import click

from . import _completing
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    cuts,
    form,
    opened,
    place,
    standing,
)
from ._output import show_all


@click.command
@click.argument("companies", nargs=-1, shell_complete=_completing.companies)
@standing
@click.option("--top", type=click.IntRange(min=1), help="Only the highest N.")
@click.option(
    "--include-disputed", is_flag=True, help="Let a disputed figure be a headline."
)
@belief
@cuts
@form
@place
def valuations(
    companies: tuple[str, ...],
    standing: str | None,
    top: int | None,
    include_disputed: bool,  # noqa: FBT001 (click's signature)
    belief: bool | None,  # noqa: FBT001 (as above)
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """What companies were said to be worth: four figures, never merged.

    Confirmed, reported, sought and secondary, each with its kind, its standing and
    the events behind it. * marks the headline: the confirmed figure, else the
    undisputed reported one, else none.

    Beside them stands the consensus: the figure to believe by the records of all
    sources, with the interval that holds 90 %, for each company now and for the
    rounds listed. Large ledgers show it with --belief only.

    \b
    Example:
        sayso valuations --as-of 2024-05-28
        sayso valuations xai --as-of 2024-01-19 --tz America/New_York
        sayso valuations -f csv > league.csv
    """
    from ledger.rendering.consensus import league_tables

    with opened(place) as book:
        basis = basis_of(book, cuts)
        wanted = beliefs_wanted(basis, belief)
        # Beliefs first: what they read of all companies serves these, too.
        moment = book.believing.moment(basis).value if wanted else None
        answer = book.valuations(
            basis, companies, include_disputed=include_disputed, top=top
        )
        names = book.names(basis)
    brief = form == "table"
    tables = league_tables(
        answer, names, moment, brief=brief, standing=standing, top=top
    )
    show_all(tables, form)
