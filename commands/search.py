"""`sayso search`: find things by their words."""

import click

from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show

KINDS = ("company", "source", "round", "investor", "document", "note")


@click.command
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only this kind; may be repeated.",
)
@cuts
@form
@place
def search(
    text: tuple[str, ...],
    kinds: tuple[str, ...],
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Search companies, sources, rounds, investors, documents and notes.

    All words must occur. Case, accents, and traditional or simplified Chinese do not
    matter. A Latin word matches the beginning of a word, a Chinese one matches
    anywhere, even a single character. Erased texts are not found, nor anything that
    was not known at the basis.

    \b
    Example:
        sayso search softbank
        sayso search 英偉達 --kind document
        sayso search chip venture --as-of 2024-02-01
    """
    words = " ".join(text)
    with opened(place) as book:
        show(book.search(words, basis_of(book, cuts), kinds), form)
