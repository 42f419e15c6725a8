"""`sayso rounds`: rounds and their standing."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place, standing
from ._output import show


@click.command
@click.argument("names", nargs=-1, shell_complete=_completing.rounds)
@standing
@cuts
@form
@place
def rounds(
    names: tuple[str, ...], standing: str | None, cuts: Values, form: str, place: Values
) -> None:
    """Rounds: their stage and standing, and what is denied.

    NAMES are companies or rounds; all are listed if none is given.

    \b
    Example:
        sayso rounds xai --as-of 2024-05-28
        sayso rounds --standing disputed
    """
    with opened(place) as book:
        show(book.rounds(basis_of(book, cuts), names, standing=standing), form)
