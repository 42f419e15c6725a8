"""`sayso disputed`: what is denied, and not settled."""

import click

from . import _named
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    cuts,
    first_instant,
    form,
    opened,
    place,
)
from ._output import show
from ._tagged import chosen, tagged


@click.command
@click.argument("companies", nargs=-1, type=_named.companies)
@click.option(
    "--since",
    type=_named.LedgerText(
        lambda book, text, _: first_instant("--since", text, book.zone)
    ),
    metavar="D",
    help="Only denials published on D or later.",
)
@belief
@tagged
@cuts
@form
@place
def disputed(
    *,
    companies: tuple[str, ...],
    since: str | None,
    belief: bool | None,
    tagged: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """List open denials: who contradicts whom, and about what.

    A denial is open until the denier withdraws it or an entitled party states the
    denied field later. It proves nothing. P(real) is the probability that the round is
    real nevertheless. Large ledgers show it with --belief only.

    \b
    Example:
        sayso disputed xai --as-of 2024-01-20
        sayso disputed --since "1y ago"
    """
    with opened(place) as book:
        basis = basis_of(book, cuts)
        first = None
        if since is not None:
            first = first_instant("--since", since, basis.zone)
        wanted = beliefs_wanted(basis, belief)
        companies = chosen(book, basis, companies, tagged)
        show(book.disputed(basis, companies, since=first, beliefs=wanted), form)
