"""`sayso explain`: every claim, counted or set aside, and the rule."""

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
from ._output import show_all


@click.command
@click.argument("name", metavar="COMPANY|ROUND", shell_complete=_completing.rounds)
@belief
@cuts
@form
@place
def explain(
    name: str,
    belief: bool | None,  # noqa: FBT001 (click's signature)
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Why an answer is what it is: every claim, counted or set aside.

    Then, of a round or of those that the figures rest on, what each voice adds to the
    belief in it, in nats (log-odds), and by how much each figure shifts the consensus:
    what the median would lose without it. Large ledgers show it with --belief only.

    \b
    Example:
        sayso explain xai --as-of 2024-01-20
        sayso explain xai/series-b -f json
    """
    from ledger.rendering.voices import explained_tables

    with opened(place) as book:
        basis = basis_of(book, cuts)
        company = name.partition("/")[0]
        round_ = book.round(name, basis)[1].name if "/" in name else None
        answer = book.explain(company, basis, round_)
        names = book.names(basis)
        wanted = beliefs_wanted(basis, belief)
        moment = book.believing.moment(basis).value if wanted else None
    brief = form == "table"
    tables = explained_tables(answer, names, name, round_, moment, brief=brief)
    show_all(tables, form)
