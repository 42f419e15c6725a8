"""`sayso explain`: every claim, counted or set aside, and the rule."""

import click

from . import _named
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    cuts,
    form,
    opened,
    place,
)
from ._output import show


@click.command
@click.argument("name", metavar="COMPANY|ROUND", type=_named.rounds)
@belief
@cuts
@form
@place
def explain(
    name: str,
    belief: bool | None,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Explain an answer: every claim, used or set aside, and why.

    For the rounds behind the figures it then shows how much each source adds to the
    belief in the round, in nats (log-odds; 0.7 doubles the odds), and by how much each
    figure shifts the consensus. Large ledgers show these with --belief only.

    \b
    Example:
        sayso explain xai --as-of 2024-01-20
        sayso explain xai/series-b -f json
    """
    with opened(place) as book:
        basis = basis_of(book, cuts)
        wanted = beliefs_wanted(basis, belief)
        show(book.explain(name, basis, beliefs=wanted), form)
