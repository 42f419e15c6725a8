"""`sayso explain`: every claim, counted or set aside, and the rule."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("name", metavar="COMPANY|ROUND", shell_complete=_completing.rounds)
@cuts
@form
@place
def explain(name: str, cuts: Values, form: str, place: Values) -> None:
    """Why an answer is what it is: every claim, counted or set aside.

    \b
    Example:
        sayso explain xai --as-of 2024-01-20
        sayso explain xai/series-b -f json
    """
    from ledger.rendering.stories import explanation_tables

    with opened(place) as book:
        basis = basis_of(book, cuts)
        company = name.partition("/")[0]
        round_ = book.round(name, basis)[1].name if "/" in name else None
        answer = book.explain(company, basis, round_)
        names = book.names(basis)
    tables = explanation_tables(answer, names, name, brief=form == "table")
    for number, table in enumerate(tables):
        if number:
            click.echo()
        show(table, form)
