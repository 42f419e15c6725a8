"""`sayso rounds`: rounds and their standing."""

import click

from . import _named
from ._options import (
    Values,
    basis_of,
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


@click.command
@click.argument("names", nargs=-1, type=_named.rounds)
@standing
@tagged
@money
@cuts
@form
@place
def rounds(
    *,
    names: tuple[str, ...],
    standing: str | None,
    tagged: Values,
    money: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """List rounds: type, amount, price, day, standing, investors, denials.

    NAMES are companies or rounds; without them all are listed. The amount is what was
    committed, unless it says paid, conditional or sought; the day is the first on which
    the round stood at committed or later, otherwise that of its last news.

    \b
    Example:
        sayso rounds xai --as-of 2024-05-28
        sayso rounds --standing disputed
        sayso rounds mistral --in USD
    """
    with opened(place) as book:
        basis = priced_in(basis_of(book, cuts), money)
        names = chosen(book, basis, names, tagged)
        show(book.rounds(basis, names, standing=standing), form)
