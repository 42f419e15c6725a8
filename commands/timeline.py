"""`sayso timeline`: a story, event by event."""

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
def timeline(
    name: str,
    belief: bool | None,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Show the history event by event, with the answer after each.

    The column believed has the headline figure; in brackets it has a figure that is not
    the headline, because it is disputed or only sought. P is the probability that the
    round was real, from what was known at that time. Large ledgers show it with
    --belief only.

    \b
    Example:
        sayso timeline xai --as-of 2024-05-28
        sayso timeline openai/2025 -f jsonl
    """
    with opened(place) as book:
        basis = basis_of(book, cuts)
        wanted = beliefs_wanted(basis, belief)
        show(book.timeline(name, basis, beliefs=wanted), form)
