"""`sayso timeline`: a story, event by event."""

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
)
from ._output import show


@click.command
@click.argument("name", metavar="COMPANY|ROUND", shell_complete=_completing.rounds)
@belief
@cuts
@form
@place
def timeline(
    name: str,
    belief: bool | None,  # noqa: FBT001 (click's signature)
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """A story, event by event, with what was believed after each.

    What is believed is the headline figure; in brackets stands a figure that is no
    headline, because it is disputed or only sought. P is how likely the round was
    real by all that was known then. Large ledgers show it with --belief only.

    \b
    Example:
        sayso timeline xai --as-of 2024-05-28
        sayso timeline openai/2025 -f jsonl
    """
    from ledger.rendering.stories import story_table

    with opened(place) as book:
        basis = basis_of(book, cuts)
        company = name.partition("/")[0]
        round_ = book.round(name, basis)[1].name if "/" in name else None
        answer = book.timeline(company, basis, round_)
        names = book.names(basis)
        believed = None
        if beliefs_wanted(basis, belief):
            rows = [moment.row for moment in answer.value]
            believed = book.believing.along(company, rows, basis)
    brief = form == "table"
    show(story_table(answer, names, name, believed, brief=brief), form)
