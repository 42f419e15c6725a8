"""`sayso timeline`: a story, event by event."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("name", metavar="COMPANY|ROUND", shell_complete=_completing.rounds)
@cuts
@form
@place
def timeline(name: str, cuts: Values, form: str, place: Values) -> None:
    """A story, event by event, with what was believed after each.

    What is believed is the headline figure; in brackets stands a figure that is no
    headline, because it is disputed or only sought.

    \b
    Example:
        sayso timeline xai --as-of 2024-05-28
        sayso timeline openai/2025 -f jsonl
    """
    from ledger.rendering.stories import timeline_table

    with opened(place) as book:
        basis = basis_of(book, cuts)
        company = name.partition("/")[0]
        round_ = book.round(name, basis)[1].name if "/" in name else None
        answer = book.timeline(company, basis, round_)
        names = book.names(basis)
    show(timeline_table(answer, names, name, brief=form == "table"), form)
